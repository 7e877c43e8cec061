// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/TrainJob.h"
#include "cli/Verb.h"
#include "studio/WorkTools.h"

#include "base/Text.h"
#include "library/Importer.h"
#include "library/Places.h"
#include "learning/Learning.h"
#include "learning/Recipe.h"
#include "library/Importer.h"
#include "media/Format.h"
#include "remote/Backend.h"

#include <cmath>

namespace opificio::verbs {

namespace {

struct Row {
    std::string name, help;
    std::vector<Param> params;
    std::string label = {}; // of rows that people choose by it
    Json presets = {};
};

// What the choices of a recipe's effort come to.
Json presetsOf(const Recipe& recipe)
{
    const Param* effort = findParam(recipe.params, "effort");
    if (!effort || effort->type != Param::Type::Choice)
        return {};
    // On two threads and with so many pictures; train --predict knows better.
    constexpr int threads = 2, pictures = 40;
    Json presets = Json::array();
    for (std::size_t i = 0; i < effort->choices.size(); ++i) {
        Values values;
        values.set("effort", std::int64_t(i));
        if (auto all = complete(recipe.params, values))
            presets.push_back({{"name", effort->choices[i]}, {"label", text(effort->choices[i])}, {"values", toJson(values)},
                {"seconds", std::ceil(recipe.seconds(*all, threads, pictures))}});
    }
    return presets;
}

Result<std::vector<Row>> rowsOf(const std::string& table, Console& console)
{
    std::vector<Row> rows;
    auto add = [&](const auto& row) { rows.push_back({std::string(row.name), std::string(row.help), row.params}); };
    if (table == "backends") {
        for (const Backend* row : allBackends())
            add(*row);
    } else if (table == "formats") {
        for (const Format* row : formats())
            add(*row);
    } else if (table == "importers") {
        for (const Importer* row : allImporters())
            add(*row);
    } else if (table == "recipes") {
        TRY(auto learning, openLearning());
        for (const Recipe* row : learning->recipes())
            rows.push_back({row->name, row->help, row->params, row->label, presetsOf(*row)});
    } else {
        TRY(auto types, knownNodes(console.warnings()));
        for (const auto& [name, type] : types)
            add(*type);
    }
    return rows;
}

// Collections that can be browsed and imported from.
Result<Json> listPlaces(Console& console)
{
    TRY(const auto known, places());
    Json list = Json::array();
    for (const PublishedPlace& place : known) {
        console.say(place.name + "  " + textIn(place.label, language()) + " (" + place.holder + ")");
        const std::string indent(2, ' ');
        console.say(indent + place.address);
        console.say(indent + textIn(place.words, language()));
        list.push_back({{"name", place.name}, {"label", textIn(place.label, language())}, {"holder", place.holder},
            {"address", place.address}, {"words", textIn(place.words, language())}, {"checked", place.checked}});
    }
    return Json{{"places", list}};
}

Verb::Action prepare(CLI::App& app)
{
    auto table = std::make_shared<std::string>();
    app.add_option("TABLE", *table, text("nodes, importers, places, recipes, formats or backends"))
        ->required()
        ->check(CLI::IsMember({"nodes", "importers", "places", "recipes", "formats", "backends"}));
    return [table](Console& console) -> Result<Json> {
        if (*table == "places")
            return listPlaces(console);
        TRY(auto rows, rowsOf(*table, console));
        Json list = Json::array();
        for (const Row& row : rows) {
            console.say(row.name + "  " + text(row.help));
            Json params = Json::array();
            for (const Param& param : row.params)
                params.push_back(toJson(param));
            Json entry = {{"name", row.name}, {"help", text(row.help)}, {"params", params}};
            if (!row.label.empty())
                entry["label"] = text(row.label);
            if (!row.presets.is_null())
                entry["presets"] = row.presets;
            list.push_back(std::move(entry));
        }
        return Json{{*table, list}};
    };
}

} // namespace

extern const Verb listVerb
    = {"list", words("Lists what can be used: nodes, importers, places, recipes, formats or backends."), prepare};

} // namespace opificio::verbs
