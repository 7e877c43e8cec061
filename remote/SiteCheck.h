#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <functional>
#include <string>

#include "base/Result.h"
#include "base/Task.h"
#include "remote/Secrets.h"
#include "remote/Site.h"

namespace opificio {

/// One thing that a site must have, and whether it has it.
struct SiteStep {
    enum class State { Right, Doubtful, Wrong };
    std::string step; ///< "host", "key", "login" ("passphrase" where that is what the person's key lacks), "scheduler",
                      ///< "partitions", "root", "space", "worker", "job"
    State state = State::Right;
    std::string sentence;
};
const char* stateWord(SiteStep::State state);

/// Walks through a site, and tells each step as it is done; the first that is wrong is the last. The last of all runs
/// `WORKER machine` as a job, and keeps what that said in Site::machineFile(); it waits as long as the queue makes it wait, or
/// until the task is stopped. Answers whether nothing was wrong.
bool checkSite(const Site& site, const Secrets& secrets, const std::function<void(const SiteStep&)>& tell, Task& task);

} // namespace opificio
