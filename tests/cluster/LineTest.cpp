// SPDX-License-Identifier: GPL-3.0-or-later
// Files on a line that breaks, freezes, is long, or ends at a full disk, in the middle of a file; and many files at once.
#include "cluster/Cluster.h"
#include "support/SlowLine.h"

#include "base/Hash.h"
#include "base/Id.h"
#include "remote/Backend.h"
#include "remote/Staging.h"

#include <set>

using namespace opificio;

class LineTest : public test::Suite {
    Q_OBJECT

    std::unique_ptr<test::Cluster> m_cluster;
    std::string m_content;
    std::filesystem::path m_here;
    Task m_task;

    std::filesystem::path there(const char* name) const { return m_cluster->folder() / "home" / name; }
    Ssh::Options through(const test::SlowLine& line) const
    {
        auto options = m_cluster->options();
        options.port = line.port();
        return options;
    }
    Site site() const
    {
        const auto options = m_cluster->options();
        Site site;
        site.name = "test";
        site.hosts = options.hosts;
        site.port = options.port;
        site.user = options.user;
        site.hostKeys = options.hostKeys;
        site.key = options.key;
        site.root = m_cluster->folder() / "home" / "it's \"the\" $HOME\nroot";
        return site;
    }
    // What lies there is the beginning of what was sent.
    bool isBeginning(const std::filesystem::path& file) const
    {
        auto found = readFile(file);
        return found && m_content.starts_with(*found);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::Cluster>();
        REQUIRE_CLUSTER(*m_cluster);
        for (unsigned i = 0; m_content.size() < 20'000'003; ++i)
            m_content += std::to_string(i * 2654435761u);
        m_here = m_cluster->folder() / "here";
        VERIFY_OK(writeFile(m_here, m_content));
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void aFileGoesOnWhereTheLineBroke()
    {
        const test::SlowLine line(m_cluster->port(), {QStringLiteral("--cut-after"), QStringLiteral("9000000")});
        auto ssh = Ssh::open(through(line));
        VERIFY_OK(ssh);
        const auto part = there("it's a \"part\" of $HOME");
        auto broken = (*ssh)->put(m_here, part.string(), m_task);
        QVERIFY(!broken);
        QCOMPARE(broken.error().code, Error::Code::Network);
        QVERIFY(!(*ssh)->run("echo"));
        // Its server over there may still write what had arrived.
        std::uintmax_t before = 0;
        QVERIFY(test::eventually([&] {
            const auto now = std::filesystem::file_size(part);
            QTest::qWait(200);
            return now > 1'000'000 && std::exchange(before, now) == now;
        }));
        QVERIFY(before < m_content.size() && isBeginning(part));
        // A mark in what is there already: whoever begins anew writes over it.
        std::string marked = *readFile(part);
        marked[0] = '#';
        VERIFY_OK(writeFile(part, marked));
        ssh = Ssh::open(through(line));
        VERIFY_OK(ssh);
        VERIFY_OK((*ssh)->put(m_here, part.string(), m_task));
        QCOMPARE(*sha256OfFile(part), sha256("#" + m_content.substr(1)));
    }

    void aLineThatFreezesInTheMiddleOfAFileIsCut()
    {
        const test::SlowLine line(m_cluster->port(), {QStringLiteral("--freeze-after"), QStringLiteral("5000000")});
        auto options = through(line);
        options.patienceSeconds = 2;
        auto ssh = Ssh::open(options);
        VERIFY_OK(ssh);
        auto frozen = (*ssh)->put(m_here, there("frozen").string(), m_task);
        QVERIFY(!frozen);
        QCOMPARE(frozen.error().code, Error::Code::Network);
        QVERIFY2(frozen.error().message.find("did not answer") != std::string::npos, frozen.error().message.c_str());
    }

    void whoeverStopsInTheMiddleCanGoOnOnTheSameLine()
    {
        const test::SlowLine line(m_cluster->port(), {QStringLiteral("--delay-ms"), QStringLiteral("5")});
        auto ssh = Ssh::open(through(line));
        VERIFY_OK(ssh);
        const std::string part = there("stopped").string();
        Task* running = nullptr;
        Task task([&](const Task::Progress& progress) {
            if (progress.done > 4'000'000)
                running->stop();
        });
        running = &task;
        auto stopped = (*ssh)->put(m_here, part, task);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, Error::Code::Cancelled);
        const auto bytes = std::filesystem::file_size(part);
        QVERIFY(bytes > 4'000'000 && bytes < m_content.size() && isBeginning(part));
        QCOMPARE((*ssh)->run("echo on")->out, std::string("on\n"));
        VERIFY_OK((*ssh)->put(m_here, part, m_task));
        QCOMPARE(*sha256OfFile(part), sha256(m_content));
        const auto back = m_cluster->folder() / "back";
        Task other([&](const Task::Progress& progress) {
            if (progress.done > 4'000'000)
                running->stop();
        });
        running = &other;
        QCOMPARE((*ssh)->get(part, back, other).error().code, Error::Code::Cancelled);
        QVERIFY(std::filesystem::file_size(back) < m_content.size() && isBeginning(back));
        VERIFY_OK((*ssh)->get(part, back, m_task));
        QCOMPARE(*sha256OfFile(back), sha256(m_content));
    }

