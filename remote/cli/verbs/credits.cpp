// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Columns.h"
#include "cli/Verb.h"
#include "studio/WorkTools.h"

#include "base/Id.h"
#include "base/Text.h"
#include "graph/Work.h"
#include "graph/Credits.h"
#include "graph/SourceTracker.h"

namespace opificio::verbs {

namespace {

struct Asked {
    std::string work, output;
};

std::string roleLabel(const std::string& role)
{
    return role == "shown" ? text("shown") : role == "learned" ? text("learned") : role == "steered" ? text("steered") : role;
}

// In the language of the messages, else in any that is known of it.
std::string titleOf(const Json& item)
{
    const Json& titles = at(item, "title");
    for (const std::string& tag : {language(), std::string("en"), std::string("it"), std::string("und")}) {
        if (std::string title = textAt(titles, tag); !title.empty())
            return title;
    }
    return titles.is_object() && !titles.empty() && titles.front().is_string() ? titles.front().get<std::string>()
                                                                               : textAt(item, "id");
}

Result<Json> run(Console& console, const Asked& asked)
{
    TRY(auto types, knownNodes(console.warnings()));
    TRY(auto work, Work::open(asked.work, Work::Access::Read));
    const Graph& graph = work.graph();
    Materials materials = materialsIn(work.folder());
    SourceTracker tracker;
    CreditsCollector collector;
    for (Frame frame = 0; frame < graph.frames; ++frame) {
        if (console.task().stopped())
            return Error{Error::Code::Cancelled, text("Stopped; nothing was written.")};
        TRY(auto plan, expand(graph, types, materials, frame, graph.size));
        collector.add(frame, tracker.advance(plan));
    }
    CreditedWork credited{.file = work.name(),
        .sha256 = {},
        .title = work.name(),
        .made = nowText(),
        .rate = graph.rate,
        .frames = graph.frames,
        .people = graph.people};
    Json record = creditsRecord(credited, collector, [&](const Source& source) -> Json {
        if (source.kind == Source::Kind::Shader) {
            const NodeType* type = types.find(source.id);
            return type ? Json{{"title", text(type->label)}} : Json();
        }
        return describeSource(work.files(), source);
    });
    std::vector<std::vector<std::string>> rows;
    for (const Json& item : at(record, "items")) {
        rows.push_back({roleLabel(textAt(item, "role")), titleOf(item), textAt(item, "holder")});
        // The record says it in English whatever the language is.
        if (rows.back().back() == "not stated")
            rows.back().back() = text("not stated");
    }
    for (const std::string& line : aligned(rows, {}))
        console.say(line);
    if (!asked.output.empty()) {
        TRY_DO(writeCredits(asked.output, {}, record));
        console.say((std::filesystem::path(asked.output) / "credits.html").string());
    }
    return record;
}

Verb::Action prepare(CLI::App& app)
{
    auto asked = std::make_shared<Asked>();
    app.add_option("WORK", asked->work, text("The work's folder."))->required();
    app.add_option("-o,--output", asked->output, text("A folder for credits.json and credits.html."));
    return [asked](Console& console) { return run(console, *asked); };
}

} // namespace

extern const Verb creditsVerb = {"credits", words("Names what a work is made from, before anything is rendered."), prepare};

} // namespace opificio::verbs
