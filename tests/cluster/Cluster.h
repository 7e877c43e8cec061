#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/TestMain.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

#include "base/File.h"
#include "remote/Ssh.h"

namespace opificio::test {

/// A real Slurm of two nodes with an SSH server, in a folder of its own, for as long as the value lives (tests/cluster/start).
class Cluster {
public:
    /// `settings` are those of the script: "MIN_JOB_AGE=5".
    explicit Cluster(const QStringList& settings = {})
    {
        QProcess start;
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const QString& setting : settings)
            environment.insert(setting.section(QLatin1Char('='), 0, 0), setting.section(QLatin1Char('='), 1));
        start.setProcessEnvironment(environment);
        // Its processes outlive it and keep its ends of pipes: files instead.
        start.setStandardOutputFile(QProcess::nullDevice());
        start.setStandardErrorFile(m_place.filePath(QStringLiteral("words")));
        start.start(script("start"), {QString::fromStdString(folder().string())});
        start.waitForFinished(120'000);
        m_code = start.exitCode();
        m_words = readFile(m_place.filePath(QStringLiteral("words")).toStdString()).operator bool()
            ? *readFile(m_place.filePath(QStringLiteral("words")).toStdString())
            : std::string();
        if (m_code == 0)
            m_port = std::stoi(*readFile(folder() / "ports"));
    }
    ~Cluster() { QProcess::execute(script("stop"), {QString::fromStdString(folder().string())}); }

    bool isThere() const { return m_code == 0; }
    /// Why it is not there; `code` is 77 where it cannot be on this machine.
    const std::string& words() const { return m_words; }
    int code() const { return m_code; }

    std::filesystem::path folder() const { return m_place.path().toStdString() + "/cluster"; }
    int port() const { return m_port; }
    Ssh::Options options() const
    {
        std::ifstream key(folder() / "ssh/host.pub");
        std::string type, encoded;
        key >> type >> encoded;
        Ssh::Options options;
        options.hosts = {"127.0.0.1"};
        options.port = m_port;
        options.user = "root";
        options.hostKeys = {"127.0.0.1 " + type + " " + encoded};
        options.key = folder() / "ssh/id";
        return options;
    }
    /// The process of that name: munged, sshd, slurmctld, n1, n2.
    int process(const std::string& name) const { return std::stoi(*readFile(folder() / "pid" / name)); }
    void signal(const std::string& name, int number) const { ::kill(process(name), number); }
    /// Starts it again, after it was killed.
    void startAgain(const std::string& name) const
    {
        shell("cd / && . '" + std::string(OPIFICIO_SOURCE) + "/tests/cluster/cluster.bash' && eval \"spawn " + name + " $(cat '"
            + (folder() / "pid" / (name + ".command")).string() + "')\"");
    }
    /// What a command says, as root, with the cluster's tools at hand.
    std::string shell(const std::string& command) const
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("SLURM_CONF"), QString::fromStdString((folder() / "etc/slurm.conf").string()));
        environment.insert(QStringLiteral("CLUSTER"), QString::fromStdString(folder().string()));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral("bash"), {QStringLiteral("-c"), QString::fromStdString(command)});
        process.waitForFinished(60'000);
        return process.readAllStandardOutput().trimmed().toStdString();
    }

private:
    static QString script(const char* name)
    {
        return QString::fromUtf8(OPIFICIO_SOURCE) + QStringLiteral("/tests/cluster/") + QString::fromLatin1(name);
    }

    QTemporaryDir m_place;
    int m_code = 0, m_port = 0;
    std::string m_words;
};

/// Looks until it is so; an answer that changes by itself is worth waiting for, and a test that waits in vain fails.
template<typename Condition> bool eventually(Condition&& isSo, int seconds = 60)
{
    QElapsedTimer timer;
    for (timer.start(); timer.elapsed() < seconds * 1000; QTest::qWait(20)) {
        if (isSo())
            return true;
    }
    return false;
}

} // namespace opificio::test

/// Skips the test program, saying so, where no cluster can be.
#define REQUIRE_CLUSTER(cluster)                                                                                                 \
    if ((cluster).code() == 77)                                                                                                  \
        QSKIP((cluster).words().c_str());                                                                                        \
    QVERIFY2((cluster).isThere(), (cluster).words().c_str())
