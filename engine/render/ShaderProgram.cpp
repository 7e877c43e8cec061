// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/ShaderProgram.h"

#include "base/Text.h"
#include "gpu/Translator.h"
#include "image/ImageFile.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

namespace opificio {

namespace {

constexpr int largestImport = 8192;

// sRGB, IEC 61966-2-1, mirrored for negative numbers so that nothing is lost.
constexpr const char* encoding = R"(#version 450
layout(location = 0) out vec4 colour;
layout(binding = 0) uniform sampler2D picture;
float encoded(float c) { float a = abs(c); return sign(c) * (a <= 0.0031308 ? a * 12.92 : 1.055 * pow(a, 1.0 / 2.4) - 0.055); }
void main()
{
    vec4 c = texelFetch(picture, ivec2(gl_FragCoord.xy), 0);
    colour = vec4(encoded(c.r), encoded(c.g), encoded(c.b), c.a);
}
)";
constexpr const char* decoding = R"(#version 450
layout(location = 0) out vec4 colour;
layout(binding = 0) uniform sampler2D picture;
float decoded(float c) { float a = abs(c); return sign(c) * (a <= 0.04045 ? a / 12.92 : pow((a + 0.055) / 1.055, 2.4)); }
void main()
{
    vec4 c = texelFetch(picture, ivec2(gl_FragCoord.xy), 0);
    colour = vec4(decoded(c.r), decoded(c.g), decoded(c.b), c.a);
}
)";

double encoded(double c)
{
    double a = std::abs(c);
    return std::copysign(a <= 0.0031308 ? a * 12.92 : 1.055 * std::pow(a, 1 / 2.4) - 0.055, c);
}

// A picture that the shader's header imports: only from below its folder.
Result<Image> readImport(const Isf& isf, const Isf::Picture& picture)
{
    std::filesystem::path relative(picture.file);
    Error outside{
        Error::Code::Invalid, text("{0} asks for {1}, which does not lie in its folder.", isf.name, picture.file), picture.file};
    if (relative.is_absolute())
        return outside;
    std::error_code code;
    std::filesystem::path folder = std::filesystem::weakly_canonical(isf.folder.empty() ? "." : isf.folder, code);
    std::filesystem::path path = std::filesystem::weakly_canonical(folder / relative, code);
    auto [end, rest] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    if (code || (end != folder.end() && !end->empty()))
        return outside;
    return readImage(path, largestImport);
}

template<typename Number> void put(std::vector<std::byte>& bytes, std::size_t offset, Number number)
{
    std::memcpy(bytes.data() + offset, &number, sizeof(number));
}

} // namespace

struct ShaderProgram::Data {
    Isf isf;
    Working working = Working::Display;
    Translation translation;
    std::shared_ptr<const Translation> shared; ///< for errors that come after the program
    std::shared_ptr<const FragmentKernel> kernel, encode, decode;
    GpuImagePtr blank;
    std::map<std::string, GpuImagePtr> imported;

    // A target as it is in this frame. Authors divide sizes, and RENDERSIZE holds what comes out, not rounded.
    struct Extent {
        double width = 1, height = 1;
        Size pixels() const { return {int(width), int(height)}; }
    };
    Extent extentOf(const Isf::Round& round, const std::map<std::string, double, std::less<>>& names, Size size) const
    {
        auto edge = [&](const Formula& formula, int whole) {
            return formula.isEmpty() ? double(whole) : std::clamp(formula.value(names), 1.0, double(largestEdge));
        };
        return {edge(round.width, size.width), edge(round.height, size.height)};
    }
    std::vector<std::byte> block(const Values& values) const;
};

// The uniform block with everything that stays the same for all passes of a frame.
std::vector<std::byte> ShaderProgram::Data::block(const Values& values) const
{
    std::vector<std::byte> bytes(translation.blockBytes);
    for (const Translation::Place& place : translation.values) {
        const Param* param = findParam(isf.params, place.name);
        if (!param)
            continue;
        const Value* chosen = values.find(place.name);
        const Value& value = chosen ? *chosen : param->initial;
        switch (place.kind) {
        case ShaderSource::Kind::Number:
            put(bytes, place.offset, float(numberOf(value)));
            break;
        case ShaderSource::Kind::Whole:
            put(bytes, place.offset, std::int32_t(std::clamp(shaderNumber(isf, *param, values), -2147483648.0, 2147483647.0)));
            break;
        case ShaderSource::Kind::Switch:
            put(bytes, place.offset, std::int32_t(numberOf(value) != 0));
            break;
        case ShaderSource::Kind::Point:
        case ShaderSource::Kind::Colour: {
            std::size_t count = place.kind == ShaderSource::Kind::Point ? 2 : 4;
            std::vector<double> numbers;
            if (auto list = std::get_if<std::vector<double>>(&value))
                numbers = *list;
            if (count == 4 && numbers.size() == 3)
                numbers.push_back(1);
            numbers.resize(count);
            for (std::size_t i = 0; i < count; ++i)
                put(bytes, place.offset + 4 * i, float(count == 4 && i < 3 && !isf.isLinear ? encoded(numbers[i]) : numbers[i]));
            break;
        }
        }
    }
    return bytes;
}

