// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/Renderer.h"

#include "base/File.h"
#include "base/Log.h"
#include "base/Text.h"
#include "gpu/Kernel.h"
#include "gpu/Recorder.h"
#include "graph/Isf.h"
#include "image/TextImage.h"
#include "media/Film.h"
#include "models/Model.h"
#include "render/Fusion.h"
#include "render/ModelStage.h"
#include "render/ShaderProgram.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <list>
#include <optional>
#include <set>
#include <unordered_map>

namespace opificio {

namespace {

// The finished picture on its way out: over black or with its alpha, encoded for display, dithered where eight bits
// would show bands (triangular noise of one step, from a hash of the pixel: the same picture every time). Files leave
// the ways to look at it as they are; one shader for both, so that what is seen is what is delivered.
constexpr std::string_view deliverShader = R"(#version 450
layout(binding = 0) uniform sampler2D picture;
layout(binding = 1) uniform Settings { int behind; int dither; int channel; float gain; float gamma; };
layout(location = 0) out vec4 color;

const int nothing = 0, black = 1, squares = 2;
const int all = 0, red = 1, green = 2, blue = 3, coverage = 4, luma = 5;

vec3 encode(vec3 light)
{
    return mix(1.055 * pow(light, vec3(1.0 / 2.4)) - 0.055, light * 12.92, lessThanEqual(light, vec3(0.0031308)));
}

uint scramble(uint v)
{
    uint s = v * 747796405u + 2891336453u;
    uint w = ((s >> ((s >> 28) + 4u)) ^ s) * 277803737u;
    return (w >> 22) ^ w;
}

void main()
{
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 p = texelFetch(picture, min(at, textureSize(picture, 0) - 1), 0);
    float alpha = clamp(p.a, 0.0, 1.0);
    vec3 light = max(p.rgb, vec3(0.0));
    if (gain != 1.0)
        light *= gain;
    if (behind != nothing)
        light *= alpha;
    if (behind == squares)
        light += (1.0 - alpha) * ((((at.x >> 3) ^ (at.y >> 3)) & 1) != 0 ? 0.13 : 0.05);
    if (channel == luma)
        light = vec3(dot(light, vec3(0.2126, 0.7152, 0.0722)));
    else if (channel >= red && channel <= blue)
        light = vec3(light[channel - red]);
    vec3 shown = clamp(encode(light), 0.0, 1.0);
    if (gamma != 1.0)
        shown = pow(shown, vec3(1.0 / gamma));
    // Coverage is a share, not light.
    if (channel == coverage)
        shown = vec3(alpha);
    if (dither != 0) {
        uint n = scramble(uint(at.x) ^ scramble(uint(at.y)));
        vec3 noise = vec3(float(n & 1023u) - float((n >> 10) & 1023u), float((n >> 10) & 1023u) - float((n >> 20) & 1023u),
                         float((n >> 20) & 1023u) - float(n & 1023u)) / 1023.0;
        shown += noise * 0.5 / 255.0;
    }
    color = vec4(shown, behind != nothing ? 1.0 : alpha);
})";

// The shader's words.
enum class DeliverBehind : std::int32_t { Nothing, Black, Squares };
enum class Dither : std::int32_t { No, Yes };

std::vector<std::byte> deliverSettings(DeliverBehind behind, Dither dither, const ViewSettings& view)
{
    auto bytes = constants(std::int32_t(behind), std::int32_t(dither), std::int32_t(view.channel),
        float(std::exp2(view.gainStops)), float(std::clamp(view.gamma, 0.05, 20.0)));
    bytes.resize(32);
    return bytes;
}

constexpr std::string_view pixelShader = R"(#version 450
layout(binding = 0) uniform sampler2D picture;
layout(binding = 1) uniform Place { ivec2 at; };
layout(location = 0) out vec4 color;
void main() { color = texelFetch(picture, clamp(at, ivec2(0), textureSize(picture, 0) - 1), 0); })";

// What a node with memory carries from frame to frame.
struct Memory {
    Frame frame = -1; ///< after which the state is
    CacheKey before; ///< names the state that this frame began with
    CacheKey after;
    Sources sources;
    ShaderState shader;
    std::shared_ptr<ModelState> model;
    Picture last;
};

