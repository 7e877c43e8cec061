// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Columns.h"
#include "studio/FreezeDataset.h"
#include "cli/Typed.h"
#include "cli/Verb.h"
#include "studio/WorkTools.h"

#include "base/Hash.h"
#include "base/Text.h"
#include "graph/Work.h"
#include "library/Bring.h"
#include "library/Dataset.h"
#include "library/Library.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>

namespace opificio::verbs {

namespace {

struct Given {
    std::vector<std::string> selection, crops, weights;
    std::string fromSearch, rights, holder, collection, name, work, who, parent;
    int limit = 0;
};

struct Selection {
    std::vector<Item> items;
    std::string how;
};

// Whether a person meant an id: it has a hash's digits or an importer's colon.
bool looksLikeId(const std::string& word)
{
    return word.find(':') != std::string::npos
        || (word.size() >= 12 && word.find_first_not_of("0123456789abcdef") == std::string::npos);
}

Result<Selection> select(const Given& given, const Library& library, Console& console)
{
    Selection selection;
    std::set<std::string> chosen;
    std::vector<std::string> typed;
    if (!given.fromSearch.empty())
        typed.push_back(given.fromSearch);
    for (const std::string& word : given.selection) {
        auto item = library.item(word);
        if (item) {
            if (chosen.insert(item->id).second)
                selection.items.push_back(std::move(*item));
        } else if (looksLikeId(word)) {
            return item.takeError();
        } else {
            typed.push_back(word);
        }
    }
    const std::string words = searchWords(typed);
    const bool byFilter = !given.rights.empty() || !given.holder.empty() || !given.collection.empty();
    // A filter beside ids is a condition on them.
    if (byFilter && !selection.items.empty()) {
        TRY(const auto allowed,
            library.search({.rights = given.rights, .holder = given.holder, .collection = given.collection, .limit = 0}));
        std::set<std::string> ids;
        for (const Item& item : allowed)
            ids.insert(item.id);
        for (const Item& item : selection.items) {
            if (!ids.contains(item.id))
                return Error{Error::Code::Invalid,
                    text("“{0}” does not meet the conditions that were set.", titleOf(item, language())), item.id};
        }
    }
    if (words.empty() && (!selection.items.empty() || !byFilter)) {
        if (selection.items.empty())
            return Error{
                Error::Code::Invalid, text("Say which items: ids, words to search for, or --rights, --holder or --collection.")};
        selection.how = "by hand";
        return selection;
    }
    TRY(auto found,
        library.search({.words = words,
            .rights = given.rights,
            .holder = given.holder,
            .collection = given.collection,
            .limit = given.limit}));
    // Words beside ids that find nothing are most often an id that was cut short.
    if (found.empty() && !words.empty() && !selection.items.empty())
        return Error{Error::Code::NotFound, text("Nothing in the library is called {0} or answers to it.", words), words};
    std::int64_t others = 0;
    for (Item& item : found) {
        // Found by words: only pictures, since nobody pointed at the sound.
        if ((item.width == 0 || item.sha256.empty()) && !item.picture)
            ++others;
        else if (chosen.insert(item.id).second)
            selection.items.push_back(std::move(item));
    }
    if (others > 0)
        console.warn(text("{0} of the items found are not pictures and were left out.", others));
    if (selection.items.empty())
        return Error{Error::Code::NotFound, text("Nothing in the library meets these conditions.")};
    auto add = [&](const std::string& part) { selection.how += (selection.how.empty() ? "" : ", ") + part; };
    if (!words.empty())
        add("search: " + words);
    if (!given.rights.empty())
        add("rights: " + given.rights);
    if (!given.holder.empty())
        add("holder: " + given.holder);
    if (!given.collection.empty())
        add("collection: " + given.collection);
    return selection;
}

// A dataset holds files: of items whose picture lies elsewhere it is fetched first. Those that do not come are named.
Result<> bring(Library& library, Selection& selection, Console& console)
{
    std::vector<std::string> ids;
    for (const Item& item : selection.items) {
        if (item.sha256.empty() && item.picture)
            ids.push_back(item.id);
    }
    if (ids.empty())
        return {};
    TRY(const BringReport report, bringPictures(library, ids, {}, console.task()));
    for (const Skipped& skipped : report.skipped)
        console.warn(skipped.sentence, skipped.what);
    if (report.stopped)
        return Error{Error::Code::Cancelled, text("Stopped before all pictures were there. Those that came are kept.")};
    std::vector<Item> whole;
    for (const Item& item : selection.items) {
        TRY(Item now, library.item(item.id));
        if (!now.sha256.empty() || !now.picture)
            whole.push_back(std::move(now));
    }
    if (whole.size() < selection.items.size())
        console.warn(
            text("Left out of the dataset, since their pictures did not come: {0}.", selection.items.size() - whole.size()));
    selection.items = std::move(whole);
    if (selection.items.empty())
        return Error{Error::Code::Network, text("None of the pictures could be fetched; why is said above.")};
    return {};
}

// "ID=rest", with the item that is meant.
Result<std::pair<Item, std::string>> assigned(const std::string& typed, const Library& library)
{
    const std::size_t equals = typed.rfind('=');
    if (equals == std::string::npos)
        return Error{Error::Code::Invalid, text("“{0}” assigns nothing. Write ID=value.", typed), typed};
    TRY(Item item, library.item(typed.substr(0, equals)));
    return std::pair(std::move(item), typed.substr(equals + 1));
}

// Pixels of the picture, or parts of it where no number is above 1.
Result<std::array<double, 4>> cropOf(const std::string& typed, const Item& item)
{
    std::array<double, 4> crop = {};
    char end = 0;
    if (std::sscanf(typed.c_str(), "%lf,%lf,%lf,%lf%c", &crop[0], &crop[1], &crop[2], &crop[3], &end) != 4)
        return Error{Error::Code::Invalid, text("“{0}” is not a crop. Write x,y,width,height in pixels.", typed), typed};
    const bool inPixels = std::any_of(crop.begin(), crop.end(), [](double number) { return number > 1; });
    for (std::size_t index = 0; inPixels && index < 4; ++index)
        crop[index] /= std::max(1, index % 2 == 0 ? item.width : item.height);
    return crop;
}

// The version before, by its hash or the hash's beginning.
Result<std::string> parentOf(const std::string& typed, std::initializer_list<std::filesystem::path> folders)
{
    if (typed.empty())
        return typed;
    for (const std::filesystem::path& folder : folders) {
        std::error_code code;
        for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
            const std::string stem = entry.path().stem().string();
            if (isSha256(stem) && typed.size() >= 6 && stem.starts_with(typed))
                return stem;
        }
    }
    return Error{Error::Code::NotFound, text("There is no dataset {0} that could be the version before.", typed), typed};
}

Result<Json> make(const Given& given, Console& console)
{
    std::filesystem::path folder = homeFolder() / "datasets";
    std::optional<Work> work;
    if (!given.work.empty()) {
        // It may be edited meanwhile: nothing of its graph is touched.
        TRY(work, Work::open(given.work, Work::Access::Read));
        folder = work->folder() / "datasets";
    }
    TRY(Library library, Library::open());
    TRY(Selection selection, select(given, library, console));
    TRY_DO(bring(library, selection, console));
    std::map<std::string, std::vector<std::array<double, 4>>> crops;
    for (const std::string& typed : given.crops) {
        TRY(const auto pair, assigned(typed, library));
        TRY(const auto crop, cropOf(pair.second, pair.first));
        crops[pair.first.id].push_back(crop);
    }
    std::map<std::string, double> weights;
    for (const std::string& typed : given.weights) {
        TRY(const auto pair, assigned(typed, library));
        char* end = nullptr;
        const double weight = std::strtod(pair.second.c_str(), &end);
        if (pair.second.empty() || *end)
            return Error{Error::Code::Invalid, text("“{0}” is not a weight. Write a number.", pair.second), typed};
        if (!weights.emplace(pair.first.id, weight).second)
            return Error{
                Error::Code::Invalid, text("“{0}” is given two weights. Write one.", titleOf(pair.first, language())), typed};
    }
    TRY(const std::string parent, parentOf(given.parent, {folder, homeFolder() / "datasets"}));
    DatasetPlan plan{.name = given.name, .who = given.who, .how = selection.how, .parent = parent};
    for (const Item& item : selection.items) {
        DatasetItem entry{item};
        if (auto weight = weights.find(item.id); weight != weights.end()) {
            entry.weight = weight->second;
            weights.erase(weight);
        }
        auto cut = crops.find(item.id);
        if (cut == crops.end()) {
            plan.items.push_back(entry);
            continue;
        }
        for (const std::array<double, 4>& crop : cut->second) {
            entry.crop = crop;
            plan.items.push_back(entry);
        }
        crops.erase(cut);
    }
    if (!crops.empty() || !weights.empty()) {
        const std::string& stranger = crops.empty() ? weights.begin()->first : crops.begin()->first;
        return Error{
            Error::Code::Invalid, text("A crop or weight is for {0}, which is not part of the selection.", stranger), stranger};
    }
    const Warn warn = console.warnings();
    TRY(const Dataset dataset, work ? freezeInto(work->files(), plan, warn) : freeze(folder, plan));
    if (!work)
        warnOf(dataset, warn);
    console.say(dataset.hash);
    console.say(text("Items: {0}, frozen in {1}.", dataset.items.size(), (folder / (dataset.hash + ".json")).string()));
    std::vector<std::vector<std::string>> rows;
    for (const auto& [right, count] : at(dataset.rightsSummary, "object").items())
        rows.push_back({"  " + count.dump(), rightsLabel(right)});
    for (const std::string& line : aligned(rows, {0, 70}))
        console.say(line);
    return Json{{"hash", dataset.hash}, {"path", (folder / (dataset.hash + ".json")).string()}, {"items", dataset.items.size()},
        {"name", given.name}, {"rights_summary", dataset.rightsSummary}};
}

Verb::Action prepare(CLI::App& app)
{
    auto given = std::make_shared<Given>();
    app.add_option("ITEMS", given->selection, text("Ids of items, or words to search for."));
    app.add_option("--from-search", given->fromSearch, text("Words to search for."));
    app.add_option("--rights", given->rights, text("Only items with these rights: open, public-domain, or a licence."));
    app.add_option("--holder", given->holder, text("A part of the holder's name."));
    app.add_option("--collection", given->collection, text("The whole name of a collection."));
    app.add_option("--limit", given->limit, text("How many at most; 0 for all."))->check(CLI::NonNegativeNumber);
    app.add_option("--crop", given->crops,
        text("A part of an item, in pixels from its top left: ID=x,y,width,height. Several are possible."));
    app.add_option("--weight", given->weights, text("How often an item is drawn, against the others: ID=2."));
    app.add_option("--name", given->name, text("A name for people."));
    app.add_option("--who", given->who, text("Who chose."));
    app.add_option("--parent", given->parent, text("The hash of the version before."));
    app.add_option("--work", given->work, text("The work that it is for; by default the library's own folder."));
    return [given](Console& console) { return make(*given, console); };
}

} // namespace

extern const Verb datasetVerb
    = {"dataset", std::string(words("Freezes a selection of items into a dataset that can never change unseen.")), prepare};

} // namespace opificio::verbs
