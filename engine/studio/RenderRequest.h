#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>

#include "base/Result.h"
#include "graph/Work.h"
#include "media/Format.h"
#include "remote/Job.h"

namespace opificio {

/// An export as a job: the folder holds all that it needs to know (the graph, the datasets, the records that credits
/// show) but the pictures, which are inputs by hash.
struct RenderRequest {
    std::string format; ///< a row of formats
    Values values; ///< of the format
    Size size;
    Frame first = 0, last = 0; ///< both included
    int parts = 1; ///< that can be made apart from each other; at most as many as frames
    std::string name; ///< of the file, without its ending
    std::filesystem::path output; ///< where the file is wanted; its credits beside it
};

/// Where a render goes: a path with the ending of its format. `typed` may be empty (`beside` the work's other deliveries), a
/// folder, or a name with or without an ending; an ending that says another kind of file is an error, never another file.
struct Destination {
    const Format* format = nullptr;
    std::filesystem::path path; ///< absolute
};
Result<Destination> destinationOf(
    const std::string& typed, const std::string& format, bool isStill, const std::filesystem::path& beside);

/// A job that holds nothing but what any render of the work would take along: pictures, films and models, with their titles and
/// what was said about sharing them.
Result<Job> renderInputs(const Work& work, const NodeTypes& types);

/// Writes the job folder in the work's runs/ and answers it; in the library's runs/ where the work is read only.
Result<std::filesystem::path> makeRenderJob(const Work& work, const NodeTypes& types, const RenderRequest& request);

} // namespace opificio
