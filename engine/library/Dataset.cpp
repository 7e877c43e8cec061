// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Dataset.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/EachLanguage.h"
#include "base/Text.h"
#include "library/Bring.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace opificio {

namespace {

constexpr std::size_t largestFile = std::size_t(512) << 20;

Json itemJson(const DatasetItem& entry)
{
    Json json = datasetRecord(entry.item);
    json["crop"] = entry.crop;
    json["weight"] = entry.weight;
    return json;
}

// The questions that a datasheet asks and that only a person can answer.
Json cardOf(const DatasetPlan& plan)
{
    std::size_t untitled = 0, noMaker = 0, noDate = 0, noHolder = 0, noRights = 0;
    for (const DatasetItem& entry : plan.items) {
        untitled += !isTitled(entry.item);
        noMaker += entry.item.maker.empty();
        noDate += entry.item.date.empty();
        noHolder += entry.item.holder.empty();
        noRights += entry.item.rights.object == notStated;
    }
    Json missing = Json::array();
    const std::string all = std::to_string(plan.items.size());
    if (plan.who.empty())
        missing.push_back(textInEach(words("Who chose these items?")));
    if (plan.how.empty())
        missing.push_back(textInEach(words("How were they chosen, and what was left out?")));
    missing.push_back(textInEach(words("What is the dataset for, and what should it not be used for?")));
    missing.push_back(textInEach(words("Who or what is shown that should be asked first?")));
    if (untitled > 0)
        missing.push_back(
            textInEach(words("{0} of {1} items have no title. Does somebody know it?"), {std::to_string(untitled), all}));
    if (noMaker > 0)
        missing.push_back(textInEach(words("{0} of {1} items name no maker. Who made them?"), {std::to_string(noMaker), all}));
    if (noDate > 0)
        missing.push_back(
            textInEach(words("{0} of {1} items have no date. When were they made?"), {std::to_string(noDate), all}));
    if (noHolder > 0)
        missing.push_back(textInEach(words("{0} of {1} items name no holder. Who keeps them?"), {std::to_string(noHolder), all}));
    if (noRights > 0)
        missing.push_back(
            textInEach(words("{0} of {1} items state no rights. Who can be asked?"), {std::to_string(noRights), all}));
    Json card = {{"name", plan.name}, {"what", textInEach(words("{0} items"), {all})}, {"who", plan.who}, {"how", plan.how},
        {"missing", missing}};
    // In the language in which somebody wrote it, whichever that is.
    if (!plan.what.empty())
        card["what"] = {{"und", plan.what}};
    if (!plan.lacks.empty())
        card["lacks"] = {{"und", plan.lacks}};
    return card;
}

// Inside of the picture, and not empty; what is left of it by rounding does no harm.
bool isSound(const std::array<double, 4>& crop)
{
    const auto [x, y, width, height] = crop;
    return x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= 1 + 1e-9 && y + height <= 1 + 1e-9;
}

Error unreadable(const std::filesystem::path& path, std::string sentence)
{
    return {Error::Code::Unreadable, std::move(sentence), path.string()};
}

} // namespace

Json datasetRecord(const Item& item)
{
    Json json = toJson(item);
    // Where the file lay on one machine, and in which drawers, is nobody else's business.
    for (const char* local : {"file", "collections", "origin", "bytes"})
        json.erase(local);
    for (const char* always : {"title", "maker"}) {
        if (!json.contains(always))
            json[always] = std::string_view(always) == "title" ? Json::object() : Json::array();
    }
    for (const char* always : {"holder", "source"}) {
        if (!json.contains(always))
            json[always] = notStated;
    }
    return json;
}

namespace {

int strictnessOf(const Item& item)
{
    return std::max(strictness(item.rights.object), strictness(item.rights.work));
}

// The record that stands, saying that there is another one.
Item standing(const Item& first, const Item& second)
{
    if (first.id == second.id)
        return second;
    const bool isFirst = strictnessOf(first) >= strictnessOf(second);
    Item item = isFirst ? first : second;
    const Item& other = isFirst ? second : first;
    const Note note{textInEach(words("The same file is also described as “{0}” ({1}), with other words or rights: {2}."),
                        {titleOf(other, "en"), other.id, rightsLabel(other.rights.object)}),
        true};
    if (std::find(item.notes.begin(), item.notes.end(), note) == item.notes.end())
        item.notes.push_back(note);
    return item;
}

} // namespace

Json standingRecord(const Json& first, const Json& second)
{
    auto one = itemFromJson(first), other = itemFromJson(second);
    if (!one || !other)
        return other || !one ? second : first;
    return datasetRecord(standing(*one, *other));
}

