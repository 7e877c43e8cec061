// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/Delivery.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Resources.h"
#include "base/Text.h"

#include <algorithm>

namespace opificio {

namespace {

bool isFile(const std::filesystem::path& path)
{
    std::error_code code;
    return std::filesystem::is_regular_file(path, code);
}

// How the credits of `file`, the first of what was written as `name`, are called beside it: nothing for credits.json, or the
// name where a credits.json that lies there belongs to another file that is there, too.
std::string creditsStem(const std::filesystem::path& file, const std::string& name)
{
    auto lying = readJson(file.parent_path() / "credits.json");
    const std::string other = lying ? textAt(*lying, "file") : std::string();
    return other.empty() || other == file.filename().string() || !isFile(file.parent_path() / other) ? std::string() : name;
}

// Where the pictures of a render were asked for.
std::filesystem::path targetOf(const std::filesystem::path& folder, const Job& job)
{
    std::string output = textAt(job.values, "output");
    // Only jobs that were made here may write elsewhere than into their own folder.
    std::error_code code;
    const bool isOurs = !workOfJob(folder).empty()
        || std::filesystem::equivalent(std::filesystem::absolute(folder, code).parent_path(), homeFolder() / "runs", code);
    return output.empty() || !isOurs ? folder / "out" : std::filesystem::path(output).parent_path();
}

std::vector<std::string> filesOf(const Json& result)
{
    std::vector<std::string> names;
    for (const Json& name : at(result, "files")) {
        if (name.is_string())
            names.push_back(std::filesystem::path(name.get<std::string>()).filename().string());
    }
    return names;
}

// Across disks it is copied beside and renamed. What is not there any more was brought before.
Result<> bring(const std::filesystem::path& from, const std::filesystem::path& to)
{
    if (from == to || (!isFile(from) && isFile(to)))
        return {};
    TRY_DO(makeFolder(to.parent_path()));
    std::error_code code;
    std::filesystem::rename(from, to, code);
    if (!code)
        return {};
    std::filesystem::path beside = to.string() + ".part";
    std::filesystem::copy_file(from, beside, std::filesystem::copy_options::overwrite_existing, code);
    if (!code)
        std::filesystem::rename(beside, to, code);
    if (code) {
        int failure = code.value();
        std::filesystem::remove(beside, code);
        return writeError(to, failure);
    }
    std::filesystem::remove(from, code);
    return {};
}

Result<Json> deliverModel(const std::filesystem::path& folder, const Warn& warn)
{
    std::filesystem::path model = folder / "out" / "model.safetensors", work = workOfJob(folder);
    TRY(std::string content, readFile(model));
    std::string hash = sha256(content);
    if (!work.empty()) {
        model = work / "models" / (hash + ".safetensors");
        if (!isFile(model))
            TRY_DO(writeFile(model, content));
    }
    Json answer = Json::object();
    if (auto result = readJson(folder / "out" / "result.json"); result && result->is_object())
        answer = std::move(*result);
    if (double learned = numberAt(answer, "learned"), given = numberAt(answer, "given"); learned < given)
        warn(text("The model learned from {0} of {1} pictures.", learned, given), folder.string());
    answer["sha256"] = hash;
    answer["model"] = model.string();
    return answer;
}

Result<Json> deliverFilm(const std::filesystem::path& folder, const Job& job)
{
    TRY(auto answer, readJson(folder / "out" / "result.json"));
    std::filesystem::path out = folder / "out", target = targetOf(folder, job);
    Json files = Json::array();
    for (const std::string& name : filesOf(answer)) {
        if (auto done = bring(out / name, target / name); !done) {
            Error why = done.takeError();
            why.message += " " + text("What was rendered lies in {0}.", out.string());
            return why;
        }
        files.push_back((target / name).string());
    }
    Json credits = Json::array();
    const std::string first = files.empty() ? std::string() : files.front().get<std::string>(),
                      stem = out == target ? std::string() : creditsStem(first, textAt(job.values, "name"));
    for (const char* name : {"credits.json", "credits.html"}) {
        const std::filesystem::path to = target / (stem.empty() ? name : stem + "." + name);
        TRY_DO(bring(out / name, to));
        credits.push_back(to.string());
    }
    answer["files"] = files;
    answer["credits"] = credits;
    return answer;
}

} // namespace

std::filesystem::path workOfJob(const std::filesystem::path& folder)
{
    std::error_code code;
    std::filesystem::path runs = std::filesystem::weakly_canonical(folder, code).parent_path();
    return runs.filename() == "runs" && isFile(runs.parent_path() / "work.json") ? runs.parent_path() : std::filesystem::path();
}

bool isFinished(const std::filesystem::path& folder, const Job& job)
{
    if (job.verb == "train")
        return isFile(folder / "out" / "model.safetensors");
    auto result = readJson(folder / "out" / "result.json");
    if (job.verb != "render" || !result)
        return false;
    std::vector<std::string> names = filesOf(*result);
    std::filesystem::path target = targetOf(folder, job);
    return !names.empty() && std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        return isFile(folder / "out" / name) || isFile(target / name);
    });
}

Result<Json> deliver(const std::filesystem::path& folder, const Job& job, const Warn& warn)
{
    TRY(Json answer, job.verb == "train" ? deliverModel(folder, warn) : deliverFilm(folder, job));
    answer["job"] = folder.string();
    return answer;
}

} // namespace opificio
