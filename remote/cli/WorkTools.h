#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/Result.h"
#include "cli/Console.h"
#include "graph/NodeType.h"
#include "graph/Plan.h"
#include "graph/Work.h"

namespace opificio {

struct Model;

/// The nodes that are known: built in, those of plugins/ and those in OPIFICIO_HOME/nodes. Files that cannot be read are
/// warned about.
Result<NodeTypes> knownNodes(Console& console);

/// Materials out of a work's folder, and for what is not there out of the library. `work` outlives them.
Materials materialsOf(const Work& work);

/// What a person typed for a setting, e.g. "0.5", an item's id, a path of a film, a model's name. Pictures, films and
/// models are taken into the work's media/ and models/ on the way.
Result<Value> typedValue(Work& work, const Param& param, std::string_view typed);

/// "name=value"; a sentence when there is no =.
Result<std::pair<std::string, std::string>> splitSetting(std::string_view typed);
/// The arguments of a search as one line of words: quotation marks in them mean phrases, blanks mean several words.
std::string searchWords(const std::vector<std::string>& typed);
/// "1280x720"
Result<Size> parseSize(std::string_view typed);

/// The record that credits show for a source, from the work, its datasets and models, or the library; null for none.
Json describeSource(const Work& work, const Source& source);

/// Whether what the model shows follows from what it showed before.
bool remembers(const Model& model);

/// A picture or model of the library, as far as the work needs it.
struct LibraryFile {
    std::filesystem::path path;
    std::string sha256;
    Json record; ///< as in a dataset's items
};
/// By id, by SHA-256, or by its beginning (at least 6 characters).
Result<LibraryFile> libraryFile(std::string_view id);

/// The sentence for a setting that is not there, with those that are.
Error noSetting(const std::string& owner, const std::string& name, const std::vector<Param>& params);

/// Whether the file still has the bytes that it was chosen for. Reads all of it.
Result<> asChosen(const std::filesystem::path& path, const std::string& sha256);

/// Work::addMedia(), where the work may hold another record of the same file; see standingRecord().
Result<> keepMedia(Work& work, const std::filesystem::path& original, const std::string& sha256, const Json& record);

} // namespace opificio
