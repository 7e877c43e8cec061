// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Answers.h"
#include "studio/RenderRequest.h"
#include "cli/Typed.h"
#include "cli/Verb.h"
#include "studio/WorkTools.h"

#include "base/File.h"
#include "base/Text.h"
#include "media/Format.h"
#include "remote/Backend.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>

#include <unistd.h>

namespace opificio::verbs {

namespace {

struct Asked {
    std::string work, format, output, size, frames;
    std::vector<std::string> settings;
    std::optional<Frame> still;
    int parts = 1;
    bool background = false, jobOnly = false;
};

Result<std::pair<Frame, Frame>> parseFrames(std::string_view typed, Frame count)
{
    auto wrong = [&] {
        return Error{
            Error::Code::Invalid, text("\"{0}\" is not a range of frames of this work; write it as 0-{1}.", typed, count - 1)};
    };
    Frame first = 0, last = 0;
    auto dash = typed.find('-');
    auto whole = [](std::string_view part, Frame& number) {
        auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), number);
        return failure == std::errc() && end == part.data() + part.size();
    };
    if (dash == std::string_view::npos) {
        if (!whole(typed, first))
            return wrong();
        last = first;
    } else if (!whole(typed.substr(0, dash), first) || !whole(typed.substr(dash + 1), last)) {
        return wrong();
    }
    if (first < 0 || last < first || last >= count)
        return wrong();
    return std::pair(first, last);
}

// Said before anything is rendered, not after.
Result<> writable(const std::filesystem::path& folder)
{
    TRY_DO(makeFolder(folder));
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        return writeError(folder, errno);
    return {};
}

// What lies where it will be written. Stills of an older, longer film would go on behind the new ones unnoticed.
void warnOfOlder(const std::filesystem::path& output, bool isOne, Console& console)
{
    std::error_code code;
    if (isOne && std::filesystem::exists(output, code))
        console.warn(text("{0} is there already and will be replaced.", output.filename().string()), output.string());
    const std::string before = output.stem().string() + ".", after = output.extension().string();
    std::int64_t older = 0;
    for (const auto& entry : std::filesystem::directory_iterator(output.parent_path(), code)) {
        const std::string name = entry.path().filename().string();
        older += name.size() > before.size() + after.size() && name.starts_with(before) && name.ends_with(after)
            && std::all_of(name.begin() + std::ptrdiff_t(before.size()), name.end() - std::ptrdiff_t(after.size()),
                [](unsigned char letter) { return std::isdigit(letter); });
    }
    if (!isOne && older > 0)
        console.warn(text("Stills of this name are there already ({0}): those with the same numbers will be replaced, the others "
                          "stay.",
                         older),
            output.string());
}

Result<Json> run(Console& console, const Asked& asked)
{
    TRY(auto types, knownNodes(console.warnings()));
    TRY(auto work, Work::open(asked.work, Work::Access::Read));
    const Graph& graph = work.graph();
    RenderRequest request;
    request.size = graph.size;
    if (!asked.size.empty()) {
        TRY(request.size, parseSize(asked.size));
    }
    request.last = graph.frames - 1;
    if (!asked.frames.empty()) {
        TRY(auto range, parseFrames(asked.frames, graph.frames));
        request.first = range.first;
        request.last = range.second;
    }
    if (asked.still) {
        TRY(auto range, parseFrames(std::to_string(*asked.still), graph.frames));
        request.first = request.last = range.first;
    }
    TRY(const Destination destination,
        destinationOf(asked.output, asked.format, asked.still.has_value(), work.folder() / "deliveries" / work.name()));
    const Format* format = destination.format;
    const std::filesystem::path& output = destination.path;
    request.format = std::string(format->name);
    for (const std::string& setting : asked.settings) {
        TRY(auto pair, splitSetting(setting));
        const Param* param = findParam(format->params, pair.first);
        if (!param)
            return noSetting(format->name, pair.first, format->params);
        TRY(auto value, parseValue(*param, pair.second));
        request.values.set(pair.first, std::move(value));
    }
    // Parts of a film of stills keep their numbers, so that they can be joined.
    if (const Param* start = findParam(format->params, "start"); start && !request.values.has("start"))
        request.values.set("start", Value(std::int64_t(numberOf(start->initial)) + request.first));
    request.name = output.stem().string();
    TRY_DO(writable(output.parent_path()));
    warnOfOlder(output, format->shape == Format::Shape::Film || request.first == request.last, console);
    request.output = output;
    request.parts = asked.parts;

    TRY(auto folder, makeRenderJob(work, types, request));
    if (asked.jobOnly) {
        console.say(folder.string());
        return Json{{"job", folder.string()}, {"output", output.string()}};
    }
    if (asked.background) {
        TRY_DO(submitJob(folder));
        console.say(folder.string());
        console.say(
            text("It goes on by itself: status.json in that folder says how far it is, and what it makes will lie in {0}.",
                output.parent_path().string()));
        return Json{{"job", folder.string()}, {"output", output.string()}};
    }
    TRY_DO(runAndWait(folder, console.task()));
    TRY(Job job, Job::read(folder));
    return deliverAloud(folder, job, console);
}

Verb::Action prepare(CLI::App& app)
{
    auto asked = std::make_shared<Asked>();
    app.add_option("WORK", asked->work, text("The work's folder."))->required();
    app.add_option("-o,--output", asked->output, text("The file to write; otherwise in the work's deliveries."));
    app.add_option("--format", asked->format, text("A format; otherwise from the file's ending, or h264."));
    app.add_option("--set", asked->settings, text("A setting of the format, as name=value."));
    app.add_option("--size", asked->size, text("Another size than the work's, as 1280x720."));
    app.add_option("--frames", asked->frames, text("Which frames, as 0-99; otherwise all."));
    app.add_option("--still", asked->still, text("Only this frame, as a picture."));
    app.add_option("--parts", asked->parts, text("In how many parts it can be made apart from each other."))
        ->check(CLI::Range(1, 10'000));
    app.add_flag("--background", asked->background, text("Starts the job and comes back at once."));
    app.add_flag("--job-only", asked->jobOnly, text("Only makes the job's folder; it is run or sent later."));
    return [asked](Console& console) { return run(console, *asked); };
}

} // namespace

extern const Verb renderVerb = {"render", words("Renders a work into a file, with its credits beside it."), prepare};

} // namespace opificio::verbs
