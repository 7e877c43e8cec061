#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cluster/Cluster.h"

#include "base/Id.h"
#include "remote/Attendant.h"
#include "remote/Backend.h"
#include "remote/JobPlace.h"
#include "remote/Ledger.h"

namespace opificio::test {

/// Jobs that are sent to a real cluster and looked after by the program itself: a suite with a cluster, a site that is that
/// cluster, and a home of its own. A test program's own slots call begin(), end() and settle().
class Attended : public Suite {
protected:
    std::unique_ptr<Cluster> m_cluster;
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
        const bool is = eventually([&] { return status(folder).state == state; }, seconds);
        if (!is)
            qWarning("%s: %s", stateWord(status(folder).state), status(folder).words.c_str());
        return is;
    }
    bool says(const std::filesystem::path& folder, const char* words, int seconds = 60) const
    {
        const bool is = eventually([&] { return status(folder).words.find(words) != std::string::npos; }, seconds);
        if (!is)
            qWarning("%s: %s", stateWord(status(folder).state), status(folder).words.c_str());
        return is;
    }
    std::string attendant() const
    {
        return m_cluster->shell("pgrep -f '^[^ ]*opificio-cli attend( --passphrase)? " + m_site + "$'");
    }
    int submissions(const std::filesystem::path& folder) const
    {
        return std::stoi(m_cluster->shell("squeue -h -t all -o %j | grep -c '^" + Job::read(folder)->key + "' || true"));
    }

    // Skips the program, saying why, where there can be no cluster.
    void begin(const QStringList& settings = {})
    {
        m_cluster = std::make_unique<Cluster>(settings);
        REQUIRE_CLUSTER(*m_cluster);
        qputenv("OPIFICIO_HOME", QByteArray::fromStdString(home().string()));
        qputenv("OPIFICIO_LANGUAGE", "en");
        m_site = "site-" + newId();
        VERIFY_OK(site().write());
    }
    void end()
    {
        if (m_cluster && m_cluster->isThere())
            m_cluster->shell("kill " + attendant());
        m_cluster.reset();
    }
    void settle()
    {
        if (!m_cluster || !m_cluster->isThere())
            return;
        // What a slot that failed leaves behind is not for the next one to look after.
        if (auto jobs = Ledger::read(); jobs && QTest::currentTestFailed()) {
            for (const SentJob& job : *jobs) {
                if (job.isOpen)
                    (void)cancelJob(job.folder);
            }
        }
        QVERIFY2(eventually([&] { return attendant().empty(); }), "The attendant does not end.");
    }
};

} // namespace opificio::test
