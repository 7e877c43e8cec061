// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Verb.h"
#include "studio/WorkTools.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Text.h"
#include "graph/Work.h"
#include "models/Model.h"

#include <set>

namespace opificio::verbs {

namespace {

Result<Json> run(Console& console, const std::string& folder)
{
    TRY(auto types, knownNodes(console.warnings()));
    TRY(auto work, Work::open(folder, Work::Access::Read));
    std::vector<Error> found = problems(work.graph(), types);
    Materials materials = materialsIn(work.folder());
    // Each file once: there, and still what was chosen.
    std::set<std::string> looked;
    auto file = [&](const std::string& sha256) -> Result<> {
        if (!looked.insert(sha256).second)
            return {};
        TRY(auto path, materials.file(sha256));
        return asChosen(path, sha256);
    };
    auto dataset = [&](const std::string& hash) -> Result<> {
        TRY(auto read, materials.dataset(hash));
        for (const Json& item : at(*read, "items")) {
            if (auto done = file(textAt(item, "sha256")); !done)
                found.push_back(done.takeError());
        }
        return {};
    };
    auto model = [&](const std::string& sha256) -> Result<> {
        if (!looked.insert(sha256).second)
            return {};
        TRY(auto path, work.model(sha256));
        TRY_DO(asChosen(path, sha256));
        TRY_DO(Model::load(path));
        return {};
    };
    for (const auto& [id, node] : work.graph().nodes) {
        const NodeType* type = types.find(node.type);
        if (!type)
            continue;
        for (const Param& param : type->params) {
            std::string value = node.values.text(param.name);
            if (value.empty())
                continue;
            Result<> done;
            if (param.type == Param::Type::Item || param.type == Param::Type::File)
                done = file(value);
            else if (param.type == Param::Type::Model)
                done = model(value);
            else if (param.type == Param::Type::Dataset)
                done = dataset(value);
            if (!done)
                found.push_back(done.takeError());
        }
    }
    // Also what lies ready in the work and is not used yet.
    std::error_code code;
    for (const char* folder : {"datasets", "models"}) {
        for (const auto& entry : std::filesystem::directory_iterator(work.folder() / folder, code)) {
            const std::string stem = entry.path().stem().string();
            if (!isSha256(stem))
                continue;
            if (auto done = std::string_view(folder) == "models" ? model(stem) : dataset(stem); !done)
                found.push_back(done.takeError());
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
    console.say(text("The work is in order. Nodes: {0}, links: {1}, edits: {2}.", work.graph().nodes.size(),
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
