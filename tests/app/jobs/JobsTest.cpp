// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs are found again, told of once, and believed no more than their files deserve.
#include "support/TestMain.h"

#include <limits>

#include <QSignalSpy>
#include <QTemporaryDir>

#include "Document.h"
#include "Notices.h"
#include "base/File.h"
#include "base/Hash.h"
#include "base/Id.h"
#include "jobs/CliCall.h"
#include "jobs/JobView.h"
#include "jobs/Jobs.h"
#include "jobs/LogLines.h"
#include "jobs/TimeWords.h"
#include "remote/JobPlace.h"
#include "remote/Site.h"

using namespace opificio;

class JobsTest : public test::Suite {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;

    // A work of its own for every slot, and an empty library.
    std::filesystem::path place()
    {
        std::filesystem::path path = m_folder.path().toStdString() + "/" + std::to_string(++m_number);
        qputenv("OPIFICIO_HOME", (path / "home").c_str());
        return path;
    }
    static std::filesystem::path makeJob(const std::filesystem::path& root, const std::string& verb, Json values)
    {
        Job job{.key = newId(), .verb = verb, .values = std::move(values)};
        const auto folder = root / "runs" / job.key;
        if (auto made = makeFolder(folder); !made)
            return {};
        return job.write(folder) ? folder : std::filesystem::path();
    }
    static std::filesystem::path makeTraining(const std::filesystem::path& root)
    {
        return makeJob(root, "train",
            {{"recipe", "texture_nca"}, {"name", "Living texture · Hawa Mahal"}, {"pictures", Json::array({Json::object()})}});
    }
    static void say(const std::filesystem::path& folder, const Json& status)
    {
        QVERIFY(writeJson(folder / "status.json", status));
    }
    static std::filesystem::path makeWork(const std::filesystem::path& place)
    {
        auto work = Work::create(place / "Work", Graph());
        return work ? work->folder() : std::filesystem::path();
    }
    static void finishTraining(const std::filesystem::path& folder)
    {
        QVERIFY(makeFolder(folder / "out"));
        QVERIFY(writeFile(folder / "out" / "model.safetensors", "numbers"));
        QVERIFY(writeJson(folder / "out" / "result.json", {{"sha256", sha256("numbers")}, {"learned", 12}, {"given", 12}}));
    }
    static JobLooker::Look look(JobLooker& looker, const std::filesystem::path& work, std::int64_t now = 1000)
    {
        return looker.look(work, work.parent_path() / "home", JobLooker::Depth::All, now);
    }
    static int count(const JobLooker::Look& look, JobEvent::Kind kind)
    {
        return int(
            std::count_if(look.events.begin(), look.events.end(), [&](const JobEvent& event) { return event.kind == kind; }));
    }

private Q_SLOTS:
    void jobsOfTheWorkAndOfTheLibraryAreFoundAgain()
    {
        const auto work = makeWork(place());
        const auto one = makeTraining(work),
                   other = makeJob(work.parent_path() / "home", "render", {{"name", "Prima luce"}, {"format", "h264"}});
        say(one, {{"state", "cancelled"}, {"done", 12}, {"of", 100}});
        JobLooker looker;
        auto seen = look(looker, work);
        QCOMPARE(seen.jobs.size(), std::size_t(2));
        QCOMPARE(look(looker, work).jobs.size(), std::size_t(2));
        for (const auto& job : seen.jobs) {
            QCOMPARE(
                jobName(*job), job->folder == one ? QStringLiteral("Texture: Hawa Mahal") : QStringLiteral("Film: Prima luce"));
            QCOMPARE(job->isOfWork, job->folder == one);
            QVERIFY(job->canResume());
        }
        // After a restart of the window.
        JobLooker again;
        QCOMPARE(look(again, work).jobs.size(), std::size_t(2));
        std::error_code code;
        std::filesystem::remove_all(other, code);
        QCOMPARE(look(again, work).jobs.size(), std::size_t(1));
    }

    void aFinishedTrainingIsDeliveredOnce()
    {
        const auto work = makeWork(place());
        const auto folder = makeTraining(work);
        say(folder, {{"state", "running"}, {"done", 100}, {"of", 100}});
        finishTraining(folder);
        JobLooker looker;
        auto first = look(looker, work);
        QCOMPARE(count(first, JobEvent::Kind::Delivered), 1);
        QVERIFY(std::filesystem::exists(work / "models" / (sha256("numbers") + ".safetensors")));
        QCOMPARE(look(looker, work).events.size(), std::size_t(0));
        JobLooker again;
        auto later = look(again, work);
        QCOMPARE(later.events.size(), std::size_t(0));
        QVERIFY(later.jobs.front()->isFinished);
        QCOMPARE(jobState(*later.jobs.front()), Jobs::State::Done);
        QCOMPARE(textAt(later.jobs.front()->result, "sha256"), sha256("numbers"));
    }

