// SPDX-License-Identifier: GPL-3.0-or-later
#include "FirstPiece.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Id.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "graph/Work.h"
#include "library/Dataset.h"
#include "library/Import.h"
#include "library/Library.h"

#include <algorithm>

namespace opificio {

namespace {

// The photographs that ship, in the library.
Result<std::vector<Item>> shippedItems()
{
    TRY(auto library, Library::open());
    Task task;
    TRY(auto report,
        importSource(library, resource("first/collection.json"),
            {.importer = {},
                .collection = {},
                .origin = "institution",
                .values = {},
                .thumbnails = homeFolder() / "thumbnails",
                .probe = {}},
            task));
    TRY(auto json, readJson(resource("first/collection.json")));
    std::vector<Item> items;
    for (const Json& entry : at(json, "items")) {
        TRY(auto item, library.find(textAt(entry, "sha256")));
        if (item && !item->file.empty())
            items.push_back(std::move(*item));
    }
    if (items.empty())
        return Error{Error::Code::NotFound, text("The photographs that ship with Opificio are missing; install it again.")};
    return items;
}

Result<std::string> takeModel(const std::filesystem::path& work, std::string_view name)
{
    std::filesystem::path shipped = resource("models/" + std::string(name) + ".safetensors");
    TRY(auto content, readFile(shipped));
    std::string hash = sha256(content);
    TRY_DO(writeFile(work / "models" / (hash + ".safetensors"), content));
    return hash;
}

// Settings and keys by name; everything goes through the graph's own checks.
class Composer {
public:
    explicit Composer(const NodeTypes& types)
        : m_types(types)
    {
    }
    Graph graph;

    NodeId add(std::string_view type, double x, double y) { return graph.add(type, {x, y}); }
    void set(const NodeId& node, std::string_view name, Value value) { note(graph.set(node, name, value, m_types)); }
    void key(const NodeId& node, std::string_view name, Seconds time, Value value)
    {
        note(graph.setKey(node, name, {time, std::move(value), Key::Curve::Smooth}, m_types));
    }
    void link(const NodeId& from, const NodeId& to, std::string_view port)
    {
        note(graph.connect({from, "image", to, std::string(port)}, m_types));
    }
    const Result<>& result() const { return m_result; }

private:
    void note(Result<> done)
    {
        if (m_result && !done)
            m_result = std::move(done);
    }
    const NodeTypes& m_types;
    Result<> m_result;
};

using Numbers = std::vector<double>;

Result<Graph> compose(const NodeTypes& types, const std::string& dataset, const std::string& texture, const std::string& map)
{
    Composer c(types);
    c.graph.size = {1280, 720};
    c.graph.rate = {25, 1};
    c.graph.frames = 300;
    NodeId pictures = c.add("sequence", 0, 0);
    c.graph.nodes[pictures].intent = text("photographs");
    c.set(pictures, "dataset", dataset);
    c.set(pictures, "seconds", 2.0);
    c.set(pictures, "fade", 1.2);
    c.set(pictures, "drift", 1.2);
    NodeId wall = c.add("model", 0, 200);
    c.graph.nodes[wall].intent = text("a texture that learned from one facade");
    c.set(wall, "model", texture);
    c.set(wall, "steps", std::int64_t(1));
    c.set(wall, "scale", 8.0);
    c.set(wall, "warm", std::int64_t(96));
    NodeId light = c.add("model", 240, 220);
    c.graph.nodes[light].intent = text("a map of twelve pictures: drag on it");
    c.set(light, "model", map);
    NodeId push = c.add("displace", 240, 0);
    NodeId wash = c.add("blend", 480, 60);
    c.set(wash, "mode", std::string("soft light"));
    c.set(wash, "opacity", 0.6);
    NodeId tone = c.add("palette", 720, 60);
    c.set(tone, "amount", 0.55);
    c.set(tone, "dark", Numbers{0.005, 0.006, 0.014, 1});
    c.set(tone, "lower", Numbers{0.044, 0.028, 0.042, 1});
    c.set(tone, "middle", Numbers{0.323, 0.144, 0.076, 1});
    c.set(tone, "upper", Numbers{0.694, 0.485, 0.254, 1});
    c.set(tone, "light", Numbers{0.922, 0.863, 0.723, 1});
    NodeId shade = c.add("vignette", 960, 60);
    c.set(shade, "amount", 0.5);
    NodeId output = c.add("output", 1200, 60);
    c.link(pictures, push, "inputImage");
    c.link(wall, push, "byImage");
    c.link(push, wash, "inputImage");
    c.link(light, wash, "overImage");
    c.link(wash, tone, "inputImage");
    c.link(tone, shade, "inputImage");
    c.link(shade, output, "image");
    // The wall dissolves the photographs and lets them be seen; the walk on the map comes back to where it began.
    for (auto [time, amount] : {std::pair(0.0, 0.05), {3.0, 0.006}, {8.0, 0.006}, {12.0, 0.05}})
        c.key(push, "amount", time, amount);
    for (auto [time, x, y] :
        {std::tuple(0.0, 0.2, 0.25), {3.0, 0.75, 0.35}, {6.0, 0.6, 0.8}, {9.0, 0.25, 0.6}, {12.0, 0.2, 0.25}})
        c.key(light, "position", time, Numbers{x, y});
    if (!c.result())
        return Error(c.result().error());
    return c.graph;
}

} // namespace

Result<std::filesystem::path> makeFirstPiece(const std::filesystem::path& works, const NodeTypes& types)
{
    std::filesystem::path folder = works / "Prima luce.opificio";
    std::error_code code;
    if (std::filesystem::exists(folder / "work.json", code))
        return folder;
    TRY_DO(makeFolder(works));
    TRY(auto items, shippedItems());
    // Made beside and renamed, so that a start that is cut off leaves nothing half.
    std::filesystem::path beside = works / (".first-" + newId() + ".opificio");
    auto make = [&]() -> Result<> {
        TRY_DO(makeFolder(beside / "datasets"));
        TRY_DO(makeFolder(beside / "models"));
        DatasetPlan plan{.name = "Prima luce", .who = "Opificio", .how = "by hand", .parent = {}, .items = {}};
        for (const Item& item : items)
            plan.items.push_back({.item = item});
        TRY(auto dataset, freeze(beside / "datasets", plan));
        TRY(auto texture, takeModel(beside, "trama"));
        TRY(auto map, takeModel(beside, "prima"));
        TRY(auto graph, compose(types, dataset.hash, texture, map));
        TRY(auto work, Work::create(beside, graph));
        for (const Item& item : items)
            TRY_DO(work.addMedia(item.file, item.sha256, datasetRecord(item)));
        return {};
    };
    auto made = make();
    if (made) {
        std::filesystem::rename(beside, folder, code);
        if (!code)
            return folder;
        // Somebody else was quicker.
        made = writeError(folder, code.value());
        std::error_code there;
        if (std::filesystem::exists(folder / "work.json", there))
            made = {};
    }
    std::filesystem::remove_all(beside, code);
    if (!made)
        return made.takeError();
    return folder;
}

} // namespace opificio