class PictureCache {
public:
    explicit PictureCache(std::size_t limit)
        : m_limit(limit)
    {
    }
    const Picture* find(CacheKey key)
    {
        auto found = m_entries.find(key);
        if (found == m_entries.end())
            return nullptr;
        m_order.splice(m_order.begin(), m_order, found->second);
        return &*found->second;
    }
    void put(const Picture& picture)
    {
        if (!picture.image || m_entries.contains(picture.key))
            return;
        m_order.push_front(picture);
        m_entries[picture.key] = m_order.begin();
        m_bytes += picture.image->bytes();
        while (m_bytes > m_limit && m_order.size() > 1) {
            m_bytes -= m_order.back().image->bytes();
            m_entries.erase(m_order.back().key);
            m_order.pop_back();
        }
    }
    void clear()
    {
        m_order.clear();
        m_entries.clear();
        m_bytes = 0;
    }

private:
    std::size_t m_limit;
    std::size_t m_bytes = 0;
    std::list<Picture> m_order;
    std::unordered_map<CacheKey, std::list<Picture>::iterator> m_entries;
};

// Where nodes with memory of one composition keep it: by node and, in nodes of several such passes, by their order.
using MemoryKey = std::pair<NodeId, int>;

std::vector<MemoryKey> memoryKeysOf(const Plan& plan)
{
    std::vector<MemoryKey> keys(plan.passes.size());
    std::map<NodeId, int> ordinals;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (plan.passes[i].hasMemory)
            keys[i] = {plan.passes[i].node, ordinals[plan.passes[i].node]++};
    }
    return keys;
}

} // namespace

struct Renderer::Private {
    Materials materials;
    RendererOptions options;
    std::shared_ptr<Device> device;
    std::unique_ptr<PictureCache> cache;
    std::map<CacheKey, std::shared_ptr<const ShaderProgram>> programs;
    std::map<std::string, std::shared_ptr<ModelStage>> stages;
    std::map<std::string, std::shared_ptr<const Model>> models;
    std::vector<std::string> stageOrder; ///< the last one used last
    std::map<std::string, Film> films;
    std::set<std::string> said; ///< warnings, each of which is enough once
    std::map<MemoryKey, Memory> memories;
    std::shared_ptr<const FragmentKernel> deliver, pixel;
    GpuImagePtr transparent;
    Fusion fusion;
    RenderStatistics statistics;

    Result<> openDevice();
    Result<Picture> renderAt(const Graph& graph, const NodeId& node, const NodeTypes& types, Frame frame, Size size);
    Result<Picture> run(const Plan& plan);
    Result<Picture> runApart(const Plan& plan);
    Result<GpuImagePtr> make(Recorder& recorder, const Pass& pass, const std::vector<Picture>& made, Memory* memory);
    Result<GpuImagePtr> still(const Pass& pass);
    Result<GpuImagePtr> filmFrame(const Pass& pass);
    Result<GpuImagePtr> lettering(const Pass& pass);
    Result<std::shared_ptr<ModelStage>> stage(const std::string& sha256);
};

struct Renderer::Mark {
    std::weak_ptr<Device> device;
    std::map<MemoryKey, Memory> memories;
};

Renderer::Renderer()
    : m(std::make_unique<Private>())
{
}
Renderer::~Renderer() = default;

Result<> Renderer::Private::openDevice()
{
    // Everything that lies on a device goes before it.
    memories.clear();
    programs.clear();
    stages.clear();
    deliver.reset();
    pixel.reset();
    transparent.reset();
    cache.reset();
    device.reset();
    TRY(device, Device::create(options.device));
    std::size_t suits = std::size_t(device->isSoftware() ? 96 : 768) << 20;
    cache = std::make_unique<PictureCache>(options.cacheBytes > 0 ? options.cacheBytes : suits);
    TRY(auto spirv, compileFragment(deliverShader, "deliver"));
    TRY(deliver, FragmentKernel::create(*device, std::move(spirv)));
    TRY(auto pixelSpirv, compileFragment(pixelShader, "pixel"));
    TRY(pixel, FragmentKernel::create(*device, std::move(pixelSpirv)));
    TRY(transparent, device->upload(Image({1, 1}, Image::Format::Rgba16F, ColourSpace::SceneLinear, std::vector<std::byte>(8))));
    return {};
}

Result<std::unique_ptr<Renderer>> Renderer::create(Materials materials, const RendererOptions& options)
{
    std::unique_ptr<Renderer> renderer(new Renderer);
    renderer->m->materials = std::move(materials);
    renderer->m->options = options;
    TRY_DO(renderer->m->openDevice());
    return renderer;
}

