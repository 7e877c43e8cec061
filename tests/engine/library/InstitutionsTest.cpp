// SPDX-License-Identifier: GPL-3.0-or-later
// Manifests in the manner of many institutions (tests/fixtures/iiif, with invented texts): what became of them as items is
// what they state.
#include "base/File.h"
#include "library/iiif/Items.h"
#include "library/iiif/Presentation.h"
#include "support/TestMain.h"

#include <algorithm>
#include <set>

using namespace opificio;
using namespace opificio::iiif;

namespace {

std::filesystem::path folder()
{
    return std::filesystem::path(OPIFICIO_SOURCE) / "tests/fixtures/iiif";
}

Json rowOf(const Item& item)
{
    Json row = {{"id", item.id}, {"rights", item.rights.object}};
    auto put = [&](const char* key, const Json& value) {
        if (!value.empty() && value != "")
            row[key] = value;
    };
    put("title", item.title);
    put("maker", item.maker);
    put("date", item.date);
    put("holder", item.holder);
    put("place", item.place);
    put("subjects", item.subjects);
    put("source", item.source);
    put("description", item.description);
    for (const Note& note : item.notes) {
        if (note.isDuty)
            row["duties"].push_back(note.words);
    }
    if (!item.facts.empty())
        row["facts"] = item.facts.size();
    for (const ItemLink& link : item.links)
        row["links"].push_back(link.kind + " " + link.address);
    put("picture", item.picture->address);
    put("service", item.picture->service);
    put("region", item.picture->region);
    put("rotation", item.picture->rotation);
    put("small", item.picture->small);
    if (item.picture->width > 0)
        row["size"] = {item.picture->width, item.picture->height};
    if (const auto years = parseDate(item.date))
        row["years"] = {years->earliest ? Json(*years->earliest) : Json(), years->latest ? Json(*years->latest) : Json()};
    return row;
}

std::vector<Found> found(const std::string& name)
{
    const auto bytes = readFile(folder() / (name + ".json"));
    auto document = bytes ? readDocument(*bytes, name + ".json") : Result<Document>(Error{});
    return document ? itemsOf(document->manifest, {}) : std::vector<Found>();
}

Fact fact(const char* label, const char* value)
{
    return {{{"en", label}}, {{"und", value}}};
}

// One item of a manifest with these facts, this required statement and these rights.
Item itemWith(std::vector<Fact> facts, const std::string& statement = {}, std::vector<std::string> rights = {})
{
    Manifest manifest;
    manifest.address = "https://a.example/m";
    manifest.facts = std::move(facts);
    manifest.rights = std::move(rights);
    if (!statement.empty())
        manifest.requiredStatement = Fact{{}, {{"en", statement}}};
    Canvas canvas;
    canvas.id = "https://a.example/c";
    canvas.pictures.push_back({.address = "https://a.example/i.jpg"});
    manifest.canvases.push_back(canvas);
    return itemsOf(manifest, {}).at(0).item;
}

} // namespace

class InstitutionsTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void itemsSayWhatTheManifestsState()
    {
        auto expected = readJson(folder() / "expected.json");
        VERIFY_OK(expected);
        // To be read by somebody before it is kept.
        const bool isRecorded = qEnvironmentVariableIsSet("OPIFICIO_RECORD_GOLDEN");
        for (auto& [name, wanted] : (*expected)["manifests"].items()) {
            auto items = found(name);
            std::sort(items.begin(), items.end(), [](const Found& a, const Found& b) { return a.item.id < b.item.id; });
            Json rows = Json::array();
            for (const Found& one : items)
                rows.push_back(rowOf(one.item));
            if (isRecorded) {
                wanted = rows;
                continue;
            }
            QVERIFY2(rows.size() == wanted.size(), name.c_str());
            for (std::size_t index = 0; index < rows.size(); ++index) {
                const Json difference = Json::diff(wanted[index], rows[index]);
                QVERIFY2(difference.empty(), (name + ": " + difference.dump()).c_str());
            }
        }
        if (isRecorded)
            VERIFY_OK(writeFile(folder() / "expected.json", expected->dump(1) + "\n"));
    }
    void idsStayWhenPagesChangePlaces()
    {
        auto ids = [](const char* name) {
            std::set<std::string> all;
            for (const Found& one : found(name))
                all.insert(one.item.id);
            return all;
        };
        QCOMPARE(ids("multi").size(), std::size_t(2));
        QCOMPARE(ids("multi"), ids("multi_reordered"));
    }
    void whatSaysMoreCloselyIsTheDate()
    {
        QCOMPARE(itemWith({fact("Century", "9th century"), fact("Dated", "840–860")}).date, std::string("840–860"));
        QCOMPARE(itemWith({fact("Date", "1850"), fact("Date", "1920")}).date, std::string("1850"));
        QCOMPARE(itemWith({fact("Date", "in the reign of nobody"), fact("Year", "1920")}).date, std::string("1920"));
        // An imprint ends with its year.
        QCOMPARE(itemWith({fact("Publication/creation", "London : Nobody, [1851]")}).date, std::string("[1851]"));
        QCOMPARE(itemWith({fact("Publication", "Roma : Nessuno, s.d.")}).date, std::string("Roma : Nessuno, s.d."));
        // When the record was written.
        QCOMPARE(itemWith({fact("Date Created", "2024-01-14T23:24:01Z")}).date, std::string());
    }
    void whatHasNoLabelIsNamedByItsFacts()
    {
        QCOMPARE(titleOf(itemWith({fact("Title", "Invented dish")}), "en"), std::string("Invented dish"));
        QCOMPARE(titleOf(itemWith({fact("Titolo:", "Piatto")}), "en"), std::string("Piatto"));
    }
    void makersAreNames()
    {
        QCOMPARE(itemWith({fact("Artist / Maker", "Ada Blu\nFrench, 1859-1891")}).maker,
            (std::vector<std::string>{"Ada Blu, French, 1859-1891"}));
        QCOMPARE(itemWith({fact("Author(s)", "Grey, I. (https://a.example/1); White, J.")}).maker,
            (std::vector<std::string>{"Grey, I.", "White, J."}));
        QCOMPARE(itemWith({fact("People", "Sitter: Nobody\nArtist: Ada Blu")}).maker, (std::vector<std::string>{"Ada Blu"}));
        QCOMPARE(itemWith({fact("Contributors", "Somebody")}).maker, std::vector<std::string>());
    }
    void rightsAreFoundWhereTheyStand()
    {
        const std::string by = "http://creativecommons.org/licenses/by/4.0/",
                          notOpen = "http://rightsstatements.org/vocab/InC/1.0/";
        QCOMPARE(itemWith({fact("Rights", "CC BY 4.0")}).rights.object, by);
        QCOMPARE(itemWith({fact("Rights", "https://rightsstatements.org/page/InC/1.0/")}, {}, {by}).rights.object, notOpen);
        QCOMPARE(itemWith({}, "A library. https://creativecommons.org/licenses/by/4.0/deed.de").rights.object, by);
        // What concerns the record opens no picture.
        for (const char* words : {"Metadata: https://creativecommons.org/publicdomain/zero/1.0/",
                 "© Museum. Texts https://creativecommons.org/publicdomain/zero/1.0/"})
            QCOMPARE(itemWith({}, words).rights.object, std::string(notStated));
        const Item said = itemWith({fact("Diritti", "© Galleria inventata")});
        QCOMPARE(said.rights.object, std::string(notStated));
        QCOMPARE(said.rightsText, std::string("© Galleria inventata"));
    }
    void relativeIdsBelongToTheirManifest()
    {
        const auto document = readDocument(*readFile(folder() / "static.json"), "https://a.example/iiif/a/manifest.json");
        VERIFY_OK(document);
        const Item item = itemsOf(document->manifest, {}).at(0).item;
        QCOMPARE(item.id, std::string("iiif:https://a.example/iiif/canvas/a.json"));
        QCOMPARE(item.picture->service, std::string("https://a.example/iiif/images/a"));
        QCOMPARE(item.picture->small, std::string("https://a.example/iiif/images/a/full/250,/0/default.jpg"));
    }
};

OPIFICIO_TEST_MAIN(InstitutionsTest)
#include "InstitutionsTest.moc"
