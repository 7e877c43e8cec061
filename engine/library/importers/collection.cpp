// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Json.h"
#include "base/Text.h"
#include "library/Importer.h"

#include <algorithm>
#include <cctype>

namespace opificio::importers {

namespace {

namespace fs = std::filesystem;

fs::path listOf(const fs::path& source)
{
    std::error_code code;
    return fs::is_directory(source, code) ? source / "collection.json" : source;
}

double sniff(const std::string& named)
{
    const fs::path source = named;
    std::error_code code;
    const fs::path list = listOf(source);
    if (!fs::is_regular_file(list, code) || list.extension() != ".json")
        return 0;
    auto json = readJson(list);
    // A list that is damaged must not be passed over as if there were none: run() says what is wrong with it.
    if (!json)
        return list.filename() == "collection.json" ? 1 : 0.4;
    return textAt(*json, "format").starts_with("opificio.collection/") ? 1 : 0;
}

// "not stated" in a list is silence, not a statement.
std::string stated(const Json& json, std::string_view key)
{
    std::string value = textAt(json, key);
    return value == notStated ? std::string() : value;
}

// A text in one language or in several, a number, or an object with a name.
std::string wordsOf(const Json& json)
{
    if (json.is_number_integer())
        return std::to_string(json.get<std::int64_t>());
    if (json.is_object() && !textAt(json, "name").empty())
        return textAt(json, "name");
    const std::string value = textIn(textsFrom(json), "it");
    return value == notStated ? std::string() : value;
}

std::string collection(const std::string& named)
{
    const fs::path source = named;
    const fs::path list = listOf(source);
    if (auto json = readJson(list)) {
        const Json& title = at(*json, "title");
        if (title.is_string())
            return title.get<std::string>();
        // One name in every language of the program: a collection must not change its name with the settings.
        for (const char* language : {"it", "en"}) {
            if (const std::string name = textAt(title, language); !name.empty())
                return name;
        }
    }
    return list.parent_path().filename().string();
}

Result<> run(const std::string& named, ImportContext& context)
{
    const fs::path source = named;
    const fs::path list = listOf(source);
    TRY(const Json json, readJson(list));
    const std::string format = textAt(json, "format");
    if (!format.starts_with("opificio.collection/"))
        return Error{
            Error::Code::Unsupported, text("{0} is not a list of a collection.", list.filename().string()), list.string()};
    if (format != "opificio.collection/1")
        return Error{Error::Code::Newer, text("{0} was written by a newer version of this program.", list.filename().string()),
            list.string()};
    const Json& items = at(json, "items");
    if (!items.is_array())
        return Error{Error::Code::Unreadable, text("{0} holds no items.", list.filename().string()), list.string()};
    context.expect(std::int64_t(items.size()));
    const std::string drawer = collection(source);
    int number = 0;
    for (const Json& entry : items) {
        const std::string name = textAt(entry, "file");
        Candidate candidate;
        candidate.label = name.empty() ? text("item {0}", ++number) : (++number, name);
        const fs::path relative = fs::path(name).lexically_normal();
        // A list from elsewhere may only name files beside it.
        if (name.empty() || relative.is_absolute() || relative.begin()->string() == "..") {
            context.skip({candidate.label, text("{0} does not lie in the collection's folder.", candidate.label)});
            continue;
        }
        Item& item = candidate.item;
        item.file = list.parent_path() / relative;
        item.title = textsFrom(at(entry, "title"));
        item.description = textsFrom(at(entry, "description"));
        const Json& makers = at(entry, "maker");
        for (const Json& maker : makers.is_array() ? makers : Json::array({makers})) {
            if (std::string one = wordsOf(maker); !one.empty())
                item.maker.push_back(std::move(one));
        }
        item.date = wordsOf(at(entry, "date"));
        item.holder = wordsOf(at(entry, "holder"));
        item.source = stated(entry, "source");
        item.place = stated(entry, "place");
        item.subjects = listFrom(at(entry, "subjects"));
        for (const Json& note : at(entry, "notes")) {
            if (auto read = noteFromJson(note))
                item.notes.push_back(std::move(*read));
        }
        item.sha256 = textAt(entry, "sha256");
        std::transform(
            item.sha256.begin(), item.sha256.end(), item.sha256.begin(), [](unsigned char c) { return char(std::tolower(c)); });
        if (const std::string id = wordsOf(at(entry, "id")); !id.empty())
            item.id = "collection:" + drawer + ":" + id;
        const Json& rights = at(entry, "rights");
        item.rightsText = stated(entry, "rights_text");
        if (rights.is_object())
            item.rights = {takeRights(stated(rights, "work"), item), takeRights(stated(rights, "object"), item),
                takeRights(stated(rights, "record"), item)};
        else // One address speaks of the picture or recording that is handed over.
            item.rights.object = takeRights(stated(entry, "rights"), item);
        TRY_DO(context.emit(std::move(candidate)));
    }
    return {};
}

} // namespace

extern const Importer collectionImporter = {
    .name = "collection",
    .help = std::string(words("A collection.json and the files beside it, each compared with its SHA-256.")),
    .params = {},
    .sniff = sniff,
    .run = run,
    .collection = collection,
};

} // namespace opificio::importers
