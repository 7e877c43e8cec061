// SPDX-License-Identifier: GPL-3.0-or-later
// Manifests, collections and content states from a server, all the way into the library.
#include "library/Import.h"

#include "base/File.h"
#include "base/Json.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "image/ImageFile.h"
#include "support/TestMain.h"
#include "support/WebServer.h"
#include "web/Address.h"

#include <QtCore/QTemporaryDir>

using namespace opificio;
namespace fs = std::filesystem;

namespace {

Json manifest(const std::string& id, int pages, const Json& label)
{
    Json canvases = Json::array();
    for (int page = 1; page <= pages; ++page) {
        const std::string canvas = id + "/canvas/" + std::to_string(page);
        canvases.push_back({{"id", canvas}, {"type", "Canvas"}, {"label", {{"none", {"f. " + std::to_string(page)}}}},
            {"width", 60}, {"height", 40},
            {"items",
                {{{"type", "AnnotationPage"},
                    {"items",
                        {{{"type", "Annotation"}, {"motivation", "painting"}, {"target", canvas},
                            {"body", {{"id", "@BASE@/files/a.jpg"}, {"type", "Image"}}}}}}}}}});
    }
    return {{"@context", "http://iiif.io/api/presentation/3/context.json"}, {"id", id}, {"type", "Manifest"}, {"label", label},
        {"items", canvases}};
}

std::string packed(const std::string& text)
{
    return QByteArray::fromStdString(percentEncoded(text))
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        .toStdString();
}

} // namespace

class IiifImportTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        fs::create_directories(path("files"));
        qputenv("OPIFICIO_HOME", QFile::encodeName(m_folder->filePath(QStringLiteral("home"))));
        m_server = std::make_unique<test::WebServer>(
            QStringList{QStringLiteral("--folder"), m_folder->filePath(QStringLiteral("files"))});
        QVERIFY2(m_server->isRunning(), "python3 did not start the server of the tests.");
        m_library = std::make_unique<Library>(std::move(*Library::open(path("library"))));
        VERIFY_OK(writeJpeg(path("files/a.jpg"),
            Image({60, 40}, Image::Format::Rgba8, ColourSpace::Display, std::vector<std::byte>(60 * 40 * 4, std::byte(200))),
            90));
    }
    void cleanup() { setLanguage("en"); }

    void pagesOfVersionTwoAreFollowed()
    {
        volumes(4);
        serve("top.json",
            {{"@context", "http://iiif.io/api/presentation/2/context.json"}, {"@id", "@BASE@/files/top.json"},
                {"@type", "sc:Collection"}, {"label", "Letters"}, {"total", 4}, {"first", "@BASE@/files/1.json"},
                {"last", "@BASE@/files/2.json"}});
        serve("1.json",
            {{"@id", "@BASE@/files/1.json"}, {"@type", "sc:Collection"}, {"within", "@BASE@/files/top.json"}, {"startIndex", 0},
                {"next", "@BASE@/files/2.json"}, {"manifests", {member(1, true), member(2, true)}}});
        serve("2.json",
            {{"@id", "@BASE@/files/2.json"}, {"@type", "sc:Collection"}, {"within", "@BASE@/files/top.json"}, {"startIndex", 2},
                {"manifests", {member(3, true), member(4, true)}}});
        const auto report = bring(at("top.json"));
        VERIFY_OK(report);
        QCOMPARE(report->added, std::int64_t(4));
        QCOMPARE(report->collection, std::string("Letters"));
        QVERIFY(report->skipped.empty() && report->remarks.empty());
    }
    void pagesOfVersionThreeAreFollowedAndACircleEnds()
    {
        volumes(3);
        const Json next = {{"id", "2.json"}, {"type", "CollectionPage"}}, again = {{"id", "1.json"}, {"type", "CollectionPage"}};
        serve("top.json",
            {{"@context", "http://iiif.io/api/presentation/3/context.json"}, {"id", "@BASE@/files/top.json"},
                {"type", "Collection"}, {"label", {{"en", {"Letters"}}}}, {"items", {member(1, false)}}, {"next", next}});
        serve(
            "1.json", {{"id", "@BASE@/files/1.json"}, {"type", "CollectionPage"}, {"items", {member(2, false)}}, {"next", next}});
        // The second leads to the first, and names what is known already.
        serve("2.json",
            {{"id", "@BASE@/files/2.json"}, {"type", "CollectionPage"}, {"items", {member(1, false), member(3, false)}},
                {"next", again}});
        const auto report = bring(at("top.json"));
        VERIFY_OK(report);
        QCOMPARE(report->added, std::int64_t(3));
        QVERIFY(report->skipped.empty());
        // Nothing is said of a limit that was never reached.
        QVERIFY2(report->remarks.empty(), report->remarks.empty() ? "" : report->remarks[0].c_str());
    }
    void aPageThatFailsIsSaidAndWhatCameStays()
    {
        volumes(2);
        Json second = member(2, true), lost = member(9, true);
        lost["label"] = "Lost";
        serve("top.json",
            {{"@id", "@BASE@/files/top.json"}, {"@type", "sc:Collection"}, {"label", "Letters"}, {"total", 6},
                {"manifests", {member(1, true), lost, second}}, {"next", "@BASE@/files/gone.json"}});
        const auto report = bring(at("top.json"));
        VERIFY_OK(report);
        QCOMPARE(report->added, std::int64_t(2));
        QCOMPARE(report->skipped.size(), std::size_t(2));
        QCOMPARE(report->skipped[0].what, std::string("Lost"));
        QVERIFY(report->skipped[1].sentence.find("gone.json") != std::string::npos);
        VERIFY_OK(writeFile(path("files/gone.json"), "<html><body>Sorry</body></html>"));
        const auto page = bring(at("top.json"));
        VERIFY_OK(page);
        QCOMPARE(page->unchanged, std::int64_t(2));
        QVERIFY(page->skipped.back().sentence.find("web page") != std::string::npos);
    }
    void aLimitIsSaid()
    {
        volumes(3);
        serve("top.json",
            {{"@id", "@BASE@/files/top.json"}, {"@type", "sc:Collection"}, {"label", "Letters"},
                {"manifests", {member(1, true), member(2, true), member(3, true)}}});
        ImportOptions options;
        options.values.set("limit", std::int64_t(2));
        const auto report = bring(at("top.json"), options);
        VERIFY_OK(report);
        QCOMPARE(report->added, std::int64_t(2));
        QCOMPARE(report->remarks.size(), std::size_t(1));
        QVERIFY(report->remarks[0].find("3 manifests") != std::string::npos);
    }
    void whatChangedAtTheServerIsFetchedAnewAndNothingIsDoubled()
    {
        serve("m.json", manifest("@BASE@/files/m.json", 2, {{"en", {"Draft"}}}));
        QCOMPARE(bring(at("m.json"))->added, std::int64_t(2));
        forgetFreshness();
        auto report = bring(at("m.json"));
        VERIFY_OK(report);
        QCOMPARE(report->unchanged, std::int64_t(2));
        QCOMPARE(report->added + report->changed, std::int64_t(0));
        // The server has another file now, with another mark: a page more, and a title that was put right.
        serve("m.json", manifest("@BASE@/files/m.json", 3, {{"en", {"Finished"}}}));
        forgetFreshness();
        ImportOptions options{.collection = "Draft"};
        report = bring(at("m.json"), options);
        VERIFY_OK(report);
        QCOMPARE(report->added, std::int64_t(1));
        QCOMPARE(report->changed, std::int64_t(2));
        QCOMPARE(*m_library->count(), std::int64_t(3));
        const auto found = m_library->search({.limit = 0});
        VERIFY_OK(found);
        QCOMPARE(found->size(), std::size_t(3));
        for (const Item& item : *found)
            QVERIFY(titleOf(item, "en").starts_with("Finished"));
        forgetFreshness();
        report = bring(at("m.json"), options);
        VERIFY_OK(report);
        QCOMPARE(report->unchanged, std::int64_t(3));
        QCOMPARE(report->added + report->changed, std::int64_t(0));
    }
    void contentStatesLeadToWhatTheyName_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<int>("items");
        const char* whole = "{\"id\": \"%1/m.json\", \"type\": \"Manifest\"}";
        const char* page
            = "{\"id\": \"%1/m.json/canvas/2\", \"type\": \"Canvas\", \"partOf\": [{\"id\": \"%1/m.json\", \"type\": "
              "\"Manifest\"}]}";
        const char* part
            = "{\"type\": \"Annotation\", \"motivation\": [\"contentState\"], \"target\": {\"id\": "
              "\"%1/m.json/canvas/2#xywh=1,2,3,4\", \"type\": \"Canvas\", \"partOf\": [{\"id\": \"%1/m.json\", \"type\": "
              "\"Manifest\"}]}}";
        const char* specific = "{\"type\": \"Annotation\", \"motivation\": \"contentState\", \"target\": {\"type\": "
                               "\"SpecificResource\", \"source\": {\"id\": \"%1/m.json/canvas/1\", \"type\": \"Canvas\", "
                               "\"partOf\": {\"id\": \"%1/m.json\", \"type\": \"Manifest\"}}}}";
        QTest::newRow("JSON of a manifest") << whole << 3;
        QTest::newRow("JSON of a page") << page << 1;
        QTest::newRow("JSON of a part") << part << 1;
        QTest::newRow("JSON of a source") << specific << 1;
        for (auto [name, state, items] : {std::tuple{"a manifest", whole, 3}, std::tuple{"a page", page, 1},
                 std::tuple{"a part", part, 1}, std::tuple{"a source", specific, 1}}) {
            QTest::newRow((std::string("packed, ") + name).c_str()) << QStringLiteral("packed:") + QLatin1String(state) << items;
            QTest::newRow((std::string("in a link, ") + name).c_str()) << QStringLiteral("link:") + QLatin1String(state) << items;
        }
        QTest::newRow("a viewer's link") << "https://viewer.example/mirador/?theme=dark&manifest=%1/m.json" << 3;
        QTest::newRow("a viewer's link behind #") << "https://viewer.example/uv.html#?manifest=%1/m.json&c=0&m=0&cv=1" << 3;
        QTest::newRow("a link to a page") << "https://viewer.example/?manifest=%1/m.json&canvas=%1/m.json/canvas/3" << 1;
        QTest::newRow("a link with an address") << "https://viewer.example/?iiif-content=%1/m.json" << 3;
    }
    void contentStatesLeadToWhatTheyName()
    {
        QFETCH(QString, given);
        QFETCH(int, items);
        serve("m.json", manifest("@BASE@/files/m.json", 3, {{"en", {"Three"}}}));
        std::string source = given.toStdString();
        for (std::size_t mark = source.find("%1"); mark != std::string::npos; mark = source.find("%1"))
            source.replace(mark, 2, m_server->at("/files"));
        if (source.starts_with("packed:"))
            source = packed(source.substr(7));
        else if (source.starts_with("link:"))
            source = "https://viewer.example/?iiif-content=" + packed(source.substr(5));
        const auto report = bring(source);
        VERIFY_OK(report);
        QVERIFY2(report->skipped.empty(), report->skipped.empty() ? "" : report->skipped[0].sentence.c_str());
        QCOMPARE(report->added, std::int64_t(items));
    }
    void whatAStateNamesWithoutAManifestIsSaid()
    {
        const auto report = bring("{\"type\": \"Canvas\", \"id\": \"https://a.example/canvas/1\"}");
        QVERIFY(!report);
        QVERIFY(report.error().message.find("no manifest") != std::string::npos);
    }
    void aCollectionIsNamedInTheLanguageOfThePersonAndKeepsItsName()
    {
        serve(
            "m.json", manifest("@BASE@/files/m.json", 1, {{"it", {"Le lettere"}}, {"en", {"The letters"}}, {"fr", {"Lettres"}}}));
        QCOMPARE(bring(at("m.json"))->collection, std::string("The letters"));
        setLanguage("it");
        const auto again = bring(at("m.json"));
        VERIFY_OK(again);
        QCOMPARE(again->collection, std::string("The letters"));
        QCOMPARE(again->unchanged, std::int64_t(1));
        QCOMPARE(m_library->collections()->size(), std::size_t(1));
        serve("n.json", manifest("@BASE@/files/n.json", 1, {{"it", {"I disegni"}}, {"en", {"The drawings"}}}));
        QCOMPARE(bring(at("n.json"))->collection, std::string("I disegni"));
        QCOMPARE(m_library->search({.limit = 0})->front().title.size() + m_library->search({.limit = 0})->back().title.size(),
            std::size_t(5));
    }
    void aNameThatIsTooLongEndsAtACharacter()
    {
        std::string long1 = "x";
        while (long1.size() < 500)
            long1 += "è";
        serve("m.json", manifest("@BASE@/files/m.json", 1, {{"none", {long1}}}));
        const auto report = bring(at("m.json"));
        VERIFY_OK(report);
        QCOMPARE(report->collection.size(), std::size_t(199));
        QVERIFY(QString::fromStdString(report->collection).endsWith(QStringLiteral("è")));
    }

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }
    std::string at(const std::string& name) const { return m_server->at("/files/" + name); }
    void serve(const std::string& name, const Json& json) const { VERIFY_OK(writeFile(path("files/" + name), json.dump())); }
    void volumes(int count) const
    {
        for (int number = 1; number <= count; ++number) {
            const std::string name = "v" + std::to_string(number) + ".json";
            serve(name, manifest("@BASE@/files/" + name, 1, {{"en", {"Volume " + std::to_string(number)}}}));
        }
    }
    static Json member(int number, bool isOld)
    {
        const std::string id = "@BASE@/files/v" + std::to_string(number) + ".json";
        if (isOld)
            return {{"@id", id}, {"@type", "sc:Manifest"}, {"label", "Volume " + std::to_string(number)}};
        return {{"id", id}, {"type", "Manifest"}, {"label", {{"en", {"Volume " + std::to_string(number)}}}}};
    }
    // As if a day had passed: what is kept is asked about again.
    static void forgetFreshness()
    {
        for (const auto& entry : fs::recursive_directory_iterator(homeFolder() / "web")) {
            if (entry.path().extension() != ".json")
                continue;
            Json note = *readJson(entry.path());
            note["fresh"] = 0;
            VERIFY_OK(writeJson(entry.path(), note));
        }
    }
    Result<ImportReport> bring(const std::string& source, ImportOptions options = {})
    {
        options.values.set("size", std::int64_t(0));
        Task task;
        return importSource(*m_library, source, options, task);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<test::WebServer> m_server;
    std::unique_ptr<Library> m_library;
};

OPIFICIO_TEST_MAIN(IiifImportTest)
#include "IiifImportTest.moc"
