// SPDX-License-Identifier: GPL-3.0-or-later
// A picture on somebody's server under the hand: its tiles are the picture, and without the server there is what is here.
#include "support/TestMain.h"

#include "Shelf.h"

#include "base/File.h"
#include "library/DeepZoom.h"
#include "library/OpenTiles.h"
#include "library/ThumbnailProvider.h"
#include "library/Thumbnails.h"
#include "library/iiif/ImageService.h"
#include "support/WebServer.h"
#include "web/Web.h"

#include <QGuiApplication>
#include <QQuickView>

#include <cmath>

using namespace opificio;

namespace {

constexpr Size whole{1100, 800};

// Smooth and opaque: what JPEG loses of it is little.
Image picture(Size size)
{
    std::vector<std::byte> pixels(std::size_t(size.width) * std::size_t(size.height) * 4);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            std::byte* pixel = &pixels[(std::size_t(y) * std::size_t(size.width) + std::size_t(x)) * 4];
            pixel[0] = std::byte(60 + 190 * x / size.width);
            pixel[1] = std::byte(60 + 190 * y / size.height);
            pixel[2] = std::byte(155 + 90 * std::sin(x * 0.02) * std::cos(y * 0.03));
            pixel[3] = std::byte(255);
        }
    }
    return Image(size, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
}

double meanDifference(const Image& one, const Image& other)
{
    double sum = 0;
    for (std::size_t at = 0; at < one.pixels().size(); ++at)
        sum += std::abs(int(one.pixels()[at]) - int(other.pixels()[at]));
    return sum / double(one.pixels().size());
}

// As the Image API has it: "!" mirrors it left to right, then it turns clockwise.
Image turned(const Image& image, const QString& rotation)
{
    Image result = image;
    auto mapped = [&](Size size, auto&& from) {
        std::vector<std::byte> pixels;
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x) {
                const auto [column, row] = from(x, y);
                const std::byte* pixel = result.row(row) + std::ptrdiff_t(column) * 4;
                pixels.insert(pixels.end(), pixel, pixel + 4);
            }
        }
        result = Image(size, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
    };
    if (rotation.startsWith(QLatin1Char('!')))
        mapped(image.size(), [&](int x, int y) { return std::pair(image.size().width - 1 - x, y); });
    const int quarters = QString(rotation).remove(QLatin1Char('!')).toInt() / 90;
    for (int quarter = 0; quarter < quarters; ++quarter) {
        const Size size = result.size();
        mapped({size.height, size.width}, [&](int x, int y) { return std::pair(y, size.height - 1 - x); });
    }
    return result;
}

// A picture in a window.
struct Looked {
    explicit Looked(const Item& item)
        : view(new DeepZoom(window.contentItem()))
    {
        window.setColor(Qt::black);
        window.resize(640, 480);
        view->setProperty("session", QVariant::fromValue(&session));
        view->setSize({640, 480});
        window.show();
        view->setItem(item);
    }

    Session session;
    QQuickView window;
    DeepZoom* view;
};

} // namespace

class ServiceTilesTest : public test::Suite {
    Q_OBJECT

    std::unique_ptr<test::Home> m_home;
    std::unique_ptr<test::WebServer> m_server;
    std::shared_ptr<Web> m_web;
    Item m_item;
    Task m_task;

