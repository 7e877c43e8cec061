// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/RenderJob.h"

#include "base/File.h"
#include "base/Id.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "studio/WorkTools.h"
#include "graph/Credits.h"
#include "graph/Isf.h"
#include "image/ImageFile.h"
#include "library/Import.h"
#include "media/Film.h"
#include "media/Format.h"
#include "models/Model.h"
#include "render/Renderer.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <thread>

namespace opificio {

namespace {

// What a job folder hands to the renderer. Files are believed only after their hash was seen to be right, once each.
class JobMaterials {
public:
    JobMaterials(const std::filesystem::path& folder, const Job& job)
        : m_folder(folder)
    {
        for (const Job::Input& input : job.inputs)
            m_paths[input.sha256] = input.path;
    }

    Result<std::filesystem::path> file(const std::string& sha256)
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
    Result<std::shared_ptr<const Json>> dataset(const std::string& hash)
    {
        auto& kept = m_datasets[hash];
        if (!kept) {
            if (!isSha256(hash))
                return Error{Error::Code::Invalid, text("\"{0}\" is not the hash of a dataset.", hash), hash};
            TRY(auto content, readFile(m_folder / "datasets" / (hash + ".json"), 256u << 20));
            if (sha256(content) != hash)
                return Error{Error::Code::Unreadable,
                    text("The dataset {0} was changed after it was frozen; freeze the selection again.", hash.substr(0, 12)),
                    hash};
            TRY(auto json, parseJson(content, hash));
            kept = std::make_shared<const Json>(std::move(json));
        }
        return kept;
    }
    Result<std::shared_ptr<const Model>> model(const std::string& sha256)
    {
        auto& kept = m_models[sha256];
        if (!kept) {
            TRY(auto path, file(sha256));
            TRY(kept, Model::load(path));
        }
        return kept;
    }

private:
    std::filesystem::path m_folder;
    std::map<std::string, std::filesystem::path> m_paths;
    std::set<std::string> m_verified;
    std::map<std::string, std::shared_ptr<const Json>> m_datasets;
    std::map<std::string, std::shared_ptr<const Model>> m_models;
};

// What the job was given to say about a source; shaders say it themselves.
Json recordOf(const Json& records, const NodeTypes& types, const Source& source)
{
    switch (source.kind) {
    case Source::Kind::Item:
    case Source::Kind::File:
        return at(records, "item:" + source.id);
    case Source::Kind::Dataset:
        return at(records, "dataset:" + source.id);
    case Source::Kind::Model:
        return at(records, "model:" + source.id);
    case Source::Kind::Shader:
        if (const NodeType* type = types.find(source.id); type && type->isf)
            return {{"title", text(type->label)}, {"by", type->isf->credit}};
        return {};
    default:
        return {};
    }
}

std::string base64(std::string_view bytes)
{
    static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        auto byte = [&](std::size_t k) { return i + k < bytes.size() ? std::uint32_t(std::uint8_t(bytes[i + k])) : 0u; };
        std::uint32_t three = byte(0) << 16 | byte(1) << 8 | byte(2);
        out += letters[three >> 18];
        out += letters[three >> 12 & 63];
        out += i + 1 < bytes.size() ? letters[three >> 6 & 63] : '=';
        out += i + 2 < bytes.size() ? letters[three & 63] : '=';
    }
    return out;
}

// Small pictures for the published page. One that cannot be made is left out: the page names its item all the same.
std::map<std::string, std::string> thumbnails(
    const CreditsCollector& credits, JobMaterials& materials, const std::filesystem::path& folder)
{
    constexpr int edge = 480; // sharp on dense screens, too
    constexpr std::size_t most = 200;
    std::map<std::string, std::string> made;
    std::filesystem::path file = folder / "thumbnail.jpg";
    for (const auto& [source, roles] : credits.parts()) {
        if (source.kind != Source::Kind::Item || made.size() >= most)
            continue;
        auto path = materials.file(source.id);
        if (!path)
            continue;
        auto image = readImage(*path, edge);
        if (!image && soundsLikeFilm(*path)) {
            if (auto film = Film::open(*path))
                image = film->frameAt(film->duration() / 3);
        }
        if (!image)
            continue;
        double shrink = std::min(1.0, double(edge) / std::max(image->size().width, image->size().height));
        Size small{std::max(1, int(image->size().width * shrink)), std::max(1, int(image->size().height * shrink))};
        if (!writeJpeg(file, scaled(converted(*image, Image::Format::Rgba8, ColourSpace::Display), small), 82))
            continue;
        if (auto bytes = readFile(file))
            made[source.id] = "data:image/jpeg;base64," + base64(*bytes);
    }
    std::error_code code;
    std::filesystem::remove(file, code);
    return made;
}

} // namespace

