// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of a work as a whole: each is one act, and what cannot be says why.
#include "ComposeSuite.h"

#include <QSignalSpy>

#include "compose/WorkForm.h"

using namespace opificio;
using namespace opificio::test;

namespace {

struct Form {
    Desk desk;
    WorkForm form;

    Form()
    {
        form.setProperty("session", QVariant::fromValue(desk.session.get()));
        form.componentComplete();
    }
};

} // namespace

class WorkFormTest : public Suite {
    Q_OBJECT
private Q_SLOTS:
    void aSizeIsOneActAndCanBeUndone()
    {
        Form f;
        QCOMPARE(f.form.width(), 1920);
        QCOMPARE(f.form.shapes()[f.form.shape()], QStringLiteral("Full HD, 1920 × 1080"));
        QSignalSpy changed(&f.form, &WorkForm::changed);
        QVERIFY(f.form.setSize(1000, 400));
        QVERIFY(changed.count() > 0);
        QCOMPARE(f.desk.now().size, (Size{1000, 400}));
        QCOMPARE(f.form.shape(), -1);
        QCOMPARE(f.desk.document().undoLabel(), QStringLiteral("Size: 1000 × 400"));
        QVERIFY(f.form.turn());
        QCOMPARE(f.desk.now().size, (Size{400, 1000}));
        QVERIFY(f.form.typeEdge(Qt::Horizontal, QStringLiteral("1920/2")));
        QCOMPARE(f.desk.now().size, (Size{960, 1000}));
        QVERIFY(f.form.typeEdge(Qt::Vertical, QStringLiteral("*2")));
        QCOMPARE(f.desk.now().size, (Size{960, 2000}));
        for (int i = 0; i < f.form.shapes().size(); ++i) {
            QVERIFY(f.form.chooseShape(i));
            QCOMPARE(f.form.shape(), i);
        }
        QVERIFY(f.desk.document().goTo(0));
        QCOMPARE(f.form.width(), 1920);
        QCOMPARE(f.form.height(), 1080);
    }

    void whatCannotBeSaysWhyAndChangesNothing()
    {
        Form f;
        const Graph before = f.desk.now();
        QVERIFY(!f.form.setSize(0, 100));
        QVERIFY(f.form.problem().contains(QStringLiteral("16384")));
        for (const char* wrong : {"", "wide", "-5", "0", "99999", "1e30", "1/0"}) {
            QVERIFY2(!f.form.typeEdge(Qt::Horizontal, QString::fromUtf8(wrong)), wrong);
            QVERIFY2(!f.form.problem().isEmpty(), wrong);
        }
        for (const char* wrong : {"", "long", "0", "-999999", "0 s"}) {
            QVERIFY2(!f.form.setLength(QString::fromUtf8(wrong)), wrong);
            QVERIFY2(!f.form.problem().isEmpty(), wrong);
        }
        QVERIFY(!f.form.chooseShape(-1));
        QVERIFY(!f.form.chooseRate(99));
        QCOMPARE(f.desk.now(), before);
        QVERIFY(!f.desk.document().canUndo());
        QVERIFY(f.form.setLength(QStringLiteral("2 s")));
        QVERIFY(f.form.problem().isEmpty());
    }

    void anotherRateKeepsTheLength()
    {
        Form f;
        QVERIFY(f.form.setLength(QStringLiteral("10 s")));
        QCOMPARE(f.form.frames(), 250);
        QCOMPARE(f.form.length(), QStringLiteral("00:00:10:00"));
        int fifty = int(f.form.rates().indexOf(QStringLiteral("50 fps")));
        QVERIFY(fifty >= 0);
        QVERIFY(f.form.chooseRate(fifty));
        QCOMPARE(f.form.frames(), 500);
        QCOMPARE(f.form.length(), QStringLiteral("00:00:10:00"));
        QCOMPARE(f.desk.session->transport()->frames(), 500);
        QVERIFY(f.form.setLength(QStringLiteral("+1 s")));
        QCOMPARE(f.form.frames(), 550);
        QVERIFY(f.form.setLength(QStringLiteral("300")));
        QCOMPARE(f.form.frames(), 300);
        QVERIFY(f.form.setLength(QStringLiteral("00:00:04:12")));
        QCOMPARE(f.form.frames(), 212);
        // One step each, back to the beginning.
        QVERIFY(f.desk.document().goTo(0));
        QCOMPARE(f.form.frames(), 250);
        QCOMPARE(f.form.rateWords(), QStringLiteral("25 fps"));
    }
};

OPIFICIO_GUI_TEST_MAIN(WorkFormTest)
#include "WorkFormTest.moc"
