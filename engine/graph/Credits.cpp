// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/Credits.h"

#include "base/File.h"
#include "base/Resources.h"
#include "base/Text.h"

#include <algorithm>
#include <optional>
#include <set>

namespace opificio {

namespace {

void addSpan(std::vector<FrameSpan>& spans, FrameSpan span)
{
    if (!spans.empty() && spans.back().second + 1 >= span.first && spans.back().first <= span.first) {
        spans.back().second = std::max(spans.back().second, span.second);
        return;
    }
    spans.push_back(span);
}

std::vector<FrameSpan> tidy(std::vector<FrameSpan> spans)
{
    std::sort(spans.begin(), spans.end());
    std::vector<FrameSpan> whole;
    for (FrameSpan span : spans)
        addSpan(whole, span);
    return whole;
}

constexpr std::string_view unstated = "not stated";

// A text, or {language: text}, as {language: text}; what has no language is "und".
Json inLanguages(const Json& words)
{
    Json all = Json::object();
    if (words.is_string() && !words.get_ref<const std::string&>().empty())
        all["und"] = words;
    if (words.is_object()) {
        for (const auto& [language, text] : words.items()) {
            if (text.is_string() && !text.get_ref<const std::string&>().empty())
                all[language] = text;
        }
    }
    return all;
}

// A name, a list of names, or a list of {name}: a list of names.
Json names(const Json& json)
{
    Json list = Json::array();
    auto take = [&](const Json& one) {
        std::string name = one.is_string() ? one.get<std::string>() : textAt(one, "name");
        if (!name.empty())
            list.push_back(name);
    };
    if (json.is_array())
        std::for_each(json.begin(), json.end(), take);
    else
        take(json);
    return list;
}

std::string plain(const Json& json)
{
    if (json.is_string())
        return json.get<std::string>();
    if (json.is_number_integer())
        return std::to_string(json.get<std::int64_t>());
    if (json.is_object()) {
        for (const char* key : {"text", "original", "label", "en", "name"}) {
            if (std::string found = textAt(json, key); !found.empty())
                return found;
        }
    }
    return {};
}

// What is known of an item, brought to one shape; keys that mean nothing here are kept.
Json tidyItem(const Json& described, const Source& source)
{
    Json item = described.is_object() ? described : Json::object();
    std::string id = plain(at(described, "id"));
    item["id"] = id.empty() ? source.id : id;
    if (textAt(item, "sha256").empty())
        item["sha256"] = source.id;
    item["title"] = inLanguages(at(described, "title"));
    item["maker"] = names(at(described, "maker"));
    item["date"] = plain(at(described, "date"));
    item["holder"] = plain(at(described, "holder"));
    item["source"] = plain(at(described, "source"));
    Json rights = Json::object();
    const Json& stated = at(described, "rights");
    for (const char* key : {"work", "object", "record"}) {
        std::string words = stated.is_string() ? stated.get<std::string>() : plain(at(stated, key));
        rights[key] = words.empty() ? std::string(unstated) : words;
    }
    item["rights"] = rights;
    Json notes = Json::array();
    for (const char* key : {"note", "notes"}) {
        const Json& found = at(described, key);
        auto take = [&](const Json& one) {
            Json words = inLanguages(one);
            if (words.empty())
                return;
            if (flagAt(one, "duty"))
                words["duty"] = true;
            notes.push_back(words);
        };
        if (found.is_array())
            std::for_each(found.begin(), found.end(), take);
        else
            take(found);
    }
    item.erase("note");
    item["notes"] = notes;
    return item;
}

// resources/rights.json: what each statement asks.
class RightsTable {
public:
    RightsTable()
    {
        if (auto read = readJson(resource("rights.json")))
            m_json = std::move(*read);
    }

    struct Statement {
        Json label;
        bool credit = false, shareAlike = false;
        std::string sell = "ask", derive = "ask";
    };

    // Knows the addresses that the library knows (library/Rights.cpp reads the same table), and no other: what only begins
    // like a statement is not one.
    std::optional<Statement> find(std::string_view stated) const
    {
        const std::string address = plainAddress(stated);
        const Json& statements = at(m_json, "statements");
        if (!statements.is_array())
            return {};
        for (const Json& statement : statements) {
            const std::string base = textAt(statement, "address");
            if (at(statement, "versions").is_array()) {
                const std::string ending = lowered(
                    address.size() > base.size() ? address.substr(base.size(), address.size() - base.size() - 1) : std::string());
                if (lowered(address).starts_with(lowered(base)) && exists(statement, ending))
                    return statementOf(statement, ending);
                continue;
            }
            if (isSame(address, base))
                return statementOf(statement, {});
            for (const Json& alias : at(statement, "aliases")) {
                if (alias.is_string() && isSame(address, alias.get<std::string>()))
                    return statementOf(statement, {});
            }
        }
        return {};
    }

private:
    static std::string lowered(std::string text)
    {
        std::transform(text.begin(), text.end(), text.begin(),
            [](char byte) { return char(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte); });
        return text;
    }