    void aDiskThatIsFullInTheMiddleLeavesABeginning()
    {
        const auto folder = there("small");
        std::filesystem::create_directories(folder);
        m_cluster->shell("mount -t tmpfs -o size=6m none '" + folder.string() + "'");
        if (m_cluster->shell("stat -f -c %T '" + folder.string() + "'") != "tmpfs")
            QSKIP("No file system can be mounted here.");
        auto ssh = Ssh::open(m_cluster->options());
        VERIFY_OK(ssh);
        const auto part = folder / "file";
        auto full = (*ssh)->put(m_here, part.string(), m_task);
        QVERIFY(!full);
        QCOMPARE(full.error().code, Error::Code::DiskFull);
        QVERIFY(std::filesystem::file_size(part) > 4'000'000 && isBeginning(part));
        m_cluster->shell("mount -o remount,size=40m '" + folder.string() + "'");
        VERIFY_OK((*ssh)->put(m_here, part.string(), m_task));
        QCOMPARE(*sha256OfFile(part), sha256(m_content));
        m_cluster->shell("umount '" + folder.string() + "'");
    }

    void manyFilesAreAskedAboutAtOnceWhateverTheirNames()
    {
        auto place = openPlace(site(), Secrets(Secrets::Keyring::Ignore));
        VERIFY_OK(place);
        const std::string root = site().root;
        VERIFY_OK((*place)->makeFolders({root + "/a/'b'", root + "/c d"}));
        std::vector<std::string> files;
        std::vector<std::string> renamed;
        for (const char* name : {"plain", "it's", "two  blanks ", "$(touch x)`", "line\nline", "-rf", "back\\slash", "\"*?"}) {
            files.push_back(root + "/a/'b'/" + name);
            renamed.push_back(root + "/c d/" + name);
            VERIFY_OK(writeFile(files.back(), name));
        }
        files.push_back(root + "/none");
        auto sums = (*place)->checksums(files);
        VERIFY_OK(sums);
        auto there = (*place)->touch(files);
        VERIFY_OK(there);
        for (std::size_t i = 0; i < renamed.size(); ++i)
            VERIFY_OK((*place)->rename(files[i], renamed[i]));
        for (std::size_t i = 0; i < files.size(); ++i) {
            const bool isThere = i + 1 < files.size();
            QCOMPARE(bool((*there)[i]), isThere);
            const auto name = std::filesystem::path(files[i]).filename().string();
            QCOMPARE((*sums)[i], isThere ? sha256(name) : std::string());
            if (isThere)
                QCOMPARE(*readFile(renamed[i]), name);
            QVERIFY(!std::filesystem::exists(files[i]));
        }
    }

