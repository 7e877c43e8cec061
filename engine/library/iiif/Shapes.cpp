// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/iiif/Shapes.h"

#include "base/Utf8.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace opificio::iiif {

namespace {

constexpr std::size_t longestText = 200'000;

std::string lower(std::string_view text)
{
    std::string plain(text);
    std::transform(plain.begin(), plain.end(), plain.begin(), [](unsigned char byte) { return char(std::tolower(byte)); });
    return plain;
}

/// The entities that catalogues use; numbers are read as they are.
constexpr std::array<std::pair<std::string_view, std::string_view>, 30> entities = {{{"amp", "&"}, {"lt", "<"}, {"gt", ">"},
    {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}, {"copy", "©"}, {"reg", "®"}, {"ndash", "–"}, {"mdash", "—"}, {"hellip", "…"},
    {"laquo", "«"}, {"raquo", "»"}, {"lsquo", "‘"}, {"rsquo", "’"}, {"ldquo", "“"}, {"rdquo", "”"}, {"middot", "·"},
    {"eacute", "é"}, {"egrave", "è"}, {"agrave", "à"}, {"ograve", "ò"}, {"ugrave", "ù"}, {"igrave", "ì"}, {"auml", "ä"},
    {"ouml", "ö"}, {"uuml", "ü"}, {"szlig", "ß"}, {"ccedil", "ç"}, {"deg", "°"}}};

// Reads an entity at `at` (an ampersand) and answers where it ends, or the same place where there is none.
std::size_t readEntity(std::string_view html, std::size_t at, std::string& text)
{
    const std::size_t end = html.find(';', at);
    if (end == std::string_view::npos || end - at > 10 || end - at < 2)
        return at;
    const std::string name(html.substr(at + 1, end - at - 1));
    if (name[0] == '#') {
        const bool isHex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
        char* rest = nullptr;
        const unsigned long code = std::strtoul(name.c_str() + (isHex ? 2 : 1), &rest, isHex ? 16 : 10);
        if (*rest != '\0' || code == 0)
            return at;
        appendUtf8(text, std::uint32_t(std::min(code, 0x110000ul)));
        return end + 1;
    }
    for (const auto& [word, meaning] : entities) {
        if (name == word) {
            text += meaning;
            return end + 1;
        }
    }
    return at;
}

std::string withoutEntities(std::string_view html)
{
    std::string text;
    for (std::size_t at = 0; at < html.size();) {
        if (html[at] == '&') {
            if (const std::size_t end = readEntity(html, at, text); end != at) {
                at = end;
                continue;
            }
        }
        text += html[at++];
    }
    return text;
}

// The value of an attribute of a tag ("a href='x'"), or empty.
std::string attributeOf(std::string_view tag, std::string_view name)
{
    const std::string small = lower(tag);
    for (std::size_t at = small.find(name); at != std::string::npos; at = small.find(name, at + 1)) {
        std::size_t value = at + name.size();
        while (value < tag.size() && (tag[value] == ' ' || tag[value] == '='))
            ++value;
        if (value >= tag.size() || value == at + name.size())
            continue;
        const char quote = tag[value];
        const bool isQuoted = quote == '"' || quote == '\'';
        const std::size_t begin = value + (isQuoted ? 1 : 0);
        const std::size_t end = isQuoted ? tag.find(quote, begin) : tag.find_first_of(" >", begin);
        return withoutEntities(tag.substr(begin, std::min(end, tag.size()) - begin));
    }
    return {};
}

bool isLink(std::string_view address)
{
    const std::string small = lower(address.substr(0, 8));
    return small.starts_with("http://") || small.starts_with("https://") || small.starts_with("mailto:");
}

// Blanks in a row become one, more than two newlines two; none at either end.
std::string tidied(std::string_view text)
{
    std::string tidy;
    int newlines = 0;
    bool blank = false;
    for (char byte : text) {
        if (byte == '\n') {
            ++newlines;
        } else if (byte == ' ' || byte == '\t' || byte == '\r') {
            blank = true;
        } else {
            if (newlines > 0 && !tidy.empty())
                tidy.append(std::size_t(std::min(newlines, 2)), '\n');
            else if (blank && !tidy.empty())
                tidy += ' ';
            newlines = 0;
            blank = false;
            tidy += byte;
        }
    }
    return tidy;
}

// Whether "<" at `at` opens a tag of HTML: "a < b" and "<1830" do not.
bool opensTag(std::string_view html, std::size_t at)
{
    if (at + 1 >= html.size())
        return false;
    const char next = html[at + 1];
    return std::isalpha(static_cast<unsigned char>(next)) || next == '/' || next == '!' || next == '?';
}

// The tag that the program itself uses: catalogues of libraries write the three letters of MARC and of ISO 639.
std::string shortTag(const std::string& tag)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 23> tags = {{{"eng", "en"}, {"ita", "it"},
        {"fra", "fr"}, {"fre", "fr"}, {"deu", "de"}, {"ger", "de"}, {"spa", "es"}, {"por", "pt"}, {"nld", "nl"}, {"dut", "nl"},
        {"lat", "la"}, {"ara", "ar"}, {"heb", "he"}, {"jpn", "ja"}, {"zho", "zh"}, {"chi", "zh"}, {"kor", "ko"}, {"rus", "ru"},
        {"cym", "cy"}, {"wel", "cy"}, {"swe", "sv"}, {"cat", "ca"}, {"mul", "und"}}};
    const std::string small = lower(tag);
    for (const auto& [three, two] : tags) {
        if (small == three)
            return std::string(two);
    }
    return small.size() == 2 ? small : tag;
}

