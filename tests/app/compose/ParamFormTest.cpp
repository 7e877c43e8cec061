// SPDX-License-Identifier: GPL-3.0-or-later
// The form under real hands: what mouse and keys do to the work.
#include "ParamDesk.h"

#include <cmath>

#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QtQml/QQmlExtensionPlugin>

#include "IconProvider.h"

Q_IMPORT_QML_PLUGIN(OpificioPlugin)
Q_IMPORT_QML_PLUGIN(Opificio_ControlsPlugin)
Q_IMPORT_QML_PLUGIN(Opificio_ScreensPlugin)

using namespace opificio;
using namespace opificio::test;
using Form = ParamModel;

namespace {

struct Bench {
    ParamDesk desk;
    QQuickView view;

    explicit Bench(std::initializer_list<const char*> types)
        : desk(types)
    {
        view.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
        view.engine()->addImageProvider(QStringLiteral("icons"), new IconProvider);
        view.setInitialProperties({{QStringLiteral("session"), QVariant::fromValue(desk.session.get())},
            {QStringLiteral("params"), QVariant::fromValue(desk.params.get())}});
        view.setResizeMode(QQuickView::SizeRootObjectToView);
        view.resize(340, 900);
        view.setSource(QUrl(QStringLiteral("qrc:/qt/qml/Opificio/Screens/compose/ParamPanel.qml")));
        for (const QQmlError& error : view.errors())
            qWarning("%s", qPrintable(error.toString()));
        view.show();
        view.requestActivate();
        if (!QTest::qWaitForWindowExposed(&view) || !view.rootObject())
            qFatal("no window");
    }
    ~Bench() { view.setSource({}); }
    // The control of that setting: what lies at the right of its row.
    QQuickItem* row(const char* name)
    {
        QQuickItem* found = nullptr;
        std::function<void(QQuickItem*)> look = [&](QQuickItem* item) {
            if (item->property("name").toString() == QLatin1String(name) && item->property("kind").isValid())
                found = item;
            for (QQuickItem* child : item->childItems())
                look(child);
        };
        look(view.rootObject());
        return found;
    }
    QPoint field(const char* name, double across = 0.7)
    {
        QQuickItem* item = row(name);
        if (!item)
            qFatal("no row %s", name);
        return item->mapToScene(QPointF(item->width() * across, 14)).toPoint();
    }
    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(&view, Qt::LeftButton, modifiers, from);
        for (int i = 1; i <= 10; ++i) {
            QPoint point = from + (to - from) * i / 10;
            QMouseEvent move(QEvent::MouseMove, point, view.mapToGlobal(point), Qt::NoButton, Qt::LeftButton, modifiers);
            QCoreApplication::sendEvent(&view, &move);
        }
        QTest::mouseRelease(&view, Qt::LeftButton, modifiers, to);
    }
    void type(const char* words)
    {
        for (const char* letter = words; *letter; ++letter)
            QTest::keyClick(&view, *letter);
    }
};

} // namespace

