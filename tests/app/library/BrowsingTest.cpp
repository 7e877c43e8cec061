// SPDX-License-Identifier: GPL-3.0-or-later
// What institutions publish is looked through page by page; what is wrong is a sentence, and the way back stays.
#include "support/TestMain.h"

#include "Shelf.h"

#include "base/File.h"
#include "library/Browsing.h"
#include "support/WebServer.h"

#include <QClipboard>
#include <QGuiApplication>

using namespace opificio;

namespace {

// The server writes its own address in place of @BASE@.
std::string manifest(int canvases)
{
    Json items = Json::array();
    for (int number = 1; number <= canvases; ++number) {
        const std::string id = "@BASE@/canvas/" + std::to_string(number);
        const Json body
            = {{"id", "@BASE@/files/small.png"}, {"type", "Image"}, {"format", "image/png"}, {"width", 800}, {"height", 600}};
        const Json painting
            = {{"id", id + "/a"}, {"type", "Annotation"}, {"motivation", "painting"}, {"target", id}, {"body", body}};
        const Json page = {{"id", id + "/p"}, {"type", "AnnotationPage"}, {"items", Json::array({painting})}};
        const Json label = {{"none", Json::array({"f. " + std::to_string(number)})}};
        items.push_back(
            {{"id", id}, {"type", "Canvas"}, {"width", 800}, {"height", 600}, {"label", label}, {"items", Json::array({page})}});
    }
    auto words = [](const char* english) { return Json{{"en", Json::array({english})}}; };
    const Json provider = {{"id", "@BASE@/about"}, {"type", "Agent"}, {"label", words("Museo Civico")}};
    return printJsonLine({{"@context", "http://iiif.io/api/presentation/3/context.json"}, {"id", "@BASE@/files/manifest.json"},
        {"type", "Manifest"}, {"label", words("Views of Rome")}, {"summary", words("Sheets.")},
        {"rights", "http://creativecommons.org/publicdomain/mark/1.0/"},
        {"requiredStatement", {{"label", words("To be named")}, {"value", words("Courtesy of the museum")}}},
        {"provider", Json::array({provider})}, {"items", items}});
}

// Version 2 gives the pages of a collection.
std::string collection(int page, int pages)
{
    const std::string number = std::to_string(page);
    auto member = [](const std::string& file, const std::string& label) {
        return Json{{"@id", "@BASE@/files/" + file}, {"@type", "sc:Manifest"}, {"label", label}};
    };
    Json json = {{"@context", "http://iiif.io/api/presentation/2/context.json"}, {"@id", "@BASE@/files/page" + number + ".json"},
        {"@type", "sc:Collection"}, {"label", "All of it"}, {"total", 4},
        {"manifests", Json::array({member("manifest.json", "Sheets " + number), member("none.json", "Gone " + number)})}};
    if (page < pages)
        json["next"] = "@BASE@/files/page" + std::to_string(page + 1) + ".json";
    return printJsonLine(json);
}

} // namespace

class BrowsingTest : public test::Suite {
    Q_OBJECT

    std::unique_ptr<test::Home> m_home;
    std::unique_ptr<test::WebServer> m_server;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Browsing> m_browsing;

    void give(const std::string& name, const std::string& content)
    {
        VERIFY_OK(writeFile(m_home->path() / "www" / name, content));
    }
    // Waits for the answer.
    void open(const std::string& path)
    {
        m_browsing->open(qt(m_server->at(path)));
        QVERIFY(m_browsing->isBusy());
        QTRY_VERIFY(!m_browsing->isBusy());
    }
    QString at(int row, Browsing::Role role) const { return m_browsing->data(m_browsing->index(row), role).toString(); }

private Q_SLOTS:
    void init()
    {
        m_browsing.reset();
        m_session.reset();
        m_home = std::make_unique<test::Home>();
        VERIFY_OK(makeFolder(m_home->path() / "www"));
        give("manifest.json", manifest(3));
        give("page1.json", collection(1, 2));
        give("page2.json", collection(2, 2));
        give("page.html", "<!DOCTYPE html><html><body>Sorry</body></html>");
        give("words.json", "{\"a\": 1}");
        give("cut.json", manifest(2).substr(0, 300));
        m_server
            = std::make_unique<test::WebServer>(QStringList{QStringLiteral("--folder"), qt((m_home->path() / "www").string())});
        QVERIFY(m_server->isRunning());
        m_session = std::make_unique<Session>();
        m_browsing = std::make_unique<Browsing>();
        m_browsing->setProperty("session", QVariant::fromValue(m_session.get()));
    }
    void cleanup()
    {
        m_browsing.reset();
        m_session.reset();
        m_server.reset();
    }

    void itBeginsWithPlaces()
    {
        QCOMPARE(m_browsing->kind(), Browsing::Kind::Places);
        QVERIFY(m_browsing->count() > 0);
        QVERIFY(!m_browsing->canGoBack());
        QVERIFY(!at(0, Browsing::LabelRole).isEmpty());
        QVERIFY(!m_browsing->isBusy());
    }

