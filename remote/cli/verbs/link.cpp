// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Verb.h"
#include "studio/WorkTools.h"

#include "base/Text.h"
#include "graph/Work.h"

namespace opificio::verbs {

namespace {

struct Asked {
    std::string work, from, to;
    bool remove = false;
};

// "ID" or "ID:port"; without a port the node's first input.
Result<std::pair<NodeId, std::string>> target(const Graph& graph, const NodeTypes& types, std::string_view typed)
{
    auto colon = typed.find(':');
    TRY(auto id, graph.find(typed.substr(0, colon)));
    if (colon != std::string_view::npos)
        return std::pair(id, std::string(typed.substr(colon + 1)));
    const NodeType* type = types.find(graph.nodes.at(id).type);
    if (!type || type->inputs.empty())
        return Error{Error::Code::Invalid, text("{0} takes no picture.", graph.nodes.at(id).type), id};
    return std::pair(id, type->inputs.front().name);
}

Result<Json> run(Console& console, const Asked& asked)
{
    TRY(auto types, knownNodes(console.warnings()));
    TRY(auto work, Work::open(asked.work, Work::Access::Write));
    Graph graph = work.graph();
    if (asked.remove) {
        TRY(auto end, target(graph, types, asked.from));
        if (!graph.linkTo(end.first, end.second))
            return Error{Error::Code::NotFound, text("No link ends at {0} of {1}.", end.second, end.first), end.first};
        graph.disconnect(end.first, end.second);
        TRY_DO(work.edit(graph, "unlink " + end.first + ":" + end.second));
        TRY_DO(work.snapshot());
        return Json{{"to", end.first}, {"port", end.second}};
    }
    if (asked.to.empty())
        return Error{Error::Code::Invalid, text("Say from which node to which.")};
    TRY(auto from, graph.find(asked.from));
    TRY(auto end, target(graph, types, asked.to));
    TRY_DO(graph.connect({from, "image", end.first, end.second}, types));
    TRY_DO(work.edit(graph, "link " + from + " to " + end.first + ":" + end.second));
    TRY_DO(work.snapshot());
    console.say(from + " -> " + end.first + ":" + end.second);
    return Json{{"from", from}, {"to", end.first}, {"port", end.second}};
}

Verb::Action prepare(CLI::App& app)
{
    auto asked = std::make_shared<Asked>();
    app.add_option("WORK", asked->work, text("The work's folder."))->required();
    app.add_option("FROM", asked->from, text("The node whose picture goes out; with --remove, NODE:input."))->required();
    app.add_option("TO", asked->to, text("NODE or NODE:input that takes it."));
    app.add_flag("--remove", asked->remove, text("Takes away the link that ends at FROM."));
    return [asked](Console& console) { return run(console, *asked); };
}

} // namespace

extern const Verb linkVerb = {"link", words("Links the picture of one node to an input of another."), prepare};

} // namespace opificio::verbs