    std::filesystem::path www() const { return m_home->path() / "www"; }
    // As a server at level 0 has it: a file for each tile, and nothing else.
    void publish(Size size)
    {
        const Json info = {{"@context", "http://iiif.io/api/image/3/context.json"}, {"id", m_server->at("/files/one")},
            {"type", "ImageService3"}, {"protocol", "http://iiif.io/api/image"}, {"profile", "level0"}, {"width", size.width},
            {"height", size.height}, {"tiles", Json::array({{{"width", 256}, {"scaleFactors", {1, 2, 4, 8}}}})}};
        VERIFY_OK(makeFolder(www() / "one"));
        VERIFY_OK(writeFile(www() / "one/info.json", printJsonLine(info)));
        const std::string address = m_server->at("/files/one");
        const auto service = imageServiceFromJson(info, address);
        VERIFY_OK(service);
        const Image source = picture(size);
        const Pyramid pyramid = pyramidOf(*service);
        for (int level = 0; level < int(pyramid.levels.size()); ++level) {
            const Pyramid::Level& at = pyramid.levels[std::size_t(level)];
            for (int row = 0; row < at.rows; ++row) {
                for (int column = 0; column < at.columns; ++column) {
                    const auto tile = tileOf(*service, pyramid, level, column, row);
                    QVERIFY(tile);
                    const Image part
                        = scaled(cropped(source, tile->region.x, tile->region.y, {tile->region.width, tile->region.height}),
                            {tile->place.width, tile->place.height});
                    const auto file = www() / "one" / tile->asked.address.substr(address.size() + 1);
                    VERIFY_OK(makeFolder(file.parent_path()));
                    VERIFY_OK(writeJpeg(file, part, 95));
                }
            }
        }
        m_item = {};
        m_item.id = "iiif:one";
        m_item.title = {{"en", "One"}};
        m_item.picture = RemotePicture{
            .address = address + "/full/max/0/default.jpg", .service = address, .width = size.width, .height = size.height};
    }
    void keepSmall() const { VERIFY_OK(makeThumbnail(m_home->path() / "thumbnails", picture({120, 90}), thumbnailKey(m_item))); }
    // Every tile of every level, against the picture that is meant.
    void comparePicture(const Image& expected)
    {
        const auto opened = openTiles(m_item, m_web, m_task);
        VERIFY_OK(opened);
        const TilePyramid& pyramid = opened->source.pyramid;
        QVERIFY(pyramid.size == expected.size());
        for (int level = 0; level < int(pyramid.levels.size()); ++level) {
            const Size size = pyramid.levels[std::size_t(level)].size, count = pyramid.tilesOf(level);
            const Image there = level == 0 ? expected : scaled(expected, size);
            for (int y = 0; y < count.height; ++y) {
                for (int x = 0; x < count.width; ++x) {
                    const auto tile = opened->source.tile({level, x, y}, m_task);
                    VERIFY_OK(tile);
                    QVERIFY(tile->size() == pyramid.pixelsOf({level, x, y}));
                    // JPEG at quality 95; coarser levels were made smaller tile by tile, too.
                    const double difference
                        = meanDifference(*tile, cropped(there, x * pyramid.tileWidth, y * pyramid.tileHeight, tile->size()));
                    QVERIFY2(difference < (level == 0 ? 1.5 : 5),
                        qPrintable(QStringLiteral("%1 %2: %3")
                                       .arg(qt(m_item.picture->region), qt(m_item.picture->rotation))
                                       .arg(difference)));
                }
            }
        }
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<test::Home>();
        VERIFY_OK(makeFolder(www()));
        m_server = std::make_unique<test::WebServer>(QStringList{QStringLiteral("--folder"), qt(www().string())});
        QVERIFY(m_server->isRunning());
        m_web = std::make_shared<Web>();
        publish(whole);
    }
    void cleanup()
    {
        m_web.reset();
        m_server.reset();
    }

    void theTilesTogetherAreThePicture()
    {
        QVERIFY(hasTiles(m_item));
        const auto opened = openTiles(m_item, m_web, m_task);
        VERIFY_OK(opened);
        QCOMPARE(opened->host, "127.0.0.1:" + m_server->port());
        QVERIFY(opened->remark.empty());
        QVERIFY(opened->source.pyramid.levels.size() >= 3);
        comparePicture(picture(whole));
    }

    void aTileIsKeptAndNotAskedForTwice()
    {
        const auto opened = openTiles(m_item, m_web, m_task);
        VERIFY_OK(opened);
        VERIFY_OK(opened->source.tile({0, 1, 1}, m_task));
        m_server->stop();
        VERIFY_OK(opened->source.tile({0, 1, 1}, m_task));
        const auto other = opened->source.tile({0, 2, 1}, m_task);
        QVERIFY(!other);
        QVERIFY(!other.error().message.empty());
    }

    void aTileOfAnotherSizeIsRefused()
    {
        const auto opened = openTiles(m_item, m_web, m_task);
        VERIFY_OK(opened);
        VERIFY_OK(writeJpeg(www() / "one/256,256,256,256/256,256/0/default.jpg", picture({100, 100}), 90));
        const auto tile = opened->source.tile({0, 1, 1}, m_task);
        QVERIFY(!tile);
        QVERIFY(tile.error().message.find("100 × 100") != std::string::npos);
    }

    void aSmallerFileGivesWayToTheServerAndStandsInForIt()
    {
        m_item.file = m_home->path() / "small.jpg";
        VERIFY_OK(writeJpeg(m_item.file, picture({550, 400}), 90));
        m_item.sha256 = *sha256OfFile(m_item.file);
        m_item.type = "jpeg";
        m_item.width = 550;
        m_item.height = 400;
        auto opened = openTiles(m_item, m_web, m_task);
        VERIFY_OK(opened);
        QVERIFY(opened->source.pyramid.size == whole);
        // Without the window's Web nobody is asked.
        opened = openTiles(m_item, nullptr, m_task);
        VERIFY_OK(opened);
        QVERIFY(opened->host.empty() && opened->remark.empty());
        // Another computer, where nothing is kept, and no server.
        m_server->stop();
        Web::Options options;
        options.folder = m_home->path() / "other";
        opened = openTiles(m_item, std::make_shared<Web>(options), m_task);
        VERIFY_OK(opened);
        QVERIFY(opened->host.empty());
        QVERIFY(!opened->remark.empty());
        QVERIFY((opened->source.pyramid.size == Size{550, 400}));
    }

    void theViewShowsItAndSaysWhereFrom()
    {
        Looked looked(m_item);
        DeepZoom* view = looked.view;
        QVERIFY(QTest::qWaitForWindowExposed(&looked.window));
        QTRY_VERIFY(view->isShown() && !view->isLoading());
        QCOMPARE(view->host(), QStringLiteral("127.0.0.1:") + qt(m_server->port()));
        QVERIFY(view->problem().isEmpty());
        QCOMPARE(view->pixels(), QSize(1100, 800));
        view->zoomTo(1, QPointF(320, 240));
        QTRY_VERIFY(!view->isLoading());
        view->setItem({});
        QVERIFY(view->host().isEmpty());
    }

