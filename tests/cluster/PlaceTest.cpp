// SPDX-License-Identifier: GPL-3.0-or-later
// What every place must hold, row by row, on the real thing.
#include "cluster/Cluster.h"

#include "base/Hash.h"
#include "base/Id.h"
#include "remote/Backend.h"

using namespace opificio;

namespace {

Site siteOf(const test::Cluster& cluster, const std::string& backend)
{
    const auto options = cluster.options();
    Site site;
    site.name = "test";
    site.backend = backend;
    site.hosts = options.hosts;
    site.port = options.port;
    site.user = options.user;
    site.hostKeys = options.hostKeys;
    site.key = options.key;
    site.root = cluster.folder() / "home";
    site.worker = std::string(OPIFICIO_SOURCE) + "/tests/cluster/worker";
    site.environment = {"GREETING=it's \"here\" $HOME"};
    return site;
}

} // namespace

class PlaceTest : public test::Suite {
    Q_OBJECT

    using State = PartState::State;
    std::unique_ptr<test::Cluster> m_cluster;
    Secrets m_secrets{Secrets::Keyring::Ignore};
    Task m_task;

    // A job's folder over there, with what its worker needs.
    std::string made(Place& place, int chunks, const std::string& hold)
    {
        const std::string folder = (m_cluster->folder() / "home" / "jobs" / newId()).string();
        const auto file = m_cluster->folder() / "job.json";
        const Json whole = {{"format", "opificio.job/1"}, {"key", newId()}, {"verb", "train"}, {"chunks", chunks}};
        if (!place.makeFolder(folder) || !writeJson(file, whole) || !place.put(file, folder + "/job.json", m_task))
            return {};
        if (!hold.empty() && (!writeFile(file, "") || !place.put(file, folder + "/" + hold, m_task)))
            return {};
        return folder;
    }
    static State stateOf(Place& place, const Submitted& submitted, int part = -1)
    {
        auto look = place.poll({submitted});
        if (!look)
            return State::Unknown;
        for (const PartState& state : look->parts) {
            if (state.part == part)
                return state.state;
        }
        return State::Forgotten;
    }
    bool becomes(Place& place, const Submitted& submitted, State state, int part = -1)
    {
        return test::eventually([&] { return stateOf(place, submitted, part) == state; });
    }