void collect(const Json& json, const std::string& language, Texts& texts, int depth)
{
    if (depth > 6)
        return;
    auto add = [&](std::string tag, std::string value) {
        if (tag.empty() || tag == "none" || tag == "@none" || tag == "und" || tag.size() > 35)
            tag = "und";
        tag = shortTag(tag);
        value = toUtf8(beginningOf(value, longestText));
        if (tidied(value).empty())
            return;
        std::string& kept = texts[tag];
        // The same sentence twice says it once.
        if (kept.empty() || (kept != value && ("\n" + kept + "\n").find("\n" + value + "\n") == std::string::npos))
            kept += (kept.empty() ? "" : "\n") + value;
    };
    if (json.is_string()) {
        add(language, json.get<std::string>());
    } else if (json.is_number_integer() || json.is_number_unsigned() || json.is_number_float()) {
        add(language, json.dump());
    } else if (json.is_array()) {
        int count = 0;
        for (const Json& entry : json) {
            if (++count > 2000)
                break;
            collect(entry, language, texts, depth + 1);
        }
    } else if (json.is_object()) {
        if (const Json& value = firstOf(json, {"@value", "value", "chars"}); !value.is_null() && !value.is_object()) {
            collect(value, textAt(json, "@language", textAt(json, "language", language)), texts, depth + 1);
            return;
        }
        if (json.contains("@id") || json.contains("id") || json.contains("@type") || json.contains("type")) {
            collect(at(json, "label"), language, texts, depth + 1);
            return;
        }
        for (const auto& [tag, value] : json.items())
            collect(value, tag.starts_with('@') && tag != "@none" ? language : tag, texts, depth + 1);
    }
}

std::string loginAmong(const Json& json, int depth)
{
    for (const Json* service : listOf(firstOf(json, {"service", "services"}), 50)) {
        if (!service->is_object())
            continue;
        const std::string type = typeOf(*service);
        if (type.starts_with("Auth"))
            return type;
        for (const Json* profile : listOf(at(*service, "profile"), 20)) {
            if (std::string named = idOf(*profile); named.find("/auth/") != std::string::npos)
                return named;
        }
        if (depth < 3) {
            if (std::string inner = loginAmong(*service, depth + 1); !inner.empty())
                return inner;
        }
    }
    return {};
}

} // namespace

