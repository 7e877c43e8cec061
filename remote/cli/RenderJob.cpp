// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/RenderJob.h"

#include "base/File.h"
#include "base/Hash.h"
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

#include <algorithm>

namespace opificio {

namespace {

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

Result<RenderSpec> renderSpec(const JobRun& run)
{
    const Json& values = run.job().values;
    RenderSpec spec;
    TRY(spec.graph, graphFromJson(at(values, "graph")));
    TRY(spec.format, findFormat(textAt(values, "format")));
    TRY(spec.settings, valuesFromJson(at(values, "values")));
    const double from = numberAt(values, "first"), to = numberAt(values, "last");
    const bool within = from >= 0 && from <= to && to < double(spec.graph.frames);
    const Json& sizes = at(values, "size");
    auto edge = [&](std::size_t i) {
        return sizes.is_array() && sizes.size() == 2 && sizes[i].is_number_integer() ? sizes[i].get<int>() : 0;
    };
    spec.size = {edge(0), edge(1)};
    spec.name = textAt(values, "name");
    if (spec.size.width < 1 || spec.size.height < 1 || spec.size.width > largestEdge || spec.size.height > largestEdge || !within
        || spec.name.empty() || spec.name != std::filesystem::path(spec.name).filename().string()
        || run.job().chunks > Frame(to) - Frame(from) + 1)
        return Error{
            Error::Code::Unreadable, text("The job in {0} is damaged.", run.folder().filename().string()), run.folder().string()};
    spec.first = Frame(from);
    spec.last = Frame(to);
    // Films have no transparency; stills keep theirs, with sixteen bits when they are asked for.
    const bool film = spec.format->shape == Format::Shape::Film;
    spec.background = film ? Renderer::Background::Black : Renderer::Background::Transparent;
    const Values& settings = spec.settings;
    spec.pixels
        = !film && settings.text("depth") != "8" && numberOf(settings.find("depth") ? *settings.find("depth") : Value(0.0)) == 2
        ? Image::Format::Rgba16
        : Image::Format::Rgba8;
    return spec;
}

Result<MadeFrame> FrameMaker::make(Frame frame)
{
    TRY(auto picture, m_renderer->render(m_spec.graph, m_types, frame, m_spec.size));
    TRY(auto image, m_renderer->delivered(picture, m_spec.size, m_spec.pixels, m_spec.background));
    return MadeFrame{std::move(image), picture.sources};
}

Result<FrameMaker> FrameMaker::create(
    JobRun& run, const RenderSpec& spec, const NodeTypes& types, const std::shared_ptr<JobMaterials>& materials)
{
    FrameMaker maker(spec, types);
    TRY(maker.m_renderer, Renderer::create(handed(materials)));
    run.record(text("Rendering on {0}.", maker.m_renderer->device().name()));
    return maker;
}

Result<Json> writeDelivery(JobRun& run, const RenderSpec& spec, const NodeTypes& types, JobMaterials& materials,
    const std::function<Result<MadeFrame>(Frame)>& made)
{
    Task& task = run.task();
    const std::filesystem::path out = run.folder() / "out";
    // It says that all of out/ is whole, which it is not from here on.
    std::error_code code;
    std::filesystem::remove(out / "result.json", code);
    const Frame count = spec.last - spec.first + 1;
    Values settings = spec.settings;
    for (const Param& param : spec.format->params) {
        if (const std::string hash = settings.text(param.name); param.type == Param::Type::File && isSha256(hash)) {
            TRY(const auto file, materials.file(hash));
            settings.set(param.name, file.string());
        }
    }
    TRY(auto writer,
        openWriter(*spec.format, out / (spec.name + spec.format->extension), spec.size, spec.graph.rate, count, settings, task));
    CreditsCollector credits;
    for (Frame frame = spec.first; frame <= spec.last; ++frame) {
        if (task.stopped())
            return Error{
                Error::Code::Cancelled, text("Stopped at frame {0} of {1}; nothing was written.", frame - spec.first, count)};
        TRY(MadeFrame one, made(frame));
        TRY_DO(writer->write(one.image));
        credits.add(frame - spec.first, one.sources);
        task.progress(double(frame - spec.first + 1), double(count), text("Frame {0} of {1}", frame - spec.first + 1, count));
    }
    TRY(auto files, writer->finish());
    const Json& values = run.job().values;
    Json names = Json::array(), digests = Json::object();
    CreditedWork credited{.file = files.front(),
        .title = textAt(values, "title"),
        .made = nowText(),
        .rate = spec.graph.rate,
        .frames = count,
        .people = spec.graph.people};
    for (const auto& file : files) {
        const std::string name = file.filename().string();
        names.push_back(name);
        TRY(digests[name], sha256OfFile(file));
    }
    credited.sha256 = digests[files.front().filename().string()].get<std::string>();
    Json record
        = creditsRecord(credited, credits, [&](const Source& source) { return recordOf(at(values, "records"), types, source); });
    TRY_DO(writeCredits(out, {}, record, thumbnails(credits, materials, out)));
    for (const char* name : {"credits.json", "credits.html"}) {
        TRY(digests[name], sha256OfFile(out / name));
    }
    Json answer = {{"files", names}, {"frames", count}, {"rate", spec.graph.rate.text()},
        {"size", {spec.size.width, spec.size.height}}, {"digests", digests}};
    TRY_DO(writeJson(out / "result.json", answer));
    return answer;
}

Result<Json> runRenderJob(JobRun& run, const NodeTypes& types)
{
    TRY(const RenderSpec spec, renderSpec(run));
    auto materials = std::make_shared<JobMaterials>(run.folder(), run.job());
    TRY(FrameMaker maker, FrameMaker::create(run, spec, types, materials));
    return writeDelivery(run, spec, types, *materials, [&](Frame frame) { return maker.make(frame); });
}

} // namespace opificio