    void filesTravelTogether(Place& place, const std::string& folder)
    {
        const std::string beside = folder + "/incoming";
        std::vector<PackedFile> files;
        std::vector<std::string> names = {"plain", "it's", "two  blanks ", "$(touch x)`", "\"*?",
            "deep/er/" + std::string(90, 'n'), std::string(90, 'd') + "/" + std::string(90, 'n'), "empty", "last"};
        for (const std::string& name : names) {
            const auto here = m_cluster->folder() / ("pack " + std::to_string(files.size()));
            const std::string content = name == "empty" ? std::string() : name + std::string(1, '\0') + "\n";
            VERIFY_OK(writeFile(here, content));
            files.push_back({here, name, sha256(content)});
        }
        // One that is not what it should be: none has its name then, and the others are there the next time.
        const std::string right = files[1].sha256;
        files[1].sha256 = sha256("another");
        QCOMPARE(*place.putAll(folder + "/pack", beside, files, "last", m_task), std::vector<std::string>{"it's"});
        QVERIFY(!place.list(folder + "/pack/deep"));
        files[1].sha256 = right;
        for (int again = 0; again < 2; ++again) {
            QCOMPARE(*place.putAll(folder + "/pack", beside, files, "last", m_task), std::vector<std::string>());
            for (const PackedFile& file : files)
                QCOMPARE((*place.checksums({folder + "/pack/" + file.name}))[0], file.sha256);
            QVERIFY(!place.list(beside));
        }
        // As old as it is there: what was packed long ago is not cleared away tomorrow.
        auto plain = place.list(folder + "/pack");
        QVERIFY(plain && plain->at(0).changed > std::int64_t(std::time(nullptr)) - 1000);
        // Home: what is larger, or not there, or a folder, is left out.
        const auto large = m_cluster->folder() / "large";
        VERIFY_OK(writeFile(large, std::string(smallFileBytes + 1, 'l')));
        VERIFY_OK(place.put(large, folder + "/pack/large", m_task));
        std::map<std::string, std::string> came;
        const auto take = [&](const std::string& name, std::string_view content) -> Result<> {
            came[name] = sha256(content);
            return {};
        };
        names.insert(names.end(), {"large", "none", "deep"});
        VERIFY_OK(place.getAll(folder + "/pack", names, take, m_task));
        QCOMPARE(came.size(), files.size());
        for (const PackedFile& file : files)
            QCOMPARE(came[file.name], file.sha256);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::Cluster>();
        REQUIRE_CLUSTER(*m_cluster);
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void everyPlace_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const Backend* row : allBackends())
            QTest::newRow(row->name.c_str()) << QByteArray::fromStdString(row->name);
    }
    void everyPlace()
    {
        QFETCH(QByteArray, name);
        const Backend* row = findBackend(name.toStdString());
        QVERIFY(row && !row->help.empty());
        const Site site = siteOf(*m_cluster, row->name);
        auto opened = row->open(site, m_secrets);
        VERIFY_OK(opened);
        Place& place = **opened;

        auto facts = place.probe();
        VERIFY_OK(facts);
        QVERIFY(
            !facts->scheduler.empty() && facts->freeBytes > 0 && std::abs(facts->clock - std::int64_t(std::time(nullptr))) < 100);
        auto partitions = place.partitions();
        VERIFY_OK(partitions);
        QVERIFY(!partitions->empty() && partitions->at(0).cpus > 0);

        // Files.
        const std::string folder = site.root + "/files " + row->name;
        VERIFY_OK(place.makeFolder(folder + "/deep/er"));
        const auto here = m_cluster->folder() / "file";
        VERIFY_OK(writeFile(here, "content"));
        VERIFY_OK(place.put(here, folder + "/.part", m_task));
        VERIFY_OK(place.rename(folder + "/.part", folder + "/it's"));
        QCOMPARE(*place.checksums({folder + "/it's", folder + "/none"}), (std::vector<std::string>{sha256("content"), ""}));
        QCOMPARE(*place.log(folder + "/it's", 3), std::string("tent"));
        std::filesystem::remove(here);
        VERIFY_OK(place.get(folder + "/it's", here, m_task));
        QCOMPARE(*readFile(here), std::string("content"));
        QCOMPARE(place.list(folder)->size(), std::size_t(2));
        QCOMPARE(place.get(folder + "/none", here, m_task).error().code, Error::Code::NotFound);
        QVERIFY(!place.list(folder + "/none"));
        filesTravelTogether(place, folder);
        if (QTest::currentTestFailed())
            return;
        QVERIFY(!place.remove("/etc"));
        QVERIFY(!place.remove(site.root + "/../etc"));
        VERIFY_OK(place.remove(folder));
        QVERIFY(!place.list(folder));

        // Work that goes on and ends.
        const std::string job = made(place, 1, "hold");
        Submission submission{.key = "sweep-" + newId(), .folder = job, .arguments = {"run", job}, .resources = {.minutes = 5}};
        auto id = place.submit(submission);
        VERIFY_OK(id);
        const Submitted one{submission.key, *id, job};
        QVERIFY(becomes(place, one, State::Running));
        QVERIFY(test::eventually([&] {
            auto look = place.poll({one});
            return look && look->files[job].contains("status.json") && look->files[job]["status.json"].content
                && look->files[job]["status.json"].content->find("step 0 of 3") != std::string::npos;
        }));
        if (row->name != "local")
            QCOMPARE(*place.submit(submission), *id);
        // Somebody else looks: nothing of it lay in the one that submitted.
        auto again = row->open(site, m_secrets);
        QVERIFY(becomes(**again, one, State::Running));
        m_cluster->shell("rm '" + job + "/hold'");
        QVERIFY(becomes(**again, one, State::Done));
        QVERIFY(place.poll({one})->files[job].contains("samples/3.jpg"));
        QCOMPARE((*place.checksums({job + "/out/model"}))[0], sha256(std::string(1000, '3')));

        // Work that is stopped keeps what it was at.
        const std::string longer = made(place, 1, "hold");
        submission = {.key = "sweep-" + newId(), .folder = longer, .arguments = {"run", longer}, .resources = {.minutes = 5}};
        id = place.submit(submission);
        VERIFY_OK(id);
        const Submitted two{submission.key, *id, longer};
        QVERIFY(becomes(place, two, State::Running));
        QVERIFY(test::eventually([&] { return std::filesystem::exists(longer + "/status.json"); }));
        VERIFY_OK(place.cancel(two));
        QVERIFY(becomes(place, two, State::Cancelled));

        // Work that fails.
        const std::string bad = made(place, 1, "");
        VERIFY_OK(writeFile(bad + "/fail", "9"));
        submission = {.key = "sweep-" + newId(), .folder = bad, .arguments = {"run", bad}, .resources = {.minutes = 5}};
        id = place.submit(submission);
        VERIFY_OK(id);
        QVERIFY(becomes(place, {submission.key, *id, bad}, State::Failed));
    }

    void partsRunSideBySide()
    {
        auto place = openPlace(siteOf(*m_cluster, "slurm_ssh"), m_secrets);
        VERIFY_OK(place);
        const std::string job = made(**place, 6, "");
        VERIFY_OK(writeFile(job + "/fail-2", "3"));
        Submission parts{.key = "parts-" + newId(),
            .folder = job,
            .arguments = {"run", job},
            .parts = {0, 1, 2, 3, 5},
            .resources = {.minutes = 5, .partsAtOnce = 3}};
        auto id = (*place)->submit(parts);
        VERIFY_OK(id);
        Submission join{.key = parts.key + "-j",
            .folder = job,
            .arguments = {"run", job, "--join"},
            .resources = {.minutes = 5},
            .after = *id};
        auto joined = (*place)->submit(join);
        VERIFY_OK(joined);
        const Submitted one{parts.key, *id, job}, two{join.key, *joined, job};
        QVERIFY(becomes(**place, two, State::Failed));
        auto look = (*place)->poll({one, two});
        VERIFY_OK(look);
        QCOMPARE(look->parts.size(), std::size_t(6));
        for (const PartState& part : look->parts) {
            if (part.key == join.key)
                QCOMPARE(part.code, 76);
            else
                QCOMPARE(int(part.state), int(part.part == 2 ? State::Failed : State::Done));
        }
        QVERIFY(look->files[job]["missing.json"].content->find("\"part\": 2") != std::string::npos);
        QVERIFY(look->files[job].contains("previews/5.jpg"));
    }

    void whatWillNeverStartIsSaid()
    {
        auto place = openPlace(siteOf(*m_cluster, "slurm_ssh"), m_secrets);
        const std::string job = made(**place, 1, "");
        Submission hopeless{.key = "long-" + newId(),
            .folder = job,
            .arguments = {"run", job},
            .resources = {.partition = "serial", .minutes = 6000}};
        auto id = (*place)->submit(hopeless);
        VERIFY_OK(id);
        QVERIFY(test::eventually([&] {
            auto look = (*place)->poll({{hopeless.key, *id, job}});
            return look && look->parts[0].isHopeless && look->parts[0].words.find("will never start") != std::string::npos;
        }));
        VERIFY_OK((*place)->cancel({hopeless.key, *id, job}));
        hopeless.key += "x";
        hopeless.resources.partition = "nowhere";
        auto refused = (*place)->submit(hopeless);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Error::Code::Invalid);
        hopeless.folder = job + "/none";
        QCOMPARE((*place)->submit(hopeless).error().code, Error::Code::NotFound);
    }

    void aLostLineChangesNothing()
    {
        auto place = openPlace(siteOf(*m_cluster, "slurm_ssh"), m_secrets);
        const std::string job = made(**place, 1, "hold");
        Submission submission{.key = "line-" + newId(), .folder = job, .arguments = {"run", job}, .resources = {.minutes = 5}};
        auto id = (*place)->submit(submission);
        VERIFY_OK(id);
        m_cluster->shell("kill -9 $(ps -o pid= --ppid $(cat $CLUSTER/pid/sshd))");
        auto look = (*place)->poll({{submission.key, *id, job}});
        QVERIFY(!look);
        QCOMPARE(look.error().code, Error::Code::Network);
        QVERIFY(becomes(**place, {submission.key, *id, job}, State::Running));
        m_cluster->shell("rm '" + job + "/hold'");
        QVERIFY(becomes(**place, {submission.key, *id, job}, State::Done));
    }
};

OPIFICIO_TEST_MAIN(PlaceTest)
#include "PlaceTest.moc"