Result<GpuImagePtr> Renderer::Private::still(const Pass& pass)
{
    TRY(auto path, materials.file(pass.source));
    TRY(auto image, readImage(path, std::max(pass.size.width, pass.size.height), options.limits));
    return device->upload(converted(image, Image::Format::Rgba16F, ColourSpace::SceneLinear));
}

Result<GpuImagePtr> Renderer::Private::filmFrame(const Pass& pass)
{
    auto open = films.find(pass.source);
    if (open == films.end()) {
        TRY(auto path, materials.file(pass.source));
        TRY(auto film, Film::open(path));
        open = films.emplace(pass.source, std::move(film)).first;
    }
    Seconds moment = pass.values.number("moment");
    Seconds duration = open->second.duration();
    if (pass.values.flag("loop") && duration > 0)
        moment -= duration * std::floor(moment / duration);
    TRY(auto image, open->second.frameAt(moment));
    return device->upload(converted(image, Image::Format::Rgba16F, ColourSpace::SceneLinear));
}

Result<GpuImagePtr> Renderer::Private::lettering(const Pass& pass)
{
    TextStyle style;
    style.font = pass.values.text("font");
    style.sizePixels = std::clamp(pass.values.number("height") * pass.size.height, 1.0, 4000.0);
    auto colour = pass.values.numbers("colour", 4);
    for (std::size_t i = 0; i < 4; ++i)
        style.colour[i] = float(colour[i]);
    style.widthPixels = pass.values.number("width") * pass.size.width;
    style.align = TextStyle::Align(std::clamp<std::int64_t>(pass.values.whole("align"), 0, 2));
    style.frame = pass.size;
    std::vector<std::string> remarks;
    TRY(auto drawn, drawText(pass.values.text("text"), style, &remarks));
    for (const std::string& remark : remarks) {
        if (said.insert(remark).second)
            log(Level::Warning, "render", remark);
    }
    return device->upload(drawn);
}

Result<std::shared_ptr<ModelStage>> Renderer::Private::stage(const std::string& sha256)
{
    // A model that is looked at while it learns is another one every few seconds.
    constexpr std::size_t mostStages = 16;
    std::erase(stageOrder, sha256);
    stageOrder.push_back(sha256);
    if (stageOrder.size() > mostStages) {
        stages.erase(stageOrder.front());
        models.erase(stageOrder.front());
        stageOrder.erase(stageOrder.begin());
    }
    auto& made = stages[sha256];
    if (!made) {
        auto& model = models[sha256];
        if (!model) {
            TRY(auto path, materials.file(sha256));
            TRY(model, Model::load(path));
        }
        TRY(made, ModelStage::create(*device, model));
    }
    return made;
}

Result<GpuImagePtr> Renderer::Private::make(
    Recorder& recorder, const Pass& pass, const std::vector<Picture>& made, Memory* memory)
{
    std::map<std::string, GpuImagePtr> inputs;
    for (const auto& [name, index] : pass.inputs) {
        if (index >= 0 && made[std::size_t(index)].image)
            inputs[name] = made[std::size_t(index)].image;
    }
    Moment moment;
    moment.time = pass.time;
    moment.frame = pass.frame;
    moment.size = pass.size;
    moment.delta = pass.frame > 0 ? pass.time / double(pass.frame) : 0;
    switch (pass.kind) {
    case Pass::Kind::Picture:
        return still(pass);
    case Pass::Kind::Film:
        return filmFrame(pass);
    case Pass::Kind::Text:
        return lettering(pass);
    case Pass::Kind::Shader: {
        auto& program = programs[pass.isf->content];
        if (!program) {
            auto compiled = ShaderProgram::compile(*device, *pass.isf, Working::SceneLinear);
            if (!compiled) {
                if (fusion.made(*pass.isf))
                    fusion.refuse(*pass.isf);
                return compiled.takeError();
            }
            program = std::move(*compiled);
        }
        ShaderState none;
        return program->render(recorder, inputs, pass.values, moment, memory ? memory->shader : none);
    }
    case Pass::Kind::Model: {
        TRY(auto running, stage(pass.source));
        std::shared_ptr<ModelState> none;
        return running->render(recorder, pass.values, moment, inputs, memory ? memory->model : none);
    }
    }
    return Error{Error::Code::Internal, text("This step is not known here.")};
}

