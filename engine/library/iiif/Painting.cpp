// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/iiif/Painting.h"

#include "library/iiif/Shapes.h"
#include "web/Address.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace opificio::iiif {

namespace {

constexpr std::size_t mostPictures = 1000; ///< on one canvas
constexpr int deepest = 8; ///< of choices in choices

std::string lower(std::string_view text)
{
    std::string plain(text);
    std::transform(plain.begin(), plain.end(), plain.begin(), [](unsigned char byte) { return char(std::tolower(byte)); });
    return plain;
}

bool endsAsPicture(const std::string& address)
{
    const std::string small = lower(address.substr(0, address.find_first_of("?#")));
    for (const char* ending : {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".gif", ".jp2"}) {
        if (small.ends_with(ending))
            return true;
    }
    return false;
}

// Whether a body is a picture: what it calls itself, else how it looks.
bool isPicture(const Json& body)
{
    const std::string type = typeOf(body), format = lower(textAt(body, "format"));
    if (type == "Image")
        return true;
    if (!type.empty() && type != "Resource" && type != "Text" && type != "ContentResource" && type != "Dataset")
        return false;
    if (!format.empty())
        return format.starts_with("image/");
    return type.empty() && (embeddedService(at(body, "service")).has_value() || endsAsPicture(idOf(body)));
}

bool paints(const Json& annotation)
{
    const Json& motivation = at(annotation, "motivation");
    if (motivation.is_null())
        return true;
    for (const Json* one : listOf(motivation, 20)) {
        if (one->is_string() && one->get_ref<const std::string&>().ends_with("painting"))
            return true;
    }
    return false;
}

const Json& selectorIn(const Json& json)
{
    const Json& selector = at(json, "selector");
    if (selector.is_array())
        return selector.empty() ? at(json, {}) : selector[0];
    if (typeOf(selector) == "Choice")
        return firstOf(selector, {"default", "items", "item"});
    return selector;
}

// A part of a picture is often painted by an address that names the part: ".../10,20,300,400/max/0/default.jpg".
void takePartOfAddress(Picture& picture)
{
    const std::string begin = picture.service ? picture.service->address + "/" : std::string();
    if (begin.empty() || !picture.address.starts_with(begin))
        return;
    std::array<std::string, 3> words; // region, size, rotation
    std::size_t at = begin.size();
    for (std::string& word : words) {
        const std::size_t end = picture.address.find('/', at);
        if (end == std::string::npos)
            return;
        word = picture.address.substr(at, end - at);
        at = end + 1;
    }
    const std::string& region = words[0];
    const std::string numbers = region.starts_with("pct:") ? region.substr(4) : region;
    if (region == "square"
        || (numbers.find_first_not_of("0123456789.,") == std::string::npos
            && std::count(numbers.begin(), numbers.end(), ',') == 3))
        picture.region = region;
    if (!words[2].empty() && words[2] != "0" && words[2].find_first_not_of("!0123456789.") == std::string::npos)
        picture.rotation = words[2];
}

/// Gathers the bodies of one canvas.
class Painter {
public:
    Painter(Canvas& canvas, std::string_view base)
        : m_canvas(canvas)
        , m_base(base)
    {
    }

    void annotation(const Json& json)
    {
        if (!json.is_object() || !paints(json))
            return;
        const Json& bodies = firstOf(json, {"body", "resource"});
        // An image where an annotation should be is a mistake that is made; what it means is plain.
        const Json& painted = bodies.is_null() && isPicture(json) ? json : bodies;
        m_place = targetOf(firstOf(json, {"target", "on"}), m_canvas.width, m_canvas.height).place;
        for (const Json* body : listOf(painted, mostPictures)) {
            ++m_body;
            m_option = 0;
            m_canvas.bodies.push_back(stated(*body));
            read(*body, 0);
        }
    }

private:
    static std::string stated(const Json& body)
    {
        const std::string type = typeOf(body);
        return !type.empty() ? type : isPicture(body) ? "Image" : "";
    }

