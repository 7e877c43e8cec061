// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include <optional>
#include <thread>

#include <QTemporaryDir>

#include "base/File.h"
#include "base/Id.h"
#include "remote/Backend.h"

using namespace opificio;

class JobTest : public test::Suite {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path folder(const char* name) const { return m_folder.path().toStdString() + "/" + name; }
    static Job job(const std::string& verb) { return {.key = newId(), .verb = verb}; }

private Q_SLOTS:
    void aJobIsWrittenOnceAndReadBack()
    {
        Job made = job("render");
        made.values = {{"width", 64}};
        made.threads = 2;
        made.seed = 7;
        made.inputs = {{std::string(64, 'a'), "/some/where"}, {std::string(64, 'b'), "/else", "private", "Letter"}};
        VERIFY_OK(made.write(folder("one")));
        auto read = Job::read(folder("one"));
        VERIFY_OK(read);
        QCOMPARE(read->key, made.key);
        QCOMPARE(read->verb, made.verb);
        QCOMPARE(read->seed, made.seed);
        QCOMPARE(read->inputs.size(), std::size_t(2));
        QVERIFY(read->inputs[0].sharing.empty() && read->inputs[1].sharing == "private" && read->inputs[1].title == "Letter");
        QVERIFY(read->values == made.values);
        QVERIFY(!made.write(folder("one")));
        QCOMPARE(JobStatus::read(folder("one"))->state, JobStatus::State::Queued);
        QCOMPARE(JobStatus::read(folder("none")).error().code, Error::Code::NotFound);
    }

    void whatIsNoJobIsASentence()
    {
        for (const char* content : {"", "{", "[]", "{\"format\": \"opificio.job/9\"}", "{\"format\": \"opificio.job/1\"}",
                 "{\"format\": \"opificio.job/1\", \"key\": \"../x\", \"verb\": 3, \"inputs\": 7}"}) {
            VERIFY_OK(makeFolder(folder("bad")));
            VERIFY_OK(writeFile(folder("bad") / "job.json", content));
            auto read = Job::read(folder("bad"));
            QVERIFY2(!read, content);
            QVERIFY(!read.error().message.empty());
        }
    }

    // Who pauses a training and goes on with it at once must not be left with one that stands still.
    void oneThatHasEndedButIsNotGoneIsWaitedFor()
    {
        VERIFY_OK(job("render").write(folder("leaving")));
        auto taken = FileLock::take(folder("leaving") / ".live");
        VERIFY_OK(taken);
        std::optional<FileLock> process(std::move(*taken));
        {
            auto run = JobRun::begin(folder("leaving"));
            VERIFY_OK(run);
            QCOMPARE(submitJob(folder("leaving")).error().code, Error::Code::Busy);
            (*run)->finish(JobStatus::State::Cancelled, "Paused.");
        }
        std::thread gone([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(400));
            process.reset();
        });
        auto submitted = submitJob(folder("leaving"));
        gone.join();
        VERIFY_OK(submitted);
        // It has begun: it says what it misses.
        QTRY_COMPARE_WITH_TIMEOUT(int(JobStatus::read(folder("leaving"))->state), int(JobStatus::State::Failed), 20'000);
    }

    void aRunTellsHowItGoesAndCanBeStopped()
    {
        VERIFY_OK(job("render").write(folder("run")));
        {
            auto run = JobRun::begin(folder("run"));
            VERIFY_OK(run);
            QCOMPARE(JobStatus::read(folder("run"))->state, JobStatus::State::Running);
            // Nobody else runs it meanwhile.
            QCOMPARE(JobRun::begin(folder("run")).error().code, Error::Code::Busy);
            VERIFY_OK(writeFile(folder("run") / "cancel", ""));
            std::this_thread::sleep_for(std::chrono::milliseconds(1100));
            (*run)->task().progress(3, 9, "three");
            QVERIFY((*run)->task().stopped());
            (*run)->finish(JobStatus::State::Cancelled, "Stopped.");
        }
        auto status = JobStatus::read(folder("run"));
        QCOMPARE(status->state, JobStatus::State::Cancelled);
        QCOMPARE(status->done, 3.0);
        // Whoever goes on with it counts.
        auto again = JobRun::begin(folder("run"));
        VERIFY_OK(again);
        (*again)->finish(JobStatus::State::Done, {});
        QCOMPARE(JobStatus::read(folder("run"))->attempt, 2);
    }

