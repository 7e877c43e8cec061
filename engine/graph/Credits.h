#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/Json.h"
#include "base/Rate.h"
#include "base/Sources.h"

namespace opificio {

/// The first and the last frame of a stretch, both of them in it.
using FrameSpan = std::pair<Frame, Frame>;

/// Gathers what took part in a film, frame by frame. A frame with the same handle as the one before it costs one
/// comparison.
class CreditsCollector {
public:
    /// Frames in any order; a frame may be added again.
    void add(Frame frame, const Sources& sources);
    /// Every source with the stretches of each of its roles, in order and as long as can be.
    std::map<Source, std::map<Role, std::vector<FrameSpan>>> parts() const;

private:
    void settle();

    Sources m_sources;
    FrameSpan m_span = {0, -1};
    std::map<Source, std::map<Role, std::vector<FrameSpan>>> m_parts;
};

/// What the caller knows of a source, or null; all keys may be absent and everything is taken as hostile.
/// Item, File: an item as in datasets/HASH.json {id, sha256, title: {language: text}, maker: [], date, holder, source,
///     rights: {work, object, record}, notes: [{language: text}]}.
/// Dataset: the frozen dataset {name, items: [...]}. Model: its card {name, recipe, made, datasets: [{hash, items}]}.
/// Shader: {title, by, licence}. Person: {name, publish}.
using DescribeSource = std::function<Json(const Source&)>;

/// The film that is credited.
struct CreditedWork {
    std::filesystem::path file; ///< only its name is written down
    std::string sha256;
    std::string title; ///< empty: the file's name
    std::string made; ///< a UTC time, RFC 3339
    Rate rate;
    Frame frames = 0;
    Json people = Json::array(); ///< [{name, part?, publish}]: who made it
};

/// The full record, "opificio.credits/1" (credits.json): items, an entry for each role of each; what models learned from
/// counts as learned, with the model under `through`; a dataset that no item of it stands for is written out whole;
/// duties that follow from the rights (resources/rights.json) and the items' notes, in English and Italian. `unknown` is
/// true when anything came from where nobody can tell.
Json creditsRecord(const CreditedWork& work, const CreditsCollector& collector, const DescribeSource& describe);

/// The page to publish: one file in Italian and English without scripts or anything from outside. People who did not
/// choose to be named are left out. `thumbnails`: "data:image/..." by the items' sha256 or id.
std::string creditsPage(const Json& record, const std::map<std::string, std::string>& thumbnails = {});

/// Writes credits.json and credits.html into the folder, named STEM.credits.json and STEM.credits.html when `stem` is
/// not empty.
Result<> writeCredits(const std::filesystem::path& folder, const std::string& stem, const Json& record,
    const std::map<std::string, std::string>& thumbnails = {});

} // namespace opificio
