// SPDX-License-Identifier: GPL-3.0-or-later
// A form tells the truth about a node, and every verb of the hand is one act.
#include "ParamDesk.h"

#include <cmath>

#include <QClipboard>
#include <QColor>
#include <QPointF>
#include <QSignalSpy>

#include "compose/ParamNames.h"
#include "compose/ParamWords.h"
#include "models/Model.h"

using namespace opificio;
using namespace opificio::test;
using Form = ParamModel;

namespace {

// Something else than the initial value.
QVariant otherValue(const Param& param)
{
    switch (param.type) {
    case Param::Type::Number: {
        double low = std::max(param.low, -1e6), high = std::min(param.high, 1e6);
        double value = low + (high - low) * 0.3;
        return value == numberOf(param.initial) ? high : value;
    }
    case Param::Type::Whole:
        return qint64(numberOf(param.initial) < param.high ? numberOf(param.initial) + 1 : param.low);
    case Param::Type::Choice:
        return qint64((std::size_t(numberOf(param.initial)) + 1) % std::max<std::size_t>(1, param.choices.size()));
    case Param::Type::Switch:
    case Param::Type::Event:
        return numberOf(param.initial) == 0;
    case Param::Type::Point:
        return QPointF(0.25, 0.75);
    case Param::Type::Colour:
        return QColor(200, 100, 50, 128);
    default:
        return QString(64, QLatin1Char('a'));
    }
}

} // namespace