Result<std::map<std::string, Image>> ShaderState::save(Device& device) const
{
    std::map<std::string, Image> result;
    for (const auto& [name, buffer] : buffers) {
        TRY(auto image, device.download(*buffer));
        result.emplace(name, std::move(image));
    }
    return result;
}

Result<ShaderState> ShaderState::restore(Device& device, const std::map<std::string, Image>& buffers)
{
    ShaderState state;
    for (const auto& [name, image] : buffers) {
        TRY(auto buffer, device.upload(image));
        state.buffers.emplace(name, std::move(buffer));
    }
    return state;
}

ShaderProgram::~ShaderProgram() = default;

Result<std::shared_ptr<const ShaderProgram>> ShaderProgram::compile(Device& device, const Isf& isf, Working working)
{
    std::shared_ptr<ShaderProgram> program(new ShaderProgram);
    program->m_data = std::make_unique<Data>();
    Data& data = *program->m_data;
    data.isf = isf;
    data.working = working;
    ShaderSource source;
    source.name = isf.name;
    source.fragment = isf.text;
    source.vertexName = isf.vertexName;
    source.vertex = isf.vertexText;
    source.loopBudget = device.loopBudget();
    for (const Param& param : isf.params) {
        auto kind = ShaderSource::Kind::Number;
        switch (param.type) {
        case Param::Type::Whole:
        case Param::Type::Choice:
            kind = ShaderSource::Kind::Whole;
            break;
        case Param::Type::Switch:
        case Param::Type::Event:
            kind = ShaderSource::Kind::Switch;
            break;
        case Param::Type::Point:
            kind = ShaderSource::Kind::Point;
            break;
        case Param::Type::Colour:
            kind = ShaderSource::Kind::Colour;
            break;
        default:
            break;
        }
        source.values.push_back({param.name, kind});
    }
    for (const Isf::Picture& picture : isf.pictures)
        source.images.push_back(picture.name);
    for (const Isf::Round& round : isf.rounds) {
        if (!round.target.empty())
            source.images.push_back(round.target);
    }
    TRY(data.translation, translate(source));
    data.shared = std::make_shared<const Translation>(
        Translation{.flagBinding = -1, .name = data.translation.name, .loops = data.translation.loops});
    TRY(data.kernel, FragmentKernel::create(device, data.translation.fragment, data.translation.vertex));
    TRY(data.blank, device.upload(Image({1, 1}, Image::Format::Rgba8, ColourSpace::Display, std::vector<std::byte>(4))));
    if (working == Working::SceneLinear) {
        static const auto encodeSpirv = compileFragment(encoding, "encode");
        static const auto decodeSpirv = compileFragment(decoding, "decode");
        if (!encodeSpirv || !decodeSpirv)
            return encodeSpirv ? decodeSpirv.error() : encodeSpirv.error();
        TRY(data.encode, FragmentKernel::create(device, *encodeSpirv));
        TRY(data.decode, FragmentKernel::create(device, *decodeSpirv));
    }
    for (const Isf::Picture& picture : isf.pictures) {
        if (picture.kind != Isf::Picture::Kind::Imported || picture.file.empty())
            continue;
        TRY(auto image, readImport(isf, picture));
        if (working == Working::SceneLinear && isf.isLinear)
            image = converted(image, Image::Format::Rgba16F, ColourSpace::SceneLinear);
        TRY(auto uploaded, device.upload(image));
        data.imported.emplace(picture.name, std::move(uploaded));
    }
    return std::shared_ptr<const ShaderProgram>(std::move(program));
}

