#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// What is painted on a canvas: annotations and their bodies. Private to this folder.

#include "library/iiif/Presentation.h"

namespace opificio::iiif {

/// Reads everything that is painted on it, version 2 ("images") and 3 ("items"), into a canvas whose size is known.
/// `base` resolves relative addresses.
void readPaintings(const Json& json, std::string_view base, Canvas& canvas);
/// A picture from a resource as manifests name one: an address, or an object. Nothing where it names none.
std::optional<Picture> pictureOf(const Json& resource, std::string_view base);
/// Rights and licences of a resource as they are stated: addresses, or what links in a text lead to.
std::vector<std::string> rightsOf(const Json& resource);
/// The sentence that must be shown, from either version.
std::optional<Fact> requiredOf(const Json& resource);
/// Read from a target ("on", "target"), whatever its shape.
Target targetOf(const Json& json, int width, int height);

} // namespace opificio::iiif
