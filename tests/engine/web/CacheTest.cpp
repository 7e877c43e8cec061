// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/Cache.h"

#include "base/File.h"
#include "support/TestMain.h"

#include <QtCore/QTemporaryDir>

using namespace opificio;
namespace fs = std::filesystem;

class CacheTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aCacheBelowItsLimitIsLeftAlone()
    {
        keep("a", 1000, 5);
        QCOMPARE(pruneCache(folder(), 10'000, std::chrono::hours(1)), std::int64_t(0));
        QVERIFY(isThere("a"));
        QCOMPARE(pruneCache(folder() / "nowhere", 0, std::chrono::hours(1)), std::int64_t(0));
    }
    void whatWasUsedLongestAgoGoesFirstAndItsNoteWithIt()
    {
        keep("ab/new", 1000, 2);
        keep("ab/oldest", 1000, 9);
        keep("cd/older", 1000, 8);
        keep("cd/old", 1000, 7);
        // All together a little more than 4000 with their notes: two go until 2700 or fewer are left.
        QCOMPARE(pruneCache(folder(), 3000, std::chrono::hours(1)), std::int64_t(2000));
        QVERIFY(!isThere("ab/oldest") && !isThere("cd/older"));
        QVERIFY(!fs::exists(folder() / "ab/oldest.json") && !fs::exists(folder() / "cd/older.json"));
        QVERIFY(isThere("cd/old") && isThere("ab/new"));
        QVERIFY(fs::exists(folder() / "cd/old.json"));
    }
    void whatWasUsedJustNowStaysWhateverTheLimit()
    {
        keep("old", 1000, 5);
        keep("read", 1000, 0);
        QCOMPARE(pruneCache(folder(), 0, std::chrono::hours(1)), std::int64_t(1000));
        QVERIFY(isThere("read") && fs::exists(folder() / "read.json"));
        QVERIFY(!isThere("old"));
    }
    void whatBrokeOffGoesWithWhatIsKnownOfIt()
    {
        VERIFY_OK(writeFile(folder() / "a.part", std::string(1000, 'x')));
        VERIFY_OK(writeFile(folder() / "a.part.json", "{}"));
        age(folder() / "a.part", 5);
        QCOMPARE(pruneCache(folder(), 10, std::chrono::hours(1)), std::int64_t(1000));
        QVERIFY(!fs::exists(folder() / "a.part") && !fs::exists(folder() / "a.part.json"));
    }
    void aLinkLeadsNowhere()
    {
        const fs::path outside = fs::path(m_folder->path().toStdString()) / "outside";
        VERIFY_OK(writeFile(outside / "file", std::string(5000, 'x')));
        keep("a", 1000, 5);
        fs::create_symlink(outside / "file", folder() / "link");
        fs::create_directory_symlink(outside, folder() / "links");
        QCOMPARE(pruneCache(folder(), 10, std::chrono::hours(1)), std::int64_t(1000));
        QVERIFY(fs::exists(outside / "file"));
    }

private:
    fs::path folder() const { return fs::path(m_folder->path().toStdString()) / "web"; }
    bool isThere(const std::string& name) const { return fs::exists(folder() / (name + ".body")); }
    static void age(const fs::path& file, int hours)
    {
        fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(hours));
    }
    void keep(const std::string& name, std::size_t bytes, int hours) const
    {
        VERIFY_OK(writeFile(folder() / (name + ".body"), std::string(bytes, 'x')));
        VERIFY_OK(writeFile(folder() / (name + ".json"), "{}"));
        age(folder() / (name + ".body"), hours);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

OPIFICIO_TEST_MAIN(CacheTest)
#include "CacheTest.moc"
