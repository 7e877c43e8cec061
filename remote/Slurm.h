#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"
#include "remote/Place.h"
#include "remote/Shell.h"
#include "remote/Site.h"

namespace opificio::slurm {

// The words of Slurm: what is asked of it, as scripts for a shell of the site, and what its answers mean. Whoever carries them
// there and back is somebody else. Learned from Slurm 22.05 to 25.11.
//
// In a job's folder lies marks/, in which the job says itself how it goes; the names say it, the files are empty:
//   KEY.id.ID               it was submitted, then
//   KEY.PART.owner          whose it is: a link to an id; a second one of the same key goes home
//   KEY.PART.started.ID.N   it has begun, the Nth time after the first
//   KEY.PART.beat           renewed as long as it lives
//   KEY.PART.exit.CODE.ID   it has ended
//   KEY.PART.gone.ID.N      the Nth time was ended for a later one: its computer was given up, and lived on
// PART is a number, or all.

/// The script of the job itself.
std::string batchScript(const Site& site, const Submission& submission);

/// Looks for the key and submits only where it is not there. Reads batchScript(). 0 and the id; 75: perhaps, ask again.
std::string submitScript(const Site& site, const Submission& submission);
Result<std::string> readSubmitted(const ShellReply& reply);

std::string pollScript(const std::vector<Submitted>& submitted);
/// Never says that something ended because it is not there.
Result<Look> readPoll(const ShellReply& reply, const std::vector<Submitted>& submitted);

/// Whatever runs or waits under the key, and nothing else.
std::string cancelScript(const Submitted& submitted);

std::string probeScript(const Site& site);
Result<PlaceFacts> readProbe(const ShellReply& reply);
std::string partitionsScript();
std::vector<Partition> readPartitions(const ShellReply& reply);

/// Why a job waits.
struct Reason {
    std::string words;
    bool isHopeless = false;
};
Reason reasonOf(std::string_view word);

/// "1-02:30:00" in minutes; 0: no limit.
int minutesOf(std::string_view limit);

} // namespace opificio::slurm
