// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/iiif/Presentation.h"

#include "base/File.h"
#include "library/iiif/Shapes.h"
#include "support/TestMain.h"

#include <algorithm>
#include <map>
#include <set>

using namespace opificio;
using namespace opificio::iiif;

namespace {

// JSON with ' for ", since moc does not understand raw strings of several lines.
std::string quoted(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

Result<Document> read(const std::string& text, const char* address = "https://a.example/manifest.json")
{
    return readDocument(quoted(text), address);
}

std::int64_t countOf(const std::vector<Range>& ranges)
{
    std::int64_t count = 0;
    for (const Range& range : ranges)
        count += 1 + countOf(range.ranges);
    return count;
}

std::string joined(const Texts& texts)
{
    std::string all;
    for (const auto& [language, words] : texts)
        all += "\n" + words;
    return all;
}

// Around what Qt packs: the head and the tail of gzip instead of zlib's.
std::string gzipped(const std::string& text)
{
    const QByteArray packed = qCompress(QByteArray::fromStdString(text));
    std::uint32_t sum = 0xffffffff;
    for (char byte : text) {
        sum ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit)
            sum = sum >> 1 ^ (sum & 1 ? 0xedb88320 : 0);
    }
    std::string whole("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    whole += packed.mid(6, packed.size() - 10).toStdString();
    for (std::uint32_t number : {~sum, std::uint32_t(text.size())}) {
        for (int byte = 0; byte < 4; ++byte)
            whole += char(number >> 8 * byte & 0xff);
    }
    return whole;
}

constexpr const char* chosen
    = "{'@context': 'http://iiif.io/api/presentation/2/context.json', '@id': 'https://a.example/m',"
      "'@type': 'sc:Manifest', 'label': [{'@value': 'Ciel', '@language': 'fr'}, {'@value': 'Sky',"
      "'@language': 'en'}, 'Plain'], 'license': ['<a href=https://creativecommons.org/publicdomain/zero/1.0/>"
      "CC0</a>', 'https://a.example/terms'], 'attribution': {'@value': 'Museo <b>Civico</b>', '@language': 'it'},"
      "'logo': {'@id': '/logo.png'}, 'related': 'https://a.example/page', 'within': ['https://a.example/c'],"
      "'sequences': {'canvases': [{'@id': 'c1', '@type': 'sc:Canvas', 'width': '100', 'height': 200.0, 'images':"
      "{'resource': {'@type': 'oa:SpecificResource', 'full': {'@id': 'i.jpg', '@type': 'dctypes:Image'},"
      "'selector': {'@type': 'iiif:ImageApiSelector', 'region': '1,2,3,4', 'rotation': 90}}, 'on':"
      "{'full': 'c1', 'selector': {'value': 'xywh=percent:50,50,50,50'}}}}, {'@id': 'c2', 'width': 0},"
      "'https://a.example/elsewhere']}}";

} // namespace

class PresentationTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void realManifestsHoldWhatIsExpected()
    {
        REQUIRE_FIXTURES();
        const auto expected = readJson(test::fixtures() / "EXPECTED.json");
        VERIFY_OK(expected);
        int compared = 0;
        for (const auto& [name, wanted] : expected->items()) {
            if (!name.starts_with("iiif_p"))
                continue;
            const auto bytes = readFile(test::fixtures() / name);
            VERIFY_OK(bytes);
            const auto document = readDocument(*bytes, name);
            QVERIFY2(document, (name + ": " + (document ? "" : document.error().message)).c_str());
            compare(name, *document, wanted);
            ++compared;
        }
        QVERIFY(compared > 80);
    }
    void whatIsBrokenIsSaid()
    {
        REQUIRE_FIXTURES();
        const auto malformed = readFile(test::fixtures() / "broken/malformed-image-annotation.json");
        VERIFY_OK(malformed);
        const auto document = readDocument(*malformed, "malformed.json");
        VERIFY_OK(document);
        QCOMPARE(document->manifest.canvases.at(0).pictures.size(), std::size_t(1));
        const auto store = readFile(test::fixtures() / "broken/wellcome-error.json");
        QVERIFY(readDocument(*store, "store.json").error().message.find("no IIIF manifest") != std::string::npos);
        for (const char* name : {"metis_malformedFile.xml", "truncated.jpg", "metis_not_oembed.xml"}) {
            const auto bytes = readFile(test::fixtures() / "broken" / name);
            QVERIFY2(!readDocument(*bytes, name), name);
        }
    }
    void eachMistakeHasItsSentence_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("part");
        QTest::newRow("nothing") << QByteArray("") << QStringLiteral("is empty");
        QTest::newRow("blanks") << QByteArray(" \n\n") << QStringLiteral("is empty");
        QTest::newRow("a page") << QByteArray("<!DOCTYPE html><html><body>Error</body></html>") << QStringLiteral("web page");
        QTest::newRow("XML") << QByteArray("<?xml version='1.0'?><mets/>") << QStringLiteral("not JSON");
        QTest::newRow("cut short") << QByteArray("{\"@type\": \"sc:Manifest\", \"sequences\": [{\"canv")
                                   << QStringLiteral("cut short");
        QTest::newRow("a comma") << QByteArray("{\"a\": 1 \"b\": 2}") << QStringLiteral("not valid JSON (line 1)");
        QTest::newRow("a comma too many") << QByteArray("{\"a\": [1, 2,],}") << QStringLiteral("not valid JSON (line 1)");
        QTest::newRow("a page behind a mark") << QByteArray("\xef\xbb\xbf\n<!doctype HTML><html>") << QStringLiteral("web page");
        QTest::newRow("deep") << QByteArray(200'000, '[') << QStringLiteral("cut short");
        QTest::newRow("deep and whole") << QByteArray(200'000, '[') + QByteArray(200'000, ']') << QStringLiteral("too deeply");
        QTest::newRow("a list") << QByteArray("[1, 2]") << QStringLiteral("no IIIF");
        QTest::newRow("a thing") << QByteArray("{\"type\": \"Dataset\"}") << QStringLiteral("no IIIF");
        QTest::newRow("packed, damaged") << QByteArray("\x1f\x8b\x08\x00garbage") << QStringLiteral("damaged");
    }
    void eachMistakeHasItsSentence()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, part);
        const auto document = readDocument({bytes.constData(), std::size_t(bytes.size())}, "https://a.example/x?token=1");
        QVERIFY(!document);
        const QString message = QString::fromStdString(document.error().message);
        QVERIFY2(message.contains(part), qPrintable(message));
        QVERIFY2(message.contains(QStringLiteral("https://a.example/x")) && !message.contains(QStringLiteral("token")),
            qPrintable(message));
    }
    void shapesOfTwoAreRead()
    {
        const auto document = read("\xef\xbb\xbf" + std::string(chosen));
        VERIFY_OK(document);
        const Manifest& manifest = document->manifest;
        QCOMPARE(manifest.label, (Texts{{"fr", "Ciel"}, {"en", "Sky"}, {"und", "Plain"}}));
        QCOMPARE(manifest.rights,
            (std::vector<std::string>{"https://creativecommons.org/publicdomain/zero/1.0/", "https://a.example/terms"}));
        QCOMPARE(manifest.requiredStatement->value, (Texts{{"it", "Museo Civico"}}));
        QCOMPARE(manifest.canvases.size(), std::size_t(2));
        const Canvas& canvas = manifest.canvases[0];
        QCOMPARE(canvas.width, 100);
        QCOMPARE(canvas.pictures.size(), std::size_t(1));
        const Picture& picture = canvas.pictures[0];
        QCOMPARE(picture.address, std::string("https://a.example/i.jpg"));
        QCOMPARE(picture.region, std::string("1,2,3,4"));
        QCOMPARE(*picture.place, (PixelRect{50, 100, 50, 100}));
        std::set<std::string> kinds;
        for (const ItemLink& link : manifest.links)
            kinds.insert(link.kind + " " + link.address);
        QVERIFY(kinds.contains("logo https://a.example/logo.png"));
        QVERIFY(kinds.contains("homepage https://a.example/page"));
        QVERIFY(kinds.contains("partOf https://a.example/c"));
    }
    void whatIsPackedOrInAnotherEncodingIsRead()
    {
        // Latin-1, and a mark at its beginning in another.
        const std::string latin = "{\"@type\": \"sc:Manifest\", \"label\": \"Citt\xe0\"}";
        QCOMPARE(readDocument(latin, "x")->manifest.label.at("und"), std::string("Città"));
        const auto gzip = gzipped(quoted(chosen));
        const auto document = readDocument(gzip, "https://a.example/m.json.gz");
        VERIFY_OK(document);
        QCOMPARE(document->manifest.label.size(), std::size_t(3));
        QVERIFY(!readDocument(gzip.substr(0, gzip.size() / 2), "x"));
    }
    void aLabelOfAnyLengthStaysText()
    {
        std::string label = "x";
        while (label.size() < 300'000)
            label += "è";
        const auto document
            = documentFromJson(Json({{"type", "Manifest"}, {"label", {{"none", {label}}}}}), "https://a.example/m");
        VERIFY_OK(document);
        const std::string kept = document->manifest.label.at("und");
        QVERIFY(kept.size() > 100'000 && kept.size() < label.size());
        // Cut between two characters: not one of them became two.
        QVERIFY(label.starts_with(kept));
    }
    void pagesThatShareAnIdAreAllThere()
    {
        const auto document
            = read("{'@type': 'sc:Manifest', 'sequences': [{'canvases': [{'@id': 'c', 'label': '1'}, {'@id': 'c', 'label': '2'},"
                   "{'@id': 'c', 'label': '2'}]}, {'canvases': [{'@id': 'c', 'label': '1'}, {'@id': 'd'}]}]}");
        VERIFY_OK(document);
        QCOMPARE(document->manifest.canvases.size(), std::size_t(3));
    }
    void optionsComeWithTheDefaultFirst()
    {
        REQUIRE_FIXTURES();
        const auto bytes = readFile(test::fixtures() / "iiif_p2/body-choice.json");
        const auto document = readDocument(*bytes, "x");
        VERIFY_OK(document);
        const Canvas& canvas = document->manifest.canvases.at(0);
        QCOMPARE(canvas.pictures.size(), std::size_t(4));
        QCOMPARE(canvas.pictures[0].label, (Texts{{"und", "Visible"}}));
        QCOMPARE(canvas.pictures[2].option, 2);
        QCOMPARE(canvas.pictures[2].body, canvas.pictures[0].body);
        const auto parts = readFile(test::fixtures() / "iiif_p3/cookbook/0036-composition-from-multiple-images.json");
        const auto folio = readDocument(*parts, "x");
        VERIFY_OK(folio);
        QCOMPARE(*folio->manifest.canvases.at(0).pictures.at(1).place, (PixelRect{3949, 994, 1091, 1232}));
    }
    void pagesAndContentStatesPoint()
    {
        REQUIRE_FIXTURES();
        auto targets = [](const char* name) {
            const auto bytes = readFile(test::fixtures() / name);
            auto document = readDocument(*bytes, name);
            return document ? document->targets : std::vector<Target>();
        };
        const auto region = targets("iiif_p3/cookbook/0485-contentstate-canvas-region-annotation.json");
        QCOMPARE(region.size(), std::size_t(1));
        QCOMPARE(region[0].manifest, std::string("https://iiif.io/api/cookbook/recipe/0009-book-1/manifest.json"));
        QCOMPARE(region[0].canvas, std::string("https://iiif.io/api/cookbook/recipe/0009-book-1/canvas/p2"));
        QCOMPARE(region[0].place->width, 344);
        QCOMPARE(targets("iiif_p3/cookbook/0540-link-for-opening-multiple-canvases-annotation.json").size(), std::size_t(2));
        const auto list = targets("iiif_p2/anno_list_choice.json");
        QCOMPARE(list.size(), std::size_t(2));
        QCOMPARE(list[0].manifest, std::string("https://collections.recolnat.org/annotate-server/iiif/2/30/manifest"));
    }
    void pagesOfACollectionAreFound()
    {
        REQUIRE_FIXTURES();
        const auto bytes = readFile(test::fixtures() / "iiif_p2/paginated-collection.json");
        const auto whole = readDocument(*bytes, "x");
        VERIFY_OK(whole);
        QCOMPARE(whole->collection.total, std::int64_t(3074231));
        QVERIFY(whole->collection.first.ends_with("cursor=initial"));
        const auto page = readFile(test::fixtures() / "iiif_p2/paginated-collection-page.json");
        QVERIFY(readDocument(*page, "x")->collection.next.find("cursor=") != std::string::npos);
        const auto doubles = readFile(test::fixtures() / "iiif_p2/duplicate-member-collection.json");
        const auto once = readDocument(*doubles, "x");
        QCOMPARE(once->collection.stated, std::int64_t(2));
        QCOMPARE(once->collection.members.size(), std::size_t(1));
        QVERIFY(once->collection.members[0].isCollection);
    }
    void rangesInCirclesEnd()
    {
        const auto two
            = read("{'@type': 'sc:Manifest', 'structures': [{'@id': 'a', 'ranges': ['b'], 'canvases': ['c#xywh=1,2,3,4']},"
                   "{'@id': 'b', 'ranges': ['a', 'b']}, {'@id': 'd', 'within': 'a'}, 7]}");
        VERIFY_OK(two);
        QCOMPARE(countOf(two->manifest.ranges), std::int64_t(3));
        std::string deep = "{'type': 'Range', 'items': []}";
        for (int depth = 0; depth < 60; ++depth)
            deep = "{'type': 'Range', 'items': [" + deep + "]}";
        const auto three = read("{'type': 'Manifest', 'items': [], 'structures': [" + deep + "]}");
        VERIFY_OK(three);
        QVERIFY(countOf(three->manifest.ranges) < 40);
    }
    void hostileShapesAreNothing()
    {
        // Each value of a small manifest, replaced by each of these, is read or refused and never more.
        const Json whole = Json::parse(quoted(chosen));
        std::vector<Json::json_pointer> places;
        const Json flat = whole.flatten();
        for (const auto& [place, value] : flat.items()) {
            for (Json::json_pointer pointer(place); !pointer.empty(); pointer = pointer.parent_pointer())
                places.push_back(pointer);
        }
        const std::vector<Json> odd = {nullptr, true, -1, 1e308, "", "x", Json::array(), Json::array({Json::array({1})}),
            Json::object(), Json::object({{"@id", 1}}), Json::object({{"id", Json::object()}}), std::string(100'000, 'a')};
        int documents = 0;
        for (const auto& place : places) {
            for (const Json& value : odd) {
                Json changed = whole;
                changed[place] = value;
                documents += bool(documentFromJson(changed, "https://a.example/m"));
            }
        }
        QVERIFY(documents > 100);
    }
    void textsArePlain()
    {
        QCOMPARE(plainText("<p>One &amp; <i>two</i></p><p>three<br/>four</p>"), std::string("One & two\n\nthree\nfour"));
        QCOMPARE(plainText("See <a href=\"https://a.example/x?a=1&amp;b=2\" target=_top>the page</a>."),
            std::string("See the page (https://a.example/x?a=1&b=2)."));
        QCOMPARE(plainText("<a href='javascript:alert(1)'>x</a><script>alert(2)</script>"), std::string("x"));
        QCOMPARE(plainText("a < b, <1830, &eacute;&#233;&#xe9; &unknown;"), std::string("a < b, <1830, ééé &unknown;"));
        QCOMPARE(plainText("<span style=\"x"), std::string("<span style=\"x"));
        QCOMPARE(linksIn("under <a href='https://a.example/l'>this</a> or http://b.example/z."),
            (std::vector<std::string>{"https://a.example/l", "http://b.example/z"}));
        QCOMPARE(textsOf(Json::parse(quoted("{'none': ['a', 'b'], 'en': 'c', '@none': ['a']}"))),
            (Texts{{"en", "c"}, {"und", "a\nb"}}));
    }
    void whatPeopleGiveIsUnderstood()
    {
        const std::string manifest = "https://a.example/m.json";
        for (const char* typed : {"https://a.example/m.json", "  https://a.example/m.json\n",
                 "https://viewer.example/?manifest=https%3A%2F%2Fa.example%2Fm.json&cv=2",
                 "https://viewer.example/uv.html#?manifest=https://a.example/m.json",
                 "https://viewer.example/mirador/?iiif-content=https://a.example/m.json",
                 "https://viewer.example/?manifest=https://a.example/m.json;https://a.example/n.json"})
            QCOMPARE(given(typed).address, manifest);
        // The example of the Content State API, packed for an address.
        const std::string packed = "JTdCJTIyaWQlMjIlM0ElMjJodHRwcyUzQSUyRiUyRmEuZXhhbXBsZSUyRm0uanNvbiUyMiUyQyUyMnR5cGUlMjIlM0ElM"
                                   "jJNYW5pZmVzdCUyMiU3RA";
        QVERIFY(given(packed).json.starts_with("{\"id\""));
        QVERIFY(given("https://viewer.example/?iiif-content=" + packed).json.starts_with("{\"id\""));
        QVERIFY(given("{\"type\": \"Annotation\"}").json.starts_with("{"));
        // A manifest whose own address has such a word keeps it.
        const std::string own = "https://dlc.example/iiif-query/22/?manifest=s1&canvas=n2";
        QCOMPARE(given(own).address, own);
        QCOMPARE(given("/home/me/manifest.json").address, std::string("/home/me/manifest.json"));
    }

private:
    void compare(const std::string& name, const Document& document, const Json& wanted)
    {
        auto same = [&](const char* what, std::int64_t found) {
            if (!wanted.contains(what))
                return;
            const std::int64_t number = wanted[what].get<std::int64_t>();
            QVERIFY2(number == found,
                (name + ": " + what + " " + std::to_string(found) + " instead of " + std::to_string(number)).c_str());
        };
        QCOMPARE(document.type, textAt(wanted, "type"));
        const bool isCollection = document.kind == Document::Kind::Collection;
        const Described& described = isCollection ? static_cast<const Described&>(document.collection) : document.manifest;
        if (at(wanted, "label").is_string()) {
            const Texts& label
                = document.kind == Document::Kind::Canvas ? document.manifest.canvases.at(0).label : described.label;
            for (std::string all = textAt(wanted, "label") + " | "; !all.empty(); all.erase(0, all.find(" | ") + 3)) {
                const std::string part = plainText(all.substr(0, all.find(" | ")));
                QVERIFY2(joined(label).find(part) != std::string::npos, (name + ": " + joined(label)).c_str());
            }
        }
        same("members", document.collection.stated);
        if (document.kind != Document::Kind::Manifest)
            return;
        const Manifest& manifest = document.manifest;
        same("version", manifest.version);
        std::int64_t canvases = 0, scenes = 0, images = 0, withService = 0;
        std::map<std::string, int> bodies;
        for (const Canvas& canvas : manifest.canvases) {
            ++(canvas.isScene ? scenes : canvases);
            std::set<int> painted;
            for (const Picture& picture : canvas.pictures) {
                if (painted.insert(picture.body).second) {
                    ++images;
                    withService += picture.service.has_value();
                }
            }
            for (const std::string& body : canvas.bodies)
                ++bodies[body];
        }
        same("canvases", canvases);
        same("scenes", scenes);
        same("images", images);
        same("images_with_service", withService);
        same("ranges", manifest.version < 3 ? countOf(manifest.ranges) : std::int64_t(manifest.ranges.size()));
        if (at(wanted, "rights").is_string())
            QVERIFY2(manifest.rights == std::vector{textAt(wanted, "rights")}, name.c_str());
        else
            QVERIFY2(manifest.rights.empty(), name.c_str());
        QVERIFY2(manifest.requiredStatement.has_value() == flagAt(wanted, "attribution", flagAt(wanted, "requiredStatement")),
            name.c_str());
        if (const Json& types = at(wanted, "body_types"); types.is_object()) {
            QVERIFY2(Json(bodies) == types, (name + ": " + Json(bodies).dump()).c_str());
        }
        if (const Json& languages = at(wanted, "languages"); languages.is_array()) {
            for (const Json& language : languages)
                QVERIFY2(manifest.label.contains(language == "none" ? "und" : language.get<std::string>()), name.c_str());
        }
    }
};

OPIFICIO_TEST_MAIN(PresentationTest)
#include "PresentationTest.moc"
