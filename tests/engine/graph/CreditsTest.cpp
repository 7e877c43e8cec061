// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "base/File.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "graph/Credits.h"

#include <QtCore/QTemporaryDir>

using namespace opificio;

namespace {

Source item(const std::string& id)
{
    return {Source::Kind::Item, id};
}

const Json* find(const Json& record, const std::string& id, const std::string& role)
{
    for (const Json& entry : record["items"]) {
        if (entry["id"] == id && entry["role"] == role)
            return &entry;
    }
    return nullptr;
}

bool hasDuty(const Json& record, const std::string& code, const std::string& about)
{
    for (const Json& duty : record["duties"]) {
        if (duty["code"] == code && std::find(duty["items"].begin(), duty["items"].end(), about) != duty["items"].end())
            return true;
    }
    return false;
}

CreditedWork work()
{
    CreditedWork work;
    work.file = "/home/somebody/flood.mp4";
    work.sha256 = std::string(64, 'c');
    work.title = "Flood";
    work.made = "2026-11-21T21:00:00Z";
    work.frames = 100;
    return work;
}

bool wellFormed(const std::string& html)
{
    std::vector<std::string> open;
    for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
        std::size_t end = html.find_first_of(" >\n", at);
        std::string name = html.substr(at + 1, end - at - 1);
        if (name == "style") {
            at = html.find("</style>", at) + 1;
            continue;
        }
        if (name.starts_with('!') || name == "meta" || name == "input" || name == "img")
            continue;
        if (name.starts_with('/')) {
            if (open.empty() || open.back() != name.substr(1))
                return false;
            open.pop_back();
        } else {
            open.push_back(name);
        }
    }
    return open.empty();
}

} // namespace

class CreditsTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void framesBecomeStretches()
    {
        CreditsCollector collector;
        Sources a(item("a"), Role::Shown), b(item("b"), Role::Shown);
        for (Frame frame = 0; frame < 10; ++frame)
            collector.add(frame, frame < 4 ? a : frame < 6 ? a | b : frame < 8 ? b : a);
        auto parts = collector.parts();
        QCOMPARE(parts.size(), std::size_t(2));
        using Spans = std::vector<FrameSpan>;
        QVERIFY((parts[item("a")][Role::Shown] == Spans{{0, 5}, {8, 9}}));
        QVERIFY((parts[item("b")][Role::Shown] == Spans{{4, 7}}));
    }

    void framesMayComeInAnyOrder()
    {
        CreditsCollector collector;
        Sources a(item("a"), Role::Shown);
        for (Frame frame : {5, 6, 7, 0, 1, 2, 3, 4, 6, 9})
            collector.add(frame, a);
        auto parts = collector.parts();
        QVERIFY((parts[item("a")][Role::Shown] == std::vector<FrameSpan>{{0, 7}, {9, 9}}));
    }

    void theSameHandleIsExpandedOnce()
    {
        // A million frames of a thousand sources: only done in time when a frame costs a comparison.
        Sources all;
        for (int number = 0; number < 1000; ++number)
            all |= Sources(item(std::to_string(number)), Role::Learned);
        CreditsCollector collector;
        for (Frame frame = 0; frame < 1'000'000; ++frame)
            collector.add(frame, all);
        QCOMPARE(collector.parts().size(), std::size_t(1000));
    }

    void whatAModelLearnedFromCountsAsLearned()
    {
        Source model{Source::Kind::Model, std::string(64, 'm')};
        CreditsCollector collector;
        for (Frame frame = 0; frame < 10; ++frame)
            collector.add(
                frame, Sources(model, Role::Learned) | Sources(item("s"), Role::Shown) | Sources(item("s"), Role::Learned));
        Json record = creditsRecord(work(), collector, [&](const Source& source) -> Json {
            if (source == model) {
                return {{"name", "Onde"},
                    {"datasets",
                        {{{"hash", "d"},
                            {"items",
                                {{{"id", "one"}, {"sha256", "1"}, {"title", {{"en", "One"}}}, {"draws", 12}},
                                    {{"id", "s"}, {"sha256", "s"}}}}}}}};
            }
            return {{"id", source.id}, {"title", "Known"}};
        });
        QCOMPARE(record["format"], Json("opificio.credits/1"));
        QCOMPARE(record["file"], Json("flood.mp4")); // no path of somebody's machine
        const Json* learned = find(record, "one", "learned");
        QVERIFY(learned);
        QCOMPARE((*learned)["through"], Json::array({model.id}));
        QCOMPARE((*learned)["draws"], Json(12.0));
        QCOMPARE((*learned)["frames"], Json::array({Json::array({0, 9})}));
        QVERIFY(find(record, "s", "shown"));
        QVERIFY(find(record, "s", "learned"));
        QCOMPARE(record["items"].size(), std::size_t(3)); // once for each role, however many ways led to it
        QCOMPARE(record["models"][0]["items"], Json(2));
        QCOMPARE(record["unknown"], Json(false));
    }

    void aModelWithoutItsListIsUnknown()
    {
        CreditsCollector collector;
        collector.add(0, Sources({Source::Kind::Model, "m"}, Role::Learned));
        QCOMPARE(creditsRecord(work(), collector, {})["unknown"], Json(true));
    }

    void unknownNeverDisappears()
    {
        CreditsCollector collector;
        collector.add(0, Sources::unknown() | Sources(item("a"), Role::Shown));
        collector.add(1, Sources(item("a"), Role::Shown));
        Json record = creditsRecord(work(), collector, {});
        QCOMPARE(record["unknown"], Json(true));
        QVERIFY(creditsPage(record).find("Not everything is known.") != std::string::npos);
    }

    void aDatasetIsWrittenOutUnlessItsItemsAreNamed()
    {
        Source dataset{Source::Kind::Dataset, "d"};
        auto describe = [&](const Source& source) -> Json {
            if (source == dataset)
                return {{"name", "Floods"}, {"items", {{{"id", "a"}, {"sha256", "a"}}, {{"id", "b"}, {"sha256", "b"}}}}};
            return {{"id", source.id}};
        };
        CreditsCollector bare, named;
        bare.add(0, Sources(dataset, Role::Shown));
        named.add(0, Sources(dataset, Role::Shown) | Sources(item("a"), Role::Shown));
        QCOMPARE(creditsRecord(work(), bare, describe)["items"].size(), std::size_t(2));
        QCOMPARE(creditsRecord(work(), named, describe)["items"].size(), std::size_t(1));
        CreditsCollector learned;
        learned.add(0, Sources(dataset, Role::Learned) | Sources(item("a"), Role::Shown));
        QCOMPARE(creditsRecord(work(), learned, describe)["items"].size(), std::size_t(3));
    }

    void rightsBecomeDuties()
    {
        if (!std::filesystem::exists(resource("rights.json")))
            QSKIP("The table of rights is absent; this slot needs it.");
        std::map<std::string, std::string> rights = {
            {"zero", "http://creativecommons.org/publicdomain/zero/1.0/"},
            {"by", "https://creativecommons.org/licenses/by/3.0/it/"},
            {"sa", "http://creativecommons.org/licenses/by-sa/4.0/"},
            {"nc", "http://creativecommons.org/licenses/by-nc/4.0"},
            {"inc", "http://rightsstatements.org/vocab/InC/1.0/"},
            {"odd", "http://example.org/terms"},
            {"absent", "http://creativecommons.org/licenses/by/9.0/"},
            {"broken", "http://creativecommons.org/licenses/by/4.0/ - Museo"},
            {"deed", "https://creativecommons.org/licenses/by/4.0/deed.it"},
            {"none", "not stated"},
        };
        CreditsCollector collector;
        Sources all;
        for (const auto& [id, stated] : rights)
            all |= Sources(item(id), Role::Shown);
        collector.add(0, all | Sources(item("sa"), Role::Learned));
        Json record = creditsRecord(work(), collector, [&](const Source& source) -> Json {
            Json known = {{"id", source.id}, {"rights", {{"object", rights[source.id]}, {"work", rights[source.id]}}}};
            if (source.id == "zero")
                known["notes"]
                    = {{{"en", "A duty."}, {"it", "Un dovere."}, {"duty", true}}, {{"en", "A remark."}, {"it", "Un appunto."}}};
            return known;
        });
        QVERIFY(
            hasDuty(record, "attribution", "by") && hasDuty(record, "attribution", "sa") && hasDuty(record, "attribution", "nc"));
        QVERIFY(hasDuty(record, "share-alike", "sa") && hasDuty(record, "share-alike-learned", "sa"));
        QVERIFY(hasDuty(record, "non-commercial", "nc"));
        QVERIFY(hasDuty(record, "permission", "inc"));
        // An address that only begins like a licence is none.
        for (const char* unknown : {"odd", "absent", "broken"}) {
            QVERIFY2(hasDuty(record, "ask", unknown) && !hasDuty(record, "attribution", unknown), unknown);
            QVERIFY2(!record["rightsLabels"].contains(rights[unknown]), unknown);
        }
        QVERIFY(hasDuty(record, "attribution", "deed"));
        QVERIFY(hasDuty(record, "not-stated", "none"));
        QVERIFY(hasDuty(record, "note", "zero"));
        // Of two notes only one asks for something; the other is said beside the item.
        auto dutiesOfNotes = std::count_if(
            record["duties"].begin(), record["duties"].end(), [](const Json& duty) { return duty["code"] == "note"; });
        QCOMPARE(int(dutiesOfNotes), 1);
        std::string page = creditsPage(record);
        QCOMPARE(page.find("A remark."), page.rfind("A remark."));
        QVERIFY(page.find("A remark.") > page.find("id=\"shown\""));
        for (const char* code : {"attribution", "share-alike", "non-commercial", "permission", "ask", "not-stated"})
            QVERIFY2(!hasDuty(record, code, "zero"), code);
        // The label says version and country; duties speak both languages.
        QCOMPARE(record["rightsLabels"][rights["by"]]["en"], Json("CC BY 3.0 IT"));
        for (const Json& duty : record["duties"])
            QVERIFY2(duty["words"]["en"] != duty["words"]["it"], duty.dump().c_str());
    }

    void thePageNamesOnlyWhoChoseToBeNamed()
    {
        CreditsCollector collector;
        collector.add(0, Sources({Source::Kind::Person, "Secret Name"}, Role::Steered));
        CreditedWork made = work();
        made.people = {{{"name", "Giulia"}, {"publish", true}}, {{"name", "Hidden"}, {"publish", false}}};
        Json record = creditsRecord(made, collector, {});
        QCOMPARE(record["people"].size(), std::size_t(3));
        std::string page = creditsPage(record);
        QVERIFY(page.find("Giulia") != std::string::npos);
        QVERIFY(page.find("Hidden") == std::string::npos);
        QVERIFY(page.find("Secret Name") == std::string::npos);
    }

    void hostileWordsStayWords()
    {
        CreditsCollector collector;
        collector.add(0,
            Sources(item("x"), Role::Shown) | Sources(item("y"), Role::Learned)
                | Sources({Source::Kind::Shader, "<b>\"s\"</b>"}, Role::Shown)
                | Sources({Source::Kind::Live, "<i>"}, Role::Steered));
        std::string evil = "</cite><script>alert('1')</script>\" onload=\"x";
        CreditedWork made = work();
        made.title = evil;
        Json record = creditsRecord(made, collector, [&](const Source& source) -> Json {
            if (source.id == "y")
                return {{"title", 7}, {"maker", {{"a", 1}}}, {"rights", Json::array({1})}, {"notes", 3},
                    {"source", "https://example.org/\"><script>"}};
            return {{"id", evil}, {"title", {{"en", evil}, {"it\"x", evil}}}, {"maker", {evil}}, {"date", evil}, {"holder", evil},
                {"source", "javascript:alert(1)"},
                {"rights", {{"object", "data:text/html,x"}, {"work", "https://ok.example.org/a?b=1&c=2"}}}, {"notes", {evil}}};
        });
        std::string page
            = creditsPage(record, {{"x", "data:image/png;base64,AAAA\"><script>"}, {"y", "https://elsewhere.example.org/a.png"}});
        QVERIFY(page.find("<script") == std::string::npos);
        QVERIFY(page.find("href=\"javascript") == std::string::npos && page.find("href=\"data") == std::string::npos);
        QVERIFY(page.find("elsewhere.example.org") == std::string::npos);
        QVERIFY(page.find("href=\"https://ok.example.org/a?b=1&amp;c=2\"") != std::string::npos);
        QVERIFY(wellFormed(page));
        // A record from a file can be anything at all.
        for (const char* json :
            {"null", "[]", "{\"items\": 3, \"models\": [1], \"duties\": [[]], \"people\": {}, \"frameCount\": -4, \"rate\": 9}"})
            QVERIFY(wellFormed(creditsPage(Json::parse(json))));
    }

    void thePageSpeaksTwoLanguagesAndClaimsLittle()
    {
        CreditsCollector collector;
        for (Frame frame = 0; frame < 100; ++frame)
            collector.add(frame,
                frame < 50 ? Sources(item("a"), Role::Shown) | Sources(item("b"), Role::Learned)
                           : Sources(item("b"), Role::Learned));
        Json record = creditsRecord(work(), collector, [](const Source& source) -> Json {
            return {{"id", source.id}, {"title", {{"it", "Onda " + source.id}, {"en", "Wave " + source.id}}}};
        });
        std::string page = creditsPage(record, {{"a", "data:image/png;base64,AAAA"}});
        QVERIFY(wellFormed(page));
        for (const char* words : {"lang=\"it\">Mostrate", "lang=\"en\">Shown", "Onda a", "Wave a", "Imparato da",
                 "could have taken part", "looks similar to", "0:00–0:02", "data:image/png;base64,AAAA"})
            QVERIFY2(page.find(words) != std::string::npos, words);
        std::string lower = page;
        std::transform(
            lower.begin(), lower.end(), lower.begin(), [](unsigned char letter) { return char(std::tolower(letter)); });
        for (const char* words : {"contains", "copied from", "cleared", "http://", "<script", "src=\"http"})
            QVERIFY2(lower.find(words) == std::string::npos, words);
    }

    void theTwoFilesLieBesideEachOther()
    {
        QTemporaryDir folder;
        std::filesystem::path path = folder.path().toStdString();
        CreditsCollector collector;
        collector.add(0, Sources(item("a"), Role::Shown));
        Json record = creditsRecord(work(), collector, {});
        VERIFY_OK(writeCredits(path, "", record));
        VERIFY_OK(writeCredits(path, "flood", record));
        auto back = readJson(path / "flood.credits.json");
        VERIFY_OK(back);
        QCOMPARE(*back, record);
        auto page = readFile(path / "credits.html");
        VERIFY_OK(page);
        QVERIFY(page->starts_with("<!doctype html>"));
    }
};

OPIFICIO_TEST_MAIN(CreditsTest)
#include "CreditsTest.moc"