    // http, without www, query, fragment, deed or legal code, with a slash at the end.
    static std::string plainAddress(std::string_view stated)
    {
        std::string address(stated);
        if (address.starts_with("https:"))
            address.erase(4, 1);
        if (address.starts_with("//"))
            address.insert(0, "http:");
        if (address.starts_with("http://www."))
            address.erase(7, 4);
        if (auto end = address.find_first_of("?#"); end != std::string::npos)
            address.resize(end);
        for (;;) {
            while (address.ends_with('/'))
                address.pop_back();
            const auto last = address.rfind('/');
            const std::string part = last == std::string::npos ? std::string() : address.substr(last + 1);
            if (!part.starts_with("deed") && !part.starts_with("legalcode") && part != "rdf")
                return address + "/";
            address.resize(last);
        }
    }

    static bool isSame(const std::string& address, const std::string& known)
    {
        return lowered(address) == lowered(plainAddress(known));
    }

    static bool holds(const Json& list, const std::string& text)
    {
        return list.is_array() && std::find(list.begin(), list.end(), Json(text)) != list.end();
    }

    // Whether an address may end in this version, "4.0", or in this version for a country, "3.0/it".
    bool exists(const Json& statement, const std::string& ending) const
    {
        if (holds(at(statement, "versions"), ending))
            return true;
        const auto slash = ending.find('/');
        return slash != std::string::npos && flagAt(statement, "ported")
            && holds(at(at(at(m_json, "ports"), ending.substr(slash + 1)), "versions"), ending.substr(0, slash));
    }

    static Statement statementOf(const Json& row, std::string ending)
    {
        Statement found;
        found.label = at(row, "label");
        if (!ending.empty() && found.label.is_object()) {
            // by/ 3.0/it/ is CC BY 3.0 IT.
            std::replace(ending.begin(), ending.end(), '/', ' ');
            std::transform(ending.begin(), ending.end(), ending.begin(),
                [](char byte) { return char(byte >= 'a' && byte <= 'z' ? byte - ('a' - 'A') : byte); });
            for (auto& [language, label] : found.label.items())
                label = label.get<std::string>() + " " + ending;
        }
        found.credit = flagAt(row, "credit");
        found.shareAlike = flagAt(row, "shareAlike");
        found.sell = textAt(row, "sell", "ask");
        found.derive = textAt(row, "derive", "ask");
        return found;
    }

