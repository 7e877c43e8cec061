// SPDX-License-Identifier: GPL-3.0-or-later
// What will be delivered is said before, and what it is made from.
#include "support/TestMain.h"

#include <QGuiApplication>
#include <QTemporaryDir>

#include "Session.h"
#include "Text.h"
#include "base/File.h"
#include "base/Resources.h"
#include "deliver/CreditsLook.h"
#include "deliver/DeliverPlan.h"

using namespace opificio;

class DeliverTest : public test::Suite {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;

private Q_SLOTS:
    void init()
    {
        qputenv("OPIFICIO_LANGUAGE", "en");
        qputenv("OPIFICIO_HOME", (m_folder.path() + QStringLiteral("/home%1").arg(++m_number)).toUtf8());
    }

    void theFirstPieceSaysWhatItIsMadeFromBeforeItIsExported()
    {
        Session session;
        session.openFirstPiece();
        QTRY_VERIFY_WITH_TIMEOUT(session.document()->isOpen(), 60000);
        CreditsLook look;
        look.setSession(&session);
        QVERIFY(!look.isBusy());
        look.setWatched(true);
        QTRY_VERIFY_WITH_TIMEOUT(look.isReady() && !look.isBusy(), 120000);
        QVERIFY(look.items().size() > 12);
        QCOMPARE(look.items().first().toMap().value(QStringLiteral("role")).toString(), QStringLiteral("shown"));
        QCOMPARE(look.items().last().toMap().value(QStringLiteral("role")).toString(), QStringLiteral("learned"));
        QVERIFY(!look.summary().isEmpty() && !look.verdictWords().isEmpty());
        QVERIFY(!look.duties().isEmpty());
        // The gravest first.
        QStringList kinds;
        for (const QVariant& duty : look.duties()) {
            QVERIFY(!duty.toMap().value(QStringLiteral("words")).toString().isEmpty());
            kinds.append(duty.toMap().value(QStringLiteral("kind")).toString());
        }
        const QStringList order = {QStringLiteral("no"), QStringLiteral("ask"), QStringLiteral("owed")};
        for (int i = 1; i < kinds.size(); ++i)
            QVERIFY(order.indexOf(kinds[i - 1]) <= order.indexOf(kinds[i]));
        QCOMPARE(look.verdict(), kinds.first());
        // Two seconds of it show fewer pictures.
        const auto all = look.items().size();
        look.setLast(24);
        QTRY_VERIFY_WITH_TIMEOUT(!look.isBusy() && look.items().size() < all, 120000);
    }

    void aWorkWithoutOutputCannotBeExported()
    {
        Session session;
        session.newWork(QStringLiteral("Nothing"));
        DeliverPlan plan;
        plan.setSession(&session);
        QCOMPARE(plan.problem(), QString());
        Graph empty = session.document()->written();
        empty.nodes.clear();
        QVERIFY(session.document()->edit(empty, QStringLiteral("Remove all")));
        QVERIFY(!plan.problem().isEmpty());
        plan.deliver();
        QVERIFY(!plan.isStarting());
    }

    void whatIsAskedForIsBounded()
    {
        Session session;
        session.newWork(QStringLiteral("Bounds"));
        DeliverPlan plan;
        plan.setSession(&session);
        const QSize size = plan.size();
        for (const char* words : {"", "x", "0x10", "99999x10", "-4x4", "1280", "12x12x12"})
            QVERIFY2(!plan.typeSize(QString::fromLatin1(words)), words);
        QCOMPARE(plan.size(), size);
        QVERIFY(plan.typeSize(QStringLiteral(" 640 × 360 ")));
        QCOMPARE(plan.size(), QSize(640, 360));
        plan.setFirst(-7);
        QCOMPARE(plan.first(), 0);
        plan.setLast(1'000'000'000);
        QCOMPARE(plan.last(), plan.frames() - 1);
        plan.setFirst(10);
        plan.setLast(3);
        QCOMPARE(plan.first(), 3);
        QVERIFY(plan.lengthWords().contains(QStringLiteral("1 ")));
        for (const QString& name :
            {QStringLiteral(""), QStringLiteral("../up"), QStringLiteral(".hidden"), QString(300, QChar::fromLatin1('a'))}) {
            plan.setName(name);
            QVERIFY(!plan.problem().isEmpty());
        }
        plan.setName(QStringLiteral("Film"));
        QVERIFY(plan.target().endsWith(QStringLiteral("deliveries/Film.mp4")));
        plan.setFormat(QStringLiteral("png"));
        QVERIFY(plan.isStills());
        QVERIFY(plan.target().endsWith(QStringLiteral(".png")));
        plan.setFormat(QStringLiteral("none of ours"));
        QVERIFY(plan.isStills());
    }

    void howLongItTakesIsSaidInWords()
    {
        Session session;
        session.newWork(QStringLiteral("Time"));
        DeliverPlan plan;
        plan.setSession(&session);
        QCOMPARE(plan.timeWords(), QString());
        plan.setMillisecondsPerFrame(1000);
        const QString whole = plan.timeWords();
        QVERIFY(whole.startsWith(QStringLiteral("about")));
        plan.setSize(plan.size() * 2);
        QVERIFY(plan.timeWords() != whole);
    }

    void whatWillBeReplacedIsSaidBefore()
    {
        Session session;
        session.newWork(QStringLiteral("Twice"));
        DeliverPlan plan;
        plan.setSession(&session);
        QCOMPARE(plan.replaces(), QString());
        VERIFY_OK(writeFile(pathOf(plan.target()), "a film"));
        QVERIFY(plan.replaces().contains(QStringLiteral("Twice.mp4")));
    }

    void aFolderThatCannotBeWrittenIsASentenceAndNoJob()
    {
        Session session;
        session.newWork(QStringLiteral("Nowhere"));
        DeliverPlan plan;
        plan.setSession(&session);
        VERIFY_OK(writeFile(pathOf(session.document()->folder()) / "file", ""));
        plan.setFolder(session.document()->folder() + QStringLiteral("/file/below"));
        plan.deliver();
        QTRY_COMPARE_WITH_TIMEOUT(session.notices()->count(), 1, 60000);
        QVERIFY(plan.job().isEmpty());
    }
};

int main(int argc, char** argv)
{
    QGuiApplication application(argc, argv);
    opificio::test::LogGuard guard;
    opificio::test::LogGuard::current() = &guard;
    DeliverTest suite;
    return QTest::qExec(&suite, argc, argv);
}
#include "DeliverTest.moc"
