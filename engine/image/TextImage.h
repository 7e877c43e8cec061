#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"
#include "image/Image.h"

namespace opificio {

/// How words are drawn.
struct TextStyle {
    enum class Align { Left, Centre, Right };

    /// A family that this computer has ("Inter", "Inter:bold", "Inter:italic:light"; fontconfig's notation), or the path of a
    /// font file. A family that is not there is replaced by the nearest one, and `remarks` say so.
    std::string font = "Inter";
    double sizePixels = 48; ///< the em; 1 to 4,000
    std::array<float, 4> colour = {1, 1, 1, 1}; ///< scene-linear Rec. 709, alpha straight
    Align align = Align::Left; ///< of the lines to each other
    double lineSpacing = 1.3; ///< from line to line, in ems
    double widthPixels = 0; ///< longer lines are broken between words; 0: only where the text has a new line
    /// The picture in whose middle the words shall lie, or near it by whole pixels. Letters then stand to its pixels as if
    /// they were drawn on it, and nothing is cut off: what comes back is larger where the words are.
    Size frame = {};
};

/// Words as a picture, the block of lines in its middle and whole, whatever leans out: Rgba16F, SceneLinear; the colour is the
/// same in every pixel and alpha says how much of it is covered. UTF-8 (what is not valid becomes a replacement mark); letters
/// are shaped and joined (HarfBuzz), Arabic and Hebrew run from the right within each line (the Unicode bidirectional algorithm,
/// FriBidi). A letter that the font lacks is taken from another font that has it. Fails when there is no font at all or the
/// picture would be larger than 16,384 pixels along an edge or 67 million in all. Any thread.
/// `remarks` receives a sentence for what is not as it was asked for: a family that this computer lacks, letters that no font
/// has.
Result<Image> drawText(std::string_view words, const TextStyle& style, std::vector<std::string>* remarks = nullptr);

} // namespace opificio