    void aCutOffJobIsToldOfOnceAndCanGoOn()
    {
        const auto work = makeWork(place());
        const auto folder = makeTraining(work);
        say(folder, {{"state", "running"}, {"done", 812}, {"of", 2400}});
        QVERIFY(makeFolder(folder / "checkpoint"));
        JobLooker looker;
        auto seen = look(looker, work);
        QCOMPARE(count(seen, JobEvent::Kind::CutOff), 1);
        QCOMPARE(jobState(*seen.jobs.front()), Jobs::State::CutOff);
        QVERIFY(jobStateWords(*seen.jobs.front()).contains(QStringLiteral("812")));
        QVERIFY(seen.jobs.front()->canResume() && seen.jobs.front()->canGoOn);
        QCOMPARE(look(looker, work).events.size(), std::size_t(0));
        JobLooker again;
        QCOMPARE(look(again, work).events.size(), std::size_t(0));
    }

    void aJobElsewhereSaysWhereItIsAndApartFromThatWhyItWaits()
    {
        const auto work = makeWork(place());
        Site site;
        site.name = "centre";
        site.title = "The computing centre";
        site.hosts = {"127.0.0.1"};
        site.user = "ada";
        site.root = "/scratch/ada";
        site.worker = "/opt/worker";
        VERIFY_OK(site.write());
        const auto folder = makeTraining(work);
        VERIFY_OK((JobPlace{.backend = "slurm_ssh", .site = "centre"}.write(folder)));
        say(folder, {{"state", "queued"}, {"words", "Others come first; it is in the queue."}});
        const auto seen = [&] {
            JobLooker looker;
            return look(looker, work).jobs.front();
        };
        QCOMPARE(seen()->site, "centre");
        QCOMPARE(jobStateWords(*seen()), QStringLiteral("Waiting at The computing centre"));
        QCOMPARE(jobReason(*seen()), QStringLiteral("Others come first; it is in the queue."));
        say(folder, {{"state", "running"}, {"done", 812}, {"of", 2400}, {"words", "Its login has expired."}});
        QCOMPARE(jobStateWords(*seen()), QStringLiteral("Step 812 of 2,400 at The computing centre"));
        QCOMPARE(jobReason(*seen()), QStringLiteral("Its login has expired."));
        // What ended has said so in its sentence.
        say(folder, {{"state", "failed"}, {"words", "It ended there."}});
        QCOMPARE(jobStateWords(*seen()), QStringLiteral("It ended there."));
        QVERIFY(jobReason(*seen()).isEmpty());
    }

    void aStoppedJobSaysWhereItStands()
    {
        const auto work = makeWork(place());
        const auto film = makeJob(work, "render", {{"name", "Film"}, {"format", "h264"}});
        say(film, {{"state", "cancelled"}, {"done", 3}, {"of", 10}, {"words", "Stopped at frame 3 of 10; nothing was written."}});
        JobLooker looker;
        auto seen = look(looker, work);
        QCOMPARE(seen.events.size(), std::size_t(0));
        QCOMPARE(jobState(*seen.jobs.front()), Jobs::State::Stopped);
        QVERIFY(seen.jobs.front()->canResume());
        QVERIFY(!seen.jobs.front()->canGoOn);
    }

