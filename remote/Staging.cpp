// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Staging.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Id.h"
#include "base/Text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <set>

namespace opificio {

namespace {

// Up to here several files travel as one: each alone would wait for three ways there and back.
constexpr std::uint64_t smallBytes = 1u << 20;
constexpr int mostTries = 3;
constexpr std::size_t mostFiles = 100'000;

// What a job's folder holds that belongs to this computer, or is made by the work itself.
const std::set<std::string> stays = {"job.json", "place.json", "status.json", "log.txt", "out", "samples", "live", "previews",
    "parts", "marks", "logs", "cancel", "loss.jsonl", "missing.json"};

// Of what stays, what a worker makes over there; and what it goes on from.
const std::vector<std::string> madeThere = {"checkpoint", "out", "samples", "live", "previews", "parts", "marks", "logs",
    "status.json", "log.txt", "loss.jsonl", "missing.json", "cancel"};

/// A tar in the format of POSIX, the same bytes for the same files.
class Tar {
public:
    static Result<Tar> create(const std::filesystem::path& path)
    {
        Tar tar;
        tar.m_path = path;
        tar.m_file.open(path, std::ios::binary | std::ios::trunc);
        if (!tar.m_file)
            return writeError(path, errno);
        return tar;
    }
    Result<> add(const std::filesystem::path& file, const std::string& name)
    {
        std::error_code code;
        const auto bytes = std::filesystem::file_size(file, code);
        std::ifstream content(file, std::ios::binary);
        std::array<char, 512> header = {};
        const auto slash = name.size() > 100 ? name.rfind('/', 155) : std::string::npos;
        if (code || !content || (name.size() > 100 && (slash == std::string::npos || name.size() - slash - 1 > 100)))
            return Error{Error::Code::Unreadable, text("Cannot pack {0}.", file.string()), file.string()};
        const std::string last = slash == std::string::npos ? name : name.substr(slash + 1);
        std::memcpy(header.data(), last.data(), last.size());
        if (slash != std::string::npos)
            std::memcpy(header.data() + 345, name.data(), slash);
        std::memcpy(header.data() + 100, "0000644", 7);
        std::memcpy(header.data() + 108, "0000000", 7);
        std::memcpy(header.data() + 116, "0000000", 7);
        // Beyond eight billion bytes the number is binary.
        if (bytes < (std::uint64_t(1) << 33)) {
            std::snprintf(header.data() + 124, 12, "%011llo", static_cast<unsigned long long>(bytes));
        } else {
            header[124] = char(0x80);
            for (int i = 0; i < 8; ++i)
                header[std::size_t(135 - i)] = char(bytes >> (8 * i) & 0xff);
        }
        std::memcpy(header.data() + 136, "00000000000", 11);
        std::memset(header.data() + 148, ' ', 8);
        header[156] = '0';
        std::memcpy(header.data() + 257, "ustar\00000", 8);
        unsigned sum = 0;
        for (char byte : header)
            sum += static_cast<unsigned char>(byte);
        std::snprintf(header.data() + 148, 8, "%06o", sum);
        m_file.write(header.data(), header.size());
        if (bytes > 0)
            m_file << content.rdbuf();
        m_file.write(std::array<char, 512>{}.data(), std::streamsize((512 - bytes % 512) % 512));
        return m_file ? Result<>() : writeError(m_path, ENOSPC);
    }
    Result<> finish()
    {
        m_file.write(std::array<char, 1024>{}.data(), 1024);
        m_file.close();
        return m_file ? Result<>() : writeError(m_path, ENOSPC);
    }

private:
    std::filesystem::path m_path;
    std::ofstream m_file;
};

// A file that exists for as long as this does.
struct Passing {
    std::filesystem::path path;
    ~Passing()
    {
        std::error_code code;
        std::filesystem::remove(path, code);
    }
};

// What changed since the job was made is not what it was made for.
Result<> isAsItWas(const std::filesystem::path& path, const std::string& sha256)
{
    TRY(auto sum, sha256OfFile(path));
    if (sum == sha256)
        return {};
    return Error{Error::Code::Unreadable, text("{0} is not as it was when the job was made.", path.string()), path.string()};
}

// Sends under another name, verifies there, and renames. What arrives right was right: only what does not is read here as well.
Result<> sendVerified(
    Place& place, const std::filesystem::path& here, const std::string& there, const std::string& sha256, Task& task)
{
    for (int tries = 0; tries < mostTries; ++tries) {
        TRY_DO(place.put(here, there + ".part", task));
        TRY(auto sums, place.checksums({there + ".part"}));
        if (sums.at(0) == sha256)
            return place.rename(there + ".part", there);
        // What lay there from before was something else, or what is sent is.
        TRY_DO(place.remove(there + ".part"));
        TRY_DO(isAsItWas(here, sha256));
    }
    return Error{Error::Code::Network, text("{0} does not arrive as it was sent.", here.filename().string()), here.string()};
}

std::filesystem::path inputPath(const std::filesystem::path& folder, const Job::Input& input)
{
    return input.path.is_absolute() ? input.path : folder / input.path;
}

Result<> stageBlobs(Place& place, const std::string& root, const std::filesystem::path& folder, const Job& job, Task& task)
{
    std::vector<const Job::Input*> asked, missing;
    std::vector<std::string> blobs;
    std::set<std::string> seen, shelves;
    for (const Job::Input& input : job.inputs) {
        if (!isSha256(input.sha256))
            return Error{Error::Code::Invalid, text("The job in {0} is damaged.", folder.filename().string()), folder.string()};
        if (!seen.insert(input.sha256).second)
            continue;
        asked.push_back(&input);
        blobs.push_back(blobThere(root, input.sha256));
    }
    // Whoever clears away what nobody needs sees that they are needed.
    TRY(auto present, place.touch(blobs));
    for (std::size_t i = 0; i < asked.size(); ++i) {
        if (present[i])
            continue;
        missing.push_back(asked[i]);
        shelves.insert(root + "/blobs/" + asked[i]->sha256.substr(0, 2));
    }
    TRY_DO(place.makeFolders({shelves.begin(), shelves.end()}));
    std::vector<const Job::Input*> small;
    for (const Job::Input* input : missing) {
        const auto path = inputPath(folder, *input);
        std::error_code code;
        if (std::filesystem::file_size(path, code) < smallBytes && missing.size() > 2) {
            small.push_back(input);
            continue;
        }
        task.progress(0, 0, text("Sending {0}.", input->title.empty() ? path.filename().string() : input->title));
        TRY_DO(sendVerified(place, path, blobThere(root, input->sha256), input->sha256, task));
    }
    if (small.empty())
        return {};
    task.progress(0, 0, text("Sending {0} small files.", small.size()));
    std::sort(small.begin(), small.end(), [](const auto* one, const auto* other) { return one->sha256 < other->sha256; });
    const Passing packed{folder / (".packed." + newId())};
    TRY(auto tar, Tar::create(packed.path));
    for (const Job::Input* input : small)
        TRY_DO(tar.add(inputPath(folder, *input), input->sha256));
    TRY_DO(tar.finish());
    const std::string incoming = root + "/incoming/" + job.key;
    TRY_DO(place.makeFolder(incoming));
    TRY(auto sum, sha256OfFile(packed.path));
    TRY_DO(sendVerified(place, packed.path, incoming + "/blobs.tar", sum, task));
    TRY_DO(place.unpack(incoming + "/blobs.tar", incoming));
    std::vector<std::string> names;
    std::vector<Renaming> renamings;
    for (const Job::Input* input : small) {
        names.push_back(incoming + "/" + input->sha256);
        renamings.push_back({names.back(), blobThere(root, input->sha256)});
    }
    TRY(auto sums, place.checksums(names));
    for (std::size_t i = 0; i < small.size(); ++i) {
        if (sums[i] == small[i]->sha256)
            continue;
        TRY_DO(isAsItWas(inputPath(folder, *small[i]), small[i]->sha256));
        return Error{Error::Code::Network, text("{0} does not arrive as it was sent.", small[i]->path.filename().string())};
    }
    TRY_DO(place.renameAll(renamings));
    return place.remove(incoming);
}

// Everything that the job was given.
Result<std::vector<std::filesystem::path>> given(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    try {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (stays.contains(name) || name.starts_with("."))
                continue;
            if (entry.is_regular_file())
                files.push_back(entry.path());
            if (!entry.is_directory())
                continue;
            for (const auto& deeper : std::filesystem::recursive_directory_iterator(entry.path())) {
                if (deeper.is_regular_file())
                    files.push_back(deeper.path());
                if (files.size() > mostFiles)
                    return Error{Error::Code::TooLarge, text("The folder {0} holds more files than can be sent.", name), name};
            }
        }
    } catch (const std::filesystem::filesystem_error& error) {
        return Error{Error::Code::Unreadable, text("Cannot read {0}.", error.path1().string()), folder.string()};
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool isSafe(const std::filesystem::path& name)
{
    if (name.empty() || name.is_absolute())
        return false;
    return std::none_of(
        name.begin(), name.end(), [](const auto& piece) { return piece == ".." || piece == "." || piece.empty(); });
}

} // namespace

std::string jobFolderThere(const std::string& root, const std::string& key)
{
    return root + "/jobs/" + key;
}

std::string blobThere(const std::string& root, const std::string& sha256)
{
    return root + "/blobs/" + sha256.substr(0, 2) + "/" + sha256;
}

Result<> maySend(const Job& job)
{
    std::string names;
    for (const Job::Input& input : job.inputs) {
        if (input.sharing == "private")
            names += (names.empty() ? "" : ", ")
                + ("«" + (input.title.empty() ? input.path.filename().string() : input.title) + "»");
    }
    if (names.empty())
        return {};
    return Error{Error::Code::Invalid,
        text("These may not leave this computer: {0}. The job can run here, or without them.", names), names};
}

Result<> stage(Place& place, const std::string& root, const std::filesystem::path& folder, const Job& job, Task& task)
{
    TRY_DO(maySend(job));
    TRY_DO(stageBlobs(place, root, folder, job, task));
    const std::string there = jobFolderThere(root, job.key);
    TRY(auto json, readJson(folder / "job.json"));
    for (Json& input : json["inputs"])
        input["path"] = blobThere(root, textAt(input, "sha256"));
    const Passing rewritten{folder / (".job." + newId())};
    TRY_DO(writeJson(rewritten.path, json));
    TRY(auto sum, sha256OfFile(rewritten.path));
    TRY(auto lying, place.checksums({there + "/job.json"}));
    if (!lying.at(0).empty() && lying.at(0) != sum) {
        for (const std::string& name : madeThere)
            TRY_DO(place.remove(there + "/" + name));
    }
    TRY_DO(place.makeFolder(there));
    TRY(auto files, given(folder));
    if (!files.empty()) {
        task.progress(0, 0, text("Sending what the job was given."));
        const Passing packed{folder / (".packed." + newId())};
        TRY(auto tar, Tar::create(packed.path));
        for (const auto& file : files)
            TRY_DO(tar.add(file, file.lexically_relative(folder).string()));
        TRY_DO(tar.finish());
        TRY(auto packedSum, sha256OfFile(packed.path));
        TRY_DO(sendVerified(place, packed.path, there + "/given.tar", packedSum, task));
        TRY_DO(place.unpack(there + "/given.tar", there));
        TRY_DO(place.remove(there + "/given.tar"));
    }
    // Last: a worker that finds it finds everything.
    return sendVerified(place, rewritten.path, there + "/job.json", sum, task);
}

Result<> stageCheckpoint(Place& place, const std::string& there, const std::filesystem::path& folder, Task& task)
{
    // Where the job is gone as well, all of it is brought there again.
    TRY(auto lying, place.checksums({there + "/job.json"}));
    if (lying.at(0).empty())
        return {};
    std::map<std::string, std::string> here, known;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "checkpoint", code)) {
        const std::string name = entry.path().filename().string();
        if (!entry.is_regular_file(code) || name.starts_with("."))
            continue;
        TRY(here[name], sha256OfFile(entry.path()));
    }
    auto entries = place.list(there + "/checkpoint");
    if (!entries && entries.error().code != Error::Code::NotFound)
        return entries.takeError();
    std::vector<std::string> paths;
    for (const PlaceEntry& entry : entries ? *entries : std::vector<PlaceEntry>())
        paths.push_back(there + "/checkpoint/" + entry.name);
    std::vector<std::string> sums;
    if (!paths.empty()) {
        TRY(sums, place.checksums(paths));
    }
    for (std::size_t i = 0; i < paths.size(); ++i)
        known[paths[i].substr(there.size() + sizeof "/checkpoint")] = sums[i];
    if (known == here)
        return {};
    TRY_DO(place.remove(there + "/checkpoint"));
    if (here.empty())
        return {};
    TRY_DO(place.makeFolder(there + "/checkpoint"));
    for (const auto& [name, sum] : here)
        TRY_DO(sendVerified(place, folder / "checkpoint" / name, there + "/checkpoint/" + name, sum, task));
    return {};
}