    void read(const Json& body, int depth)
    {
        if (depth > deepest || m_canvas.pictures.size() >= mostPictures)
            return;
        const std::string type = typeOf(body);
        if (type == "Choice") {
            // In version 2 the default stands apart.
            const std::string first = idOf(at(body, "default"));
            if (at(body, "default").is_object() || !first.empty())
                option(at(body, "default"), depth);
            for (const Json* one : listOf(firstOf(body, {"items", "item"}), mostPictures)) {
                if (!one->is_string() || *one != "rdf:nil")
                    option(*one, depth);
            }
            return;
        }
        if (type == "Composite" || type == "List" || type == "Independents") {
            for (const Json* one : listOf(firstOf(body, {"items", "item"}), mostPictures))
                read(*one, depth + 1);
            return;
        }
        const Json& source = firstOf(body, {"source", "full"});
        if (type == "SpecificResource" || (!source.is_null() && idOf(body).empty())) {
            const Json& selector = selectorIn(body);
            const std::size_t before = m_canvas.pictures.size();
            read(source.is_array() && !source.empty() ? source[0] : source, depth + 1);
            for (std::size_t index = before; index < m_canvas.pictures.size(); ++index)
                select(selector, body, m_canvas.pictures[index]);
            return;
        }
        if (isPicture(body)) {
            if (auto picture = pictureOf(body, m_base)) {
                takePartOfAddress(*picture);
                picture->place = m_place;
                picture->body = m_body;
                picture->option = m_option;
                if (std::find_if(m_canvas.pictures.begin(), m_canvas.pictures.end(),
                        [&](const Picture& other) { return other.body == picture->body && other.address == picture->address; })
                    == m_canvas.pictures.end())
                    m_canvas.pictures.push_back(std::move(*picture));
            }
            return;
        }
        const std::string address = idOf(body);
        m_canvas.others.push_back({type, address.empty() ? std::string() : resolvedAddress(m_base, address),
            textAt(body, "format"), textsOf(at(body, "label"))});
    }

    void option(const Json& body, int depth)
    {
        const std::size_t before = m_canvas.pictures.size() + m_canvas.others.size();
        read(body, depth + 1);
        m_option += m_canvas.pictures.size() + m_canvas.others.size() > before;
    }

    static void select(const Json& selector, const Json& body, Picture& picture)
    {
        if (const std::string region = textAt(selector, "region"); !region.empty() && region != "full")
            picture.region = region;
        if (const std::string rotation = textAt(selector, "rotation"); !rotation.empty() && rotation != "0")
            picture.rotation = rotation;
        const std::string value = textAt(selector, "value");
        if (picture.region.empty()) {
            if (const auto part = placeOf(value, picture.width, picture.height))
                picture.region = std::to_string(part->x) + "," + std::to_string(part->y) + "," + std::to_string(part->width) + ","
                    + std::to_string(part->height);
        }
        if (picture.label.empty())
            picture.label = textsOf(at(body, "label"));
    }

    Canvas& m_canvas;
    std::string_view m_base;
    std::optional<PixelRect> m_place;
    int m_body = 0, m_option = 0;
};

} // namespace

std::optional<PixelRect> placeOf(std::string_view fragment, int width, int height)
{
    const std::size_t mark = fragment.find("xywh=");
    if (mark == std::string_view::npos)
        return std::nullopt;
    std::string words(fragment.substr(mark + 5, 200));
    bool isShare = false;
    if (const std::size_t colon = words.find(':'); colon != std::string::npos) {
        isShare = words.starts_with("percent");
        words.erase(0, colon + 1);
    }
    std::array<double, 4> numbers = {};
    const char* at = words.c_str();
    for (std::size_t index = 0; index < 4; ++index) {
        char* end = nullptr;
        numbers[index] = std::strtod(at, &end);
        if (end == at || !std::isfinite(numbers[index]) || std::abs(numbers[index]) > 1e8 || (index < 3 && *end != ','))
            return std::nullopt;
        at = end + (index < 3 ? 1 : 0);
    }
    if (isShare) {
        if (width <= 0 || height <= 0)
            return std::nullopt;
        numbers = {numbers[0] * width / 100, numbers[1] * height / 100, numbers[2] * width / 100, numbers[3] * height / 100};
    }
    const PixelRect rect = {
        int(std::lround(numbers[0])), int(std::lround(numbers[1])), int(std::lround(numbers[2])), int(std::lround(numbers[3]))};
    if (rect.width <= 0 || rect.height <= 0)
        return std::nullopt;
    return rect;
}