    void whatAStatusSaysIsNotBelievedBlindly_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("{\"state\": ");
        QTest::newRow("a list") << QByteArray("[1, 2]");
        QTest::newRow("wrong kinds") << QByteArray(R"({"state": 7, "done": "x", "of": [], "words": {}, "warnings": "no"})");
        QTest::newRow("endless numbers") << QByteArray(R"({"state": "done", "done": 1e308, "of": -1e308})");
        QTest::newRow("a state of later times") << QByteArray(R"({"state": "dreaming", "done": 1, "of": 2})");
        QTest::newRow("words without end") << QByteArray("{\"state\": \"failed\", \"words\": \"") + QByteArray(200000, 'a')
                + QByteArray("\"}");
        QTest::newRow("letters cut in half")
            << QByteArray("{\"state\": \"failed\", \"words\": \"") + QByteArray(599, 'a') + QByteArray("\xc3\xa8\xc3\xa8\"}");
    }
    void whatAStatusSaysIsNotBelievedBlindly()
    {
        QFETCH(QByteArray, content);
        const auto work = makeWork(place());
        const auto folder = makeTraining(work);
        VERIFY_OK(writeFile(folder / "status.json", content.toStdString()));
        JobLooker looker;
        auto seen = look(looker, work);
        QCOMPARE(seen.jobs.size(), std::size_t(1));
        const JobSeen& job = *seen.jobs.front();
        QVERIFY(job.status.words.size() < 1000);
        QVERIFY(!jobStateWords(job).isEmpty());
        QVERIFY(!jobStateWords(job).contains(QChar::ReplacementCharacter));
        QVERIFY(jobProgress(job) <= 1);
        QVERIFY(!job.isActive());
    }

    void whatAResultSaysIsNotBelievedBlindly()
    {
        for (const char* content : {"", "{", "[]", R"({"sha256": 7, "files": "x"})",
                 R"({"files": [1, {}, "../../../etc/passwd"]})", R"({"sha256": "../../x", "learned": "many", "given": -4})"}) {
            const auto work = makeWork(place());
            const auto training = makeTraining(work);
            QVERIFY(makeFolder(training / "out"));
            VERIFY_OK(writeFile(training / "out" / "model.safetensors", "numbers"));
            VERIFY_OK(writeFile(training / "out" / "result.json", content));
            const auto film = makeJob(
                work, "render", {{"name", "x"}, {"format", "h264"}, {"output", (work / "deliveries" / "x.mp4").string()}});
            QVERIFY(makeFolder(film / "out"));
            VERIFY_OK(writeFile(film / "out" / "result.json", content));
            JobLooker looker;
            auto seen = look(looker, work);
            QCOMPARE(seen.jobs.size(), std::size_t(2));
            Document document;
            Notices notices;
            VERIFY_OK(document.open(work));
            Jobs jobs(document, notices);
            QTRY_COMPARE(jobs.count(), 2);
            for (int row = 0; row < 2; ++row) {
                JobView view;
                view.setFolder(jobs.folderAt(row));
                view.setJobs(&jobs);
                QVERIFY(!view.name().isEmpty());
                for (const QUrl& file : view.files())
                    QVERIFY(!file.toLocalFile().contains(QStringLiteral("passwd"))
                        || file.toLocalFile().contains(QStringLiteral("/runs/")));
                view.resultWords();
            }
        }
    }

    void whatIsNoJobIsShownWithItsReason()
    {
        const auto work = makeWork(place());
        VERIFY_OK(makeFolder(work / "runs" / "abcd2345"));
        VERIFY_OK(writeFile(work / "runs" / "abcd2345" / "job.json", "{\"format\": \"opificio.job/9\"}"));
        JobLooker looker;
        auto seen = look(looker, work);
        QCOMPARE(seen.jobs.size(), std::size_t(1));
        QVERIFY(!seen.jobs.front()->problem.empty());
        QVERIFY(!seen.jobs.front()->canResume());
        QCOMPARE(jobState(*seen.jobs.front()), Jobs::State::Failed);
    }

    void howLongItTakesFollowsFromHowQuickItIs()
    {
        const auto work = makeWork(place());
        const auto folder = makeTraining(work);
        auto lock = FileLock::take(folder / ".lock");
        VERIFY_OK(lock);
        JobLooker looker;
        for (int second = 0; second <= 10; ++second) {
            say(folder, {{"state", "running"}, {"done", 10 * second}, {"of", 1000}, {"attempt", 1}});
            auto seen = look(looker, work, 1000 * second);
            QVERIFY(seen.jobs.front()->isActive());
            if (second < 10)
                continue;
            QVERIFY(std::abs(seen.jobs.front()->rate - 10) < 0.01);
            QCOMPARE(aboutTime(seen.jobs.front()->secondsLeft()), QStringLiteral("about 2 minutes"));
        }
        // Another attempt begins to count anew.
        say(folder, {{"state", "running"}, {"done", 50}, {"of", 1000}, {"attempt", 2}});
        QCOMPARE(look(looker, work, 20000).jobs.front()->rate, 0.0);
    }

    void timesAreSaidAsAPersonDoes()
    {
        QCOMPARE(aboutTime(3), QStringLiteral("a few seconds"));
        QCOMPARE(aboutTime(61), QStringLiteral("about a minute"));
        QCOMPARE(aboutTime(185), QStringLiteral("about 3 minutes"));
        QCOMPARE(aboutTime(3 * 3600), QStringLiteral("about 3 hours"));
        QVERIFY(aboutTime(-1).isEmpty());
        QVERIFY(aboutTime(std::numeric_limits<double>::quiet_NaN()).isEmpty());
        QVERIFY(aboutTime(std::numeric_limits<double>::infinity()).isEmpty());
        QCOMPARE(clockTime(12.4), QStringLiteral("0:12"));
        QCOMPARE(clockTime(3723), QStringLiteral("1:02:03"));
    }

    void whatIsTakenOffTheListComesBackByTheNotice()
    {
        const auto work = makeWork(place());
        const auto folder = makeTraining(work);
        say(folder, {{"state", "cancelled"}, {"done", 1}, {"of", 2}});
        Document document;
        Notices notices;
        VERIFY_OK(document.open(work));
        Jobs jobs(document, notices);
        QTRY_COMPARE(jobs.count(), 1);
        jobs.remove(jobs.folderAt(0));
        QTRY_COMPARE(jobs.count(), 0);
        QVERIFY(!std::filesystem::exists(folder));
        QCOMPARE(notices.count(), 1);
        notices.press(0);
        QTRY_COMPARE(jobs.count(), 1);
        QVERIFY(std::filesystem::exists(folder / "job.json"));
    }

    void theNoticeOfAFinishedJobShowsIt()
    {
        const auto work = makeWork(place());
        const auto folder = makeTraining(work);
        finishTraining(folder);
        Document document;
        Notices notices;
        VERIFY_OK(document.open(work));
        Jobs jobs(document, notices);
        QSignalSpy wanted(&jobs, &Jobs::wanted);
        QTRY_COMPARE(notices.count(), 1);
        notices.press(0);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().toString(), QString::fromStdString(folder.string()));
    }

    void aJobIsStartedEndsAndIsSeen()
    {
        const auto work = makeWork(place());
        // Of a kind that nobody knows: it ends at once, with a sentence.
        const auto folder = makeJob(work, "dance", Json::object());
        Document document;
        Notices notices;
        VERIFY_OK(document.open(work));
        Jobs jobs(document, notices);
        QTRY_COMPARE(jobs.count(), 1);
        JobView view;
        view.setJobs(&jobs);
        view.setFolder(jobs.folderAt(0));
        QCOMPARE(view.state(), Jobs::State::Made);
        jobs.start(jobs.folderAt(0));
        QTRY_COMPARE_WITH_TIMEOUT(view.state(), Jobs::State::Failed, 60000);
        QVERIFY(view.stateWords().contains(QStringLiteral("dance")));
        QVERIFY(view.canResume());
    }

    void linesOfALogAreFound()
    {
        const auto work = makeWork(place());
        const auto folder = makeTraining(work);
        std::string content;
        for (int i = 0; i < 20000; ++i)
            content += "2026-11-21T22:40:58.123Z Line " + std::to_string(i) + " of the log\n";
        content += "2026-11-21T22:40:59.123Z The end";
        VERIFY_OK(writeFile(folder / "log.txt", content));
        LogLines log;
        log.setFolder(QString::fromStdString(folder.string()));
        QTRY_VERIFY(log.count() > 100);
        QVERIFY(log.count() < 20000);
        QCOMPARE(log.data(log.index(log.count() - 1), LogLines::LineRole).toString(), QStringLiteral("The end"));
        log.setWords(QStringLiteral("line 19999"));
        QCOMPARE(log.count(), 1);
    }

    void aCallOfTheCommandLineAnswersOnce()
    {
        place();
        int answers = 0;
        Result<Json> told = Json();
        CliCall::make({QStringLiteral("list"), QStringLiteral("formats")}, this, [&](Result<Json> answer) {
            ++answers;
            told = std::move(answer);
        });
        QTRY_COMPARE_WITH_TIMEOUT(answers, 1, 60000);
        VERIFY_OK(told);
        QVERIFY(at(*told, "formats").size() > 1);
        CliCall::make({QStringLiteral("dance")}, this, [&](Result<Json> answer) {
            ++answers;
            told = std::move(answer);
        });
        QTRY_COMPARE_WITH_TIMEOUT(answers, 2, 60000);
        QVERIFY(!told);
        QVERIFY(!told.error().message.empty());
    }
};

OPIFICIO_TEST_MAIN(JobsTest)
#include "JobsTest.moc"
