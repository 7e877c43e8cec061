// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/Cache.h"

#include <algorithm>
#include <vector>

namespace opificio {

namespace fs = std::filesystem;

std::int64_t pruneCache(const fs::path& folder, std::int64_t limitBytes, std::chrono::seconds spared)
{
    struct Kept {
        fs::file_time_type used;
        std::int64_t bytes = 0;
        fs::path path;
    };
    std::vector<Kept> files;
    std::int64_t all = 0;
    std::error_code code;
    for (fs::recursive_directory_iterator entry(folder, code); !code && entry != fs::recursive_directory_iterator();
         entry.increment(code)) {
        std::error_code gone; // another process may have removed it
        if (!entry->is_regular_file(gone) || entry->is_symlink(gone))
            continue;
        const auto bytes = std::int64_t(entry->file_size(gone));
        const auto used = entry->last_write_time(gone);
        if (gone)
            continue;
        all += bytes;
        // Notes are small, and go with what they are about.
        if (entry->path().extension() != ".json")
            files.push_back({used, bytes, entry->path()});
    }
    if (all <= limitBytes)
        return 0;
    std::sort(files.begin(), files.end(), [](const Kept& left, const Kept& right) { return left.used < right.used; });
    const auto recently = fs::file_time_type::clock::now() - spared;
    std::int64_t removed = 0;
    for (const Kept& file : files) {
        if (all - removed <= limitBytes / 10 * 9 || file.used >= recently)
            break;
        // The note goes first: without it a file counts for nothing.
        fs::path note = file.path;
        if (note.extension() == ".part")
            note += ".json";
        else
            note.replace_extension(".json");
        fs::remove(note, code);
        if (fs::remove(file.path, code))
            removed += file.bytes;
    }
    return removed;
}

} // namespace opificio