std::optional<Picture> pictureOf(const Json& resource, std::string_view base)
{
    Picture picture;
    const std::string id = idOf(resource);
    picture.address = id.empty() ? std::string() : resolvedAddress(base, id);
    if (!isWebAddress(picture.address) && !base.empty() && isWebAddress(base))
        picture.address.clear();
    if (resource.is_object()) {
        picture.service = embeddedService(firstOf(resource, {"service", "services"}), base);
        picture.label = textsOf(at(resource, "label"));
        picture.format = textAt(resource, "format");
        picture.width = wholeOf(at(resource, "width"));
        picture.height = wholeOf(at(resource, "height"));
        if (picture.width == 0 || picture.height == 0)
            picture.width = picture.height = 0;
        picture.rights = rightsOf(resource);
        picture.requiredStatement = requiredOf(resource);
        picture.login = loginOf(resource);
    }
    if (picture.address.empty() && !picture.service)
        return std::nullopt;
    return picture;
}

std::vector<std::string> rightsOf(const Json& resource)
{
    std::vector<std::string> rights;
    auto add = [&](const std::string& address) {
        if (!address.empty() && rights.size() < 20 && std::find(rights.begin(), rights.end(), address) == rights.end())
            rights.push_back(address);
    };
    for (std::string_view key : {"rights", "license"}) {
        for (const Json* one : listOf(at(resource, key), 20)) {
            const std::string stated = idOf(*one).empty() ? textAt(*one, "@value") : idOf(*one);
            if (isWebAddress(stated) && stated.find('<') == std::string::npos) {
                add(stated);
                continue;
            }
            const std::vector<std::string> links = linksIn(stated);
            for (const std::string& link : links)
                add(link);
            if (links.empty())
                add(plainText(stated));
        }
    }
    return rights;
}

std::optional<Fact> requiredOf(const Json& resource)
{
    Fact fact;
    // One that fell into a list is read as well.
    for (const Json* one : listOf(at(resource, "requiredStatement"), 10)) {
        if (fact.value.empty())
            fact = {textsOf(at(*one, "label")), textsOf(one->is_object() && one->contains("value") ? at(*one, "value") : *one)};
    }
    const Texts attribution = textsOf(at(resource, "attribution"));
    for (const auto& [language, words] : attribution) {
        std::string& kept = fact.value[language];
        if (kept.find(words) == std::string::npos)
            kept += (kept.empty() ? "" : "\n") + words;
    }
    return fact.value.empty() ? std::nullopt : std::optional(std::move(fact));
}

Target targetOf(const Json& json, int width, int height)
{
    Target target;
    const Json* at = &json;
    if (at->is_array())
        at = at->empty() ? nullptr : &(*at)[0];
    if (!at)
        return target;
    const Json& source = firstOf(*at, {"source", "full"});
    std::string id = source.is_null() ? idOf(*at) : idOf(source);
    const Json& holder = source.is_object() ? source : *at;
    target.place = placeOf(textAt(selectorIn(*at), "value"), width, height);
    if (const std::size_t mark = id.find('#'); mark != std::string::npos) {
        if (!target.place)
            target.place = placeOf(std::string_view(id).substr(mark), width, height);
        id.resize(mark);
    }
    for (const Json* part : {&opificio::at(holder, "partOf"), &opificio::at(holder, "within"), &opificio::at(*at, "within")}) {
        for (const Json* one : listOf(*part, 5)) {
            if (target.manifest.empty() && (typeOf(*one) == "Manifest" || one->is_string()))
                target.manifest = idOf(*one);
        }
    }
    const std::string type = typeOf(holder);
    if (type == "Manifest" || type == "Collection")
        target.manifest = id;
    else
        target.canvas = id;
    return target;
}

void readPaintings(const Json& json, std::string_view base, Canvas& canvas)
{
    Painter painter(canvas, base);
    for (const Json* annotation : listOf(at(json, "images"), mostPictures))
        painter.annotation(*annotation);
    for (std::string_view key : {"items", "content"}) {
        for (const Json* page : listOf(at(json, key), mostPictures)) {
            const Json& items = at(*page, "items");
            if (typeOf(*page) == "Annotation")
                painter.annotation(*page);
            else if (items.is_null() && !idOf(*page).empty())
                canvas.elsewhere.push_back(resolvedAddress(base, idOf(*page)));
            for (const Json* annotation : listOf(items, mostPictures))
                painter.annotation(*annotation);
        }
    }
}

} // namespace opificio::iiif
