// SPDX-License-Identifier: GPL-3.0-or-later
// Every verb of the hand is one act, one step of undo, and says in words when it cannot be.
#include "ComposeSuite.h"

#include <random>

#include <QClipboard>
#include <QSignalSpy>

#include "compose/BackdropModel.h"
#include "compose/NodeList.h"
#include "compose/NodeText.h"

using namespace opificio;
using opificio::test::Desk;

class GraphModelTest : public test::Suite {
    Q_OBJECT

    // Does it, and looks whether it was one step that undo takes back whole.
    template<typename Act> static void oneStep(Desk& desk, Act act)
    {
        Graph before = desk.now();
        std::size_t steps = desk.document().at();
        act();
        if (desk.document().at() != steps + 1)
            QFAIL(qPrintable(QStringLiteral("%1 steps instead of one").arg(desk.document().at() - steps)));
        QVERIFY(desk.now() != before);
        Graph after = desk.now();
        QVERIFY(desk.document().undo());
        QVERIFY(desk.now() == before);
        QVERIFY(desk.document().redo());
        QVERIFY(desk.now() == after);
    }

private Q_SLOTS:
    void rowsSayWhatANodeIs()
    {
        Desk desk;
        QCOMPARE(desk.graph->count(), 3);
        auto data = [&](const NodeId& id, GraphModel::Role role) {
            return desk.graph->data(desk.graph->index(desk.graph->rowOf(qt(id))), role);
        };
        QCOMPARE(data(desk.blur, GraphModel::LabelRole).toString(), QStringLiteral("Blur"));
        QCOMPARE(data(desk.blur, GraphModel::NameRole).toString(), QStringLiteral("Blur, gets its picture from Item, ready"));
        QCOMPARE(data(desk.item, GraphModel::StateRole).toInt(), int(GraphModel::Waiting));
        QVERIFY(data(desk.item, GraphModel::SentenceRole).toString().contains(QStringLiteral("Nothing is chosen yet")));
        QVERIFY(!data(desk.output, GraphModel::HasOutputRole).toBool());
        QCOMPARE(data(desk.blur, GraphModel::InputsRole).toList().size(), 1);
        desk.graph->rename(qt(desk.blur), QStringLiteral("  soft\nlight "));
        QCOMPARE(data(desk.blur, GraphModel::LabelRole).toString(), QStringLiteral("soft light"));
        QVERIFY(data(desk.output, GraphModel::NameRole).toString().contains(QStringLiteral("from soft light")));
    }
    void aNodeThatIsNotKnownIsShownAndSaysSo()
    {
        Graph graph;
        NodeId strange = graph.add("strange"), output = graph.add("output");
        graph.links = {{strange, "image", output, "image"}};
        Desk desk(graph);
        const GraphModel::Row* row = desk.graph->find(strange);
        QCOMPARE(row->state, GraphModel::Unknown);
        QVERIFY(row->sentence.contains(QStringLiteral("strange")));
        QCOMPARE(desk.graph->wires().size(), std::size_t(1));
    }
    void rowsThatStayAreNotMadeAnew()
    {
        Desk desk;
        QSignalSpy resets(desk.graph.get(), &QAbstractItemModel::modelReset);
        QSignalSpy removed(desk.graph.get(), &QAbstractItemModel::rowsRemoved);
        QSignalSpy inserted(desk.graph.get(), &QAbstractItemModel::rowsInserted);
        desk.graph->selectNone();
        desk.graph->add(QStringLiteral("noise"), {0, 300});
        desk.graph->nudge(10, 0);
        desk.document().undo();
        desk.document().undo();
        QCOMPARE(resets.size(), 0);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(removed.size(), 1);
        QCOMPARE(desk.graph->count(), 3);
    }
    void addingLeadsTheChainThroughTheNewNode()
    {
        Desk desk;
        desk.select({desk.item});
        QString id;
        oneStep(desk, [&] { id = desk.graph->add(QStringLiteral("vignette"), {100, 100}); });
        QVERIFY(desk.linked(desk.item, utf8(id), "inputImage"));
        QVERIFY(desk.linked(utf8(id), desk.blur, "inputImage"));
        QCOMPARE(desk.document().undoLabel(), QStringLiteral("Add Vignette"));
        QCOMPARE(desk.graph->selection(), QStringList(id));
        // Two that were selected feed the two inputs, the upper one the first.
        desk.graph->selectNone();
        NodeId other = utf8(desk.graph->add(QStringLiteral("noise"), {0, 400}));
        desk.select({desk.item, other});
        NodeId blend = utf8(desk.graph->add(QStringLiteral("blend"), {260, 300}));
        QVERIFY(desk.linked(desk.item, blend, "inputImage"));
        QVERIFY(desk.linked(other, blend, "overImage"));
    }
    void addingAtAWireFitsItsEnd()
    {
        Desk desk;
        oneStep(desk, [&] { desk.graph->addAtWire(QStringLiteral("edge"), {300, 300}, qt(desk.item), {}); });
        QVERIFY(desk.linked(desk.item, utf8(desk.graph->current()), "inputImage"));
        desk.graph->addAtWire(QStringLiteral("noise"), {0, 300}, qt(desk.blur), QStringLiteral("inputImage"));
        QVERIFY(desk.linked(utf8(desk.graph->current()), desk.blur, "inputImage"));
        oneStep(desk, [&] { desk.graph->addInto(QStringLiteral("grain"), {400, 0}, qt(desk.output), QStringLiteral("image")); });
        QVERIFY(desk.linked(utf8(desk.graph->current()), desk.output, "image"));
        QSignalSpy refused(desk.graph.get(), &GraphModel::refused);
        QVERIFY(desk.graph->addInto(QStringLiteral("noise"), {400, 0}, qt(desk.output), QStringLiteral("image")).isEmpty());
        QCOMPARE(refused.size(), 1);
    }
    void linksAreRefusedInWords()
    {
        Desk desk;
        QSignalSpy refused(desk.graph.get(), &GraphModel::refused);
        std::size_t steps = desk.document().at();
        QVERIFY(!desk.graph->connectNodes(qt(desk.blur), qt(desk.item), QStringLiteral("image")));
        QVERIFY(!desk.graph->connectNodes(qt(desk.output), qt(desk.blur), QStringLiteral("inputImage")));
        NodeId edge = utf8(desk.graph->addAfter(qt(desk.blur), QStringLiteral("edge")));
        QVERIFY(!desk.graph->connectNodes(qt(edge), qt(desk.blur), QStringLiteral("inputImage")));
        QCOMPARE(refused.size(), 3);
        QCOMPARE(refused[0][0].toString(), QStringLiteral("item takes no picture."));
        QVERIFY(refused[2][0].toString().contains(QStringLiteral("circle")));
        QCOMPARE(desk.document().at(), steps + 1);
        QVERIFY(desk.graph->refusal(desk.item, desk.output, "image").isEmpty());
        QVERIFY(!desk.graph->refusal(edge, desk.blur, "inputImage").isEmpty());
    }
    void connectingDisconnectingAndCuttingAreOneStepEach()
    {
        Desk desk;
        oneStep(desk, [&] { desk.graph->connectNodes(qt(desk.item), qt(desk.output), QStringLiteral("image")); });
        QCOMPARE(desk.document().undoLabel(), QStringLiteral("Connect Item to Output"));
        oneStep(desk, [&] { desk.graph->disconnectInput(qt(desk.blur), QStringLiteral("inputImage")); });
        oneStep(desk, [&] { desk.graph->connectToNode(qt(desk.item), qt(desk.blur)); });
        QVERIFY(desk.linked(desk.item, desk.blur, "inputImage"));
        oneStep(desk, [&] { desk.graph->cut({0, 1}); });
        QVERIFY(desk.now().links.empty());
    }
    void removingAndExtractingHeal()
    {
        Desk desk;
        desk.select({desk.blur});
        oneStep(desk, [&] { desk.graph->removeSelected(); });
        QVERIFY(desk.linked(desk.item, desk.output, "image"));
        desk.document().undo();
        // Undo brings the node back and what was selected with it.
        QCOMPARE(desk.graph->selection(), QStringList(qt(desk.blur)));
        oneStep(desk, [&] { desk.graph->extractSelected(); });
        QVERIFY(desk.now().nodes.contains(desk.blur));
        QVERIFY(!desk.now().linkTo(desk.blur, "inputImage"));
        QVERIFY(desk.linked(desk.item, desk.output, "image"));
    }
    void bypassMuteAndSoloAreOneStepEach()
    {
        Desk desk;
        desk.graph->selectNone();
        NodeId noise = utf8(desk.graph->add(QStringLiteral("noise"), {0, 300}));
        desk.select({desk.blur, desk.item});
        oneStep(desk, [&] { desk.graph->bypassSelected(); });
        QVERIFY(desk.now().nodes.at(desk.blur).bypassed && desk.now().nodes.at(desk.item).bypassed);
        oneStep(desk, [&] { desk.graph->bypassSelected(); });
        QVERIFY(!desk.now().nodes.at(desk.blur).bypassed);
        oneStep(desk, [&] { desk.graph->muteSelected(); });
        oneStep(desk, [&] { desk.graph->muteSelected(); });
        desk.select({desk.item});
        oneStep(desk, [&] { desk.graph->soloSelected(); });
        QVERIFY(desk.now().nodes.at(noise).muted);
        QVERIFY(!desk.now().nodes.at(desk.blur).muted);
        oneStep(desk, [&] { desk.graph->soloSelected(); });
        QVERIFY(!desk.now().nodes.at(noise).muted);
    }
    void duplicatesAreLinkedAmongThemselvesOnly()
    {
        Desk desk;
        desk.select({desk.blur, desk.output});
        oneStep(desk, [&] { desk.graph->duplicateSelected(); });
        QCOMPARE(desk.graph->count(), 5);
        QCOMPARE(desk.graph->selectedCount(), 2);
        QCOMPARE(desk.now().links.size(), std::size_t(3));
        for (const QString& id : desk.graph->selection())
            QVERIFY(id != qt(desk.blur) && id != qt(desk.output));
    }
    void aDragIsShownAndIsOneStep()
    {
        Desk desk;
        desk.select({desk.item, desk.blur});
        oneStep(desk, [&] {
            desk.graph->beginMove();
            for (int i = 1; i <= 20; ++i) {
                desk.graph->moveBy(i, 2 * i);
                QCOMPARE(desk.graph->find(desk.item)->at(), QPointF(i, 2 * i));
                QVERIFY(desk.now().nodes.at(desk.item).at[0] == 0);
            }
            desk.graph->endMove();
        });
        QCOMPARE(desk.document().undoLabel(), QStringLiteral("Move 2 nodes"));
        std::size_t steps = desk.document().at();
        desk.graph->beginMove();
        desk.graph->moveBy(100, 100);
        desk.graph->cancelMove();
        QCOMPARE(desk.graph->find(desk.item)->at(), QPointF(20, 40));
        QCOMPARE(desk.document().at(), steps);
    }
    void aNodeThatIsDroppedOnAWireGoesIntoIt()
    {
        Desk desk;
        desk.graph->selectNone();
        NodeId grain = utf8(desk.graph->add(QStringLiteral("grain"), {0, 400}));
        desk.graph->disconnectInput(qt(grain), QStringLiteral("inputImage"));
        desk.select({grain});
        int wire = -1;
        for (std::size_t i = 0; i < desk.graph->wires().size(); ++i) {
            if (desk.graph->wires()[i].link.to == desk.output)
                wire = int(i);
        }
        oneStep(desk, [&] {
            desk.graph->beginMove();
            desk.graph->moveBy(400, -400);
            desk.graph->endMove(wire);
        });
        QVERIFY(desk.linked(desk.blur, grain, "inputImage"));
        QVERIFY(desk.linked(grain, desk.output, "image"));
        // The neighbour made room.
        QVERIFY(desk.now().nodes.at(desk.output).at[0] > 400 + 176);
        QCOMPARE(desk.document().undoLabel(), QStringLiteral("Insert Grain"));
    }
    void copiesWithTheHandAreOneStep()
    {
        Desk desk;
        desk.select({desk.blur});
        oneStep(desk, [&] {
            desk.graph->beginMove(true);
            desk.graph->moveBy(0, 200);
            desk.graph->endMove();
        });
        QCOMPARE(desk.graph->count(), 4);
        QCOMPARE(desk.now().nodes.at(desk.blur).at[1], 0.0);
    }
    void aligningAndTidyingMoveOnlyWhatIsSelected()
    {
        Desk desk;
        desk.select({desk.blur});
        desk.graph->nudge(-300, 35);
        desk.select({desk.item, desk.blur, desk.output});
        oneStep(desk, [&] { desk.graph->tidySelected(); });
        const auto& nodes = desk.now().nodes;
        QVERIFY(nodes.at(desk.item).at[0] < nodes.at(desk.blur).at[0]);
        QVERIFY(nodes.at(desk.blur).at[0] < nodes.at(desk.output).at[0]);
        desk.select({desk.blur});
        desk.graph->nudge(0, 30);
        desk.select({desk.item, desk.blur});
        oneStep(desk, [&] { desk.graph->alignSelected(); });
        QCOMPARE(nodes.at(desk.item).at[1], nodes.at(desk.blur).at[1]);
    }
    void tidiedNodesDoNotOverlap()
    {
        std::mt19937 random(7);
        auto types = NodeTypes::builtIn();
        VERIFY_OK(types);
        for (int round = 0; round < 12; ++round) {
            Graph graph;
            std::vector<NodeId> ids;
            graphEdits::Ids all;
            for (int i = 0; i < 30; ++i) {
                ids.push_back(graph.add("blend", {double(random() % 900), double(random() % 900)}));
                all.insert(ids.back());
                for (const char* port : {"inputImage", "overImage"}) {
                    if (i > 0 && random() % 3)
                        (void)graph.connect({ids[random() % unsigned(i)], "image", ids.back(), port}, *types);
                }
            }
            graphEdits::tidy(graph, all, [](const NodeId&) { return 120.0; });
            for (const NodeId& a : ids) {
                for (const NodeId& b : ids) {
                    if (a < b) {
                        auto [ax, ay] = graph.nodes.at(a).at;
                        auto [bx, by] = graph.nodes.at(b).at;
                        QVERIFY(std::abs(ax - bx) >= 176 || std::abs(ay - by) >= 120);
                    }
                }
            }
            for (const Link& link : graph.links)
                QVERIFY(graph.nodes.at(link.from).at[0] < graph.nodes.at(link.to).at[0]);
        }
    }
    void backdropsTakeAlongWhatLiesOnThem()
    {
        Desk desk;
        desk.select({desk.item, desk.blur});
        QString id;
        oneStep(desk, [&] { id = desk.graph->frameSelected({}); });
        QCOMPARE(desk.graph->backdrops()->rowCount(), 1);
        QCOMPARE(desk.graph->backdrops()->inside(utf8(id)), (std::set<NodeId>{desk.item, desk.blur}));
        oneStep(desk, [&] { desk.graph->backdrops()->rename(id, QStringLiteral("Beginning")); });
        oneStep(desk, [&] { desk.graph->backdrops()->recolour(id); });
        double before = desk.now().nodes.at(desk.item).at[0];
        oneStep(desk, [&] {
            desk.graph->beginMoveBackdrop(utf8(id), false);
            desk.graph->moveBy(50, 60);
            desk.graph->endMove();
        });
        QCOMPARE(desk.now().nodes.at(desk.item).at[0], before + 50);
        QCOMPARE(desk.now().nodes.at(desk.output).at[0], 520.0);
        oneStep(desk, [&] {
            desk.graph->beginMoveBackdrop(utf8(id), true);
            desk.graph->moveBy(-5000, -5000);
            desk.graph->endMove();
        });
        QVERIFY(desk.now().backdrops.at(utf8(id)).size[0] >= 100);
        oneStep(desk, [&] { desk.graph->backdrops()->remove(id); });
    }
    void selectionSurvivesUndo()
    {
        Desk desk;
        desk.select({desk.blur, desk.output});
        desk.graph->nudge(10, 10);
        desk.document().undo();
        QCOMPARE(desk.graph->selectedCount(), 2);
        desk.document().redo();
        QCOMPARE(desk.graph->selectedCount(), 2);
        QCOMPARE(desk.graph->current(), qt(desk.output));
    }
    void arrowsWalkToTheNearestNodeOfTheirSide()
    {
        Desk desk;
        desk.graph->select(qt(desk.item));
        desk.graph->walk(GraphModel::Right);
        QCOMPARE(desk.graph->current(), qt(desk.blur));
        desk.graph->walk(GraphModel::Right, true);
        QCOMPARE(desk.graph->current(), qt(desk.output));
        QCOMPARE(desk.graph->selectedCount(), 2);
        desk.graph->walk(GraphModel::Up);
        QCOMPARE(desk.graph->current(), qt(desk.output));
    }
    void copiedTextComesBackFromMailAndChat()
    {
        Desk desk;
        desk.graph->rename(qt(desk.blur), QStringLiteral("soft, and then softer"));
        desk.graph->selectAll();
        QString text = desk.graph->copiedText();
        QString mailed = QStringLiteral("Hi, look at this:\n> ")
            + QString(text).replace(QStringLiteral("\n"), QStringLiteral("\n> ")) + QStringLiteral("\n-- \nciao");
        mailed.replace(QStringLiteral("and then"), QStringLiteral("and\n> then"));
        QString curly = QString(text);
        int turn = 0;
        for (QChar& letter : curly) {
            if (letter == QChar::fromLatin1('"'))
                letter = QChar(++turn % 2 ? 0x201c : 0x201d);
        }
        for (const QString& sent : {text, QStringLiteral("```json\n") + text + QStringLiteral("```"), mailed, curly}) {
            Graph before = desk.now();
            oneStep(desk, [&] { QVERIFY(desk.graph->pasteText(sent, {0, 500})); });
            QCOMPARE(desk.now().nodes.size(), before.nodes.size() + 3);
            QCOMPARE(desk.now().links.size(), before.links.size() + 2);
            QCOMPARE(desk.graph->selectedCount(), 3);
            bool named = false;
            for (const QString& id : desk.graph->selection())
                named |= desk.graph->labelOf(id) == QStringLiteral("soft, and then softer");
            QVERIFY(named);
        }
        // Only here are those that fed it.
        desk.select({desk.blur});
        text = desk.graph->copiedText();
        desk.graph->pasteText(text, {0, 900}, true);
        QVERIFY(desk.linked(desk.item, utf8(desk.graph->current()), "inputImage"));
        QVERIFY(desk.graph->pasteText(text, {0, 1200}, false));
        QVERIFY(!desk.now().linkTo(utf8(desk.graph->current()), "inputImage"));
    }
    void hostileTextIsRefusedOrTamed()
    {
        Desk desk;
        desk.graph->selectAll();
        const std::string good = utf8(desk.graph->copiedText());
        QSignalSpy refused(desk.graph.get(), &GraphModel::refused);
        const QString format = QStringLiteral("{\"format\": \"opificio.nodes/1\", ");
        const QStringList hostile = {QString(), QStringLiteral("opificio.nodes/1"), format,
            format + QStringLiteral("\"nodes\": 3, \"links\": []}"), format + QStringLiteral("\"nodes\": {}, \"links\": []}"),
            format + QStringLiteral("\"nodes\": {\"../../x\": {\"type\": \"blur\"}}, \"links\": []}"),
            format + QStringLiteral("\"nodes\": {\"aaaaaaaa\": {\"type\": 1}}, \"links\": []}"),
            format + QStringLiteral("\"nodes\": {\"aaaaaaaa\": {\"type\": \"blur\"}}, \"links\": [[1]]}"),
            format + QString(100000, QChar::fromLatin1('[')),
            QStringLiteral("{\"format\": \"opificio.nodes/2\", \"nodes\": {}}")};
        for (const QString& text : hostile) {
            Graph before = desk.now();
            QVERIFY(!desk.graph->pasteText(text, {}));
            QVERIFY(desk.now() == before);
        }
        QCOMPARE(refused.size(), hostile.size());
        QVERIFY(refused.last()[0].toString().contains(QStringLiteral("newer version")));
        // What is wrong in a part is left out, and said.
        refused.clear();
        QVERIFY(desk.graph->pasteText(format
                + QStringLiteral("\"nodes\": {\"aaaaaaaa\": {\"type\": \"blur\", \"values\": {\"radius\": 1e300, \"evil\": 1}, "
                                 "\"at\": [1e308, 0]},"
                                 "\"bbbbbbbb\": {\"type\": \"blur\"}},"
                                 "\"links\": [[\"aaaaaaaa\", \"image\", \"bbbbbbbb\", \"inputImage\"], [\"bbbbbbbb\", \"image\", "
                                 "\"aaaaaaaa\", \"inputImage\"],"
                                 "[\"cccccccc\", \"image\", \"aaaaaaaa\", \"inputImage\"]]}"),
            {}));
        QCOMPARE(refused.size(), 1);
        QVERIFY(problems(desk.now(), *desk.graph->types()).empty());
        // Letters turned at random: never a crash, never a graph that is broken.
        std::mt19937 random(20);
        for (int round = 0; round < 400; ++round) {
            std::string text = good;
            for (unsigned i = 0, count = 1 + random() % 12; i < count; ++i) {
                std::size_t at = random() % text.size();
                switch (random() % 3) {
                case 0:
                    text[at] = char(random() % 256);
                    break;
                case 1:
                    text.erase(at, random() % 20);
                    break;
                default:
                    text.insert(at, text.substr(random() % text.size(), random() % 30));
                }
            }
            Graph graph = desk.now();
            if (auto pasted = pasteNodes(graph, text, {0, 0}, random() % 2, *desk.graph->types()); pasted)
                VERIFY_OK(graphFromJson(toJson(graph)));
            else
                QVERIFY(graph == desk.now());
        }
    }
    void theClipboardHoldsText()
    {
        Desk desk;
        desk.select({desk.blur});
        QVERIFY(desk.graph->copySelected());
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("opificio.nodes/1")));
        oneStep(desk, [&] { desk.graph->cutSelected(); });
        QVERIFY(desk.linked(desk.item, desk.output, "image"));
        oneStep(desk, [&] { desk.graph->pasteFromClipboard({10, 20}); });
        QCOMPARE(desk.now().nodes.at(utf8(desk.graph->current())).at, (std::array{10.0, 20.0}));
    }
    void theListHasEachNodeBelowThoseThatFeedIt()
    {
        Desk desk;
        NodeList list;
        list.setGraph(desk.graph.get());
        QCOMPARE(list.nodeAt(0), qt(desk.item));
        QCOMPARE(list.nodeAt(2), qt(desk.output));
        QSignalSpy resets(&list, &QAbstractItemModel::modelReset);
        desk.select({desk.item});
        QString id = desk.graph->add(QStringLiteral("edge"), {100, 0});
        QCOMPARE(list.nodeAt(1), id);
        QCOMPARE(list.currentRow(), 1);
        desk.select({desk.item});
        desk.graph->removeSelected();
        QCOMPARE(list.nodeAt(0), id);
        desk.document().undo();
        QCOMPARE(list.nodeAt(0), qt(desk.item));
        QCOMPARE(resets.size(), 0);
    }
    void theConnectionsOfANodeAreRows()
    {
        Desk desk;
        QVariantList rows = desk.graph->linkRows(qt(desk.blur), {});
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[0].toMap().value(QStringLiteral("detail")).toString(), QStringLiteral("from Item"));
        QCOMPARE(rows[1].toMap().value(QStringLiteral("kind")).toString(), QStringLiteral("fed"));
        NodeId edge = utf8(desk.graph->addAfter(qt(desk.blur), QStringLiteral("edge")));
        rows = desk.graph->linkRows(qt(desk.blur), QStringLiteral("inputImage"));
        QCOMPARE(rows.size(), 2);
        QVERIFY(rows[0].toMap().value(QStringLiteral("may")).toBool());
        QCOMPARE(rows[1].toMap().value(QStringLiteral("node")).toString(), qt(edge));
        QVERIFY(!rows[1].toMap().value(QStringLiteral("may")).toBool());
        QVERIFY(rows[1].toMap().value(QStringLiteral("detail")).toString().contains(QStringLiteral("circle")));
    }
    void nothingIsDoneToAWorkThatIsOnlyLookedAt()
    {
        Desk desk;
        Session other;
        VERIFY_OK(other.document()->open(pathOf(desk.document().folder())));
        GraphModel graph;
        graph.setSession(&other);
        QVERIFY(!graph.isEditable());
        graph.selectAll();
        QVERIFY(!graph.removeSelected());
        graph.beginMove();
        QVERIFY(!graph.isMoving());
        QCOMPARE(graph.count(), 3);
    }
};

OPIFICIO_GUI_TEST_MAIN(GraphModelTest)
#include "GraphModelTest.moc"