Result<Picture> Renderer::Private::run(const Plan& plan)
{
    if (!options.fuse)
        return runApart(plan);
    Plan shorter = fusion.fused(plan);
    auto picture = runApart(shorter);
    // Whose fault it is can only be said of the artist's own files.
    if (!picture && picture.error().code == Error::Code::Shader && shorter.passes.size() < plan.passes.size())
        return runApart(plan);
    return picture;
}

Result<Picture> Renderer::Private::runApart(const Plan& plan)
{
    std::size_t count = plan.passes.size();
    std::vector<Picture> made(count);
    std::vector<bool> needed(count, false);
    const std::vector<MemoryKey> memoryKeys = memoryKeysOf(plan);

    // What each picture follows from, and where it came from; both flow from the inputs down.
    for (std::size_t i = 0; i < count; ++i) {
        const Pass& pass = plan.passes[i];
        Hasher hasher;
        hasher.add(pass.key);
        Sources sources = pass.sources;
        for (const auto& [name, index] : pass.inputs) {
            hasher.add(name);
            if (index < 0)
                continue;
            hasher.add(made[std::size_t(index)].key);
            bool steers = std::find(pass.steering.begin(), pass.steering.end(), name) != pass.steering.end();
            const Sources& from = made[std::size_t(index)].sources;
            sources |= steers ? from.as(Role::Steered) : from;
        }
        if (pass.hasMemory) {
            Memory& memory = memories[memoryKeys[i]];
            hasher.add(memory.frame == pass.frame ? memory.before : memory.after);
            // What went in before is still in it.
            sources |= memory.sources;
        }
        made[i].key = hasher.key();
        made[i].sources = sources;
    }

    // From the output up: what is neither in the cache nor needed stays undone. Memories advance whenever they are seen.
    if (plan.output >= 0)
        needed[std::size_t(plan.output)] = true;
    for (std::size_t i = count; i-- > 0;) {
        const Pass& pass = plan.passes[i];
        if (pass.hasMemory && memories[memoryKeys[i]].frame != pass.frame)
            needed[i] = true;
        if (!needed[i])
            continue;
        if (pass.hasMemory && memories[memoryKeys[i]].frame == pass.frame && memories[memoryKeys[i]].last.key == made[i].key) {
            made[i].image = memories[memoryKeys[i]].last.image;
            continue;
        }
        if (const Picture* kept = pass.hasMemory ? nullptr : cache->find(made[i].key)) {
            made[i].image = kept->image;
            continue;
        }
        for (const auto& [name, index] : pass.inputs) {
            if (index >= 0)
                needed[std::size_t(index)] = true;
        }
    }

    TRY(auto recorder, Recorder::begin(*device));
    std::vector<std::pair<MemoryKey, Memory>> advanced;
    for (std::size_t i = 0; i < count; ++i) {
        const Pass& pass = plan.passes[i];
        if (!needed[i] || made[i].image)
            continue;
        ++statistics.rendered;
        if (pass.hasMemory) {
            Memory next = memories[memoryKeys[i]];
            if (next.frame == pass.frame) {
                // Something before it was changed at the running frame: it lives on from where it is.
                next.before = next.after;
            } else {
                next.before = next.after;
                next.frame = pass.frame;
            }
            TRY(made[i].image, make(recorder, pass, made, &next));
            next.after = made[i].key;
            next.sources = made[i].sources;
            next.last = made[i];
            advanced.emplace_back(memoryKeys[i], std::move(next));
        } else {
            TRY(made[i].image, make(recorder, pass, made, nullptr));
        }
    }
    TRY_DO(recorder.finish());
    for (auto& [key, memory] : advanced)
        memories[key] = std::move(memory);
    for (std::size_t i = 0; i < count; ++i) {
        if (needed[i] && !plan.passes[i].hasMemory)
            cache->put(made[i]);
    }
    return plan.output >= 0 ? made[std::size_t(plan.output)] : Picture();
}

