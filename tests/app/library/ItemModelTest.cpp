// SPDX-License-Identifier: GPL-3.0-or-later
// What was asked for is found, the newest question wins, and what is kept is neither lost nor beyond undo.
#include "support/TestMain.h"

#include "Shelf.h"

#include "base/File.h"
#include "library/ItemModel.h"

using namespace opificio;

namespace {

const std::string cc0 = "http://creativecommons.org/publicdomain/zero/1.0/";
const std::string inCopyright = "http://rightsstatements.org/vocab/InC/1.0/";

} // namespace

class ItemModelTest : public test::Suite {
    Q_OBJECT

    std::unique_ptr<test::Home> m_home;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ItemModel> m_items;

    // Waits for the answer to everything that was asked so far.
    bool settled()
    {
        QSignalSpy answered(m_items.get(), &ItemModel::answered);
        m_items->refresh();
        return answered.wait();
    }
    QStringList titles() const
    {
        QStringList titles;
        for (int row = 0; row < m_items->count(); ++row)
            titles.append(m_items->data(m_items->index(row), ItemModel::TitleRole).toString());
        return titles;
    }
    QVariant at(int row, ItemModel::Role role) const { return m_items->data(m_items->index(row), role); }
    void make()
    {
        m_items = std::make_unique<ItemModel>();
        m_items->setProperty("session", QVariant::fromValue(m_session.get()));
        m_items->componentComplete();
    }

private Q_SLOTS:
    void init()
    {
        m_items.reset();
        m_session.reset();
        m_home = std::make_unique<test::Home>();
        auto library = Library::open();
        VERIFY_OK(library);
        std::vector<Item> items;
        items.push_back(test::itemWith(m_home->path(), 1, "Colosseum", cc0));
        items.back().maker = {"Urse Ovidiu"};
        items.back().date = "2009";
        items.back().years = Years{2009, 2009};
        items.push_back(test::itemWith(m_home->path(), 2, "Bridge over the Reno", inCopyright));
        items.back().date = "1870";
        items.back().years = Years{1870, 1870};
        items.push_back(test::itemWith(m_home->path(), 3, "River in flood", std::string(notStated)));
        items.back().collections = {"Flood"};
        items.push_back(test::itemWith(m_home->path(), 4, "River at night", cc0));
        items.back().collections = {"Flood"};
        VERIFY_OK(library->put(items));
        m_session = std::make_unique<Session>();
        m_session->newWork(QStringLiteral("Trial"));
        QVERIFY(m_session->document()->isOpen());
        make();
        QSignalSpy answered(m_items.get(), &ItemModel::answered);
        QVERIFY(answered.wait());
    }

    void everythingIsThereInTheOrderOfItsComing()
    {
        QCOMPARE(m_items->count(), 4);
        QCOMPARE(m_items->total(), 4);
        QCOMPARE(titles().constFirst(), QStringLiteral("Colosseum"));
        QCOMPARE(at(0, ItemModel::RightsKindRole).toString(), QStringLiteral("open"));
        QCOMPARE(at(2, ItemModel::RightsKindRole).toString(), QStringLiteral("not stated"));
        QVERIFY(at(0, ItemModel::ThumbnailRole).toString().startsWith(QStringLiteral("image://thumbnails/")));
        QCOMPARE(at(0, ItemModel::SpokenRole).toString(), QStringLiteral("Colosseum, Urse Ovidiu, CC0 1.0"));
        QCOMPARE(m_items->collections().size(), 1);
    }

    void whatWasNotFetchedYetIsFoundAndKeptAllTheSame()
    {
        auto library = Library::open();
        VERIFY_OK(library);
        VERIFY_OK(library->put(std::vector<Item>{test::itemAt("Elsewhere", "http://127.0.0.1:9/one.jpg")}));
        m_items->setWords(QStringLiteral("elsew"));
        m_items->setRights(QStringLiteral("open"));
        QVERIFY(settled());
        QCOMPARE(m_items->count(), 1);
        QVERIFY(at(0, ItemModel::ElsewhereRole).toBool());
        QVERIFY(at(0, ItemModel::Sha256Role).toString().isEmpty());
        QVERIFY(at(0, ItemModel::SpokenRole).toString().endsWith(QStringLiteral(", not fetched yet")));
        QVERIFY(at(0, ItemModel::ThumbnailRole).toString().startsWith(QStringLiteral("image://thumbnails/")));
        m_items->keep(0);
        QVERIFY(at(0, ItemModel::KeptRole).toBool());
        QCOMPARE(m_session->shortlist()->keptItems(), QStringList(QStringLiteral("test:Elsewhere")));
        m_items->widen();
        QVERIFY(settled());
        QVERIFY(!at(0, ItemModel::ElsewhereRole).toBool());
    }

