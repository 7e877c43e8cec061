// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Verb.h"

#include "base/Text.h"
#include "library/Importer.h"
#include "remote/Backend.h"

namespace opificio::verbs {

namespace {

struct Row {
    std::string name, help;
    std::vector<Param> params;
};

Result<std::vector<Row>> rowsOf(const std::string& table)
{
    std::vector<Row> rows;
    if (table == "backends") {
        for (const Backend* row : allBackends())
            rows.push_back({row->name, row->help, row->params});
        return rows;
    }
    if (table == "importers") {
        for (const Importer* row : allImporters())
            rows.push_back({row->name, row->help, row->params});
        return rows;
    }
    return Error{Error::Code::Invalid, text("There is no table named {0}.", table), table};
}

Verb::Action prepare(CLI::App& app)
{
    auto table = std::make_shared<std::string>();
    app.add_option("TABLE", *table, text("nodes, importers, recipes, formats or backends"))
        ->required()
        ->check(CLI::IsMember({"nodes", "importers", "recipes", "formats", "backends"}));
    return [table](Console& console) -> Result<Json> {
        TRY(auto rows, rowsOf(*table));
        Json list = Json::array();
        for (const Row& row : rows) {
            console.say(row.name + "  " + text(row.help));
            Json params = Json::array();
            for (const Param& param : row.params)
                params.push_back(toJson(param));
            list.push_back({{"name", row.name}, {"help", text(row.help)}, {"params", params}});
        }
        return Json{{*table, list}};
    };
}

} // namespace

extern const Verb listVerb = {"list", words("Lists what can be used: nodes, importers, recipes, formats or backends."), prepare};

} // namespace opificio::verbs
