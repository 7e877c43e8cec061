#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/Result.h"

namespace opificio {

/// What a picture file says of itself in EXIF, IPTC-IIM and XMP, in UTF-8. Empty where nothing is stated. A sidecar
/// (a.xmp or a.jpg.xmp) outweighs what is embedded; then XMP, IIM, EXIF in this order.
/// IPTC tells the work (ArtworkOrObject) from the picture of it: they are kept apart here, too.
struct Metadata {
    /// Language tag ("it", "en-GB"; "und" where none is named) to text.
    using Texts = std::map<std::string, std::string>;

    Texts title;
    Texts description;
    std::vector<std::string> creators; ///< of this picture: the photographer, or the artist of a born-digital work
    std::string date; ///< as stated for what is shown
    std::string taken; ///< when the camera or scanner made the file; never the date of the work
    std::string rightsText; ///< copyright notice or usage terms, as written
    std::string rightsAddress; ///< a licence or statement as an address, as written; of the picture
    std::string credit; ///< who wants to be named, often the holder
    std::string source; ///< where it comes from, often an address
    std::vector<std::string> keywords;
    std::string place; ///< "Cefalù, Sicilia, Italia"
    std::optional<double> latitude, longitude; ///< degrees, north and east positive
    std::string camera;
    std::string mining; ///< PLUS data mining reservation, e.g. "DMI-PROHIBITED-AIMLTRAINING"
    int orientation = 1; ///< EXIF 1..8

    struct Work {
        Texts title;
        std::vector<std::string> creators;
        std::string date, holder, inventory, rightsText;
    } work; ///< IPTC ArtworkOrObject, the first

    /// Sentences (in English and Italian) about statements that contradict each other or could not be read.
    std::vector<Texts> doubts;
    std::vector<Texts> rightsDoubts; ///< the same about rights: whoever publishes must clear them up
};

/// Reads no pixels. A picture without metadata is an empty Metadata; a damaged block is a doubt; only a file that cannot
/// be opened at all is an error. Any thread (one at a time inside: the XMP reader shares its state).
Result<Metadata> readMetadata(const std::filesystem::path& path);

} // namespace opificio
