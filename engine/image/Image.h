#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace opificio {

/// Width and height in pixels.
struct Size {
    int width = 0, height = 0;
    friend bool operator==(const Size&, const Size&) = default;
};

/// Pixels along an edge of the largest picture that is made, shown or delivered: what every graphics device of today can hold.
inline constexpr int largestEdge = 16'384;

/// What the numbers of a picture mean. Display: sRGB-encoded, Rec. 709 primaries, as files and screens have it.
/// SceneLinear: proportional to light, Rec. 709 primaries; the working space.
enum class ColourSpace { Display, SceneLinear };

/// Pixels in memory, never changed once shared: copying shares. Four channels RGBA, alpha straight, rows from the top,
/// tightly packed. Any thread.
class Image {
public:
    enum class Format { Rgba8, Rgba16, Rgba16F, Rgba32F }; ///< bytes a pixel: 4, 8, 8, 16

    Image() = default;
    /// `pixels` holds exactly width * height * bytesPerPixel(format) bytes.
    Image(Size size, Format format, ColourSpace space, std::vector<std::byte> pixels);

    bool isNull() const { return !m_pixels; }
    Size size() const { return m_size; }
    Format format() const { return m_format; }
    ColourSpace space() const { return m_space; }
    std::span<const std::byte> pixels() const;
    std::size_t rowBytes() const { return std::size_t(m_size.width) * bytesPerPixel(m_format); }
    /// Row `y` from the top.
    const std::byte* row(int y) const { return pixels().data() + std::size_t(y) * rowBytes(); }

    static std::size_t bytesPerPixel(Format format);

private:
    Size m_size;
    Format m_format = Format::Rgba8;
    ColourSpace m_space = ColourSpace::Display;
    std::shared_ptr<const std::vector<std::byte>> m_pixels;
};

} // namespace opificio
