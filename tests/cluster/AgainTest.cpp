// SPDX-License-Identifier: GPL-3.0-or-later
// A job that is sent a second time goes on from what is right, and asks for nothing twice.
#include "cluster/Attended.h"

using namespace opificio;

class AgainTest : public test::Attended {
    Q_OBJECT

    // The steps that were made, in their order, by the lines that came home.
    std::string steps(const std::filesystem::path& folder) const
    {
        std::string all;
        std::ifstream lines(folder / "loss.jsonl");
        for (std::string line; std::getline(lines, line);)
            all += line.substr(line.find(':') + 2, 1);
        return all;
    }
    // A training of three steps that was stopped there after its first.
    std::filesystem::path stopped()
    {
        const auto folder = made(1, {{"hold-at", "1"}});
        if (!submitJob(folder) || !says(folder, "step 1 of 3") || !cancelJob(folder)
            || !becomes(folder, JobStatus::State::Cancelled))
            return {};
        std::filesystem::remove(folder / "hold-at");
        std::filesystem::remove(there(folder) + "/hold-at");
        return folder;
    }

private Q_SLOTS:
    void initTestCase() { begin(); }
    void cleanupTestCase() { end(); }
    void cleanup() { settle(); }

    void itGoesOnFromWhereItCameHere()
    {
        const auto folder = stopped();
        QVERIFY(!folder.empty());
        QCOMPARE(*readFile(folder / "checkpoint/step"), std::string("1"));
        // It went on here for a step.
        VERIFY_OK(writeFile(folder / "checkpoint/step", "2"));
        VERIFY_OK(submitJob(folder));
        QVERIFY(becomes(folder, JobStatus::State::Done));
        QCOMPARE(steps(folder), std::string("13"));
    }

    void itBeginsAnewWhereNothingIsHere()
    {
        const auto folder = stopped();
        QVERIFY(!folder.empty());
        std::filesystem::remove_all(folder / "checkpoint");
        VERIFY_OK(submitJob(folder));
        QVERIFY(becomes(folder, JobStatus::State::Done));
        QCOMPARE(steps(folder), std::string("123"));
    }

    void whatTheClusterStoppedComesHomeAndGoesOn()
    {
        const auto folder = made(1, {{"hold-at", "2"}});
        VERIFY_OK(submitJob(folder));
        QVERIFY(says(folder, "step 2 of 3"));
        m_cluster->shell("scancel -n " + Job::read(folder)->key + "-1");
        QVERIFY(becomes(folder, JobStatus::State::Cancelled));
        QCOMPARE(*readFile(folder / "checkpoint/step"), std::string("2"));
        std::filesystem::remove(there(folder) + "/hold-at");
        VERIFY_OK(submitJob(folder));
        QVERIFY(becomes(folder, JobStatus::State::Done));
        QCOMPARE(steps(folder), std::string("123"));
    }

    void whatAnotherJobOfItsNameLeftThereIsNotTaken()
    {
        const auto folder = made(1, {});
        const std::filesystem::path left = there(folder);
        VERIFY_OK(writeFile(left / "job.json", "{\"format\": \"opificio.job/1\", \"seed\": 7}"));
        VERIFY_OK(writeFile(left / "checkpoint/step", "2"));
        VERIFY_OK(writeFile(left / "loss.jsonl", "{\"step\": 9}\n"));
        VERIFY_OK(submitJob(folder));
        QVERIFY(becomes(folder, JobStatus::State::Done));
        QCOMPARE(steps(folder), std::string("123"));
    }

    void ofAFilmOnlyThePartsThatAreMissingAreAskedFor()
    {
        const auto folder = made(5, {{"fail-2", "1"}});
        auto place = JobPlace::read(folder);
        // Five parts and what puts them together, five minutes each, are half an hour.
        place->capCoreHours = 0.6;
        VERIFY_OK(place->write(folder));
        VERIFY_OK(submitJob(folder));
        QVERIFY(becomes(folder, JobStatus::State::Failed));
        QCOMPARE(submissions(folder), 5 + 1);
        place->capCoreHours = 0.7;
        VERIFY_OK(place->write(folder));
        VERIFY_OK(submitJob(folder));
        QVERIFY(becomes(folder, JobStatus::State::Done));
        QCOMPARE(submissions(folder), 5 + 1 + 1 + 1);
        QCOMPARE(status(folder).done, 5.0);
        for (int part = 0; part < 5; ++part)
            QCOMPARE(*readFile(folder / "out" / ("frame." + std::to_string(part))), "frame " + std::to_string(part) + "\n");
    }
};

OPIFICIO_TEST_MAIN(AgainTest)
#include "AgainTest.moc"
