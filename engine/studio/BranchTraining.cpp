// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/BranchTraining.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Id.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "library/Dataset.h"
#include "models/Safetensors.h"
#include "remote/Job.h"
#include "remote/JobPlace.h"
#include "studio/Delivery.h"

#include <algorithm>

namespace opificio {

namespace {

// How far the other training was, and how often it had drawn each of its pictures.
struct Reached {
    std::int64_t step = 0;
    std::vector<double> draws;
};

Result<Reached> reachedBy(const std::filesystem::path& checkpoint, std::size_t pictures)
{
    TRY(const Safetensors file, Safetensors::open(checkpoint));
    auto said = [&](const char* name) {
        auto found = file.metadata().find(name);
        return found == file.metadata().end() ? std::string() : found->second;
    };
    auto draws = parseJson(said("draws"), "draws");
    if (said("step").empty() || !draws || !draws->is_array() || draws->size() != pictures)
        return Error{Error::Code::Unreadable, text("The checkpoint from which this training branches off cannot be used."),
            checkpoint.string()};
    Reached reached{std::strtoll(said("step").c_str(), nullptr, 10), {}};
    for (const Json& count : *draws)
        reached.draws.push_back(count.is_number() ? count.get<double>() : 0);
    return reached;
}

// What the other's weights saw of its own dataset, as it stands in a card.
Json seenBy(const Job& job, const Reached& reached)
{
    Json items = Json::array();
    const Json& pictures = at(job.values, "pictures");
    for (std::size_t i = 0; i < reached.draws.size(); ++i) {
        if (!(reached.draws[i] > 0))
            continue;
        const Json& row = pictures[i];
        Json item = at(row, "item").is_object() ? at(row, "item") : Json::object();
        for (const char* name : {"sha256", "crop", "weight"})
            item[name] = at(row, name);
        item["draws"] = reached.draws[i];
        items.push_back(std::move(item));
    }
    Json seen = {{"hash", textAt(job.values, "dataset")}, {"items", items}};
    if (std::string name = textAt(job.values, "dataset_name"); !name.empty())
        seen["name"] = name;
    return seen;
}

// The hashes of what is meant by each word: one item of the training's dataset.
Result<std::vector<std::string>> meantBy(const std::vector<std::string>& words, const Dataset& dataset)
{
    std::vector<std::string> hashes;
    for (const std::string& word : words) {
        std::string found;
        for (const DatasetItem& entry : dataset.items) {
            const Item& item = entry.item;
            const bool exact = item.id == word || item.sha256 == word;
            if (!exact && (word.size() < 6 || !(item.id.starts_with(word) || item.sha256.starts_with(word))))
                continue;
            if (!exact && !found.empty() && found != item.sha256)
                return Error{
                    Error::Code::Invalid, text("Several items of the dataset begin with {0}. Write more of the id.", word), word};
            found = item.sha256;
            if (exact)
                break;
        }
        if (found.empty())
            return Error{Error::Code::NotFound, text("The dataset has no item {0}.", word), word};
        hashes.push_back(found);
    }
    return hashes;
}

Result<Dataset> datasetOf(const Job& job, const std::filesystem::path& work)
{
    const std::string file = textAt(job.values, "dataset") + ".json";
    std::error_code code;
    const std::filesystem::path own = work / "datasets" / file;
    return readDataset(std::filesystem::exists(own, code) ? own : homeFolder() / "datasets" / file);
}

// The lines of steps that the branch has behind it.
Result<> copyLosses(const std::filesystem::path& from, const std::filesystem::path& to, std::int64_t step)
{
    auto all = readFile(from);
    if (!all)
        return {};
    std::string kept;
    for (std::size_t at = 0, end = 0; (end = all->find('\n', at)) != std::string::npos; at = end + 1) {
        auto line = parseJson(std::string_view(*all).substr(at, end - at), "loss.jsonl");
        if (line && numberAt(*line, "step", 1e18) <= double(step))
            kept += all->substr(at, end - at + 1);
    }
    return writeFile(to, kept);
}

// All that the folder holds, and last the job.
Result<> fillBranch(const std::filesystem::path& folder, const std::string& key, const std::filesystem::path& jobFolder,
    const BranchChanges& changes)
{
    TRY(const Job parent, Job::read(jobFolder));
    const std::filesystem::path work = workOfJob(folder), checkpoint = jobFolder / "checkpoint" / "state.safetensors";
    std::error_code code;
    if (!std::filesystem::exists(checkpoint, code))
        return Error{Error::Code::NotFound,
            text("This training has no checkpoint yet. Stop it, or wait for its first one, and branch then."),
            jobFolder.string()};
    TRY(const Dataset before, datasetOf(parent, work));
    TRY(const std::vector<std::string> left, meantBy(changes.without, before));
    auto isLeft = [&](const std::string& sha256) { return std::find(left.begin(), left.end(), sha256) != left.end(); };
    TRY(const Values settings, valuesFromJson(at(parent.values, "settings")));

    Job job = parent;
    job.key = key;
    const std::filesystem::path start = folder / "start" / "state.safetensors";
    // Copied first: the other may go on and write its next one.
    TRY(const std::string content, readFile(checkpoint));
    TRY_DO(writeFile(start, content));
    TRY(const Reached reached, reachedBy(start, at(parent.values, "pictures").size()));

    Json pictures = Json::array(), earlier = at(parent.values, "earlier"), without = Json::array();
    if (!earlier.is_array())
        earlier = Json::array();
    for (std::size_t i = 0; i < reached.draws.size(); ++i) {
        Json row = at(parent.values, "pictures")[i];
        if (isLeft(textAt(row, "sha256")))
            continue;
        // On the same dataset it counts on; on another version it begins to count.
        row.erase("drawn");
        if (left.empty())
            row["drawn"] = reached.draws[i];
        pictures.push_back(std::move(row));
    }
    if (pictures.empty())
        return Error{Error::Code::Invalid, text("A branch that leaves out everything has nothing to learn from.")};
    if (!left.empty()) {
        DatasetPlan plan{.name = before.name,
            .who = textAt(before.card, "who"),
            .how = textAt(before.card, "how"),
            .parent = before.hash,
            .items = {}};
        for (const DatasetItem& entry : before.items) {
            if (isLeft(entry.item.sha256))
                without.push_back(entry.item.id);
            else
                plan.items.push_back(entry);
        }
        plan.how += (plan.how.empty() ? "" : ", ") + std::string("left out: ") + std::to_string(without.size());
        TRY(const Dataset after, freeze(work / "datasets", plan));
        earlier.insert(earlier.begin(), seenBy(parent, reached));
        job.values["dataset"] = after.hash;
    }
    std::erase_if(job.inputs, [&](const Job::Input& input) { return isLeft(input.sha256); });
    job.values["pictures"] = pictures;
    job.values["given"] = pictures.size();
    job.values["earlier"] = earlier;
    job.values["settings"] = toJson(changedSettings(settings, changes.settings));
    job.values["name"]
        = changes.name.empty() ? text("{0}, from step {1}", textAt(parent.values, "name"), reached.step) : changes.name;
    job.values["made"] = nowText().substr(0, 10);
    job.values["branch"] = {{"job", parent.key}, {"step", reached.step}, {"start", sha256(content)}, {"without", without}};
    TRY_DO(copyLosses(jobFolder / "loss.jsonl", folder / "loss.jsonl", reached.step));
    // Where the other is trained.
    TRY(const JobPlace place, JobPlace::read(jobFolder));
    if (!place.isHere())
        TRY_DO(place.write(folder));
    return job.write(folder);
}

} // namespace

Values changedSettings(Values settings, const Values& changes)
{
    if (changes.has("effort") && !changes.has("steps") && settings.has("steps"))
        settings.set("steps", std::int64_t(0));
    for (const auto& [name, value] : changes)
        settings.set(name, value);
    return settings;
}

Result<std::filesystem::path> branchTraining(const std::filesystem::path& jobFolder, const BranchChanges& changes)
{
    TRY(const Job parent, Job::read(jobFolder));
    const std::filesystem::path work = workOfJob(jobFolder);
    if (parent.verb != "train" || work.empty())
        return Error{Error::Code::Invalid, text("Only a training that lies in a work can be branched."), jobFolder.string()};
    const std::string key = newId();
    const std::filesystem::path folder = work / "runs" / key;
    if (auto filled = fillBranch(folder, key, jobFolder, changes); !filled) {
        std::error_code code;
        std::filesystem::remove_all(folder, code);
        return filled.takeError();
    }
    return folder;
}

} // namespace opificio