Result<Picture> Renderer::Private::renderAt(
    const Graph& graph, const NodeId& node, const NodeTypes& types, Frame frame, Size size)
{
    TRY(auto plan, expandNode(graph, node, types, materials, frame, size));
    statistics = {.passes = int(plan.passes.size())};
    const std::vector<MemoryKey> memoryKeys = memoryKeysOf(plan);
    std::optional<Frame> reached;
    bool remembers = false;
    for (std::size_t i = 0; i < plan.passes.size(); ++i) {
        if (!plan.passes[i].hasMemory)
            continue;
        remembers = true;
        auto known = memories.find(memoryKeys[i]);
        Frame at = known == memories.end() ? -1 : known->second.frame;
        // A restored state has no picture of its own frame.
        if (at == frame && !known->second.last.image)
            at = frame + 1;
        reached = reached ? std::min(*reached, at) : at;
    }
    if (remembers && *reached != frame && *reached != frame - 1) {
        // Neither here nor one before: begin again, unless the way from here is shorter and leads forward.
        Frame from = *reached + 1;
        if (*reached > frame || *reached < 0) {
            memories.clear();
            from = 0;
        }
        for (Frame earlier = from; earlier < frame; ++earlier) {
            if (options.mayRoll && !options.mayRoll(earlier, frame))
                return Error{Error::Code::Cancelled, text("The frames before were not rendered to their end.")};
            TRY(auto before, expandNode(graph, node, types, materials, earlier, size));
            TRY([[maybe_unused]] auto rolled, run(before));
            ++statistics.rolled;
        }
    }
    return run(plan);
}

Result<Picture> Renderer::renderNode(const Graph& graph, const NodeId& node, const NodeTypes& types, Frame frame, Size size)
{
    auto picture = m->renderAt(graph, node, types, frame, size);
    if (!picture && picture.error().code == Error::Code::Device && m->device->isLost()) {
        log(Level::Info, "render", text("The graphics device was lost and is started again."));
        TRY_DO(m->openDevice());
        return m->renderAt(graph, node, types, frame, size);
    }
    return picture;
}

Result<Picture> Renderer::render(const Graph& graph, const NodeTypes& types, Frame frame, Size size)
{
    NodeId output = graph.output();
    if (output.empty())
        return Error{Error::Code::Invalid, text("The work has no output yet. Add the node output and link a picture to it.")};
    return renderNode(graph, output, types, frame, size);
}

Result<Image> Renderer::delivered(const Picture& picture, Size size, Image::Format format, Background background)
{
    bool eight = format == Image::Format::Rgba8;
    TRY(auto recorder, Recorder::begin(*m->device));
    std::vector<std::byte> settings
        = deliverSettings(background == Background::Black ? DeliverBehind::Black : DeliverBehind::Nothing,
            eight ? Dither::Yes : Dither::No, ViewSettings());
    Size whole = picture.image ? picture.image->size() : size;
    GpuImagePtr source = picture.image;
    if (!source) {
        TRY(source, recorder.emptyImage(whole, Image::Format::Rgba16F, ColourSpace::SceneLinear));
    }
    TRY(auto shown,
        recorder.draw(*m->deliver, whole, eight ? Image::Format::Rgba8 : Image::Format::Rgba32F, ColourSpace::Display,
            {{0, source, Sampling::Nearest}, {1, settings}}));
    TRY_DO(recorder.finish());
    TRY(auto image, m->device->download(*shown));
    return image.format() == format ? image : converted(image, format, ColourSpace::Display);
}

Result<> Renderer::show(const Picture& picture, Size size, const ViewSettings& view, SharedImage& shared)
{
    auto behind = view.behind == ViewSettings::Behind::Checkerboard ? DeliverBehind::Squares : DeliverBehind::Black;
    GpuImagePtr source = picture.image ? picture.image : m->transparent;
    Size whole = picture.image ? picture.image->size() : size;
    return shared.draw(
        *m->device, *m->deliver, whole, {{0, source, Sampling::Nearest}, {1, deliverSettings(behind, Dither::Yes, view)}});
}

Result<std::array<float, 4>> Renderer::pixel(const Picture& picture, int x, int y)
{
    TRY(auto recorder, Recorder::begin(*m->device));
    TRY(auto drawn,
        recorder.draw(*m->pixel, {1, 1}, Image::Format::Rgba32F, ColourSpace::SceneLinear,
            {{0, picture.image ? picture.image : m->transparent, Sampling::Nearest},
                {1, constants(std::int32_t(x), std::int32_t(y), std::int32_t(0), std::int32_t(0))}}));
    TRY_DO(recorder.finish());
    TRY(auto image, m->device->download(*drawn));
    std::array<float, 4> numbers;
    std::memcpy(numbers.data(), image.pixels().data(), sizeof numbers);
    return numbers;
}

void Renderer::reset()
{
    m->memories.clear();
}

std::shared_ptr<const Renderer::Mark> Renderer::mark() const
{
    return std::make_shared<const Mark>(Mark{m->device, m->memories});
}

