#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>
#include <vector>

#include "base/Json.h"
#include "base/Result.h"

namespace opificio {

/// Somewhere else where jobs may run, as somebody described it: data, and never a command. Kept in
/// OPIFICIO_HOME/sites/NAME.json. Every field is checked when it is read: what it may hold, how long, how many.
struct Site {
    std::string name; ///< a file's name: a-z, 0-9, -
    std::string backend = "slurm_ssh";
    std::string title; ///< for people
    std::vector<std::string> hosts, dataHosts; ///< tried in turn; files go through dataHosts, where there are any
    int port = 22;
    std::string user, account;
    std::vector<std::string> partitions; ///< the first is taken
    std::string root; ///< an absolute path there; {user} stands for the user
    std::string worker; ///< the worker's program there, as root
    std::vector<std::string> modules, environment; ///< environment: NAME=value
    bool usesSrun = false;
    std::vector<std::string> hostKeys; ///< as Ssh::Options
    std::string key, certificate; ///< files of this computer; empty: the keys of the agent
    int pollSeconds = 30;
    int partsAtOnce = 16, minutes = 60, gpus = 0, cpus = 1;
    std::string gate; ///< fingerprint of the key that signed the gate it came from; empty: typed in here

    static Result<Site> fromJson(const Json& json);
    Json toJson() const;
    /// {user} replaced.
    std::string rootPath() const;
    std::string workerPath() const;

    static std::filesystem::path file(const std::string& name);
    /// What its computers said of themselves when it was last checked, as `opificio-cli machine` says it.
    static std::filesystem::path machineFile(const std::string& name);
    static Result<Site> read(const std::string& name);
    /// The names of all, sorted.
    static std::vector<std::string> all();
    Result<> write() const;
};

} // namespace opificio