    // Small files that the line lost in the middle: what had arrived is not sent again.
    void manySmallFilesGoOnWhereTheLineBroke()
    {
        constexpr int count = 400, bytes = 16 << 10;
        const auto folder = m_cluster->folder() / "job cut off";
        Job job{.key = newId(), .verb = "train"};
        for (int i = 0; i < count; ++i) {
            const auto file = m_cluster->folder() / ("cut " + std::to_string(i));
            VERIFY_OK(writeFile(file, std::to_string(i) + std::string(bytes, 'c')));
            job.inputs.push_back({*sha256OfFile(file), file});
        }
        VERIFY_OK(job.write(folder));
        const test::SlowLine line(m_cluster->port(), {QStringLiteral("--cut-after"), QStringLiteral("4000000")});
        Site far = site();
        far.port = line.port();
        auto place = openPlace(far, Secrets(Secrets::Keyring::Ignore));
        VERIFY_OK(place);
        auto broken = stage(**place, far.root, folder, job, m_task);
        QVERIFY(!broken);
        QCOMPARE(broken.error().code, Error::Code::Network);
        const std::filesystem::path beside = far.root + "/incoming/" + job.key;
        const auto lying = [&] {
            std::error_code code;
            std::set<std::string> whole;
            for (const auto& entry : std::filesystem::recursive_directory_iterator(beside, code)) {
                auto sum = entry.is_regular_file(code) ? sha256OfFile(entry.path()) : Result<std::string>(std::string());
                if (sum && *sum == entry.path().filename())
                    whole.insert(*sum);
            }
            return whole;
        };
        std::size_t before = 0;
        QVERIFY(test::eventually([&] {
            QTest::qWait(200);
            const auto now = lying().size();
            return now > 20 && std::exchange(before, now) == now;
        }));
        const auto arrived = lying();
        QVERIFY(arrived.size() < count);
        // Here they are gone: they can come from nowhere but there.
        for (const Job::Input& input : job.inputs) {
            if (arrived.contains(input.sha256))
                VERIFY_OK(writeFile(input.path, "gone"));
        }
        // What nobody verified there, and what another job left, does not stay.
        VERIFY_OK(stage(**place, far.root, folder, job, m_task));
        for (const Job::Input& input : job.inputs)
            QCOMPARE(*sha256OfFile(blobThere(far.root, input.sha256)), input.sha256);
        QVERIFY(!std::filesystem::exists(beside));
    }

    void whatNobodyAskedForIsNotTakenAlong()
    {
        auto place = openPlace(site(), Secrets(Secrets::Keyring::Ignore));
        const std::string root = site().root, beside = root + "/incoming/stray";
        VERIFY_OK(writeFile(beside + "/ab/stray", "cut off"));
        const auto file = m_cluster->folder() / "asked";
        VERIFY_OK(writeFile(file, "asked"));
        QCOMPARE(*(*place)->putAll(root + "/taken", beside, {{file, "ab/asked", sha256("asked")}}, {}, m_task),
            std::vector<std::string>());
        QVERIFY(std::filesystem::exists(root + "/taken/ab/asked") && !std::filesystem::exists(root + "/taken/ab/stray"));
    }

    // A tar that cannot be unpacked leaves bytes that nobody read: they are no commands.
    void whatIsSentIsNeverTakenForACommand()
    {
        auto place = openPlace(site(), Secrets(Secrets::Keyring::Ignore));
        const std::string root = site().root;
        const auto mark = m_cluster->folder() / "was run";
        std::string commands;
        while (commands.size() < 900'000)
            commands += "\ntouch '" + mark.string() + "'\nexit\n";
        std::vector<PackedFile> files;
        for (int i = 0; i < 8; ++i) {
            const auto file = m_cluster->folder() / ("commands " + std::to_string(i));
            VERIFY_OK(writeFile(file, commands));
            files.push_back({file, "deep/" + std::to_string(i), sha256(commands)});
        }
        // Where a folder should be made lies a file.
        VERIFY_OK(writeFile(root + "/incoming/bad/deep", "in the way"));
        VERIFY_OK((*place)->makeFolder(root));
        auto refused = (*place)->putAll(root + "/taken", root + "/incoming/bad/deep", files, {}, m_task);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Error::Code::ReadOnly);
        VERIFY_OK((*place)->remove(root + "/incoming/bad"));
        // The same where the disk there is full in the middle.
        const std::filesystem::path small = root + "/small";
        std::filesystem::create_directories(small);
        m_cluster->shell("mount -t tmpfs -o size=2m none '" + small.string() + "'");
        auto full = (*place)->putAll(small / "taken", small / "beside", files, {}, m_task);
        m_cluster->shell("umount '" + small.string() + "'");
        if (!full)
            QCOMPARE(full.error().code, Error::Code::DiskFull);
        QVERIFY(!std::filesystem::exists(mark));
        QCOMPARE(*(*place)->putAll(root + "/taken", root + "/incoming/good", files, {}, m_task), std::vector<std::string>());
        QVERIFY(!std::filesystem::exists(mark));
    }

