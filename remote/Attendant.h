#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <functional>
#include <string>

#include "base/Result.h"
#include "base/Task.h"
#include "remote/Job.h"
#include "remote/Secrets.h"

namespace opificio {

/// Puts what a job made where it belongs, once out/ is home. False: it is not all there. Only where it is, the job's folder is
/// removed at the place.
using Arrival = std::function<Result<bool>(const std::filesystem::path& folder, const Job& job)>;

/// Handed: a person gave this very process the passphrase of the site's key. It takes over from whoever looks after the site
/// without it, and stays for hours after the last job, so that nobody is asked for each.
enum class Shift { Plain, Handed };

/// Looks after the jobs that were sent to a site: brings them there, asks how they are, writes their status.json, brings previews
/// and results home, and hands over again what a place lost. Ends when no job of the site is open, or when the task is stopped;
/// whatever it was at, the next one goes on from the ledger. One a site: Busy where there is one already. Calls to the other side
/// block, hence it is a process of its own (opificio-cli attend SITE).
Result<> attend(const std::string& site, const Secrets& secrets, const Arrival& arrived, Task& task, Shift shift = Shift::Plain);

/// Starts one for the site where none is, and comes back.
Result<> startAttendant(const std::string& site);
/// Starts one that holds the passphrase of the site's key in its memory, and takes over from one that does not. It is given by a
/// pipe, and is seen in no list of processes, environment, file or log.
Result<> handPassphrase(const std::string& site, const std::string& passphrase);
/// For every site with open jobs: whoever opens the program calls it.
Result<> startAttendants();
bool isAttended(const std::string& site);

} // namespace opificio
