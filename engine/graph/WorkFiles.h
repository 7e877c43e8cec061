#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <memory>
#include <string>

#include "base/Result.h"
#include "base/Values.h"

namespace opificio {

/// What lies in a work's folder beside its graph: media/, models/ and datasets/, all named by their content. A value: it may
/// be read and added to on any thread, and in another process, while the work is edited.
struct WorkFiles {
    std::filesystem::path folder; ///< of the work

    /// A file that the work needs: media/HASH.ending as a link to the original (a copy where links are not possible).
    /// `record` is the item as in a dataset's items, for credits; null for none.
    Result<> addMedia(const std::filesystem::path& original, const std::string& sha256, const Json& record) const;
    Result<std::filesystem::path> media(const std::string& sha256) const;
    /// The record given to addMedia(), or the one in any of the work's datasets; null when there is none.
    Json record(const std::string& sha256) const;
    /// datasets/HASH.json; its content must have that hash.
    Result<std::shared_ptr<const Json>> dataset(const std::string& hash) const;
    Result<std::filesystem::path> model(const std::string& sha256) const;
};

} // namespace opificio
