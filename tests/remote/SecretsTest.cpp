// SPDX-License-Identifier: GPL-3.0-or-later
// A real keyring on a bus of its own: what it keeps, and what becomes of a secret where it keeps nothing. A process belongs to
// one bus, and a secret is to be found by another process; so each act is this program again, with the slot act() alone.
#include "support/TestMain.h"

#include "base/File.h"
#include "base/Json.h"
#include "remote/Secrets.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <chrono>
#include <thread>

#include <csignal>

using namespace opificio;

namespace {

// A bus on which nothing starts by itself.
class Bus {
public:
    explicit Bus(const QString& folder)
        : m_folder(folder)
    {
        const auto config = folder.toStdString() + "/bus.conf";
        (void)writeFile(config,
            "<busconfig><type>session</type><listen>unix:dir=" + folder.toStdString()
                + "</listen><policy context=\"default\"><allow send_destination=\"*\"/><allow receive_sender=\"*\"/>"
                  "<allow own=\"*\"/></policy></busconfig>");
        m_bus.start(QStringLiteral("dbus-daemon"),
            {QStringLiteral("--nofork"), QStringLiteral("--print-address"),
                QStringLiteral("--config-file=") + QString::fromStdString(config)});
        if (m_bus.waitForReadyRead(20'000))
            m_address = QString::fromUtf8(m_bus.readLine().trimmed());
    }
    ~Bus()
    {
        for (QProcess* process : {&m_keyring, &m_bus}) {
            if (process->state() == QProcess::NotRunning)
                continue;
            ::kill(pid_t(process->processId()), SIGCONT);
            process->terminate();
            if (!process->waitForFinished(5000))
                process->kill();
            process->waitForFinished(5000);
        }
    }
    QProcessEnvironment environment() const
    {
        auto all = QProcessEnvironment::systemEnvironment();
        all.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), m_address);
        for (const char* name : {"HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"})
            all.insert(QString::fromLatin1(name), m_folder);
        all.remove(QStringLiteral("DISPLAY"));
        all.remove(QStringLiteral("WAYLAND_DISPLAY"));
        return all;
    }
    enum class Begin { Unlocked, WithoutCollection };
    bool startKeyring(Begin begin)
    {
        m_keyring.setProcessEnvironment(environment());
        QStringList arguments = {QStringLiteral("--foreground"), QStringLiteral("--components=secrets"),
            QStringLiteral("--control-directory=") + m_folder + QStringLiteral("/control")};
        if (begin == Begin::Unlocked)
            arguments += QStringLiteral("--unlock");
        m_keyring.start(QStringLiteral("gnome-keyring-daemon"), arguments);
        m_keyring.write("the keyring's own");
        m_keyring.closeWriteChannel();
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < 20'000; QTest::qWait(50)) {
            if (ask({QStringLiteral("--dest=org.freedesktop.DBus"), QStringLiteral("/"),
                    QStringLiteral("org.freedesktop.DBus.GetNameOwner"), QStringLiteral("string:org.freedesktop.secrets")}))
                return true;
        }
        return false;
    }
    bool lock()
    {
        return ask({QStringLiteral("--dest=org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
            QStringLiteral("org.freedesktop.Secret.Service.Lock"),
            QStringLiteral("array:objpath:/org/freedesktop/secrets/collection/login")});
    }
    void freeze() { ::kill(pid_t(m_keyring.processId()), SIGSTOP); }

    // What another process on this bus hears: {"found", "trouble", "error", "lasting", "ms"}.
    Json does(const char* act, const char* secret = "", double patience = 20, int stopAfterMs = 0) const
    {
        QProcess other;
        auto all = environment();
        const QString answer = m_folder + QStringLiteral("/answer.json");
        QFile::remove(answer);
        all.insert(QStringLiteral("OPIFICIO_ACT"), QString::fromLatin1(act));
        all.insert(QStringLiteral("OPIFICIO_ACT_SECRET"), QString::fromLatin1(secret));
        all.insert(QStringLiteral("OPIFICIO_ACT_PATIENCE"), QString::number(patience));
        all.insert(QStringLiteral("OPIFICIO_ACT_STOP"), QString::number(stopAfterMs));
        all.insert(QStringLiteral("OPIFICIO_ACT_ANSWER"), answer);
        other.setProcessEnvironment(all);
        other.setStandardOutputFile(QProcess::nullDevice());
        other.start(QCoreApplication::applicationFilePath(), {QStringLiteral("act")});
        if (!other.waitForFinished(60'000))
            return Json{{"error", "It does not end."}};
        auto read = readJson(answer.toStdString());
        return read ? *read : Json{{"error", read.error().message}};
    }

private:
    bool ask(QStringList words)
    {
        QProcess send;
        send.setProcessEnvironment(environment());
        send.setStandardErrorFile(QProcess::nullDevice());
        words.prepend(QStringLiteral("--print-reply"));
        words.prepend(QStringLiteral("--session"));
        send.start(QStringLiteral("dbus-send"), words);
        return send.waitForFinished(20'000) && send.exitCode() == 0;
    }

    QString m_folder, m_address;
    QProcess m_bus, m_keyring;
};

bool holds(const Json& answer, const char* member, const char* words)
{
    const bool is = textAt(answer, member).find(words) != std::string::npos;
    if (!is)
        qWarning("%s", answer.dump().c_str());
    return is;
}

} // namespace

class SecretsTest : public test::Suite {
    Q_OBJECT

    QTemporaryDir m_place;
    QString folder(const char* name)
    {
        const QString path = m_place.filePath(QString::fromLatin1(name));
        QDir().mkpath(path);
        return path;
    }
    static bool canBe()
    {
        return !QStandardPaths::findExecutable(QStringLiteral("gnome-keyring-daemon")).isEmpty()
            && !QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty();
    }

private Q_SLOTS:
    void act()
    {
        const std::string act = qgetenv("OPIFICIO_ACT").toStdString(), site = "near";
        if (act.empty())
            return;
        Task task;
        Secrets secrets(Secrets::Keyring::Use, &task, qgetenv("OPIFICIO_ACT_PATIENCE").toDouble());
        std::thread stops;
        if (const int ms = qgetenv("OPIFICIO_ACT_STOP").toInt(); ms > 0)
            stops = std::thread([&task, ms] {
                std::this_thread::sleep_for(std::chrono::milliseconds(ms));
                task.stop();
            });
        QElapsedTimer timer;
        timer.start();
        Json answer = {{"lasting", secrets.isLasting()}};
        if (act == "keep") {
            if (auto kept = secrets.keep(site, qgetenv("OPIFICIO_ACT_SECRET").toStdString()); !kept)
                answer["error"] = kept.error().message;
        }
        answer["trouble"] = secrets.trouble();
        if (act == "forget")
            secrets.forget(site);
        else
            answer["found"] = secrets.find(site).value_or("");
        if (act != "keep")
            answer["trouble"] = secrets.trouble();
        answer["ms"] = timer.elapsed();
        if (stops.joinable())
            stops.join();
        VERIFY_OK(writeJson(qgetenv("OPIFICIO_ACT_ANSWER").toStdString(), answer));
    }

    void whatIsKeptIsFoundByAnotherProcessAndForgotten()
    {
        if (!canBe())
            QSKIP("gnome-keyring-daemon or dbus-daemon is not there.");
        Bus bus(folder("open"));
        QVERIFY(bus.startKeyring(Bus::Begin::Unlocked));
        QCOMPARE(textAt(bus.does("find"), "found"), std::string());
        const Json kept = bus.does("keep", "it's a \"secret\" $HOME");
        QVERIFY2(textAt(kept, "error").empty(), textAt(kept, "error").c_str());
        QVERIFY(flagAt(kept, "lasting"));
        QCOMPARE(textAt(bus.does("find"), "found"), std::string("it's a \"secret\" $HOME"));
        QCOMPARE(textAt(bus.does("keep", "another"), "error"), std::string());
        QCOMPARE(textAt(bus.does("find"), "found"), std::string("another"));
        bus.does("forget");
        const Json gone = bus.does("find");
        QCOMPARE(textAt(gone, "found") + textAt(gone, "trouble") + textAt(gone, "error"), std::string());
    }

    void aLockedKeyringIsSaidAndNobodyWaitsForIt()
    {
        if (!canBe())
            QSKIP("gnome-keyring-daemon or dbus-daemon is not there.");
        Bus bus(folder("locked"));
        QVERIFY(bus.startKeyring(Bus::Begin::Unlocked));
        QCOMPARE(textAt(bus.does("keep", "before"), "error"), std::string());
        QVERIFY(bus.lock());
        const Json found = bus.does("find");
        QCOMPARE(textAt(found, "found"), std::string());
        QVERIFY(holds(found, "trouble", "The keyring is locked"));
        // It is held as long as that process lives, and no longer.
        const Json kept = bus.does("keep", "after");
        QVERIFY(holds(kept, "error", "The keyring is locked"));
        QVERIFY(holds(kept, "error", "kept until the program ends"));
        QCOMPARE(textAt(kept, "found"), std::string("after"));
        QCOMPARE(textAt(bus.does("find"), "found"), std::string());
    }

    void aKeyringWithoutACollectionTakesNothing()
    {
        if (!canBe())
            QSKIP("gnome-keyring-daemon or dbus-daemon is not there.");
        Bus bus(folder("new"));
        QVERIFY(bus.startKeyring(Bus::Begin::WithoutCollection));
        const Json kept = bus.does("keep", "secret");
        QVERIFY(holds(kept, "error", "did not take the passphrase"));
        QCOMPARE(textAt(kept, "found"), std::string("secret"));
        QCOMPARE(textAt(bus.does("find"), "found"), std::string());
    }

    void aKeyringThatDoesNotAnswerIsNotWaitedForForEver()
    {
        if (!canBe())
            QSKIP("gnome-keyring-daemon or dbus-daemon is not there.");
        Bus bus(folder("silent"));
        QVERIFY(bus.startKeyring(Bus::Begin::Unlocked));
        QCOMPARE(textAt(bus.does("keep", "before"), "error"), std::string());
        bus.freeze();
        QVERIFY(holds(bus.does("find", "", 0.5), "trouble", "The keyring does not answer."));
        const Json kept = bus.does("keep", "after", 0.5);
        QVERIFY(holds(kept, "error", "The keyring does not answer."));
        QCOMPARE(textAt(kept, "found"), std::string("after"));
        // The bus itself gives up after 25 s.
        const Json stopped = bus.does("find", "", 600, 200);
        QVERIFY(holds(stopped, "trouble", "The keyring does not answer."));
        QVERIFY(at(stopped, "ms").get<int>() < 20'000);
    }

    void withoutAKeyringASecretIsForThisSessionOnly()
    {
        if (!canBe())
            QSKIP("gnome-keyring-daemon or dbus-daemon is not there.");
        Bus bus(folder("none"));
        const Json kept = bus.does("keep", "secret");
        QVERIFY(holds(kept, "error", "did not take the passphrase"));
        QCOMPARE(textAt(kept, "found"), std::string("secret"));
        const Json found = bus.does("find");
        QCOMPARE(textAt(found, "found") + textAt(found, "trouble"), std::string());
    }
};

OPIFICIO_TEST_MAIN(SecretsTest)
#include "SecretsTest.moc"
