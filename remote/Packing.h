#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <set>
#include <string>
#include <vector>

#include "base/Result.h"
#include "base/Task.h"
#include "remote/Place.h"
#include "remote/Ssh.h"

namespace opificio::packing {

// Many small files over one connection: a tar that a shell over there packs or unpacks while it is on its way.

/// Place::putAll() by a shell.
Result<ShellReply> put(Ssh& ssh, const std::string& folder, const std::string& beside, const std::vector<PackedFile>& files,
    const std::string& last, std::vector<std::string>& wrong, Task& task);

/// Place::getAll() by a shell.
Result<ShellReply> get(
    Ssh& ssh, const std::string& folder, const std::vector<std::string>& names, const TakeFile& take, Task& task);

} // namespace opificio::packing