Result<Json> runRenderJob(JobRun& run, const NodeTypes& types)
{
    const Json& values = run.job().values;
    TRY(auto graph, graphFromJson(at(values, "graph")));
    TRY(auto format, findFormat(textAt(values, "format")));
    TRY(auto settings, valuesFromJson(at(values, "values")));
    const double from = numberAt(values, "first"), to = numberAt(values, "last");
    const bool within = from >= 0 && from <= to && to < double(graph.frames);
    const Frame first = within ? Frame(from) : 0, last = within ? Frame(to) : -1;
    const Json& sizes = at(values, "size");
    auto edge = [&](std::size_t i) {
        return sizes.is_array() && sizes.size() == 2 && sizes[i].is_number_integer() ? sizes[i].get<int>() : 0;
    };
    Size size = {edge(0), edge(1)};
    std::string name = textAt(values, "name");
    if (size.width < 1 || size.height < 1 || size.width > largestEdge || size.height > largestEdge || !within || name.empty()
        || name != std::filesystem::path(name).filename().string())
        return Error{
            Error::Code::Unreadable, text("The job in {0} is damaged.", run.folder().filename().string()), run.folder().string()};

    auto materials = std::make_shared<JobMaterials>(run.folder(), run.job());
    Materials handed = {.file = [materials](const std::string& sha256) { return materials->file(sha256); },
        .dataset = [materials](const std::string& hash) { return materials->dataset(hash); },
        .modelHasMemory = [materials](const std::string& sha256) -> Result<bool> {
            TRY(auto model, materials->model(sha256));
            return remembers(*model);
        }};
    TRY(auto renderer, Renderer::create(handed));
    Task& task = run.task();
    run.record(text("Rendering on {0}.", renderer->device().name()));

    std::filesystem::path out = run.folder() / "out";
    // It says that all of out/ is whole, which it is not from here on.
    std::error_code code;
    std::filesystem::remove(out / "result.json", code);
    bool film = format->shape == Format::Shape::Film;
    // Films have no transparency; stills keep theirs, with sixteen bits when they are asked for.
    auto background = film ? Renderer::Background::Black : Renderer::Background::Transparent;
    auto pixels
        = !film && settings.text("depth") != "8" && numberOf(settings.find("depth") ? *settings.find("depth") : Value(0.0)) == 2
        ? Image::Format::Rgba16
        : Image::Format::Rgba8;
    Frame count = last - first + 1;
    TRY(auto writer, openWriter(*format, out / (name + format->extension), size, graph.rate, count, settings, task));
    CreditsCollector credits;
    for (Frame frame = first; frame <= last; ++frame) {
        if (task.stopped())
            return Error{Error::Code::Cancelled, text("Stopped at frame {0} of {1}; nothing was written.", frame - first, count)};
        TRY(auto picture, renderer->render(graph, types, frame, size));
        TRY(auto image, renderer->delivered(picture, size, pixels, background));
        TRY_DO(writer->write(image));
        credits.add(frame - first, picture.sources);
        task.progress(double(frame - first + 1), double(count), text("Frame {0} of {1}", frame - first + 1, count));
    }
    TRY(auto files, writer->finish());
    Json names = Json::array();
    for (const auto& file : files)
        names.push_back(file.filename().string());
    CreditedWork credited{.file = files.front(),
        .title = textAt(values, "title"),
        .made = nowText(),
        .rate = graph.rate,
        .frames = count,
        .people = graph.people};
    TRY(credited.sha256, sha256OfFile(files.front()));
    Json record
        = creditsRecord(credited, credits, [&](const Source& source) { return recordOf(at(values, "records"), types, source); });
    TRY_DO(writeCredits(out, {}, record, thumbnails(credits, *materials, out)));
    Json answer = {{"files", names}, {"frames", count}, {"rate", graph.rate.text()}, {"size", {size.width, size.height}}};
    TRY_DO(writeJson(out / "result.json", answer));
    return answer;
}

} // namespace opificio