    void whatIsMadeComesHomeTogetherAndWhatIsWrongIsSaid()
    {
        auto place = openPlace(site(), Secrets(Secrets::Keyring::Ignore));
        const std::string there = site().root + "/jobs/" + newId();
        Json result = {{"digests", Json::object()}};
        for (int i = 0; i < 200; ++i) {
            const std::string name = (i % 2 ? "frames/" : "") + std::to_string(i) + ".png";
            const std::string content = i == 7 ? std::string(3'000'000, 'l') : "content " + std::to_string(i);
            VERIFY_OK(writeFile(there + "/out/" + name, content));
            result["digests"][name] = sha256(content);
        }
        VERIFY_OK(writeJson(there + "/out/result.json", result));
        const auto folder = m_cluster->folder() / "home of many";
        // One is there already, one is another one here, one is another one there.
        VERIFY_OK(writeFile(folder / "out/0.png", "content 0"));
        VERIFY_OK(writeFile(folder / "out/2.png", "something else"));
        VERIFY_OK(writeFile(there + "/out/4.png", "damaged"));
        auto damaged = bringHome(**place, there, folder, m_task);
        QVERIFY(!damaged);
        QVERIFY2(damaged.error().message.find("4.png does not arrive as it was made") == 0, damaged.error().message.c_str());
        QVERIFY(!std::filesystem::exists(folder / "out/result.json") && !std::filesystem::exists(folder / "out/4.png"));
        VERIFY_OK(writeFile(there + "/out/4.png", "content 4"));
        std::filesystem::remove(there + "/out/6.png");
        std::filesystem::remove(folder / "out/6.png");
        QVERIFY(!bringHome(**place, there, folder, m_task));
        VERIFY_OK(writeFile(there + "/out/6.png", "content 6"));
        VERIFY_OK(bringHome(**place, there, folder, m_task));
        for (const auto& [name, digest] : result["digests"].items())
            QCOMPARE(*sha256OfFile(folder / "out" / name), digest.get<std::string>());
        QVERIFY(std::filesystem::exists(folder / "out/result.json"));
    }

    void aJobWithManyInputsIsStagedAndWhatChangedIsRefused()
    {
        auto place = openPlace(site(), Secrets(Secrets::Keyring::Ignore));
        VERIFY_OK(place);
        const std::string root = site().root;
        const auto folder = m_cluster->folder() / "job of many";
        Job job{.key = newId(), .verb = "train"};
        for (int i = 0; i < 300; ++i) {
            const auto file = m_cluster->folder() / ("input " + std::to_string(i));
            VERIFY_OK(writeFile(file, "content " + std::to_string(i)));
            job.inputs.push_back({*sha256OfFile(file), file});
        }
        job.inputs.push_back({sha256(m_content), m_here});
        VERIFY_OK(job.write(folder));
        VERIFY_OK(stage(**place, root, folder, job, m_task));
        for (const Job::Input& input : job.inputs)
            QCOMPARE(*sha256OfFile(blobThere(root, input.sha256)), input.sha256);
        QVERIFY(std::filesystem::exists(jobFolderThere(root, job.key) + "/job.json"));
        // Again: nothing is sent, and nothing but that is looked at.
        for (const Job::Input& input : job.inputs)
            std::filesystem::remove(input.path);
        VERIFY_OK(stage(**place, root, folder, job, m_task));
        // One that changed, large and small.
        for (const std::size_t bytes : {std::size_t(3), std::size_t(3'000'000)}) {
            std::vector<Job::Input> changed;
            for (int i = 0; i < 3; ++i) {
                const auto file = m_cluster->folder() / ("changed " + std::to_string(i));
                VERIFY_OK(writeFile(file, newId() + std::string(bytes, 'c')));
                changed.push_back({*sha256OfFile(file), file});
            }
            VERIFY_OK(writeFile(changed[1].path, newId() + std::string(bytes, 'd')));
            Job other{.key = newId(), .verb = "train"};
            other.inputs = changed;
            const auto beside = m_cluster->folder() / ("job of " + std::to_string(bytes));
            VERIFY_OK(other.write(beside));
            auto refused = stage(**place, root, beside, other, m_task);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, Error::Code::Unreadable);
            QVERIFY2(refused.error().message.find("not as it was") != std::string::npos, refused.error().message.c_str());
            QVERIFY(!std::filesystem::exists(blobThere(root, changed[1].sha256)));
        }
        m_here = m_cluster->folder() / "here";
        VERIFY_OK(writeFile(m_here, m_content));
    }
};

OPIFICIO_TEST_MAIN(LineTest)
#include "LineTest.moc"
