// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept becomes a dataset whose name is its hash, and its rights are said before.
#include "support/TestMain.h"

#include "Shelf.h"

#include "base/File.h"
#include "library/Dataset.h"
#include "library/DatasetMaker.h"
#include "support/WebServer.h"

using namespace opificio;

class DatasetMakerTest : public test::Suite {
    Q_OBJECT

    std::unique_ptr<test::Home> m_home;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<DatasetMaker> m_maker;

private Q_SLOTS:
    void init()
    {
        m_maker.reset();
        m_session.reset();
        m_home = std::make_unique<test::Home>();
        auto library = Library::open();
        VERIFY_OK(library);
        std::vector<Item> items;
        items.push_back(test::itemWith(m_home->path(), 1, "One", "http://creativecommons.org/publicdomain/zero/1.0/"));
        items.push_back(test::itemWith(m_home->path(), 2, "Two", "http://rightsstatements.org/vocab/InC/1.0/"));
        items.push_back(test::itemWith(m_home->path(), 3, "Three", std::string(notStated)));
        items.back().mining = "DMI-PROHIBITED";
        items.push_back(test::itemWith(m_home->path(), 4, "A song", std::string(notStated)));
        items.back().type = "sound";
        items.back().width = items.back().height = 0;
        VERIFY_OK(library->put(items));
        m_session = std::make_unique<Session>();
        m_session->newWork(QStringLiteral("Trial"));
        m_maker = std::make_unique<DatasetMaker>();
        m_maker->setProperty("session", QVariant::fromValue(m_session.get()));
        m_maker->componentComplete();
        QSignalSpy looked(m_maker.get(), &DatasetMaker::summaryChanged);
        QVERIFY(looked.wait());
    }

    bool keep(const QStringList& items)
    {
        QSignalSpy looked(m_maker.get(), &DatasetMaker::summaryChanged);
        return m_session->shortlist()->decide(items, Shortlist::State::Kept) && looked.wait();
    }

    void theRightsAreSaidBefore()
    {
        QVERIFY(!m_maker->canMake());
        QVERIFY(keep({QStringLiteral("test:1"), QStringLiteral("test:2"), QStringLiteral("test:3"), QStringLiteral("test:4")}));
        QVERIFY(m_maker->canMake());
        QCOMPARE(m_maker->rights().size(), 3);
        QCOMPARE(m_maker->rights().constFirst().toMap().value(QStringLiteral("kind")).toString(), QStringLiteral("open"));
        QVERIFY(!m_maker->rights().constLast().toMap().value(QStringLiteral("training")).toString().isEmpty());
        // One reserves itself, one is no picture; what is private is counted, too.
        QVERIFY(m_maker->doubts().size() >= 2);
    }

    void theFrozenFileHasItsHashAsName()
    {
        QVERIFY(keep({QStringLiteral("test:2"), QStringLiteral("test:1"), QStringLiteral("test:4")}));
        Shortlist* shortlist = m_session->shortlist();
        shortlist->setName(QStringLiteral("Pair"));
        shortlist->setWhat(QStringLiteral("Two pictures."));
        shortlist->setLacks(QStringLiteral("All the others."));
        QSignalSpy made(m_maker.get(), &DatasetMaker::made);
        m_maker->make();
        QVERIFY(m_maker->isBusy());
        QVERIFY(made.wait());
        const auto path = pathOf(m_session->document()->folder()) / "datasets" / (utf8(m_maker->hash()) + ".json");
        auto dataset = readDataset(path);
        VERIFY_OK(dataset);
        QCOMPARE(dataset->items.size(), std::size_t(2));
        QCOMPARE(m_maker->items(), 2);
        QCOMPARE(dataset->items.front().item.id, std::string("test:2"));
        QCOMPARE(dataset->name, std::string("Pair"));
        QCOMPARE(textAt(at(dataset->card, "what"), "und"), std::string("Two pictures."));
        QCOMPARE(textAt(at(dataset->card, "lacks"), "und"), std::string("All the others."));
        // The work is whole without the library.
        VERIFY_OK(m_session->document()->work().media(dataset->items.front().item.sha256));
        // What is kept is another thing now than the dataset.
        QVERIFY(shortlist->decide({QStringLiteral("test:3")}, Shortlist::State::Kept));
        QVERIFY(m_maker->hash().isEmpty());
    }