Result<> bringFile(
    Place& place, const std::string& there, const std::filesystem::path& here, const std::string& sha256, Task& task)
{
    std::error_code code;
    if (auto known = std::filesystem::exists(here, code) ? sha256OfFile(here) : Result<std::string>(std::string());
        known && *known == sha256)
        return {};
    TRY_DO(makeFolder(here.parent_path()));
    const std::string name = here.filename().string();
    const auto part = here.parent_path() / ("." + name + ".part");
    for (int tries = 0;; ++tries) {
        TRY_DO(place.get(there, part, task));
        TRY(auto sum, sha256OfFile(part));
        if (sum == sha256)
            break;
        std::filesystem::remove(part, code);
        if (tries + 1 == mostTries)
            return Error{Error::Code::Network, text("{0} does not arrive as it was made. It is tried again later.", name), name};
    }
    std::filesystem::rename(part, here, code);
    return code ? writeError(here, code.value()) : Result<>();
}

Result<> bringHome(Place& place, const std::string& there, const std::filesystem::path& folder, Task& task)
{
    const auto out = folder / "out";
    TRY_DO(makeFolder(out));
    std::error_code code;
    const auto resultPart = out / ".result.json.part";
    // Small, and what all else is verified by: always anew.
    std::filesystem::remove(resultPart, code);
    TRY_DO(place.get(there + "/out/result.json", resultPart, task));
    TRY(auto result, readJson(resultPart, 64u << 20));
    std::map<std::string, std::string> digests;
    if (at(result, "digests").is_object()) {
        for (const auto& [name, digest] : at(result, "digests").items())
            digests[name] = digest.is_string() ? digest.get<std::string>() : std::string();
    } else {
        TRY(auto entries, place.list(there + "/out"));
        std::vector<std::string> names, paths;
        for (const PlaceEntry& entry : entries) {
            if (!entry.isFolder && entry.name != "result.json") {
                names.push_back(entry.name);
                paths.push_back(there + "/out/" + entry.name);
            }
        }
        TRY(auto sums, place.checksums(paths));
        for (std::size_t i = 0; i < names.size(); ++i)
            digests[names[i]] = sums[i];
    }
    double brought = 0;
    for (const auto& [name, digest] : digests) {
        if (!isSafe(name) || !isSha256(digest) || digests.size() > mostFiles)
            return Error{Error::Code::Unreadable, text("The result names files in a way that cannot be used: {0}.", name), name};
        task.progress(brought++, double(digests.size()), text("Bringing {0} home.", name));
        TRY_DO(bringFile(place, there + "/out/" + name, out / name, digest, task));
    }
    std::filesystem::rename(resultPart, out / "result.json", code);
    if (code)
        return writeError(out / "result.json", code.value());
    return {};
}

} // namespace opificio
