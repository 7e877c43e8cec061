// SPDX-License-Identifier: GPL-3.0-or-later
// What is dropped comes into the library; what cannot come says why, and a stop keeps what came.
#include "support/TestMain.h"

#include "Shelf.h"

#include "base/File.h"
#include "library/ItemModel.h"
#include "support/WebServer.h"

#include <fstream>

using namespace opificio;

class ImportingTest : public test::Suite {
    Q_OBJECT

    std::unique_ptr<test::Home> m_home;
    std::unique_ptr<Session> m_session;

    static constexpr int patienceMs = 120'000;
    static QUrl url(const std::filesystem::path& path) { return QUrl::fromLocalFile(qtPath(path)); }
    bool ended()
    {
        return QTest::qWaitFor([this] { return m_session->importing()->hasEnded(); }, patienceMs);
    }

private Q_SLOTS:
    void init()
    {
        m_session.reset();
        m_home = std::make_unique<test::Home>();
        m_session = std::make_unique<Session>();
    }

    void filesAndFoldersAreAskedAboutOnceAndComeOneAfterTheOther()
    {
        const auto folder = m_home->path() / "scans";
        VERIFY_OK(makeFolder(folder));
        for (int number = 0; number < 5; ++number)
            VERIFY_OK(writePng(folder / (std::to_string(number) + ".png"), test::testCard({64, 48}, number)));
        const auto single = m_home->path() / "single.png";
        VERIFY_OK(writePng(single, test::testCard({64, 64}, 9)));
        Importing* importing = m_session->importing();
        QSignalSpy published(importing, &Importing::published);
        importing->offer({url(folder), url(single), QUrl(QStringLiteral("https://example.org/picture.jpg"))});
        QVERIFY(importing->isAsking());
        // An address is looked at first.
        QCOMPARE(published.count(), 1);
        QCOMPARE(published.front().front().toString(), QStringLiteral("https://example.org/picture.jpg"));
        QVERIFY(importing->offered().startsWith(QStringLiteral("scans")));
        QSignalSpy came(importing, &Importing::came);
        importing->answer(Importing::Origin::Mine);
        QVERIFY(!importing->isAsking());
        QVERIFY(importing->isRunning());
        QCOMPARE(importing->waiting(), 1);
        QVERIFY(ended());
        QVERIFY(came.count() >= 2);
        QCOMPARE(importing->remarks().size(), 0);
        auto library = Library::open();
        VERIFY_OK(library);
        auto items = library->search({.limit = 0});
        VERIFY_OK(items);
        QCOMPARE(items->size(), std::size_t(6));
        QCOMPARE(items->front().origin, std::string("mine"));
        // Doing it again changes nothing.
        importing->offer({url(folder)});
        importing->answer(Importing::Origin::Mine);
        QVERIFY(ended());
        QVERIFY(importing->summary().contains(QStringLiteral("as before")));
    }

    void picturesThatLieElsewhereAreFetched()
    {
        const auto folder = m_home->path() / "www";
        VERIFY_OK(makeFolder(folder));
        VERIFY_OK(writePng(folder / "one.png", test::testCard({64, 48}, 1)));
        test::WebServer server({QStringLiteral("--folder"), qtPath(folder)});
        QVERIFY(server.isRunning());
        auto library = Library::open();
        VERIFY_OK(library);
        VERIFY_OK(library->put(std::vector<Item>{test::itemAt("one", server.at("/files/one.png")),
            test::itemAt("two", server.at("/files/none.png")), test::itemWith(m_home->path(), 3, "Here", "")}));
        Importing* importing = m_session->importing();
        importing->fetch({QStringLiteral("test:one"), QStringLiteral("test:two"), QStringLiteral("test:3")});
        QVERIFY(importing->isRunning());
        QVERIFY(importing->isFetching());
        QVERIFY(ended());
        QVERIFY(!importing->isFetching());
        QCOMPARE(importing->summary(), QStringLiteral("Pictures: 1 fetched, 1 here already, 1 not fetched."));
        QCOMPARE(importing->remarks().size(), 1);
        const Item item = *library->item("test:one");
        QVERIFY(std::filesystem::exists(item.file));
        QCOMPARE(item.width, 64);
        QVERIFY(library->item("test:two")->file.empty());
    }

