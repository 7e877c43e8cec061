// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to jobs on a cluster while nobody looks: they wait for ever, lose their computer, their time or their line. Those
// that take a cluster its minutes run with OPIFICIO_SOAK=1.
#include "cluster/Attended.h"

using namespace opificio;

#define REQUIRE_SOAK()                                                                                                           \
    if (!qEnvironmentVariableIsSet("OPIFICIO_SOAK"))                                                                             \
    QSKIP("Takes minutes; OPIFICIO_SOAK=1 runs it.")

class FaultsTest : public test::Attended {
    Q_OBJECT

    using State = JobStatus::State;

    void ask(const std::filesystem::path& folder, const std::function<void(Resources&)>& change)
    {
        auto place = JobPlace::read(folder);
        change(place->resources);
        VERIFY_OK(place->write(folder));
    }
    // A column of what runs or waits of the job.
    std::string queued(const std::filesystem::path& folder, const char* column, const char* states = "all") const
    {
        return m_cluster->shell(std::string("squeue -h -t ") + states + " -o '%j " + column + "' | grep '^"
            + Job::read(folder)->key + "' | cut -d' ' -f2 | sort -u | head -n 1");
    }
    std::string lines(const std::filesystem::path& file) const
    {
        auto content = readFile(file);
        return content ? *content : std::string();
    }
    void letGo(const std::filesystem::path& folder, const char* name = "hold")
    {
        std::filesystem::remove(there(folder) + "/" + name);
        std::filesystem::remove(folder / name);
    }
    // The door and whoever is inside neither hear nor hang up.
    void freeze() { m_cluster->shell("kill -STOP " + inside()); }
    void thaw() { m_cluster->shell("kill -CONT " + inside()); }
    std::string inside() const
    {
        return "$(door=$(cat $CLUSTER/pid/sshd); echo $door; in=$(ps -o pid= --ppid $door); echo $in; "
               "ps -o pid= --ppid \"$(echo $in | tr ' ' ,)\")";
    }

private Q_SLOTS:
    void initTestCase() { begin(); }
    void cleanupTestCase() { end(); }
    void cleanup()
    {
        // As a slot that failed may have left it.
        if (QTest::currentTestFailed() && m_cluster && m_cluster->isThere()) {
            thaw();
            m_cluster->shell("scontrol update PartitionName=serial MaxTime=240; "
                             "for node in n1 n2; do scontrol update NodeName=$node State=RESUME; done");
        }
        settle();
    }

    void whatNeverStartsIsSaidAndGoesOnOnceItMay()
    {
        const auto tooLong = [](Resources& wanted) {
            wanted.partition = "serial";
            wanted.minutes = 6000;
        };
        const auto first = made(1, {}), second = made(1, {});
        for (const auto& folder : {first, second}) {
            ask(folder, tooLong);
            VERIFY_OK(submitJob(folder));
            QVERIFY(says(folder, "It will never start as it is. It asks for more time than the partition allows."));
            QCOMPARE(status(folder).state, State::Queued);
        }
        VERIFY_OK(cancelJob(first));
        QVERIFY(becomes(first, State::Cancelled));
        QCOMPARE(queued(first, "%T", "pending"), std::string());
        QCOMPARE(status(second).state, State::Queued);
        m_cluster->shell("scontrol update PartitionName=serial MaxTime=10000");
        QVERIFY(becomes(second, State::Done));
        QCOMPARE(submissions(second), 1);
        m_cluster->shell("scontrol update PartitionName=serial MaxTime=240");
    }

