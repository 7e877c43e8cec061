// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "base/File.h"
#include "jobs/SendPlan.h"
#include "jobs/Sites.h"

#include "Session.h"
#include "Text.h"

using namespace opificio;

// What a person does with other computers before anything is sent: gates, descriptions, and where a film is made.
class SitesTest : public test::Suite {
    Q_OBJECT

    QTemporaryDir m_home;

    std::filesystem::path path(const char* name) const { return m_home.filePath(QString::fromLatin1(name)).toStdString(); }
    QUrl gate(const char* file, const char* key)
    {
        Site site;
        site.name = "near";
        site.title = "Near, booster";
        site.hosts = {"login.example.org"};
        site.root = "/scratch/{user}/opificio";
        site.worker = "/opt/opificio/opificio-worker";
        site.partitions = {"boost"};
        site.partsAtOnce = 4;
        auto print = writeGate(site, "2999-01-01", path(key), path(file));
        if (!print)
            qWarning("%s", print.error().message.c_str());
        return QUrl::fromLocalFile(qtPath(path(file)));
    }

    // The key that is typed beside a gate: what cannot be used leaves the gate waiting, and nothing typed leaves what was known.
    void takesGatesWithKeys()
    {
        Sites sites;
        const auto open = [&] {
            sites.openGate(gate("keyed.json", "key.pem"));
            return sites.gateWaits() && sites.gateDoubt().isEmpty();
        };
        const auto taken = [&](const char* key) {
            sites.takeGate(QStringLiteral("mrossi"), {}, QString::fromLatin1(key));
            return !sites.gateWaits();
        };
        if (auto known = Site::read("near")) {
            known->certificate = path("near-cert.pub");
            known->hostKeys = {"login.example.org ssh-ed25519 AAAA"};
            VERIFY_OK(known->write());
        }
        QVERIFY(open());
        for (const char* bad : {"~/none", "~/plain.pub", "~/seen"}) {
            QVERIFY(!taken(bad));
            QVERIFY(!sites.problem().isEmpty());
            QCOMPARE(Site::read("near")->key, std::string());
        }
        QVERIFY2(taken(" ~/plain"), qPrintable(sites.problem()));
        QVERIFY(sites.problem().isEmpty());
        QCOMPARE(sites.chosen(), QStringLiteral("near"));
        auto kept = Site::read("near");
        VERIFY_OK(kept);
        QCOMPARE(kept->key, path("plain").string());
        // The certificate was of the other key; hosts that were accepted stay accepted.
        QCOMPARE(kept->certificate, std::string());
        QCOMPARE(kept->hostKeys.size(), std::size_t(1));
        // Nothing typed, and the same typed: what was known stays, its certificate too.
        for (const char* same : {"", "~/plain"}) {
            kept->certificate = path("near-cert.pub");
            VERIFY_OK(kept->write());
            QVERIFY(open() && taken(same));
            QCOMPARE(Site::read("near")->key, path("plain").string());
            QCOMPARE(Site::read("near")->certificate, path("near-cert.pub").string());
        }
        // One with a passphrase is taken; it is asked for when the site is checked.
        QVERIFY(open() && taken("~/locked"));
        QCOMPARE(Site::read("near")->key, path("locked").string());
        QCOMPARE(Site::read("near")->certificate, std::string());
        QVERIFY(!sites.wantsPassphrase());
    }

private Q_SLOTS:
    void initTestCase() { qputenv("OPIFICIO_HOME", m_home.path().toUtf8()); }

