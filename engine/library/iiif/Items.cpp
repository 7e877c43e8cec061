// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/iiif/Items.h"

#include "base/EachLanguage.h"
#include "base/Hash.h"
#include "base/Json.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "library/iiif/Shapes.h"
#include "web/Address.h"

#include <algorithm>
#include <map>
#include <set>

namespace opificio::iiif {

namespace {

std::string folded(std::string_view label)
{
    std::string plain(label);
    std::transform(plain.begin(), plain.end(), plain.begin(), [](unsigned char byte) { return char(std::tolower(byte)); });
    while (!plain.empty() && (plain.back() == ':' || plain.back() == ' ' || plain.back() == '.'))
        plain.pop_back();
    return plain;
}

// Which field a label means: "artist" is a maker.
const std::map<std::string, std::string>& fields()
{
    static const std::map<std::string, std::string> table = [] {
        std::map<std::string, std::string> read;
        auto json = readJson(resource("iiif-words.json"));
        for (const char* field : {"maker", "date", "place", "holder", "subjects", "description"}) {
            for (const std::string& word : json ? listFrom(at(*json, field)) : std::vector<std::string>())
                read.emplace(folded(word), field);
        }
        return read;
    }();
    return table;
}

std::string fieldOf(const Fact& fact)
{
    for (const auto& [language, label] : fact.label) {
        if (const auto found = fields().find(folded(label)); found != fields().end())
            return found->second;
    }
    return {};
}

std::string oneLine(std::string text)
{
    std::string line;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\n')
            line += text[at];
        else if (!line.ends_with(" / "))
            line += " / ";
    }
    return line;
}

std::vector<std::string> linesOf(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (end > at)
            lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

// One language for fields that have only one: what the source says to all, else its first.
std::string said(const Texts& texts)
{
    return textIn(texts, "und");
}

Texts oneLined(const Texts& texts)
{
    Texts lines;
    for (const auto& [language, text] : texts)
        lines[language] = oneLine(text);
    return lines;
}

bool isSame(const Texts& left, const Texts& right)
{
    return folded(said(left)) == folded(said(right));
}

// "Manifest label, f. 3r", in every language that either has.
Texts titleFor(const Manifest& manifest, const Canvas& canvas, bool isOnly)
{
    const Texts whole = oneLined(manifest.label), page = oneLined(canvas.label);
    if (page.empty() || (isOnly && !whole.empty()) || isSame(whole, page))
        return whole;
    if (whole.empty())
        return page;
    std::set<std::string> languages;
    for (const auto& [language, text] : whole)
        languages.insert(language);
    // A page's own name in one language more is no title of its own.
    for (const auto& [language, text] : page) {
        if (language != "und" && whole.contains("und"))
            languages.insert(language);
    }
    Texts title;
    for (const std::string& language : languages)
        title[language] = textIn(whole, language) + ", " + textIn(page, language);
    return title;
}

void takeFacts(const std::vector<Fact>& facts, Item& item)
{
    for (const Fact& fact : facts) {
        if (std::find(item.facts.begin(), item.facts.end(), fact) == item.facts.end())
            item.facts.push_back(fact);
        const std::string field = fieldOf(fact);
        const std::string value = said(fact.value);
        auto add = [&](std::vector<std::string>& list) {
            for (const std::string& line : linesOf(value)) {
                if (std::find(list.begin(), list.end(), line) == list.end())
                    list.push_back(line);
            }
        };
        if (field == "maker")
            add(item.maker);
        else if (field == "subjects")
            add(item.subjects);
        else if (field == "date" && item.date.empty())
            item.date = oneLine(value);
        else if (field == "place" && item.place.empty())
            item.place = oneLine(value);
        else if (field == "holder" && item.holder.empty())
            item.holder = oneLine(value);
        else if (field == "description" && item.description.empty())
            item.description = fact.value;
    }
}

void takeRequired(const std::optional<Fact>& required, Item& item)
{
    if (!required)
        return;
    Note note{.isDuty = true};
    for (const auto& [language, words] : required->value) {
        const std::string label
            = required->label.contains(language) ? required->label.at(language) : textIn(required->label, language);
        note.words[language] = label.empty() ? words : oneLine(label) + ": " + words;
    }
    if (std::find(item.notes.begin(), item.notes.end(), note) == item.notes.end())
        item.notes.push_back(note);
    addRightsWords(said(required->value), item);
}

// Of several rights the strictest counts, and it is said.
void takeStated(const std::vector<std::string>& stated, Item& item)
{
    for (const std::string& one : stated) {
        const std::string found = takeRights(one, item);
        std::string& right = item.rights.object;
        if (found == notStated || found == right)
            continue;
        if (right != notStated)
            item.notes.push_back({textInEach(words("Two different rights are stated, {0} and {1}: the stricter counts."),
                                      {rightsLabel(right), rightsLabel(found)}),
                true});
        if (right == notStated || strictness(found) > strictness(right))
            right = found;
    }
}

void addLinks(const std::vector<ItemLink>& links, Item& item)
{
    for (const ItemLink& link : links) {
        if (item.links.size() < 200 && std::find(item.links.begin(), item.links.end(), link) == item.links.end())
            item.links.push_back(link);
    }
}

std::string smallOf(const std::optional<Picture>& thumbnail)
{
    if (!thumbnail)
        return {};
    const auto& service = thumbnail->service;
    if (service && service->width > 0 && (service->level >= 1 || !service->sizes.empty()))
        return askThumbnail(*service, 384).address;
    return thumbnail->address;
}

RemotePicture remoteOf(const Picture& picture)
{
    RemotePicture remote{.address = picture.address, .format = picture.format};
    remote.region = picture.region;
    remote.rotation = picture.rotation;
    remote.width = picture.width;
    remote.height = picture.height;
    if (picture.service) {
        remote.service = picture.service->address;
        ImageService known = *picture.service;
        if (known.width == 0) {
            known.width = picture.width;
            known.height = picture.height;
        }
        // In many manifests the body is a smaller rendering; then only info.json knows how large the picture is.
        if (picture.service->width == 0 && picture.address.find("/full/full/") == std::string::npos
            && picture.address.find("/full/max/") == std::string::npos && serviceAddressOf(picture.address) != picture.address)
            known.width = known.height = 0;
        remote.info = toJson(known);
        if (known.width > 0) {
            remote.width = known.width;
            remote.height = known.height;
        }
    }
    return remote;
}

class Gatherer {
public:
    explicit Gatherer(const Manifest& manifest)
        : m_manifest(manifest)
    {
    }
    void add(const Canvas& canvas, std::size_t number, bool isBeside)
    {
        bool isFirst = true;
        for (const Picture& picture : canvas.pictures) {
            m_found.push_back(found(canvas, picture, number, isFirst && !isBeside, isBeside));
            isFirst = false;
        }
        for (std::size_t index = 0; index < canvas.beside.size(); ++index)
            add(canvas.beside[index], number, true);
    }
    std::vector<Found> take() { return std::move(m_found); }

private:
    Found found(const Canvas& canvas, const Picture& picture, std::size_t number, bool isFirst, bool isBeside)
    {
        Found one;
        Item& item = one.item;
        item.picture = remoteOf(picture);
        const std::string home = canvas.id.empty() ? m_manifest.address + "#canvas" + std::to_string(number + 1) : canvas.id;
        item.id = "iiif:" + home;
        // Where a picture lies is what stays the same, whoever stands before it in the list.
        if (!isFirst || !m_ids.insert(item.id).second) {
            const RemotePicture& remote = *item.picture;
            item.id += "#"
                + sha256(remote.service + "\n" + remote.address + "\n" + remote.region + "\n" + remote.rotation).substr(0, 10);
            m_ids.insert(item.id);
        }
        if (isFirst && canvas.pictures.size() == 1 && !isBeside)
            item.picture->small = smallOf(canvas.thumbnail);
        const bool isOnly = m_manifest.canvases.size() == 1;
        item.title = titleFor(m_manifest, canvas, isOnly);
        const bool isPart = picture.place && (picture.place->width < canvas.width || picture.place->height < canvas.height);
        if (!picture.label.empty() && (picture.option > 0 || isPart)) {
            for (auto& [language, title] : item.title)
                title += " (" + oneLine(textIn(picture.label, language)) + ")";
        }
        takeFacts(canvas.facts, item);
        takeFacts(m_manifest.facts, item);
        const Texts& summary = canvas.summary.empty() ? m_manifest.summary : canvas.summary;
        if (!summary.empty())
            item.description = summary;
        if (!m_manifest.providers.empty() && !m_manifest.providers.front().name.empty()) {
            // The first line is the name; addresses and telephones follow.
            item.holder = linesOf(said(m_manifest.providers.front().name)).front();
        }
        takeStated(picture.rights, item);
        takeStated(canvas.rights, item);
        takeStated(m_manifest.rights, item);
        if (picture.service && !picture.service->rights.empty())
            takeStated({picture.service->rights}, item);
        takeRequired(picture.requiredStatement, item);
        takeRequired(canvas.requiredStatement, item);
        takeRequired(m_manifest.requiredStatement, item);
        if (picture.service && !picture.service->attribution.empty())
            takeRequired(Fact{{}, picture.service->attribution}, item);
        addLinks(canvas.links, item);
        addLinks(m_manifest.links, item);
        if (isWebAddress(m_manifest.address))
            addLinks({{"manifest", m_manifest.address, {}}}, item);
        for (const Provider& provider : m_manifest.providers) {
            if (isWebAddress(provider.logo))
                addLinks({{"logo", provider.logo, provider.name}}, item);
            if (isWebAddress(provider.homepage))
                addLinks({{"provider", provider.homepage, provider.name}}, item);
        }
        for (const char* kind : {"homepage", "manifest"}) {
            for (const ItemLink& link : item.links) {
                if (item.source.empty() && link.kind == kind)
                    item.source = link.address;
            }
        }
        addNotes(canvas, picture, isPart, isBeside, item);
        one.label = titleOf(item, language());
        return one;
    }

    static void addNotes(const Canvas& canvas, const Picture& picture, bool isPart, bool isBeside, Item& item)
    {
        auto note = [&](std::string_view english, std::initializer_list<std::string> arguments = {}) {
            item.notes.push_back({textInEach(english, arguments)});
        };
        const std::string name = oneLine(said(picture.label));
        if (picture.option > 0 && name.empty())
            note(words("Another picture of the same."));
        else if (picture.option > 0)
            note(words("Another picture of the same: {0}."), {name});
        if (isPart)
            note(words("It lies on a part of {0}."), {canvas.label.empty() ? canvas.id : oneLine(said(canvas.label))});
        if (isBeside)
            note(words("It stands beside a recording or a film that was not brought."));
        if (!picture.login.empty() || !canvas.login.empty())
            note(words("Its server asks for a login, and may hand out less without one."));
    }

    const Manifest& m_manifest;
    std::set<std::string> m_ids;
    std::vector<Found> m_found;
};

} // namespace

std::vector<Found> itemsOf(const Manifest& manifest, const std::string& onlyCanvas)
{
    Gatherer gatherer(manifest);
    const bool isThere = std::any_of(
        manifest.canvases.begin(), manifest.canvases.end(), [&](const Canvas& canvas) { return canvas.id == onlyCanvas; });
    for (std::size_t number = 0; number < manifest.canvases.size(); ++number) {
        const Canvas& canvas = manifest.canvases[number];
        if (onlyCanvas.empty() || !isThere || canvas.id == onlyCanvas)
            gatherer.add(canvas, number, false);
    }
    return gatherer.take();
}

std::vector<std::string> leftOut(const Manifest& manifest)
{
    std::vector<std::string> sentences;
    std::map<std::string, int> others;
    int empty = 0, elsewhere = 0;
    for (const Canvas& canvas : manifest.canvases) {
        for (const OtherContent& other : canvas.others)
            ++others[other.type.empty() ? "?" : other.type];
        empty += canvas.pictures.empty() && canvas.others.empty() && canvas.elsewhere.empty();
        elsewhere += !canvas.elsewhere.empty();
    }
    const std::string name = oneLine(said(manifest.label));
    if (manifest.version >= 4)
        sentences.push_back(
            text("“{0}” is written for version 4 of IIIF, which is not supported yet: what is known of it was read.", name));
    for (const auto& [type, count] : others) {
        const std::string kind = type == "Sound"                                 ? text("recordings")
            : type == "Video"                                                    ? text("films")
            : type == "Model"                                                    ? text("models in three dimensions")
            : type == "Text" || type == "TextualBody" || type == "ContentAsText" ? text("texts")
                                                                                 : type;
        sentences.push_back(text("“{0}” also holds {1}, which were not brought: {2}.", name, kind, count));
    }
    if (empty > 0)
        sentences.push_back(text("“{0}” has pages without a picture: {1}.", name, empty));
    if (elsewhere > 0)
        sentences.push_back(
            text("“{0}” has pages whose content is described elsewhere; they were not followed: {1}.", name, elsewhere));
    if (manifest.leftOut > 0)
        sentences.push_back(text("“{0}” has more pages than are read at once; left out: {1}.", name, manifest.leftOut));
    return sentences;
}

} // namespace opificio::iiif
