// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/Cluster.h"

#include "base/Hash.h"
#include "remote/SshAgent.h"

using namespace opificio;

class SshTest : public test::Suite {
    Q_OBJECT

    std::unique_ptr<test::Cluster> m_cluster;
    Task m_task;

    std::filesystem::path place(const char* name) const { return m_cluster->folder() / "home" / name; }
    // The two processes of a session: freezing only one of them leaves the other to answer.
    std::string sessionProcesses(Ssh& ssh) const
    {
        // The shell's parent is the one that speaks; its parent keeps the rights.
        auto reply = ssh.run(
            "cat /proc/$PPID/stat | cut -d' ' -f4 >/dev/null; ps -o ppid= -p $(ps -o ppid= -p $PPID); ps -o ppid= -p $PPID");
        return reply ? reply->out : std::string();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::Cluster>();
        REQUIRE_CLUSTER(*m_cluster);
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void aScriptRunsAndItsAnswerIsWhole()
    {
        auto ssh = Ssh::open(m_cluster->options());
        VERIFY_OK(ssh);
        auto reply = (*ssh)->run("cat; echo more; echo worse >&2; exit 7", "one\ntwo");
        VERIFY_OK(reply);
        QCOMPARE(reply->out, std::string("one\ntwo\nmore\n"));
        QCOMPARE(reply->err, std::string("worse\n"));
        QCOMPARE(reply->code, 7);
        QCOMPARE((*ssh)->run("printf none")->out, std::string("none"));
        QCOMPARE((*ssh)->run("sinfo -h -o %P | sort")->out, std::string("boost*\nlow\nserial\n"));
    }

    void whatTheLoginPrintsIsNoAnswer()
    {
        const auto noisy = m_cluster->folder() / "noisy";
        VERIFY_OK(writeFile(noisy, "echo welcome; echo opificio-end 0"));
        auto options = m_cluster->options();
        m_cluster->shell(
            "cat >>$CLUSTER/etc/sshd_config <<<'ForceCommand echo welcome to 17 nodes; eval \"$SSH_ORIGINAL_COMMAND\"; echo bye'"
            "; kill -HUP $(cat $CLUSTER/pid/sshd)");
        QVERIFY(test::eventually([&] {
            auto ssh = Ssh::open(options);
            return ssh && (*ssh)->run("echo $SSH_ORIGINAL_COMMAND")->out == "exec /bin/sh\n";
        }));
        auto ssh = Ssh::open(options);
        VERIFY_OK(ssh);
        QCOMPARE((*ssh)->run("echo mine")->out, std::string("mine\n"));
        m_cluster->shell("sed -i /ForceCommand/d $CLUSTER/etc/sshd_config; kill -HUP $(cat $CLUSTER/pid/sshd)");
        QVERIFY(test::eventually([&] {
            auto again = Ssh::open(options);
            return again && (*again)->run("echo $SSH_ORIGINAL_COMMAND")->out == "\n";
        }));
    }

    void aHostIsKnownByItsKeyAlone()
    {
        auto options = m_cluster->options();
        const std::string right = options.hostKeys[0];
        auto shown = Ssh::hostKey("127.0.0.1", m_cluster->port());
        VERIFY_OK(shown);
        QCOMPARE(shown->line, right);
        QCOMPARE(shown->fingerprint, m_cluster->shell("ssh-keygen -lf $CLUSTER/ssh/host.pub | cut -d' ' -f2"));
        options.hostKeys = {};
        QCOMPARE(Ssh::open(options).error().code, Error::Code::Invalid);
        QCOMPARE(Ssh::open(options).error().what, shown->fingerprint);
        options.hostKeys = {"elsewhere " + right.substr(right.find(' ') + 1)};
        QCOMPARE(Ssh::open(options).error().code, Error::Code::Invalid);
        options.hostKeys = {"* " + right.substr(right.find(' ') + 1)};
        VERIFY_OK(Ssh::open(options));
        const std::string other = m_cluster->shell("cut -d' ' -f1,2 $CLUSTER/ssh/ca.pub");
        options.hostKeys = {"127.0.0.1 " + other};
        QCOMPARE(Ssh::open(options).error().code, Error::Code::ReadOnly);
        QVERIFY(Ssh::open(options).error().message.find(shown->fingerprint) != std::string::npos);
        options.hostKeys = {"127.0.0.1 " + other, right};
        VERIFY_OK(Ssh::open(options));
        options.hostKeys = {right, "@revoked " + right};
        auto revoked = Ssh::open(options);
        QVERIFY(!revoked && revoked.error().message.find("revoked") != std::string::npos);
        // The host has no key of the pinned kind.
        const std::string rsa = m_cluster->shell(
            "ssh-keygen -q -t rsa -b 2048 -N '' -f $CLUSTER/ssh/rsa <<<y >/dev/null; cut -d' ' -f1,2 $CLUSTER/ssh/rsa.pub");
        options.hostKeys = {"127.0.0.1 " + rsa};
        QCOMPARE(Ssh::open(options).error().code, Error::Code::ReadOnly);
    }

    void keysWithPassphrasesAndCertificatesLetIn()
    {
        auto options = m_cluster->options();
        m_cluster->shell("cd $CLUSTER/ssh; ssh-keygen -q -t ed25519 -N secret -f locked; cat locked.pub >>authorized_keys;"
                         "ssh-keygen -q -t ed25519 -N '' -f signed; ssh-keygen -q -s ca -I person -n root -V -1m:+41m signed.pub;"
                         "ssh-keygen -q -t ecdsa -N '' -f late; ssh-keygen -q -s ca -I person -n root -V -3h:-61m late.pub");
        options.key = m_cluster->folder() / "ssh/locked";
        const auto says = [&](const char* words) {
            auto ssh = Ssh::open(options);
            return !ssh && ssh.error().code == Error::Code::ReadOnly && ssh.error().message.find(words) != std::string::npos;
        };
        QVERIFY(says("it needs its passphrase"));
        options.passphrase = "wrong";
        QVERIFY(says("its passphrase is another one"));
        options.passphrase = "secret";
        VERIFY_OK(Ssh::open(options));
        options.passphrase.clear();
        m_cluster->shell("cd $CLUSTER/ssh; cp id open; chmod 644 open; echo key >words; chmod 600 words");
        for (const auto& [name, words] : {std::pair("none", "it is not there"), std::pair("open", "others may read it"),
                 std::pair("words", "the file holds no private key")}) {
            options.key = m_cluster->folder() / "ssh" / name;
            QVERIFY2(says(words), name);
        }
        options.key = m_cluster->folder() / "ssh/signed";
        auto ssh = Ssh::open(options);
        VERIFY_OK(ssh);
        const auto now = std::int64_t(std::time(nullptr));
        QCOMPARE((*ssh)->certificate()->id, std::string("person"));
        QCOMPARE((*ssh)->certificate()->words((*ssh)->certificate()->until - 40 * 60), std::string("ends in 40 minutes"));
        QVERIFY((*ssh)->certificate()->until > now + 35 * 60 && (*ssh)->certificate()->until < now + 45 * 60);
        options.key = m_cluster->folder() / "ssh/late";
        auto late = Ssh::open(options);
        QVERIFY(!late);
        QVERIFY2(late.error().message.find("ended") != std::string::npos, late.error().message.c_str());
        options.key = m_cluster->folder() / "ssh/ca";
        QVERIFY(Ssh::open(options).error().message.find("does not know the key") != std::string::npos);
    }

    void theAgentsCertificateComesFirst()
    {
        auto options = m_cluster->options();
        options.key.clear();
        const std::string agent = m_cluster->shell(
            "cd $CLUSTER/ssh; ssh-agent -a $CLUSTER/ssh/agent >/dev/null; export SSH_AUTH_SOCK=$CLUSTER/ssh/agent;"
            "for i in 1 2 3 4 5 6 7 8; do ssh-keygen -q -t ed25519 -N '' -f many$i; ssh-add -q many$i; done;"
            "ssh-keygen -q -t ed25519 -N '' -f held; ssh-keygen -q -s ca -I held -n root -V -1m:+12h held.pub; ssh-add -q held; "
            "ssh-add -l | wc -l");
        QCOMPARE(agent, std::string("10"));
        qputenv("SSH_AUTH_SOCK", QByteArray::fromStdString((m_cluster->folder() / "ssh/agent").string()));
        auto ssh = Ssh::open(options);
        VERIFY_OK(ssh);
        QCOMPARE((*ssh)->certificate()->id, std::string("held"));
        QCOMPARE((*ssh)->run("echo in")->out, std::string("in\n"));
        qunsetenv("SSH_AUTH_SOCK");
        QVERIFY(Ssh::open(options).error().message.find("agent") != std::string::npos);
    }

    void filesGoThereAndBackAndGoOnWhereTheyStopped()
    {
        auto ssh = Ssh::open(m_cluster->options());
        VERIFY_OK(ssh);
        std::string content;
        for (unsigned i = 0; content.size() < 5'000'011; ++i)
            content += std::to_string(i * 2654435761u);
        const auto here = m_cluster->folder() / "here", back = m_cluster->folder() / "back";
        VERIFY_OK(writeFile(here, content));
        const std::string there = place("a file's \"name\" $HOME").string();
        VERIFY_OK((*ssh)->put(here, there, m_task));
        QCOMPARE(*sha256OfFile(there), sha256(content));
        // Half of it there, half of it back.
        VERIFY_OK(writeFile(place("half"), content.substr(0, 2'000'003)));
        VERIFY_OK((*ssh)->put(here, place("half").string(), m_task));
        QCOMPARE(*sha256OfFile(place("half")), sha256(content));
        VERIFY_OK(writeFile(back, content.substr(0, 1'234'567)));
        VERIFY_OK((*ssh)->get(there, back, m_task));
        QCOMPARE(*sha256OfFile(back), sha256(content));
        VERIFY_OK((*ssh)->get(there, back, m_task));
        QCOMPARE(*(*ssh)->read(there, 10, 5), content.substr(10, 5));
        QCOMPARE(*(*ssh)->read(there, content.size(), 5), std::string());
        QCOMPARE((*ssh)->get(place("none").string(), back, m_task).error().code, Error::Code::NotFound);
        QCOMPARE((*ssh)->put(here, place("none/file").string(), m_task).error().code, Error::Code::NotFound);
        auto entries = (*ssh)->list(place("").string());
        VERIFY_OK(entries);
        QCOMPARE(entries->size(), std::size_t(2));
        QCOMPARE((*ssh)->list(place("none").string()).error().code, Error::Code::NotFound);
    }

    void aLineThatFreezesIsCut()
    {
        auto options = m_cluster->options();
        options.patienceSeconds = 2;
        for (bool isFile : {false, true}) {
            auto ssh = Ssh::open(options);
            VERIFY_OK(ssh);
            const auto here = m_cluster->folder() / "zeros";
            VERIFY_OK(writeFile(here, std::string(30'000'000, '0')));
            VERIFY_OK((*ssh)->list(place("").string()));
            const auto processes = m_cluster->shell("ps -o pid= --ppid $(cat $CLUSTER/pid/sshd); ps -o pid= --ppid $(ps -o pid= "
                                                    "--ppid $(cat $CLUSTER/pid/sshd) | tr -d ' ' | paste -sd,)");
            m_cluster->shell("kill -STOP $(echo '" + processes + "')");
            Result<> ended = isFile ? (*ssh)->put(here, place("frozen").string(), m_task) : [&]() -> Result<> {
                TRY_DO((*ssh)->run("echo"));
                return {};
            }();
            m_cluster->shell("kill -CONT $(echo '" + processes + "')");
            QVERIFY(!ended);
            QCOMPARE(ended.error().code, Error::Code::Network);
            QVERIFY2(ended.error().message.find("did not answer") != std::string::npos, ended.error().message.c_str());
            QVERIFY(!(*ssh)->run("echo"));
        }
    }

    void aScriptThatTakesLongerThanThePatienceIsHeardToLive()
    {
        auto options = m_cluster->options();
        options.patienceSeconds = 2;
        auto ssh = Ssh::open(options);
        VERIFY_OK(ssh);
        auto first = (*ssh)->run("echo $$; sleep 5; echo worse >&2", {}, 60);
        VERIFY_OK(first);
        QCOMPARE(first->err, std::string("worse\n"));
        // The same shell, and nothing is left in it of the signs of life.
        auto second = (*ssh)->run("echo $$; sleep 1; echo as bad >&2");
        VERIFY_OK(second);
        QCOMPARE(second->out, first->out);
        QCOMPARE(second->err, std::string("as bad\n"));
        QVERIFY(!(*ssh)->run("sleep 5"));
    }

    void anAnswerThatIsTooLongDoesNotEndTheLine()
    {
        auto options = m_cluster->options();
        options.patienceSeconds = 2;
        auto ssh = Ssh::open(options);
        VERIFY_OK(ssh);
        auto tooLong = (*ssh)->run("head -c 80000000 /dev/zero", {}, 60);
        QVERIFY(!tooLong);
        QCOMPARE(tooLong.error().code, Error::Code::TooLarge);
        // Nobody asks for longer than it is patient.
        QTest::qWait(3000);
        VERIFY_OK((*ssh)->run("echo"));
    }

    void aLineThatBreaksAndAPortThatIsShutAreSentences()
    {
        auto options = m_cluster->options();
        auto ssh = Ssh::open(options);
        VERIFY_OK(ssh);
        auto cut = (*ssh)->run("echo begin; kill -9 $PPID; sleep 1");
        QVERIFY(!cut);
        QCOMPARE(cut.error().code, Error::Code::Network);
        // A shell alone that is gone, in the middle of its answer: nobody goes on on such a line.
        ssh = Ssh::open(options);
        VERIFY_OK(ssh);
        cut = (*ssh)->run("echo begin; kill -9 $$");
        QVERIFY(!cut);
        QCOMPARE(cut.error().code, Error::Code::Network);
        QVERIFY(!(*ssh)->run("echo"));
        options.port = 1;
        auto shut = Ssh::open(options);
        QVERIFY(!shut);
        QCOMPARE(shut.error().code, Error::Code::Network);
    }

    void otherHostsAreTriedAndBadOnesRememberedByWhoeverAsks()
    {
        auto options = m_cluster->options();
        options.hosts = {"127.0.0.2", "127.0.0.1"};
        std::vector<std::string> bad;
        options.wasBad = [&](const std::string& host) { bad.push_back(host); };
        auto ssh = Ssh::open(options);
        VERIFY_OK(ssh);
        QCOMPARE((*ssh)->host(), std::string("127.0.0.1"));
        QCOMPARE(bad, std::vector<std::string>{"127.0.0.2"});
        options.isBad = [&](const std::string& host) { return host == "127.0.0.2"; };
        VERIFY_OK(Ssh::open(options));
        QCOMPARE(bad.size(), std::size_t(1));
    }
};

OPIFICIO_TEST_MAIN(SshTest)
#include "SshTest.moc"
