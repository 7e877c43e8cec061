// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/SiteCheck.h"

#include "base/Id.h"
#include "base/Text.h"
#include "remote/Backend.h"
#include "remote/Ssh.h"
#include "remote/SshKey.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <sstream>
#include <thread>

namespace opificio {

namespace {

using State = SiteStep::State;

constexpr std::int64_t littleSpace = std::int64_t(5) << 30;
constexpr std::int64_t soonSeconds = 3600;
constexpr int checkMinutes = 5;

// The answer in the lines that a verb says to programs; others may lie between them.
Json answerIn(const std::string& said)
{
    Json answer;
    std::istringstream lines(said);
    for (std::string line; std::getline(lines, line);) {
        if (auto json = parseJson(line, "machine"); json && textAt(*json, "event") == "result")
            answer = at(*json, "data");
    }
    return answer;
}

class Walk {
public:
    Walk(const Site& site, const Secrets& secrets, const std::function<void(const SiteStep&)>& tell, Task& task)
        : m_site(site)
        , m_secrets(secrets)
        , m_tell(tell)
        , m_task(task)
    {
    }
    bool all() { return hosts() && login() && opened() && scheduler() && partitions() && root() && job(); }

private:
    bool right(const char* step, std::string sentence)
    {
        m_tell({step, State::Right, std::move(sentence)});
        return true;
    }
    bool doubtful(const char* step, std::string sentence)
    {
        m_tell({step, State::Doubtful, std::move(sentence)});
        return true;
    }
    bool wrong(const char* step, std::string sentence)
    {
        m_tell({step, State::Wrong, std::move(sentence)});
        return false;
    }

    bool hosts()
    {
        std::string reached;
        Error last;
        for (const std::string& host : m_site.hosts) {
            auto key = Ssh::hostKey(host, m_site.port);
            if (key)
                reached += (reached.empty() ? "" : ", ") + host;
            else
                last = key.error();
        }
        return reached.empty() ? wrong("host", last.message) : right("host", text("{0} answers.", reached));
    }

    bool login()
    {
        Ssh::Options options;
        options.hosts = m_site.hosts;
        options.port = m_site.port;
        options.user = m_site.user;
        options.hostKeys = m_site.hostKeys;
        options.key = m_site.key;
        options.certificate = m_site.certificate;
        options.passphrase = m_secrets.find(m_site.name).value_or(std::string());
        auto ssh = Ssh::open(options);
        if (!ssh) {
            const bool isKeys = !m_site.key.empty() && ssh.error().what == m_site.key;
            // It may lie in a keyring that gave it to nobody.
            if (isKeys && lookAtKey(options.key, options.passphrase).wantsPassphrase())
                return wrong("passphrase",
                    m_secrets.trouble().empty() ? ssh.error().message : m_secrets.trouble() + " " + ssh.error().message);
            return wrong(ssh.error().what.starts_with("SHA256:") ? "key" : "login", ssh.error().message);
        }
        right("key", text("It is the computer whose key was accepted."));
        if (const auto certificate = (*ssh)->certificate()) {
            const auto now = std::int64_t(std::time(nullptr));
            const std::string words
                = text("{0} lets {1} in; the certificate {2}.", (*ssh)->host(), m_site.user, certificate->words(now));
            return certificate->until < now + soonSeconds ? doubtful("login", words) : right("login", words);
        }
        return right("login", text("{0} lets {1} in.", (*ssh)->host(), m_site.user));
    }

    bool opened()
    {
        auto place = openPlace(m_site, m_secrets);
        if (!place)
            return wrong("scheduler", place.error().message);
        m_place = std::move(*place);
        return true;
    }

    bool scheduler()
    {
        auto facts = m_place->probe();
        if (!facts)
            return wrong("scheduler", facts.error().message);
        const std::int64_t away = facts->clock - std::int64_t(std::time(nullptr));
        const std::string words = text("There is {0}.", facts->scheduler);
        return std::abs(away) > 300 ? doubtful("scheduler", text("{0} Its clock is {1} s away from this one.", words, away))
                                    : right("scheduler", words);
    }

    bool partitions()
    {
        auto known = m_place->partitions();
        if (!known)
            return wrong("partitions", known.error().message);
        std::string names;
        for (const Partition& partition : *known)
            names += (names.empty() ? "" : ", ") + partition.name;
        for (const std::string& wanted : m_site.partitions) {
            auto found = std::find_if(known->begin(), known->end(), [&](const Partition& one) { return one.name == wanted; });
            if (found == known->end())
                return wrong("partitions", text("There is no partition {0}. There are: {1}.", wanted, names));
            if (!found->isUp)
                return doubtful("partitions", text("The partition {0} is closed at the moment.", wanted));
            if (found->minutes > 0 && found->minutes < m_site.minutes)
                return wrong("partitions",
                    text("The partition {0} allows {1} minutes, and the site asks for {2}.", wanted, found->minutes,
                        m_site.minutes));
        }
        return right("partitions", text("Partitions: {0}.", names));
    }

