// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas under real hands: what mouse and keys do to the work.
#include "ComposeSuite.h"

#include <QAccessible>
#include <QQmlEngine>
#include <QQuickView>
#include <QtQml/QQmlExtensionPlugin>

#include "compose/CanvasHand.h"
#include "IconProvider.h"
#include "compose/NodeShape.h"
#include "compose/NodesInView.h"

Q_IMPORT_QML_PLUGIN(OpificioPlugin)
Q_IMPORT_QML_PLUGIN(Opificio_ControlsPlugin)
Q_IMPORT_QML_PLUGIN(Opificio_ScreensPlugin)

using namespace opificio;
using opificio::test::Desk;

namespace {

// A window with the pane in it, and the hand of its canvas.
struct Bench {
    Desk desk;
    QQuickView view;
    CanvasHand* hand = nullptr;

    Bench()
    {
        view.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
        view.engine()->addImageProvider(QStringLiteral("icons"), new IconProvider);
        view.setInitialProperties({{QStringLiteral("session"), QVariant::fromValue(desk.session.get())},
            {QStringLiteral("graph"), QVariant::fromValue(desk.graph.get())}});
        view.setResizeMode(QQuickView::SizeRootObjectToView);
        view.resize(1000, 700);
        view.setSource(QUrl(QStringLiteral("qrc:/qt/qml/Opificio/Screens/compose/GraphPane.qml")));
        for (const QQmlError& error : view.errors())
            qWarning("%s", qPrintable(error.toString()));
        view.show();
        view.requestActivate();
        if (!QTest::qWaitForWindowExposed(&view) || !view.rootObject())
            qFatal("no window");
        hand = view.rootObject()->findChild<CanvasHand*>();
        if (!hand)
            qFatal("no canvas");
        hand->setProperty("glide", 0);
        hand->setZoom(1);
        hand->forceActiveFocus();
    }
    ~Bench() { view.setSource({}); }
    QPoint at(const QPointF& canvas) { return hand->mapToScene(hand->fromCanvas(canvas)).toPoint(); }
    QPoint middle(const NodeId& id) { return at(desk.graph->find(id)->at() + QPointF(80, 20)); }
    QPoint output(const NodeId& id) { return at(nodeShape::output(desk.graph->find(id)->at())); }
    QPoint input(const NodeId& id, std::size_t which = 0) { return at(nodeShape::input(desk.graph->find(id)->at(), which)); }
    void drag(const QPoint& from, const QPoint& to, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(&view, button, modifiers, from);
        // QTest moves without the button in its event; what the window gets from a mouse has it.
        for (int i = 1; i <= 8; ++i) {
            QPoint point = from + (to - from) * i / 8;
            QMouseEvent move(QEvent::MouseMove, point, view.mapToGlobal(point), Qt::NoButton, button, modifiers);
            QCoreApplication::sendEvent(&view, &move);
        }
        QTest::mouseRelease(&view, button, modifiers, to);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view, key, modifiers); }
    std::size_t steps() { return desk.document().at(); }
};

} // namespace

class CanvasTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void aDraggedNodeIsOneStepOfUndo()
    {
        Bench bench;
        QPoint from = bench.middle(bench.desk.blur);
        bench.drag(from, from + QPoint(40, 120));
        QCOMPARE(bench.steps(), std::size_t(1));
        QCOMPARE(bench.desk.now().nodes.at(bench.desk.blur).at, (std::array{300.0, 120.0}));
        QCOMPARE(bench.desk.document().undoLabel(), QStringLiteral("Move Blur"));
        bench.desk.document().undo();
        QCOMPARE(bench.desk.now().nodes.at(bench.desk.blur).at, (std::array{260.0, 0.0}));
    }
    void escapeTakesADragBack()
    {
        Bench bench;
        QPoint from = bench.middle(bench.desk.blur);
        QTest::mousePress(&bench.view, Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, from + QPoint(50, 50), bench.view.mapToGlobal(from + QPoint(50, 50)), Qt::NoButton,
            Qt::LeftButton, {});
        QCoreApplication::sendEvent(&bench.view, &move);
        QVERIFY(bench.desk.graph->isMoving());
        bench.key(Qt::Key_Escape);
        QVERIFY(!bench.desk.graph->isMoving());
        QTest::mouseRelease(&bench.view, Qt::LeftButton, {}, from + QPoint(50, 50));
        QCOMPARE(bench.steps(), std::size_t(0));
    }
    void aWireIsPulledFromPortToPort()
    {
        Bench bench;
        bench.drag(bench.output(bench.desk.item), bench.input(bench.desk.output) + QPoint(-6, 5));
        QCOMPARE(bench.steps(), std::size_t(1));
        QVERIFY(bench.desk.linked(bench.desk.item, bench.desk.output, "image"));
        // Taken off an input and dropped, it is gone.
        bench.drag(bench.input(bench.desk.output), bench.input(bench.desk.output) + QPoint(-20, 250));
        QCOMPARE(bench.steps(), std::size_t(2));
        QVERIFY(!bench.desk.now().linkTo(bench.desk.output, "image"));
        // Back to front: from the input to whom it should come from.
        bench.drag(bench.input(bench.desk.output), bench.output(bench.desk.blur));
        QVERIFY(bench.desk.linked(bench.desk.blur, bench.desk.output, "image"));
    }
    void aWireThatMayNotEndThereSaysWhy()
    {
        Bench bench;
        QSignalSpy refused(bench.desk.graph.get(), &GraphModel::refused);
        bench.drag(bench.output(bench.desk.blur), bench.middle(bench.desk.item));
        QCOMPARE(bench.steps(), std::size_t(0));
        QCOMPARE(refused.size(), 1);
        QVERIFY(refused[0][0].toString().contains(QStringLiteral("takes no picture")));
    }
    void aWireThatIsPulledIntoNothingAsksWhatFits()
    {
        Bench bench;
        bench.drag(bench.output(bench.desk.item), bench.at({230, 330}));
        QTRY_VERIFY(bench.view.activeFocusItem() && bench.view.activeFocusItem()->inherits("QQuickTextInput"));
        for (char letter : {'s', 'f', 'o'})
            QTest::keyClick(&bench.view, letter);
        bench.key(Qt::Key_Return);
        QCOMPARE(bench.steps(), std::size_t(1));
        NodeId added = utf8(bench.desk.graph->current());
        QCOMPARE(bench.desk.now().nodes.at(added).type, std::string("blur"));
        QVERIFY(bench.desk.linked(bench.desk.item, added, "inputImage"));
    }
    void tabAddsBehindWhatIsSelected()
    {
        Bench bench;
        QTest::mouseClick(&bench.view, Qt::LeftButton, {}, bench.middle(bench.desk.item));
        QCOMPARE(bench.desk.graph->current(), qt(bench.desk.item));
        bench.key(Qt::Key_Tab);
        QTRY_VERIFY(bench.view.activeFocusItem() && bench.view.activeFocusItem()->inherits("QQuickTextInput"));
        for (char letter : {'v', 'i', 'g'})
            QTest::keyClick(&bench.view, letter);
        bench.key(Qt::Key_Return);
        NodeId added = utf8(bench.desk.graph->current());
        QCOMPARE(bench.desk.now().nodes.at(added).type, std::string("vignette"));
        QVERIFY(bench.desk.linked(bench.desk.item, added, "inputImage"));
        QVERIFY(bench.desk.linked(added, bench.desk.blur, "inputImage"));
        QTRY_VERIFY(bench.hand->hasActiveFocus());
    }
    void deleteHealsAndDBypasses()
    {
        Bench bench;
        QTest::mouseClick(&bench.view, Qt::LeftButton, {}, bench.middle(bench.desk.blur));
        bench.key(Qt::Key_D);
        QVERIFY(bench.desk.now().nodes.at(bench.desk.blur).bypassed);
        bench.key(Qt::Key_M);
        QVERIFY(bench.desk.now().nodes.at(bench.desk.blur).muted);
        bench.key(Qt::Key_Delete);
        QVERIFY(!bench.desk.now().nodes.contains(bench.desk.blur));
        QVERIFY(bench.desk.linked(bench.desk.item, bench.desk.output, "image"));
        QCOMPARE(bench.steps(), std::size_t(3));
    }
    void aBoxSelectsAndAltMovesWithoutAMouse()
    {
        Bench bench;
        bench.drag(bench.at({-20, -20}), bench.at({300, 100}));
        QCOMPARE(bench.desk.graph->selectedCount(), 2);
        bench.key(Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(bench.desk.now().nodes.at(bench.desk.item).at[1], 10.0);
        QTest::mouseClick(&bench.view, Qt::LeftButton, {}, bench.at({0, 400}));
        QCOMPARE(bench.desk.graph->selectedCount(), 0);
        bench.key(Qt::Key_Right);
        bench.key(Qt::Key_Right);
        QCOMPARE(bench.desk.graph->current(), qt(bench.desk.blur));
    }
    void wiresAreCutByALineAcrossThem()
    {
        Bench bench;
        double y = nodeShape::output({}).y();
        bench.drag(bench.at({218, y - 40}), bench.at({218, y + 40}), Qt::RightButton, Qt::ControlModifier);
        QCOMPARE(bench.desk.now().links.size(), std::size_t(1));
        QCOMPARE(bench.steps(), std::size_t(1));
    }
    void aNodeDroppedOnAWireGoesIntoIt()
    {
        Bench bench;
        bench.desk.graph->selectNone();
        NodeId grain = utf8(bench.desk.graph->add(QStringLiteral("grain"), {130, 260}));
        QPoint from = bench.middle(grain);
        bench.drag(from, from + QPoint(0, -260));
        QVERIFY(bench.desk.linked(bench.desk.item, grain, "inputImage"));
        QVERIFY(bench.desk.linked(grain, bench.desk.blur, "inputImage"));
        QCOMPARE(bench.desk.document().undoLabel(), QStringLiteral("Insert Grain"));
    }
    void theWheelZoomsAtThePointerAndTheMiddleButtonPans()
    {
        Bench bench;
        QPointF point(300, 200), under = bench.hand->toCanvas(point);
        QPointF scene = bench.hand->mapToScene(point);
        QWheelEvent wheel(scene, bench.view.mapToGlobal(scene), {}, {0, 240}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&bench.view, &wheel);
        QVERIFY(bench.hand->zoom() > 1.4);
        QVERIFY((bench.hand->toCanvas(point) - under).manhattanLength() < 1e-6);
        QPointF before = bench.hand->origin();
        bench.drag({500, 300}, {420, 340}, Qt::MiddleButton);
        QPointF moved = (bench.hand->origin() - before) * bench.hand->pixels();
        QVERIFY((moved - QPointF(80, -40)).manhattanLength() < 1e-6);
        for (int i = 0; i < 40; ++i)
            bench.hand->zoomAt({0, 0}, 0.5);
        QCOMPARE(bench.hand->zoom(), 0.1);
    }
    void theBarHasItsVerbs()
    {
        Bench bench;
        int possible = 0;
        std::function<void(QQuickItem*)> walk = [&](QQuickItem* item) {
            if (item->inherits("QQuickButton") && item->isVisible())
                possible += item->property("text").toString() == QStringLiteral("Add a Node") && item->isEnabled();
            for (QQuickItem* child : item->childItems())
                walk(child);
        };
        walk(bench.view.contentItem());
        QCOMPARE(possible, 1);
    }
    void theMenuDoesWhatItsRowsSay()
    {
        Bench bench;
        QTest::mouseClick(&bench.view, Qt::RightButton, {}, bench.middle(bench.desk.blur));
        QCOMPARE(bench.desk.graph->current(), qt(bench.desk.blur));
        QTRY_VERIFY(!bench.hand->hasActiveFocus());
        // Add, connections, name, bypass.
        for (int i = 0; i < 3; ++i)
            bench.key(Qt::Key_Down);
        bench.key(Qt::Key_Return);
        QVERIFY(bench.desk.now().nodes.at(bench.desk.blur).bypassed);
        QTRY_VERIFY(bench.hand->hasActiveFocus());
    }
    void returnOpensConnectionsAndChangesThem()
    {
        Bench bench;
        QTest::mouseClick(&bench.view, Qt::LeftButton, {}, bench.middle(bench.desk.output));
        bench.key(Qt::Key_Return);
        QTRY_VERIFY(!bench.hand->hasActiveFocus());
        // Its input, then the first of those that may feed it.
        bench.key(Qt::Key_Return);
        bench.key(Qt::Key_Return);
        QTRY_VERIFY(bench.desk.linked(bench.desk.item, bench.desk.output, "image"));
        bench.key(Qt::Key_Delete);
        QTRY_VERIFY(!bench.desk.now().linkTo(bench.desk.output, "image"));
        bench.key(Qt::Key_Escape);
        QTRY_VERIFY(bench.hand->hasActiveFocus());
        QCOMPARE(bench.steps(), std::size_t(2));
    }
    void everyNodeSpeaks()
    {
        Bench bench;
        QStringList names;
        std::function<void(QQuickItem*)> walk = [&](QQuickItem* item) {
            if (auto* face = QAccessible::queryAccessibleInterface(item); face && face->role() == QAccessible::ListItem)
                names.append(face->text(QAccessible::Name));
            for (QQuickItem* child : item->childItems())
                walk(child);
        };
        walk(bench.hand);
        QVERIFY2(names.contains(QStringLiteral("Blur, gets its picture from Item, ready")),
            qPrintable(names.join(QStringLiteral("; "))));
    }
    void onlyWhatIsSeenHasCards()
    {
        Graph graph;
        for (int i = 0; i < 400; ++i)
            graph.add("noise", {260.0 * (i % 20), 260.0 * (i / 20)});
        Desk desk(graph);
        CanvasHand hand;
        hand.setSize({800, 600});
        hand.setGraph(desk.graph.get());
        NodesInView near;
        near.setHand(&hand);
        QCOMPARE(near.rowCount(), 400);
        hand.setZoom(1);
        hand.setOrigin({0, 0});
        QVERIFY(near.rowCount() < 40);
        QVERIFY(near.rowCount() >= 12);
        // Elsewhere, what is seen has its card at once, what lies around it a little later.
        hand.setOrigin({1500, 1500});
        auto there = [&](double air) {
            QSet<QString> ids;
            for (int i = 0; i < near.rowCount(); ++i)
                ids.insert(near.index(i, 0).data(GraphModel::IdRole).toString());
            const QRectF place = hand.view().adjusted(-air, -air, air, air);
            return std::all_of(desk.graph->rows().begin(), desk.graph->rows().end(),
                [&](const GraphModel::Row& row) { return !place.intersects(row.rect()) || ids.contains(qt(row.id)); });
        };
        QVERIFY(there(0));
        QVERIFY(!there(200));
        for (int i = 0; i < 40; ++i) {
            hand.setOrigin(hand.origin() + QPointF(12, 7));
            QVERIFY(there(0));
        }
        QTRY_VERIFY(there(80));
        desk.graph->select(qt(desk.graph->rows().back().id));
        hand.setOrigin({0, 100000});
        QVERIFY(near.rowCount() <= 1);
    }
};

OPIFICIO_GUI_TEST_MAIN(CanvasTest)
#include "CanvasTest.moc"
