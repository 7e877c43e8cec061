// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/WorkTools.h"

#include "base/File.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "library/Bring.h"
#include "library/Dataset.h"
#include "library/Library.h"
#include "models/Model.h"

#include <map>
#include <mutex>

namespace opificio {

namespace {

bool isFile(const std::filesystem::path& path)
{
    std::error_code code;
    return std::filesystem::is_regular_file(path, code);
}

// The one file of the folder whose stem begins with what was typed.
Result<std::string> begunStem(const std::filesystem::path& folder, std::string_view typed, const Error& none)
{
    std::vector<std::string> found;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
        std::string stem = entry.path().stem().string();
        if (isSha256(stem) && stem.starts_with(typed))
            found.push_back(stem);
    }
    if (found.size() == 1)
        return found.front();
    if (found.empty())
        return none;
    return Error{Error::Code::Invalid, text("\"{0}\" begins the names of {1} files; write more of it.", typed, found.size()),
        std::string(typed)};
}

// A file by its path: the library may know it; else its name is all that is stated about it.
Result<std::string> takeLooseFile(const WorkFiles& work, const std::filesystem::path& path)
{
    TRY(auto sha256, sha256OfFile(path));
    Json record = {{"id", sha256}, {"sha256", sha256}, {"title", {{"und", path.stem().string()}}}};
    if (auto file = libraryFile(sha256))
        record = file->record;
    else if (work.record(sha256).is_object())
        record = nullptr; // what is known of it says more
    TRY_DO(keepMedia(work, path, sha256, record));
    return sha256;
}

Result<std::string> takeItem(const WorkFiles& work, std::string_view typed)
{
    if (isSha256(typed) && work.media(std::string(typed)))
        return std::string(typed);
    auto file = libraryFile(typed);
    if (!file) {
        if (isFile(std::filesystem::path(typed)))
            return takeLooseFile(work, std::filesystem::path(typed));
        return file.takeError();
    }
    TRY_DO(keepMedia(work, file->path, file->sha256, file->record));
    return file->sha256;
}

Result<std::string> takeModel(const WorkFiles& work, std::string_view typed)
{
    std::filesystem::path path(typed);
    if (!isFile(path))
        path = resource("models/" + std::string(typed) + ".safetensors");
    if (!isFile(path)) {
        if (typed.size() < 4)
            return Error{Error::Code::NotFound, text("There is no model {0} in this work.", typed), std::string(typed)};
        return begunStem(work.folder / "models", typed,
            {Error::Code::NotFound, text("There is no model {0} in this work.", typed), std::string(typed)});
    }
    // Loaded once, so that what is no model is refused here and not in the middle of a film.
    TRY(auto model, Model::load(path));
    TRY(auto sha256, sha256OfFile(path));
    std::filesystem::path place = work.folder / "models" / (sha256 + ".safetensors");
    if (!isFile(place)) {
        TRY(auto content, readFile(path));
        TRY_DO(writeFile(place, content));
    }
    return sha256;
}

} // namespace

Result<NodeTypes> knownNodes(const Warn& warn, const std::filesystem::path& job)
{
    TRY(auto types, NodeTypes::builtIn());
    std::error_code code;
    const bool brought = !job.empty() && std::filesystem::is_directory(job / "nodes", code);
    for (const auto& folder : {resource("../plugins"), brought ? job / "nodes" : homeFolder() / "nodes"}) {
        if (!std::filesystem::is_directory(folder, code))
            continue;
        std::vector<Error> skipped;
        TRY_DO(types.addFolder(folder, skipped));
        for (const Error& error : skipped)
            warn(error.message, error.what);
    }
    return types;
}

namespace {

// What was read once, for all copies of a Materials.
struct Known {
    std::mutex mutex; // guards both
    std::map<std::string, std::shared_ptr<const Json>> datasets;
    std::map<std::string, bool> memories;
};

} // namespace

// A model that is still learning in one of the work's jobs, under the hash that it had a moment ago; empty for none.
static std::filesystem::path learningModel(const std::filesystem::path& workFolder, const std::string& sha256)
{
    std::error_code code;
    for (const auto& run : std::filesystem::directory_iterator(workFolder / "runs", code)) {
        auto path = run.path() / "live" / (sha256 + ".safetensors");
        if (isSha256(sha256) && isFile(path))
            return path;
    }
    return {};
}

