// SPDX-License-Identifier: GPL-3.0-or-later
// Where one stands in time, and how people write it.
#include "ParamDesk.h"

#include <QSignalSpy>

#include "compose/Transport.h"
#include "compose/TransportMarks.h"
#include "compose/TransportTime.h"

using namespace opificio;
using namespace opificio::test;

class TransportTest : public Suite {
    Q_OBJECT
private Q_SLOTS:
    void everyFrameHasATimeThatLeadsBackToIt()
    {
        for (Rate rate : {Rate{25, 1}, Rate{24, 1}, Rate{30000, 1001}, Rate{60, 1}, Rate{1, 2}, Rate{12, 1}}) {
            for (Frame frame : {0, 1, 24, 25, 26, 299, 1499, 90000, 107999}) {
                auto back = frameTyped(timeText(frame, rate), rate, 7, 1 << 20);
                VERIFY_OK(back);
                QCOMPARE(*back, frame);
            }
        }
        QCOMPARE(timeText(112, {25, 1}), std::string("00:00:04:12"));
        QCOMPARE(timeText(90000, {25, 1}), std::string("01:00:00:00"));
    }
    void timesAreReadAsPeopleWriteThem()
    {
        const Rate rate{25, 1};
        auto at = [&](const char* typed, Frame from = 100) {
            auto frame = frameTyped(typed, rate, from, 10000);
            return frame ? *frame : Frame(-1);
        };
        QCOMPARE(at("112"), Frame(112));
        QCOMPARE(at("25*4"), Frame(100));
        QCOMPARE(at("112 frames"), Frame(112));
        QCOMPARE(at("112 fotogrammi"), Frame(112));
        QCOMPARE(at("4.5 s"), Frame(113));
        QCOMPARE(at("4,48s"), Frame(112));
        QCOMPARE(at("2 min"), Frame(3000));
        QCOMPARE(at("1:10"), Frame(1750));
        QCOMPARE(at("0:01:10"), Frame(1750));
        QCOMPARE(at("00:00:04:12"), Frame(112));
        QCOMPARE(at("+1 s"), Frame(125));
        QCOMPARE(at("-10"), Frame(90));
        QCOMPARE(at("-1:00"), Frame(0));
        QCOMPARE(at("99999999"), Frame(9999));
        for (const char* wrong : {"", "soon", "1:", "::", "1:2:3:4:5", "4 stones", "1:-2"}) {
            auto frame = frameTyped(wrong, rate, 0, 100);
            QVERIFY2(!frame, wrong);
            QVERIFY(frame.error().message.find("no place in time") != std::string::npos);
        }
    }
    void whatIsOpenedPlays()
    {
        ParamDesk desk({"noise", "output"});
        auto folder = pathOf(desk.document().folder());
        Transport* time = desk.session->transport();
        time->setFrame(40);
        time->setRange(10, 20);
        desk.document().close();
        VERIFY_OK(desk.document().open(folder));
        QVERIFY(time->isPlaying());
        QCOMPARE(time->frame(), qint64(0));
        QVERIFY(!time->isNarrowed());
    }
    void stepsStandStillAndStayInTheWork()
    {
        ParamDesk desk({"noise"});
        Transport* time = desk.session->transport();
        time->play();
        time->step(1);
        QVERIFY(!time->isPlaying());
        QCOMPARE(time->frame(), qint64(1));
        time->step(-5);
        QCOMPARE(time->frame(), qint64(0));
        time->stepSeconds(2);
        QCOMPARE(time->frame(), qint64(50));
        time->stepSeconds(9);
        QCOMPARE(time->frame(), qint64(99));
        time->toFirst();
        QCOMPARE(time->frame(), qint64(0));
        QCOMPARE(time->time(), QStringLiteral("00:00:00:00"));
        QCOMPARE(time->endTime(), QStringLiteral("00:00:04:00"));
    }
    void theRangeBeginsAndEndsWhereOneStands()
    {
        ParamDesk desk({"noise"});
        Transport* time = desk.session->transport();
        time->setFrame(20);
        time->setFirstHere();
        time->setFrame(60);
        time->setLastHere();
        QCOMPARE(time->first(), qint64(20));
        QCOMPARE(time->last(), qint64(60));
        QVERIFY(time->isNarrowed());
        time->toFirst();
        QCOMPARE(time->frame(), qint64(20));
        // There again: all of it.
        time->setFirstHere();
        QCOMPARE(time->first(), qint64(0));
        // An end before the beginning takes the beginning along.
        time->setRange(50, 80);
        time->setFrame(30);
        time->setLastHere();
        QCOMPARE(time->first(), qint64(0));
        QCOMPARE(time->last(), qint64(30));
        time->wholeRange();
        QCOMPARE(time->last(), qint64(99));
    }
    void aShorterWorkMovesOneBackIntoIt()
    {
        ParamDesk desk({"noise"});
        Transport* time = desk.session->transport();
        time->setFrame(90);
        Graph graph = desk.document().written();
        graph.frames = 40;
        QVERIFY(desk.document().edit(graph, QStringLiteral("shorter")));
        QCOMPARE(time->frame(), qint64(39));
        QCOMPARE(time->last(), qint64(39));
    }
    void theShuttleGetsFasterAndTurnsRound()
    {
        ParamDesk desk({"noise"});
        Transport* time = desk.session->transport();
        time->setFrame(50);
        QList<int> speeds;
        for (int direction : {1, 1, 1, 1, -1, -1, 0}) {
            time->shuttle(direction);
            speeds.append(time->speed());
        }
        QCOMPARE(speeds, QList<int>({1, 2, 4, 4, -1, -2, 0}));
    }
    void goToSaysWhyNot()
    {
        ParamDesk desk({"noise"});
        Transport* time = desk.session->transport();
        QCOMPARE(time->goTo(QStringLiteral("2 s")), QString());
        QCOMPARE(time->frame(), qint64(50));
        QVERIFY(time->goTo(QStringLiteral("tomorrow")).contains(QStringLiteral("tomorrow")));
        QCOMPARE(time->frame(), qint64(50));
    }
    void keyframesAreMarksThatOneWalks()
    {
        ParamDesk desk({"exposure"});
        Transport* time = desk.session->transport();
        TransportMarks marks;
        marks.setProperty("session", QVariant::fromValue(desk.session.get()));
        marks.componentComplete();
        marks.setNodes(desk.ids);
        QVERIFY(marks.marks().isEmpty());
        for (qint64 frame : {10, 40}) {
            time->setFrame(frame);
            QVERIFY(desk.params->toggleKey(desk.row("amount")));
        }
        QCOMPARE(marks.marks().size(), qsizetype(2));
        QCOMPARE(marks.marks().first().toMap().value(QStringLiteral("label")).toString(), QStringLiteral("Exposure"));
        time->setFrame(0);
        marks.go(1);
        QCOMPARE(time->frame(), qint64(10));
        marks.go(1);
        QCOMPARE(time->frame(), qint64(40));
        marks.go(1);
        QCOMPARE(time->frame(), qint64(40));
        marks.go(-1);
        QCOMPARE(time->frame(), qint64(10));
    }
};

OPIFICIO_FORM_TEST_MAIN(TransportTest)
#include "TransportTest.moc"