Result<GpuImagePtr> ShaderProgram::render(Recorder& recorder, const std::map<std::string, GpuImagePtr>& images,
    const Values& values, const Moment& moment, ShaderState& state) const
{
    const Data& data = *m_data;
    const Isf& isf = data.isf;
    const bool linearWork = data.working == Working::SceneLinear;
    const bool asDisplay = linearWork && !isf.isLinear;
    if (moment.size.width < 1 || moment.size.height < 1)
        return Error{Error::Code::Invalid, text("A picture needs at least one pixel.")};

    std::map<std::string, double, std::less<>> names = {{"WIDTH", moment.size.width}, {"HEIGHT", moment.size.height}};
    for (const Param& param : isf.params)
        names.emplace(param.name, shaderNumber(isf, param, values));

    // What each sampler reads, and how large the shader takes it for.
    struct Read {
        GpuImagePtr image;
        double width = 1, height = 1;
    };
    std::map<std::string, Read> reads;
    auto whole = [](const GpuImagePtr& image) { return Read{image, double(image->size().width), double(image->size().height)}; };
    for (const Isf::Picture& picture : isf.pictures) {
        if (auto found = data.imported.find(picture.name); found != data.imported.end()) {
            reads[picture.name] = whole(found->second);
            continue;
        }
        auto found = images.find(picture.name);
        if (found == images.end() || !found->second)
            continue;
        GpuImagePtr image = found->second;
        bool isSound = picture.kind == Isf::Picture::Kind::Audio || picture.kind == Isf::Picture::Kind::AudioSpectrum;
        if (linearWork && !isSound && (image->space() == ColourSpace::SceneLinear) != isf.isLinear) {
            ColourSpace space = isf.isLinear ? ColourSpace::SceneLinear : ColourSpace::Display;
            TRY(image,
                recorder.draw(
                    isf.isLinear ? *data.decode : *data.encode, image->size(), Image::Format::Rgba16F, space, {{0, image}}));
        }
        reads[picture.name] = whole(image);
    }
    for (const Isf::Round& round : isf.rounds) {
        if (round.target.empty())
            continue;
        auto extent = data.extentOf(round, names, moment.size);
        auto before = round.isPersistent ? state.buffers.find(round.target) : state.buffers.end();
        reads[round.target] = {before == state.buffers.end() ? data.blank : before->second, extent.width, extent.height};
    }

    std::vector<std::byte> block = data.block(values);
    ShaderBlock head = {};
    for (int i = 0; i < 4; ++i)
        head.date[i] = float(moment.date[std::size_t(i)]);
    head.time = float(moment.time);
    head.timeDelta = float(moment.delta);
    head.frameIndex = std::int32_t(moment.frame);

    GpuImagePtr output;
    std::map<std::string, GpuImagePtr> written;
    for (std::size_t i = 0; i < isf.rounds.size(); ++i) {
        const Isf::Round& round = isf.rounds[i];
        const bool last = i + 1 == isf.rounds.size();
        if (!last && round.target.empty())
            continue; // nobody can see it
        auto extent = last ? Data::Extent{double(moment.size.width), double(moment.size.height)}
                           : data.extentOf(round, names, moment.size);
        Size size = extent.pixels();
        const bool kept = !round.target.empty();
        head.renderSize[0] = float(extent.width);
        head.renderSize[1] = float(extent.height);
        head.passIndex = std::int32_t(i);
        head.height = float(size.height);
        auto grid = normGrid(size.width, size.height);
        std::copy(grid.begin(), grid.end(), head.grid);
        // A picture that the shader will read again stays as the shader means it.
        bool decodeHere = asDisplay && last && !kept;
        std::memcpy(block.data(), &head, sizeof(head));
        std::vector<Binding> bindings;
        std::int32_t fitting = 0;
        for (std::size_t k = 0; k < data.translation.images.size(); ++k) {
            auto found = reads.find(data.translation.images[k]);
            Read read = found == reads.end() ? Read{data.blank} : found->second;
            bindings.push_back({unsigned(1 + k), read.image});
            if (read.image->size() == size)
                fitting |= fittingBit(k);
            put(block, data.translation.sizesOffset + 16 * k, float(read.width));
            put(block, data.translation.sizesOffset + 16 * k + 4, float(read.height));
        }
        bindings.push_back({0, block});
        auto format = round.isFloat && !decodeHere ? Image::Format::Rgba32F
            : linearWork                           ? Image::Format::Rgba16F
                                                   : Image::Format::Rgba8;
        ColourSpace space = linearWork && (isf.isLinear || decodeHere) ? ColourSpace::SceneLinear : ColourSpace::Display;
        Recorder::DrawOptions options;
        options.variant = (decodeHere ? StoreDecoded : asDisplay && !round.isFloat ? StoreClamped : StoreAsIs) | fitting;
        options.flagBinding = data.translation.flagBinding;
        options.whenSet = [translation = data.shared](std::uint32_t loop) { return translation->loopError(loop); };
        TRY(auto image, recorder.draw(*data.kernel, size, format, space, bindings, options));
        if (kept) {
            reads[round.target] = {image, extent.width, extent.height};
            if (round.isPersistent)
                written[round.target] = image;
        }
        if (last) {
            output = image;
            if (asDisplay && kept) {
                TRY(output, recorder.draw(*data.decode, size, Image::Format::Rgba16F, ColourSpace::SceneLinear, {{0, image}}));
            }
        }
    }
    for (auto& [name, image] : written)
        state.buffers[name] = std::move(image);
    return output;
}

} // namespace opificio
