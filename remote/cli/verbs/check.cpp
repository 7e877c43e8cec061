// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Verb.h"
#include "cli/WorkTools.h"

#include "base/Text.h"

namespace opificio::verbs {

namespace {

Result<Json> run(Console& console, const std::string& folder)
{
    TRY(auto types, knownNodes(console));
    TRY(auto work, Work::open(folder, Work::Access::Read));
    std::vector<Error> found = problems(work.graph(), types);
    Materials materials = materialsOf(work);
    for (const auto& [id, node] : work.graph().nodes) {
        const NodeType* type = types.find(node.type);
        if (!type)
            continue;
        for (const Param& param : type->params) {
            std::string value = node.values.text(param.name);
            if (value.empty())
                continue;
            auto look = [&](auto&& answer) {
                if (!answer)
                    found.push_back(answer.takeError());
            };
            if (param.type == Param::Type::Item || param.type == Param::Type::File || param.type == Param::Type::Model) {
                look(materials.file(value));
            } else if (param.type == Param::Type::Dataset) {
                auto dataset = materials.dataset(value);
                if (!dataset) {
                    found.push_back(dataset.takeError());
                    continue;
                }
                for (const Json& item : at(**dataset, "items"))
                    look(materials.file(textAt(item, "sha256")));
            }
        }
    }
    Json list = Json::array();
    for (const Error& error : found) {
        console.warn(error.message, error.what);
        list.push_back({{"code", codeWord(error.code)}, {"sentence", error.message}, {"what", error.what}});
    }
    if (!found.empty())
        return Error{found.front().code,
            found.size() == 1 ? text("The work has one problem.") : text("The work has {0} problems.", found.size()), folder};
    console.say(text("The work is in order: {0} nodes, {1} links, {2} edits.", work.graph().nodes.size(),
        work.graph().links.size(), work.edits()));
    return Json{{"problems", list}, {"nodes", work.graph().nodes.size()}, {"edits", work.edits()}};
}

Verb::Action prepare(CLI::App& app)
{
    auto folder = std::make_shared<std::string>();
    app.add_option("WORK", *folder, text("The work's folder."))->required();
    return [folder](Console& console) { return run(console, *folder); };
}

} // namespace

extern const Verb checkVerb = {"check", words("Looks whether a work is whole: nodes, links, settings, files."), prepare};

} // namespace opificio::verbs
