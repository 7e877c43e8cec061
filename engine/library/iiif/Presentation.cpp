// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/iiif/Presentation.h"

#include "base/Text.h"
#include "base/Utf8.h"
#include "library/iiif/Painting.h"
#include "library/iiif/Shapes.h"
#include "web/Address.h"
#include "web/Web.h"

#include <zlib.h>

#include <algorithm>
#include <map>
#include <set>

namespace opificio::iiif {

namespace {

constexpr std::size_t mostCanvases = 20'000, mostMembers = 200'000, mostRanges = 50'000;
constexpr std::size_t mostCompared = 50; ///< canvases that share an id
constexpr int deepestRange = 30;
constexpr std::size_t mostBytes = std::size_t(256) << 20; ///< unpacked

int versionOf(const Json& json)
{
    int version = 0;
    for (const Json* context : listOf(at(json, "@context"), 50)) {
        const std::string address = context->is_string() ? context->get<std::string>() : std::string();
        for (int number = 2; number <= 4; ++number) {
            if (address.find("presentation/" + std::to_string(number)) != std::string::npos)
                version = std::max(version, number);
        }
        if (version == 0
            && (address.find("shared-canvas") != std::string::npos || address.find("presentation/1") != std::string::npos))
            version = 1;
    }
    if (version == 0)
        version = json.contains("@type") || json.contains("sequences") ? 2 : 3;
    return version;
}

void addLinks(const Json& json, std::string_view base, const char* kind, std::vector<ItemLink>& links)
{
    for (const Json* one : listOf(json, 200)) {
        const std::string id = idOf(*one);
        if (id.empty() || links.size() >= 1000)
            continue;
        ItemLink link{kind, resolvedAddress(base, id), textsOf(at(*one, "label"))};
        if (isWebAddress(link.address) && std::find(links.begin(), links.end(), link) == links.end())
            links.push_back(std::move(link));
    }
}

void describe(const Json& json, std::string_view base, Described& described)
{
    described.id = idOf(json);
    described.label = textsOf(at(json, "label"));
    described.summary = textsOf(firstOf(json, {"summary", "description"}));
    for (const Json* pair : listOf(at(json, "metadata"), 2000)) {
        Fact fact{textsOf(at(*pair, "label")), textsOf(at(*pair, "value"))};
        if (!fact.value.empty())
            described.facts.push_back(std::move(fact));
    }
    described.requiredStatement = requiredOf(json);
    described.rights = rightsOf(json);
    for (auto [key, kind] : {std::pair{"homepage", "homepage"}, std::pair{"related", "homepage"}, std::pair{"seeAlso", "seeAlso"},
             std::pair{"rendering", "rendering"}, std::pair{"partOf", "partOf"}, std::pair{"within", "partOf"},
             std::pair{"logo", "logo"}})
        addLinks(at(json, key), base, kind, described.links);
    for (std::string_view key : {"behavior", "viewingHint"}) {
        for (const Json* one : listOf(at(json, key), 20)) {
            if (one->is_string())
                described.behaviours.push_back(one->get<std::string>());
        }
    }
    for (const Json* one : listOf(at(json, "thumbnail"), 20)) {
        if (!described.thumbnail)
            described.thumbnail = pictureOf(*one, base);
    }
    const Json& when = at(json, "navDate");
    described.navDate = when.is_string() ? when.get<std::string>() : std::string();
    described.login = loginOf(json);
}

std::vector<Provider> providersOf(const Json& json, std::string_view base)
{
    std::vector<Provider> providers;
    for (const Json* one : listOf(at(json, "provider"), 20)) {
        Provider provider{.id = idOf(*one), .name = textsOf(one->is_string() ? Json() : at(*one, "label"))};
        auto first = [&](const char* key) {
            const auto list = listOf(at(*one, key), 5);
            return list.empty() || idOf(*list[0]).empty() ? std::string() : resolvedAddress(base, idOf(*list[0]));
        };
        provider.homepage = first("homepage");
        provider.logo = first("logo");
        if (!provider.name.empty() || !provider.homepage.empty())
            providers.push_back(std::move(provider));
    }
    return providers;
}

Canvas canvasOf(const Json& json, std::string_view base, int depth = 0)
{
    Canvas canvas;
    describe(json, base, canvas);
    canvas.width = wholeOf(at(json, "width"));
    canvas.height = wholeOf(at(json, "height"));
    canvas.durationSeconds = std::clamp(numberAt(json, "duration"), 0.0, 1e9);
    canvas.isScene = typeOf(json) == "Scene";
    readPaintings(json, base, canvas);
    for (std::string_view key : {"placeholderCanvas", "accompanyingCanvas"}) {
        if (depth == 0 && at(json, key).is_object())
            canvas.beside.push_back(canvasOf(at(json, key), base, 1));
    }
    return canvas;
}

bool isCanvas(const Json& json)
{
    const std::string type = typeOf(json);
    return type == "Canvas" || type == "Scene" || type.empty();
}

void addCanvases(const Json& list, std::string_view base, Manifest& manifest, std::set<std::string>& seen)
{
    std::map<std::string, std::vector<const Json*>> here;
    for (const Json* one : listOf(list, 10 * mostCanvases)) {
        if (!one->is_object() || !isCanvas(*one))
            continue;
        // A second sequence is another order of the same; within one, some give the same id to every page.
        if (const std::string id = idOf(*one); !id.empty()) {
            std::vector<const Json*>& same = here[id];
            if (seen.contains(id) || std::any_of(same.begin(), same.end(), [&](const Json* earlier) { return *earlier == *one; }))
                continue;
            if (same.size() < mostCompared)
                same.push_back(one);
        }
        if (manifest.canvases.size() >= mostCanvases) {
            ++manifest.leftOut;
            continue;
        }
        manifest.canvases.push_back(canvasOf(*one, base));
    }
    for (const auto& [id, canvases] : here)
        seen.insert(id);
}

std::string canvasIdOf(const Json& json)
{
    const std::string id = targetOf(json, 0, 0).canvas;
    return id.empty() ? idOf(json) : id;
}

// Version 3: nested as they are.
Range rangeOf(const Json& json, int depth, std::size_t& left)
{
    Range range{idOf(json), textsOf(at(json, "label")), {}, {}};
    for (const Json* one : listOf(at(json, "items"), mostRanges)) {
        if (left == 0)
            break;
        --left;
        if (typeOf(*one) == "Range") {
            if (depth < deepestRange)
                range.ranges.push_back(rangeOf(*one, depth + 1, left));
        } else if (const std::string id = canvasIdOf(*one); !id.empty()) {
            range.canvases.push_back(id);
        }
    }
    return range;
}

/// Version 2: a flat list that names who belongs to whom, made a tree; whoever is named by nobody is a root.
class FlatRanges {
public:
    explicit FlatRanges(const Json& structures)
    {
        for (const Json* one : listOf(structures, mostRanges)) {
            if (!one->is_object())
                continue;
            const std::string id = idOf(*one).empty() ? "\n" + std::to_string(m_order.size()) : idOf(*one);
            if (m_byId.emplace(id, one).second)
                m_order.push_back(id);
        }
        for (const auto& [id, json] : m_byId) {
            for (const std::string& child : childrenOf(*json)) {
                if (child != id)
                    m_named.insert(child);
            }
        }
    }
    std::vector<Range> roots()
    {
        std::vector<Range> roots;
        for (const std::string& id : m_order) {
            if (!m_named.contains(id))
                take(id, 0, roots);
        }
        // What only names each other in a circle is still there.
        for (const std::string& id : m_order)
            take(id, 0, roots);
        return roots;
    }

private:
    static std::vector<std::string> childrenOf(const Json& json)
    {
        std::vector<std::string> children;
        for (std::string_view key : {"ranges", "members"}) {
            for (const Json* one : listOf(at(json, key), mostRanges)) {
                if (key == "ranges" || typeOf(*one) == "Range")
                    children.push_back(idOf(*one));
            }
        }
        return children;
    }
    void take(const std::string& id, int depth, std::vector<Range>& into)
    {
        const auto found = m_byId.find(id);
        if (found == m_byId.end() || depth > deepestRange || !m_taken.insert(id).second)
            return;
        const Json& json = *found->second;
        Range range{id, textsOf(at(json, "label")), {}, {}};
        for (std::string_view key : {"canvases", "members"}) {
            for (const Json* one : listOf(at(json, key), mostRanges)) {
                if (key == "canvases" || typeOf(*one) == "Canvas")
                    range.canvases.push_back(canvasIdOf(*one));
            }
        }
        for (const std::string& child : childrenOf(json))
            take(child, depth + 1, range.ranges);
        into.push_back(std::move(range));
    }