    void whatIsNotWantedAfterAllIsNotBrought()
    {
        m_session->importing()->offer({url(m_home->path())});
        m_session->importing()->forget();
        QVERIFY(!m_session->importing()->isAsking());
        QVERIFY(!m_session->importing()->isRunning());
    }

    void damagedFilesArePassedOverWithTheirReasonsAndTheRestComes()
    {
        REQUIRE_FIXTURES();
        const auto folder = m_home->path() / "mixed";
        VERIFY_OK(makeFolder(folder));
        std::filesystem::copy(test::fixtures() / "broken/truncated.jpg", folder / "truncated.jpg");
        VERIFY_OK(writeFile(folder / "words.jpg", "this is no picture"));
        VERIFY_OK(writePng(folder / "good.png", test::testCard({64, 48})));
        std::filesystem::copy(folder / "good.png", folder / "twin.png");
        Importing* importing = m_session->importing();
        importing->offer({url(folder)});
        importing->answer(Importing::Origin::Institution);
        QVERIFY(ended());
        QCOMPARE(importing->remarks().size(), 3);
        for (const QVariant& remark : importing->remarks())
            QVERIFY(remark.toMap().value(QStringLiteral("sentence")).toString().endsWith(QChar::fromLatin1('.')));
        auto library = Library::open();
        VERIFY_OK(library);
        QCOMPARE(*library->count(), std::int64_t(1));
    }

    void aSourceThatHoldsNothingSaysSo()
    {
        const auto folder = m_home->path() / "empty";
        VERIFY_OK(makeFolder(folder));
        Importing* importing = m_session->importing();
        importing->offer({url(folder), url(m_home->path() / "not there.jpg")});
        importing->answer(Importing::Origin::Unknown);
        QVERIFY(ended());
        QCOMPARE(importing->remarks().size(), 2);
    }

    void realPicturesComeWithTheirThumbnails()
    {
        REQUIRE_FIXTURES();
        Importing* importing = m_session->importing();
        importing->offer({url(test::fixtures() / "images_embedded")});
        importing->answer(Importing::Origin::Institution);
        QVERIFY(ended());
        auto library = Library::open();
        VERIFY_OK(library);
        auto items = library->search({.limit = 0});
        VERIFY_OK(items);
        QVERIFY(items->size() > 3);
        QVERIFY(std::filesystem::is_directory(m_home->path() / "thumbnails"));
    }

    void aStopKeepsWhatCame()
    {
        // A list without an end: the import goes on until it is told to stop.
        const auto folder = m_home->path() / "many";
        VERIFY_OK(makeFolder(folder));
        for (int number = 0; number < 400; ++number)
            VERIFY_OK(writePng(folder / (std::to_string(1000 + number) + ".png"), test::testCard({96, 64}, number)));
        Importing* importing = m_session->importing();
        importing->offer({url(folder)});
        importing->answer(Importing::Origin::Mine);
        QVERIFY(QTest::qWaitFor([&] { return importing->progress() > 0; }, patienceMs));
        importing->stop();
        QVERIFY(ended());
        QVERIFY(importing->wasStopped());
        auto library = Library::open();
        VERIFY_OK(library);
        QVERIFY(*library->count() >= 64);
        QVERIFY(!importing->summary().isEmpty());
    }

    void theFirstCollectionIsOfferedUntilItWasBrought()
    {
        const auto folder = m_home->path() / "collections/prima";
        VERIFY_OK(makeFolder(folder));
        VERIFY_OK(writePng(folder / "one.png", test::testCard({64, 48})));
        VERIFY_OK(writeFile(folder / "collection.json",
            R"({"format": "opificio.collection/1", "title": {"en": "First things"}, "items": [{"file": "one.png", "title": {"en": "One"}}]})"));
        Importing* importing = m_session->importing();
        QSignalSpy changed(importing, &Importing::firstChanged);
        importing->lookForFirst();
        QVERIFY(changed.wait());
        QVERIFY(importing->isFirstOffered());
        importing->bringFirst();
        QVERIFY(ended());
        QTRY_VERIFY(!importing->isFirstOffered());
    }
};

OPIFICIO_TEST_MAIN(ImportingTest)
#include "ImportingTest.moc"
