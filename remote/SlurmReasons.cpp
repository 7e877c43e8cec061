// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Slurm.h"

#include "base/Text.h"

namespace opificio::slurm {

namespace {

struct Row {
    const char* beginning; // of Slurm's word
    std::string help;
    bool isHopeless = false;
};

// The first that fits. Those of a quality of service and of an association come in many kinds: their beginnings and ends decide.
const Row rows[] = {
    {"None", words("It is about to start.")},
    {"Priority", words("Others come first; it is in the queue.")},
    {"Resources", words("It waits until enough computers are free.")},
    {"BeginTime", words("It was put back and starts again by itself in a few minutes.")},
    {"Dependency", words("It waits until what it needs is done.")},
    {"DependencyNeverSatisfied", words("What it waits for failed."), true},
    {"JobArrayTaskLimit", words("As many parts run as were asked for at once.")},
    {"JobHeldUser", words("It is held. It goes on when it is released on the cluster (scontrol release)."), true},
    {"JobHeldAdmin", words("The people of the cluster hold it. Ask them."), true},
    {"launch_failed_requeued_held", words("It could not be started and is held now. Ask the people of the cluster."), true},
    {"PartitionTimeLimit", words("It asks for more time than the partition allows. Ask for fewer minutes."), true},
    {"PartitionNodeLimit", words("It asks for more computers than the partition has. Ask for fewer, or take another partition."),
        true},
    {"PartitionDown", words("The partition is closed at the moment.")},
    {"PartitionInactive", words("The partition is closed at the moment.")},
    {"PartitionConfig", words("It asks for more than the partition gives. Take another partition."), true},
    {"BadConstraints", words("No computer there is as it was asked for. Ask for less."), true},
    {"InvalidAccount", words("The account is not valid any more. Look at the site's account."), true},
    {"InvalidQOS", words("The account may not use this kind of service. Ask the people of the cluster."), true},
    {"AccountNotAllowed", words("The account may not use this partition. Take another partition."), true},
    {"QOSNotAllowed", words("The account may not use this kind of service. Ask the people of the cluster."), true},
    {"ReqNodeNotAvail", words("The computers that it could run on are reserved or being repaired.")},
    {"Reservation", words("It waits for reserved computers.")},
    {"Licenses", words("It waits for a licence.")},
    {"NodeDown", words("A computer that it needs is out of order.")},
    {"Cleaning", words("It waits until what was there before it is cleared away.")},
    {"Prolog", words("The computer is being prepared for it.")},
    {"MaxMemPerLimit", words("It asks for more memory than is allowed."), true},
    {"QOSMaxWallDurationPerJobLimit", words("It asks for more time than is allowed. Ask for fewer minutes."), true},
    {"AssocMaxWallDurationPerJobLimit", words("It asks for more time than is allowed. Ask for fewer minutes."), true},
    {"QOSMaxGRESPerJob", words("It asks for more graphics processors than is allowed."), true},
    {"QOSMaxCpuPerJobLimit", words("It asks for more processors than is allowed."), true},
    {"QOSMinGRES", words("It asks for fewer graphics processors than this service needs."), true},
    {"AssocGrpCPUMinutesLimit", words("The hours of the account are used up. Ask the people of the cluster for more."), true},
    {"AssocGrpBillingMinutes", words("The hours of the account are used up. Ask the people of the cluster for more."), true},
    {"AssocGrpGRESMinutes", words("The hours of the account are used up. Ask the people of the cluster for more."), true},
    {"QOSGrpCPUMinutesLimit", words("The hours of the account are used up. Ask the people of the cluster for more."), true},
    {"AssocGrp", words("Your group uses as much as it may at once; it goes on as soon as something ends.")},
    {"AssocMaxJobsLimit", words("As many of your jobs run as may at once.")},
    {"QOSMaxJobsPerUserLimit", words("As many of your jobs run as may at once.")},
    {"QOSGrp", words("As much of this service is in use as may be at once.")},
    {"QOSMax", words("You use as much of this service as you may at once.")},
    {"MaxJobsPerUser", words("As many of your jobs run as may at once.")},
};

} // namespace

Reason reasonOf(std::string_view word)
{
    const Row* best = nullptr;
    for (const Row& row : rows) {
        // "ReqNodeNotAvail, UnavailableNodes:n1": the longest beginning is meant.
        if (word.starts_with(row.beginning)
            && (!best || std::string_view(row.beginning).size() > std::string_view(best->beginning).size()))
            best = &row;
    }
    if (!best)
        return {text("The cluster says: {0}.", word)};
    const std::string said = text(best->help);
    return {best->isHopeless ? text("It will never start as it is. {0}", said) : said, best->isHopeless};
}

} // namespace opificio::slurm
