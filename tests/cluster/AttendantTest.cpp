// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs that are sent out and come home, on a real cluster, whatever happens on the way.
#include "cluster/Attended.h"

#include <fstream>

#include <sys/stat.h>

#include "base/Hash.h"

using namespace opificio;

class AttendantTest : public test::Attended {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { begin(); }
    void cleanupTestCase() { end(); }
    void cleanup() { settle(); }

    void aTrainingGoesOutAndComesHome()
    {
        std::vector<Job::Input> inputs;
        for (int i = 0; i < 5; ++i) {
            const auto file = home() / ("input " + std::to_string(i));
            const std::string content(i == 4 ? 3'000'000 : 100 + i, char('a' + i));
            VERIFY_OK(writeFile(file, content));
            inputs.push_back({sha256(content), file, "free", "Plate"});
        }
        const auto folder
            = made(1, {{"steps", "5"}, {"datasets/deep/one.json", "{}"}, {"out/old", "x"}, {"size", "2000000"}}, inputs);
        VERIFY_OK(submitJob(folder));
        QCOMPARE(submitJob(folder).error().code, Error::Code::Busy);
        Task task;
        VERIFY_OK(waitForJob(folder, task));
        QCOMPARE(*sha256OfFile(folder / "out/model"), sha256(std::string(2'000'000, '5')));
        QCOMPARE(status(folder).done, 5.0);
        QCOMPARE(*readFile(folder / "samples/5.jpg"), std::string("sample 5\n"));
        QVERIFY(readFile(folder / "loss.jsonl")->find("\"step\": 5") != std::string::npos);
        // There: what it was given, and nothing else; inputs where they are found.
        QVERIFY(std::filesystem::exists(there(folder) + "/datasets/deep/one.json"));
        QVERIFY(!std::filesystem::exists(there(folder) + "/place.json") && !std::filesystem::exists(there(folder) + "/out/old"));
        auto job = Job::read(there(folder));
        VERIFY_OK(job);
        for (const Job::Input& input : job->inputs)
            QCOMPARE(*sha256OfFile(input.path), input.sha256);
        // Another one of the same inputs sends none of them.
        const auto blob = job->inputs[4].path;
        const auto number = [&] {
            struct stat about = {};
            return ::stat(blob.c_str(), &about) == 0 ? about.st_ino : 0;
        };
        const auto before = number();
        std::filesystem::last_write_time(blob, std::filesystem::file_time_type::clock::now() - std::chrono::hours(900));
        const auto longAgo = std::filesystem::last_write_time(blob);
        const auto second = made(1, {}, inputs);
        VERIFY_OK(runAndWait(second, task));
        QVERIFY(before != 0);
        QCOMPARE(number(), before);
        // But it is seen that they were needed.
        QVERIFY(std::filesystem::last_write_time(blob) > longAgo);
        // And what is not for others stays.
        inputs[1].sharing = "private";
        inputs[1].title = "Letter of 1903";
        auto refused = submitJob(made(1, {}, inputs));
        QVERIFY(!refused && refused.error().message.find("Letter of 1903") != std::string::npos);
    }

    void aFilmIsMadeInPartsAndHolesAreMadeAgain()
    {
        const auto folder = made(5, {{"fail-2", "1"}, {"fail-3", "75"}});
        Task task;
        VERIFY_OK(runAndWait(folder, task));
        for (int part = 0; part < 5; ++part) {
            QCOMPARE(*readFile(folder / "out" / ("frame." + std::to_string(part))), "frame " + std::to_string(part) + "\n");
            QVERIFY(std::filesystem::exists(folder / "previews" / (std::to_string(part) + ".jpg")));
        }
        // Each part, two of them again, and twice what puts them together.
        QCOMPARE(submissions(folder), 5 + 2 + 2);
        const std::string ledger = *readFile(Ledger::file());
        QVERIFY(ledger.find("\"parts\":[2,3]") != std::string::npos);
    }

