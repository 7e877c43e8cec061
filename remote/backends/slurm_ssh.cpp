// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Backend.h"

#include "base/Hash.h"
#include "base/Text.h"
#include "remote/Packing.h"
#include "remote/Slurm.h"
#include "remote/Ssh.h"

#include <chrono>
#include <map>
#include <optional>
#include <sstream>

namespace opificio::backends {

namespace {

// Slurm's own patience is 10 s, on large sites up to 100.
constexpr int submitSeconds = 150, pollSeconds = 120, hashSeconds = 3600;
// How long a host that could not be reached is left alone.
constexpr auto badTime = std::chrono::minutes(10);
constexpr std::size_t logPiece = 256 * 1024;
// From here on one program reads them all.
constexpr std::size_t manyFiles = 4;

class SlurmSsh : public Place {
public:
    SlurmSsh(Site site, std::string passphrase)
        : m_site(std::move(site))
        , m_passphrase(std::move(passphrase))
    {
    }

    Result<PlaceFacts> probe() override
    {
        TRY(auto reply, run(slurm::probeScript(m_site), {}, pollSeconds));
        return slurm::readProbe(reply);
    }
    Result<std::vector<Partition>> partitions() override
    {
        TRY(auto reply, run(slurm::partitionsScript(), {}, pollSeconds));
        return slurm::readPartitions(reply);
    }
    Result<std::string> submit(const Submission& submission) override
    {
        TRY(auto reply, run(slurm::submitScript(m_site, submission), slurm::batchScript(m_site, submission), submitSeconds));
        return slurm::readSubmitted(reply);
    }
    Result<Look> poll(const std::vector<Submitted>& submitted) override
    {
        TRY(auto reply, run(slurm::pollScript(submitted), {}, pollSeconds));
        return slurm::readPoll(reply, submitted);
    }
    Result<> cancel(const Submitted& submitted) override
    {
        TRY(auto reply, run(slurm::cancelScript(submitted), {}, pollSeconds));
        if (reply.code != 0)
            return Error{Error::Code::Network, text("The cluster did not take the wish to stop: {0}", reply.err.substr(0, 500))};
        return {};
    }
    Result<std::string> log(const std::string& file, std::uint64_t offset) override
    {
        TRY(Ssh * ssh, files());
        return kept(m_files, ssh->read(file, offset, logPiece));
    }
    Result<> put(const std::filesystem::path& here, const std::string& there, Task& task) override
    {
        TRY(Ssh * ssh, files());
        return kept(m_files, ssh->put(here, there, task));
    }
    Result<> get(const std::string& there, const std::filesystem::path& here, Task& task) override
    {
        TRY(Ssh * ssh, files());
        return kept(m_files, ssh->get(there, here, task));
    }
    Result<std::vector<PlaceEntry>> list(const std::string& folder) override
    {
        TRY(Ssh * ssh, files());
        TRY(auto entries, kept(m_files, ssh->list(folder)));
        std::vector<PlaceEntry> list;
        for (RemoteEntry& entry : entries)
            list.push_back({std::move(entry.name), entry.bytes, entry.isFolder, entry.changed});
        return list;
    }
    Result<std::vector<std::string>> checksums(const std::vector<std::string>& files) override
    {
        return files.size() > manyFiles ? sumsOfMany(files) : sumsOfFew(files);
    }
    Result<std::vector<bool>> touch(const std::vector<std::string>& files) override
    {
        if (files.empty())
            return std::vector<bool>();
        // What a shell does by itself holds any number of words.
        TRY(auto reply,
            run("set -- " + shellWords(files) + "\nprintf '%s\\0' \"$@\" | xargs -0 touch -c -- || exit\n"
                    + "for file; do if [ -e \"$file\" ]; then printf 1; else printf 0; fi; done",
                {}, hashSeconds));
        TRY_DO(changed(reply, files.front()));
        if (reply.out.size() != files.size())
            return Error{Error::Code::Network, text("The answer was cut off on its way.")};
        std::vector<bool> there;
        for (char letter : reply.out)
            there.push_back(letter == '1');
        return there;
    }
    Result<> makeFolders(const std::vector<std::string>& folders) override
    {
        if (folders.empty())
            return {};
        return change("printf '%s\\0' " + shellWords(folders) + " | xargs -0 mkdir -p --", folders.front());
    }
    Result<> rename(const std::string& from, const std::string& to) override
    {
        return change("mv -fT -- " + shellWords({from, to}), to);
    }
    Result<> remove(const std::string& path) override
    {
        // Whatever goes wrong elsewhere, nothing is removed but what lies where jobs lie.
        if (!path.starts_with(m_site.rootPath() + "/") || path.find("/../") != std::string::npos || path.ends_with("/.."))
            return Error{Error::Code::Invalid, text("{0} is not a place where jobs lie.", path), path};
        return change("rm -rf -- " + shellWord(path), path);
    }
    // By the shell, also where files have hosts of their own: those may know nothing but files.
    Result<std::vector<std::string>> putAll(const std::string& folder, const std::string& beside,
        const std::vector<PackedFile>& files, const std::string& last, Task& task) override
    {
        std::vector<std::string> wrong;
        TRY(Ssh * ssh, shell());
        TRY(auto reply, lived(packing::put(*ssh, folder, beside, files, last, wrong, task)));
        TRY_DO(changed(reply, folder));
        return wrong;
    }
    Result<> getAll(const std::string& folder, const std::vector<std::string>& names, const TakeFile& take, Task& task) override
    {
        TRY(Ssh * ssh, shell());
        TRY_DO(lived(packing::get(*ssh, folder, names, take, task)));
        return {};
    }

private:
    using Clock = std::chrono::steady_clock;