class ParamModelTest : public Suite {
    Q_OBJECT
private Q_SLOTS:
    void everySettingOfEveryNodeIsARowAndComesBack()
    {
        ParamDesk desk({"blur"});
        int settings = 0;
        for (const auto& [name, type] : *desk.session->types()) {
            Graph graph = desk.document().written();
            NodeId id = graph.add(name);
            QVERIFY(desk.document().edit(graph, QStringLiteral("one more")));
            desk.params->setNodes({qt(id)});
            QCOMPARE(desk.params->total(), int(type->params.size()));
            QCOMPARE(desk.params->count(), int(type->params.size()));
            QVERIFY(!desk.params->label().isEmpty());
            for (const Param& param : type->params) {
                const QByteArray what = QByteArray::fromStdString(name + "." + param.name);
                int row = desk.params->rowOf(qt(param.name));
                auto role = [&](int which) { return desk.params->data(desk.params->index(row), which); };
                QVERIFY2(row >= 0, what.constData());
                QVERIFY2(!role(Form::LabelRole).toString().isEmpty(), what.constData());
                QVERIFY2(!role(Form::FactsRole).toString().isEmpty(), what.constData());
                QCOMPARE(role(Form::TypeRole).toString(), typeWord(param.type));
                QVERIFY2(role(Form::PlainRole).toBool(), what.constData());
                QCOMPARE(role(Form::ValueRole), role(Form::InitialRole));
                if (param.choices.size() == 1)
                    continue;
                QVariant other = otherValue(param);
                QVERIFY2(desk.params->commit(row, other), what.constData());
                const Value* held = desk.document().written().nodes.at(id).values.find(param.name);
                QVERIFY2(held, what.constData());
                QVERIFY2(checkValue(param, *held), what.constData());
                QVERIFY2(!role(Form::PlainRole).toBool(), what.constData());
                if (param.type == Param::Type::Number)
                    QVERIFY2(std::abs(role(Form::ValueRole).toDouble() - other.toDouble()) < 1e-9, what.constData());
                else if (param.type == Param::Type::Colour)
                    QCOMPARE(
                        role(Form::ValueRole).value<QColor>().name(QColor::HexArgb), other.value<QColor>().name(QColor::HexArgb));
                else
                    QCOMPARE(role(Form::ValueRole), other);
                // What is copied is what can be typed.
                Value before = *held;
                QString words = desk.params->valueText(row);
                QVERIFY(desk.params->reset(row));
                QVERIFY2(role(Form::PlainRole).toBool(), what.constData());
                QVERIFY(!desk.document().written().nodes.at(id).values.has(param.name));
                if (param.type != Param::Type::Item && param.type != Param::Type::Dataset && param.type != Param::Type::Model
                    && param.type != Param::Type::File) {
                    QVERIFY2(desk.params->type(row, words), what.constData());
                    QVERIFY2(*desk.document().written().nodes.at(id).values.find(param.name) == before, what.constData());
                }
                ++settings;
            }
        }
        QVERIFY(settings > 80);
    }
    void aGestureIsOneStepOfUndo()
    {
        ParamDesk desk({"exposure"});
        int row = desk.row("amount"), before = desk.steps();
        for (int i = 1; i <= 50; ++i)
            desk.params->scrub(row, 0.02 * i);
        QCOMPARE(desk.steps(), before);
        QVERIFY(!desk.node().values.has("amount"));
        QCOMPARE(desk.at("amount", Form::ValueRole).toDouble(), 1.0);
        QVERIFY(desk.params->commit(row, 1.0));
        QCOMPARE(desk.steps(), before + 1);
        QCOMPARE(desk.document().undoLabel(), QStringLiteral("Set Exposure of Exposure"));
        QVERIFY(desk.document().undo());
        QCOMPARE(desk.at("amount", Form::ValueRole).toDouble(), 0.0);
        // Taken back on the way: nothing happened.
        desk.params->scrub(row, 2.0);
        desk.params->cancel();
        QCOMPARE(desk.at("amount", Form::ValueRole).toDouble(), 0.0);
        QCOMPARE(desk.document().redoLabel(), QStringLiteral("Set Exposure of Exposure"));
    }
    void gesturesStayInTheRange()
    {
        ParamDesk desk({"blend"});
        desk.params->scrub(desk.row("opacity"), 7.0);
        QCOMPARE(desk.at("opacity", Form::ValueRole).toDouble(), 1.0);
        QVERIFY(desk.params->commit(desk.row("opacity"), -7.0));
        QCOMPARE(desk.node().values.number("opacity", 5), 0.0);
    }
    void whatIsTypedIsReckoned_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<double>("value");
        auto row = [](const char* type, const char* name, const char* typed, double value) {
            QTest::newRow(typed) << QString::fromLatin1(type) << QString::fromLatin1(name) << QString::fromUtf8(typed) << value;
        };
        row("blend", "opacity", "1/4", 0.25);
        row("blend", "opacity", "0,75", 0.75);
        row("blend", "opacity", "(1 + 1) / 4", 0.5);
        row("blend", "opacity", "40 %", 0.4);
        row("blend", "opacity", "*0.5", 0.5); // of 1
        row("blend", "opacity", "/8", 0.125);
        row("exposure", "amount", "+1.5", 1.5); // from 0
        row("exposure", "amount", "-1.5", -1.5);
        row("exposure", "amount", "2 stops", 2);
        row("transform", "turn", "90 deg", 0.25);
        row("transform", "turn", "180°", 0.5);
        row("sequence", "seconds", "1:10", 70);
        row("sequence", "seconds", "250 ms", 0.25);
        row("sequence", "seconds", "2 min", 120);
        row("sequence", "seconds", "8 s", 8);
    }
    void whatIsTypedIsReckoned()
    {
        QFETCH(QString, type);
        QFETCH(QString, name);
        QFETCH(QString, typed);
        QFETCH(double, value);
        ParamDesk desk({type.toLatin1().constData()});
        int row = desk.params->rowOf(name);
        QVERIFY2(
            desk.params->type(row, typed), qPrintable(desk.params->data(desk.params->index(row), Form::ProblemRole).toString()));
        QVERIFY(std::abs(desk.params->data(desk.params->index(row), Form::ValueRole).toDouble() - value) < 1e-9);
    }
    void whatCannotBeIsASentenceAndChangesNothing()
    {
        ParamDesk desk({"blend"});
        int row = desk.row("opacity"), steps = desk.steps();
        QVERIFY(!desk.params->type(row, QStringLiteral("3")));
        QCOMPARE(desk.at("opacity", Form::ProblemRole).toString(), QStringLiteral("Opacity goes from 0 to 1, not 3."));
        QVERIFY(!desk.params->type(row, QStringLiteral("much")));
        QVERIFY(desk.at("opacity", Form::ProblemRole).toString().contains(QStringLiteral("much")));
        QVERIFY(!desk.params->type(row, QStringLiteral("1/0")));
        QCOMPARE(desk.steps(), steps);
        // It goes with the next act.
        QVERIFY(desk.params->type(row, QStringLiteral("0.5")));
        QCOMPARE(desk.at("opacity", Form::ProblemRole).toString(), QString());
    }
    void oneNumberOfAPointIsTypedAlone()
    {
        ParamDesk desk({"transform"});
        int row = desk.row("pivot");
        QVERIFY(desk.params->type(row, QStringLiteral("1/4"), 0));
        QVERIFY(desk.params->type(row, QStringLiteral("*0.5"), 1));
        QCOMPARE(desk.at("pivot", Form::ValueRole).toPointF(), QPointF(0.25, 0.25));
    }
    void aChoiceIsTypedByItsWordInTheLanguageOfThePerson()
    {
        ParamDesk desk({"blend"});
        int row = desk.row("mode");
        QVERIFY(desk.params->type(row, QStringLiteral("soft light")));
        QCOMPARE(desk.params->valueText(row), QStringLiteral("soft light"));
        setLanguage("it");
        QVERIFY(
            desk.params->data(desk.params->index(row), Form::ChoicesRole).toStringList().contains(QStringLiteral("Moltiplica")));
        QVERIFY(desk.params->type(row, QStringLiteral("moltiplica")));
        setLanguage("en");
        QCOMPARE(desk.params->valueText(row), QStringLiteral("multiply"));
    }
    void keyframesAreSetWhereOneStands()
    {
        ParamDesk desk({"exposure"});
        int row = desk.row("amount");
        Transport* time = desk.session->transport();
        QVERIFY(desk.params->toggleKey(row));
        QVERIFY(desk.at("amount", Form::KeyHereRole).toBool());
        time->setFrame(50);
        QVERIFY(desk.at("amount", Form::KeyedRole).toBool());
        QVERIFY(!desk.at("amount", Form::KeyHereRole).toBool());
        // A keyed setting gets a key where it is set.
        for (double value : {0.5, 1.0, 2.0})
            desk.params->scrub(row, value);
        QVERIFY(desk.params->commit(row, 2.0));
        QCOMPARE(desk.node().keys.at("amount").size(), std::size_t(2));
        QVERIFY(desk.at("amount", Form::KeyHereRole).toBool());
        // The form follows time.
        time->setFrame(25);
        QCOMPARE(desk.at("amount", Form::ValueRole).toDouble(), 1.0);
        time->setFrame(0);
        QCOMPARE(desk.at("amount", Form::ValueRole).toDouble(), 0.0);
        desk.params->goToKey(row, 1);
        QCOMPARE(time->frame(), qint64(50));
        // With its last key a setting stays as it is seen.
        QVERIFY(desk.params->toggleKey(row));
        time->setFrame(0);
        QVERIFY(desk.params->commit(row, 1.5));
        QVERIFY(desk.params->toggleKey(row));
        QVERIFY(desk.node().keys.empty());
        QCOMPARE(desk.node().values.number("amount"), 1.5);
        int steps = desk.steps();
        QVERIFY(desk.document().undo());
        QVERIFY(desk.at("amount", Form::KeyHereRole).toBool());
        QCOMPARE(desk.steps(), steps);
    }
    void allKeyframesGoAtOnce()
    {
        ParamDesk desk({"exposure"});
        int row = desk.row("amount");
        for (qint64 frame : {0, 10, 20}) {
            desk.session->transport()->setFrame(frame);
            QVERIFY(desk.params->commit(row, double(frame) / 10));
            if (frame == 0)
                QVERIFY(desk.params->toggleKey(row));
        }
        QCOMPARE(desk.node().keys.at("amount").size(), std::size_t(3));
        int steps = desk.steps();
        QVERIFY(desk.params->clearKeys(row));
        QCOMPARE(desk.steps(), steps + 1);
        QVERIFY(desk.node().keys.empty());
        QCOMPARE(desk.at("amount", Form::ValueRole).toDouble(), 2.0);
    }
    void aKeyedSettingThatIsDraggedStandsStillUntilTheHandLetsGo()
    {
        ParamDesk desk({"exposure"});
        int row = desk.row("amount");
        QVERIFY(desk.params->toggleKey(row));
        desk.session->transport()->play();
        desk.params->scrub(row, 1.0);
        QVERIFY(!desk.session->transport()->isPlaying());
        desk.params->cancel();
        QVERIFY(desk.session->transport()->isPlaying());
        desk.params->scrub(row, 1.0);
        QVERIFY(desk.params->commit(row, 1.0));
        QVERIFY(desk.session->transport()->isPlaying());
    }
    void severalNodesOfOneTypeAreSetTogether()
    {
        ParamDesk desk({"exposure", "exposure", "blur", "exposure"});
        QCOMPARE(desk.params->together(), 3);
        QCOMPARE(desk.params->others(), 1);
        int row = desk.row("amount");
        int steps = desk.steps();
        QVERIFY(desk.params->commit(row, 1.25));
        QCOMPARE(desk.steps(), steps + 1);
        for (int i : {0, 1, 3})
            QCOMPARE(desk.node(i).values.number("amount"), 1.25);
        QVERIFY(!desk.node(2).values.has("amount"));
        QCOMPARE(desk.document().undoLabel(), QStringLiteral("Set Exposure of 3 nodes"));
        // What differs is said.
        desk.params->setNodes({desk.ids[0]});
        QVERIFY(desk.params->commit(row, 2.0));
        desk.params->setNodes(desk.ids);
        QVERIFY(desk.at("amount", Form::MixedRole).toBool());
        QVERIFY(desk.params->reset(row));
        QVERIFY(!desk.at("amount", Form::MixedRole).toBool());
        QVERIFY(desk.at("amount", Form::PlainRole).toBool());
    }
    void valuesTravelByTheClipboard()
    {
        ParamDesk desk({"palette"});
        QVERIFY(desk.params->commit(desk.row("dark"), QColor(10, 200, 30)));
        desk.params->copy(desk.row("dark"));
        QVERIFY(desk.params->paste(desk.row("light")));
        QCOMPARE(*desk.node().values.find("light"), *desk.node().values.find("dark"));
        QGuiApplication::clipboard()->setText(QStringLiteral("no colour"));
        QVERIFY(!desk.params->paste(desk.row("light")));
        QVERIFY(!desk.at("light", Form::ProblemRole).toString().isEmpty());
    }
    void anEventLastsAsLongAsItIsHeld()
    {
        ParamDesk desk({"feedback"});
        int steps = desk.steps();
        for (const Param& param : desk.session->types()->find("feedback")->params) {
            if (param.type != Param::Type::Event)
                continue;
            int row = desk.params->rowOf(qt(param.name));
            desk.params->hold(row, true);
            QVERIFY(desk.document().graph().nodes.at(utf8(desk.ids[0])).values.flag(param.name));
            desk.params->hold(row, false);
            QVERIFY(!desk.document().graph().nodes.at(utf8(desk.ids[0])).values.flag(param.name));
        }
        QCOMPARE(desk.steps(), steps);
    }
    void aModelIsTakenIntoTheWorkByItsName()
    {
        if (!std::filesystem::exists(resource("models/prima.safetensors")))
            QSKIP("The shipped models are absent.");
        ParamDesk desk({"model"});
        int row = desk.row("model");
        QVERIFY(desk.params->type(row, QStringLiteral("prima")));
        QVERIFY(desk.at("model", Form::BusyRole).toBool());
        QTRY_VERIFY(!desk.at("model", Form::BusyRole).toBool());
        QVERIFY(isSha256(desk.node().values.text("model")));
        QTRY_VERIFY(!desk.at("model", Form::NameOfValueRole).toString().isEmpty());
        // It is among what can be chosen, once.
        auto things = paramThings(Param::Type::Model, pathOf(desk.document().folder()), {}, desk.node().values.text("model"));
        int held = 0;
        for (const ParamThing& thing : things)
            held += thing.hash == qt(desk.node().values.text("model"));
        QCOMPARE(held, 1);
        QVERIFY(desk.params->type(row, QStringLiteral("nobody's model")));
        QTRY_VERIFY(!desk.at("model", Form::ProblemRole).toString().isEmpty());
    }
    void aFormFindsItsSettingsByTheirWords()
    {
        ParamDesk desk({"sequence"});
        int all = desk.params->count();
        QVERIFY(all > 8);
        desk.params->setWords(QStringLiteral("fade"));
        QVERIFY(desk.params->count() >= 1 && desk.params->count() < all);
        QVERIFY(desk.row("fade") >= 0);
        desk.params->setWords({});
        QCOMPARE(desk.params->count(), all);
    }
    void aFormOutlivesUndoAndTheEndOfItsNode()
    {
        ParamDesk desk({"exposure", "blur"});
        desk.params->setNodes({desk.ids[0]});
        QVERIFY(desk.params->rename(QStringLiteral("light of morning")));
        QCOMPARE(desk.params->label(), QStringLiteral("light of morning"));
        QVERIFY(desk.params->setMuted(true));
        QVERIFY(desk.params->isMuted());
        Graph graph = desk.document().written();
        QVERIFY(graph.remove(utf8(desk.ids[0]), Graph::Heal::No, *desk.session->types()));
        QVERIFY(desk.document().edit(graph, QStringLiteral("gone")));
        QCOMPARE(desk.params->node(), QString());
        QCOMPARE(desk.params->count(), 0);
        QVERIFY(!desk.params->isEditable());
        QVERIFY(desk.document().undo());
        QCOMPARE(desk.params->label(), QStringLiteral("light of morning"));
        QVERIFY(desk.params->count() > 0);
    }
    void handsMoveInARangeThatSuitsThem()
    {
        auto soft = [](double low, double high, double initial, const char* unit = "") {
            return softRange(
                {.name = "x", .label = "", .help = "", .low = low, .high = high, .initial = initial, .unit = unit}, initial);
        };
        QCOMPARE(soft(0, 1, 0.5).high, 1.0);
        QCOMPARE(soft(0.04, 3600, 4, "s").high, 20.0);
        QCOMPARE(soft(-64, 64, 1).low, -5.0);
        QCOMPARE(soft(0, 1e6, 0, "s").high, 60.0);
        QCOMPARE(soft(0, 4000, 200).high, 4000.0);
        SoftRange seed = softRange({.name = "seed",
                                       .label = "",
                                       .help = "",
                                       .type = Param::Type::Whole,
                                       .low = 0,
                                       .high = 1e9,
                                       .initial = std::int64_t(1)},
            1);
        QVERIFY(seed.low == seed.high);
        QCOMPARE(seed.step, 1.0);
    }
};

OPIFICIO_FORM_TEST_MAIN(ParamModelTest)
#include "ParamModelTest.moc"
