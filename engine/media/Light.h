#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

// Private to this folder: films whose numbers mean other light than Display has.

#include "media/Ffmpeg.h"

#include <cstddef>
#include <span>
#include <vector>

namespace opificio::ffmpeg {

/// Brings R'G'B' of other curves and primaries to Display: sRGB-encoded, Rec. 709 primaries.
///
/// Hybrid log-gamma (ITU-R BT.2100) goes through its inverse OETF and the OOTF of a screen of 1,000 cd/m2 (gamma 1.2), PQ
/// (SMPTE ST 2084) through its EOTF. Reference white, 203 cd/m2 (ITU-R BT.2408), is 1. BT.2020's primaries become BT.709's by the
/// matrix of ITU-R BT.2087; what lies outside is cut to 0. Then the largest of the three, m, is rolled off where it is above
/// 0.8, and the other two with it, so that hues stay: 0.8 + 0.2 (1 - exp(-(m - 0.8) / 0.2)). What is darker than 162 cd/m2
/// is as bright as it was filmed, reference white is 0.93, and lights end at 1.
///
/// BT.2020 with an ordinary curve goes through the matrix alone, taken for Display values before and after, so greys stay
/// what they are. The primaries of PAL and NTSC are left: they lie within 0.01 of BT.709's in x and y.
class Light {
public:
    enum class Curve { Video, Hlg, Pq };
    struct Kind {
        Curve curve = Curve::Video;
        bool wide = false; ///< BT.2020's primaries
        bool isDisplay() const { return curve == Curve::Video && !wide; }
        friend bool operator==(const Kind&, const Kind&) = default;
    };
    /// As the frame's tags say; high dynamic range without primaries is taken for BT.2020.
    static Kind kindOf(const AVFrame& frame);

    explicit Light(Kind kind);
    Kind kind() const { return m_kind; }
    /// RGBA of sixteen bits, full range; alpha stays.
    void toDisplay(std::span<std::uint16_t> rgba) const;

private:
    Kind m_kind;
    std::vector<float> m_linear; ///< of each value; 1 is reference white. HLG: of the scene, 1 is its peak
    std::vector<float> m_gain; ///< HLG: of the screen, by the square root of the scene's luminance
    std::vector<std::uint16_t> m_encoded; ///< Display, by the square root of light
};

} // namespace opificio::ffmpeg