    void wordsRightsCollectionsAndYearsNarrow()
    {
        m_items->setWords(QStringLiteral("riv"));
        QVERIFY(settled());
        QCOMPARE(m_items->count(), 2);
        QVERIFY(m_items->isNarrowed());
        m_items->setRights(QStringLiteral("open"));
        QVERIFY(settled());
        QCOMPARE(titles(), QStringList(QStringLiteral("River at night")));
        // How many there would be of the others is still said.
        QCOMPARE(m_items->rightsCounts().at(4).toMap().value(QStringLiteral("count")).toInt(), 1);
        m_items->widen();
        m_items->setYears(QStringLiteral("XIX secolo"));
        QVERIFY(settled());
        QCOMPARE(titles(), QStringList(QStringLiteral("Bridge over the Reno")));
        QCOMPARE(m_items->yearsUnderstood(), QStringLiteral("1801–1900"));
        m_items->setYears(QStringLiteral("when we were young"));
        QVERIFY(!m_items->yearsProblem().isEmpty());
        m_items->widen();
        m_items->setCollection(QStringLiteral("Flood"));
        QVERIFY(settled());
        QCOMPARE(m_items->count(), 2);
    }

    void theNewestQuestionWins()
    {
        const QStringList typed
            = {QStringLiteral("c"), QStringLiteral("co"), QStringLiteral("nothing"), QStringLiteral("bridge")};
        for (const QString& words : typed)
            m_items->setWords(words);
        QTRY_COMPARE(titles(), QStringList(QStringLiteral("Bridge over the Reno")));
        QVERIFY(settled());
        QCOMPARE(titles(), QStringList(QStringLiteral("Bridge over the Reno")));
    }

    void whatComesLaterIsAddedWithoutAReset()
    {
        QSignalSpy reset(m_items.get(), &QAbstractItemModel::modelReset);
        QSignalSpy inserted(m_items.get(), &QAbstractItemModel::rowsInserted);
        auto library = Library::open();
        VERIFY_OK(library);
        Item changed = *library->item("test:2");
        changed.title["en"] = "Old bridge";
        VERIFY_OK(library->put(std::vector<Item>{test::itemWith(m_home->path(), 5, "Tower", cc0), changed}));
        QVERIFY(settled());
        QCOMPARE(m_items->count(), 5);
        QCOMPARE(titles().at(1), QStringLiteral("Old bridge"));
        QCOMPARE(reset.count(), 0);
        QCOMPARE(inserted.count(), 1);
    }

    void theyAreSortedByDateTitleAndMaker()
    {
        m_items->setOrder(ItemModel::Order::ByDate);
        QVERIFY(settled());
        QCOMPARE(titles().mid(0, 2), QStringList({QStringLiteral("Bridge over the Reno"), QStringLiteral("Colosseum")}));
        m_items->setOrder(ItemModel::Order::ByTitle);
        QVERIFY(settled());
        QCOMPARE(titles().constLast(), QStringLiteral("River in flood"));
        m_items->setOrder(ItemModel::Order::ByMaker);
        QVERIFY(settled());
        QCOMPARE(titles().constFirst(), QStringLiteral("Colosseum"));
    }

    void whatIsKeptIsKeptForTheWorkAndCanBeUndone()
    {
        Document* document = m_session->document();
        m_items->keepOrSkip(0);
        QVERIFY(at(0, ItemModel::KeptRole).toBool());
        QCOMPARE(at(0, ItemModel::SpokenRole).toString(), QStringLiteral("Colosseum, Urse Ovidiu, CC0 1.0, kept"));
        m_items->keepOrSkip(0);
        QVERIFY(at(0, ItemModel::SkippedRole).toBool());
        m_items->mark(2, true);
        m_items->mark(3, true);
        m_items->keepOrSkip(0);
        QCOMPARE(m_session->shortlist()->kept(), 2);
        QCOMPARE(m_session->shortlist()->skipped(), 1);
        QCOMPARE(document->undoLabel(), QStringLiteral("Keep 2 items"));
        // Three acts, three steps; beside them an edit of the graph.
        QVERIFY(document->undo());
        QCOMPARE(m_session->shortlist()->kept(), 0);
        QVERIFY(document->undo());
        QVERIFY(at(0, ItemModel::KeptRole).toBool());
        QVERIFY(document->undo());
        QVERIFY(!document->canUndo());
        QVERIFY(!at(0, ItemModel::KeptRole).toBool());
        QVERIFY(document->goTo(3));
        QCOMPARE(m_session->shortlist()->kept(), 2);
        QVERIFY(!document->canRedo());
    }

