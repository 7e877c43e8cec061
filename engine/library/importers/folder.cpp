// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Text.h"
#include "image/ImageFile.h"
#include "library/Import.h"

#include <algorithm>
#include <set>

namespace opificio::importers {

namespace {

namespace fs = std::filesystem;

// Every visible file below the folder, in order of its path. Links are followed, each folder only once, so that a link to
// a folder above does not go round for ever.
void collect(const fs::path& folder, std::set<fs::path>& visited, std::vector<fs::path>& files, ImportContext& context)
{
    std::error_code code;
    const fs::path real = fs::canonical(folder, code);
    if (code || !visited.insert(real).second || context.task.stopped())
        return;
    std::vector<fs::path> entries;
    fs::directory_iterator entry(folder, code);
    if (code) {
        context.skip({folder.filename().string(), text("Cannot open the folder {0}.", folder.string())});
        return;
    }
    for (; entry != fs::directory_iterator(); entry.increment(code)) {
        if (code)
            break;
        if (!entry->path().filename().string().starts_with('.'))
            entries.push_back(entry->path());
    }
    std::sort(entries.begin(), entries.end());
    for (const fs::path& path : entries) {
        const fs::file_status status = fs::status(path, code);
        if (fs::is_directory(status))
            collect(path, visited, files, context);
        else if (fs::is_regular_file(status))
            files.push_back(path);
        else if (fs::is_symlink(fs::symlink_status(path, code)))
            context.skip({path.filename().string(), text("{0} is a link to nothing.", path.filename().string())});
    }
}

double sniff(const std::string& named)
{
    const fs::path source = named;
    std::error_code code;
    if (fs::is_directory(source, code))
        return 0.5;
    // Also what should have been a picture and is none: then it is said why.
    return fs::exists(source, code) && (soundsLikeFilm(source) || soundsLikePicture(source) || probeImage(source)) ? 0.5 : 0;
}

Result<> run(const std::string& named, ImportContext& context)
{
    const fs::path source = named;
    std::vector<fs::path> files;
    std::set<fs::path> visited;
    std::error_code code;
    if (fs::is_directory(source, code))
        collect(source, visited, files, context);
    else
        files.push_back(source);
    context.expect(std::int64_t(files.size()));
    for (const fs::path& file : files) {
        Candidate candidate;
        candidate.item.file = file;
        candidate.embedded = Candidate::Embedded::All;
        const fs::path relative = file.lexically_relative(source);
        candidate.label = relative.empty() || relative == "." ? file.filename().string() : relative.string();
        TRY_DO(context.emit(std::move(candidate)));
    }
    return {};
}

std::string collection(const std::string& named)
{
    const fs::path source = named;
    std::error_code code;
    const fs::path folder = fs::is_directory(source, code) ? source : source.parent_path();
    // A path that ends in a slash has an empty last part.
    return folder.filename().empty() ? folder.parent_path().filename().string() : folder.filename().string();
}

} // namespace

extern const Importer folderImporter = {
    .name = "folder",
    .help = std::string(
        words("Every picture and film of a folder and of the folders in it, with what EXIF, IPTC, XMP and sidecar files state.")),
    .params = {},
    .sniff = sniff,
    .run = run,
    .collection = collection,
};

} // namespace opificio::importers
