// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes are found by what people call them, in both languages at once.
#include "ComposeSuite.h"

#include <QElapsedTimer>

#include "compose/NodeSearch.h"

using namespace opificio;
using opificio::test::Desk;

class NodeSearchTest : public test::Suite {
    Q_OBJECT

    static QString first(NodeSearch& search, const char* typed)
    {
        search.setTyped(QString::fromUtf8(typed));
        return search.typeAt(0);
    }

private Q_SLOTS:
    void bothLanguagesFindTheSame()
    {
        Desk desk;
        for (const char* language : {"en", "it"}) {
            desk.session->preferences()->setLanguage(QString::fromLatin1(language));
            setLanguage(language);
            NodeSearch search;
            search.setSession(desk.session.get());
            for (auto [typed, type] :
                {std::pair("blur", "blur"), {"sfocatura", "blur"}, {"gaussian", "blur"}, {"merge", "blend"}, {"mescola", "blend"},
                    {"fusione", "blend"}, {"tavolozza", "palette"}, {"warp", "displace"}, {"luminosità", "exposure"},
                    {"LUMINOSITA", "exposure"}, {"title", "text"}, {"scritta", "text"}, {"nuvole", "noise"}, {"vgn", "vignette"}})
                QCOMPARE(first(search, typed), QString::fromLatin1(type));
            QCOMPARE(first(search, "qqqq"), QString());
            QCOMPARE(search.count(), 0);
        }
        desk.session->preferences()->setLanguage(QStringLiteral("en"));
        setLanguage("en");
    }
    void whatWasTakenLatelyIsFirstAndRemembered()
    {
        Desk desk;
        {
            NodeSearch search;
            search.setSession(desk.session.get());
            int all = search.count();
            search.note(QStringLiteral("tile"));
            search.note(QStringLiteral("grain"));
            QCOMPARE(search.typeAt(0), QStringLiteral("grain"));
            QCOMPARE(search.typeAt(1), QStringLiteral("tile"));
            QCOMPARE(search.count(), all);
        }
        NodeSearch again;
        again.setSession(desk.session.get());
        QCOMPARE(again.typeAt(0), QStringLiteral("grain"));
    }
    void aWireFindsOnlyWhatFitsToIt()
    {
        Desk desk;
        NodeSearch search;
        search.setSession(desk.session.get());
        auto has = [&](const char* type) {
            for (int row = 0; row < search.count(); ++row) {
                if (search.typeAt(row) == QString::fromLatin1(type))
                    return true;
            }
            return false;
        };
        search.setFits(NodeSearch::TakesPicture);
        QVERIFY(has("blur") && has("output") && !has("noise"));
        search.setFits(NodeSearch::GivesPicture);
        QVERIFY(has("blur") && has("noise") && !has("output"));
        search.setFits(NodeSearch::TakesAndGives);
        QVERIFY(has("blur") && !has("noise") && !has("output"));
    }
    void howLongTheFirstAnswerTakes()
    {
        Desk desk;
        QElapsedTimer timer;
        timer.start();
        NodeSearch search;
        search.setSession(desk.session.get());
        qint64 opened = timer.nsecsElapsed();
        search.setTyped(QStringLiteral("sfo"));
        // A report; what is asserted is that there is an answer.
        qInfo("cold %.2f ms, then a letter %.2f ms, %d kinds", double(opened) / 1e6, double(timer.nsecsElapsed() - opened) / 1e6,
            int(std::distance(desk.session->types()->begin(), desk.session->types()->end())));
        QVERIFY(search.count() > 0);
    }
};

OPIFICIO_GUI_TEST_MAIN(NodeSearchTest)
#include "NodeSearchTest.moc"