    void noMoreHoursAreAskedForThanAreAllowed()
    {
        const auto folder = made(5, {{"fail-2", "1"}});
        auto place = JobPlace::read(folder);
        // Five parts and what puts them together, five minutes each, are half an hour; what is made again would be ten minutes.
        for (double cap : {0.4, 0.6}) {
            place->capCoreHours = cap;
            VERIFY_OK(place->write(folder));
            if (auto sent = submitJob(folder); cap < 0.5)
                QVERIFY(!sent && sent.error().code == Error::Code::TooLarge);
            else
                VERIFY_OK(sent);
        }
        QVERIFY(becomes(folder, JobStatus::State::Failed));
        QVERIFY(says(folder, "has asked for 0.5 core hours and needs 0.17 more, and 0.6 is the limit"));
        QCOMPARE(submissions(folder), 5 + 1);
        place->capCoreHours = 2;
        VERIFY_OK(place->write(folder));
        VERIFY_OK(submitJob(folder));
        QVERIFY(becomes(folder, JobStatus::State::Done));
        auto sent = Ledger::read();
        VERIFY_OK(sent);
        // One part again, and what puts them together.
        QCOMPARE(submissions(folder), 5 + 1 + 1 + 1);
        QVERIFY(std::abs(sent->back().coreHours - 8 * 5 / 60.0) < 1e-6);
    }

    void onePartThatAlwaysFailsIsNamed()
    {
        const auto folder = made(1, {{"fail", "9"}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(becomes(folder, JobStatus::State::Failed));
        QVERIFY(says(folder, "The worker was told to fail."));
        // Taken up again, it goes on in the same place.
        VERIFY_OK(submitJob(folder));
        QVERIFY(becomes(folder, JobStatus::State::Done));
    }

    void whoeverStopsItIsHeardAndItGoesOnWhereItWas()
    {
        const auto folder = made(1, {{"hold", ""}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(becomes(folder, JobStatus::State::Running));
        QVERIFY(says(folder, "step 0 of 3"));
        VERIFY_OK(writeFile(there(folder) + "/checkpoint/step", "1"));
        VERIFY_OK(cancelJob(folder));
        QVERIFY(becomes(folder, JobStatus::State::Cancelled));
        // It could go on here as well.
        QCOMPARE(*readFile(folder / "checkpoint/step"), std::string("1"));
        std::filesystem::remove(folder / "hold");
        std::filesystem::remove(there(folder) + "/hold");
        VERIFY_OK(submitJob(folder));
        QVERIFY(becomes(folder, JobStatus::State::Done));
    }

    void theAttendantDiesAndAnotherOneGoesOn()
    {
        const auto folder = made(1, {{"hold", ""}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "step 0 of 3"));
        m_cluster->shell("kill -9 " + attendant());
        QVERIFY(test::eventually([&] { return !isAttended(m_site); }));
        // Nobody looks: what was known stays said.
        QCOMPARE(status(folder).state, JobStatus::State::Running);
        std::filesystem::remove(there(folder) + "/hold");
        VERIFY_OK(startAttendants());
        QVERIFY(becomes(folder, JobStatus::State::Done));
        QCOMPARE(submissions(folder), 1);
    }

    void aFileThatArrivesAsAnotherOneIsNotTaken()
    {
        const auto folder = made(1, {{"flip", ""}});
        // Half of something else is there already.
        VERIFY_OK(writeFile(folder / "out/.model.part", "something else"));
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "does not arrive as it was made"));
        QVERIFY(!std::filesystem::exists(folder / "out/model"));
        VERIFY_OK(writeFile(there(folder) + "/out/model", std::string(1000, '3')));
        QVERIFY(becomes(folder, JobStatus::State::Done));
        QCOMPARE(*readFile(folder / "out/model"), std::string(1000, '3'));
    }

    void aDoorThatIsShutIsWaitedFor()
    {
        m_cluster->shell("kill $(cat $CLUSTER/pid/sshd)");
        const auto folder = made(1, {});
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "is not known since"));
        QCOMPARE(status(folder).state, JobStatus::State::Queued);
        m_cluster->startAgain("sshd");
        QVERIFY(becomes(folder, JobStatus::State::Done));
    }

