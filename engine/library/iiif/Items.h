#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <vector>

#include "library/Item.h"
#include "library/iiif/Presentation.h"

namespace opificio::iiif {

/// A picture of a manifest as an item of the library, without a file, and how messages name it.
struct Found {
    Item item;
    std::string label;
};

/// An item for each picture of each canvas: every option of a choice, the one that is shown first before the others, and every
/// picture that lies on a part of a canvas. Ids are those of the canvases, with a suffix that is the same next time where there
/// are several. Maker, date, place, holder and subjects are taken from words that are certain (resources/iiif-words.json). With
/// `onlyCanvas` just those of that one.
std::vector<Found> itemsOf(const Manifest& manifest, const std::string& onlyCanvas = {});

/// What the manifest holds that is no picture, and canvases without any, as sentences.
std::vector<std::string> leftOut(const Manifest& manifest);

} // namespace opificio::iiif
