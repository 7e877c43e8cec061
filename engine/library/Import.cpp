// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Import.h"

#include "base/Hash.h"
#include "base/EachLanguage.h"
#include "base/Text.h"
#include "base/Utf8.h"
#include "image/ImageFile.h"
#include "image/Metadata.h"
#include "library/Bring.h"
#include "library/Thumbnails.h"
#include "web/Address.h"
#include "web/Web.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <thread>

namespace opificio {

namespace {

constexpr std::size_t batchSize = 64;

// What becomes of a candidate once its file was looked into.
struct Looked {
    std::optional<Item> item;
    std::optional<Skipped> skipped;
    bool isOther = false; ///< a file of another kind in a folder of pictures
};

// Sounds by their first bytes; films need FFmpeg and are asked of the caller.
std::string soundType(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    char bytes[16] = {};
    file.read(bytes, sizeof bytes);
    const std::string_view head(bytes, std::size_t(file.gcount()));
    const bool wave = head.starts_with("RIFF") && head.size() >= 12 && head.substr(8, 4) == "WAVE";
    const bool mpeg = head.starts_with("ID3")
        || (head.size() > 1 && head.starts_with("\xff") && (static_cast<unsigned char>(head[1]) & 0xe6) == 0xe2);
    return wave || mpeg || head.starts_with("OggS") || head.starts_with("fLaC") ? "sound" : "";
}

bool endsAsOne(const std::filesystem::path& path, std::initializer_list<std::string_view> endings)
{
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
        [](char byte) { return char(std::tolower(static_cast<unsigned char>(byte))); });
    return std::find(endings.begin(), endings.end(), extension) != endings.end();
}

// What the file says of itself fills what the source left unsaid.
void fillFrom(const Metadata& said, Candidate::Embedded embedded, Item& item)
{
    if (item.mining.empty())
        item.mining = said.mining;
    if (embedded == Candidate::Embedded::Reservations)
        return;
    // The work's own fields stand above the photographer's; the two are never mixed.
    const bool aboutWork = !said.work.title.empty() || !said.work.creators.empty() || !said.work.holder.empty();
    if (item.title.empty())
        item.title = said.title.empty() || (aboutWork && !said.work.title.empty()) ? said.work.title : said.title;
    if (item.description.empty())
        item.description = said.description;
    if (item.maker.empty())
        item.maker = aboutWork ? said.work.creators : said.creators;
    if (aboutWork) {
        // Whoever took the photograph is not the maker of what it shows, and has rights of their own.
        for (const std::string& photographer : said.creators) {
            if (std::find(item.maker.begin(), item.maker.end(), photographer) == item.maker.end())
                item.notes.push_back({textInEach(words("The photograph of it is by {0}."), {photographer}), true});
        }
    }
    if (item.date.empty())
        item.date = !said.work.date.empty() ? said.work.date : said.date;
    // The camera's date is the date of the work only when the photograph is the work.
    if (item.date.empty() && item.origin == "mine")
        item.date = said.taken;
    if (item.holder.empty())
        item.holder = !said.work.holder.empty() ? said.work.holder : said.credit;
    if (item.source.empty())
        item.source = said.source;
    if (item.place.empty())
        item.place = said.place;
    if (item.subjects.empty())
        item.subjects = said.keywords;
    if (item.rights.object == notStated && !said.rightsAddress.empty()) {
        const std::string canonical = canonicalRights(said.rightsAddress);
        item.rights.object = canonical.empty() ? said.rightsAddress : canonical;
    }
    if (item.rightsText.empty())
        item.rightsText = said.rightsText;
    if (item.rights.object == notStated) {
        // A notice like "CC0" is certain; "Public domain" alone is not.
        if (const std::string certain = canonicalRights(said.rightsText); !certain.empty())
            item.rights.object = certain;
    }
    if (item.rights.work == notStated && !said.work.rightsText.empty()) {
        if (const std::string certain = canonicalRights(said.work.rightsText); !certain.empty())
            item.rights.work = certain;
    }
    for (const Metadata::Texts& doubt : said.doubts)
        item.notes.push_back({doubt});
    for (const Metadata::Texts& doubt : said.rightsDoubts)
        item.notes.push_back({doubt, true});
}

Looked look(Candidate candidate, const ImportOptions& options)
{
    Item& item = candidate.item;
    auto skip = [&](std::string sentence) { return Looked{.skipped = Skipped{candidate.label, std::move(sentence)}}; };
    if (!item.file.empty()) {
        const std::filesystem::path file = item.file;
        std::error_code code;
        if (!std::filesystem::is_regular_file(file, code))
            return skip(text("Cannot find {0}.", file.string()));
        // What cannot be written down cannot be found again.
        if (!isUtf8(file.string()))
            return skip(text("The name of {0} is not written in UTF-8. Rename it, then bring it again.", toUtf8(file.string())));
        auto info = probeImage(file);
        Image poster;
        if (info) {
            item.type = info->type;
            item.width = info->size.width;
            item.height = info->size.height;
        } else {
            // Of a folder, only what should have been a picture is worth a word.
            if (candidate.embedded == Candidate::Embedded::All && !soundsLikePicture(file) && !soundsLikeFilm(file))
                return Looked{.isOther = true};
            std::string why = info.error().message;
            item.type = soundsLikePicture(file) || soundsLikeFilm(file) ? std::string() : soundType(file);
            if (item.type.empty() && !soundsLikePicture(file) && options.probe) {
                auto probed = options.probe(file);
                if (probed) {
                    item.type = probed->type;
                    item.width = probed->size.width;
                    item.height = probed->size.height;
                    poster = std::move(probed->picture);
                } else {
                    why = probed.error().message;
                }
            }
            if (item.type.empty())
                return skip(why);
        }
        auto hash = sha256OfFile(file);
        if (!hash)
            return skip(hash.error().message);
        if (!item.sha256.empty() && item.sha256 != *hash)
            return skip(text("{0} is not the file that the list describes: its SHA-256 differs.", file.filename().string()));
        item.sha256 = *hash;
        item.bytes = std::int64_t(std::filesystem::file_size(file, code));
        if (!poster.isNull() && !options.thumbnails.empty()) {
            if (auto small = makeThumbnail(options.thumbnails, poster, *hash); !small)
                return skip(small.error().message);
        }
        if (info) {
            if (!options.thumbnails.empty()) {
                // This decodes the picture: a file that is cut short or damaged is found here.
                if (auto small = makeThumbnail(options.thumbnails, file, *hash); !small)
                    return skip(small.error().message);
            } else if (auto small = readImage(file, 64); !small) {
                return skip(small.error().message);
            }
            auto said = readMetadata(file);
            if (said)
                fillFrom(*said, candidate.embedded, item);
        }
    }
    if (item.id.empty())
        item.id = item.sha256;
    if (item.id.empty())
        return skip(text("There is neither an id nor a file."));
    if (!item.years && !item.date.empty())
        item.years = parseDate(item.date);
    item.sharing = sharingOf(item);
    if (item.mining.starts_with("DMI-PROHIBITED"))
        item.notes.push_back({textInEach(words("The file asks not to be used for data mining or training.")), true});
    return Looked{.item = std::move(item)};
}

class Intake {
public:
    Intake(Library& library, const ImportOptions& options, ImportReport& report, Task& task, const Values& values)
        : m_library(library)
        , m_options(options)
        , m_report(report)
        , m_task(task)
    {
        m_bring.size = int(values.whole("size"));
        m_bring.limitBytes = values.whole("disk") << 20;
        m_bring.thumbnails = options.thumbnails;
    }

