// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/Codec.h"

#include "base/Hash.h"
#include "base/Log.h"

#include <lcms2.h>

#include <cstdlib>
#include <limits>
#include <list>
#include <memory>

namespace opificio {

namespace {

// What a profile does to the numbers: a transform, or nothing because it is sRGB by another name or of no use.
struct Transform {
    CacheKey key;
    std::shared_ptr<void> handle;
    bool isIdentity = true;
};

cmsUInt32Number sourceType(Raster::Ink ink, bool wide)
{
    switch (ink) {
    case Raster::Ink::Cmyk:
        return wide ? TYPE_CMYK_16 : TYPE_CMYK_8;
    // Grey pixels lie as RGBA: read the first channel, pass over two, keep alpha.
    case Raster::Ink::Grey:
        return COLORSPACE_SH(PT_GRAY) | CHANNELS_SH(1) | EXTRA_SH(3) | BYTES_SH(wide ? 2 : 1);
    case Raster::Ink::Rgb:
        return wide ? TYPE_RGBA_16 : TYPE_RGBA_8;
    }
    return TYPE_RGBA_8;
}

// Whether a cube of colours comes back as it went, within one step of 8 bits.
bool changesNothing(cmsHTRANSFORM transform)
{
    for (int red = 0; red <= 255; red += 51) {
        for (int green = 0; green <= 255; green += 51) {
            for (int blue = 0; blue <= 255; blue += 17) {
                unsigned char from[4]
                    = {static_cast<unsigned char>(red), static_cast<unsigned char>(green), static_cast<unsigned char>(blue), 255};
                unsigned char to[4] = {};
                cmsDoTransform(transform, from, to, 1);
                for (int channel = 0; channel < 3; ++channel) {
                    if (std::abs(int(from[channel]) - int(to[channel])) > 1)
                        return false;
                }
            }
        }
    }
    return true;
}

Transform makeTransform(const std::string& bytes, Raster::Ink ink, bool wide)
{
    Transform made;
    std::shared_ptr<void> source(cmsOpenProfileFromMem(bytes.data(), cmsUInt32Number(bytes.size())), [](void* profile) {
        if (profile)
            cmsCloseProfile(profile);
    });
    if (!source) {
        log(Level::Debug, "image", "a damaged colour profile is passed over");
        return made;
    }
    cmsColorSpaceSignature wanted = ink == Raster::Ink::Cmyk ? cmsSigCmykData
        : ink == Raster::Ink::Grey                           ? cmsSigGrayData
                                                             : cmsSigRgbData;
    if (cmsGetColorSpace(source.get()) != wanted) {
        log(Level::Debug, "image", "a colour profile for another kind of pixels is passed over");
        return made;
    }
    std::shared_ptr<void> target(cmsCreate_sRGBProfile(), [](void* profile) { cmsCloseProfile(profile); });
    cmsUInt32Number flags = cmsFLAGS_BLACKPOINTCOMPENSATION;
    cmsUInt32Number to = wide ? TYPE_RGBA_16 : TYPE_RGBA_8;
    // lcms copies alpha only between equal numbers of extra channels; grey and CMYK get theirs back below.
    if (ink == Raster::Ink::Rgb)
        flags |= cmsFLAGS_COPY_ALPHA;
    cmsHTRANSFORM transform
        = cmsCreateTransform(source.get(), sourceType(ink, wide), target.get(), to, INTENT_RELATIVE_COLORIMETRIC, flags);
    if (!transform)
        transform = cmsCreateTransform(source.get(), sourceType(ink, wide), target.get(), to, INTENT_PERCEPTUAL, flags);
    if (!transform) {
        log(Level::Debug, "image", "a colour profile without a way to sRGB is passed over");
        return made;
    }
    made.handle = std::shared_ptr<void>(transform, [](void* handle) { cmsDeleteTransform(handle); });
    made.isIdentity = ink == Raster::Ink::Rgb && !wide && changesNothing(transform);
    return made;
}

// A collection is scanned with one or two profiles: each thread keeps its last transforms.
const Transform& transformFor(const std::string& profile, Raster::Ink ink, bool wide)
{
    thread_local std::list<Transform> kept;
    CacheKey key = Hasher().add(profile).add(int(ink)).add(wide).key();
    for (auto each = kept.begin(); each != kept.end(); ++each) {
        if (each->key == key) {
            kept.splice(kept.begin(), kept, each);
            return kept.front();
        }
    }
    kept.push_front(makeTransform(profile, ink, wide));
    kept.front().key = key;
    if (kept.size() > 8)
        kept.pop_back();
    return kept.front();
}

template<typename Number> void inkToLight(std::byte* bytes, std::size_t count)
{
    constexpr std::uint64_t full = std::numeric_limits<Number>::max();
    auto numbers = reinterpret_cast<Number*>(bytes);
    for (std::size_t index = 0; index < count; ++index, numbers += 4) {
        std::uint64_t paper = full - numbers[3];
        for (int channel = 0; channel < 3; ++channel)
            numbers[channel] = Number(((full - numbers[channel]) * paper + full / 2) / full);
        numbers[3] = Number(full);
    }
}

template<typename Number> void setAlpha(std::byte* bytes, std::size_t count, const std::vector<Number>& alpha)
{
    auto numbers = reinterpret_cast<Number*>(bytes);
    for (std::size_t index = 0; index < count; ++index)
        numbers[index * 4 + 3] = alpha.empty() ? std::numeric_limits<Number>::max() : alpha[index];
}

template<typename Number> void transformKeepingAlpha(const Transform& transform, Raster& raster, std::size_t count)
{
    auto numbers = reinterpret_cast<const Number*>(raster.pixels.data());
    std::vector<Number> alpha;
    if (raster.ink == Raster::Ink::Grey && raster.hasAlpha) {
        alpha.resize(count);
        for (std::size_t index = 0; index < count; ++index)
            alpha[index] = numbers[index * 4 + 3];
    }
    // lcms takes a count of 32 bits and reads each pixel before it writes it: both kinds have the same size.
    for (std::size_t row = 0; row < std::size_t(raster.size.height); ++row) {
        std::byte* pixels = raster.pixels.data() + row * std::size_t(raster.size.width) * 4 * sizeof(Number);
        cmsDoTransform(transform.handle.get(), pixels, pixels, cmsUInt32Number(raster.size.width));
    }
    if (raster.ink != Raster::Ink::Rgb)
        setAlpha<Number>(raster.pixels.data(), count, alpha);
}

} // namespace

Image colourManaged(Raster raster)
{
    const bool wide = raster.format == Image::Format::Rgba16;
    const std::size_t count = std::size_t(raster.size.width) * std::size_t(raster.size.height);
    const Transform none;
    const Transform& transform = raster.profile.empty() ? none : transformFor(raster.profile, raster.ink, wide);
    if (transform.handle && !transform.isIdentity) {
        if (wide)
            transformKeepingAlpha<std::uint16_t>(transform, raster, count);
        else
            transformKeepingAlpha<std::uint8_t>(transform, raster, count);
    } else if (raster.ink == Raster::Ink::Cmyk) {
        if (wide)
            inkToLight<std::uint16_t>(raster.pixels.data(), count);
        else
            inkToLight<std::uint8_t>(raster.pixels.data(), count);
    }
    return Image(raster.size, raster.format, ColourSpace::Display, std::move(raster.pixels));
}

} // namespace opificio
