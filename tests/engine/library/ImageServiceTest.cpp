// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/iiif/ImageService.h"

#include "support/TestMain.h"

#include <algorithm>

using namespace opificio;

namespace {

// JSON with ' for ", since moc does not understand raw strings of several lines.
Json jsonOf(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return Json::parse(text);
}

ImageService service(const char* json, const char* asked = "https://a.example/iiif/one/info.json")
{
    auto read = imageServiceFromJson(jsonOf(json), asked);
    if (!read)
        QTest::qFail(read.error().message.c_str(), __FILE__, __LINE__);
    return read ? std::move(*read) : ImageService();
}

// Every pixel of every level lies in exactly one tile, and no tile asks for more than is there.
void checkWhole(const ImageService& service)
{
    const Pyramid pyramid = pyramidOf(service);
    QVERIFY(!pyramid.levels.empty());
    int before = 0;
    for (int level = 0; level < int(pyramid.levels.size()); ++level) {
        const Pyramid::Level& at = pyramid.levels[std::size_t(level)];
        QVERIFY(at.size.width >= before);
        before = at.size.width;
        std::int64_t pixels = 0, area = 0;
        for (int row = 0; row < at.rows; ++row) {
            for (int column = 0; column < at.columns; ++column) {
                const auto tile = tileOf(service, pyramid, level, column, row);
                QVERIFY(tile.has_value());
                QVERIFY(
                    tile->place.x + tile->place.width <= at.size.width && tile->place.y + tile->place.height <= at.size.height);
                QVERIFY(tile->region.x + tile->region.width <= service.width);
                QVERIFY(tile->region.y + tile->region.height <= service.height);
                QCOMPARE(tile->asked.size, (Size{tile->place.width, tile->place.height}));
                pixels += std::int64_t(tile->place.width) * tile->place.height;
                area += std::int64_t(tile->region.width) * tile->region.height;
            }
        }
        QCOMPARE(pixels, std::int64_t(at.size.width) * at.size.height);
        QCOMPARE(area, std::int64_t(service.width) * service.height);
        QVERIFY(!tileOf(service, pyramid, level, at.columns, 0));
        QVERIFY(!tileOf(service, pyramid, level, 0, -1));
    }
    QVERIFY(!tileOf(service, pyramid, int(pyramid.levels.size()), 0, 0));
}

constexpr const char* version2 = "{'@context': 'http://iiif.io/api/image/2/context.json', '@id': 'http://other.example/one', "
                                 "'protocol': 'http://iiif.io/api/image', 'width': 1000, 'height': 700, 'profile': "
                                 "['http://iiif.io/api/image/2/level1.json'], "
                                 "'tiles': [{'width': 256, 'scaleFactors': [1, 2, 4]}]}";
constexpr const char* version3
    = "{'@context': 'http://iiif.io/api/image/3/context.json', 'id': 'https://a.example/iiif/one', "
      "'type': 'ImageService3', 'protocol': 'http://iiif.io/api/image', 'profile': 'level1', 'width': 1000, 'height': 700, "
      "'maxWidth': 600}";
constexpr const char* version1
    = "{'@context': 'http://library.stanford.edu/iiif/image-api/1.1/context.json', "
      "'@id': 'https://a.example/iiif/one', 'width': 6000, 'height': 4000, 'scale_factors': [1, 2, 4], 'tile_width': 1024, "
      "'tile_height': 1024, 'formats': ['jpg', 'png'], 'qualities': ['native', 'grey'], "
      "'profile': 'http://library.stanford.edu/iiif/image-api/1.1/compliance.html#level2'}";
constexpr const char* level0
    = "{'@context': 'http://iiif.io/api/image/2/context.json', '@id': 'https://a.example/iiif/one', "
      "'protocol': 'http://iiif.io/api/image', 'profile': 'http://iiif.io/api/image/2/level0.json', 'width': 1000, 'height': "
      "700, "
      "'sizes': [{'width': 640, 'height': 448}, {'width': 150, 'height': 105}, {'width': 333, 'height': 233}]}";
constexpr const char* level0Tiles
    = "{'@context': 'http://iiif.io/api/image/2/context.json', '@id': 'https://a.example/iiif/one', "
      "'protocol': 'http://iiif.io/api/image', 'profile': ['http://iiif.io/api/image/2/level0.json'], 'width': 1000, 'height': "
      "700, "
      "'tiles': [{'width': 256, 'height': 256, 'scaleFactors': [1, 2, 4]}]}";

constexpr const char* example1 = "{'@type': 'sc:Manifest'}";
constexpr const char* example2 = "{'profile': 'level2'}";
constexpr const char* example3 = "{'profile': 'level2', 'width': -3, 'height': 'x'}";
constexpr const char* example4 = "{'protocol': 'http://iiif.io/api/image', 'width': 1e99, 'height': 2}";
constexpr const char* example5 = "{'protocol': 'http://iiif.io/api/image', '@id': 3, 'profile': [7, {'supports': {}}], "
                                 "'width': '900', 'height': 80.0, 'sizes': 3, 'tiles': {'width': 2}, 'maxArea': 'many'}";
constexpr const char* example6
    = "[{'@id': 'https://a.example/2', '@type': 'ImageService2', 'profile': "
      "'http://iiif.io/api/image/2/level1.json'}, {'id': 'https://a.example/3', 'type': 'ImageService3', 'profile': 'level2'}, "
      "{'@id': 'https://a.example/search', 'profile': 'http://iiif.io/api/search/1/search'}]";
constexpr const char* example7
    = "{'@id': 'https://a.example/2', 'profile': "
      "'http://iiif.io/api/image/2/level1.json', 'service': [{'profile': 'http://iiif.io/api/auth/1/login'}]}";
constexpr const char* example8 = "{'@id': 'https://a.example/geo', '@context': 'http://geojson.org/x'}";
constexpr const char* example9
    = "{'protocol': 'http://iiif.io/api/image', '@context': 'http://iiif.io/api/image/3/context.json', "
      "'id': 'x', 'profile': 'level0', 'width': 1000, 'height': 700, 'sizes': [{'width': 500, 'height': 350}]}";
constexpr const char* example10 = "{'protocol': 'http://iiif.io/api/image', 'profile': 'level0', 'width': 1000, 'height': 700, "
                                  "'@context': 'http://iiif.io/api/image/3/context.json'}";
constexpr const char* example11
    = "{'protocol': 'http://iiif.io/api/image', 'profile': 'level2', 'id': 'x', 'width': 1000, 'height': 1000, "
      "'maxArea': 250000}";
constexpr const char* example12
    = "{'@context': 'http://iiif.io/api/image/2/context.json', 'profile': "
      "['http://iiif.io/api/image/2/level0.json', {'supports': ['sizeByWhListed']}], 'width': 1000, 'height': 700, 'sizes': "
      "[{'width': 500, 'height': 350}]}";

} // namespace

class ImageServiceTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void everyVersionIsRead()
    {
        const ImageService two = service(version2);
        QCOMPARE(two.version, 2);
        QCOMPARE(two.level, 1);
        // A server behind a proxy does not know its own address.
        QCOMPARE(two.address, std::string("https://a.example/iiif/one"));
        QCOMPARE(two.stated, std::string("http://other.example/one"));
        QCOMPARE(two.tiles.at(0).height, 256);
        const ImageService three = service(version3);
        QCOMPARE(three.version, 3);
        QCOMPARE(three.level, 1);
        QCOMPARE(three.maxWidth, 600);
        const ImageService one = service(version1);
        QCOMPARE(one.version, 1);
        QCOMPARE(one.level, 2);
        QCOMPARE(one.tiles.at(0).scaleFactors, (std::vector{1, 2, 4}));
        for (const ImageService& any : {one, two, three}) {
            auto again = imageServiceFromJson(toJson(any), any.address);
            VERIFY_OK(again);
            again->stated = any.stated;
            QCOMPARE(*again, any);
        }
    }
    void whatIsNoServiceIsSaid()
    {
        for (const char* json : {"[]", "{}", "7", "'x'", example1, example2, example3, example4})
            QVERIFY2(!imageServiceFromJson(jsonOf(json), "https://a.example/x"), json);
        const ImageService odd = service(example5);
        QCOMPARE(odd.width, 900);
        QVERIFY(odd.tiles.empty());
        checkWhole(odd);
    }
    void servicesInsideManifestsHaveAllShapes()
    {
        QVERIFY(!embeddedService(Json()));
        QCOMPARE(embeddedService("https://a.example/i/info.json")->address, std::string("https://a.example/i"));
        const auto newest = embeddedService(jsonOf(example6));
        QCOMPARE(newest->address, std::string("https://a.example/3"));
        const auto login = embeddedService(jsonOf(example7));
        QCOMPARE(login->login, std::string("http://iiif.io/api/auth/1/login"));
        QVERIFY(!embeddedService(jsonOf(example8)));
    }
    void addressesOfPicturesAreAskedInTheWordsOfVersionAndLevel_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<int>("edge");
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("width");
        auto row = [](const char* name, const char* json, int edge, const char* words, int width) {
            QTest::newRow(name) << QString::fromUtf8(json) << edge << QString::fromUtf8(words) << width;
        };
        row("2, level 1", version2, 500, "full/500,350/0/default.jpg", 500);
        row("2, never larger", version2, 5000, "full/full/0/default.jpg", 1000);
        row("2, all of it", version2, 0, "full/full/0/default.jpg", 1000);
        row("3, level 1", version3, 500, "full/500,350/0/default.jpg", 500);
        row("3, its limit", version3, 0, "full/600,420/0/default.jpg", 600);
        row("1.1", version1, 1500, "full/1500,/0/native.jpg", 1500);
        row("1.1, all of it", version1, 0, "full/full/0/native.jpg", 6000);
        row("level 0, the next one", level0, 300, "full/333,/0/default.jpg", 333);
        row("level 0, a listed one", level0, 640, "full/640,/0/default.jpg", 640);
        row("level 0, larger than listed", level0, 900, "full/full/0/default.jpg", 1000);
        row("level 0, what a tile implies", level0Tiles, 200, "full/250,/0/default.jpg", 250);
        row("level 0 of 3", example9, 400, "full/500,350/0/default.jpg", 500);
        row("level 0 of 3, all of it", example10, 0, "full/max/0/default.jpg", 1000);
        row("an area", example11, 0, "full/500,500/0/default.jpg", 500);
        row("sizes that may be asked whole", example12, 400, "full/500,350/0/default.jpg", 500);
    }
    void addressesOfPicturesAreAskedInTheWordsOfVersionAndLevel()
    {
        QFETCH(QString, json);
        QFETCH(int, edge);
        QFETCH(QString, words);
        QFETCH(int, width);
        const Asked asked = askPicture(service(json.toUtf8().constData()), edge);
        QCOMPARE(asked.address, "https://a.example/iiif/one/" + words.toStdString());
        QCOMPARE(asked.size.width, width);
    }
    void partsAndTurns()
    {
        const ImageService two = service(version2);
        const Asked part = askPicture(two, 100, "100,100,400,200");
        QCOMPARE(part.address, std::string("https://a.example/iiif/one/100,100,400,200/100,50/0/default.jpg"));
        const Asked clipped = askPicture(two, 0, "900,600,400,400");
        QCOMPARE(clipped.size, (Size{100, 100}));
        const Asked turned = askPicture(two, 500, {}, "90");
        QCOMPARE(turned.address, std::string("https://a.example/iiif/one/full/500,350/90/default.jpg"));
        QCOMPARE(turned.size, (Size{350, 500}));
        const Asked share = askPicture(two, 0, "pct:0,0,50,50");
        QCOMPARE(share.size, (Size{500, 350}));
        QCOMPARE(askPicture(two, 0, "nonsense").size, (Size{}));
    }
    void aSmallPictureIsOneThatTheServerHas()
    {
        ImageService two = service(version2);
        QCOMPARE(askThumbnail(two, 384).size, (Size{384, 269}));
        two.sizes = {{100, 70}, {400, 280}};
        QCOMPARE(askThumbnail(two, 384).size, (Size{400, 280}));
    }
    void pyramidsCoverTheirPicture()
    {
        for (const char* json : {version1, version2, version3, level0, level0Tiles})
            checkWhole(service(json));
        for (int edge : {1, 255, 256, 257, 511, 512, 513, 1023, 1025}) {
            ImageService any = service(version2);
            any.width = edge;
            any.height = 2 * edge + 1;
            checkWhole(any);
            any.level = 0;
            checkWhole(any);
            any.tiles.clear();
            checkWhole(any);
        }
    }
    void tilesAreAskedAsTheyAreListed()
    {
        const ImageService two = service(version2);
        const Pyramid pyramid = pyramidOf(two);
        QCOMPARE(pyramid.levels.size(), std::size_t(3));
        QCOMPARE(pyramid.levels.back().columns, 4);
        QCOMPARE(pyramid.levels.back().rows, 3);
        const auto corner = tileOf(two, pyramid, 2, 3, 2);
        QCOMPARE(corner->asked.address, std::string("https://a.example/iiif/one/768,512,232,188/232,188/0/default.jpg"));
        const auto middle = tileOf(two, pyramid, 1, 1, 1);
        QCOMPARE(middle->asked.address, std::string("https://a.example/iiif/one/512,512,488,188/244,94/0/default.jpg"));
        QCOMPARE(
            tileOf(two, pyramid, 0, 0, 0)->asked.address, std::string("https://a.example/iiif/one/full/250,175/0/default.jpg"));
        const ImageService fixed = service(level0Tiles);
        QCOMPARE(tileOf(fixed, pyramidOf(fixed), 2, 0, 0)->asked.address,
            std::string("https://a.example/iiif/one/0,0,256,256/256,/0/default.jpg"));
        // Sizes without tiles are a tile each.
        const ImageService listed = service(level0);
        const Pyramid sizes = pyramidOf(listed);
        QCOMPARE(sizes.levels.size(), std::size_t(3));
        QCOMPARE(sizes.levels.back().size, (Size{640, 448}));
        QCOMPARE(levelFor(sizes, 200), 1);
        QCOMPARE(levelFor(sizes, 2000), 2);
    }
    void realDescriptions()
    {
        REQUIRE_FIXTURES();
        for (const char* name : {"iiif_info_v2.json", "iiif_info_v2_with_profile.json", "iiif_info_v3.json"}) {
            const auto json = readJson(test::fixtures() / "iiif_image_api" / name);
            VERIFY_OK(json);
            const auto read = imageServiceFromJson(*json, textAt(*json, "id", textAt(*json, "@id")));
            VERIFY_OK(read);
            QCOMPARE(read->level, 2);
            QVERIFY(read->stated.empty());
            checkWhole(*read);
        }
        const auto json = readJson(test::fixtures() / "iiif_image_api/iiif_info_v3.json");
        const auto getty = imageServiceFromJson(*json, textAt(*json, "id"));
        QCOMPARE(getty->version, 3);
        QCOMPARE(getty->rights, std::string("http://rightsstatements.org/vocab/InC-EDU/1.0/"));
        QCOMPARE(askThumbnail(*getty, 384).size, (Size{361, 513}));
    }
    void addressesOfServicesAreFound()
    {
        for (const char* address : {"https://a.example/iiif/x%2Fy/info.json", "https://a.example/iiif/x%2Fy/",
                 "https://a.example/iiif/x%2Fy/full/max/0/default.jpg",
                 "https://a.example/iiif/x%2Fy/0,0,10,10/!50,50/0/native.png"})
            QCOMPARE(serviceAddressOf(address), std::string("https://a.example/iiif/x%2Fy"));
        QCOMPARE(serviceAddressOf("https://a.example/a/b/c/d.jpg"), std::string("https://a.example/a/b/c/d.jpg"));
    }
};

OPIFICIO_TEST_MAIN(ImageServiceTest)
#include "ImageServiceTest.moc"