    Result<std::unique_ptr<Ssh>> connect(const std::vector<std::string>& hosts)
    {
        Ssh::Options options;
        options.hosts = hosts;
        options.port = m_site.port;
        options.user = m_site.user;
        options.hostKeys = m_site.hostKeys;
        options.key = m_site.key;
        options.certificate = m_site.certificate;
        options.passphrase = m_passphrase;
        options.isBad
            = [this](const std::string& host) { return m_bad.contains(host) && Clock::now() - m_bad.at(host) < badTime; };
        options.wasBad = [this](const std::string& host) { m_bad[host] = Clock::now(); };
        auto ssh = Ssh::open(options);
        // What a person has to settle with the site first is no fault of what was asked for.
        if (!ssh && ssh.error().code == Error::Code::Invalid)
            return Error{Error::Code::ReadOnly, ssh.error().message, ssh.error().what};
        return ssh;
    }
    Result<Ssh*> shell()
    {
        if (!m_shell) {
            TRY(m_shell, connect(m_site.hosts));
        }
        return m_shell.get();
    }
    Result<Ssh*> files()
    {
        if (m_site.dataHosts.empty()) {
            // One connection is enough, and sites count them.
            TRY_DO(shell());
            return m_shell.get();
        }
        if (!m_files) {
            TRY(m_files, connect(m_site.dataHosts));
        }
        return m_files.get();
    }
    // A connection that broke off is made anew when something is asked for again.
    template<typename T> Result<T> kept(std::unique_ptr<Ssh>& ssh, Result<T> result)
    {
        if (!result && result.error().code == Error::Code::Network)
            (m_site.dataHosts.empty() ? m_shell : ssh).reset();
        return result;
    }
    Result<ShellReply> run(const std::string& script, const std::string& input, int seconds)
    {
        TRY(Ssh * ssh, shell());
        return lived(ssh->run(script, input, seconds));
    }
    Result<ShellReply> lived(Result<ShellReply> reply)
    {
        if (!reply && reply.error().code == Error::Code::Network)
            m_shell.reset();
        return reply;
    }
    // OpenSSL, where it is, is several times as fast as the tool for it.
    Result<std::vector<std::string>> sumsOfFew(const std::vector<std::string>& files)
    {
        std::string script;
        for (const std::string& file : files)
            script += "{ openssl dgst -sha256 -r <" + shellWord(file) + " || sha256sum <" + shellWord(file)
                + " || echo -; } 2>/dev/null\n";
        TRY(auto reply, run(script, {}, hashSeconds));
        std::vector<std::string> sums;
        std::istringstream lines(reply.out);
        for (std::string line; std::getline(lines, line);)
            sums.push_back(isSha256(line.substr(0, 64)) ? line.substr(0, 64) : std::string());
        if (sums.size() != files.size())
            return Error{Error::Code::Network, text("The answer was cut off on its way.")};
        return sums;
    }
    // One program for all: to start one costs more than to read a small file.
    Result<std::vector<std::string>> sumsOfMany(const std::vector<std::string>& files)
    {
        TRY(auto reply, run("printf '%s\\0' " + shellWords(files) + " | xargs -0 sha256sum -z -- 2>/dev/null", {}, hashSeconds));
        std::map<std::string, std::string> known;
        std::istringstream lines(reply.out);
        for (std::string line; std::getline(lines, line, '\0');) {
            // The digest, a blank, and a blank or a star before the name.
            if (line.size() > 66 && isSha256(line.substr(0, 64)))
                known[line.substr(66)] = line.substr(0, 64);
        }
        std::vector<std::string> sums;
        for (const std::string& file : files)
            sums.push_back(known[file]);
        return sums;
    }
    Result<> change(const std::string& script, const std::string& what)
    {
        TRY(auto reply, run(script, {}, hashSeconds));
        return changed(reply, what);
    }
    Result<> changed(const ShellReply& reply, const std::string& what)
    {
        if (reply.code == 0)
            return {};
        const std::string said = reply.err.substr(0, 500);
        if (said.find("No space") != std::string::npos || said.find("uota") != std::string::npos)
            return Error{Error::Code::DiskFull, text("The space or the quota on {0} is used up.", m_site.name), what};
        return Error{Error::Code::ReadOnly, text("{0} could not be changed on {1}: {2}", what, m_site.name, said), what};
    }

    Site m_site;
    std::string m_passphrase;
    std::unique_ptr<Ssh> m_shell, m_files;
    std::map<std::string, Clock::time_point> m_bad;
};

Result<std::unique_ptr<Place>> open(const Site& site, const Secrets& secrets)
{
    return std::unique_ptr<Place>(std::make_unique<SlurmSsh>(site, secrets.find(site.name).value_or(std::string())));
}

} // namespace

extern const Backend slurm_sshBackend = {
    .name = "slurm_ssh",
    .help = words("A cluster with Slurm, reached by SSH: jobs wait there in a queue, and run on while this computer is off."),
    .open = open,
};

} // namespace opificio::backends