    void editsOfTheGraphAndOfTheListAreOneHistory()
    {
        Document* document = m_session->document();
        m_items->keep(0);
        Graph next = document->graph();
        next.frames = 77;
        QVERIFY(document->edit(next, QStringLiteral("Make it longer")));
        m_items->keep(1);
        QVERIFY(document->undo());
        QCOMPARE(m_session->shortlist()->kept(), 1);
        QCOMPARE(document->frames(), 77);
        QVERIFY(document->undo());
        QVERIFY(document->frames() != 77);
        QCOMPARE(m_session->shortlist()->kept(), 1);
        QVERIFY(document->goTo(0));
        QCOMPARE(m_session->shortlist()->kept(), 0);
        QVERIFY(document->goTo(3));
        QCOMPARE(m_session->shortlist()->kept(), 2);
        QCOMPARE(document->frames(), 77);
    }

    void nothingThatWasKeptIsLost()
    {
        m_items->keep(3);
        m_items->keep(1);
        m_items->skip(0);
        m_session->shortlist()->setWhat(QStringLiteral("Water."));
        QVERIFY(m_session->document()->undo());
        m_session->shortlist()->setWhat(QStringLiteral("A river."));
        const QString folder = m_session->document()->folder();
        // As after a power cut in the middle of a line.
        VERIFY_OK(appendLine(pathOf(folder) / "selection.jsonl", R"({"set": {"test:2": ["skip", 9]}})"));
        std::filesystem::resize_file(
            pathOf(folder) / "selection.jsonl", std::filesystem::file_size(pathOf(folder) / "selection.jsonl") - 4);
        m_items.reset();
        m_session = std::make_unique<Session>();
        m_session->openWork(folder);
        Shortlist* shortlist = m_session->shortlist();
        QCOMPARE(shortlist->keptItems(), QStringList({QStringLiteral("test:4"), QStringLiteral("test:2")}));
        QCOMPARE(shortlist->stateOf(QStringLiteral("test:1")), Shortlist::State::Skipped);
        QCOMPARE(shortlist->what(), QStringLiteral("A river."));
        // The torn line is gone, and what follows is not behind it.
        QVERIFY(shortlist->decide({QStringLiteral("test:3")}, Shortlist::State::Kept));
        m_session = std::make_unique<Session>();
        m_session->openWork(folder);
        QCOMPARE(m_session->shortlist()->kept(), 3);
    }

    void aLongFileIsWrittenAnewAndSaysTheSame()
    {
        for (int turn = 0; turn < 1100; ++turn)
            m_session->shortlist()->decide(
                {QStringLiteral("test:%1").arg(1 + turn % 2)}, turn / 2 % 2 ? Shortlist::State::Kept : Shortlist::State::Skipped);
        const QStringList kept = m_session->shortlist()->keptItems();
        const QString folder = m_session->document()->folder();
        const auto before = std::filesystem::file_size(pathOf(folder) / "selection.jsonl");
        m_items.reset();
        m_session = std::make_unique<Session>();
        m_session->openWork(folder);
        QVERIFY(std::filesystem::file_size(pathOf(folder) / "selection.jsonl") < before / 10);
        QCOMPARE(m_session->shortlist()->keptItems(), kept);
    }

    void aWorkThatCanOnlyBeLookedAtKeepsNothing()
    {
        const QString folder = m_session->document()->folder();
        Session other;
        other.openWork(folder);
        QVERIFY(other.document()->isReadOnly());
        QVERIFY(!other.shortlist()->isEnabled());
        const int said = other.notices()->count();
        QVERIFY(!other.shortlist()->decide({QStringLiteral("test:1")}, Shortlist::State::Kept));
        QVERIFY(other.notices()->count() >= said);
        QCOMPARE(other.shortlist()->kept(), 0);
    }

    void onlyWhatIsKeptOrUndecidedIsShownWhereThatIsAsked()
    {
        m_items->keep(0);
        m_items->setShow(ItemModel::Show::Undecided);
        QVERIFY(settled());
        QCOMPARE(m_items->count(), 3);
        m_items->skip(0);
        QTRY_COMPARE(m_items->count(), 2);
        m_items->setShow(ItemModel::Show::Skipped);
        QVERIFY(settled());
        QCOMPARE(titles(), QStringList(QStringLiteral("Bridge over the Reno")));
        QVERIFY(m_session->document()->undo());
        QTRY_COMPARE(m_items->count(), 0);
    }

    void aLibraryThatCannotBeReadSaysWhy()
    {
        m_items.reset();
        std::filesystem::remove(m_home->path() / "library.sqlite-wal");
        VERIFY_OK(writeFile(m_home->path() / "library.sqlite", std::string(4096, 'x')));
        make();
        QSignalSpy answered(m_items.get(), &ItemModel::answered);
        QVERIFY(answered.wait());
        QVERIFY(m_items->problem().contains(QStringLiteral("damaged")));
        QCOMPARE(m_items->count(), 0);
    }
};

OPIFICIO_TEST_MAIN(ItemModelTest)
#include "ItemModelTest.moc"
