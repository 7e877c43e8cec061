// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Rights.h"

#include "base/Log.h"
#include "base/Resources.h"
#include "base/Text.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace opificio {

namespace {

struct Table {
    std::map<std::string, RightsStatement, std::less<>> statements; ///< by address
    std::map<std::string, std::string, std::less<>> aliases; ///< normalised address or folded label to address
    std::set<std::string, std::less<>> families; ///< addresses whose versions may end in a jurisdiction: .../by/3.0/it/
};

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
        [](char byte) { return char(std::tolower(static_cast<unsigned char>(byte))); });
    return result;
}

std::string trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

// Labels are compared without case, punctuation at the end and doubled spaces.
std::string folded(std::string_view label)
{
    std::string result;
    for (char byte : lowered(trimmed(label))) {
        if (byte == '_' || byte == '\t' || byte == '\n')
            byte = ' ';
        if (byte == ' ' && (result.empty() || result.back() == ' '))
            continue;
        result += byte;
    }
    while (!result.empty() && (result.back() == '.' || result.back() == ' '))
        result.pop_back();
    return result;
}

bool isAddress(std::string_view text)
{
    return text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.")
        || text.starts_with("creativecommons.org/") || text.starts_with("rightsstatements.org/");
}

// http, lower-case host without www, no query, fragment, deed, legal code or language, one slash at the end.
std::string normalised(std::string_view stated)
{
    std::string address = trimmed(stated);
    const std::string lower = lowered(address);
    if (!isAddress(lower))
        return {};
    for (std::string_view scheme : {"https://", "http://"}) {
        if (lower.starts_with(scheme)) {
            address.erase(0, scheme.size());
            break;
        }
    }
    if (lowered(address).starts_with("www."))
        address.erase(0, 4);
    if (auto end = address.find_first_of("?#"); end != std::string::npos)
        address.resize(end);
    while (address.ends_with('/'))
        address.pop_back();
    const auto slash = address.find('/');
    std::string host = lowered(address.substr(0, slash));
    std::string path = slash == std::string::npos ? std::string() : address.substr(slash);
    if (host == "creativecommons.org" || host == "rightsstatements.org")
        path = lowered(path);
    for (bool changed = true; changed;) {
        changed = false;
        const auto last = path.rfind('/');
        const std::string_view part = last == std::string::npos ? std::string_view() : std::string_view(path).substr(last + 1);
        if (part.starts_with("deed") || part.starts_with("legalcode") || part == "rdf") {
            path.resize(last);
            changed = true;
        }
    }
    // The human pages of rightsstatements.org.
    if (host == "rightsstatements.org" && path.starts_with("/page/"))
        path.replace(0, 6, "/vocab/");
    if (host == "rightsstatements.org" && path.starts_with("/data/"))
        path.replace(0, 6, "/vocab/");
    return "http://" + host + path + "/";
}

Permission permissionOf(const std::string& word)
{
    return word == "yes" ? Permission::Yes : word == "no" ? Permission::No : Permission::Ask;
}

Table readTable()
{
    Table table;
    auto json = readJson(resource("rights.json"));
    if (!json) {
        // Without the table every right counts as not known, which is safe.
        log(Level::Error, "library", json.error().message);
        return table;
    }
    for (const Json& row : at(*json, "statements")) {
        std::vector<std::string> versions;
        for (const Json& version : at(row, "versions")) {
            if (version.is_string())
                versions.push_back(version.get<std::string>());
        }
        const std::string base = textAt(row, "address");
        const bool family = !versions.empty();
        if (!family)
            versions.push_back({});
        for (const std::string& version : versions) {
            const std::string suffix = version.empty() ? version : " " + version;
            RightsStatement statement{
                .address = family ? base + version + "/" : base,
                .english = textAt(at(row, "label"), "en") + suffix,
                .italian = textAt(at(row, "label"), "it") + suffix,
                .kind = textAt(row, "kind"),
                .publicDomain = flagAt(row, "publicDomain"),
                .show = permissionOf(textAt(row, "show")),
                .derive = permissionOf(textAt(row, "derive")),
                .sell = permissionOf(textAt(row, "sell")),
                .train = permissionOf(textAt(row, "train")),
                .credit = flagAt(row, "credit"),
                .shareAlike = flagAt(row, "shareAlike"),
            };
            table.aliases.emplace(normalised(statement.address), statement.address);
            for (const std::string& label : {statement.english, statement.italian})
                table.aliases.emplace(folded(label), statement.address);
            for (const Json& label : at(row, "texts")) {
                if (!label.is_string())
                    continue;
                table.aliases.emplace(folded(label.get<std::string>() + suffix), statement.address);
                if (family)
                    table.aliases.emplace(folded(label.get<std::string>() + "-" + version), statement.address);
            }
            for (const Json& alias : at(row, "aliases")) {
                if (alias.is_string())
                    table.aliases.emplace(normalised(alias.get<std::string>()), statement.address);
            }
            if (family)
                table.families.insert(statement.address);
            table.statements.emplace(statement.address, statement);
        }
    }
    return table;
}