    void aJobWhoseFolderIsGoneIsBroughtThereAgain()
    {
        const auto folder = made(1, {});
        // As the ledger of somebody who was cut off between bringing it there and handing it over.
        VERIFY_OK(Ledger::opened(folder, m_site, Job::read(folder)->key));
        VERIFY_OK(Ledger::staged({.folder = folder}));
        VERIFY_OK(startAttendants());
        QVERIFY(becomes(folder, JobStatus::State::Done));
    }

    void aFullDiskIsWaitedFor()
    {
        const auto root = m_cluster->folder() / "home" / "full";
        m_cluster->shell("mkdir -p '" + root.string() + "' && mount -t tmpfs -o size=1m none '" + root.string() + "'");
        if (m_cluster->shell("mountpoint -q '" + root.string() + "' && echo yes") != "yes")
            QSKIP("Nothing can be mounted here; this slot needs a small disk.");
        Site small = site();
        small.root = root;
        VERIFY_OK(small.write());
        const auto file = home() / "large";
        const std::string content(3'000'000, 'l');
        VERIFY_OK(writeFile(file, content));
        const auto folder = made(1, {}, {{sha256(content), file}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "quota"));
        m_cluster->shell("mount -o remount,size=20m '" + root.string() + "'");
        QVERIFY(becomes(folder, JobStatus::State::Done));
        VERIFY_OK(site().write());
    }

    void aClusterThatDoesNotAnswerMakesTheJobOnce()
    {
        // The scheduler hears sbatch and cannot answer: sbatch gives up, and the job is there all the same.
        const auto folder = made(1, {});
        m_cluster->signal("slurmctld", SIGSTOP);
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "did not say whether"));
        m_cluster->signal("slurmctld", SIGCONT);
        QVERIFY(becomes(folder, JobStatus::State::Done));
        QCOMPARE(submissions(folder), 1);
    }

    void whatAKilledSchedulerForgotIsGivenToItAgain()
    {
        const auto folder = made(1, {{"hold", ""}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(test::eventually([&] {
            auto ledger = readFile(Ledger::file());
            return ledger && ledger->find("\"submission\":\"" + Job::read(folder)->key) != std::string::npos
                && ledger->rfind("\"id\":") > ledger->rfind("\"submitting\"");
        }));
        m_cluster->signal("slurmctld", SIGKILL);
        QVERIFY(says(folder, "is not known since"));
        m_cluster->startAgain("slurmctld");
        std::filesystem::remove(there(folder) + "/hold");
        std::filesystem::remove(folder / "hold");
        QVERIFY(becomes(folder, JobStatus::State::Done, 120));
    }

    void anIdThatNowNamesAnotherJobIsNotTakenForOurs()
    {
        const auto folder = made(1, {{"hold", ""}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(test::eventually([&] {
            auto ledger = readFile(Ledger::file());
            return ledger && ledger->rfind("\"id\":") > ledger->rfind("\"submitting\"")
                && ledger->find("\"submission\":\"" + Job::read(folder)->key) != std::string::npos;
        }));
        m_cluster->signal("slurmctld", SIGKILL);
        m_cluster->shell("kill -9 " + attendant());
        m_cluster->startAgain("slurmctld");
        // Somebody else's may be given the number that ours had.
        const std::string other
            = m_cluster->shell("cd /tmp; for i in $(seq 50); do sbatch --parsable -J other -o /dev/null --wrap 'sleep 1000' && "
                               "break; sleep 0.2; done");
        QVERIFY(!other.empty());
        std::filesystem::remove(there(folder) + "/hold");
        std::filesystem::remove(folder / "hold");
        VERIFY_OK(startAttendants());
        QVERIFY(becomes(folder, JobStatus::State::Done, 120));
        QVERIFY(m_cluster->shell("squeue -h -n other -o %T") != "");
        m_cluster->shell("scancel " + other);
    }
};

OPIFICIO_TEST_MAIN(AttendantTest)
#include "AttendantTest.moc"