    void aRunThatIsCutOffIsNotSaidToRun()
    {
        VERIFY_OK(makeFolder(folder("cut")));
        VERIFY_OK(job("render").write(folder("cut")));
        VERIFY_OK(writeJson(folder("cut") / "status.json", {{"format", "opificio.status/1"}, {"state", "running"}}));
        QCOMPARE(JobStatus::read(folder("cut"))->state, JobStatus::State::Unknown);
    }

    void aProcessThatDiesBeforeItsFirstWordIsNoticed()
    {
        VERIFY_OK(makeFolder(folder("dead")));
        VERIFY_OK(writeFile(folder("dead") / "job.json", "{\"format\": \"opificio.job/1\"}"));
        Task task;
        auto ended = runAndWait(folder("dead"), task);
        QVERIFY(!ended);
        QVERIFY2(ended.error().message.find("log.txt") != std::string::npos, ended.error().message.c_str());
        // What it said before it went is in the log.
        auto log = readFile(folder("dead") / "log.txt");
        VERIFY_OK(log);
        QVERIFY2(log->find("damaged") != std::string::npos, log->c_str());
    }

    void aJobThatIsCutOffSaysHowToGoOn()
    {
        for (bool saved : {false, true}) {
            auto place = folder(saved ? "cut off and saved" : "cut off");
            VERIFY_OK(job("train").write(place));
            if (saved)
                VERIFY_OK(makeFolder(place / "checkpoint"));
            VERIFY_OK(
                writeJson(place / "status.json", {{"format", "opificio.status/1"}, {"state", "running"}, {"words", "step 3"}}));
            Task task;
            auto ended = waitForJob(place, task);
            QVERIFY(!ended);
            const std::string& words = ended.error().message;
            // Both folders have a blank in their name, and this can be copied to a shell.
            QVERIFY2(words.ends_with("opificio-cli run \"" + place.string() + "\""), words.c_str());
            QCOMPARE(words.find("last checkpoint") != std::string::npos, saved);
            // On disk, too, for whoever looks later.
            auto status = readJson(place / "status.json");
            VERIFY_OK(status);
            QCOMPARE(textAt(*status, "state"), std::string("unknown"));
        }
    }

    void whatAJobWarnsOfIsHeardOnceByWhoeverWaits()
    {
        VERIFY_OK(job("train").write(folder("warns")));
        {
            auto run = JobRun::begin(folder("warns"));
            VERIFY_OK(run);
            (*run)->record("For the log.");
            (*run)->task().note("One picture could not be read.");
            (*run)->task().note("Nor could another.");
            (*run)->finish(JobStatus::State::Done, {});
        }
        std::vector<std::string> heard;
        Task task({}, [&](std::string_view line) { heard.emplace_back(line); });
        VERIFY_OK(waitForJob(folder("warns"), task));
        QCOMPARE(heard, (std::vector<std::string>{"One picture could not be read.", "Nor could another."}));
        auto log = readFile(folder("warns") / "log.txt");
        VERIFY_OK(log);
        QVERIFY(log->find("For the log.") != std::string::npos && log->find("Nor could another.") != std::string::npos);
    }

    void aJobThatWasStoppedIsNotTakenForStoppedWhenItGoesOn()
    {
        auto place = folder("again");
        VERIFY_OK(job("render").write(place));
        JobStatus::markQueued(place);
        QVERIFY(!std::filesystem::exists(place / "status.json"));
        {
            auto run = JobRun::begin(place);
            VERIFY_OK(run);
            (*run)->task().note("Once.");
            JobStatus::markQueued(place);
            QCOMPARE(JobStatus::read(place)->state, JobStatus::State::Running);
            JobStatus::markCutOff(place);
            QCOMPARE(JobStatus::read(place)->state, JobStatus::State::Running);
            (*run)->finish(JobStatus::State::Cancelled, "Stopped.");
        }
        QCOMPARE(JobStatus::read(place)->warnings.size(), std::size_t(1));
        JobStatus::markQueued(place);
        QCOMPARE(JobStatus::read(place)->state, JobStatus::State::Queued);
        QVERIFY(JobStatus::read(place)->warnings.empty());
        auto again = JobRun::begin(place);
        VERIFY_OK(again);
        (*again)->finish(JobStatus::State::Done, {});
        QCOMPARE(JobStatus::read(place)->attempt, 2);
    }

    void aJobThatFailsSaysWhy()
    {
        VERIFY_OK(job("no such verb").write(folder("fails")));
        Task task;
        auto ended = runAndWait(folder("fails"), task);
        QVERIFY(!ended);
        QVERIFY(ended.error().message.size() > 10);
    }
};

OPIFICIO_TEST_MAIN(JobTest)
#include "JobTest.moc"
