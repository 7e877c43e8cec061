// SPDX-License-Identifier: GPL-3.0-or-later
// A key with a passphrase and no keyring: a person gives it once, and whoever looks after the jobs has it, in memory alone.
#include "cluster/Attended.h"

#include "remote/Detached.h"

#include <algorithm>
#include <cctype>

using namespace opificio;

namespace {

constexpr const char* passphrase = "Nove gatti dipinti, 1903";

// Whatever it holds: files of /proc have no size.
std::string contentOf(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// Where the words are seen: in a process's arguments or environment, or in a file below the folders.
std::string seenIn(const std::string& words, const std::vector<std::filesystem::path>& folders)
{
    std::error_code code;
    std::string places;
    for (const auto& process : std::filesystem::directory_iterator("/proc", code)) {
        const std::string number = process.path().filename().string();
        if (!std::all_of(number.begin(), number.end(), ::isdigit))
            continue;
        for (const char* name : {"cmdline", "environ"}) {
            if (contentOf(process.path() / name).find(words) != std::string::npos)
                places += (process.path() / name).string() + "\n";
        }
    }
    const auto lenient = std::filesystem::directory_options::skip_permission_denied;
    for (const auto& folder : folders) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, lenient, code)) {
            if (entry.is_regular_file(code) && contentOf(entry.path()).find(words) != std::string::npos)
                places += entry.path().string() + "\n";
        }
    }
    return places;
}

} // namespace

class KeysTest : public test::Attended {
    Q_OBJECT

    // A person's word to the program, as the window says it: what it answers.
    std::string login(const std::string& given) const
    {
        QProcess process;
        process.start(QString::fromStdString(cliProgram().string()),
            {QStringLiteral("--json"), QStringLiteral("site"), QStringLiteral("login"), QString::fromStdString(m_site),
                QStringLiteral("--passphrase")});
        process.write(QByteArray::fromStdString(given + "\n"));
        process.closeWriteChannel();
        process.waitForFinished(60'000);
        return process.readAllStandardOutput().toStdString();
    }
    std::vector<std::filesystem::path> everywhere() const { return {home(), m_cluster->folder() / "log"}; }

private Q_SLOTS:
    void initTestCase()
    {
        // No keyring, whatever this computer has.
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        qunsetenv("SSH_AUTH_SOCK");
        begin();
        if (!m_cluster->isThere())
            return;
        m_cluster->shell(std::string("cd $CLUSTER/ssh; ssh-keygen -q -t ed25519 -C locked -N '") + passphrase
            + "' -f locked; cat locked.pub >>authorized_keys");
        Site locked = site();
        locked.key = m_cluster->folder() / "ssh/locked";
        VERIFY_OK(locked.write());
    }
    void cleanupTestCase() { end(); }
    // One that was handed a passphrase stays.
    void cleanup()
    {
        if (m_cluster && m_cluster->isThere()) {
            m_cluster->shell("kill -9 " + attendant());
            settle();
        }
    }

    void aJobGoesOnOnceThePassphraseIsGiven()
    {
        const auto folder = made(1, {{"hold", ""}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "it needs its passphrase"));
        QVERIFY(says(folder, ("opificio-cli site login " + m_site).c_str()));
        QCOMPARE(status(folder).state, JobStatus::State::Queued);
        const std::string before = attendant();
        QVERIFY(!before.empty());
        // Another one is refused at once, and nobody is sent away for it.
        const std::string refused = login("Otto gatti");
        QVERIFY2(refused.find("its passphrase is another one") != std::string::npos, refused.c_str());
        QCOMPARE(attendant(), before);
        const std::string taken = login(passphrase);
        QVERIFY2(
            taken.find("\"ok\":true") != std::string::npos && taken.find("twelve hours") == std::string::npos, taken.c_str());
        QVERIFY(says(folder, "step 0 of 3"));
        QVERIFY(attendant() != before && attendant().find('\n') == std::string::npos);
        // What looks for it finds what is there to be found.
        QVERIFY(seenIn(m_site, everywhere()).find("cmdline") != std::string::npos);
        QVERIFY(seenIn(m_site, everywhere()).find("jobs.jsonl") != std::string::npos);
        QCOMPARE(seenIn(passphrase, everywhere()), std::string());

        // After a restart nobody has it: what was known stays said, with what to do.
        m_cluster->shell("kill -9 " + attendant());
        QVERIFY(test::eventually([&] { return !isAttended(m_site); }));
        VERIFY_OK(startAttendants());
        QVERIFY(says(folder, "it needs its passphrase"));
        QVERIFY(says(folder, ("opificio-cli site login " + m_site).c_str()));
        QCOMPARE(status(folder).state, JobStatus::State::Running);
        std::filesystem::remove(there(folder) + "/hold");
        login(passphrase);
        QVERIFY(becomes(folder, JobStatus::State::Done));
        QCOMPARE(submissions(folder), 1);

        // Whoever has it stays, and asks nobody for the next job.
        const std::string stays = attendant();
        QVERIFY(!stays.empty());
        const auto next = made(1, {});
        VERIFY_OK(submitJob(next));
        QVERIFY(becomes(next, JobStatus::State::Done));
        QCOMPARE(attendant(), stays);
        QCOMPARE(seenIn(passphrase, everywhere()), std::string());
    }

    void whoeverHoldsAPassphraseGoesWithItsSite()
    {
        login(passphrase);
        QVERIFY(test::eventually([&] { return isAttended(m_site); }));
        const std::string description = *readFile(Site::file(m_site));
        std::filesystem::remove(Site::file(m_site));
        QVERIFY(test::eventually([&] { return !isAttended(m_site); }));
        VERIFY_OK(writeFile(Site::file(m_site), description));
    }
};

OPIFICIO_TEST_MAIN(KeysTest)
#include "KeysTest.moc"