    void aGateWaitsUntilItsKeyWasCompared()
    {
        Sites sites;
        QCOMPARE(sites.count(), 0);
        sites.openGate(gate("near.json", "key.pem"));
        QVERIFY2(sites.problem().isEmpty(), qPrintable(sites.problem()));
        QVERIFY(sites.gateWaits());
        QCOMPARE(sites.gateTitle(), QStringLiteral("Near, booster"));
        QVERIFY(sites.gateFingerprint().startsWith(QStringLiteral("SHA256:")));
        QVERIFY(sites.gateWantsUser());
        QCOMPARE(sites.count(), 0);
        sites.takeGate(QStringLiteral("mrossi"), QStringLiteral("AIFAC_1"), {});
        QVERIFY(!sites.gateWaits());
        QCOMPARE(sites.count(), 1);
        QCOMPARE(sites.title(), QStringLiteral("Near, booster"));
        QCOMPARE(sites.data(sites.index(0), Sites::DetailRole).toString(), QStringLiteral("mrossi@login.example.org"));
        const auto kept = Site::read("near");
        VERIFY_OK(kept);
        QCOMPARE(kept->account, std::string("AIFAC_1"));
        QCOMPARE(kept->rootPath(), std::string("/scratch/mrossi/opificio"));
    }

    void somebodyElsesGateIsNotTakenForIt()
    {
        Sites sites;
        sites.openGate(gate("other.json", "other.pem"));
        QVERIFY(sites.gateWaits());
        QVERIFY(!sites.gateDoubt().isEmpty());
        const auto before = Site::read("near");
        sites.takeGate(QStringLiteral("eve"), {}, {});
        QCOMPARE(Site::read("near")->user, before->user);
        sites.forgetGate();
        // A byte that was changed afterwards.
        std::string content = *readFile(path("near.json"));
        content.replace(content.find("login.example.org"), 17, "login.example.com");
        VERIFY_OK(writeFile(path("near.json"), content));
        sites.openGate(QUrl::fromLocalFile(qtPath(path("near.json"))));
        QVERIFY(!sites.gateWaits());
        QVERIFY(!sites.problem().isEmpty());
    }

    void whatIsTypedIsCheckedAsAFileWouldBe()
    {
        Sites sites;
        QVERIFY(!sites.describe(QStringLiteral("Lab"), QStringLiteral("lab; rm -rf /"), QStringLiteral("me"), {}, {},
            QStringLiteral("/scratch"), QStringLiteral("/opt/worker"), {}));
        QVERIFY(!sites.problem().isEmpty());
        QVERIFY(sites.describe(QStringLiteral("Il Laboratorio È Qui"), QStringLiteral("lab.example.org:2222"),
            QStringLiteral("me"), {}, {}, QStringLiteral("/scratch"), QStringLiteral("/opt/worker"), {}));
        QCOMPARE(sites.chosen(), QStringLiteral("il-laboratorio-e-qui"));
        QCOMPARE(Site::read("il-laboratorio-e-qui")->port, 2222);
        QVERIFY(!sites.describe(QStringLiteral("Il laboratorio e qui"), QStringLiteral("lab.example.org"), QStringLiteral("me"),
            {}, {}, QStringLiteral("/scratch"), QStringLiteral("/opt/worker"), {}));
    }

