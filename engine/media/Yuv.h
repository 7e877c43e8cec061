#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/Rate.h"
#include "image/Image.h"

namespace opificio {

/// Three planes of 8-bit 4:2:0; the memory belongs to the caller.
struct Planes420 {
    std::uint8_t* data[3] = {};
    std::ptrdiff_t stride[3] = {};
    Size size; ///< even
};

/// A picture as BT.709 limited-range 4:2:0 with chroma sited left (ITU-T H.264 figure E-1, type 0): between two rows and
/// on the column of the even pixels. Chroma is low-passed with the cubic of B = 0, C = 1/2 stretched twofold: seven taps
/// along a row, eight across. swscale's own default writes centred chroma under the same tag, which shifts colour by a
/// quarter of a pixel.
///
/// SceneLinear is encoded to Display first. Transparent pixels are laid on black. Pictures of more than 8 bits get
/// an even noise of one step from peak to peak (interleaved gradient noise, Jimenez 2014) before they are rounded, so that slow
/// gradients do not band; 8-bit pictures are rounded as they are. A picture smaller than `to.size` is continued by its last
/// column and row. Any thread; the same bits on every machine.
void toYuv420(const Image& image, const Planes420& to);

/// 8-bit RGBA in Display space with the same noise; alpha is kept.
Image toRgba8(const Image& image);

} // namespace opificio
