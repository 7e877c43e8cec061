// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/Image.h"

#include <cassert>

namespace opificio {

Image::Image(Size size, Format format, ColourSpace space, std::vector<std::byte> pixels)
    : m_size(size)
    , m_format(format)
    , m_space(space)
    , m_pixels(std::make_shared<const std::vector<std::byte>>(std::move(pixels)))
{
    assert(m_pixels->size() == std::size_t(size.width) * std::size_t(size.height) * bytesPerPixel(format));
}

std::span<const std::byte> Image::pixels() const
{
    return m_pixels ? std::span<const std::byte>(*m_pixels) : std::span<const std::byte>();
}

std::size_t Image::bytesPerPixel(Format format)
{
    switch (format) {
    case Format::Rgba8:
        return 4;
    case Format::Rgba16:
    case Format::Rgba16F:
        return 8;
    case Format::Rgba32F:
        return 16;
    }
    return 4;
}

} // namespace opificio
