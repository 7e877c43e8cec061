// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/WorkFiles.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Text.h"

namespace opificio {

Result<> WorkFiles::addMedia(const std::filesystem::path& original, const std::string& sha256, const Json& record) const
{
    std::filesystem::path place = folder / "media" / (sha256 + original.extension().string());
    std::error_code code;
    if (!std::filesystem::exists(place, code)) {
        TRY_DO(makeFolder(place.parent_path()));
        std::filesystem::remove(place, code);
        std::filesystem::create_symlink(std::filesystem::absolute(original), place, code);
        // Another process may have been quicker: then it is there.
        if (code && code != std::errc::file_exists)
            std::filesystem::copy_file(original, place, std::filesystem::copy_options::skip_existing, code);
        if (code == std::errc::file_exists)
            code.clear();
        if (code)
            return writeError(place, code.value());
    }
    if (record.is_object())
        return writeJson(folder / "media" / (sha256 + ".json"), record);
    return {};
}

Result<std::filesystem::path> WorkFiles::media(const std::string& sha256) const
{
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "media", code)) {
        if (entry.path().stem() == sha256 && entry.path().extension() != ".json" && std::filesystem::exists(entry.path(), code))
            return entry.path();
    }
    return Error{Error::Code::NotFound,
        text("A picture of this work is missing ({0}). Import its folder again, or bring back the disk it lies on.",
            sha256.substr(0, 12)),
        sha256};
}

Json WorkFiles::record(const std::string& sha256) const
{
    if (!isSha256(sha256))
        return {};
    std::error_code code;
    auto path = folder / "media" / (sha256 + ".json");
    if (std::filesystem::exists(path, code)) {
        if (auto json = readJson(path))
            return *json;
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder / "datasets", code)) {
        auto json = readJson(entry.path());
        if (!json)
            continue;
        for (const Json& item : at(*json, "items")) {
            if (textAt(item, "sha256") == sha256)
                return item;
        }
    }
    return {};
}

Result<std::shared_ptr<const Json>> WorkFiles::dataset(const std::string& hash) const
{
    if (!isSha256(hash))
        return Error{Error::Code::Invalid, text("\"{0}\" is not the hash of a dataset.", hash), hash};
    TRY(auto content, readFile(folder / "datasets" / (hash + ".json"), 256u << 20));
    if (sha256(content) != hash)
        return Error{Error::Code::Unreadable,
            text("The dataset {0} was changed after it was frozen; freeze the selection again.", hash.substr(0, 12)), hash};
    TRY(auto json, parseJson(content, hash));
    return std::make_shared<const Json>(std::move(json));
}

Result<std::filesystem::path> WorkFiles::model(const std::string& sha256) const
{
    std::filesystem::path path = folder / "models" / (sha256 + ".safetensors");
    std::error_code code;
    if (isSha256(sha256) && std::filesystem::exists(path, code))
        return path;
    return Error{Error::Code::NotFound, text("The model {0} is not in this work.", sha256.substr(0, 12)), sha256};
}

} // namespace opificio
