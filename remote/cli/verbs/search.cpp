// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Columns.h"
#include "cli/Typed.h"
#include "cli/Verb.h"

#include "base/Text.h"
#include "library/Library.h"

#include <limits>

namespace opificio::verbs {

namespace {

struct Given {
    std::vector<std::string> words;
    std::string rights, holder, collection;
    int from = 0, until = 0, limit = 50;
};

// Enough of an id to name it; what a person can copy.
std::string shortId(const Item& item)
{
    return item.id == item.sha256 ? item.id.substr(0, 12) : item.id;
}

Result<Json> search(const Given& given, const CLI::App& app, Console& console)
{
    TRY(const Library library, Library::open());
    Search wanted{.rights = given.rights,
        .holder = given.holder,
        .collection = given.collection,
        // One more, to see whether there are more.
        .limit = given.limit > 0 ? std::min(given.limit, std::numeric_limits<int>::max() - 1) + 1 : 0};
    wanted.words = searchWords(given.words);
    if (app.count("--from") > 0)
        wanted.from = given.from;
    if (app.count("--until") > 0)
        wanted.until = given.until;
    TRY(auto items, library.search(wanted));
    const bool more = given.limit > 0 && items.size() > std::size_t(given.limit);
    if (more)
        items.resize(std::size_t(given.limit));
    std::vector<std::vector<std::string>> rows;
    Json found = Json::array();
    const std::string silence = text("not stated");
    for (const Item& item : items) {
        console.item(toJson(item));
        found.push_back(toJson(item));
        const auto stated = [&](const std::string& value) { return value.empty() ? silence : value; };
        rows.push_back({shortId(item), titleOf(item, language()), stated(item.maker.empty() ? std::string() : item.maker.front()),
            stated(item.date), rightsLabel(item.rights.object), stated(item.holder)});
    }
    for (const std::string& line : aligned(rows, {44, 44, 24, 18, 38, 32}))
        console.say(line);
    if (items.empty()) {
        TRY(const std::int64_t count, library.count());
        console.say(count == 0 ? text("The library is empty. Bring something with: import SOURCE.")
                               : text("Nothing found in the library. Items in it: {0}.", count));
    } else if (more) {
        console.say(text("Shown here: {0}. See more with --limit.", items.size()));
    } else {
        console.say(items.size() == 1 ? text("1 item.") : text("{0} items.", items.size()));
    }
    return Json{{"items", std::move(found)}, {"count", items.size()}, {"more", more}};
}

Verb::Action prepare(CLI::App& app)
{
    auto given = std::make_shared<Given>();
    app.add_option(
        "WORDS", given->words, text("Words that all occur; the last may be a beginning. In quotation marks: a phrase."));
    app.add_option(
        "--rights", given->rights, text("open, conditions, restricted, unclear, not-stated, public-domain, or a licence."));
    app.add_option("--holder", given->holder, text("A part of the holder's name."));
    app.add_option("--collection", given->collection, text("The whole name of a collection."));
    app.add_option("--from", given->from, text("Made in this year or later; negative before our era."));
    app.add_option("--until", given->until, text("Made in this year or earlier."));
    app.add_option("--limit", given->limit, text("How many at most; 0 for all."))->check(CLI::NonNegativeNumber);
    return [given, &app](Console& console) { return search(*given, app, console); };
}

} // namespace

extern const Verb searchVerb
    = {"search", std::string(words("Finds items of the library by words, rights, holder and years.")), prepare};

} // namespace opificio::verbs