    void aKeyFileIsLookedAtWhenItIsTyped()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("ssh-keygen")).isEmpty())
            QSKIP("ssh-keygen is not there; no key can be made.");
        const QByteArray home = qgetenv("HOME");
        qputenv("HOME", m_home.path().toUtf8());
        for (const char* pass : {"", "secret"})
            QCOMPARE(QProcess::execute(QStringLiteral("ssh-keygen"),
                         {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"), QStringLiteral("-N"),
                             QString::fromLatin1(pass), QStringLiteral("-f"),
                             m_home.filePath(QLatin1String(*pass ? "locked" : "plain"))}),
                0);
        std::filesystem::copy_file(path("plain"), path("seen"));
        std::filesystem::permissions(path("seen"), std::filesystem::perms(0644));
        Sites sites;
        const auto refused = [&](const char* typed, const char* words) {
            return !sites.describe(QStringLiteral("Key"), QStringLiteral("lab.example.org"), QStringLiteral("me"), {}, {},
                       QStringLiteral("/scratch"), QStringLiteral("/opt/worker"), QString::fromLatin1(typed))
                && sites.problem().contains(QString::fromLatin1(words)) && !Site::read("key");
        };
        QVERIFY2(refused("~/none", "it is not there"), qPrintable(sites.problem()));
        QVERIFY2(refused("~/plain.pub", "holds no private key"), qPrintable(sites.problem()));
        QVERIFY2(refused("~/seen", "others may read it"), qPrintable(sites.problem()));
        QVERIFY(sites.problem().contains(m_home.filePath(QStringLiteral("seen"))));
        for (const char* name : {"plain", "locked"}) {
            QVERIFY2(sites.describe(QString::fromLatin1(name), QStringLiteral("lab.example.org"), QStringLiteral("me"), {}, {},
                         QStringLiteral("/scratch"), QStringLiteral("/opt/worker"), QStringLiteral(" ~/") + QLatin1String(name)),
                qPrintable(sites.problem()));
            QCOMPARE(Site::read(name)->key, path(name).string());
            sites.removeChosen();
            QTRY_VERIFY(!sites.isBusy() && !Site::read(name));
        }
        takesGatesWithKeys();
        qputenv("HOME", home);
    }

    void aPlanSaysWhereAndForHowMuch()
    {
        Session session;
        SendPlan plan;
        plan.setSession(&session);
        QCOMPARE(plan.places().size(), 3); // here, and two that are known
        QVERIFY(!plan.isElsewhere());
        QVERIFY(!plan.jobPlace());
        QCOMPARE(plan.parts(), 1);
        QVERIFY(plan.timeWords().isEmpty() && plan.problem().isEmpty());
        plan.setPlace(QStringLiteral("near"));
        QVERIFY(plan.isElsewhere());
        plan.setRender({.frames = 9000, .size = {3840, 2160}, .secondsPerFrame = 2});
        QVERIFY(plan.parts() > 10);
        QVERIFY(!plan.timeWords().isEmpty() && !plan.costWords().isEmpty() && !plan.groundWords().isEmpty());
        const auto place = plan.jobPlace();
        QVERIFY(place);
        QCOMPARE(place->site, std::string("near"));
        QCOMPARE(place->resources.partition, std::string("boost"));
        QVERIFY(place->resources.partsAtOnce <= 4);
        plan.setCap(0.5);
        QCOMPARE(place->capCoreHours, 10.0);
        QVERIFY(!plan.problem().isEmpty());
        QVERIFY(plan.typeCap(QStringLiteral("100")));
        QVERIFY(plan.problem().isEmpty());
        QVERIFY(!plan.typeCap(QStringLiteral("much")));
        QCOMPARE(plan.jobPlace()->capCoreHours, 100.0);
        // A training has a place of its own, and is one piece.
        SendPlan training;
        training.setPurpose(SendPlan::Train);
        training.setSession(&session);
        QVERIFY(!training.isElsewhere());
        QCOMPARE(training.trainingThere(100), 100.0);
        training.setPlace(QStringLiteral("near"));
        QVERIFY(training.timeWords().isEmpty() && !training.groundWords().isEmpty());
        training.setTraining(7200);
        QVERIFY(!training.timeWords().isEmpty() && !training.costWords().isEmpty());
        QCOMPARE(training.parts(), 1);
        QVERIFY(training.jobPlace()->resources.minutes > 5);
        // What stays here is refused by name, as soon as it is weighed.
        training.setCap(0);
        QVERIFY(training.problem().isEmpty());
        training.weighBy([] { return SendPlan::Weight{.outgoing = {.files = 2, .bytes = 3000, .staying = {"La piena"}}}; });
        QTRY_VERIFY(training.problem().contains(QStringLiteral("La piena")));
        QVERIFY(training.sendWords().contains(QStringLiteral("2")));
        // The place is remembered, as long as it is known.
        SendPlan next;
        next.setSession(&session);
        QCOMPARE(next.place(), QStringLiteral("near"));
        std::filesystem::remove(Site::file("near"));
        session.tellSites();
        QVERIFY(!next.isElsewhere());
        QVERIFY(next.place().isEmpty());
    }
};

OPIFICIO_TEST_MAIN(SitesTest)
#include "SitesTest.moc"
