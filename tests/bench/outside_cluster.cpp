// SPDX-License-Identifier: GPL-3.0-or-later
// The way to another computer, on this machine's loopback and behind a line of 20 ms that loses a packet in a hundred (a network
// namespace of its own): bringing a large input there against rsync over the same server; how soon a job is queued, and what a
// look at a thousand tasks takes, against the bare commands of Slurm; and what a job on this computer costs beside its bare
// command.
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
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

using namespace opificio;

namespace {

constexpr std::size_t inputBytes = std::size_t(96) << 20;
constexpr int rounds = 3;

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
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
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
    std::string ssh;

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
        ssh = "ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o IdentitiesOnly=yes -i "
            + (folder / "ssh/id").string() + " -p " + std::to_string(site.port);
    }
    ~Cluster() { run(std::string(OPIFICIO_SOURCE) + "/tests/cluster/stop " + folder.string()); }
};

// A job whose only input is a file that nobody has sent yet.
Job jobWith(const std::filesystem::path& folder, const std::filesystem::path& file)
{
    std::mt19937_64 random(std::random_device{}());
    std::vector<std::uint64_t> content(inputBytes / 8);
    std::generate(content.begin(), content.end(), random);
    std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(content.data()), inputBytes);
    Job job;
    job.key = newId();
    job.verb = "render";
    job.inputs = {{must(sha256OfFile(file)), file}};
    if (auto written = job.write(folder); !written)
        end(written.error().message);
    return job;
}

void measureStaging(Cluster& cluster, const std::filesystem::path& place, const char* line)
{
    auto there = must(openPlace(cluster.site, Secrets(Secrets::Keyring::Ignore)));
    Task task;
    std::vector<double> ratios, ours;
    for (int round = 0; round < rounds; ++round) {
        const std::filesystem::path folder = place / ("job" + std::to_string(round)), file = place / "input.bin";
        const Job job = jobWith(folder, file);
        // rsync verifies what it brought, too.
        const double peer = seconds([&] {
            if (run("rsync -e '" + cluster.ssh + "' --checksum " + file.string() + " root@127.0.0.1:" + cluster.site.root
                    + "/rsync" + std::to_string(round))
                != 0)
                end("rsync did not end well.");
        });
        const double own = seconds([&] {
            if (auto done = stage(*there, cluster.site.rootPath(), folder, job, task); !done)
                end(done.error().message);
        });
        ours.push_back(own);
        ratios.push_back(own / peer);
    }
    std::printf("{\"bench\": \"outside_staging%s\", \"ratio\": %.3f, \"limit\": 1.11, \"megabytes_per_second\": %.1f, \"words\": "
                "\"bringing 96 MiB, verified, against rsync, %s\"}\n",
        *line ? "_line" : "", median(ratios), inputBytes / 1e6 / median(ours), *line ? "20 ms and 1 % loss" : "on loopback");
    std::fflush(stdout);
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
        run(cluster.ssh + " root@127.0.0.1 'sbatch --parsable --hold --array=0-999%1 --partition=boost --time=5 --wrap=true'");
    });
    std::printf("{\"bench\": \"outside_submit\", \"ratio\": %.3f, \"seconds\": %.3f, \"words\": \"a thousand tasks queued once, "
                "found again if the reply is lost, against ssh and sbatch\"}\n",
        submit / bare, submit);
    std::vector<double> looks, queues;
    for (int round = 0; round < 5; ++round) {
        looks.push_back(seconds([&] { must(there->poll({{many.key, id, folder}})); }));
        queues.push_back(seconds([&] { run(cluster.ssh + " root@127.0.0.1 squeue --me -r"); }));
    }
    std::printf("{\"bench\": \"outside_poll\", \"ratio\": %.3f, \"seconds\": %.3f, \"words\": \"a look at a thousand tasks, with "
                "their files and the clock, against ssh and squeue\"}\n",
        median(looks) / median(queues), median(looks));
    std::fflush(stdout);
    (void)there->cancel({many.key, id, folder});
}

// A film of some seconds, made by the bare command and by a job that is handed over and waited for.
void measureLocal(const std::filesystem::path& place)
{
    const std::string cli = std::string(OPIFICIO_BUILD) + "/bin/opificio-cli", work = (place / "small.opificio").string();
    ::setenv("OPIFICIO_HOME", (place / "home").c_str(), 1);
    const auto told = [&](const std::string& arguments) {
        const std::string file = (place / "answer").string();
        if (std::system((cli + " --json " + arguments + " 2>/dev/null | tail -n 1 >" + file).c_str()) != 0)
            end("opificio-cli " + arguments);
        return at(must(readJson(file)), "data");
    };
    told("new " + work + " --rate 25 --seconds 4 --size 1280x720");
    const std::string noise = textAt(told("node " + work + " add noise"), "id"),
                      blur = textAt(told("node " + work + " add blur"), "id");
    told("link " + work + " " + noise + " " + blur);
    told("link " + work + " " + blur + " output");
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        const auto job = [&](const char* name) {
            return textAt(told("render " + work + " --job-only -o " + (place / name).string()), "job");
        };
        const std::string bareJob = job("bare.mp4"), ownJob = job("own.mp4");
        const double bare = seconds([&] { run(cli + " run " + bareJob); });
        const double own = seconds([&] {
            Task task;
            if (auto done = runAndWait(ownJob, task); !done)
                end(done.error().message);
        });
        ratios.push_back(own / bare);
    }
    std::printf(
        "{\"bench\": \"outside_local\", \"ratio\": %.3f, \"limit\": 1.03, \"words\": \"a job on this computer against its "
        "bare command, a film of 100 frames\"}\n",
        median(ratios));
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    setLogSink([](Level, std::string_view, std::string_view) {});
    char folder[] = "/tmp/opificio-bench-XXXXXX";
    const std::filesystem::path place = ::mkdtemp(folder);
    const bool isLine = argc > 1;
    {
        Cluster cluster(place);
        measureStaging(cluster, place, isLine ? "line" : "");
        if (!isLine) {
            measureSlurm(cluster);
            measureLocal(place);
        }
    }
    std::error_code code;
    std::filesystem::remove_all(place, code);
    if (isLine)
        return 0;
    // The same program once more, in a network of its own with a long and lossy line, where this kernel can make one.
    if (run("unshare --net tc qdisc add dev lo root netem delay 10ms loss 1%") != 0) {
        std::fprintf(stderr, "This kernel has no netem: the long line is not measured.\n");
        return 0;
    }
    const std::string again
        = std::string("unshare --net bash -c 'ip link set lo up && tc qdisc add dev lo root netem delay 10ms loss "
                      "1% && exec ")
        + argv[0] + " line'";
    return std::system(again.c_str()) == 0 ? 0 : 1;
}
