// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Item.h"

#include "base/Hash.h"
#include "base/Text.h"

#include <algorithm>

namespace opificio {

namespace {

Json textsJson(const Texts& texts)
{
    Json json = Json::object();
    for (const auto& [language, value] : texts)
        json[language] = value;
    return json;
}

template<typename Text> void put(Json& json, const char* key, const Text& value)
{
    if (!value.empty())
        json[key] = value;
}

void state(std::string& kept, const std::string& said)
{
    if (!said.empty() && said != notStated)
        kept = said;
}

template<typename Entry> void addNew(std::vector<Entry>& list, const std::vector<Entry>& more)
{
    for (const Entry& entry : more) {
        if (std::find(list.begin(), list.end(), entry) == list.end())
            list.push_back(entry);
    }
}

Json pictureJson(const RemotePicture& picture)
{
    Json json = Json::object();
    put(json, "address", picture.address);
    put(json, "small", picture.small);
    put(json, "service", picture.service);
    put(json, "region", picture.region);
    put(json, "rotation", picture.rotation);
    put(json, "format", picture.format);
    if (picture.width > 0 && picture.height > 0)
        json["size"] = {picture.width, picture.height};
    if (!picture.info.is_null())
        json["info"] = picture.info;
    if (picture.asked > 0)
        json["asked"] = picture.asked;
    return json;
}

int pixelsAt(const Json& json, const char* key, std::size_t index)
{
    const Json& list = at(json, key);
    const bool isSize = list.is_array() && list.size() == 2 && list[index].is_number_integer();
    const std::int64_t pixels = isSize ? list[index].get<std::int64_t>() : 0;
    return pixels > 0 && pixels <= 1'000'000'000 ? int(pixels) : 0;
}

std::optional<RemotePicture> pictureFrom(const Json& json)
{
    if (!json.is_object())
        return std::nullopt;
    RemotePicture picture{.address = textAt(json, "address"),
        .small = textAt(json, "small"),
        .service = textAt(json, "service"),
        .width = pixelsAt(json, "size", 0),
        .height = pixelsAt(json, "size", 1),
        .region = textAt(json, "region"),
        .rotation = textAt(json, "rotation"),
        .format = textAt(json, "format"),
        .info = at(json, "info"),
        .asked = int(std::clamp(numberAt(json, "asked"), 0.0, 1e9))};
    return picture.address.empty() && picture.service.empty() ? std::nullopt : std::optional(std::move(picture));
}

} // namespace

Texts textsFrom(const Json& json)
{
    Texts texts;
    auto put = [&](const std::string& language, const Json& value) {
        if (value.is_string() && !value.get_ref<const std::string&>().empty())
            texts[language] = value.get<std::string>();
    };
    put("und", json);
    if (json.is_object()) {
        for (const auto& [language, value] : json.items())
            put(language, value);
    }
    return texts;
}

std::vector<std::string> listFrom(const Json& json)
{
    std::vector<std::string> list;
    auto put = [&](const Json& value) {
        if (value.is_string() && !value.get_ref<const std::string&>().empty())
            list.push_back(value.get<std::string>());
    };
    put(json);
    if (json.is_array()) {
        for (const Json& entry : json)
            put(entry);
    }
    return list;
}

bool isTitled(const Item& item)
{
    return std::any_of(item.title.begin(), item.title.end(), [](const auto& pair) { return !pair.second.empty(); });
}

std::string textIn(const Texts& texts, std::string_view language)
{
    for (std::string_view wanted : {language, std::string_view("und"), std::string_view("en"), std::string_view("it")}) {
        if (auto found = texts.find(std::string(wanted)); found != texts.end() && !found->second.empty())
            return found->second;
    }
    for (const auto& [other, value] : texts) {
        if (!value.empty())
            return value;
    }
    return {};
}

std::string titleOf(const Item& item, std::string_view language)
{
    const std::string title = textIn(item.title, language);
    if (!title.empty())
        return title;
    return item.file.empty() ? item.id : item.file.filename().string();
}

std::string thumbnailKey(const Item& item)
{
    if (!item.sha256.empty() || !item.picture)
        return item.sha256;
    const RemotePicture& picture = *item.picture;
    return sha256(picture.address + "\n" + picture.service + "\n" + picture.region + "\n" + picture.rotation);
}

std::string sharingOf(const Item& item)
{
    if (item.origin == "mine")
        return "own";
    if (item.origin == "given")
        return "private";
    return item.rights.object != notStated ? "stated" : "private";
}

void addRightsWords(const std::string& words, Item& item)
{
    if (!words.empty() && item.rightsText.find(words) == std::string::npos)
        item.rightsText += (item.rightsText.empty() ? "" : " · ") + words;
}

std::string takeRights(const std::string& stated, Item& item)
{
    const std::string canonical = canonicalRights(stated);
    if (canonical.empty() && (stated.starts_with("http://") || stated.starts_with("https://")))
        return stated;
    if (canonical.empty() || stated.find_first_of("(;") != std::string::npos || stated.find(" - ") != std::string::npos)
        addRightsWords(stated, item);
    return canonical.empty() ? std::string(notStated) : canonical;
}

std::optional<Note> noteFromJson(const Json& json)
{
    Note note{textsFrom(json), flagAt(json, "duty")};
    return note.words.empty() ? std::nullopt : std::optional(std::move(note));
}

Json toJson(const Item& item)
{
    Json json = {{"id", item.id},
        {"rights", {{"work", item.rights.work}, {"object", item.rights.object}, {"record", item.rights.record}}},
        {"origin", item.origin}, {"sharing", item.sharing}};
    if (!item.title.empty())
        json["title"] = textsJson(item.title);
    if (!item.description.empty())
        json["description"] = textsJson(item.description);
    put(json, "maker", item.maker);
    put(json, "date", item.date);
    put(json, "holder", item.holder);
    put(json, "source", item.source);
    put(json, "place", item.place);
    put(json, "subjects", item.subjects);
    put(json, "rights_text", item.rightsText);
    put(json, "mining", item.mining);
    for (const Note& note : item.notes) {
        Json entry = textsJson(note.words);
        if (note.isDuty)
            entry["duty"] = true;
        json["notes"].push_back(std::move(entry));
    }
    put(json, "collections", item.collections);
    for (const Fact& fact : item.facts)
        json["facts"].push_back({{"label", textsJson(fact.label)}, {"value", textsJson(fact.value)}});
    for (const ItemLink& link : item.links) {
        Json entry = {{"kind", link.kind}, {"address", link.address}};
        if (!link.label.empty())
            entry["label"] = textsJson(link.label);
        json["links"].push_back(std::move(entry));
    }
    if (item.picture)
        json["picture"] = pictureJson(*item.picture);
    put(json, "file", item.file.string());
    put(json, "sha256", item.sha256);
    put(json, "type", item.type);
    if (item.bytes > 0)
        json["bytes"] = item.bytes;
    if (item.width > 0 && item.height > 0)
        json["size"] = {item.width, item.height};
    if (item.years) {
        Json years = Json::object();
        if (item.years->earliest)
            years["earliest"] = *item.years->earliest;
        if (item.years->latest)
            years["latest"] = *item.years->latest;
        if (item.years->approximate)
            years["approximate"] = true;
        json["years"] = years;
    }
    return json;
}

Result<Item> itemFromJson(const Json& json)
{
    Item item;
    item.id = textAt(json, "id");
    if (item.id.empty())
        return Error{Error::Code::Invalid, text("An item of the library has no id.")};
    item.title = textsFrom(at(json, "title"));
    item.description = textsFrom(at(json, "description"));
    item.maker = listFrom(at(json, "maker"));
    item.date = textAt(json, "date");
    item.holder = textAt(json, "holder");
    item.source = textAt(json, "source");
    item.place = textAt(json, "place");
    item.subjects = listFrom(at(json, "subjects"));
    const Json& rights = at(json, "rights");
    item.rights.work = textAt(rights, "work", notStated);
    item.rights.object = textAt(rights, "object", notStated);
    item.rights.record = textAt(rights, "record", notStated);
    item.rightsText = textAt(json, "rights_text");
    item.mining = textAt(json, "mining");
    item.origin = textAt(json, "origin", "unknown");
    item.sharing = textAt(json, "sharing", "private");
    for (const Json& note : at(json, "notes")) {
        if (auto read = noteFromJson(note))
            item.notes.push_back(std::move(*read));
    }
    item.collections = listFrom(at(json, "collections"));
    for (const Json& entry : at(json, "facts")) {
        if (Fact fact{textsFrom(at(entry, "label")), textsFrom(at(entry, "value"))}; !fact.value.empty())
            item.facts.push_back(std::move(fact));
    }
    for (const Json& entry : at(json, "links")) {
        if (ItemLink link{textAt(entry, "kind"), textAt(entry, "address"), textsFrom(at(entry, "label"))}; !link.address.empty())
            item.links.push_back(std::move(link));
    }
    item.picture = pictureFrom(at(json, "picture"));
    item.file = textAt(json, "file");
    item.sha256 = textAt(json, "sha256");
    item.type = textAt(json, "type");
    item.bytes = std::int64_t(numberAt(json, "bytes"));
    const Json& size = at(json, "size");
    if (size.is_array() && size.size() == 2 && size[0].is_number_integer() && size[1].is_number_integer()) {
        item.width = size[0].get<int>();
        item.height = size[1].get<int>();
    }
    const Json& years = at(json, "years");
    if (years.is_object()) {
        Years read;
        if (at(years, "earliest").is_number_integer())
            read.earliest = at(years, "earliest").get<int>();
        if (at(years, "latest").is_number_integer())
            read.latest = at(years, "latest").get<int>();
        read.approximate = flagAt(years, "approximate");
        item.years = read;
    }
    return item;
}

Item united(const Item& older, const Item& newer)
{
    Item item = older;
    for (const auto& [language, value] : newer.title) {
        if (!value.empty())
            item.title[language] = value;
    }
    for (const auto& [language, value] : newer.description) {
        if (!value.empty())
            item.description[language] = value;
    }
    if (!newer.maker.empty())
        item.maker = newer.maker;
    if (!newer.date.empty()) {
        item.date = newer.date;
        item.years = newer.years;
    }
    state(item.holder, newer.holder);
    state(item.source, newer.source);
    state(item.place, newer.place);
    state(item.rights.work, newer.rights.work);
    state(item.rights.object, newer.rights.object);
    state(item.rights.record, newer.rights.record);
    state(item.rightsText, newer.rightsText);
    state(item.mining, newer.mining);
    if (newer.origin != "unknown")
        item.origin = newer.origin;
    item.sharing = sharingOf(item);
    addNew(item.subjects, newer.subjects);
    addNew(item.notes, newer.notes);
    addNew(item.collections, newer.collections);
    // What a source says in its own words is taken whole: half of an old list and half of a new one say nothing.
    if (!newer.facts.empty())
        item.facts = newer.facts;
    addNew(item.links, newer.links);
    if (newer.picture) {
        const RemotePicture before = item.picture.value_or(RemotePicture());
        item.picture = newer.picture;
        // What its server said stands above what a manifest repeats of it.
        if (before.service == newer.picture->service && !before.info.is_null())
            item.picture->info = before.info;
        if (item.picture->asked == 0)
            item.picture->asked = before.asked;
    }
    if (!newer.sha256.empty()) {
        item.file = newer.file;
        item.sha256 = newer.sha256;
        item.bytes = newer.bytes;
        item.type = newer.type;
        item.width = newer.width;
        item.height = newer.height;
    }
    return item;
}

} // namespace opificio
