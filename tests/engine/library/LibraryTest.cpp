// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "library/Dataset.h"
#include "library/Library.h"

#include <QTemporaryDir>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace opificio;

namespace {

Item itemOf(int number, const std::string& title, const std::string& right = "http://creativecommons.org/publicdomain/zero/1.0/")
{
    Item item;
    item.id = "test:" + std::to_string(number);
    item.title["en"] = title;
    item.rights.object = right;
    item.sharing = sharingOf(item);
    return item;
}

QStringList idsOf(const std::vector<Item>& items)
{
    QStringList ids;
    for (const Item& item : items)
        ids << QString::fromStdString(item.id);
    return ids;
}

} // namespace

class LibraryTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void anItemComesBackAsItWent()
    {
        auto library = Library::open(folder());
        VERIFY_OK(library);
        Item item = itemOf(1, "The sea");
        item.title["it"] = "Il mare";
        item.maker = {"Anna Atkins", "someone"};
        item.date = "c. 1865";
        item.years = parseDate(item.date);
        item.notes = {{{{"en", "A duty."}, {"it", "Un dovere."}}, true}, {{{"und", "A remark."}}}};
        item.collections = {"Mare"};
        item.subjects = {"alga", "cyanotype"};
        item.file = "/a/b.jpg";
        item.sha256 = std::string(64, 'a');
        item.width = 3;
        item.height = 4;
        item.mining = "DMI-ALLOWED";
        auto changes = library->put(std::span(&item, 1));
        VERIFY_OK(changes);
        QVERIFY(changes->front() == Library::Change::Added);
        changes = library->put(std::span(&item, 1));
        VERIFY_OK(changes);
        QVERIFY(changes->front() == Library::Change::Unchanged);
        auto again = Library::open(folder());
        VERIFY_OK(again);
        auto read = again->item("test:1");
        VERIFY_OK(read);
        QVERIFY(*read == item);
        auto byHash = again->item(std::string(10, 'a'));
        VERIFY_OK(byHash);
        QVERIFY(!again->item("test:2"));
        QCOMPARE(titleOf(*read, "it"), std::string("Il mare"));
    }
    void silenceDoesNotOverwriteAStatement()
    {
        auto library = Library::open(folder());
        VERIFY_OK(library);
        Item said = itemOf(1, "The sea"), silent;
        said.collections = {"A"};
        silent.id = said.id;
        silent.collections = {"B"};
        VERIFY_OK(library->put(std::vector{said, silent}));
        auto item = library->item("test:1");
        VERIFY_OK(item);
        QCOMPARE(titleOf(*item, "en"), std::string("The sea"));
        QCOMPARE(item->rights.object, said.rights.object);
        QCOMPARE(item->collections.size(), std::size_t(2));
    }
    void wordsAreFoundWhateverSignsTheyHold()
    {
        auto library = Library::open(folder());
        VERIFY_OK(library);
        Item sea = itemOf(1, "Città sul mare \"antica\""), war = itemOf(2, "War AND peace"),
             other = itemOf(3, "NOT near", "not stated");
        sea.holder = "Museo d'Arte";
        war.maker = {"Tolstoj"};
        VERIFY_OK(library->put(std::vector{sea, war, other}));
        auto found = [&](const std::string& words) { return idsOf(*library->search({.words = words})); };
        QCOMPARE(found("citta"), QStringList{QStringLiteral("test:1")});
        QCOMPARE(found("CITTÀ mar"), QStringList{QStringLiteral("test:1")});
        QCOMPARE(found("d'arte"), QStringList{QStringLiteral("test:1")});
        QCOMPARE(found("AND"), QStringList{QStringLiteral("test:2")});
        QCOMPARE(found("NOT near"), QStringList{QStringLiteral("test:3")});
        QCOMPARE(found("\"peace war\""), QStringList());
        QCOMPARE(found("\"war and\""), QStringList{QStringLiteral("test:2")});
        QCOMPARE(found("tolst"), QStringList{QStringLiteral("test:2")});
        QCOMPARE(found("tolst war"), QStringList());
        for (const char* hostile : {"\"", "*", "a*b", "title:war", "(", "NEAR(", "^war", "-war", "war\" OR \"x",
                 "'; DROP TABLE items; --", "\xff\xfe", ":"})
            VERIFY_OK(library->search({.words = hostile}));
        QCOMPARE(found("").size(), 3);
        QCOMPARE(found("*").size(), 0);
        QCOMPARE(idsOf(*library->search({.rights = "open"})).size(), 2);
        QCOMPARE(idsOf(*library->search({.rights = "not-stated"})), QStringList{QStringLiteral("test:3")});
        QCOMPARE(idsOf(*library->search({.rights = "CC0"})).size(), 2);
        QCOMPARE(idsOf(*library->search({.holder = "museo"})).size(), 1);
        QVERIFY(!library->search({.rights = "whatever"}));
    }
    void yearsAreFoundWhereSpansTouch()
    {
        auto library = Library::open(folder());
        VERIFY_OK(library);
        Item early = itemOf(1, "a"), late = itemOf(2, "b"), open = itemOf(3, "c"), none = itemOf(4, "d");
        early.years = Years{1401, 1500};
        late.years = Years{1860, 1870, true};
        open.years = Years{std::nullopt, 1644};
        VERIFY_OK(library->put(std::vector{early, late, open, none}));
        QCOMPARE(idsOf(*library->search({.from = 1500, .until = 1600})),
            (QStringList{QStringLiteral("test:1"), QStringLiteral("test:3")}));
        QCOMPARE(idsOf(*library->search({.from = 1865})), QStringList{QStringLiteral("test:2")});
    }
    void manyItemsAreSearchedAtOnce()
    {
        auto library = Library::open(folder());
        VERIFY_OK(library);
        std::vector<Item> items;
        for (int number = 0; number < 20000; ++number)
            items.push_back(itemOf(number, "common word" + std::to_string(number % 1000) + " title " + std::to_string(number)));
        VERIFY_OK(library->put(items));
        QCOMPARE(*library->count(), std::int64_t(20000));
        auto found = library->search({.words = "word77", .limit = 0});
        VERIFY_OK(found);
        // word77 and word770 to word779.
        QCOMPARE(found->size(), std::size_t(220));
        QCOMPARE(library->search({.words = "common"})->size(), std::size_t(100));
    }
    void severalThreadsWriteWithoutLosingAnything()
    {
        auto first = Library::open(folder());
        VERIFY_OK(first);
        std::atomic<int> failures = 0;
        auto write = [&](int from) {
            auto library = Library::open(folder());
            for (int number = from; library && number < from + 50; ++number) {
                const Item item = itemOf(number, "t");
                if (!library->put(std::span(&item, 1)))
                    ++failures;
            }
            failures += !library;
        };
        std::thread one(write, 0), two(write, 1000), three(write, 2000);
        one.join();
        two.join();
        three.join();
        QCOMPARE(failures.load(), 0);
        QCOMPARE(*first->count(), std::int64_t(150));
    }
    void aNewerLibraryIsLeftAlone()
    {
        VERIFY_OK(Library::open(folder()));
        run("PRAGMA user_version = 99");
        auto library = Library::open(folder());
        QVERIFY(!library);
        QCOMPARE(int(library.error().code), int(Error::Code::Newer));
        QVERIFY(QString::fromStdString(library.error().message).contains(QStringLiteral("newer version")));
    }
    void aLibraryThatCannotBeWrittenCanBeLookedThrough()
    {
        {
            auto library = Library::open(folder());
            VERIFY_OK(library);
            VERIFY_OK(library->put(std::vector{itemOf(1, "The sea")}));
        }
        using std::filesystem::perms;
        std::filesystem::permissions(folder(),
            perms::owner_read | perms::owner_exec | perms::group_read | perms::group_exec | perms::others_read
                | perms::others_exec);
        std::filesystem::permissions(folder() / "library.sqlite", perms::owner_read | perms::group_read | perms::others_read);
        // Root may write everywhere: a process that is somebody else looks.
        const pid_t child = ::fork();
        if (child == 0) {
            if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0))
                ::_exit(9);
            auto library = Library::open(folder());
            if (!library)
                ::_exit(1);
            auto found = library->search({.words = "sea"});
            if (!found || found->size() != 1)
                ::_exit(2);
            auto put = library->put(std::vector{itemOf(2, "Another")});
            ::_exit(!put && put.error().code == Error::Code::ReadOnly ? 0 : 3);
        }
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        std::filesystem::permissions(folder(), perms::owner_all);
        QCOMPARE(WEXITSTATUS(status), 0);
    }
    void aDamagedLibraryIsASentence()
    {
        std::ofstream(folder() / "library.sqlite") << std::string(5000, 'x');
        auto library = Library::open(folder());
        QVERIFY(!library);
        QCOMPARE(int(library.error().code), int(Error::Code::Unreadable));
        auto nowhere = Library::open("/proc/opificio");
        QVERIFY(!nowhere);
        QVERIFY(!nowhere.error().message.empty());
    }
    void aFullDiskLosesNothing()
    {
        auto library = Library::open(folder());
        VERIFY_OK(library);
        const Item kept = itemOf(1, "kept");
        VERIFY_OK(library->put(std::span(&kept, 1)));
        // No file may grow beyond what the library's log holds by now: what a full disk does.
        rlimit before = {};
        getrlimit(RLIMIT_FSIZE, &before);
        rlimit small = before;
        small.rlim_cur = 150'000;
        std::signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &small);
        std::vector<Item> many;
        for (int number = 2; number < 3000; ++number)
            many.push_back(itemOf(number, "a rather long title that takes its place on the disk " + std::to_string(number)));
        auto full = library->put(many);
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!full);
        QVERIFY(!full.error().message.empty());
        QCOMPARE(*library->count(), std::int64_t(1));
        VERIFY_OK(library->put(many));
    }

private:
    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    void run(const char* sql)
    {
        sqlite3* database = nullptr;
        QCOMPARE(sqlite3_open((folder() / "library.sqlite").c_str(), &database), SQLITE_OK);
        QCOMPARE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

OPIFICIO_TEST_MAIN(LibraryTest)
#include "LibraryTest.moc"
