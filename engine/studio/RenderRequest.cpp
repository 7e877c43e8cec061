// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/RenderRequest.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Id.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "studio/WorkTools.h"
#include "graph/Isf.h"
#include "remote/Job.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <thread>

namespace opificio {

namespace {

// Everything that the graph may need, by the kinds of its settings.
struct Needs {
    std::set<std::string> files, datasets, models;
};

Needs needsOf(const Graph& graph, const NodeTypes& types)
{
    Needs needs;
    for (const auto& [id, node] : graph.nodes) {
        const NodeType* type = types.find(node.type);
        if (!type)
            continue;
        for (const Param& param : type->params) {
            std::vector<std::string> values = {node.values.text(param.name)};
            if (auto keys = node.keys.find(param.name); keys != node.keys.end()) {
                for (const Key& key : keys->second) {
                    if (auto text = std::get_if<std::string>(&key.value))
                        values.push_back(*text);
                }
            }
            for (const std::string& value : values) {
                if (value.empty())
                    continue;
                if (param.type == Param::Type::Item || param.type == Param::Type::File)
                    needs.files.insert(value);
                else if (param.type == Param::Type::Dataset)
                    needs.datasets.insert(value);
                else if (param.type == Param::Type::Model)
                    needs.models.insert(value);
            }
        }
    }
    return needs;
}

// Shaders of the artist's own go along as they are now: elsewhere they are unknown, and here they may be edited meanwhile.
Result<> bringShaders(const Graph& graph, const NodeTypes& types, const std::filesystem::path& folder)
{
    const std::filesystem::path own = homeFolder() / "nodes";
    std::error_code code;
    if (!std::filesystem::is_directory(own, code))
        return {};
    TRY_DO(makeFolder(folder / "nodes"));
    for (const auto& [id, node] : graph.nodes) {
        const NodeType* type = types.find(node.type);
        if (!type || !type->isf || type->isf->folder.empty())
            continue;
        const std::filesystem::path file = type->isf->folder / type->isf->name;
        const std::filesystem::path relative = file.lexically_relative(own);
        if (relative.empty() || *relative.begin() == ".." || !std::filesystem::exists(file, code))
            continue;
        std::vector<std::filesystem::path> files = {file.filename()};
        if (!type->isf->vertexName.empty())
            files.push_back(type->isf->vertexName);
        for (const Isf::Picture& picture : type->isf->pictures) {
            const std::filesystem::path beside = std::filesystem::path(picture.file).lexically_normal();
            if (picture.file.empty() || beside.is_absolute() || *beside.begin() == "..")
                continue;
            files.push_back(beside);
        }
        for (const std::filesystem::path& one : files) {
            TRY(const std::string content, readFile(type->isf->folder / one));
            TRY_DO(writeFile(folder / "nodes" / one, content));
        }
    }
    return {};
}

// Files that a format takes (its sound) are inputs as any other: named by what is in them.
Result<> bringFiles(const RenderRequest& request, Job& job, Values& values)
{
    TRY(const Format* format, findFormat(request.format));
    for (const Param& param : format->params) {
        const std::string path = values.text(param.name);
        if (param.type != Param::Type::File || path.empty())
            continue;
        TRY(const std::string hash, sha256OfFile(path));
        job.inputs.push_back({hash, std::filesystem::absolute(path)});
        values.set(param.name, hash);
    }
    return {};
}

// The inputs of the job, and what is known of each of them. The datasets that are needed go into `needs`, read.
Result<Json> takeInputs(const Work& work, Needs& needs, Job& job)
{
    Materials materials = materialsIn(work.folder());
    Json records = Json::object();
    for (const std::string& hash : needs.datasets) {
        TRY(auto dataset, materials.dataset(hash));
        for (const Json& item : at(*dataset, "items"))
            needs.files.insert(textAt(item, "sha256"));
        records["dataset:" + hash] = describeSource(work.files(), {Source::Kind::Dataset, hash});
    }
    for (const std::string& sha256 : needs.files) {
        TRY(auto path, materials.file(sha256));
        Json& record = records["item:" + sha256] = describeSource(work.files(), {Source::Kind::Item, sha256});
        job.inputs.push_back(inputOf(sha256, path, record));
    }
    for (const std::string& sha256 : needs.models) {
        TRY(auto path, materials.file(sha256));
        Json& record = records["model:" + sha256] = describeSource(work.files(), {Source::Kind::Model, sha256});
        job.inputs.push_back(inputOf(sha256, path, record));
    }
    return records;
}

// Writes into the job's folder what it needs, and last the job.
Result<> fillRenderJob(
    const Work& work, const NodeTypes& types, const RenderRequest& request, Job job, const std::filesystem::path& folder)
{
    Needs needs = needsOf(work.graph(), types);
    TRY(const Json records, takeInputs(work, needs, job));
    for (const std::string& hash : needs.datasets) {
        std::error_code code;
        TRY_DO(makeFolder(folder / "datasets"));
        std::filesystem::copy_file(work.folder() / "datasets" / (hash + ".json"), folder / "datasets" / (hash + ".json"), code);
        if (code)
            return writeError(folder / "datasets" / (hash + ".json"), code.value());
    }
    TRY_DO(bringShaders(work.graph(), types, folder));
    Values values = request.values;
    TRY_DO(bringFiles(request, job, values));
    job.values = {{"title", work.name()}, {"name", request.name}, {"output", request.output.string()}, {"format", request.format},
        {"values", toJson(values)}, {"size", {request.size.width, request.size.height}}, {"first", request.first},
        {"last", request.last}, {"graph", toJson(work.graph())}, {"records", records}};
    return job.write(folder);
}

} // namespace

Result<Destination> destinationOf(
    const std::string& typed, const std::string& format, bool isStill, const std::filesystem::path& beside)
{
    // What people call films and pictures: these endings are a wish, others are a part of the name ("film.v2").
    static const std::set<std::string> wishes = {".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mxf", ".gif", ".png",
        ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".exr", ".dpx", ".bmp"};
    std::error_code code;
    std::filesystem::path path = typed;
    if (typed.empty() || typed.ends_with('/') || std::filesystem::is_directory(path, code))
        path = (typed.empty() ? beside.parent_path() : path) / beside.filename();
    else
        path = std::filesystem::absolute(path, code);
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char letter) { return char(std::tolower(letter)); });
    const Format* chosen = typed.empty() ? nullptr : formatOfPath(path);
    if (!format.empty()) {
        TRY(chosen, findFormat(format));
    } else if (!chosen) {
        if (!typed.empty() && wishes.contains(ending)) {
            std::string endings;
            for (const Format* row : formats())
                endings += (endings.empty() ? "" : ", ") + row->extension;
            return Error{
                Error::Code::Unsupported, text("No format here writes {0}. There are: {1}.", ending, endings), path.string()};
        }
        TRY(chosen, findFormat(isStill ? "png" : "h264"));
    }
    if (isStill && chosen->shape == Format::Shape::Film)
        return Error{Error::Code::Invalid, text("A single frame is a picture: give it a name that ends in .png."), path.string()};
    if (ending != chosen->extension) {
        if (wishes.contains(ending))
            return Error{Error::Code::Invalid, text("{0} writes {1} and not {2}.", chosen->name, chosen->extension, ending),
                path.string()};
        path += chosen->extension;
    }
    return Destination{chosen, std::filesystem::absolute(path, code).lexically_normal()};
}

Result<Job> renderInputs(const Work& work, const NodeTypes& types)
{
    Job job;
    Needs needs = needsOf(work.graph(), types);
    TRY_DO(takeInputs(work, needs, job));
    return job;
}

Result<std::filesystem::path> makeRenderJob(const Work& work, const NodeTypes& types, const RenderRequest& request)
{
    Job job;
    job.key = newId();
    job.verb = "render";
    job.threads = int(std::max(1u, std::thread::hardware_concurrency()));
    job.chunks = int(std::clamp<Frame>(request.parts, 1, request.last - request.first + 1));
    auto folder = work.newRun(job.key);
    if (!folder && folder.error().code == Error::Code::ReadOnly) {
        // A work on a disk that cannot be written to is rendered all the same.
        std::filesystem::path elsewhere = homeFolder() / "runs" / job.key;
        TRY_DO(makeFolder(elsewhere));
        folder = std::move(elsewhere);
    }
    if (!folder)
        return folder.takeError();
    TRY_DO(fillRenderJob(work, types, request, std::move(job), *folder));
    return *folder;
}

} // namespace opificio
