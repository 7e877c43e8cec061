// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing that was shown as done is ever lost, and undo tells the truth.
#include "support/TestMain.h"

#include <algorithm>
#include <random>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QSignalSpy>
#include <QTemporaryDir>

#include "Document.h"
#include "base/File.h"
#include "base/Hash.h"
#include "graph/NodeType.h"

using namespace opificio;

namespace {

NodeTypes builtIn()
{
    auto types = NodeTypes::builtIn();
    return types ? *types : NodeTypes();
}

std::string hashOf(const Graph& graph)
{
    return sha256(printJsonLine(toJson(graph)));
}

// One act of a person who tries everything; the graph it leads to.
Graph randomAct(const Graph& graph, const NodeTypes& types, std::mt19937& random)
{
    Graph next = graph;
    std::vector<NodeId> ids;
    for (const auto& [id, node] : next.nodes)
        ids.push_back(id);
    auto pick = [&] { return ids[random() % ids.size()]; };
    static const char* const kinds[] = {"blur", "blend", "noise", "exposure", "vignette", "output", "text"};
    switch (ids.size() < 3 ? 0 : random() % 7) {
    case 0:
        next.add(kinds[random() % std::size(kinds)], {double(random() % 1000), double(random() % 1000)});
        break;
    case 1:
        (void)next.remove(pick(), random() % 2 ? Graph::Heal::Yes : Graph::Heal::No, types);
        break;
    case 2: {
        NodeId from = pick(), to = pick();
        if (const NodeType* type = types.find(next.nodes[to].type); type && !type->inputs.empty())
            (void)next.connect({from, "image", to, type->inputs[random() % type->inputs.size()].name}, types);
        break;
    }
    case 3:
        next.nodes[pick()].at = {double(random() % 4000) / 7, double(random() % 4000) / 3};
        break;
    case 4:
        next.nodes[pick()].muted ^= true;
        break;
    case 5:
        next.nodes[pick()].intent = "à la façon de " + std::to_string(random());
        break;
    case 6: {
        NodeId id = pick();
        if (const NodeType* type = types.find(next.nodes[id].type); type && !type->params.empty()) {
            const Param& param = type->params[random() % type->params.size()];
            if (param.type == Param::Type::Number) {
                double value = param.low + (param.high - param.low) * double(random() % 1000) / 999;
                if (random() % 3 == 0)
                    (void)next.setKey(id, param.name, {double(random() % 100) / 10, value, Key::Curve::Smooth}, types);
                else
                    (void)next.set(id, param.name, value, types);
            }
        }
        break;
    }
    }
    return next;
}

} // namespace

class DocumentTest : public test::Suite {
    Q_OBJECT

    QTemporaryDir m_folder;
    NodeTypes m_types = builtIn();
    int m_number = 0;

    std::filesystem::path fresh()
    {
        return std::filesystem::path(m_folder.path().toStdString()) / ("work" + std::to_string(++m_number));
    }

private Q_SLOTS:
    void undoAndRedoOfTwoThousandActsLeadBackToTheSameHashes()
    {
        std::mt19937 random(11);
        Document document;
        auto folder = fresh();
        VERIFY_OK(document.create(folder, {}));
        // A shadow of the steps, kept by the test alone.
        std::vector<std::string> hashes = {hashOf(document.graph())};
        std::size_t at = 0;
        for (int act = 0; act < 2000; ++act) {
            unsigned dice = random() % 10;
            if (dice < 2 && at > 0) {
                QVERIFY(document.canUndo());
                QVERIFY(document.undo());
                --at;
            } else if (dice < 3 && at + 1 < hashes.size()) {
                QVERIFY(document.redo());
                ++at;
            } else if (dice < 4 && at + 1 < hashes.size() && at > 0 && hashes.size() < 900) {
                at = random() % hashes.size();
                QVERIFY(document.goTo(int(at)));
            } else {
                Graph next = randomAct(document.graph(), m_types, random);
                bool same = next == document.graph();
                QVERIFY(document.edit(next, QStringLiteral("Act %1").arg(act)));
                if (!same) {
                    hashes.resize(at + 1);
                    hashes.push_back(hashOf(next));
                    at = hashes.size() - 1;
                }
            }
            if (hashes.size() > 1000) {
                hashes.erase(hashes.begin());
                --at;
            }
            QCOMPARE(hashOf(document.graph()), hashes[at]);
        }
        while (document.canUndo()) {
            QVERIFY(document.undo());
            --at;
            QCOMPARE(hashOf(document.graph()), hashes[at]);
        }
        QCOMPARE(at, std::size_t(0));
        while (document.canRedo()) {
            QVERIFY(document.redo());
            ++at;
        }
        QCOMPARE(hashOf(document.graph()), hashes.back());
        // And what lies on disk is what was shown last.
        Graph shown = document.graph();
        document.close();
        auto again = Work::open(folder.string() + ".opificio", Work::Access::Read);
        VERIFY_OK(again);
        QCOMPARE(hashOf(again->graph()), hashOf(shown));
    }

