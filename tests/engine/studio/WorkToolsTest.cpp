// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "base/File.h"
#include "base/Hash.h"
#include "graph/Work.h"
#include "studio/FreezeDataset.h"
#include "studio/WorkTools.h"

#include <QTemporaryDir>

#include <atomic>
#include <thread>

using namespace opificio;

namespace {

void nobody(std::string_view, std::string_view) { }

} // namespace

class WorkToolsTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("OPIFICIO_HOME", m_folder->filePath(QStringLiteral("home")).toUtf8());
    }

    void materialsOutliveTheWorkAndServeSeveralThreads()
    {
        std::filesystem::path folder;
        std::string hash;
        const Item item = picture("one");
        {
            auto work = Work::create(path("w"), {});
            VERIFY_OK(work);
            folder = work->folder();
            auto dataset = freezeInto(work->files(), {.name = "One", .items = {{item}}}, nobody);
            VERIFY_OK(dataset);
            hash = dataset->hash;
        }
        const Materials materials = materialsIn(folder);
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&, copy = materials] {
                for (int turn = 0; turn < 20; ++turn) {
                    auto file = copy.file(item.sha256);
                    auto dataset = copy.dataset(hash);
                    wrong += !file || *sha256OfFile(*file) != item.sha256 || !dataset || at(**dataset, "items").size() != 1
                        || copy.modelHasMemory(std::string(64, 'a'));
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }

    void aDatasetIsFrozenWhileTheWorkIsEdited()
    {
        auto work = Work::create(path("w"), {});
        VERIFY_OK(work);
        Item kept = picture("kept");
        kept.sharing = "private";
        std::vector<std::string> said;
        auto dataset = freezeInto(WorkFiles{work->folder()}, {.name = "Mine", .items = {{kept}, {kept}}},
            [&](std::string_view sentence, std::string_view) { said.emplace_back(sentence); });
        VERIFY_OK(dataset);
        QCOMPARE(said.size(), std::size_t(2)); // chosen twice, and private
        QVERIFY(work->media(kept.sha256));
        QCOMPARE(textAt(work->record(kept.sha256), "id"), kept.id);
        Graph next = work->graph();
        next.add("output");
        VERIFY_OK(work->edit(next, "add output"));
    }

    void whatIsNotThereAnyMoreIsNotFrozen()
    {
        auto work = Work::create(path("w"), {});
        VERIFY_OK(work);
        const Item gone = picture("gone"), there = picture("there");
        std::filesystem::remove(gone.file);
        auto refused = freezeInto(work->files(), {.items = {{there}, {gone}}}, nobody);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Error::Code::NotFound);
        QVERIFY(std::filesystem::is_empty(work->folder() / "datasets"));
        QVERIFY(std::filesystem::is_empty(work->folder() / "media"));
    }

private:
    std::filesystem::path path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)).toStdString(); }

    Item picture(const std::string& content) const
    {
        Item item;
        item.file = path(content.c_str());
        item.sha256 = sha256(content);
        item.id = item.sha256;
        item.type = "png";
        item.width = item.height = 10;
        if (!writeFile(item.file, content))
            qFatal("cannot write");
        return item;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

OPIFICIO_TEST_MAIN(WorkToolsTest)
#include "WorkToolsTest.moc"
