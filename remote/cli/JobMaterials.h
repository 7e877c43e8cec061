#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "base/Json.h"
#include "base/Result.h"
#include "graph/Plan.h"
#include "remote/Job.h"

namespace opificio {

struct Model;

/// What a job folder hands to the renderer: its inputs, the datasets in it, and no catalogue. Files are believed only after
/// their hash was seen to be right, once each. One thread.
class JobMaterials {
public:
    JobMaterials(const std::filesystem::path& folder, const Job& job);

    Result<std::filesystem::path> file(const std::string& sha256);
    Result<std::shared_ptr<const Json>> dataset(const std::string& hash);
    Result<std::shared_ptr<const Model>> model(const std::string& sha256);

private:
    std::filesystem::path m_folder;
    std::map<std::string, std::filesystem::path> m_paths;
    std::set<std::string> m_verified;
    std::map<std::string, std::shared_ptr<const Json>> m_datasets;
    std::map<std::string, std::shared_ptr<const Model>> m_models;
};

/// As the renderer takes them; keeps `materials` alive.
Materials handed(const std::shared_ptr<JobMaterials>& materials);

} // namespace opificio