    Json m_json;
};

struct Entry {
    Json item;
    std::vector<FrameSpan> spans;
    std::set<std::string> through;
    double draws = 0;
};

Json spansOf(const std::vector<FrameSpan>& spans)
{
    Json all = Json::array();
    for (auto [first, last] : tidy(spans))
        all.push_back({first, last});
    return all;
}

Json bothLanguages(const std::string& english)
{
    return {{"en", english}, {"it", translated(english, "it")}};
}

// Gathers duties: one a kind, with the items it is about.
class Duties {
public:
    void add(const std::string& code, const std::string& english, const std::string& item)
    {
        add(code, bothLanguages(english), item);
    }
    void add(const std::string& code, Json words, const std::string& item)
    {
        // The gravest first.
        static constexpr std::string_view order[] = {"permission", "non-commercial", "share-alike", "share-alike-learned",
            "attribution", "note", "ask", "not-stated", "unknown"};
        auto place = std::find(std::begin(order), std::end(order), code) - std::begin(order);
        std::string key = std::to_string(place) + words.dump(-1, ' ', false, Json::error_handler_t::replace);
        auto& duty = m_duties[key];
        duty["code"] = code;
        duty["words"] = std::move(words);
        Json& items = duty["items"];
        if (!items.is_array())
            items = Json::array();
        if (!item.empty() && std::find(items.begin(), items.end(), item) == items.end())
            items.push_back(item);
    }
    Json json() const
    {
        Json all = Json::array();
        for (const auto& [key, duty] : m_duties)
            all.push_back(duty);
        return all;
    }

private:
    std::map<std::string, Json> m_duties;
};

void addDuties(Duties& duties, const RightsTable& rights, const Json& item, bool shown, Json& labels)
{
    std::string id = textAt(item, "id");
    bool known = false;
    for (const char* key : {"work", "object"}) {
        std::string stated = textAt(at(item, "rights"), key, unstated);
        if (stated == unstated)
            continue;
        known = true;
        auto statement = rights.find(stated);
        if (!statement) {
            duties.add("ask",
                words("The rights stated for these are not known here: read them, or ask the holder, before the work is "
                      "published."),
                id);
            continue;
        }
        if (statement->label.is_object())
            labels[stated] = statement->label;
        if (statement->credit)
            duties.add("attribution",
                words("Name the maker, the holder and the licence of these wherever the work is shown. Publishing this page with "
                      "the work does so."),
                id);
        if (statement->shareAlike && shown)
            duties.add("share-alike", words("A work that shows these is published under the same licence as theirs."), id);
        if (statement->shareAlike && !shown)
            duties.add("share-alike-learned",
                words("These ask for the same licence on works adapted from them. Whether what a model learned from them is such "
                      "a work is not settled: decide, and say what you decided."),
                id);
        if (statement->derive == "no")
            duties.add("permission",
                words("Nothing made from these may be published without the permission of those who hold the rights."), id);
        else if (statement->sell == "no")
            duties.add("non-commercial",
                words("These may not be used for profit: without the holder's permission the work may neither be sold nor "
                      "advertise anything."),
                id);
        else if (statement->derive == "ask" || statement->sell == "ask")
            duties.add("ask",
                words("The terms of these leave open what may be done: read them, or ask the holder, before the work is "
                      "published."),
                id);
    }
    if (!known && !textAt(item, "rights_text").empty())
        duties.add("ask",
            words("The rights of these are stated in words only, beside each of them: read them, or ask the holder, before the "
                  "work is published."),
            id);
    else if (!known)
        duties.add(
            "not-stated", words("For these nobody has stated any rights. Ask the holder before the work is published."), id);
    if (std::string stated = textAt(at(item, "rights"), "record", unstated); stated != unstated) {
        if (auto statement = rights.find(stated); statement && statement->label.is_object())
            labels[stated] = statement->label;
    }
    for (const Json& note : at(item, "notes")) {
        if (flagAt(note, "duty"))
            duties.add("note", inLanguages(note), id);
    }
}

} // namespace

void CreditsCollector::add(Frame frame, const Sources& sources)
{
    if (m_span.second >= m_span.first && sources == m_sources && (frame == m_span.second + 1 || frame == m_span.second)) {
        m_span.second = frame;
        return;
    }
    settle();
    m_sources = sources;
    m_span = {frame, frame};
}

void CreditsCollector::settle()
{
    if (m_span.second < m_span.first)
        return;
    for (const auto& [source, roles] : m_sources.expand()) {
        for (Role role : roles)
            addSpan(m_parts[source][role], m_span);
    }
    m_span = {0, -1};
}

std::map<Source, std::map<Role, std::vector<FrameSpan>>> CreditsCollector::parts() const
{
    CreditsCollector whole = *this;
    whole.settle();
    for (auto& [source, roles] : whole.m_parts) {
        for (auto& [role, spans] : roles)
            spans = tidy(std::move(spans));
    }
    return std::move(whole.m_parts);
}

Json creditsRecord(const CreditedWork& work, const CreditsCollector& collector, const DescribeSource& describe)
{
    auto known = [&](const Source& source) { return describe ? describe(source) : Json(); };
    auto parts = collector.parts();
    RightsTable rights;
    Duties duties;
    Json datasets = Json::array(), models = Json::array(), shaders = Json::array(), live = Json::array(), people = Json::array();
    Json labels = Json::object();
    bool unknown = false;

    // An item counts once for each role, however many ways led to it. The key is its file, where it has one.
    std::map<std::pair<Role, std::string>, Entry> entries;
    auto addItem = [&](const Json& described, const Source& source, Role role, const std::vector<FrameSpan>& spans,
                       const std::string& through) {
        Json item = tidyItem(described, source);
        std::string key = textAt(item, "sha256");
        Entry& entry = entries[{role, key.empty() ? textAt(item, "id") : key}];
        // The fuller description wins: a card may know more than a library that has lost the item.
        if (entry.item.is_null() || entry.item["title"].empty())
            entry.item = std::move(item);
        entry.spans.insert(entry.spans.end(), spans.begin(), spans.end());
        // What a model learned from is drawn a number of times; the same item named by itself is not drawn again.
        if (!through.empty()) {
            entry.through.insert(through);
            entry.draws += numberAt(described, "draws");
        }
    };
    auto itemsOf = [](const Json& dataset) -> const Json& {
        static const Json none = Json::array();
        const Json& items = at(dataset, "items");
        return items.is_array() ? items : none;
    };
    auto sourceOf = [](const Json& item) {
        std::string file = textAt(item, "sha256");
        return Source{Source::Kind::Item, file.empty() ? plain(at(item, "id")) : file};
    };

    for (const auto& [source, roles] : parts) {
        std::vector<FrameSpan> all;
        Json words = Json::array();
        for (const auto& [role, spans] : roles) {
            all.insert(all.end(), spans.begin(), spans.end());
            words.push_back(roleWord(role));
        }
        Json described = known(source);
        Json entry = {{"id", source.id}, {"roles", words}, {"frames", spansOf(all)}};
        switch (source.kind) {
        case Source::Kind::Item:
        case Source::Kind::File:
            for (const auto& [role, spans] : roles)
                addItem(described, source, role, spans, {});
            break;
        case Source::Kind::Dataset: {
            entry["name"] = plain(at(described, "name"));
            entry["items"] = itemsOf(described).size();
            datasets.push_back(entry);
            // Nodes that show single pictures of a dataset name them; where none is named, all of them could be there.
            for (const auto& [role, spans] : roles) {
                bool stoodFor = role == Role::Shown
                    && std::any_of(itemsOf(described).begin(), itemsOf(described).end(), [&](const Json& item) {
                           auto found = parts.find(sourceOf(item));
                           return found != parts.end() && found->second.count(Role::Shown);
                       });
                if (stoodFor)
                    continue;
                for (const Json& item : itemsOf(described))
                    addItem(item, sourceOf(item), role, spans, source.id);
            }
            break;
        }
        case Source::Kind::Model: {
            Json sets = Json::array();
            std::size_t count = 0;
            const Json& seen = at(described, "datasets");
            if (seen.is_array()) {
                for (const Json& dataset : seen) {
                    sets.push_back({{"id", plain(at(dataset, "hash"))}, {"name", plain(at(dataset, "name"))},
                        {"items", itemsOf(dataset).size()}});
                    count += itemsOf(dataset).size();
                    for (const Json& item : itemsOf(dataset))
                        addItem(item, sourceOf(item), Role::Learned, all, source.id);
                }
            }
            // A card that does not say what the model saw leaves its pictures without a known origin.
            if (count == 0)
                unknown = true;
            entry["name"] = plain(at(described, "name"));
            entry["recipe"] = plain(at(described, "recipe"));
            entry["made"] = plain(at(described, "made"));
            entry["datasets"] = sets;
            entry["items"] = count;
            models.push_back(entry);
            break;
        }
        case Source::Kind::Shader:
            entry["title"] = plain(at(described, "title"));
            entry["by"] = plain(at(described, "by"));
            entry["licence"] = plain(at(described, "licence"));
            shaders.push_back(entry);
            break;
        case Source::Kind::Person:
            people.push_back({{"name", textAt(described, "name", source.id)}, {"publish", flagAt(described, "publish")}});
            break;
        case Source::Kind::Live:
            live.push_back(entry);
            break;
        case Source::Kind::Unknown:
            unknown = true;
            break;
        }
    }
    if (work.people.is_array()) {
        for (const Json& person : work.people) {
            std::string name = textAt(person, "name");
            auto same = std::find_if(people.begin(), people.end(), [&](const Json& one) { return textAt(one, "name") == name; });
            if (name.empty())
                continue;
            Json entry = {{"name", name}, {"publish", flagAt(person, "publish")}};
            if (std::string part = textAt(person, "part"); !part.empty())
                entry["part"] = part;
            if (same == people.end())
                people.push_back(entry);
            else
                *same = entry;
        }
    }

    Json items = Json::array();
    for (auto& [key, entry] : entries) {
        Json item = std::move(entry.item);
        item["role"] = roleWord(key.first);
        item["frames"] = spansOf(entry.spans);
        item["through"] = entry.through;
        if (entry.draws > 0)
            item["draws"] = entry.draws;
        addDuties(duties, rights, item, key.first == Role::Shown, labels);
        items.push_back(std::move(item));
    }
    if (unknown)
        duties.add("unknown", words("Part of this work comes from where nobody can tell. Say so where the work is shown."), {});

    return {
        {"format", "opificio.credits/1"},
        {"file", work.file.filename().string()},
        {"sha256", work.sha256},
        {"title", work.title.empty() ? work.file.stem().string() : work.title},
        {"made", work.made},
        {"rate", work.rate.text()},
        {"frameCount", work.frames},
        {"items", items},
        {"datasets", datasets},
        {"models", models},
        {"shaders", shaders},
        {"live", live},
        {"people", people},
        {"unknown", unknown},
        {"duties", duties.json()},
        {"rightsLabels", labels},
    };
}

Result<> writeCredits(const std::filesystem::path& folder, const std::string& stem, const Json& record,
    const std::map<std::string, std::string>& thumbnails)
{
    std::string before = stem.empty() ? "" : stem + ".";
    TRY_DO(writeJson(folder / (before + "credits.json"), record));
    return writeFile(folder / (before + "credits.html"), creditsPage(record, thumbnails));
}

} // namespace opificio