Json rightsSummary(std::span<const DatasetItem> items)
{
    std::map<std::string, std::int64_t> objects, works, kinds;
    std::int64_t credit = 0, shareAlike = 0, noSale = 0, reserved = 0, private_ = 0;
    for (const DatasetItem& entry : items) {
        const Item& item = entry.item;
        ++objects[item.rights.object];
        ++works[item.rights.work];
        ++kinds[rightsKind(item.rights)];
        auto object = findRights(item.rights.object), work = findRights(item.rights.work);
        credit += (object && object->credit) || (work && work->credit);
        shareAlike += (object && object->shareAlike) || (work && work->shareAlike);
        noSale += (object && object->sell == Permission::No) || (work && work->sell == Permission::No);
        reserved += item.mining.starts_with("DMI-PROHIBITED");
        private_ += item.sharing == "private";
    }
    auto json = [](const std::map<std::string, std::int64_t>& counts) {
        Json object = Json::object();
        for (const auto& [name, count] : counts)
            object[name] = count;
        return object;
    };
    return {{"items", items.size()}, {"object", json(objects)}, {"work", json(works)}, {"kinds", json(kinds)},
        {"duties", {{"credit", credit}, {"share_alike", shareAlike}, {"no_sale", noSale}}}, {"mining_reserved", reserved},
        {"private", private_}};
}

Result<Dataset> freeze(const std::filesystem::path& folder, const DatasetPlan& plan)
{
    if (plan.items.empty())
        return Error{Error::Code::Invalid, text("Nothing was selected: a dataset needs at least one item.")};
    std::map<std::pair<std::string, std::array<double, 4>>, std::size_t> seen; // place in the dataset
    Json items = Json::array();
    Dataset dataset{.name = plan.name, .parent = plan.parent};
    std::vector<Item> elsewhere;
    for (const DatasetItem& entry : plan.items) {
        if (!isSha256(entry.item.sha256) && entry.item.picture)
            elsewhere.push_back(entry.item);
    }
    if (!elsewhere.empty())
        return notFetched(elsewhere);
    for (const DatasetItem& given : plan.items) {
        DatasetItem entry = given;
        const Item& item = entry.item;
        if (!isSha256(item.sha256))
            return Error{Error::Code::Invalid,
                text("“{0}” has no file and cannot be part of a dataset.", titleOf(item, language())), item.id};
        if (!isSound(entry.crop))
            return Error{Error::Code::Invalid,
                text("The crop of “{0}” does not lie inside of its {1} x {2} pixels.", titleOf(item, language()), item.width,
                    item.height),
                item.id};
        if (!std::isfinite(entry.weight) || entry.weight < 0)
            return Error{
                Error::Code::Invalid, text("The weight of “{0}” must be 0 or more.", titleOf(item, language())), item.id};
        // The same part of the same picture twice would only count double by accident.
        if (const auto [found, isNew] = seen.emplace(std::pair(item.sha256, entry.crop), dataset.items.size()); !isNew) {
            Item& earlier = dataset.items[found->second].item;
            if (earlier.id != item.id)
                earlier = standing(earlier, item);
            ++dataset.doubled;
            continue;
        }
        dataset.items.push_back(std::move(entry));
    }
    for (const DatasetItem& entry : dataset.items)
        items.push_back(itemJson(entry));
    dataset.card = cardOf(plan);
    dataset.rightsSummary = rightsSummary(dataset.items);
    const Json json = {{"format", "opificio.dataset/1"}, {"name", plan.name}, {"items", items}, {"card", dataset.card},
        {"rights_summary", dataset.rightsSummary}, {"parent", plan.parent.empty() ? Json() : Json(plan.parent)}};
    const std::string content = printJson(json);
    dataset.hash = sha256(content);
    TRY_DO(writeFile(folder / (dataset.hash + ".json"), content));
    return dataset;
}

Result<Dataset> readDataset(const std::filesystem::path& path)
{
    const std::string name = path.filename().string();
    TRY(const std::string content, readFile(path, largestFile));
    Dataset dataset{.hash = sha256(content)};
    if (path.stem().string() != dataset.hash)
        return unreadable(path, text("The dataset {0} was changed after it was frozen: its name is not its SHA-256.", name));
    TRY(const Json json, parseJson(content, name));
    const std::string format = textAt(json, "format");
    if (!format.starts_with("opificio.dataset/"))
        return unreadable(path, text("{0} is not a dataset.", name));
    if (format != "opificio.dataset/1")
        return Error{
            Error::Code::Newer, text("The dataset {0} was written by a newer version of this program.", name), path.string()};
    const Json& items = at(json, "items");
    if (!items.is_array() || items.empty())
        return unreadable(path, text("The dataset {0} holds no items.", name));
    for (const Json& row : items) {
        auto item = itemFromJson(row);
        const Json &crop = at(row, "crop"), &weight = at(row, "weight");
        const bool cropIsSound = crop.is_array() && crop.size() == 4
            && std::all_of(crop.begin(), crop.end(), [](const Json& number) { return number.is_number(); })
            && isSound(crop.get<std::array<double, 4>>());
        if (!item || !isSha256(item->sha256) || !cropIsSound || !weight.is_number() || !std::isfinite(weight.get<double>())
            || weight.get<double>() < 0)
            return unreadable(path, text("The dataset {0} holds an item that makes no sense.", name));
        for (std::string* field : {&item->holder, &item->source}) {
            if (*field == notStated)
                field->clear();
        }
        dataset.items.push_back({std::move(*item), crop.get<std::array<double, 4>>(), weight.get<double>()});
    }
    dataset.name = textAt(json, "name");
    dataset.card = at(json, "card");
    dataset.rightsSummary = at(json, "rights_summary");
    dataset.parent = textAt(json, "parent");
    return dataset;
}

} // namespace opificio
