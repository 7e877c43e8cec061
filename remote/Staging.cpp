// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Staging.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Id.h"
#include "base/Text.h"
#include "remote/Tar.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <map>
#include <set>

#include <fcntl.h>
#include <unistd.h>

namespace opificio {

namespace {

constexpr int mostTries = 3;
// From here on small files travel together.
constexpr std::size_t fewFiles = 3;
constexpr std::size_t mostFiles = 100'000;

// What a job's folder holds that belongs to this computer, or is made by the work itself.
const std::set<std::string> stays = {"job.json", "place.json", "status.json", "log.txt", "out", "samples", "live", "previews",
    "parts", "marks", "logs", "cancel", "missing.json"};

// What a worker makes over there, and what it goes on from.
const std::vector<std::string> madeThere = {"checkpoint", "out", "samples", "live", "previews", "parts", "marks", "logs",
    "status.json", "log.txt", "loss.jsonl", "missing.json", "cancel"};

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

// The same for many small ones together.
Result<> sendTogether(Place& place, const std::string& folder, const std::string& beside, const std::vector<PackedFile>& files,
    const std::string& last, Task& task)
{
    std::vector<std::string> wrong;
    for (int tries = 0; tries < mostTries; ++tries) {
        TRY(wrong, place.putAll(folder, beside, files, last, task));
        if (wrong.empty())
            return {};
        for (const PackedFile& file : files) {
            if (std::find(wrong.begin(), wrong.end(), file.name) != wrong.end())
                TRY_DO(isAsItWas(file.here, file.sha256));
        }
    }
    return Error{Error::Code::Network, text("{0} does not arrive as it was sent.", wrong.front()), wrong.front()};
}

std::filesystem::path inputPath(const std::filesystem::path& folder, const Job::Input& input)
{
    return input.path.is_absolute() ? input.path : folder / input.path;
}

Result<> stageBlobs(Place& place, const std::string& root, const std::filesystem::path& folder, const Job& job, Task& task)
{
    std::vector<const Job::Input*> asked, missing;
    std::vector<std::string> blobs;
    std::set<std::string> seen;
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
        if (!present[i])
            missing.push_back(asked[i]);
    }
    std::vector<PackedFile> small;
    for (const Job::Input* input : missing) {
        const auto path = inputPath(folder, *input);
        const std::string blob = blobThere(root, input->sha256);
        std::error_code code;
        if (std::filesystem::file_size(path, code) <= smallFileBytes && missing.size() >= fewFiles) {
            small.push_back({path, input->sha256.substr(0, 2) + "/" + input->sha256, input->sha256});
            continue;
        }
        task.progress(0, 0, text("Sending {0}.", input->title.empty() ? path.filename().string() : input->title));
        TRY_DO(place.makeFolder(blob.substr(0, blob.rfind('/'))));
        TRY_DO(sendVerified(place, path, blob, input->sha256, task));
    }
    if (small.empty())
        return {};
    task.progress(0, 0, text("Sending {0} small files.", small.size()));
    return sendTogether(place, root + "/blobs", root + "/incoming/" + job.key, small, {}, task);
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

// Beside, and renamed; whether it is on the disk is for the caller to see to.
Result<> writeBeside(const std::filesystem::path& path, std::string_view content)
{
    TRY_DO(makeFolder(path.parent_path()));
    const auto part = path.parent_path() / ("." + path.filename().string() + ".part");
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file.write(content.data(), std::streamsize(content.size()));
    file.close();
    if (!file)
        return writeError(path, errno ? errno : EIO);
    std::error_code code;
    std::filesystem::rename(part, path, code);
    return code ? writeError(path, code.value()) : Result<>();
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
    TRY(auto files, given(folder));
    std::vector<PackedFile> small;
    if (!files.empty())
        task.progress(0, 0, text("Sending what the job was given."));
    for (const auto& file : files) {
        const std::string name = file.lexically_relative(folder).string();
        std::error_code code;
        TRY(auto digest, sha256OfFile(file));
        if (std::filesystem::file_size(file, code) <= smallFileBytes && TarMaker::canHold(name)) {
            small.push_back({file, name, digest});
            continue;
        }
        TRY_DO(place.makeFolder((std::filesystem::path(there) / name).parent_path().string()));
        TRY_DO(sendVerified(place, file, there + "/" + name, digest, task));
    }
    // Last: a worker that finds it finds everything.
    small.push_back({rewritten.path, "job.json", sum});
    return sendTogether(place, there, root + "/incoming/" + job.key + ".job", small, "job.json", task);
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
    TRY_DO(place.remove(there + "/loss.jsonl"));
    if (here.empty())
        return {};
    TRY_DO(place.makeFolder(there + "/checkpoint"));
    for (const auto& [name, sum] : here)
        TRY_DO(sendVerified(place, folder / "checkpoint" / name, there + "/checkpoint/" + name, sum, task));
    // The lines of the steps that it has behind it.
    if (const auto lines = folder / "loss.jsonl"; std::filesystem::exists(lines, code)) {
        TRY(const std::string sum, sha256OfFile(lines));
        TRY_DO(sendVerified(place, lines, there + "/loss.jsonl", sum, task));
    }
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

Result<std::set<std::string>> bringTogether(Place& place, const std::string& there, const std::filesystem::path& folder,
    const std::map<std::string, std::string>& digests, Task& task)
{
    std::set<std::string> brought;
    std::vector<std::string> missing;
    for (const auto& [name, digest] : digests) {
        std::error_code code;
        auto known
            = std::filesystem::exists(folder / name, code) ? sha256OfFile(folder / name) : Result<std::string>(std::string());
        if (known && *known == digest)
            brought.insert(name);
        else if (TarMaker::canHold(name))
            missing.push_back(name);
    }
    if (missing.size() < fewFiles)
        return brought;
    const std::size_t before = brought.size();
    task.progress(double(before), double(digests.size()), text("Bringing {0} small files home.", missing.size()));
    const auto take = [&](const std::string& name, std::string_view content) -> Result<> {
        const auto known = digests.find(name);
        // What arrives as another one is brought again, by itself.
        if (known == digests.end() || sha256(content) != known->second)
            return {};
        TRY_DO(writeBeside(folder / name, content));
        brought.insert(name);
        task.progress(double(brought.size()), double(digests.size()), {});
        return {};
    };
    TRY_DO(place.getAll(there, missing, take, task));
    // All of them at once: one by one, each would wait for the disk.
    if (brought.size() > before) {
        const int open = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        const bool isOnDisk = open >= 0 && ::syncfs(open) == 0;
        const int why = errno;
        if (open >= 0)
            ::close(open);
        if (!isOnDisk)
            return writeError(folder, why);
    }
    return brought;
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
    for (const auto& [name, digest] : digests) {
        if (!isSafe(name) || !isSha256(digest) || digests.size() > mostFiles)
            return Error{Error::Code::Unreadable, text("The result names files in a way that cannot be used: {0}.", name), name};
    }
    TRY(auto brought, bringTogether(place, there + "/out", out, digests, task));
    double done = double(brought.size());
    for (const auto& [name, digest] : digests) {
        if (brought.contains(name))
            continue;
        task.progress(done++, double(digests.size()), text("Bringing {0} home.", name));
        TRY_DO(bringFile(place, there + "/out/" + name, out / name, digest, task));
    }
    std::filesystem::rename(resultPart, out / "result.json", code);
    if (code)
        return writeError(out / "result.json", code.value());
    return {};
}

} // namespace opificio
