#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include "image/Image.h"
#include "learning/Learning.h"
#include "learning/PatchJudge.h"

namespace opificio {

/// The picture's crop, its shorter edge brought to `edge` pixels (never enlarged beyond twice its size), in display encoding.
/// An error when the file is not the one that was meant (its hash), cannot be read, or the crop is outside or too small.
Result<Pixels> readCrop(const TrainPicture& picture, int edge);

Image imageOf(const Pixels& pixels);

} // namespace opificio