void Renderer::goBack(const std::shared_ptr<const Mark>& mark)
{
    if (mark && mark->device.lock() == m->device)
        m->memories = mark->memories;
    else
        reset();
}

// memory.json names, for each node, the frame, the buffers of its shader or the state of its model, and its sources; the
// numbers themselves lie beside it in files named by their hash.
Result<> Renderer::saveMemory(const std::filesystem::path& folder) const
{
    Json list = Json::array();
    auto keep = [&](std::span<const std::byte> bytes) -> Result<std::string> {
        std::string_view content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        std::string hash = sha256(content);
        TRY_DO(writeFile(folder / hash, content));
        return hash;
    };
    for (const auto& [key, memory] : m->memories) {
        Json entry = {{"node", key.first}, {"pass", key.second}, {"frame", memory.frame}};
        TRY(auto buffers, memory.shader.save(*m->device));
        for (const auto& [name, image] : buffers) {
            TRY(auto hash, keep(image.pixels()));
            entry["buffers"][name] = {{"file", hash}, {"size", {image.size().width, image.size().height}},
                {"format", int(image.format())}, {"linear", image.space() == ColourSpace::SceneLinear}};
        }
        if (memory.model) {
            TRY(auto bytes, memory.model->save(*m->device));
            TRY(entry["model"], keep(bytes));
        }
        entry["sources"] = toJson(memory.sources);
        list.push_back(entry);
    }
    return writeJson(folder / "memory.json", {{"format", "opificio.memory/1"}, {"nodes", list}});
}

Result<> Renderer::restoreMemory(const std::filesystem::path& folder)
{
    auto damaged = [&] {
        return Error{Error::Code::Unreadable,
            text("The saved memory in {0} is damaged; the work is rendered from its start.", folder.filename().string()),
            folder.string()};
    };
    auto content = [&](const std::string& hash) -> Result<std::string> {
        if (!isSha256(hash))
            return damaged();
        TRY(auto bytes, readFile(folder / hash));
        if (sha256(bytes) != hash)
            return damaged();
        return bytes;
    };
    TRY(auto json, readJson(folder / "memory.json"));
    if (textAt(json, "format") != "opificio.memory/1")
        return damaged();
    std::map<MemoryKey, Memory> restored;
    for (const Json& entry : at(json, "nodes")) {
        Memory memory;
        memory.frame = Frame(numberAt(entry, "frame", -1));
        Hasher hasher;
        std::map<std::string, Image> buffers;
        const Json& named = at(entry, "buffers");
        if (!named.is_object() && !named.is_null())
            return damaged();
        for (const auto& [name, buffer] : named.items()) {
            std::string hash = textAt(buffer, "file");
            TRY(auto bytes, content(hash));
            const Json& size = at(buffer, "size");
            auto format = Image::Format(int(numberAt(buffer, "format")));
            auto edge = [&](std::size_t i) {
                return size.is_array() && size.size() == 2 && size[i].is_number_integer() ? size[i].get<int>() : 0;
            };
            if (edge(0) < 1 || edge(1) < 1 || edge(0) > largestEdge || edge(1) > largestEdge || int(format) < 0
                || int(format) > int(Image::Format::Rgba32F)
                || bytes.size() != std::size_t(edge(0)) * std::size_t(edge(1)) * Image::bytesPerPixel(format))
                return damaged();
            auto* first = reinterpret_cast<const std::byte*>(bytes.data());
            buffers[name] = Image({edge(0), edge(1)}, format,
                flagAt(buffer, "linear") ? ColourSpace::SceneLinear : ColourSpace::Display, {first, first + bytes.size()});
            hasher.add(name).add(hash);
        }
        TRY(memory.shader, ShaderState::restore(*m->device, buffers));
        if (std::string hash = textAt(entry, "model"); !hash.empty()) {
            TRY(auto bytes, content(hash));
            TRY(memory.model, ModelState::restore(*m->device, std::as_bytes(std::span(bytes))));
            hasher.add(hash);
        }
        auto sources = sourcesFromJson(at(entry, "sources"));
        if (!sources)
            return damaged();
        memory.sources = *sources;
        memory.after = hasher.key();
        restored[{textAt(entry, "node"), int(numberAt(entry, "pass"))}] = std::move(memory);
    }
    m->memories = std::move(restored);
    return {};
}

const RenderStatistics& Renderer::statistics() const
{
    return m->statistics;
}

Device& Renderer::device()
{
    return *m->device;
}

} // namespace opificio