    void aProgramKilledTwoHundredTimesLosesNothingThatItShowed()
    {
        std::mt19937 random(5);
        auto folder = fresh();
        {
            Document document;
            VERIFY_OK(document.create(folder, {}));
        }
        folder += ".opificio";
        std::int64_t least = 0;
        for (int round = 0; round < 200; ++round) {
            int pipes[2];
            QCOMPARE(::pipe(pipes), 0);
            unsigned seed = random();
            pid_t child = ::fork();
            QVERIFY(child >= 0);
            if (child == 0) {
                // Edits as fast as it can, and says of each that it is done once edit() has come back.
                std::mt19937 own(seed);
                ::close(pipes[0]);
                Document document;
                if (!document.open(folder) || document.isReadOnly())
                    ::_exit(3);
                while (true) {
                    Graph next = randomAct(document.graph(), m_types, own);
                    if (next == document.graph() || next.nodes.size() > 30)
                        next = Graph();
                    if (!document.edit(next, QStringLiteral("act")))
                        ::_exit(4);
                    std::int64_t shown = document.work().edits();
                    if (::write(pipes[1], &shown, sizeof(shown)) != sizeof(shown))
                        ::_exit(5);
                }
            }
            ::close(pipes[1]);
            // At a random one of the first moments, in the middle of whatever it does.
            int acts = 1 + int(random() % 12);
            std::int64_t shown = 0, last = 0;
            for (int i = 0; i < acts && ::read(pipes[0], &shown, sizeof(shown)) == sizeof(shown); ++i)
                last = shown;
            ::kill(child, SIGKILL);
            int status = 0;
            ::waitpid(child, &status, 0);
            while (::read(pipes[0], &shown, sizeof(shown)) == sizeof(shown))
                last = shown;
            ::close(pipes[0]);
            QVERIFY2(WIFSIGNALED(status), "The child ended by itself.");
            auto work = Work::open(folder, Work::Access::Read);
            VERIFY_OK(work);
            QVERIFY2(work->edits() >= last,
                qPrintable(QStringLiteral("round %1: shown %2, kept %3").arg(round).arg(last).arg(work->edits())));
            QVERIFY(last > least);
            least = last;
            // Now and then somebody closes it as usual, which makes a snapshot.
            if (round % 20 == 19) {
                Document document;
                VERIFY_OK(document.open(folder));
                Graph next = document.graph();
                next.add("noise");
                QVERIFY(document.edit(next, QStringLiteral("Add Noise")));
            }
        }
    }

    void aSecondWindowLooksAndSaysWhy()
    {
        auto folder = fresh();
        Document first, second;
        VERIFY_OK(first.create(folder, {}));
        folder += ".opificio";
        Graph next = first.graph();
        next.add("noise");
        QVERIFY(first.edit(next, QStringLiteral("Add Noise")));
        VERIFY_OK(second.open(folder));
        QVERIFY(second.isReadOnly());
        QVERIFY(second.readOnlyReason().contains(QStringLiteral("another window")));
        QCOMPARE(second.graph(), first.graph());
        QSignalSpy failed(&second, &Document::failed);
        Graph other = second.graph();
        other.add("blur");
        QVERIFY(!second.edit(other, QStringLiteral("Add Blur")));
        QCOMPARE(failed.count(), 1);
        QCOMPARE(second.graph(), first.graph());
        // What the first goes on to write is seen after reading again; when it is closed, the second may write.
        QVERIFY(first.undo());
        second.refresh();
        QVERIFY(second.isReadOnly());
        QCOMPARE(second.graph(), first.graph());
        first.close();
        second.refresh();
        QVERIFY(!second.isReadOnly());
        QVERIFY(second.edit(other, QStringLiteral("Add Blur")));
    }

    void aGestureIsOneEditAndOneThatIsDroppedIsNone()
    {
        Document document;
        VERIFY_OK(document.create(fresh(), {}));
        Graph graph = document.graph();
        NodeId blur = graph.add("blur");
        QVERIFY(document.edit(graph, QStringLiteral("Add Blur")));
        std::int64_t before = document.work().edits();
        QSignalSpy changed(&document, &Document::changed);
        Graph dragged = graph;
        for (int i = 1; i <= 10; ++i) {
            dragged.nodes[blur].at = {double(i), 0};
            document.preview(dragged);
            QCOMPARE(document.graph(), dragged);
        }
        QCOMPARE(document.work().edits(), before);
        QCOMPARE(changed.count(), 10);
        QVERIFY(document.edit(dragged, QStringLiteral("Move Blur")));
        QCOMPARE(document.work().edits(), before + 1);
        QCOMPARE(document.undoLabel(), QStringLiteral("Move Blur"));
        QVERIFY(document.undo());
        QCOMPARE(document.graph(), graph);
        document.preview(dragged);
        document.dropPreview();
        QCOMPARE(document.graph(), graph);
        QCOMPARE(document.work().edits(), before + 2);
    }

    void anEditThatCannotBeWrittenChangesNothingAndIsSaid()
    {
        if (::geteuid() == 0 && std::filesystem::exists("/dev/full")) {
            // A journal that is /dev/full is a disk without room, also for root.
            auto folder = fresh();
            Document document;
            VERIFY_OK(document.create(folder, {}));
            folder += ".opificio";
            std::filesystem::create_symlink("/dev/full", folder / "journal.jsonl");
            QSignalSpy failed(&document, &Document::failed);
            Graph next = document.graph();
            next.add("noise");
            QVERIFY(!document.edit(next, QStringLiteral("Add Noise")));
            QCOMPARE(failed.count(), 1);
            QVERIFY(!failed.first().first().toString().isEmpty());
            QVERIFY(document.graph().nodes.empty());
            QVERIFY(!document.canUndo());
            // Room again: the same act works.
            std::filesystem::remove(folder / "journal.jsonl");
            QVERIFY(document.edit(next, QStringLiteral("Add Noise")));
            return;
        }
        QSKIP("Needs /dev/full.");
    }
};

OPIFICIO_TEST_MAIN(DocumentTest)
#include "DocumentTest.moc"
