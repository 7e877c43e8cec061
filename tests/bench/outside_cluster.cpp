// SPDX-License-Identifier: GPL-3.0-or-later
// The way to another computer, on this machine's loopback and through tests/support/slow_line.py (20 ms there and back, one
// packet in a hundred lost; a model, which says in its own words what of): bringing a large input there, a large result home and
// many small inputs there, against rsync through ssh as they come, over the same server and the same line; how soon a job is
// queued, and what a look at a thousand tasks takes, against the bare commands of Slurm; and what a job on this computer costs
// beside its bare command. Every transfer begins with its own connection, as rsync's does.
#include "base/File.h"
#include "base/Hash.h"
#include "base/Id.h"
#include "base/Log.h"
#include "remote/Backend.h"
#include "remote/Staging.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace opificio;

namespace {

constexpr std::size_t inputBytes = std::size_t(96) << 20, lineBytes = std::size_t(8) << 20;
constexpr int rounds = 5, lineRounds = 3, localRounds = 9;
constexpr int smallFiles = 1000, smallBytes = 16 << 10;
constexpr double stagingLimit = 1.11, localLimit = 1.03;

double seconds(const std::function<void()>& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

int run(const std::string& command)
{
    const int status = std::system((command + " >/dev/null 2>&1").c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

double median(std::vector<double> all)
{
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}

[[noreturn]] void end(const std::string& why)
{
    // Not by leaving: what was started is stopped on the way out.
    throw std::runtime_error(why);
}

template<typename T> T must(Result<T> result)
{
    if (!result)
        end(result.error().message);
    return std::move(*result);
}

// A cluster for as long as the value lives.
struct Cluster {
    std::filesystem::path folder;
    Site site;

    explicit Cluster(const std::filesystem::path& place)
        : folder(place / "cluster")
    {
        if (run(std::string(OPIFICIO_SOURCE) + "/tests/cluster/start " + folder.string()) != 0)
            end("There can be no cluster on this machine.");
        std::string type, encoded;
        std::ifstream key(folder / "ssh/host.pub");
        key >> type >> encoded;
        site.name = "bench";
        site.hosts = {"127.0.0.1"};
        site.port = std::stoi(*readFile(folder / "ports"));
        site.user = "root";
        site.hostKeys = {"127.0.0.1 " + type + " " + encoded};
        site.key = folder / "ssh/id";
        site.root = (folder / "home/root").string();
        std::filesystem::create_directories(site.root);
        site.worker = OPIFICIO_SOURCE "/tests/cluster/worker";
        site.partitions = {"boost"};
    }
    std::string ssh(int port) const
    {
        return "ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o IdentitiesOnly=yes -i "
            + (folder / "ssh/id").string() + " -p " + std::to_string(port);
    }
    ~Cluster() { run(std::string(OPIFICIO_SOURCE) + "/tests/cluster/stop " + folder.string()); }
};

// Its port is that of the cluster, or of a line to it, for as long as the value lives.
class Way {
public:
    Way(const Cluster& cluster, bool isLine, int seed)
        : m_port(cluster.site.port)
    {
        if (!isLine)
            return;
        int words[2], end[2];
        if (::pipe2(words, O_CLOEXEC) != 0 || ::pipe2(end, O_CLOEXEC) != 0)
            ::end("There can be no line on this machine.");
        const std::string target = std::to_string(m_port), luck = std::to_string(seed);
        m_process = ::fork();
        if (m_process == 0) {
            ::dup2(end[0], 0);
            ::dup2(words[1], 1);
            ::execlp("python3", "python3", OPIFICIO_SOURCE "/tests/support/slow_line.py", target.c_str(), "--delay-ms", "10",
                "--loss", "0.01", "--seed", luck.c_str(), static_cast<char*>(nullptr));
            ::_exit(127);
        }
        ::close(words[1]);
        ::close(end[0]);
        m_end = end[1];
        std::string said;
        for (char letter = 0; letter != '\n'; said += letter) {
            if (::read(words[0], &letter, 1) != 1)
                ::end("There can be no line on this machine.");
        }
        ::close(words[0]);
        m_port = std::stoi(said);
    }
    ~Way()
    {
        if (m_process <= 0)
            return;
        ::close(m_end);
        ::waitpid(m_process, nullptr, 0);
    }
    Way(const Way&) = delete;
    Way& operator=(const Way&) = delete;
    int port() const { return m_port; }

private:
    int m_port, m_end = -1;
    pid_t m_process = 0;
};

void fill(const std::filesystem::path& file, std::size_t bytes)
{
    static std::mt19937_64 random(std::random_device{}());
    std::vector<std::uint64_t> content(bytes / 8);
    std::generate(content.begin(), content.end(), std::ref(random));
    std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(content.data()), std::streamsize(bytes));
}

// A job with inputs that nobody has sent yet.
Job jobWith(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& files)
{
    Job job;
    job.key = newId();
    job.verb = "render";
    for (const auto& file : files)
        job.inputs.push_back({must(sha256OfFile(file)), file});
    if (auto written = job.write(folder); !written)
        end(written.error().message);
    return job;
}

struct Measured {
    std::vector<double> ratios, ours;
};

// Both through a way of their own with the same luck, in turn first and second.
Measured compare(Cluster& cluster, bool isLine, const std::function<void(int round)>& prepare,
    const std::function<std::string(int round)>& peerOf, const std::function<void(int round, Place& place)>& work)
{
    Measured measured;
    for (int round = 0; round < (isLine ? lineRounds : rounds); ++round) {
        prepare(round);
        double peer = 0, own = 0;
        for (const bool isOurs : {round % 2 == 0, round % 2 != 0}) {
            const Way way(cluster, isLine, round + 1);
            Site site = cluster.site;
            site.port = way.port();
            if (isOurs) {
                own = seconds([&] {
                    auto place = must(openPlace(site, Secrets(Secrets::Keyring::Ignore)));
                    work(round, *place);
                });
            } else {
                const std::string command = "rsync -a -e '" + cluster.ssh(way.port()) + "' " + peerOf(round);
                peer = seconds([&] {
                    if (run(command) != 0)
                        end("rsync did not end well.");
                });
            }
        }
        measured.ours.push_back(own);
        measured.ratios.push_back(own / peer);
    }
    return measured;
}

void print(const char* name, bool isLine, const Measured& measured, std::size_t bytes, const std::string& what)
{
    std::printf("{\"bench\": \"outside_%s%s\", \"ratio\": %.3f, \"limit\": %.2f, \"megabytes_per_second\": %.1f, "
                "\"words\": \"%s, against rsync, %s\"}\n",
        name, isLine ? "_line" : "", median(measured.ratios), stagingLimit, double(bytes) / 1e6 / median(measured.ours),
        what.c_str(), isLine ? "20 ms and 1 % loss" : "on loopback");
    std::fflush(stdout);
}

void measureFiles(Cluster& cluster, const std::filesystem::path& place, bool isLine)
{
    const std::size_t bytes = isLine ? lineBytes : inputBytes;
    const std::string mebibytes = std::to_string(bytes >> 20) + " MiB", remote = "root@127.0.0.1:";
    const std::filesystem::path file = place / "input.bin", back = place / "back";
    std::filesystem::path folder;
    const std::string shelf = (cluster.folder / "home/rsync").string();
    std::filesystem::create_directories(shelf);
    Task task;
    Job job;
    const auto given = [&](const std::vector<std::filesystem::path>& files) {
        folder = place / ("job" + newId());
        job = jobWith(folder, files);
    };
    const auto stageIt = [&](int, Place& there) {
        if (auto done = stage(there, cluster.site.rootPath(), folder, job, task); !done)
            end(done.error().message);
    };
    print("staging", isLine,
        compare(
            cluster, isLine,
            [&](int) {
                fill(file, bytes);
                given({file});
            },
            [&](int round) { return file.string() + " " + remote + shelf + "/" + std::to_string(round); }, stageIt),
        bytes, "bringing " + mebibytes + " there, verified");

    std::string sum;
    print("home", isLine,
        compare(
            cluster, isLine,
            [&](int) {
                std::filesystem::remove_all(back);
                std::filesystem::create_directories(back);
                fill(shelf + "/result", bytes);
                sum = must(sha256OfFile(shelf + "/result"));
            },
            [&](int) { return remote + shelf + "/result " + (back / "theirs").string(); },
            [&](int, Place& there) {
                if (auto done = bringFile(there, shelf + "/result", back / "ours", sum, task); !done)
                    end(done.error().message);
            }),
        bytes, "bringing " + mebibytes + " home, verified");

    const int count = isLine ? smallFiles / 4 : smallFiles;
    const auto many = place / "many";
    print("many", isLine,
        compare(
            cluster, isLine,
            [&](int) {
                std::filesystem::remove_all(many);
                std::filesystem::create_directories(many);
                std::vector<std::filesystem::path> files;
                for (int i = 0; i < count; ++i) {
                    files.push_back(many / std::to_string(i));
                    fill(files.back(), smallBytes);
                }
                given(files);
            },
            [&](int round) { return many.string() + "/ " + remote + shelf + "/many" + std::to_string(round); }, stageIt),
        std::size_t(count) * smallBytes, "bringing " + std::to_string(count) + " files of 16 KiB there, verified");

    const std::string made = shelf + "/made";
    print("home_many", isLine,
        compare(
            cluster, isLine,
            [&](int) {
                std::filesystem::remove_all(back);
                std::filesystem::remove_all(made);
                std::filesystem::create_directories(back);
                std::filesystem::create_directories(made + "/out");
                Json result = {{"digests", Json::object()}};
                for (int i = 0; i < count; ++i) {
                    const std::string name = std::to_string(i), path = made + "/out/" + name;
                    fill(path, smallBytes);
                    result["digests"][name] = must(sha256OfFile(path));
                }
                if (auto written = writeJson(made + "/out/result.json", result); !written)
                    end(written.error().message);
            },
            [&](int) { return remote + made + "/ " + (back / "theirs").string(); },
            [&](int, Place& there) {
                if (auto done = bringHome(there, made, back / "ours", task); !done)
                    end(done.error().message);
            }),
        std::size_t(count) * smallBytes, "bringing " + std::to_string(count) + " files of 16 KiB home, verified");
}

void measureSlurm(Cluster& cluster)
{
    auto there = must(openPlace(cluster.site, Secrets(Secrets::Keyring::Ignore)));
    if (auto probed = there->probe(); !probed)
        end(probed.error().message);
    const std::string folder = cluster.site.rootPath() + "/jobs/many";
    if (auto made = there->makeFolder(folder); !made)
        end(made.error().message);
    Submission many{.key = "many-1", .folder = folder, .arguments = {"run", folder}};
    for (int part = 0; part < 1000; ++part)
        many.parts.push_back(part);
    many.resources = {.partition = "boost", .minutes = 5, .partsAtOnce = 1};
    std::string id;
    const double submit = seconds([&] { id = must(there->submit(many)); });
    const double bare = seconds([&] {
        run(cluster.ssh(cluster.site.port)
            + " root@127.0.0.1 'sbatch --parsable --hold --array=0-999%1 --partition=boost --time=5 --wrap=true'");
    });
    std::printf("{\"bench\": \"outside_submit\", \"ratio\": %.3f, \"seconds\": %.3f, \"words\": \"a thousand tasks queued once, "
                "found again if the reply is lost, against ssh and sbatch\"}\n",
        submit / bare, submit);
    std::vector<double> looks, queues;
    for (int round = 0; round < 5; ++round) {
        looks.push_back(seconds([&] { must(there->poll({{many.key, id, folder}})); }));
        queues.push_back(seconds([&] { run(cluster.ssh(cluster.site.port) + " root@127.0.0.1 squeue --me -r"); }));
    }
    std::printf("{\"bench\": \"outside_poll\", \"ratio\": %.3f, \"seconds\": %.3f, \"words\": \"a look at a thousand tasks, with "
                "their files and the clock, against ssh and squeue\"}\n",
        median(looks) / median(queues), median(looks));
    std::fflush(stdout);
    (void)there->cancel({many.key, id, folder});
}

struct Cost {
    double wall = 0, cpu = 0;
};
struct Pair {
    Cost bare, own;
};

// Of us and of everybody who has ended under us.
double cpuSeconds()
{
    double all = 0;
    for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage used = {};
        ::getrusage(who, &used);
        all += double(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + double(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    }
    return all;
}

Cost costOf(const std::function<void()>& work)
{
    const double before = cpuSeconds();
    Cost cost;
    cost.wall = seconds(work);
    // A job is nobody's child; what is left of it comes to us, who asked for that.
    while (::waitpid(-1, nullptr, 0) > 0) { }
    cost.cpu = cpuSeconds() - before;
    return cost;
}

// A film made by the bare command and by a job that is handed over and waited for, in turn first and second: what is beside us on
// this computer changes slowly.
std::vector<Pair> makeFilms(const std::filesystem::path& place, const std::string& filmSeconds)
{
    const std::string cli = std::string(OPIFICIO_BUILD) + "/bin/opificio-cli";
    const std::string work = (place / ("film" + filmSeconds + ".opificio")).string();
    const auto told = [&](const std::string& arguments) {
        const std::string file = (place / "answer").string();
        if (std::system((cli + " --json " + arguments + " 2>/dev/null | tail -n 1 >" + file).c_str()) != 0)
            end("opificio-cli " + arguments);
        return at(must(readJson(file)), "data");
    };
    told("new " + work + " --rate 25 --seconds " + filmSeconds + " --size 960x540");
    const std::string noise = textAt(told("node " + work + " add noise"), "id"),
                      blur = textAt(told("node " + work + " add blur"), "id");
    told("link " + work + " " + noise + " " + blur);
    told("link " + work + " " + blur + " output");
    std::vector<Pair> pairs;
    for (int round = 0; round <= localRounds; ++round) {
        const auto job = [&](const char* name) {
            return textAt(told("render " + work + " --job-only -o " + (place / name).string()), "job");
        };
        const std::string bareJob = job("bare.mp4"), ownJob = job("own.mp4");
        Pair pair;
        for (const bool isOurs : {round % 2 == 0, round % 2 != 0}) {
            if (isOurs) {
                pair.own = costOf([&] {
                    Task task;
                    if (auto done = runAndWait(ownJob, task); !done)
                        end(done.error().message);
                });
            } else {
                pair.bare = costOf([&] { run(cli + " run " + bareJob); });
            }
        }
        // The first of all reads the program from the disk.
        if (round > 0)
            pairs.push_back(pair);
    }
    return pairs;
}

void measureLocal(const std::filesystem::path& place)
{
    ::setenv("OPIFICIO_HOME", (place / "home").c_str(), 1);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    std::vector<double> ratios, processors, bares, differences;
    for (const auto& [bare, own] : makeFilms(place, "2")) {
        bares.push_back(bare.wall);
        ratios.push_back(own.wall / bare.wall);
        processors.push_back(own.cpu / bare.cpu);
    }
    for (const auto& [bare, own] : makeFilms(place, "0.04"))
        differences.push_back((own.wall - bare.wall) * 1000);
    std::printf(
        "{\"bench\": \"outside_local\", \"ratio\": %.3f, \"limit\": %.2f, \"seconds\": %.2f, \"milliseconds_once\": %.1f, "
        "\"processor_ratio\": %.3f, "
        "\"words\": \"a job on this computer against its bare command, a film of 50 frames; what one of one frame takes "
        "longer; and the first in time of the processor\"}\n",
        median(ratios), localLimit, median(bares), median(differences), median(processors));
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
    std::fflush(stdout);
}

} // namespace

// outside_cluster [files|line|slurm|local]...: all where none is named.
int main(int argc, char** argv)
{
    setLogSink([](Level, std::string_view, std::string_view) {});
    const std::vector<std::string> named(argv + 1, argv + argc);
    const auto isAsked
        = [&](const char* part) { return named.empty() || std::find(named.begin(), named.end(), part) != named.end(); };
    char folder[] = "/tmp/opificio-bench-XXXXXX";
    const std::filesystem::path place = ::mkdtemp(folder);
    int code = 0;
    try {
        if (isAsked("local"))
            measureLocal(place);
        if (isAsked("files") || isAsked("line") || isAsked("slurm")) {
            Cluster cluster(place);
            if (isAsked("files"))
                measureFiles(cluster, place, false);
            if (isAsked("line"))
                measureFiles(cluster, place, true);
            if (isAsked("slurm"))
                measureSlurm(cluster);
        }
    } catch (const std::runtime_error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        code = 1;
    }
    std::error_code ignored;
    std::filesystem::remove_all(place, ignored);
    return code;
}
