// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Columns.h"
#include "cli/Verb.h"

#include "base/Text.h"
#include "library/Library.h"
#include "library/Thumbnails.h"

#include <algorithm>

namespace opificio::verbs {

namespace {

std::string joined(const std::vector<std::string>& list, const char* between)
{
    std::string text;
    for (const std::string& entry : list)
        text += (text.empty() ? "" : between) + entry;
    return text;
}

// "CC0 1.0  http://creativecommons.org/publicdomain/zero/1.0/"
std::string rightsLine(const std::string& stated)
{
    const std::string label = rightsLabel(stated);
    return label == stated || stated == notStated ? label : label + "  " + stated;
}

std::string permissions(const Item& item)
{
    // The picture and the work that it shows: both must permit it.
    auto statement = findRights(item.rights.object);
    if (!statement)
        return text("not stated: ask before using it");
    if (item.rights.work != notStated) {
        const RightsStatement work = findRights(item.rights.work).value_or(RightsStatement{});
        statement->derive = std::min(statement->derive, work.derive);
        statement->sell = std::min(statement->sell, work.sell);
        statement->train = std::min(statement->train, work.train);
        statement->credit |= work.credit;
        statement->shareAlike |= work.shareAlike;
    }
    auto word = [](Permission permission) {
        return permission == Permission::Yes ? text("yes") : permission == Permission::No ? text("no") : text("ask");
    };
    if (item.mining.starts_with("DMI-PROHIBITED"))
        return text(
            "new works: {0}; selling: {1}; training: the file asks not to", word(statement->derive), word(statement->sell));
    std::string line = text(
        "new works: {0}; selling: {1}; training: {2}", word(statement->derive), word(statement->sell), word(statement->train));
    if (statement->credit)
        line += "; " + text("must be credited");
    if (statement->shareAlike)
        line += "; " + text("adaptations under the same licence");
    return line;
}

Result<Json> show(const std::string& id, Console& console)
{
    TRY(const Library library, Library::open());
    TRY(const Item item, library.item(id));
    std::vector<std::vector<std::string>> rows;
    auto row = [&](const std::string& label, const std::string& value) {
        rows.push_back({label, value.empty() ? text("not stated") : value});
    };
    row(text("Title"), isTitled(item) ? titleOf(item, language()) : std::string());
    for (const auto& [tag, value] : item.title) {
        if (value != titleOf(item, language()))
            row("  " + tag, value);
    }
    row(text("Maker"), joined(item.maker, "; "));
    std::string date = item.date;
    if (item.years && yearsText(*item.years) != item.date)
        date += "  (" + yearsText(*item.years) + ")";
    row(text("Date"), date);
    row(text("Holder"), item.holder);
    row(text("Source"), item.source);
    if (!item.place.empty())
        row(text("Place"), item.place);
    if (!item.subjects.empty())
        row(text("Subjects"), joined(item.subjects, "; "));
    if (!item.description.empty())
        row(text("Description"), textIn(item.description, language()));
    row(text("Rights: picture"), rightsLine(item.rights.object));
    row(text("Rights: work"), rightsLine(item.rights.work));
    row(text("Rights: record"), rightsLine(item.rights.record));
    if (!item.rightsText.empty())
        row(text("As stated"), item.rightsText);
    row(text("Permits"), permissions(item));
    if (!item.mining.empty())
        row(text("Data mining"), item.mining);
    row(text("Comes from"),
        item.origin == "mine"              ? text("me")
            : item.origin == "given"       ? text("someone who gave it to me")
            : item.origin == "institution" ? text("an institution")
                                           : text("I do not know"));
    row(text("Sharing"),
        item.sharing == "own"          ? text("as I decide")
            : item.sharing == "stated" ? text("as its rights say")
                                       : text("with nobody until asked"));
    for (const Note& note : item.notes)
        row(note.isDuty ? text("Observe") : text("Note"), textIn(note.words, language()));
    row(text("Collection"), joined(item.collections, "; "));
    if (!item.file.empty()) {
        row(text("File"), item.file.string());
        std::string size = item.type;
        if (item.width > 0)
            size += ", " + text("{0} x {1} pixels", item.width, item.height);
        row("", size + ", " + text("{0} bytes", item.bytes));
        row("SHA-256", item.sha256);
    }
    row(text("Id"), item.id);
    for (const std::string& line : aligned(rows, {}))
        console.say(line);
    Json json = toJson(item);
    const std::filesystem::path small = thumbnailPath(homeFolder() / "thumbnails", item.sha256);
    std::error_code code;
    if (!item.sha256.empty() && std::filesystem::is_regular_file(small, code))
        json["thumbnail"] = small.string();
    return json;
}

Verb::Action prepare(CLI::App& app)
{
    auto id = std::make_shared<std::string>();
    app.add_option("ID", *id, text("An item's id or file hash, or its beginning."))->required();
    return [id](Console& console) { return show(*id, console); };
}

} // namespace

extern const Verb itemVerb
    = {"item", std::string(words("Shows everything that is known of one item, and what is not.")), prepare};

} // namespace opificio::verbs