    Result<> take(Candidate candidate)
    {
        if (m_task.stopped())
            return Error{Error::Code::Cancelled, text("The import was stopped. What came before is kept.")};
        Item& item = candidate.item;
        item.origin = m_options.origin;
        if (item.collections.empty())
            item.collections.push_back(m_report.collection);
        m_waiting.push_back(std::move(candidate));
        if (m_waiting.size() >= batchSize)
            return flush();
        return {};
    }
    void expect(std::int64_t count) { m_expected = count; }
    void skip(Skipped skipped)
    {
        m_report.skipped.push_back(std::move(skipped));
        ++m_done;
    }

    Result<> flush()
    {
        std::vector<Looked> looked(m_waiting.size());
        std::atomic<std::size_t> next = 0;
        auto work = [&] {
            for (std::size_t index = next++; index < m_waiting.size() && !m_task.stopped(); index = next++)
                looked[index] = look(m_waiting[index], m_options);
        };
        const unsigned int wanted
            = m_options.threads > 0 ? unsigned(m_options.threads) : std::max(1u, std::thread::hardware_concurrency());
        std::vector<std::thread> threads;
        for (unsigned int index = 1; index < std::min<std::size_t>(wanted, m_waiting.size()); ++index)
            threads.emplace_back(work);
        work();
        for (std::thread& thread : threads)
            thread.join();
        std::vector<Item> items;
        std::vector<std::string> elsewhere;
        for (std::size_t index = 0; index < looked.size(); ++index) {
            Looked& one = looked[index];
            m_report.otherFiles += one.isOther;
            if (one.skipped)
                m_report.skipped.push_back(std::move(*one.skipped));
            if (!one.item)
                continue;
            // The first of two equal pictures keeps its words, or the next import would change them again.
            const std::string& label = m_waiting[index].label;
            const auto [earlier, isNew] = m_seen.emplace(one.item->id, Seen{label, one.item->sha256});
            if (!isNew) {
                const Seen& other = earlier->second;
                m_report.skipped.push_back({label,
                    other.sha256 == one.item->sha256
                        ? text("{0} is the same picture as {1}.", label, other.label)
                        : text("{0} has the id of {1} and another picture: it was left out. Give it an id of its own.", label,
                            other.label)});
                continue;
            }
            if (one.item->picture && one.item->file.empty())
                elsewhere.push_back(one.item->id);
            items.push_back(std::move(*one.item));
        }
        m_done += std::int64_t(m_waiting.size());
        m_waiting.clear();
        TRY(const auto changes, m_library.put(items));
        for (Library::Change change : changes)
            ++(change == Library::Change::Added          ? m_report.added
                    : change == Library::Change::Changed ? m_report.changed
                                                         : m_report.unchanged);
        // Links to nothing and folders that do not open were not among those expected.
        m_expected = m_expected > 0 ? std::max(m_done, m_expected) : 0;
        m_task.progress(double(m_done), double(m_expected),
            m_expected > 0 ? text("{0} of {1} looked at", m_done, m_expected) : text("{0} looked at", m_done));
        return elsewhere.empty() ? Result<>() : bring(elsewhere);
    }

private:
    // Small pictures of what lies elsewhere, and the pictures themselves where they are asked for.
    Result<> bring(const std::vector<std::string>& ids)
    {
        if (!m_web)
            m_web = std::make_unique<Web>();
        m_bring.web = m_web.get();
        TRY(const BringReport brought, bringPictures(m_library, ids, m_bring, m_task));
        if (m_bring.limitBytes > 0)
            m_bring.limitBytes = std::max<std::int64_t>(1, m_bring.limitBytes - brought.bytes);
        for (const Skipped& skipped : brought.skipped)
            m_report.skipped.push_back(skipped);
        return {};
    }

