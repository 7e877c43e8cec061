// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include <fstream>

#include <QTemporaryDir>

#include "base/File.h"
#include "graph/NodeType.h"
#include "graph/Work.h"

using namespace opificio;

class WorkTest : public test::Suite {
    Q_OBJECT

    static NodeTypes types()
    {
        auto built = NodeTypes::builtIn();
        return built ? *built : NodeTypes();
    }
    static std::filesystem::path place(const QTemporaryDir& folder, const char* name)
    {
        return std::filesystem::path(folder.path().toStdString()) / name;
    }

    // A work with an edit for each of the count: a blur is added and set.
    static std::filesystem::path edited(const QTemporaryDir& folder, int count)
    {
        auto work = Work::create(place(folder, "flood"), Graph());
        if (!work)
            return {};
        auto all = types();
        for (int i = 0; i < count; ++i) {
            Graph graph = work->graph();
            NodeId id = graph.add("blur");
            if (!graph.set(id, "radius", 0.001 * i, all) || !work->edit(graph, "add blur"))
                return {};
        }
        return work->folder();
    }

private Q_SLOTS:
    void anEditSurvivesWithoutASnapshot()
    {
        QTemporaryDir folder;
        auto path = edited(folder, 5);
        auto work = Work::open(path, Work::Access::Read);
        VERIFY_OK(work);
        QCOMPARE(work->graph().nodes.size(), std::size_t(5));
        QCOMPARE(work->edits(), std::int64_t(5));
    }
    void aJournalCutAtAnyByteLosesOnlyWhatWasTorn()
    {
        QTemporaryDir folder;
        auto path = edited(folder, 2);
        auto whole = readFile(path / "journal.jsonl");
        VERIFY_OK(whole);
        for (std::size_t length = 0; length <= whole->size(); ++length) {
            std::ofstream(path / "journal.jsonl", std::ios::binary | std::ios::trunc) << whole->substr(0, length);
            auto work = Work::open(path, Work::Access::Write);
            VERIFY_OK(work);
            auto lines = std::count(whole->begin(), whole->begin() + std::ptrdiff_t(length), '\n');
            QCOMPARE(work->graph().nodes.size(), std::size_t(lines));
            // What was torn is cut off: the next edit begins a line of its own.
            Graph graph = work->graph();
            graph.add("output");
            VERIFY_OK(work->edit(graph, "add output"));
            VERIFY_OK(Work::open(path, Work::Access::Read));
        }
    }
    void aLineDamagedInTheMiddleIsSaidAndNothingIsChanged()
    {
        QTemporaryDir folder;
        auto path = edited(folder, 3);
        auto whole = *readFile(path / "journal.jsonl");
        whole[whole.find('\n') + 5] = '\x01';
        std::ofstream(path / "journal.jsonl", std::ios::binary | std::ios::trunc) << whole;
        auto work = Work::open(path, Work::Access::Write);
        QVERIFY(!work);
        QCOMPARE(work.error().code, Error::Code::Unreadable);
        QVERIFY(work.error().message.find("line 2") != std::string::npos);
        QCOMPARE(*readFile(path / "journal.jsonl"), whole);
    }
    void aSecondWriterIsRefusedAndAReaderIsNot()
    {
        QTemporaryDir folder;
        auto path = edited(folder, 1);
        auto first = Work::open(path, Work::Access::Write);
        VERIFY_OK(first);
        auto second = Work::open(path, Work::Access::Write);
        QVERIFY(!second);
        QCOMPARE(second.error().code, Error::Code::Busy);
        auto reader = Work::open(path, Work::Access::Read);
        VERIFY_OK(reader);
        Graph graph = reader->graph();
        graph.add("noise");
        auto refused = reader->edit(graph, "add noise");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Error::Code::ReadOnly);
    }
    void aWorkOfANewerVersionIsLeftAlone()
    {
        QTemporaryDir folder;
        auto path = edited(folder, 1);
        auto json = *readJson(path / "work.json");
        json["format"] = "opificio.work/99";
        VERIFY_OK(writeJson(path / "work.json", json));
        auto before = *readFile(path / "work.json");
        auto work = Work::open(path, Work::Access::Write);
        QVERIFY(!work);
        QCOMPARE(work.error().code, Error::Code::Newer);
        QCOMPARE(*readFile(path / "work.json"), before);
    }
    void unknownKeysAreKept()
    {
        QTemporaryDir folder;
        auto path = edited(folder, 1);
        auto json = *readJson(path / "work.json");
        json["soundtrack"] = {{"file", "x"}};
        VERIFY_OK(writeJson(path / "work.json", json));
        auto work = Work::open(path, Work::Access::Write);
        VERIFY_OK(work);
        VERIFY_OK(work->snapshot());
        QCOMPARE(textAt(at(*readJson(path / "work.json"), "soundtrack"), "file"), std::string("x"));
    }
    void hostileFilesAreSentences()
    {
        for (const char* text : {"", "[]", "{", "{\"format\":\"opificio.work/1\"}",
                 "{\"format\":\"opificio.work/1\",\"nodes\":{},\"links\":[[1,2,3,4]]}",
                 "{\"format\":\"opificio.work/1\",\"nodes\":{\"../../x\":{\"type\":\"blur\"}},\"links\":[]}",
                 "{\"format\":\"opificio.work/1\",\"nodes\":{},\"links\":[],\"size\":[1000000000,2]}",
                 "{\"format\":\"opificio.work/1\",\"nodes\":{},\"links\":[],\"rate\":\"0/0\"}"}) {
            QTemporaryDir folder;
            auto path = place(folder, "bad.opificio");
            VERIFY_OK(writeFile(path / "work.json", text));
            auto work = Work::open(path, Work::Access::Read);
            QVERIFY2(!work, text);
            QVERIFY(!work.error().message.empty());
        }
    }
    void aFrozenDatasetThatWasChangedIsRefused()
    {
        QTemporaryDir folder;
        auto path = edited(folder, 1);
        std::string content = "{\"items\": []}\n";
        std::string hash = sha256(content);
        VERIFY_OK(writeFile(path / "datasets" / (hash + ".json"), content));
        auto work = Work::open(path, Work::Access::Read);
        VERIFY_OK(work);
        VERIFY_OK(work->dataset(hash));
        VERIFY_OK(writeFile(path / "datasets" / (hash + ".json"), content + " "));
        QVERIFY(!work->dataset(hash));
    }
};

OPIFICIO_TEST_MAIN(WorkTest)
#include "WorkTest.moc"