std::string plainText(std::string_view html)
{
    html = beginningOf(html, longestText);
    if (html.find('<') == std::string_view::npos && html.find('&') == std::string_view::npos)
        return tidied(html);
    std::string text, link;
    std::size_t linkBegin = 0;
    for (std::size_t at = 0; at < html.size();) {
        if (html[at] == '&') {
            if (const std::size_t end = readEntity(html, at, text); end != at) {
                at = end;
                continue;
            }
        }
        if (html[at] != '<' || !opensTag(html, at)) {
            text += html[at++];
            continue;
        }
        const std::size_t end = html.find('>', at);
        if (end == std::string_view::npos) {
            text += html[at++];
            continue;
        }
        const std::string_view tag = html.substr(at + 1, end - at - 1);
        const std::string name = lower(tag.substr(0, tag.find_first_of(" \t\n/", 1)));
        at = end + 1;
        // What a page hides is written for machines: the date statements of Wikimedia Commons, for one.
        const std::string style = lower(attributeOf(tag, "style"));
        const std::size_t shown = style.find("display");
        const bool isHidden
            = shown != std::string::npos && style.find("none", shown) != std::string::npos && !name.starts_with('/');
        if (name == "script" || name == "style" || isHidden) {
            const std::size_t close = lower(html.substr(at)).find("</" + name);
            at = close == std::string::npos ? html.size() : at + close;
        } else if (name == "br" || name == "p" || name == "/p" || name == "li" || name == "/li" || name == "div" || name == "/div"
            || name == "tr" || name == "h1" || name == "h2" || name == "h3") {
            text += '\n';
        } else if (name == "a") {
            link = attributeOf(tag, "href");
            linkBegin = text.size();
        } else if (name == "/a") {
            const std::string shown = text.substr(std::min(linkBegin, text.size()));
            if (isLink(link) && shown.find(link) == std::string::npos)
                text += (tidied(shown).empty() ? "" : " ") + ("(" + link + ")");
            link.clear();
        } else if (name == "img") {
            text += attributeOf(tag, "alt");
        }
    }
    return tidied(text);
}

std::vector<std::string> linksIn(std::string_view html)
{
    std::vector<std::string> links;
    auto add = [&](std::string link) {
        if (isLink(link) && links.size() < 100 && std::find(links.begin(), links.end(), link) == links.end())
            links.push_back(std::move(link));
    };
    html = beginningOf(html, longestText);
    for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
        const std::size_t end = html.find('>', at);
        if (end == std::string_view::npos)
            break;
        if (opensTag(html, at))
            add(attributeOf(html.substr(at + 1, end - at - 1), "href"));
    }
    const std::string text = plainText(html);
    for (std::size_t at = text.find("http"); at != std::string::npos; at = text.find("http", at + 1)) {
        std::string link = text.substr(at, text.find_first_of(" \n\"<>)", at) - at);
        while (!link.empty() && (link.back() == '.' || link.back() == ',' || link.back() == ';'))
            link.pop_back();
        add(std::move(link));
    }
    return links;
}

Texts markedTextsOf(const Json& json)
{
    Texts texts;
    collect(json, "und", texts, 0);
    return texts;
}

Texts textsOf(const Json& json)
{
    Texts texts;
    for (const auto& [language, value] : markedTextsOf(json)) {
        if (std::string plain = plainText(value); !plain.empty())
            texts[language] = std::move(plain);
    }
    return texts;
}

std::vector<const Json*> listOf(const Json& json, std::size_t limit)
{
    std::vector<const Json*> list;
    if (json.is_array()) {
        for (const Json& entry : json) {
            if (list.size() >= limit)
                break;
            // A list in a list is a mistake that is made; what it means is plain.
            if (entry.is_array() && entry.size() == 1)
                list.push_back(&entry[0]);
            else if (!entry.is_null())
                list.push_back(&entry);
        }
    } else if (!json.is_null()) {
        list.push_back(&json);
    }
    return list;
}

std::string idOf(const Json& json)
{
    if (json.is_string())
        return json.get<std::string>();
    const std::string id = textAt(json, "id");
    return id.empty() ? textAt(json, "@id") : id;
}

std::string typeOf(const Json& json)
{
    const Json& stated = firstOf(json, {"type", "@type"});
    std::string type;
    if (stated.is_string())
        type = stated.get<std::string>();
    else if (stated.is_array() && !stated.empty() && stated[0].is_string())
        type = stated[0].get<std::string>();
    return type.substr(type.find_last_of(":#/") + 1);
}

const Json& firstOf(const Json& json, std::initializer_list<std::string_view> keys)
{
    for (std::string_view key : keys) {
        if (const Json& value = at(json, key); !value.is_null())
            return value;
    }
    return at(json, {});
}

std::string loginOf(const Json& json)
{
    return loginAmong(json, 0);
}

int wholeOf(const Json& json)
{
    double number = 0;
    if (json.is_number())
        number = json.get<double>();
    else if (json.is_string())
        number = std::strtod(json.get_ref<const std::string&>().c_str(), nullptr);
    return std::isfinite(number) && number >= 1 && number <= 1e9 ? int(std::lround(number)) : 0;
}

} // namespace opificio::iiif