    Library& m_library;
    const ImportOptions& m_options;
    BringOptions m_bring;
    std::unique_ptr<Web> m_web;
    ImportReport& m_report;
    Task& m_task;
    std::vector<Candidate> m_waiting;
    struct Seen {
        std::string label, sha256;
    };
    std::map<std::string, Seen> m_seen; ///< by id
    std::int64_t m_done = 0, m_expected = 0;
};

// Brought once in one language and once in another, it is still one collection.
std::string collectionName(const Library& library, const Texts& names)
{
    auto tidied = [](std::string name) {
        std::replace(name.begin(), name.end(), '\n', ' ');
        return std::string(beginningOf(name, 200));
    };
    if (const auto there = library.collections()) {
        for (const auto& [language, name] : names) {
            for (const Library::Collection& collection : *there) {
                if (collection.name == tidied(name))
                    return collection.name;
            }
        }
    }
    return tidied(textIn(names, language()));
}

} // namespace

bool soundsLikePicture(const std::filesystem::path& path)
{
    return endsAsOne(path, {".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".webp"});
}

bool soundsLikeFilm(const std::filesystem::path& path)
{
    return endsAsOne(
        path, {".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".mxf", ".ogv", ".mts", ".ts", ".wmv"});
}

Result<const Importer*> importerFor(const std::string& source, std::string_view name)
{
    std::error_code code;
    const bool isThere = isWebAddress(source) || std::filesystem::exists(source, code);
    const Importer* best = nullptr;
    double confidence = 0;
    for (const Importer* importer : allImporters()) {
        if (!name.empty()) {
            if (importer->name == name && !isThere && importer->sniff(source) == 0)
                return Error{Error::Code::NotFound, text("Cannot find {0}.", source), source};
            if (importer->name == name)
                return importer;
            continue;
        }
        if (const double sniffed = importer->sniff(source); sniffed > confidence) {
            best = importer;
            confidence = sniffed;
        }
    }
    if (!name.empty())
        return Error{Error::Code::Invalid, text("There is no importer named {0}. See: list importers.", name), std::string(name)};
    if (!best && !isThere)
        return Error{Error::Code::NotFound, text("Cannot find {0}.", source), source};
    if (!best)
        return Error{Error::Code::Unsupported,
            text("Cannot import {0}: it is neither a folder nor a list that is known here.",
                std::filesystem::path(source).filename().string()),
            source};
    return best;
}

Result<ImportReport> importSource(Library& library, const std::string& source, const ImportOptions& options, Task& task)
{
    const std::set<std::string_view> origins = {"mine", "given", "institution", "unknown"};
    if (!origins.contains(options.origin))
        return Error{Error::Code::Invalid, text("{0} is not an origin. Use mine, given, institution or unknown.", options.origin),
            options.origin};
    TRY(const Importer* importer, importerFor(source, options.importer));
    TRY(const Values values, complete(importer->params, options.values));
    std::error_code code;
    // Whatever is no address and no path (a content state) stays as it is.
    const bool isPath = !isWebAddress(source) && std::filesystem::exists(source, code);
    const std::string whole = isPath ? std::filesystem::absolute(source, code).lexically_normal().string() : source;
    ImportReport report;
    report.importer = importer->name;
    report.collection = options.collection.empty() ? importer->collection(whole) : options.collection;
    Intake intake(library, options, report, task, values);
    ImportContext context{
        .values = values,
        .task = task,
        .emit = [&](Candidate candidate) { return intake.take(std::move(candidate)); },
        .skip = [&](Skipped skipped) { intake.skip(std::move(skipped)); },
        .expect = [&](std::int64_t count) { intake.expect(count); },
        .remark = [&](std::string sentence) { report.remarks.push_back(std::move(sentence)); },
        .name =
            [&](const Texts& names) {
                if (std::string name = collectionName(library, names); options.collection.empty() && !name.empty())
                    report.collection = std::move(name);
            },
        .known = [&](const std::string& id) -> std::optional<Item> {
            auto found = library.find(id);
            return found && *found && (*found)->id == id ? std::move(*found) : std::nullopt;
        },
    };
    auto done = importer->run(whole, context);
    if (done)
        done = intake.flush();
    if (!done && done.error().code != Error::Code::Cancelled)
        return done.takeError();
    report.stopped = task.stopped();
    return report;
}

} // namespace opificio
