// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs that are sent out and come home, on a real cluster, whatever happens on the way.
#include "cluster/Cluster.h"

#include <fstream>

#include <sys/stat.h>

#include "base/Hash.h"
#include "base/Id.h"
#include "remote/Attendant.h"
#include "remote/Backend.h"
#include "remote/JobPlace.h"
#include "remote/Ledger.h"

using namespace opificio;

class AttendantTest : public test::Suite {
    Q_OBJECT

    std::unique_ptr<test::Cluster> m_cluster;
    std::string m_site;
    int m_number = 0;

    std::filesystem::path home() const { return m_cluster->folder().parent_path() / "opificio home"; }
    Site site() const
    {
        const auto options = m_cluster->options();
        Site site;
        site.name = m_site;
        site.hosts = options.hosts;
        site.port = options.port;
        site.user = options.user;
        site.hostKeys = options.hostKeys;
        site.key = options.key;
        site.root = m_cluster->folder() / "home" / "under it's root";
        site.worker = std::string(OPIFICIO_SOURCE) + "/tests/cluster/worker";
        site.pollSeconds = 1;
        return site;
    }
    // A job's folder here, to be sent, with files that steer its worker.
    std::filesystem::path made(
        int chunks, const std::map<std::string, std::string>& steering, std::vector<Job::Input> inputs = {})
    {
        const auto folder = home() / "works" / ("job " + std::to_string(++m_number));
        Job job{.key = newId(), .verb = "train"};
        job.inputs = std::move(inputs);
        job.chunks = chunks;
        if (!job.write(folder))
            return {};
        for (const auto& [name, content] : steering)
            (void)writeFile(folder / name, content);
        JobPlace place;
        place.backend = "slurm_ssh";
        place.site = m_site;
        place.resources.minutes = 5;
        (void)place.write(folder);
        return folder;
    }
    std::string there(const std::filesystem::path& folder) const { return site().root + "/jobs/" + Job::read(folder)->key; }
    JobStatus status(const std::filesystem::path& folder) const
    {
        auto status = pollJob(folder);
        return status ? *status : JobStatus{};
    }
    bool becomes(const std::filesystem::path& folder, JobStatus::State state, int seconds = 60) const
    {
        const bool is = test::eventually([&] { return status(folder).state == state; }, seconds);
        if (!is)
            qWarning("%s: %s", stateWord(status(folder).state), status(folder).words.c_str());
        return is;
    }
    bool says(const std::filesystem::path& folder, const char* words, int seconds = 60) const
    {
        const bool is = test::eventually([&] { return status(folder).words.find(words) != std::string::npos; }, seconds);
        if (!is)
            qWarning("%s: %s", stateWord(status(folder).state), status(folder).words.c_str());
        return is;
    }
    std::string attendant() const { return m_cluster->shell("pgrep -f '^[^ ]*opificio-cli attend " + m_site + "$'"); }
    int submissions(const std::filesystem::path& folder) const
    {
        return std::stoi(m_cluster->shell("squeue -h -t all -o %j | grep -c '^" + Job::read(folder)->key + "' || true"));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::Cluster>();
        REQUIRE_CLUSTER(*m_cluster);
        qputenv("OPIFICIO_HOME", QByteArray::fromStdString(home().string()));
        qputenv("OPIFICIO_LANGUAGE", "en");
        m_site = "site-" + newId();
        VERIFY_OK(site().write());
    }
    void cleanupTestCase()
    {
        if (m_cluster && m_cluster->isThere())
            m_cluster->shell("kill " + attendant());
        m_cluster.reset();
    }
    void cleanup()
    {
        if (m_cluster && m_cluster->isThere())
            QVERIFY2(test::eventually([&] { return attendant().empty(); }), "The attendant does not end.");
    }

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
        QCOMPARE(sent->back().coreHours, 1.0);
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

    // What takes a cluster its minutes: only with OPIFICIO_SOAK=1.
    void aComputerThatIsLostIsReplaced()
    {
        if (!qEnvironmentVariableIsSet("OPIFICIO_SOAK"))
            QSKIP("Takes a minute; OPIFICIO_SOAK=1 runs it.");
        const auto folder = made(1, {{"hold", ""}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "step 0 of 3"));
        const std::string node
            = m_cluster->shell("squeue -h -t running -o '%j %N' | grep '^" + Job::read(folder)->key + "' | cut -d' ' -f2");
        m_cluster->signal(node, SIGKILL);
        QVERIFY(says(folder, "put back", 120));
        std::filesystem::remove(there(folder) + "/hold");
        QVERIFY(becomes(folder, JobStatus::State::Done, 180));
        m_cluster->startAgain(node);
    }
    void aJobWhoseTimeIsUpGoesOn()
    {
        if (!qEnvironmentVariableIsSet("OPIFICIO_SOAK"))
            QSKIP("Takes two minutes; OPIFICIO_SOAK=1 runs it.");
        const auto folder = made(1, {{"hold", ""}});
        auto place = JobPlace::read(folder);
        place->resources.minutes = 1;
        VERIFY_OK(place->write(folder));
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "step 0 of 3"));
        QVERIFY(test::eventually([&] { return submissions(folder) == 2; }, 240));
        std::filesystem::remove(there(folder) + "/hold");
        QVERIFY(becomes(folder, JobStatus::State::Done, 120));
    }
};

OPIFICIO_TEST_MAIN(AttendantTest)
#include "AttendantTest.moc"
