// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Verb.h"

#include "base/Text.h"
#include "library/iiif/Items.h"
#include "library/iiif/Reading.h"
#include "library/Places.h"
#include "web/Web.h"

#include <algorithm>

namespace opificio::verbs {

using namespace iiif;

namespace {

struct Given {
    std::string source;
    int most = 20;
};

std::string below(int indent, const std::string& words)
{
    return std::string(std::size_t(indent), ' ') + words;
}

std::string listed(const std::string& words)
{
    return below(2, "- ") + words;
}

std::string lineOf(const Texts& texts)
{
    std::string line = textIn(texts, language());
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

Json textsJson(const Texts& texts)
{
    Json json = Json::object();
    for (const auto& [language, text] : texts)
        json[language] = text;
    return json;
}

// What every kind of document has, for both who read.
Json describe(const Described& described, Console& console)
{
    console.say(described.label.empty() ? described.id : lineOf(described.label));
    if (!described.summary.empty())
        console.say(below(2, lineOf(described.summary)));
    for (const Fact& fact : described.facts)
        console.say(below(2, lineOf(fact.label) + ": " + lineOf(fact.value)));
    for (const std::string& right : described.rights)
        console.say(below(2, text("Rights: {0}", rightsLabel(right))));
    if (described.rights.empty())
        console.say(below(2, text("Rights: {0}", rightsLabel(notStated))));
    if (described.requiredStatement)
        console.say(below(2, text("To be shown with it: {0}", lineOf(described.requiredStatement->value))));
    Json json = {{"id", described.id}, {"label", textsJson(described.label)}, {"summary", textsJson(described.summary)},
        {"rights", described.rights}, {"nav_date", described.navDate}, {"behaviours", described.behaviours}};
    json["facts"] = Json::array();
    for (const Fact& fact : described.facts)
        json["facts"].push_back({{"label", textsJson(fact.label)}, {"value", textsJson(fact.value)}});
    if (described.requiredStatement)
        json["required_statement"] = {
            {"label", textsJson(described.requiredStatement->label)}, {"value", textsJson(described.requiredStatement->value)}};
    json["links"] = Json::array();
    for (const ItemLink& link : described.links)
        json["links"].push_back({{"kind", link.kind}, {"address", link.address}, {"label", textsJson(link.label)}});
    return json;
}

Json rangesJson(const std::vector<Range>& ranges)
{
    Json json = Json::array();
    for (const Range& range : ranges)
        json.push_back({{"id", range.id}, {"label", textsJson(range.label)}, {"canvases", range.canvases},
            {"ranges", rangesJson(range.ranges)}});
    return json;
}

Json manifestAnswer(const Manifest& manifest, const Given& given, Console& console)
{
    Json json = describe(manifest, console);
    json["version"] = manifest.version;
    json["start"] = manifest.start;
    json["ranges"] = rangesJson(manifest.ranges);
    json["providers"] = Json::array();
    for (const Provider& provider : manifest.providers) {
        console.say(below(2, text("From: {0}", lineOf(provider.name))));
        json["providers"].push_back(
            {{"id", provider.id}, {"name", textsJson(provider.name)}, {"homepage", provider.homepage}, {"logo", provider.logo}});
    }
    json["canvases"] = Json::array();
    std::int64_t pictures = 0, withService = 0;
    for (const Canvas& canvas : manifest.canvases) {
        Json list = Json::array();
        for (const Picture& picture : canvas.pictures) {
            ++pictures;
            withService += picture.service.has_value();
            list.push_back({{"address", picture.address}, {"label", textsJson(picture.label)}, {"option", picture.option},
                {"service", picture.service ? picture.service->address : std::string()}, {"width", picture.width},
                {"height", picture.height}});
        }
        Json others = Json::array();
        for (const OtherContent& other : canvas.others)
            others.push_back({{"type", other.type}, {"address", other.address}, {"format", other.format}});
        json["canvases"].push_back({{"id", canvas.id}, {"label", textsJson(canvas.label)}, {"width", canvas.width},
            {"height", canvas.height}, {"pictures", list}, {"others", others}});
    }
    json["pictures"] = pictures;
    json["pictures_with_service"] = withService;
    console.say(below(2, text("Pages: {0}, pictures: {1}.", manifest.canvases.size(), pictures)));
    for (std::size_t index = 0; index < manifest.canvases.size() && index < std::size_t(given.most); ++index)
        console.say(listed(lineOf(manifest.canvases[index].label)));
    for (const std::string& sentence : leftOut(manifest))
        console.warn(sentence);
    return json;
}

Json collectionAnswer(const Collection& collection, const Given& given, Console& console)
{
    Json json = describe(collection, console);
    json["version"] = collection.version;
    json["stated"] = collection.stated;
    json["total"] = collection.total;
    json["first"] = collection.first;
    json["next"] = collection.next;
    json["members"] = Json::array();
    for (const Member& member : collection.members) {
        json["members"].push_back({{"address", member.address}, {"type", member.isCollection ? "collection" : "manifest"},
            {"label", textsJson(member.label)}, {"thumbnail", member.thumbnail}});
    }
    console.say(below(2, text("Members: {0}.", std::max(collection.total, std::int64_t(collection.members.size())))));
    for (std::size_t index = 0; index < collection.members.size() && index < std::size_t(given.most); ++index) {
        const Member& member = collection.members[index];
        console.say(listed((member.isCollection ? text("collection: {0}", lineOf(member.label)) : lineOf(member.label))));
        console.say(below(4, member.address));
    }
    for (const std::string& page : {collection.first, collection.next}) {
        if (!page.empty())
            console.say(below(2, text("More: {0}", page)));
    }
    return json;
}

Result<Json> browse(const Given& given, Console& console)
{
    Web web;
    TRY(const std::string source, addressOfPlace(given.source));
    TRY(const Document document, openDocument(web, source, console.task()));
    Json json;
    switch (document.kind) {
    case Document::Kind::Manifest:
    case Document::Kind::Canvas:
        json = manifestAnswer(document.manifest, given, console);
        break;
    case Document::Kind::Collection:
        json = collectionAnswer(document.collection, given, console);
        break;
    case Document::Kind::Annotations:
        json = describe(document.manifest, console);
        json["targets"] = Json::array();
        for (const Target& target : document.targets) {
            console.say(listed((target.manifest.empty() ? target.canvas : target.manifest)));
            json["targets"].push_back({{"manifest", target.manifest}, {"canvas", target.canvas}});
        }
        break;
    case Document::Kind::Service:
        json = toJson(*document.service);
        console.say(document.service->address);
        console.say(below(2, text("{0} × {1} pixels", document.service->width, document.service->height)));
        if (!document.service->rights.empty())
            console.say(below(2, text("Rights: {0}", rightsLabel(document.service->rights))));
        break;
    }
    json["type"] = document.type;
    return json;
}

Verb::Action prepare(CLI::App& app)
{
    auto given = std::make_shared<Given>();
    app.add_option("SOURCE", given->source,
           text("The address of a IIIF manifest, a collection or a picture, a file of one, or a place. See: list places."))
        ->required();
    app.add_option("--most", given->most, text("How many members or pages are named; by default 20."))
        ->check(CLI::Range(0, 100'000));
    return [given](Console& console) { return browse(*given, console); };
}

} // namespace

extern const Verb browseVerb
    = {"browse", std::string(words("Shows what a IIIF manifest or collection holds, and brings nothing.")), prepare};

} // namespace opificio::verbs