    void partsThatAreHeldAreSaidThoughOthersAreDone()
    {
        const auto folder = made(3, {{"hold", ""}});
        ask(folder, [](Resources& wanted) { wanted.partsAtOnce = 1; });
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "1 are being made"));
        const std::string id = queued(folder, "%F", "running");
        m_cluster->shell("scontrol hold " + id + "_1 " + id + "_2");
        letGo(folder);
        QVERIFY(says(folder, "It will never start as it is. The people of the cluster hold it."));
        QVERIFY2(status(folder).words.starts_with("1 of 3 parts are done"), status(folder).words.c_str());
        m_cluster->shell("scontrol release " + id + "_1 " + id + "_2");
        QVERIFY(becomes(folder, State::Done));
        QCOMPARE(submissions(folder), 3 + 1);
    }

    void aLineThatIsSilentIsCutAndTheJobFoundAgain()
    {
        const auto folder = made(1, {{"hold", ""}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "step 0 of 3"));
        freeze();
        // Its patience is 20 s, whatever is asked; half as much again for a machine that has other things to do.
        QVERIFY(says(folder, "is not known since", 40));
        QCOMPARE(status(folder).state, State::Running);
        thaw();
        QVERIFY(says(folder, "step 0 of 3"));
        letGo(folder);
        QVERIFY(becomes(folder, State::Done));
        QCOMPARE(submissions(folder), 1);
    }

    void partsOfAComputerThatIsTakenAwayAreMadeElsewhereOnce()
    {
        const auto folder = made(4, {{"hold", ""}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "4 are being made"));
        const std::string node = queued(folder, "%N", "running"), id = queued(folder, "%F", "running");
        m_cluster->shell("scontrol update NodeName=" + node + " State=DOWN Reason=test");
        QVERIFY(test::eventually([&] { return status(folder).words.find("4 are being made") == std::string::npos; }));
        QVERIFY(says(folder, "4 are being made"));
        letGo(folder);
        QVERIFY(becomes(folder, State::Done, 120));
        for (int part = 0; part < 4; ++part)
            QCOMPARE(lines(folder / "out" / ("frame." + std::to_string(part))), "frame " + std::to_string(part) + "\n");
        // The cluster began them again by itself; nothing was handed over twice.
        QVERIFY(m_cluster->shell("scontrol show job " + id).find("Restarts=1 ") != std::string::npos);
        QCOMPARE(submissions(folder), 4 + 1);
        QCOMPARE(status(folder).attempt, 2);
        m_cluster->shell("scontrol update NodeName=" + node + " State=RESUME");
    }

    void whatIsMoreUrgentTakesItsPlaceAndItGoesOn()
    {
        const auto folder = made(1, {{"steps", "4"}, {"hold-at", "2"}});
        ask(folder, [](Resources& wanted) { wanted.partition = "low"; });
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "step 2 of 4"));
        const std::string id = queued(folder, "%A"),
                          urgent
            = m_cluster->shell("cd /tmp; sbatch --parsable -p boost -N2 --exclusive -o /dev/null --wrap 'sleep 3'");
        QVERIFY(says(folder, "put back"));
        QVERIFY(says(folder, "step 2 of 4"));
        letGo(folder, "hold-at");
        QVERIFY(becomes(folder, State::Done));
        QVERIFY(m_cluster->shell("scontrol show job " + id).find("Restarts=1 ") != std::string::npos);
        QCOMPARE(submissions(folder), 1);
        QCOMPARE(lines(folder / "loss.jsonl"), std::string("{\"step\": 1}\n{\"step\": 2}\n{\"step\": 3}\n{\"step\": 4}\n"));
    }

    void aTrainingThatIsToldThatItsTimeIsUpGoesOnFromItsCheckpoint()
    {
        const auto folder = made(1, {{"steps", "4"}, {"hold-at", "2"}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "step 2 of 4"));
        // What a cluster sends before a limit.
        m_cluster->shell("scancel --batch --signal=USR2 " + queued(folder, "%A"));
        QVERIFY(test::eventually([&] { return submissions(folder) == 2; }));
        QVERIFY(says(folder, "step 2 of 4"));
        letGo(folder, "hold-at");
        QVERIFY(becomes(folder, State::Done));
        QCOMPARE(submissions(folder), 2);
        QCOMPARE(lines(folder / "loss.jsonl"), std::string("{\"step\": 1}\n{\"step\": 2}\n{\"step\": 3}\n{\"step\": 4}\n"));
    }

    void onlyThePartsWhoseTimeWasUpAreMadeAgain()
    {
        const auto folder = made(4, {{"hold", ""}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "4 are being made"));
        // The cluster says that a part runs before its worker does.
        QVERIFY(test::eventually([&] { return std::filesystem::exists(there(folder) + "/parts/2.status.json"); }));
        m_cluster->shell("scancel --batch --signal=USR2 " + queued(folder, "%F", "running") + "_2");
        QVERIFY(says(folder, "3 are being made"));
        letGo(folder);
        QVERIFY(becomes(folder, State::Done));
        QCOMPARE(submissions(folder), (4 + 1) + (1 + 1));
        QVERIFY(lines(Ledger::file()).find("\"parts\":[2]") != std::string::npos);
        for (int part = 0; part < 4; ++part)
            QCOMPARE(lines(folder / "out" / ("frame." + std::to_string(part))), "frame " + std::to_string(part) + "\n");
    }

    void whatTheClusterWritesDownComesHomeOnce()
    {
        std::string chatter;
        for (int i = 0; i < 20'000; ++i)
            chatter += "chatter " + std::to_string(i) + " of the first\n";
        const auto folder
            = made(1, {{"steps", "4"}, {"hold-at", "2"}, {"chatter", chatter + "over\rwritten \x1b[1mline\nhalf "}});
        VERIFY_OK(submitJob(folder));
        const auto has = [&](const std::string& words) { return lines(folder / "log.txt").find(words) != std::string::npos; };
        // While it runs, from where it was, whoever looks.
        QVERIFY(test::eventually([&] { return has("step 2 of 4 is being made"); }));
        m_cluster->shell("kill -9 " + attendant());
        QVERIFY(test::eventually([&] { return !isAttended(m_site); }));
        VERIFY_OK(startAttendants());
        letGo(folder, "hold-at");
        QVERIFY(becomes(folder, State::Done));
        const std::string log = lines(folder / "log.txt");
        QVERIFY(log.find("chatter 19999 of the first") != std::string::npos && log.find("chatter 1 of") == std::string::npos);
        QVERIFY(log.find(" kB are left out here; they lie in " + there(folder) + "/logs/") != std::string::npos);
        QVERIFY(log.find("\nwritten [1mline\nhalf step 0 of 4 is being made\n") != std::string::npos);
        QVERIFY2(log.size() < 200'000, std::to_string(log.size()).c_str());
        for (const char* step : {"step 0 of 4", "step 1 of 4", "step 2 of 4", "step 3 of 4"})
            QCOMPARE(QByteArray::fromStdString(log).count(step), 1);
    }

    void theLinesOfAPartThatFailedAreHere()
    {
        const auto folder = made(2, {{"fail-1", "9"}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(becomes(folder, State::Done));
        const std::string log = lines(folder / "log.txt");
        QVERIFY2(log.find("Part 1: the worker was told to fail by fail-1\n") != std::string::npos, log.c_str());
        QVERIFY2(log.find("Part 0: frame 0 of part 0 is being made\n") != std::string::npos, log.c_str());
        const auto whole = made(1, {{"fail", "9"}});
        VERIFY_OK(submitJob(whole));
        QVERIFY(becomes(whole, State::Failed));
        QVERIFY(lines(whole / "log.txt").find("the worker was told to fail by fail\n") != std::string::npos);
    }

    // What takes a cluster its minutes.
    void aComputerThatIsGivenUpAndLivesOnLosesTheWork()
    {
        REQUIRE_SOAK();
        const auto folder = made(1, {{"steps", "4"}, {"hold-at", "2"}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "step 2 of 4"));
        const std::string node = queued(folder, "%N", "running");
        // It does not find the shell that asks.
        const std::string workers = "pgrep -fc 'tests/cluster/[w]orker run .*" + Job::read(folder)->key + " '";
        QVERIFY(m_cluster->shell(workers) != "0");
        m_cluster->signal(node, SIGKILL);
        QVERIFY(says(folder, "put back", 120));
        QVERIFY(says(folder, "step 2 of 4", 180));
        QVERIFY(test::eventually([&] { return std::filesystem::exists(there(folder) + "/status.json"); }));
        letGo(folder, "hold-at");
        QVERIFY(becomes(folder, State::Done, 180));
        QCOMPARE(submissions(folder), 1);
        QCOMPARE(lines(folder / "loss.jsonl"), std::string("{\"step\": 1}\n{\"step\": 2}\n{\"step\": 3}\n{\"step\": 4}\n"));
        QCOMPARE(m_cluster->shell(workers), std::string("0"));
        m_cluster->startAgain(node);
        QVERIFY(test::eventually([&] { return m_cluster->shell("sinfo -h -N -n " + node + " -p boost -o %T") == "idle"; }));
    }

    void aTrainingThatIsKilledAtTheEndOfItsTimeGoesOn()
    {
        REQUIRE_SOAK();
        const auto folder = made(1, {{"steps", "4"}, {"hold-at", "2"}});
        ask(folder, [](Resources& wanted) { wanted.minutes = 1; });
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "step 2 of 4"));
        QVERIFY(test::eventually([&] { return submissions(folder) == 2; }, 240));
        letGo(folder, "hold-at");
        QVERIFY(becomes(folder, State::Done, 120));
        QCOMPARE(lines(folder / "loss.jsonl"), std::string("{\"step\": 1}\n{\"step\": 2}\n{\"step\": 3}\n{\"step\": 4}\n"));
    }

    void partsThatAreKilledAtTheEndOfTheirTimeAreMadeAgain()
    {
        REQUIRE_SOAK();
        // Four come to their end in time, two do not hear that it is over.
        const auto folder = made(6, {{"deaf-1", "1"}, {"deaf-4", "1"}});
        ask(folder, [](Resources& wanted) {
            wanted.minutes = 1;
            wanted.partsAtOnce = 6;
        });
        VERIFY_OK(submitJob(folder));
        QVERIFY(test::eventually([&] { return submissions(folder) == (6 + 1) + (2 + 1); }, 240));
        QVERIFY(lines(Ledger::file()).find("\"parts\":[1,4]") != std::string::npos);
        QVERIFY(becomes(folder, State::Done, 120));
        for (int part = 0; part < 6; ++part)
            QCOMPARE(lines(folder / "out" / ("frame." + std::to_string(part))), "frame " + std::to_string(part) + "\n");
    }
};

OPIFICIO_TEST_MAIN(FaultsTest)
#include "FaultsTest.moc"