    void aThingShowsItsPicturesAndWhatIsAskedOfWhoeverShowsThem()
    {
        open("/files/manifest.json");
        QVERIFY2(m_browsing->problem().isEmpty(), qPrintable(m_browsing->problem()));
        QCOMPARE(m_browsing->kind(), Browsing::Kind::Thing);
        QCOMPARE(m_browsing->title(), QStringLiteral("Views of Rome"));
        QCOMPARE(m_browsing->holder(), QStringLiteral("Museo Civico"));
        QCOMPARE(m_browsing->statement(), QStringLiteral("Courtesy of the museum"));
        QCOMPARE(m_browsing->rightsKind(), QStringLiteral("open"));
        QCOMPARE(m_browsing->total(), qint64(3));
        QCOMPARE(m_browsing->count(), 3);
        QCOMPARE(at(1, Browsing::LabelRole), QStringLiteral("f. 2"));
        QVERIFY(at(1, Browsing::ThumbnailRole).startsWith(QStringLiteral("image://web/")));
        QVERIFY(m_browsing->address().endsWith(QStringLiteral("/files/manifest.json")));
        m_browsing->back();
        QCOMPARE(m_browsing->kind(), Browsing::Kind::Places);
    }

    void aCollectionIsReadPageByPage()
    {
        open("/files/page1.json");
        QVERIFY2(m_browsing->problem().isEmpty(), qPrintable(m_browsing->problem()));
        QCOMPARE(m_browsing->kind(), Browsing::Kind::Collection);
        QCOMPARE(m_browsing->total(), qint64(4));
        QCOMPARE(m_browsing->count(), 2);
        QVERIFY(m_browsing->hasMore());
        QSignalSpy inserted(m_browsing.get(), &QAbstractItemModel::rowsInserted);
        m_browsing->more();
        QTRY_COMPARE(m_browsing->count(), 4);
        QCOMPARE(inserted.count(), 1);
        QVERIFY(!m_browsing->hasMore());
        QCOMPARE(at(2, Browsing::LabelRole), QStringLiteral("Sheets 2"));
        // In, and back to where one was.
        m_browsing->enter(2);
        QTRY_COMPARE(m_browsing->kind(), Browsing::Kind::Thing);
        m_browsing->enter(0);
        QVERIFY(!m_browsing->isBusy());
        m_browsing->back();
        QCOMPARE(m_browsing->count(), 4);
        // What is listed and gone.
        m_browsing->enter(1);
        QTRY_VERIFY(!m_browsing->problem().isEmpty());
        QCOMPARE(m_browsing->kind(), Browsing::Kind::Collection);
        m_browsing->forgive();
        QVERIFY(m_browsing->problem().isEmpty());
    }

    void whatIsWrongIsASentence_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("a web page") << QByteArray("/files/page.html");
        QTest::newRow("JSON of another kind") << QByteArray("/files/words.json");
        QTest::newRow("cut short") << QByteArray("/files/cut.json");
        QTest::newRow("not there") << QByteArray("/files/none.json");
        QTest::newRow("a login") << QByteArray("/login");
    }
    void whatIsWrongIsASentence()
    {
        QFETCH(QByteArray, path);
        open(path.toStdString());
        QVERIFY(m_browsing->problem().endsWith(QChar::fromLatin1('.'))
            || m_browsing->problem().contains(QStringLiteral("127.0.0.1")));
        QCOMPARE(m_browsing->kind(), Browsing::Kind::Places);
        QVERIFY(m_browsing->count() > 0);
        // The next one is shown as if nothing had been.
        open("/files/manifest.json");
        QVERIFY(m_browsing->problem().isEmpty());
        QCOMPARE(m_browsing->count(), 3);
    }

    void aServerThatIsGoneIsASentence()
    {
        const std::string address = m_server->at("/files/manifest.json");
        m_server->stop();
        m_browsing->open(qt(address));
        QTRY_VERIFY(!m_browsing->isBusy());
        QVERIFY(!m_browsing->problem().isEmpty());
    }

    void aStopIsAtOnceAndTheNewestQuestionCounts()
    {
        m_browsing->open(qt(m_server->at("/silent")));
        QVERIFY(m_browsing->isBusy());
        m_browsing->stop();
        QVERIFY(!m_browsing->isBusy());
        QVERIFY(m_browsing->problem().isEmpty());
        m_browsing->open(qt(m_server->at("/silent")));
        open("/files/manifest.json");
        QCOMPARE(m_browsing->kind(), Browsing::Kind::Thing);
        QCOMPARE(m_browsing->count(), 3);
    }

    void onlyAnAddressIsTakenFromTheClipboard()
    {
        QGuiApplication::clipboard()->setText(QStringLiteral(" https://museum.example/manifest.json\n"));
        QCOMPARE(m_browsing->clipboardAddress(), QStringLiteral("https://museum.example/manifest.json"));
        QGuiApplication::clipboard()->setText(QStringLiteral("https://museum.example and more"));
        QVERIFY(m_browsing->clipboardAddress().isEmpty());
        QGuiApplication::clipboard()->setText(QStringLiteral("file:///etc/passwd"));
        QVERIFY(m_browsing->clipboardAddress().isEmpty());
    }
};

int main(int argc, char** argv)
{
    QGuiApplication application(argc, argv);
    test::LogGuard guard;
    test::LogGuard::current() = &guard;
    BrowsingTest suite;
    return QTest::qExec(&suite, argc, argv);
}
#include "BrowsingTest.moc"
