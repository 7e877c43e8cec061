// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/RenderJob.h"
#include "cli/Verb.h"
#include "cli/WorkTools.h"

#include "base/File.h"
#include "base/Text.h"
#include "media/Format.h"
#include "remote/Backend.h"

#include <cerrno>
#include <charconv>

#include <unistd.h>

namespace opificio::verbs {

namespace {

struct Asked {
    std::string work, format, output, size, frames;
    std::vector<std::string> settings;
    std::optional<Frame> still;
    std::string backend = "local";
    bool background = false;
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

const Backend* findBackend(std::string_view name)
{
    for (const Backend* row : allBackends()) {
        if (row->name == name)
            return row;
    }
    return nullptr;
}

// From the job's out/ to where the artist wants it; across disks it is copied beside and renamed.
Result<std::filesystem::path> deliver(const std::filesystem::path& from, const std::filesystem::path& to)
{
    TRY_DO(makeFolder(to.parent_path()));
    std::error_code code;
    std::filesystem::rename(from, to, code);
    if (!code)
        return to;
    std::filesystem::path beside = to.string() + ".part";
    std::filesystem::copy_file(from, beside, std::filesystem::copy_options::overwrite_existing, code);
    if (!code)
        std::filesystem::rename(beside, to, code);
    if (code) {
        int failure = code.value();
        std::filesystem::remove(beside, code);
        return writeError(to, failure);
    }
    std::filesystem::remove(from, code);
    return to;
}

// Said before anything is rendered, not after.
Result<> writable(const std::filesystem::path& folder)
{
    TRY_DO(makeFolder(folder));
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        return writeError(folder, errno);
    return {};
}

Result<Json> run(Console& console, const Asked& asked)
{
    TRY(auto types, knownNodes(console));
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

    const Backend* backend = findBackend(asked.backend);
    if (!backend)
        return Error{Error::Code::NotFound, text("There is no place named {0} to run jobs.", asked.backend), asked.backend};
    TRY(auto folder, makeRenderJob(work, types, request));
    if (asked.background) {
        TRY_DO(backend->submit(folder));
        console.say(folder.string());
        console.say(
            text("It goes on by itself: status.json in that folder says how far it is, and what it makes will lie in out."));
        return Json{{"job", folder.string()}};
    }
    TRY_DO(runAndWait(*backend, folder, console.task()));
    TRY(auto answer, readJson(folder / "out" / "result.json"));
    Json files = Json::array();
    std::int64_t replaced = 0;
    for (const Json& name : at(answer, "files")) {
        std::filesystem::path from = folder / "out" / name.get<std::string>(), to = output.parent_path() / from.filename();
        std::error_code code;
        replaced += std::filesystem::exists(to, code);
        if (auto done = deliver(from, to); !done) {
            Error why = done.takeError();
            why.message += " " + text("What was rendered lies in {0}.", (folder / "out").string());
            return why;
        }
        files.push_back(to.string());
        if (files.size() == 1)
            console.say(to.string());
    }
    if (replaced == 1)
        console.warn(text("An older file of this name was replaced."), output.string());
    else if (replaced > 1)
        console.warn(text("Older files of these names were replaced: {0}.", replaced), output.string());
    if (files.size() > 1)
        console.say(text("... {0} files in all", files.size()));
    Json credits = Json::array();
    const std::string stem
        = creditsStem(files.empty() ? output : std::filesystem::path(files[0].get<std::string>()), request.name);
    for (const char* name : {"credits.json", "credits.html"}) {
        TRY(auto to, deliver(folder / "out" / name, output.parent_path() / (stem.empty() ? name : stem + "." + name)));
        console.say(to.string());
        credits.push_back(to.string());
    }
    answer["files"] = files;
    answer["credits"] = credits;
    answer["job"] = folder.string();
    return answer;
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
    app.add_option("--backend", asked->backend, text("Where the job runs."))->capture_default_str();
    app.add_flag("--background", asked->background, text("Starts the job and comes back at once."));
    return [asked](Console& console) { return run(console, *asked); };
}

} // namespace

extern const Verb renderVerb = {"render", words("Renders a work into a file, with its credits beside it."), prepare};

} // namespace opificio::verbs
