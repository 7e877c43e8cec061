// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Columns.h"
#include "cli/Typed.h"
#include "cli/Verb.h"
#include "studio/FilmProbe.h"

#include "base/Text.h"
#include "library/Import.h"
#include "library/Places.h"

#include <algorithm>
#include <map>

namespace opificio::verbs {

namespace {

struct Given {
    std::string source, importer, origin = "unknown", map, collection;
    std::vector<std::string> settings;
    bool noThumbnails = false;
};

// What the rights of a collection are, most frequent first.
Result<std::vector<std::pair<std::string, std::int64_t>>> rightsOf(const Library& library, const std::string& collection)
{
    TRY(const auto items, library.search({.collection = collection, .limit = 0}));
    std::map<std::string, std::int64_t> counts;
    for (const Item& item : items)
        ++counts[item.rights.object];
    std::vector<std::pair<std::string, std::int64_t>> sorted(counts.begin(), counts.end());
    std::stable_sort(
        sorted.begin(), sorted.end(), [](const auto& left, const auto& right) { return left.second > right.second; });
    return sorted;
}

Result<Json> import(const Given& given, Console& console)
{
    TRY(Library library, Library::open());
    ImportOptions options{.importer = given.importer,
        .collection = given.collection,
        .origin = given.origin,
        .values = {},
        .thumbnails = given.noThumbnails ? std::filesystem::path() : homeFolder() / "thumbnails",
        .probe = probeFilm};
    if (!given.settings.empty()) {
        TRY(const std::string source, addressOfPlace(given.source));
        TRY(const Importer* importer, importerFor(source, given.importer));
        for (const std::string& typed : given.settings) {
            TRY(const auto setting, splitSetting(typed));
            const Param* param = findParam(importer->params, setting.first);
            if (!param)
                return noSetting(importer->name, setting.first, importer->params);
            TRY(Value value, parseValue(*param, setting.second));
            options.values.set(setting.first, std::move(value));
        }
    }
    if (!given.map.empty())
        options.values.set("map", given.map);
    TRY(const std::string source, addressOfPlace(given.source));
    TRY(const ImportReport report, importSource(library, source, options, console.task()));
    for (const Skipped& skipped : report.skipped)
        console.warn(skipped.sentence, skipped.what);
    for (const std::string& remark : report.remarks)
        console.warn(remark, given.source);
    // Also of an import that was stopped or brought nothing.
    console.item({{"added", report.added}, {"changed", report.changed}, {"unchanged", report.unchanged},
        {"skipped", report.skipped.size()}, {"other_files", report.otherFiles}});
    const std::int64_t came = report.added + report.changed + report.unchanged;
    if (came == 0 && report.stopped)
        return Error{Error::Code::Cancelled, text("The import was stopped before anything came."), given.source};
    if (came == 0)
        return Error{Error::Code::Unreadable,
            report.skipped.empty() ? text("{0} holds nothing that can be brought.", given.source)
                                   : text("Nothing could be brought from {0}; why is said above.", given.source),
            given.source};
    TRY(const auto rights, rightsOf(library, report.collection));
    Json counts = Json::object();
    // What came is kept and is said in either case; the import as it was asked for is not there.
    if (report.stopped)
        return Error{Error::Code::Cancelled,
            text("Stopped before the end. “{0}”: {1} new, {2} changed, {3} as before. What came is kept; the same command goes "
                 "on.",
                report.collection, report.added, report.changed, report.unchanged),
            given.source};
    console.say(text("“{0}”: {1} new, {2} changed, {3} as before ({4}).", report.collection, report.added, report.changed,
        report.unchanged, report.importer));
    if (!report.skipped.empty())
        console.say(text("Passed over: {0}; why is said above.", report.skipped.size()));
    if (report.otherFiles > 0)
        console.say(text("Files of other kinds, left alone: {0}.", report.otherFiles));
    std::vector<std::vector<std::string>> rows;
    for (const auto& [right, count] : rights) {
        counts[right] = count;
        rows.push_back({"  " + std::to_string(count), rightsLabel(right)});
    }
    console.say(text("Rights of its pictures and recordings:"));
    for (const std::string& line : aligned(rows, {0, 70}))
        console.say(line);
    return Json{{"importer", report.importer}, {"collection", report.collection}, {"added", report.added},
        {"changed", report.changed}, {"unchanged", report.unchanged}, {"skipped", report.skipped.size()},
        {"other_files", report.otherFiles}, {"rights", counts}};
}

Verb::Action prepare(CLI::App& app)
{
    auto given = std::make_shared<Given>();
    app.add_option("SOURCE", given->source,
           text("A folder, a picture, a list (CSV), a collection.json, or the address of a IIIF manifest or collection."))
        ->required();
    app.add_option("--importer", given->importer, text("How to read it; by default what fits best. See: list importers."));
    app.add_option("--origin", given->origin, text("Whose it is, for all of it: mine, given (to me), institution or unknown."))
        ->check(CLI::IsMember({"mine", "given", "institution", "unknown"}));
    app.add_option("--rights-from", given->origin, text("The same as --origin."))
        ->check(CLI::IsMember({"mine", "given", "institution", "unknown"}));
    app.add_option("--set", given->settings, text("NAME=VALUE: a setting of the importer. See: list importers."))
        ->take_all()
        ->allow_extra_args(false);
    app.add_option("--map", given->map, text("Which column is which: title=Titolo;maker=Autore."));
    app.add_option("--collection", given->collection, text("The name of the collection; by default the source's own."));
    app.add_flag("--no-thumbnails", given->noThumbnails, text("Makes no small pictures."));
    return [given](Console& console) { return import(*given, console); };
}

} // namespace

extern const Verb importVerb
    = {"import", std::string(words("Brings pictures and recordings into the library, with what is known of them.")), prepare};

} // namespace opificio::verbs