    void itGoesIntoTheCompositionAsOneEdit()
    {
        QVERIFY(keep({QStringLiteral("test:1")}));
        QSignalSpy made(m_maker.get(), &DatasetMaker::made);
        m_maker->make();
        QVERIFY(made.wait());
        Document* document = m_session->document();
        const int steps = document->history()->rowCount();
        const QString id = m_maker->putIntoComposition();
        QVERIFY(!id.isEmpty());
        QCOMPARE(document->history()->rowCount(), steps + 1);
        const Node& node = document->graph().nodes.at(utf8(id));
        QCOMPARE(node.type, std::string("sequence"));
        QCOMPARE(node.values.text("dataset"), utf8(m_maker->hash()));
        // A new work shows it at once.
        QVERIFY(document->graph().linkTo(document->graph().output(), "image"));
        QVERIFY(document->undo());
        QVERIFY(!document->graph().nodes.contains(utf8(id)));
    }

    void whatLiesElsewhereIsFetchedBefore()
    {
        const auto folder = m_home->path() / "www";
        VERIFY_OK(makeFolder(folder));
        VERIFY_OK(writePng(folder / "one.png", test::testCard({64, 48}, 7)));
        test::WebServer server({QStringLiteral("--folder"), qtPath(folder)});
        QVERIFY(server.isRunning());
        auto library = Library::open();
        VERIFY_OK(library);
        VERIFY_OK(library->put(std::vector<Item>{
            test::itemAt("one", server.at("/files/one.png")), test::itemAt("two", server.at("/files/none.png"))}));
        QVERIFY(keep({QStringLiteral("test:one"), QStringLiteral("test:two"), QStringLiteral("test:1")}));
        QCOMPARE(m_maker->doubts(), QStringList(QStringLiteral("2 of them are fetched before the dataset is made.")));
        QSignalSpy made(m_maker.get(), &DatasetMaker::made);
        QSignalSpy told(m_maker.get(), &DatasetMaker::busyChanged);
        m_maker->make();
        QTRY_VERIFY(!m_maker->isBusy());
        QCOMPARE(made.count(), 1);
        // Begun, how far it is, and over.
        QVERIFY(told.count() > 2);
        QVERIFY(m_maker->busyWords().isEmpty());
        QCOMPARE(m_maker->items(), 2);
        // Why one did not come, and that it was left out.
        QCOMPARE(m_session->notices()->count(), 2);
        QVERIFY(std::filesystem::exists(library->item("test:one")->file));
    }

    void whatCannotBeFetchedMakesNoDataset()
    {
        auto library = Library::open();
        VERIFY_OK(library);
        std::string address;
        {
            test::WebServer server;
            address = server.at("/files/one.png");
        }
        VERIFY_OK(library->put(std::vector<Item>{test::itemAt("one", address)}));
        QVERIFY(keep({QStringLiteral("test:one")}));
        m_maker->make();
        QTRY_VERIFY(!m_maker->isBusy());
        QVERIFY(m_maker->hash().isEmpty());
        QCOMPARE(m_session->notices()->count(), 1);
    }

    void aFileThatIsGoneIsSaidBeforeAndRefused()
    {
        std::filesystem::remove(m_home->path() / "picture1.png");
        QVERIFY(keep({QStringLiteral("test:1")}));
        QCOMPARE(m_maker->doubts().size(), 1);
        m_maker->make();
        QTRY_VERIFY(!m_maker->isBusy());
        QVERIFY(m_maker->hash().isEmpty());
        QCOMPARE(m_session->notices()->count(), 1);
    }
};

OPIFICIO_TEST_MAIN(DatasetMakerTest)
#include "DatasetMakerTest.moc"
