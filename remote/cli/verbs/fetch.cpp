// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Typed.h"
#include "cli/Verb.h"

#include "base/Text.h"
#include "library/Bring.h"
#include "library/Library.h"

namespace opificio::verbs {

namespace {

struct Given {
    std::vector<std::string> items;
    std::string collection, words;
    int size = 2048, disk = 0;
};

Result<Json> fetch(const Given& given, Console& console)
{
    TRY(Library library, Library::open());
    std::vector<std::string> ids;
    for (const std::string& typed : given.items) {
        TRY(const Item item, library.item(typed));
        ids.push_back(item.id);
    }
    if (given.items.empty() && given.collection.empty() && given.words.empty())
        return Error{Error::Code::Invalid, text("Say which items: their ids, --collection or --search.")};
    if (!given.collection.empty() || !given.words.empty()) {
        TRY(const auto found, library.search({.words = given.words, .collection = given.collection, .limit = 0}));
        for (const Item& item : found)
            ids.push_back(item.id);
        if (found.empty())
            return Error{Error::Code::NotFound, text("Nothing in the library meets these conditions.")};
    }
    TRY(const BringReport report,
        bringPictures(library, ids, {.size = given.size, .limitBytes = std::int64_t(given.disk) << 20}, console.task()));
    for (const Skipped& skipped : report.skipped)
        console.warn(skipped.sentence, skipped.what);
    const Json counts
        = {{"brought", report.brought}, {"already", report.already}, {"skipped", report.skipped.size()}, {"bytes", report.bytes}};
    console.item(counts);
    if (report.stopped)
        return Error{Error::Code::Cancelled,
            text("Stopped before the end. Fetched: {0}. What came is kept; the same command goes on.", report.brought)};
    if (report.brought + report.already == 0 && !report.skipped.empty())
        return Error{Error::Code::Network, text("None of the pictures could be fetched; why is said above.")};
    console.say(
        text("Fetched: {0}, already here: {1}, not fetched: {2}.", report.brought, report.already, report.skipped.size()));
    return counts;
}

Verb::Action prepare(CLI::App& app)
{
    auto given = std::make_shared<Given>();
    app.add_option("ITEMS", given->items, text("Ids of items."));
    app.add_option("--collection", given->collection, text("The whole name of a collection."));
    app.add_option("--search", given->words, text("Words to search for."));
    app.add_option("--size", given->size, text("The longest edge in pixels; 0: only small pictures."))
        ->check(CLI::Range(0, 100'000));
    app.add_option("--disk", given->disk, text("How many megabytes at most; 0: as many as they are."))
        ->check(CLI::Range(0, 10'000'000));
    return [given](Console& console) { return fetch(*given, console); };
}

} // namespace

extern const Verb fetchVerb
    = {"fetch", std::string(words("Fetches the pictures of items that are known only by their address.")), prepare};

} // namespace opificio::verbs