Materials materialsIn(const std::filesystem::path& workFolder)
{
    auto known = std::make_shared<Known>();
    return {.file = [work = WorkFiles{workFolder}](const std::string& sha256) -> Result<std::filesystem::path> {
                if (auto media = work.media(sha256))
                    return *media;
                if (auto model = work.model(sha256))
                    return *model;
                if (auto live = learningModel(work.folder, sha256); !live.empty())
                    return live;
                if (auto file = libraryFile(sha256); file && isFile(file->path))
                    return file->path;
                return work.media(sha256);
            },
        .dataset = [work = WorkFiles{workFolder}, known](const std::string& hash) -> Result<std::shared_ptr<const Json>> {
            // Asked at every frame; it never changes.
            std::lock_guard lock(known->mutex);
            if (auto found = known->datasets.find(hash); found != known->datasets.end())
                return found->second;
            TRY(auto dataset, work.dataset(hash));
            return known->datasets[hash] = std::move(dataset);
        },
        .modelHasMemory = [work = WorkFiles{workFolder}, known](const std::string& sha256) -> Result<bool> {
            std::lock_guard lock(known->mutex);
            if (auto found = known->memories.find(sha256); found != known->memories.end())
                return found->second;
            auto path = work.model(sha256);
            if (auto live = path ? std::filesystem::path() : learningModel(work.folder, sha256); !live.empty())
                path = live;
            if (!path)
                return path.takeError();
            TRY(auto model, Model::load(*path));
            return known->memories[sha256] = remembers(*model);
        }};
}

bool remembers(const Model& model)
{
    return model.recipe() == "texture_nca";
}

Result<> asChosen(const std::filesystem::path& path, const std::string& sha256)
{
    TRY(const std::string actual, sha256OfFile(path));
    std::error_code code;
    const std::filesystem::path original = std::filesystem::canonical(path, code);
    if (actual != sha256)
        return Error{Error::Code::Unreadable,
            text("{0} was changed since it was chosen; import it again.", (code ? path : original).filename().string()),
            path.string()};
    return {};
}

Result<> keepMedia(const WorkFiles& work, const std::filesystem::path& original, const std::string& sha256, const Json& record)
{
    Json held = work.record(sha256);
    return work.addMedia(original, sha256, held.is_object() && record.is_object() ? standingRecord(held, record) : record);
}

Result<LibraryFile> libraryFile(std::string_view id)
{
    TRY(auto library, Library::open());
    TRY(auto item, library.item(id));
    if (item.file.empty() && item.picture)
        return notFetched({&item, 1});
    if (item.file.empty())
        return Error{Error::Code::NotFound, text("{0} has no file in the library.", titleOf(item, language())), std::string(id)};
    return LibraryFile{item.file, item.sha256, datasetRecord(item)};
}

Result<Value> typedValue(const WorkFiles& work, const Param& param, std::string_view typed)
{
    if (typed.empty())
        return parseValue(param, typed);
    switch (param.type) {
    case Param::Type::Item:
    case Param::Type::File: {
        TRY(auto sha256, takeItem(work, typed));
        return Value(sha256);
    }
    case Param::Type::Model: {
        TRY(auto sha256, takeModel(work, typed));
        return Value(sha256);
    }
    case Param::Type::Dataset: {
        TRY(auto hash,
            begunStem(work.folder / "datasets", typed,
                {Error::Code::NotFound, text("There is no dataset {0} in this work; freeze one with \"dataset\".", typed),
                    std::string(typed)}));
        return Value(hash);
    }
    default:
        return parseValue(param, typed);
    }
}

Json describeSource(const WorkFiles& work, const Source& source)
{
    switch (source.kind) {
    case Source::Kind::Item:
    case Source::Kind::File: {
        Json record = work.record(source.id);
        if (record.is_object())
            return record;
        if (auto file = libraryFile(source.id))
            return file->record;
        return {};
    }
    case Source::Kind::Dataset:
        if (auto dataset = work.dataset(source.id))
            return **dataset;
        return {};
    case Source::Kind::Model:
        if (auto path = work.model(source.id)) {
            if (auto model = Model::load(*path))
                return (*model)->card;
        }
        return {};
    default:
        return {};
    }
}

Job::Input inputOf(const std::string& sha256, const std::filesystem::path& path, const Json& record)
{
    Job::Input input{.sha256 = sha256, .path = std::filesystem::absolute(path)};
    input.sharing = textAt(record, "sharing");
    const Json& datasets = at(record, "datasets");
    if (!datasets.is_array()) {
        input.title = textIn(textsFrom(at(record, "title")), language());
        return input;
    }
    for (const Json& dataset : datasets) {
        for (const Json& item : at(dataset, "items")) {
            if (textAt(item, "sharing") == "private")
                input.sharing = "private";
        }
    }
    input.title = text("the model “{0}”, which learned from pictures", textAt(record, "name"));
    return input;
}

} // namespace opificio
