#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/Param.h"
#include "base/Rate.h"
#include "base/Result.h"
#include "base/Task.h"
#include "image/Image.h"

namespace opificio {

/// Takes the frames of one delivery, in order. Nothing is seen at the chosen path before finish(): files grow beside it
/// and are renamed when all is well. A writer that is destroyed before finish() leaves nothing behind, and what lay at
/// the path stays.
/// write() and finish() from one thread; encoding goes on in threads of the writer's own, at most four frames behind.
class Writer {
public:
    virtual ~Writer() = default;
    /// Every image has the size that was opened with; Display or SceneLinear, any format. Shares the pixels. Waits while
    /// four frames are under way. A failure of an earlier frame is told here or by finish(), as is Task::stop().
    virtual Result<> write(const Image& frame) = 0;
    /// Waits for the last frame, closes, syncs and renames. Fails when fewer frames came than were announced. Returns the
    /// files that now exist, in order: one film, or one still a frame. Called once; nothing may be called after it.
    virtual Result<std::vector<std::filesystem::path>> finish() = 0;
};

/// A way to deliver: a row of the table in formats/.
struct Format {
    enum class Shape { Stills, Film };

    std::string name; ///< "h264"; also the file's stem in formats/
    std::string label; ///< passes through text() when shown, as does the help
    std::string help;
    std::string extension; ///< ".mp4"
    Shape shape = Shape::Film;
    std::vector<Param> params;
    /// `values` are complete (see openWriter()). `total` 0: as many frames as come.
    Result<std::unique_ptr<Writer>> (*open)(
        const std::filesystem::path& path, Size size, Rate rate, Frame total, const Values& values, Task& task)
        = nullptr;
};

/// Settings of every format: what its files say of themselves ("title", "comment").
Param titleParam();
Param commentParam();

/// Every row, in the order of their names.
std::span<const Format* const> formats();

/// The format of that name; an error that lists the names there are.
Result<const Format*> findFormat(std::string_view name);

/// The format whose extension the path has, or null.
const Format* formatOfPath(const std::filesystem::path& path);

/// Checks the size (1 to 16,384 along an edge), the rate and the values, completes the values and opens. Adds the
/// format's extension when the path has none. `task` outlives the writer: it hears of what was done otherwise than
/// asked, and its stop() ends the writing.
///
///     TRY(auto writer, openWriter(*format, "flood.mp4", {1920, 1080}, {25, 1}, 250, chosen, task));
///     for (...)
///         TRY_DO(writer->write(image));
///     TRY(auto files, writer->finish());
Result<std::unique_ptr<Writer>> openWriter(
    const Format& format, std::filesystem::path path, Size size, Rate rate, Frame total, const Values& chosen, Task& task);

} // namespace opificio
