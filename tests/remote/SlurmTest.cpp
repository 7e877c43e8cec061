// SPDX-License-Identifier: GPL-3.0-or-later
// What the answers of a cluster mean, those that no cluster gives when it is asked to included.
#include "support/TestMain.h"

#include <QProcess>

#include "remote/Slurm.h"

using namespace opificio;
using State = PartState::State;

class SlurmTest : public test::Suite {
    Q_OBJECT

    // An answer at the time 1000000, of a job key in /j that was submitted at `submitted`, with these files.
    static Result<Look> look(const std::string& queue, const std::string& files, const std::string& code = "0")
    {
        ShellReply reply;
        reply.out = "clock 1000000\n" + queue + "queue " + code + "\nfolder /j\n" + files + "whole\n";
        return slurm::readPoll(reply, {{"key", "7", "/j"}});
    }
    static State stateOf(const std::string& queue, const std::string& files)
    {
        auto seen = look(queue, files);
        return seen ? seen->parts.at(0).state : State::Cancelled;
    }

private Q_SLOTS:
    void whatIsAbsentHasNotEnded()
    {
        // Just submitted, and in no queue: forgotten. Long ago: nobody knows. The number may be another one's by now.
        QCOMPARE(int(stateOf("", "f 0 999990 marks/key.id.7\n")), int(State::Forgotten));
        QCOMPARE(int(stateOf("q|7|RUNNING|None|other\n", "f 0 999990 marks/key.id.7\n")), int(State::Forgotten));
        QCOMPARE(int(stateOf("", "f 0 900000 marks/key.id.7\n")), int(State::Unknown));
        QCOMPARE(int(stateOf("", "")), int(State::Unknown));
        // It had begun: as long as it showed itself lately, it may live on a computer that was lost.
        QCOMPARE(int(stateOf("", "f 0 999000 marks/key.all.started.7.0\nf 0 999990 marks/key.all.beat\n")), int(State::Unknown));
        QCOMPARE(int(stateOf("", "f 0 999000 marks/key.all.started.7.0\nf 0 999100 marks/key.all.beat\n")), int(State::Stopped));
        // Another job's marks are not its own.
        QCOMPARE(int(stateOf("", "f 0 999990 marks/keyer.all.exit.0.7\n")), int(State::Unknown));
    }

    void theQueueCountsBeforeTheMarksAndTheMarksBeforeTheBooks()
    {
        const std::string marks = "f 0 1 marks/key.all.started.7.0\nf 0 1 marks/key.all.exit.0.7\n";
        QCOMPARE(int(stateOf("", marks)), int(State::Done));
        QCOMPARE(int(stateOf("q|7|PENDING|BeginTime|key\n", marks)), int(State::Requeued));
        QCOMPARE(int(stateOf("q|7|COMPLETED|None|key\n", marks)), int(State::Done));
        QCOMPARE(int(stateOf("q|7|FAILED|NonZeroExitCode|key\n", "f 0 1 marks/key.all.exit.75.7\n")), int(State::Stopped));
        QCOMPARE(int(stateOf("q|7|FAILED|NonZeroExitCode|key\n", "f 0 1 marks/key.all.exit.3.7\n")), int(State::Failed));
        QCOMPARE(int(stateOf("q|7|CANCELLED|None|key\n", "f 0 1 marks/key.all.exit.75.7\n")), int(State::Cancelled));
        QCOMPARE(int(stateOf("q|7|TIMEOUT|TimeLimit|key\n", "")), int(State::Stopped));
        QCOMPARE(int(stateOf("q|7|NODE_FAIL|None|key\n", "")), int(State::Stopped));
        QCOMPARE(int(stateOf("a|7|CANCELLED by 1001|0:0|key\n", "")), int(State::Cancelled));
        QCOMPARE(int(stateOf("a|7|TIMEOUT|0:0|key\n", marks)), int(State::Done));
        // Done, says the cluster, and the job never began: another one had its place.
        QCOMPARE(int(stateOf("q|7|COMPLETED|None|key\n", "")), int(State::Unknown));
        QCOMPARE(int(stateOf("q|7|SOMETHING_NEW|None|key\n", "")), int(State::Unknown));
        // Of two under one key, the one that lives counts.
        QCOMPARE(int(stateOf("q|9|COMPLETED|None|key\nq|7|RUNNING|None|key\n", "")), int(State::Running));
    }