const Table& table()
{
    static const Table read = readTable();
    return read;
}

} // namespace

std::string canonicalRights(std::string_view stated)
{
    const std::string address = normalised(stated);
    const Table& rights = table();
    if (address.empty()) {
        auto label = rights.aliases.find(folded(stated));
        return label == rights.aliases.end() ? std::string() : label->second;
    }
    if (rights.statements.contains(address))
        return address;
    if (auto alias = rights.aliases.find(address); alias != rights.aliases.end())
        return alias->second;
    // A port to a country: .../by/3.0/it/ keeps its name.
    for (const std::string& family : rights.families) {
        if (address.starts_with(family)) {
            const std::string_view port = std::string_view(address).substr(family.size());
            if (port.size() >= 3 && port.size() <= 9 && port.find('/') == port.size() - 1)
                return address;
        }
    }
    return {};
}

std::optional<RightsStatement> findRights(std::string_view stated)
{
    const std::string address = canonicalRights(stated);
    if (address.empty())
        return std::nullopt;
    const Table& rights = table();
    if (auto found = rights.statements.find(address); found != rights.statements.end())
        return found->second;
    for (const std::string& family : rights.families) {
        if (address.starts_with(family)) {
            RightsStatement statement = rights.statements.find(family)->second;
            std::string port = address.substr(family.size());
            port.pop_back();
            std::transform(port.begin(), port.end(), port.begin(),
                [](char byte) { return char(std::toupper(static_cast<unsigned char>(byte))); });
            statement.address = address;
            statement.english += " " + port;
            statement.italian += " " + port;
            return statement;
        }
    }
    return std::nullopt;
}

std::string rightsKind(const RightsOfItem& rights)
{
    if (rights.object == notStated)
        return std::string(notStated);
    static const char* const strictest[] = {"restricted", "unclear", "conditions", "open"};
    std::set<std::string> kinds;
    for (const std::string& stated : {rights.object, rights.work}) {
        if (stated == notStated)
            continue;
        auto statement = findRights(stated);
        kinds.insert(statement ? statement->kind : "unclear");
    }
    for (const char* kind : strictest) {
        if (kinds.contains(kind))
            return kind;
    }
    return "unclear";
}

int strictness(std::string_view stated)
{
    if (stated.empty() || stated == notStated)
        return 0;
    const auto statement = findRights(stated);
    if (!statement)
        return 50;
    auto weight = [](Permission permission, int no, int ask) {
        return permission == Permission::No ? no : permission == Permission::Ask ? ask : 0;
    };
    return 1 + weight(statement->show, 100, 20) + weight(statement->derive, 60, 15) + weight(statement->sell, 30, 8)
        + weight(statement->train, 10, 3) + (statement->shareAlike ? 2 : 0) + (statement->credit ? 1 : 0);
}

std::string rightsLabel(std::string_view stated)
{
    if (stated.empty() || stated == notStated)
        return text("not stated");
    if (auto statement = findRights(stated))
        return language() == "it" ? statement->italian : statement->english;
    return std::string(stated);
}

} // namespace opificio