    std::map<std::string, const Json*> m_byId;
    std::vector<std::string> m_order;
    std::set<std::string> m_named, m_taken;
};

Manifest manifestOf(const Json& json, std::string_view address)
{
    Manifest manifest;
    const std::string id = idOf(json);
    manifest.address = isWebAddress(address) || !isWebAddress(id) ? std::string(address) : id;
    const std::string base = isWebAddress(address) ? std::string(address) : id;
    manifest.version = versionOf(json);
    describe(json, base, manifest);
    manifest.providers = providersOf(json, base);
    std::set<std::string> seen;
    for (const Json* sequence : listOf(at(json, "sequences"), 100)) {
        addCanvases(at(*sequence, "canvases"), base, manifest, seen);
        addCanvases(at(*sequence, "items"), base, manifest, seen);
        if (manifest.start.empty())
            manifest.start = canvasIdOf(firstOf(*sequence, {"startCanvas", "start"}));
    }
    addCanvases(at(json, "items"), base, manifest, seen);
    addCanvases(at(json, "canvases"), base, manifest, seen);
    if (const std::string start = canvasIdOf(firstOf(json, {"start", "startCanvas"})); !start.empty())
        manifest.start = start;
    const Json& structures = at(json, "structures");
    const bool isFlat = std::any_of(structures.begin(), structures.end(), [](const Json& one) {
        return one.is_object() && (one.contains("canvases") || one.contains("ranges") || one.contains("members"));
    });
    if (isFlat || manifest.version < 3) {
        manifest.ranges = FlatRanges(structures).roots();
    } else {
        std::size_t left = mostRanges;
        for (const Json* one : listOf(structures, mostRanges))
            manifest.ranges.push_back(rangeOf(*one, 0, left));
    }
    return manifest;
}

Collection collectionOf(const Json& json, std::string_view address)
{
    Collection collection;
    const std::string id = idOf(json);
    collection.address = isWebAddress(address) || !isWebAddress(id) ? std::string(address) : id;
    const std::string base = isWebAddress(address) ? std::string(address) : id;
    collection.version = versionOf(json);
    describe(json, base, collection);
    collection.providers = providersOf(json, base);
    std::map<std::string, std::size_t> seen;
    for (auto [key, kind] : {std::pair{"items", ""}, std::pair{"members", ""}, std::pair{"collections", "Collection"},
             std::pair{"manifests", "Manifest"}}) {
        for (const Json* one : listOf(at(json, key), mostMembers)) {
            const std::string type = typeOf(*one).empty() ? kind : typeOf(*one);
            const std::string memberId = idOf(*one);
            if (memberId.empty() || (type != "Manifest" && type != "Collection" && !type.empty()))
                continue;
            ++collection.stated;
            Member member{.address = resolvedAddress(base, memberId),
                .isCollection = type == "Collection",
                .label = textsOf(at(*one, "label"))};
            const auto thumbnails = listOf(at(*one, "thumbnail"), 5);
            if (!thumbnails.empty())
                member.thumbnail = resolvedAddress(base, idOf(*thumbnails[0]));
            if (one->is_object() && (!at(*one, "items").empty() || !at(*one, "sequences").empty()))
                member.embedded = *one;
            // Some list the same member twice, once with its name.
            const auto [earlier, isNew] = seen.emplace(member.address, collection.members.size());
            if (isNew)
                collection.members.push_back(std::move(member));
            else if (collection.members[earlier->second].label.empty())
                collection.members[earlier->second].label = member.label;
        }
    }
    const double total = numberAt(json, "total");
    collection.total = total > 0 && total < 1e12 ? std::int64_t(total) : 0;
    for (auto [key, kept] : {std::pair{"first", &collection.first}, std::pair{"next", &collection.next}}) {
        if (const std::string page = idOf(at(json, key)); !page.empty())
            *kept = resolvedAddress(base, page);
        if (*kept == collection.address)
            kept->clear();
    }
    return collection;
}

Document annotationsOf(const Json& json)
{
    Document document{.kind = Document::Kind::Annotations};
    const bool isOne = typeOf(json) == "Annotation";
    const auto list = isOne ? std::vector<const Json*>{&json} : listOf(firstOf(json, {"items", "resources"}), mostMembers);
    for (const Json* annotation : list) {
        for (const Json* one : listOf(firstOf(*annotation, {"target", "on"}), 1000)) {
            if (Target target = targetOf(*one, 0, 0); !target.canvas.empty() || !target.manifest.empty())
                document.targets.push_back(std::move(target));
        }
    }
    return document;
}

// Unpacks gzip; nothing when it is damaged or more than is read.
std::optional<std::string> unpacked(std::string_view bytes)
{
    z_stream stream = {};
    if (inflateInit2(&stream, 15 + 32) != Z_OK)
        return std::nullopt;
    std::string text;
    std::string buffer(1 << 16, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = uInt(std::min<std::size_t>(bytes.size(), mostBytes));
    int state = Z_OK;
    while (state == Z_OK && text.size() <= mostBytes) {
        stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
        stream.avail_out = uInt(buffer.size());
        state = inflate(&stream, Z_NO_FLUSH);
        text.append(buffer.data(), buffer.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    return state == Z_STREAM_END ? std::optional(std::move(text)) : std::nullopt;
}

std::string fromBase64(std::string_view packed)
{
    std::string bytes;
    unsigned int held = 0;
    int bits = 0;
    for (char letter : packed) {
        int value = -1;
        if (letter >= 'A' && letter <= 'Z')
            value = letter - 'A';
        else if (letter >= 'a' && letter <= 'z')
            value = letter - 'a' + 26;
        else if (letter >= '0' && letter <= '9')
            value = letter - '0' + 52;
        else if (letter == '-' || letter == '+')
            value = 62;
        else if (letter == '_' || letter == '/')
            value = 63;
        else if (letter == '=')
            break;
        if (value < 0)
            return {};
        held = held << 6 | unsigned(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += char(held >> bits & 0xff);
        }
    }
    return bytes;
}

std::string trimmed(std::string_view text)
{
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ')
        text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ')
        text.remove_suffix(1);
    return std::string(text);
}

// A content state in any of its wrappings; nothing where it is none.
std::optional<Given> stateOf(const std::string& value, int depth)
{
    if (value.starts_with('{'))
        return Given{.address = {}, .json = value, .canvas = {}};
    if (isWebAddress(value))
        return depth < 3 ? given(value) : Given{.address = value, .json = {}, .canvas = {}};
    if (depth >= 3 || value.size() < 8)
        return std::nullopt;
    const std::string inner = trimmed(percentDecoded(fromBase64(value)));
    if (inner.starts_with('{') || isWebAddress(inner))
        return stateOf(inner, depth + 1);
    return std::nullopt;
}

} // namespace

Given given(std::string_view typed)
{
    const std::string value = trimmed(typed);
    if (!isWebAddress(value))
        return stateOf(value, 0).value_or(Given{.address = value, .json = {}, .canvas = {}});
    const auto query = queryOf(value);
    for (const char* name : {"iiif-content", "manifest", "manifestId", "manifestid", "manifestUri", "manifestUrl", "manifest_url",
             "iiif-manifest", "iiif_manifest", "collection", "iiif-collection"}) {
        const auto found = query.find(name);
        if (found == query.end())
            continue;
        // Some viewers take several, parted by semicolons; the first is the one that is shown.
        const std::string inner = isWebAddress(found->second) ? found->second.substr(0, found->second.find(';')) : found->second;
        if (isWebAddress(inner)) {
            Given one{.address = inner, .json = {}, .canvas = {}};
            if (const auto canvas = query.find("canvas"); canvas != query.end())
                one.canvas = canvas->second;
            return one;
        }
        if (std::string(name) == "iiif-content") {
            if (auto state = stateOf(inner, 0))
                return std::move(*state);
        }
    }
    return {.address = value, .json = {}, .canvas = {}};
}

Result<Document> documentFromJson(const Json& json, std::string_view address)
{
    const std::string name = isWebAddress(address) ? shownAddress(address) : std::string(address);
    auto no = [&](std::string sentence) { return Error{Error::Code::Unreadable, std::move(sentence), name}; };
    if (!json.is_object())
        return no(text("{0} is JSON, but no IIIF manifest, collection or picture.", name));
    Document document;
    document.type = textAt(json, "type", textAt(json, "@type"));
    const std::string type = typeOf(json);
    if (type == "Manifest" || (type.empty() && json.contains("sequences"))) {
        document.manifest = manifestOf(json, address);
    } else if (type == "Collection" || type == "CollectionPage" || (type.empty() && json.contains("manifests"))) {
        document.kind = Document::Kind::Collection;
        document.collection = collectionOf(json, address);
    } else if (type == "Canvas" || type == "Sequence") {
        document.kind = type == "Canvas" ? Document::Kind::Canvas : Document::Kind::Manifest;
        Manifest& manifest = document.manifest;
        manifest = manifestOf(Json::object({{"id", idOf(json)}, {"@context", at(json, "@context")}}), address);
        manifest.version = versionOf(json);
        std::set<std::string> seen;
        addCanvases(type == "Canvas" ? json : at(json, "canvases"), manifest.address, manifest, seen);
    } else if (type == "AnnotationList" || type == "AnnotationPage" || type == "Annotation" || type == "AnnotationCollection") {
        const std::string stated = document.type;
        document = annotationsOf(json);
        describe(json, isWebAddress(address) ? address : std::string_view(), document.manifest);
        document.type = stated;
    } else if (auto service = imageServiceFromJson(json, isWebAddress(address) ? address : std::string_view())) {
        document.kind = Document::Kind::Service;
        document.service = std::move(*service);
    } else if (type.starts_with("ImageService") || textAt(json, "protocol") == "http://iiif.io/api/image") {
        return service.takeError();
    } else {
        return no(text("{0} is JSON, but no IIIF manifest, collection or picture.", name));
    }
    return document;
}

Result<Document> readDocument(std::string_view bytes, std::string_view address)
{
    const std::string name = isWebAddress(address) ? shownAddress(address) : std::string(address);
    auto no = [&](std::string sentence) { return Error{Error::Code::Unreadable, std::move(sentence), name}; };
    std::string whole;
    if (typeOfBytes(bytes) == "gzip") {
        auto inside = unpacked(bytes);
        if (!inside)
            return no(text("{0} is packed, and damaged.", name));
        whole = std::move(*inside);
        bytes = whole;
    }
    const std::string kind = typeOfBytes(bytes.substr(0, 600));
    if (kind == "empty")
        return no(text("{0} is empty: nothing was handed out.", name));
    if (kind == "html")
        return no(
            text("{0} is a web page and no manifest. Open it in a browser: it may say why, or lead to the manifest.", name));
    if (kind != "json")
        return no(text("{0} is no IIIF manifest: it is not JSON.", name));
    if (!isUtf8(bytes)) {
        whole = toUtf8(bytes);
        bytes = whole;
    }
    auto json = parseJson(bytes, name);
    if (!json) {
        const std::string rest = trimmed(bytes);
        if (!rest.ends_with('}') && !rest.ends_with(']'))
            return no(text("{0} is cut short. Try again.", name));
        return json.takeError();
    }
    return documentFromJson(*json, address);
}

} // namespace opificio::iiif