    void onlyAWholeAnswerIsOne()
    {
        QVERIFY(look("", ""));
        QCOMPARE(look("", "", "1").error().code, Error::Code::Network);
        ShellReply reply;
        reply.out = "clock 1000000\nq|7|RUNNING|None|key\nqueue 0\nfolder /j\n";
        QCOMPARE(slurm::readPoll(reply, {{"key", "7", "/j"}}).error().code, Error::Code::Network);
        reply.out = "queue 0\nwhole\n";
        QVERIFY(!slurm::readPoll(reply, {}));
    }

    void partsHaveStatesOfTheirOwn()
    {
        auto seen = look("q|7_3|RUNNING|None|key\nq|7_[4-5]|PENDING|Priority|key\n",
            "f 0 1 marks/key.0.exit.0.7\nf 0 1 marks/key.1.exit.2.7\n");
        VERIFY_OK(seen);
        std::map<int, State> states;
        for (const PartState& part : seen->parts)
            states[part.part] = part.state;
        QCOMPARE(states, (std::map<int, State>{{-1, State::Waiting}, {0, State::Done}, {1, State::Failed}, {3, State::Running}}));
    }

    void oneThatStoppedByItselfDidNotFail()
    {
        auto seen = look("q|7|FAILED|NonZeroExitCode|key\n", "f 0 1 marks/key.all.exit.75.7\n");
        VERIFY_OK(seen);
        QCOMPARE(int(seen->parts.at(0).state), int(State::Stopped));
        QCOMPARE(seen->parts.at(0).words, std::string());
    }

    void reasonsAreWords()
    {
        QVERIFY(!slurm::reasonOf("Priority").isHopeless);
        QVERIFY(slurm::reasonOf("PartitionTimeLimit").isHopeless);
        QVERIFY(slurm::reasonOf("DependencyNeverSatisfied").isHopeless && !slurm::reasonOf("Dependency").isHopeless);
        QVERIFY(!slurm::reasonOf("ReqNodeNotAvail, UnavailableNodes:n1").words.empty());
        QVERIFY(slurm::reasonOf("NewReason").words.find("NewReason") != std::string::npos);
        QCOMPARE(slurm::minutesOf("1-02:30:00"), 1440 + 150);
        QCOMPARE(slurm::minutesOf("30:00"), 30);
        QCOMPARE(slurm::minutesOf("infinite"), 0);
    }

    void anIdIsOnlyWhatIsOne()
    {
        QCOMPARE(*slurm::readSubmitted({"noise\nid 12\n", "", 0}), std::string("12"));
        QCOMPARE(slurm::readSubmitted({"", "timed out", 75}).error().code, Error::Code::Network);
        QCOMPARE(slurm::readSubmitted({"id 12\n", "", 75}).error().code, Error::Code::Network);
        QCOMPARE(slurm::readSubmitted({"id x\n", "", 0}).error().code, Error::Code::Network);
        QVERIFY(
            slurm::readSubmitted({"", "invalid partition", 74}).error().message.find("invalid partition") != std::string::npos);
    }

    void scriptsAreShell()
    {
        Site site;
        site.worker = "/a b/it's/worker";
        site.environment = {"A=it's $HOME"};
        site.modules = {"x/1"};
        const Submission submission{.key = "key", .folder = "/a 'b", .arguments = {"run", "/a 'b"}, .parts = {0, 1, 2, 5}};
        for (const std::string& script : {slurm::batchScript(site, submission), slurm::submitScript(site, submission),
                 slurm::pollScript({{"key", "7", "/a 'b"}}), slurm::cancelScript({"key", "7", "/j"}), slurm::probeScript(site)}) {
            QProcess shell;
            shell.start(QStringLiteral("bash"), {QStringLiteral("-n")});
            shell.write(script.data(), qint64(script.size()));
            shell.closeWriteChannel();
            shell.waitForFinished();
            QVERIFY2(shell.exitCode() == 0 && shell.readAllStandardError().isEmpty(), script.c_str());
            QVERIFY(script.find('\r') == std::string::npos);
        }
        QVERIFY(slurm::submitScript(site, submission).find("'--array=0-2,5%16'") != std::string::npos);
        // The hour that it is given, without three minutes.
        const std::string batch = slurm::batchScript(site, submission);
        QVERIFY(batch.find("$(date +%s) + 3420") != std::string::npos && batch.find("--until \"$until\"") != std::string::npos);
    }
};

OPIFICIO_TEST_MAIN(SlurmTest)
#include "SlurmTest.moc"