class ParamFormTest : public Suite {
    Q_OBJECT
private Q_SLOTS:
    void everyKindOfNodeHasAFormWithoutComplaints()
    {
        Bench bench({"blur"});
        for (const auto& [name, type] : *bench.desk.session->types()) {
            Graph graph = bench.desk.document().written();
            NodeId id = graph.add(name);
            QVERIFY(bench.desk.document().edit(graph, QStringLiteral("one more")));
            bench.desk.params->setNodes({qt(id)});
            QCoreApplication::processEvents();
            for (const Param& param : type->params) {
                QQuickItem* row = bench.row(param.name.c_str());
                QVERIFY2(row, param.name.c_str());
                QVERIFY2(row->height() >= 24, param.name.c_str());
            }
        }
    }
    void aDragOnANumberIsOneStepOfUndo()
    {
        Bench bench({"exposure"});
        int steps = bench.desk.steps();
        QPoint from = bench.field("amount");
        bench.drag(from, from + QPoint(30, 0));
        QCOMPARE(bench.desk.steps(), steps + 1);
        double value = bench.desk.node().values.number("amount");
        QVERIFY(value > 0);
        // A tenth of that with Shift.
        QVERIFY(bench.desk.document().undo());
        bench.drag(from, from + QPoint(30, 0), Qt::ShiftModifier);
        double fine = bench.desk.node().values.number("amount");
        QVERIFY(fine > 0 && fine < value / 5);
        // Escape takes it back on the way.
        QVERIFY(bench.desk.document().undo());
        int before = bench.desk.steps();
        QTest::mousePress(&bench.view, Qt::LeftButton, {}, from);
        for (int i = 1; i <= 5; ++i) {
            QPoint point = from + QPoint(6 * i, 0);
            QMouseEvent move(
                QEvent::MouseMove, point, bench.view.mapToGlobal(point), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(&bench.view, &move);
        }
        QVERIFY(bench.desk.document().graph().nodes.at(utf8(bench.desk.ids[0])).values.number("amount") > 0);
        QTest::keyClick(&bench.view, Qt::Key_Escape);
        QTest::mouseRelease(&bench.view, Qt::LeftButton, {}, from);
        QCOMPARE(bench.desk.steps(), before);
        QCOMPARE(bench.desk.document().graph().nodes.at(utf8(bench.desk.ids[0])).values.number("amount"), 0.0);
    }
    void aNumberIsTypedWithArithmetic()
    {
        Bench bench({"blend"});
        QTest::mouseDClick(&bench.view, Qt::LeftButton, {}, bench.field("opacity", 0.85));
        bench.type("1/4");
        QTest::keyClick(&bench.view, Qt::Key_Return);
        QCOMPARE(bench.desk.node().values.number("opacity"), 0.25);
        // What cannot be is said below the field, and nothing changes.
        QTest::mouseDClick(&bench.view, Qt::LeftButton, {}, bench.field("opacity", 0.85));
        bench.type("7");
        QTest::keyClick(&bench.view, Qt::Key_Return);
        QCOMPARE(bench.desk.node().values.number("opacity"), 0.25);
        QVERIFY(!bench.desk.at("opacity", Form::ProblemRole).toString().isEmpty());
        QVERIFY(bench.row("opacity")->height() > 40);
    }
    void digitsTypeIntoTheFieldThatHasTheKeyboard()
    {
        Bench bench({"blend"});
        QTest::mouseClick(&bench.view, Qt::LeftButton, {}, bench.field("opacity"));
        bench.type("0.5");
        QTest::keyClick(&bench.view, Qt::Key_Return);
        QCOMPARE(bench.desk.node().values.number("opacity"), 0.5);
        QTest::keyClick(&bench.view, Qt::Key_Backspace);
        QVERIFY(!bench.desk.node().values.has("opacity"));
    }
    void theDiamondSetsAKeyframe()
    {
        Bench bench({"exposure"});
        QTest::mouseClick(&bench.view, Qt::LeftButton, {}, bench.field("amount", 0.96));
        QCOMPARE(bench.desk.node().keys.count("amount"), std::size_t(1));
        QTest::mouseClick(&bench.view, Qt::LeftButton, {}, bench.field("amount", 0.96));
        QVERIFY(bench.desk.node().keys.empty());
    }
    void thePointerSaysWhichSettingTheKeysMean()
    {
        Bench bench({"blend"});
        QTest::mouseMove(&bench.view, bench.field("opacity"));
        QTRY_COMPARE(bench.desk.params->current(), bench.desk.row("opacity"));
        QCOMPARE(bench.desk.params->currentLabel(), QStringLiteral("Opacity"));
    }
};

OPIFICIO_FORM_TEST_MAIN(ParamFormTest)
#include "ParamFormTest.moc"
