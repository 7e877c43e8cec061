#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>
#include <string_view>

#include "base/Result.h"
#include "studio/Warn.h"
#include "graph/NodeType.h"
#include "graph/Plan.h"
#include "graph/WorkFiles.h"
#include "remote/Job.h"

namespace opificio {

struct Model;

/// The nodes that are known: built in, those of plugins/ and those in OPIFICIO_HOME/nodes; for a job that brought its own, those
/// in its nodes/ instead of the last, as they were when it was made. Files that cannot be read are warned about.
Result<NodeTypes> knownNodes(const Warn& warn, const std::filesystem::path& job = {});

/// Materials out of a work's folder, and for what is not there out of the library. They refer to no Work and may be used on
/// any thread while the work is edited; copies share what was read. Datasets and models are looked into once: what is named by
/// its content does not change. A model that is still learning is found by the hash that it had lately, in
/// runs/KEY/live/SHA.safetensors, so that it can be played while it learns.
Materials materialsIn(const std::filesystem::path& workFolder);

/// What a person typed or dropped for a setting, e.g. "0.5", an item's id, a path of a film, a model's name. Pictures, films
/// and models are taken into the work's media/ and models/ on the way, which reads all of the file.
Result<Value> typedValue(const WorkFiles& work, const Param& param, std::string_view typed);

/// The record that credits show for a source, from the work, its datasets and models, or the library; null for none.
Json describeSource(const WorkFiles& work, const Source& source);

/// A file that a job takes along, with what its record says of leaving this computer. A model stays where what it learned from
/// stays.
Job::Input inputOf(const std::string& sha256, const std::filesystem::path& path, const Json& record);

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

/// Whether the file still has the bytes that it was chosen for. Reads all of it.
Result<> asChosen(const std::filesystem::path& path, const std::string& sha256);

/// WorkFiles::addMedia(), where the work may hold another record of the same file; see standingRecord().
Result<> keepMedia(const WorkFiles& work, const std::filesystem::path& original, const std::string& sha256, const Json& record);

} // namespace opificio
