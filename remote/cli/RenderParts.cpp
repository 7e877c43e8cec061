// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/RenderParts.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Id.h"
#include "base/Text.h"
#include "cli/RenderJob.h"
#include "image/ImageFile.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <sstream>

namespace opificio {

namespace {

constexpr int previewEdgePixels = 480;

struct Span {
    Frame first = 0, last = 0;
};

// As even as can be; every part has a frame.
Span spanOf(const RenderSpec& spec, int part, int parts)
{
    const Frame count = spec.last - spec.first + 1;
    return {spec.first + count * part / parts, spec.first + count * (part + 1) / parts - 1};
}

std::string frameName(Frame frame)
{
    char name[32];
    std::snprintf(name, sizeof name, "%08lld.png", static_cast<long long>(frame));
    return name;
}

// What is known of a frame that was made.
struct FrameRecord {
    std::string sha256;
    Json sources;
};
using FrameRecords = std::map<Frame, FrameRecord>;

// A line that was cut off is as if it were not there.
void readLine(const std::string& line, FrameRecords& records)
{
    auto json = parseJson(line, "frames");
    if (!json)
        return;
    FrameRecord record{textAt(*json, "sha256"), at(*json, "sources")};
    const double frame = numberAt(*json, "frame", -1);
    if (frame >= 0 && isSha256(record.sha256) && record.sources.is_array())
        records[Frame(frame)] = std::move(record);
}

// Of every process that worked on this part.
FrameRecords recordsIn(const std::filesystem::path& folder)
{
    FrameRecords records;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
        if (entry.path().extension() != ".jsonl")
            continue;
        auto content = readFile(entry.path());
        if (!content)
            continue;
        std::istringstream lines(*content);
        for (std::string line; std::getline(lines, line);)
            readLine(line, records);
    }
    return records;
}

// Whether the file has the bytes that were written down when it was made.
bool isWhole(const std::filesystem::path& file, const std::string& digest)
{
    auto actual = sha256OfFile(file);
    return actual && *actual == digest;
}

// Two processes that make the same part (one of them on a node that was given up for lost) write the same frames; each
// writes beside, and renames.
Result<> keepMemory(Renderer& renderer, const std::filesystem::path& folder)
{
    const std::filesystem::path beside = folder / ("memory." + newId());
    TRY_DO(renderer.saveMemory(beside));
    std::error_code code;
    std::filesystem::remove_all(folder / "memory", code);
    std::filesystem::rename(beside, folder / "memory", code);
    if (code)
        std::filesystem::remove_all(beside, code);
    return {};
}

// What the nearest part before has left. Without it, or where it is damaged, the renderer rolls from the work's start.
void takeMemory(Renderer& renderer, JobRun& run, int part)
{
    std::error_code code;
    for (int before = part - 1; before >= 0; --before) {
        const std::filesystem::path memory = partFolder(run.folder(), before) / "memory";
        if (!std::filesystem::exists(memory / "memory.json", code))
            continue;
        if (auto taken = renderer.restoreMemory(memory); taken)
            return;
        else
            run.task().note(taken.error().message);
    }
}

void writePreview(JobRun& run, Frame frame, const Image& image)
{
    const double shrink = std::min(1.0, double(previewEdgePixels) / std::max(image.size().width, image.size().height));
    const Size small{std::max(1, int(image.size().width * shrink)), std::max(1, int(image.size().height * shrink))};
    const std::filesystem::path file
        = run.folder() / "previews" / std::filesystem::path(frameName(frame)).replace_extension(".jpg");
    // A preview that cannot be written is none of the film's business.
    if (makeFolder(file.parent_path()))
        (void)writeJpeg(file, scaled(converted(image, Image::Format::Rgba8, ColourSpace::Display), small), 85);
}

Json partJson(Span span, const FrameRecords& records)
{
    Json digests = Json::object();
    for (Frame frame = span.first; frame <= span.last; ++frame)
        digests[frameName(frame)] = records.at(frame).sha256;
    return {{"format", "opificio.part/1"}, {"first", span.first}, {"last", span.last}, {"digests", digests}};
}

// Every frame of the part with its record, or why it cannot be used.
Result<FrameRecords> wholePart(const std::filesystem::path& folder, int part, Span span)
{
    const std::filesystem::path own = partFolder(folder, part);
    auto said = readJson(own / "part.json");
    if (!said || textAt(*said, "format") != "opificio.part/1")
        return Error{Error::Code::NotFound, text("Frames {0} to {1} are not there yet.", span.first, span.last), own.string()};
    FrameRecords records = recordsIn(own);
    for (Frame frame = span.first; frame <= span.last; ++frame) {
        const std::string name = frameName(frame), digest = textAt(at(*said, "digests"), name);
        auto found = records.find(frame);
        if (found == records.end() || digest.empty() || found->second.sha256 != digest || !isWhole(own / name, digest))
            return Error{Error::Code::Unreadable, text("Frame {0} is missing or damaged.", frame), own.string()};
    }
    return records;
}

} // namespace