    void withoutTheServerTheSmallPictureStays()
    {
        keepSmall();
        m_server->stop();
        Looked looked(m_item);
        QTRY_VERIFY(!looked.view->problem().isEmpty());
        QVERIFY(looked.view->isShown());
        QVERIFY(!looked.view->isLoading());
        QVERIFY(looked.view->host().isEmpty());
    }

    // The server has tiles of the whole, upright, and no others.
    void aPartAndATurnedPictureArePutTogether()
    {
        struct Meant {
            const char *region, *rotation;
            Image expected;
        };
        const Image upright = picture(whole), part = cropped(upright, 100, 50, {600, 700});
        std::vector<Meant> cases{
            {"", "90", turned(upright, QStringLiteral("90"))}, {"pct:50,50,50,50", "", cropped(upright, 550, 400, {550, 400})}};
        for (const char* rotation : {"", "90", "180", "270", "!0", "!90", "!180", "!270"})
            cases.push_back({"100,50,600,700", rotation, turned(part, QString::fromLatin1(rotation))});
        for (const auto& [region, rotation, expected] : cases) {
            m_item.picture->region = region;
            m_item.picture->rotation = rotation;
            comparePicture(expected);
        }
    }

    void aPartIsSeenInItsOwnShape()
    {
        m_item.picture->region = "0,0,300,800";
        m_item.picture->rotation = "90";
        Looked looked(m_item);
        QTRY_VERIFY(looked.view->isShown() && !looked.view->isLoading());
        QCOMPARE(looked.view->pixels(), QSize(800, 300));
        QVERIFY(!looked.view->host().isEmpty());
    }

    void whatCannotBePutTogetherIsSaid()
    {
        m_item.picture->region = "2000,0,300,800";
        const auto outside = openTiles(m_item, m_web, m_task);
        QVERIFY(!outside);
        QCOMPARE(qt(outside.error().message), QStringLiteral("The part that is meant lies outside of its picture."));
        m_item.picture->region.clear();
        m_item.picture->rotation = "22.5";
        QVERIFY(!openTiles(m_item, m_web, m_task));
        VERIFY_OK(makeThumbnail(m_home->path() / "thumbnails", picture({120, 90}), thumbnailKey(m_item)));
        Looked looked(m_item);
        QTRY_VERIFY(!looked.view->problem().isEmpty());
        QVERIFY(looked.view->isShown() && looked.view->host().isEmpty());
    }

    void aPartThatWasFetchedIsShownFromItsFile()
    {
        m_item.picture->region = "0,0,300,800";
        m_item.file = m_home->path() / "part.jpg";
        VERIFY_OK(writeJpeg(m_item.file, picture({300, 800}), 90));
        m_item.sha256 = *sha256OfFile(m_item.file);
        m_item.type = "jpeg";
        m_item.width = 300;
        m_item.height = 800;
        const auto opened = openTiles(m_item, m_web, m_task);
        VERIFY_OK(opened);
        QVERIFY(opened->host.empty() && opened->remark.empty());
        QVERIFY((opened->source.pyramid.size == Size{300, 800}));
    }

    void aSmallPictureIsFetchedWhereItIsMissing()
    {
        VERIFY_OK(writeJpeg(www() / "small.jpg", picture({300, 200}), 90));
        m_item.picture = RemotePicture{.address = m_server->at("/files/small.jpg")};
        auto library = Library::open();
        VERIFY_OK(library);
        VERIFY_OK(library->put(std::vector<Item>{m_item}));
        const QString address = ThumbnailProvider::address(QByteArray::fromStdString(thumbnailKey(m_item)), qt(m_item.id));
        const QString id = address.section(QLatin1Char('/'), -1);
        auto ask = [&](std::shared_ptr<Web> web) {
            ThumbnailProvider provider(std::move(web));
            std::unique_ptr<QQuickImageResponse> response(provider.requestImageResponse(id, {192, 192}));
            (void)QTest::qWaitFor([&] { return provider.isIdle(); }, 60'000);
            std::unique_ptr<QQuickTextureFactory> texture(response->textureFactory());
            return texture ? texture->image().size() : QSize();
        };
        QCOMPARE(ask(nullptr), QSize());
        QCOMPARE(ask(m_web), QSize(192, 128));
        // From now on it is here.
        m_server->stop();
        QCOMPARE(ask(nullptr), QSize(192, 128));
    }
};

int main(int argc, char** argv)
{
    qputenv("QT_QUICK_BACKEND", "software");
    QGuiApplication application(argc, argv);
    test::LogGuard guard;
    test::LogGuard::current() = &guard;
    ServiceTilesTest suite;
    return QTest::qExec(&suite, argc, argv);
}
#include "ServiceTilesTest.moc"
