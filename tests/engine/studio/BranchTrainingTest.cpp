// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Id.h"
#include "graph/Work.h"
#include "library/Dataset.h"
#include "models/Safetensors.h"
#include "remote/Job.h"
#include "studio/BranchTraining.h"

#include <QTemporaryDir>

#include <map>
#include <set>

using namespace opificio;

namespace {

Item picture(char digit)
{
    Item item;
    item.sha256 = std::string(64, digit);
    item.id = std::string("made:picture ") + digit;
    item.type = "png";
    item.width = item.height = 10;
    return item;
}

// Everything that lies in a folder, with its content.
std::map<std::string, std::string> contents(const std::filesystem::path& folder)
{
    std::map<std::string, std::string> all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file())
            all[entry.path().string()] = *readFile(entry.path());
    }
    return all;
}

std::set<std::string> hashes(const Json& pictures)
{
    std::set<std::string> all;
    for (const Json& row : pictures)
        all.insert(textAt(row, "sha256"));
    return all;
}

} // namespace

class BranchTrainingTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    // A training of three pictures that came to step 5 of 12.
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto work = Work::create(m_folder->filePath(QStringLiteral("w")).toStdString(), {});
        VERIFY_OK(work);
        m_work = work->folder();
        auto dataset = freeze(m_work / "datasets",
            {.name = "Three", .who = "Anna", .how = "by hand", .items = {{picture('a')}, {picture('b')}, {picture('c')}}});
        VERIFY_OK(dataset);
        m_dataset = dataset->hash;
        Job job;
        job.key = newId();
        job.verb = "train";
        job.seed = 4;
        Json pictures = Json::array();
        for (char digit : {'a', 'b', 'c'}) {
            job.inputs.push_back({std::string(64, digit), "/somewhere"});
            pictures.push_back({{"sha256", std::string(64, digit)}, {"crop", {0, 0, 1, 1}}, {"weight", 1},
                {"item", datasetRecord(picture(digit))}});
        }
        job.values = {{"recipe", "vae"}, {"dataset", m_dataset}, {"dataset_name", "Three"}, {"name", "Map"}, {"given", 3},
            {"settings", {{"effort", 1}, {"steps", 12}}}, {"pictures", pictures}, {"made", "2020-01-01"}};
        m_job = m_work / "runs" / job.key;
        VERIFY_OK(job.write(m_job));
        reached(m_job, 5, {4, 7, 0});
        VERIFY_OK(writeFile(m_job / "loss.jsonl", "{\"step\":1}\n{\"step\":5}\n{\"step\":6}\n"));
    }

    void whatIsLeftOutStaysNamed()
    {
        const auto before = contents(m_job);
        auto branch = branchTraining(m_job, {.without = {"made:picture b"}, .name = "", .settings = {}});
        VERIFY_OK(branch);
        QCOMPARE(contents(m_job), before);
        auto job = Job::read(*branch);
        VERIFY_OK(job);
        QCOMPARE(job->seed, std::int64_t(4));
        QCOMPARE(job->inputs.size(), std::size_t(2));
        QCOMPARE(hashes(at(job->values, "pictures")), (std::set<std::string>{std::string(64, 'a'), std::string(64, 'c')}));
        // The new version knows the one before.
        auto version = readDataset(m_work / "datasets" / (textAt(job->values, "dataset") + ".json"));
        VERIFY_OK(version);
        QCOMPARE(version->parent, m_dataset);
        QCOMPARE(version->items.size(), std::size_t(2));
        QCOMPARE(textAt(version->card, "who"), std::string("Anna"));
        // What was seen before: with what is left out, without what was never drawn.
        const Json& earlier = at(job->values, "earlier");
        QCOMPARE(earlier.size(), std::size_t(1));
        QCOMPARE(textAt(earlier[0], "hash"), m_dataset);
        QCOMPARE(hashes(at(earlier[0], "items")), (std::set<std::string>{std::string(64, 'a'), std::string(64, 'b')}));
        QCOMPARE(numberAt(at(earlier[0], "items")[1], "draws"), 7.0);
        for (const Json& row : at(job->values, "pictures"))
            QVERIFY(!row.contains("drawn"));
        QCOMPARE(numberAt(at(job->values, "branch"), "step"), 5.0);
        QCOMPARE(textAt(at(job->values, "branch"), "start"), *sha256OfFile(*branch / "start" / "state.safetensors"));
        QCOMPARE(*readFile(*branch / "loss.jsonl"), std::string("{\"step\":1}\n{\"step\":5}\n"));
        QVERIFY(textAt(job->values, "name").starts_with("Map"));
    }

    void aBranchOfABranchRemembersBoth()
    {
        auto first = branchTraining(m_job, {.without = {std::string(64, 'b')}, .name = "First", .settings = {}});
        VERIFY_OK(first);
        reached(*first, 8, {2, 3});
        auto second = branchTraining(*first, {.without = {std::string(64, 'c')}, .name = "Second", .settings = {}});
        VERIFY_OK(second);
        auto job = Job::read(*second), parent = Job::read(*first);
        VERIFY_OK(job);
        const Json& earlier = at(job->values, "earlier");
        QCOMPARE(earlier.size(), std::size_t(2));
        QCOMPARE(textAt(earlier[0], "hash"), textAt(parent->values, "dataset"));
        QCOMPARE(hashes(at(earlier[0], "items")), (std::set<std::string>{std::string(64, 'a'), std::string(64, 'c')}));
        QCOMPARE(textAt(earlier[1], "hash"), m_dataset);
        QCOMPARE(hashes(at(job->values, "pictures")), std::set<std::string>{std::string(64, 'a')});
        QCOMPARE(textAt(job->values, "name"), std::string("Second"));
    }

    void moreStepsAloneCountOn()
    {
        Values longer;
        longer.set("effort", std::int64_t(2));
        auto branch = branchTraining(m_job, {.without = {}, .name = {}, .settings = longer});
        VERIFY_OK(branch);
        auto job = Job::read(*branch);
        VERIFY_OK(job);
        QCOMPARE(textAt(job->values, "dataset"), m_dataset);
        QVERIFY(at(job->values, "earlier").empty());
        QCOMPARE(numberAt(at(job->values, "pictures")[1], "drawn"), 7.0);
        QCOMPARE(numberAt(at(job->values, "settings"), "effort"), 2.0);
        QCOMPARE(numberAt(at(job->values, "settings"), "steps"), 0.0);
    }

    void whatCannotBeBranchedLeavesNothing()
    {
        const auto before = contents(m_work);
        QVERIFY(!branchTraining(m_job, {.without = {"nobody"}, .name = {}, .settings = {}}));
        QVERIFY(!branchTraining(m_job, {.without = {"made:p"}, .name = {}, .settings = {}})); // which one?
        QVERIFY(!branchTraining(
            m_job, {.without = {"made:picture a", "made:picture b", "made:picture c"}, .name = {}, .settings = {}}));
        QVERIFY(!branchTraining(m_work / "runs" / "nothing", {}));
        QCOMPARE(contents(m_work), before);
        std::filesystem::remove_all(m_job / "checkpoint");
        auto early = branchTraining(m_job, {});
        QVERIFY(!early);
        QCOMPARE(early.error().code, Error::Code::NotFound);
        QCOMPARE(std::distance(std::filesystem::directory_iterator(m_work / "runs"), {}), std::ptrdiff_t(1));
    }

private:
    // A checkpoint as trainings write it; what its numbers are does not matter here.
    void reached(const std::filesystem::path& job, std::int64_t step, const std::vector<double>& draws)
    {
        VERIFY_OK(writeSafetensors(job / "checkpoint" / "state.safetensors", {{"weights", {{2}, {float(step), 1}}}},
            {{"step", std::to_string(step)}, {"fingerprint", "x"}, {"draws", printJsonLine(draws)}}));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_work, m_job;
    std::string m_dataset;
};

OPIFICIO_TEST_MAIN(BranchTrainingTest)
#include "BranchTrainingTest.moc"