Result<Json> runRenderPart(JobRun& run, int part, const NodeTypes& types)
{
    TRY(const RenderSpec spec, renderSpec(run));
    const Span span = spanOf(spec, part, run.job().chunks);
    const Frame count = span.last - span.first + 1;
    const std::filesystem::path own = partFolder(run.folder(), part);
    const Json answer = {{"part", part}, {"first", span.first}, {"last", span.last}, {"folder", own.string()}};
    if (wholePart(run.folder(), part, span))
        return answer;
    std::error_code code;
    std::filesystem::remove(own / "part.json", code);

    auto materials = std::make_shared<JobMaterials>(run.folder(), run.job());
    TRY(FrameMaker maker, FrameMaker::create(run, spec, types, materials));
    takeMemory(maker.renderer(), run, part);
    FrameRecords records = recordsIn(own);
    const std::filesystem::path lines = own / ("frames-" + newId() + ".jsonl");
    Task& task = run.task();
    for (Frame frame = span.first; frame <= span.last; ++frame) {
        const Frame done = frame - span.first;
        if (task.stopped())
            return Error{Error::Code::Cancelled, text("Stopped at frame {0} of {1}; those are kept.", done, count)};
        const std::filesystem::path file = own / frameName(frame);
        if (auto before = records.find(frame); before == records.end() || !isWhole(file, before->second.sha256)) {
            TRY(MadeFrame made, maker.make(frame));
            TRY_DO(writePng(file, made.image));
            FrameRecord record{.sha256 = {}, .sources = toJson(made.sources)};
            TRY(record.sha256, sha256OfFile(file));
            TRY_DO(appendLine(lines, printJsonLine({{"frame", frame}, {"sha256", record.sha256}, {"sources", record.sources}})));
            records[frame] = std::move(record);
            if (frame == span.first || frame == span.last || frame == (span.first + span.last) / 2)
                writePreview(run, frame, made.image);
        }
        task.progress(double(done + 1), double(count), text("Frame {0} of {1}", done + 1, count));
    }
    TRY_DO(keepMemory(maker.renderer(), own));
    TRY_DO(writeJson(own / "part.json", partJson(span, records)));
    return answer;
}

Result<Json> joinRenderParts(JobRun& run, const NodeTypes& types, std::vector<MissingPart>& missing)
{
    TRY(const RenderSpec spec, renderSpec(run));
    const int parts = run.job().chunks;
    std::vector<FrameRecords> records(static_cast<std::size_t>(parts));
    Json list = Json::array();
    for (int part = 0; part < parts; ++part) {
        run.task().progress(part, parts, text("Looking at part {0} of {1}", part + 1, parts));
        auto whole = wholePart(run.folder(), part, spanOf(spec, part, parts));
        if (whole) {
            records[std::size_t(part)] = std::move(*whole);
            continue;
        }
        missing.push_back({part, whole.error().message});
        list.push_back({{"part", part}, {"why", whole.error().message}});
    }
    std::error_code code;
    if (!missing.empty()) {
        TRY_DO(writeJson(run.folder() / "missing.json", {{"format", "opificio.missing/1"}, {"parts", list}}));
        return Error{Error::Code::NotFound,
            text("{0} of {1} parts are missing or damaged; they have to be made again.", missing.size(), parts),
            run.folder().string()};
    }
    std::filesystem::remove(run.folder() / "missing.json", code);

    JobMaterials materials(run.folder(), run.job());
    int part = 0;
    return writeDelivery(run, spec, types, materials, [&](Frame frame) -> Result<MadeFrame> {
        while (frame > spanOf(spec, part, parts).last)
            ++part;
        // Read with the limits of what was asked for, not of what may be imported.
        const ImageLimits limits{.pixels = std::int64_t(spec.size.width) * spec.size.height, .edge = largestEdge + 1};
        MadeFrame made;
        TRY(made.image, readImage(partFolder(run.folder(), part) / frameName(frame), 0, limits));
        if (!(made.image.size() == spec.size))
            return Error{Error::Code::Unreadable, text("Frame {0} is missing or damaged.", frame), run.folder().string()};
        TRY(made.sources, sourcesFromJson(records[std::size_t(part)].at(frame).sources));
        return made;
    });
}

} // namespace opificio
