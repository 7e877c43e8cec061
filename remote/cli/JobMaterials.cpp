// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/JobMaterials.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Text.h"
#include "models/Model.h"
#include "studio/WorkTools.h"

namespace opificio {

JobMaterials::JobMaterials(const std::filesystem::path& folder, const Job& job)
    : m_folder(folder)
{
    for (const Job::Input& input : job.inputs)
        m_paths[input.sha256] = input.path.is_absolute() ? input.path : folder / input.path;
}

Result<std::filesystem::path> JobMaterials::file(const std::string& sha256)
{
    auto found = m_paths.find(sha256);
    if (found == m_paths.end())
        return Error{
            Error::Code::NotFound, text("The job lacks a file that the work needs ({0}).", sha256.substr(0, 12)), sha256};
    if (!m_verified.contains(sha256)) {
        TRY_DO(asChosen(found->second, sha256));
        m_verified.insert(sha256);
    }
    return found->second;
}

Result<std::shared_ptr<const Json>> JobMaterials::dataset(const std::string& hash)
{
    auto& kept = m_datasets[hash];
    if (!kept) {
        if (!isSha256(hash))
            return Error{Error::Code::Invalid, text("\"{0}\" is not the hash of a dataset.", hash), hash};
        TRY(auto content, readFile(m_folder / "datasets" / (hash + ".json"), 256u << 20));
        if (sha256(content) != hash)
            return Error{Error::Code::Unreadable,
                text("The dataset {0} was changed after it was frozen; freeze the selection again.", hash.substr(0, 12)), hash};
        TRY(auto json, parseJson(content, hash));
        kept = std::make_shared<const Json>(std::move(json));
    }
    return kept;
}

Result<std::shared_ptr<const Model>> JobMaterials::model(const std::string& sha256)
{
    auto& kept = m_models[sha256];
    if (!kept) {
        TRY(auto path, file(sha256));
        TRY(kept, Model::load(path));
    }
    return kept;
}

Materials handed(const std::shared_ptr<JobMaterials>& materials)
{
    return {.file = [materials](const std::string& sha256) { return materials->file(sha256); },
        .dataset = [materials](const std::string& hash) { return materials->dataset(hash); },
        .modelHasMemory = [materials](const std::string& sha256) -> Result<bool> {
            TRY(auto model, materials->model(sha256));
            return remembers(*model);
        }};
}

} // namespace opificio
