// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/File.h"
#include "base/Text.h"
#include "library/Importer.h"
#include "library/iiif/Items.h"
#include "library/iiif/Reading.h"
#include "web/Address.h"
#include "web/Web.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

namespace opificio::importers {

using namespace iiif;

namespace {

namespace fs = std::filesystem;

constexpr int deepest = 12; ///< of collections in collections
constexpr int mostPages = 2000; ///< of one collection

// Whether the beginning of a file says IIIF.
bool saysIiif(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string head(1 << 16, '\0');
    file.read(head.data(), std::streamsize(head.size()));
    head.resize(std::size_t(std::max<std::streamsize>(0, file.gcount())));
    if (typeOfBytes(head) == "gzip")
        return path.filename().string().find(".json") != std::string::npos;
    if (typeOfBytes(head) != "json")
        return false;
    for (const char* word :
        {"iiif.io/api/", "shared-canvas.org/ns", "sc:Manifest", "sc:Collection", "library.stanford.edu/iiif"}) {
        if (head.find(word) != std::string::npos)
            return true;
    }
    // Some name no context; their type says it.
    std::erase_if(head, [](unsigned char byte) { return std::isspace(byte); });
    for (const char* word : {"\"type\":\"Manifest\"", "\"@type\":\"Manifest\"", "\"sequences\":[{"}) {
        if (head.find(word) != std::string::npos)
            return true;
    }
    return false;
}

std::vector<fs::path> manifestsIn(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code code;
    for (fs::directory_iterator entry(folder, code); !code && entry != fs::directory_iterator(); entry.increment(code)) {
        if (fs::is_regular_file(entry->path(), code) && entry->path().filename().string().find(".json") != std::string::npos
            && saysIiif(entry->path()))
            files.push_back(entry->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

double sniff(const std::string& source)
{
    std::error_code code;
    if (isWebAddress(source))
        return 0.9;
    if (fs::is_regular_file(source, code))
        return saysIiif(source) ? 0.9 : 0;
    if (fs::is_directory(source, code))
        return manifestsIn(source).empty() ? 0 : 0.6;
    return given(source).json.empty() ? 0 : 0.9;
}

std::string collection(const std::string& source)
{
    const Given meant = given(source);
    if (isWebAddress(meant.address))
        return hostOf(meant.address);
    return meant.json.empty() ? fs::path(source).stem().string() : "IIIF";
}

std::string nameOf(const Texts& label)
{
    std::string name = textIn(label, language());
    std::replace(name.begin(), name.end(), '\n', ' ');
    return name;
}

/// Walks from what was given to the manifests that it leads to, each once, and no further than was asked.
class Walk {
public:
    explicit Walk(ImportContext& context)
        : m_context(context)
        , m_left(context.values.whole("limit"))
    {
    }

    Result<> source(const std::string& source)
    {
        TRY(const Document document, openDocument(m_web, source, m_context.task));
        m_seen.insert(given(source).address);
        return take(document, given(source).canvas, 0, false);
    }
    Result<> folder(const std::vector<fs::path>& files)
    {
        for (const fs::path& file : files) {
            auto document = openDocument(m_web, file.string(), m_context.task);
            TRY_DO(document ? take(*document, {}, 0, true) : passOver(file.filename().string(), document.takeError()));
        }
        return {};
    }

private:
    // What goes wrong with one of many is said, and the others go on.
    Result<> passOver(const std::string& what, Error error)
    {
        if (error.code == Error::Code::Cancelled)
            return error;
        m_context.skip({what, error.message});
        return {};
    }

    Result<> take(const Document& document, const std::string& canvas, int depth, bool isOneOfMany)
    {
        switch (document.kind) {
        case Document::Kind::Manifest:
        case Document::Kind::Canvas:
            return manifest(document.manifest, canvas, isOneOfMany);
        case Document::Kind::Collection:
            return collection(document.collection, depth);
        case Document::Kind::Service:
            return service(*document.service);
        case Document::Kind::Annotations:
            break;
        }
        if (document.targets.empty())
            return Error{Error::Code::Unreadable, text("These annotations name no manifest that could be brought.")};
        for (const Target& target : document.targets) {
            if (!isWebAddress(target.manifest)) {
                if (depth == 0 && document.targets.size() == 1)
                    return Error{Error::Code::Unreadable, text("These annotations name no manifest that could be brought.")};
                continue;
            }
            if (!m_seen.insert(target.manifest + "\n" + target.canvas).second || depth > 2)
                continue;
            auto found = fetchDocument(m_web, target.manifest, m_context.task);
            TRY_DO(found ? take(*found, target.canvas, depth + 1, true)
                         : passOver(shownAddress(target.manifest), found.takeError()));
        }
        return {};
    }

    Result<> manifest(const Manifest& manifest, const std::string& canvas, bool isOneOfMany)
    {
        if (!isOneOfMany)
            m_context.name(manifest.label);
        for (Found& found : itemsOf(manifest, canvas)) {
            Candidate candidate;
            candidate.item = std::move(found.item);
            candidate.label = std::move(found.label);
            TRY_DO(m_context.emit(std::move(candidate)));
        }
        for (std::string& sentence : leftOut(manifest))
            m_context.remark(std::move(sentence));
        return {};
    }

    // A picture alone, of which nobody says anything.
    Result<> service(const ImageService& service)
    {
        Manifest alone;
        alone.version = 3;
        Canvas canvas;
        canvas.id = service.address;
        canvas.width = service.width;
        canvas.height = service.height;
        const std::string name = percentDecoded(service.address.substr(service.address.rfind('/') + 1));
        canvas.label = {{"und", name}};
        Picture picture;
        picture.service = service;
        picture.address = askPicture(service, 0).address;
        picture.width = service.width;
        picture.height = service.height;
        canvas.pictures.push_back(std::move(picture));
        alone.canvases.push_back(std::move(canvas));
        return manifest(alone, {}, true);
    }

    Result<> collection(const Collection& first, int depth)
    {
        if (depth == 0)
            m_context.name(first.label);
        std::int64_t known = 0, taken = 0, total = first.total;
        Collection page = first;
        std::vector<Member> collections;
        for (int pages = 0; pages < mostPages; ++pages) {
            for (const Member& member : page.members) {
                if (member.isCollection) {
                    collections.push_back(member);
                    continue;
                }
                ++known;
                if (m_left <= 0 || m_context.task.stopped())
                    continue;
                if (!m_seen.insert(member.address).second)
                    continue;
                --m_left;
                ++taken;
                auto document = member.embedded.is_object() ? documentFromJson(member.embedded, member.address)
                                                            : fetchDocument(m_web, member.address, m_context.task);
                const std::string name = member.label.empty() ? shownAddress(member.address) : nameOf(member.label);
                TRY_DO(document ? take(*document, {}, depth + 1, true) : passOver(name, document.takeError()));
            }
            const std::string next = !page.next.empty() ? page.next : pages == 0 && page.members.empty() ? page.first : "";
            if (next.empty() || m_left <= 0 || !m_seen.insert(next).second)
                break;
            auto more = fetchDocument(m_web, next, m_context.task);
            if (!more || more->kind != Document::Kind::Collection) {
                TRY_DO(passOver(shownAddress(next),
                    more ? Error{Error::Code::Unreadable, text("{0} is no page of the collection.", shownAddress(next))}
                         : more.takeError()));
                break;
            }
            page = std::move(more->collection);
            total = std::max(total, page.total);
        }
        total = std::max(total, known);
        if (taken < total && m_left <= 0)
            m_context.remark(text("“{0}” holds {1} manifests; {2} of them were read. A higher limit reads more.",
                nameOf(first.label), total, taken));
        if (!collections.empty() && m_left <= 0)
            m_context.remark(text("“{0}” holds {1} collections that were not opened.", nameOf(first.label), collections.size()));
        for (const Member& member : collections) {
            if (m_left <= 0 || depth >= deepest)
                break;
            if (!m_seen.insert(member.address).second)
                continue;
            auto document = member.embedded.is_object() ? documentFromJson(member.embedded, member.address)
                                                        : fetchDocument(m_web, member.address, m_context.task);
            TRY_DO(
                document ? take(*document, {}, depth + 1, true) : passOver(shownAddress(member.address), document.takeError()));
        }
        return {};
    }

    ImportContext& m_context;
    Web m_web;
    std::int64_t m_left; ///< manifests of collections that may still be read
    std::set<std::string> m_seen;
};

Result<> run(const std::string& source, ImportContext& context)
{
    Walk walk(context);
    std::error_code code;
    if (!isWebAddress(source) && fs::is_directory(source, code))
        return walk.folder(manifestsIn(source));
    return walk.source(source);
}

} // namespace

extern const Importer iiifImporter = {
    .name = "iiif",
    .help = std::string(words("What an institution publishes as IIIF: the address of a manifest, a collection or a picture, a link to a "
                              "viewer, or a file. Small pictures come first; the pictures follow in the size that is set.")),
    .params = {
        {.name = "size",
            .label = std::string(words("Size of the pictures")),
            .help = std::string(words("The longest edge that is asked for; 0: only small pictures, the others later by fetch.")),
            .type = Param::Type::Whole,
            .low = 0,
            .high = 100'000,
            .initial = std::int64_t(2048),
            .unit = "px"},
        {.name = "limit",
            .label = std::string(words("Manifests of a collection")),
            .help = std::string(words("How many of a collection's manifests are read at most.")),
            .type = Param::Type::Whole,
            .low = 1,
            .high = 1'000'000,
            .initial = std::int64_t(25)},
        {.name = "disk",
            .label = std::string(words("Space for pictures")),
            .help = std::string(words("How much the pictures may take together; 0: as much as they are.")),
            .type = Param::Type::Whole,
            .low = 0,
            .high = 10'000'000,
            .initial = std::int64_t(0),
            .unit = "MB"},
    },
    .sniff = sniff,
    .run = run,
    .collection = collection,
};

} // namespace opificio::importers