    bool root()
    {
        if (auto made = m_place->makeFolder(m_site.rootPath() + "/jobs"); !made)
            return wrong("root", made.error().message);
        right("root", text("Jobs lie in {0}.", m_site.rootPath()));
        auto facts = m_place->probe();
        if (!facts)
            return wrong("space", facts.error().message);
        if (facts->freeBytes < 0)
            return doubtful("space", text("How much room there is cannot be seen."));
        const auto megabytes = facts->freeBytes >> 20;
        return facts->freeBytes < littleSpace ? doubtful("space", text("There are {0} MB left; that is little.", megabytes))
                                              : right("space", text("There are {0} MB left.", megabytes));
    }

    bool job()
    {
        if (m_site.worker.empty())
            return wrong("worker", text("The site does not say where its worker lies."));
        auto sums = m_place->checksums({m_site.workerPath()});
        if (!sums)
            return wrong("worker", sums.error().message);
        if (sums->at(0).empty())
            return wrong("worker", text("There is no worker at {0}.", m_site.workerPath()));
        right("worker", text("The worker lies at {0}.", m_site.workerPath()));
        const std::string key = "check-" + newId(), folder = m_site.rootPath() + "/jobs/" + key;
        if (auto made = m_place->makeFolder(folder); !made)
            return wrong("job", made.error().message);
        auto id = m_place->submit({.key = key,
            .folder = folder,
            .arguments = {"machine", "--json"},
            .resources = {.minutes = checkMinutes, .gpus = m_site.gpus, .cpus = m_site.cpus},
            .hearsTime = false});
        const bool isRight = id ? waited({key, *id, folder}) : wrong("job", id.error().message);
        (void)m_place->remove(folder);
        return isRight;
    }

    // What the compute node said of itself: kept for whoever estimates how long work takes there.
    bool kept(const std::string& said)
    {
        const Json machine = answerIn(said);
        if (!machine.is_object())
            return wrong("job",
                text(
                    "The worker runs on the cluster and does not say what its computer has. It says: {0}", said.substr(0, 1000)));
        if (auto written = writeJson(Site::machineFile(m_site.name), machine); !written)
            return wrong("job", written.error().message);
        const Json& device = at(machine, "device");
        if (const std::string missing = textAt(device, "missing"); !missing.empty())
            return doubtful("job", text("The worker runs on the cluster, and cannot make pictures there: {0}", missing));
        return right("job",
            text("The worker runs on the cluster. Pictures are made there by {0}: {1} million pixels a second.",
                textAt(device, "name").substr(0, 200), numberAt(device, "megapixels_per_second")));
    }

    bool waited(const Submitted& one)
    {
        std::string told;
        while (true) {
            auto look = m_place->poll({one});
            if (!look && look.error().code != Error::Code::Network)
                return wrong("job", look.error().message);
            const PartState part = look ? look->parts.at(0) : PartState{.state = PartState::State::Waiting};
            switch (part.state) {
            case PartState::State::Done: {
                auto said = m_place->log(one.folder + "/logs/" + one.key + ".txt", 0);
                return said ? kept(*said) : wrong("job", said.error().message);
            }
            case PartState::State::Waiting:
            case PartState::State::Running:
            case PartState::State::Requeued:
                if (part.isHopeless) {
                    (void)m_place->cancel(one);
                    return wrong("job", part.words);
                }
                if (!part.words.empty() && part.words != told)
                    m_task.progress(0, 0, part.words);
                told = part.words;
                break;
            default: {
                auto said = m_place->log(one.folder + "/logs/" + one.key + ".txt", 0);
                return wrong(
                    "job", text("The worker does not run on the cluster. {0} {1}", part.words, said ? *said : std::string()));
            }
            }
            for (int i = 0; i < m_site.pollSeconds * 10; ++i) {
                if (m_task.stopped()) {
                    (void)m_place->cancel(one);
                    return doubtful("job", text("The job is still in the queue; it was not waited for."));
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(100));
            }
        }
    }

    const Site& m_site;
    const Secrets& m_secrets;
    const std::function<void(const SiteStep&)>& m_tell;
    Task& m_task;
    std::unique_ptr<Place> m_place;
};

} // namespace

const char* stateWord(SiteStep::State state)
{
    return state == State::Right ? "right" : state == State::Doubtful ? "doubtful" : "wrong";
}

bool checkSite(const Site& site, const Secrets& secrets, const std::function<void(const SiteStep&)>& tell, Task& task)
{
    return Walk(site, secrets, tell, task).all();
}

} // namespace opificio
