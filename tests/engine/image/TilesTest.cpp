// SPDX-License-Identifier: GPL-3.0-or-later
// Tiles of every kind of file are the picture that readImage() reads.
#include "support/TestMain.h"

#include "base/File.h"
#include "image/ImageFile.h"
#include "image/Tiles.h"
#include "support/TestCard.h"

#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstring>
#include <thread>

using namespace opificio;

namespace {

namespace fs = std::filesystem;
using Tile = TilePyramid::Tile;

constexpr Size cardSize{1403, 1201};

QByteArray shown(Size size)
{
    return QByteArray::number(size.width) + 'x' + QByteArray::number(size.height);
}

struct Difference {
    double mean = 0;
    int most = 0;
};

// In steps of eight bits.
Difference difference(const Image& one, const Image& other)
{
    const Image a = converted(one, Image::Format::Rgba8, ColourSpace::Display),
                b = converted(other, Image::Format::Rgba8, ColourSpace::Display);
    Difference found;
    for (std::size_t index = 0; index < a.pixels().size(); ++index) {
        const int step = std::abs(int(a.pixels()[index]) - int(b.pixels()[index]));
        found.most = std::max(found.most, step);
        found.mean += step;
    }
    found.mean /= double(a.pixels().size());
    return found;
}

// A level put together from its tiles, the last first.
Result<Image> together(const TileSource& source, int level)
{
    Task task;
    const Size size = source.pyramid.levels[std::size_t(level)].size, count = source.pyramid.tilesOf(level);
    std::vector<std::byte> pixels;
    Image::Format format = Image::Format::Rgba8;
    for (int y = count.height - 1; y >= 0; --y) {
        for (int x = count.width - 1; x >= 0; --x) {
            const Tile place{level, x, y};
            TRY(const Image tile, source.tile(place, task));
            if (tile.size() != source.pyramid.pixelsOf(place))
                return Error{Error::Code::Internal, "A tile is not as large as it should be."};
            format = tile.format();
            const std::size_t bytes = Image::bytesPerPixel(format);
            pixels.resize(std::size_t(size.width) * std::size_t(size.height) * bytes);
            for (int row = 0; row < tile.size().height; ++row) {
                const std::size_t at = std::size_t(y * source.pyramid.tileHeight + row) * std::size_t(size.width)
                    + std::size_t(x * source.pyramid.tileWidth);
                std::memcpy(pixels.data() + at * bytes, tile.row(row), tile.rowBytes());
            }
        }
    }
    return Image(size, format, ColourSpace::Display, std::move(pixels));
}

std::string turned(std::string jpeg, int orientation)
{
    const unsigned char exif[] = {0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3,
        0, 0, 0, 1, 0, static_cast<unsigned char>(orientation), 0, 0, 0, 0, 0, 0};
    return jpeg.insert(2, reinterpret_cast<const char*>(exif), sizeof exif);
}

} // namespace

class TilesTest : public test::Suite {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }

    // Everything through the disk, and as few rows in memory as there can be.
    LocalTileOptions options() const
    {
        LocalTileOptions options;
        options.cache = path("cache");
        options.memoryPixels = 0;
        options.bandBytes = 1;
        return options;
    }
    void vips(const QStringList& words)
    {
        QProcess process;
        process.setWorkingDirectory(m_folder->path());
        process.start(QStringLiteral("vips"), words);
        QVERIFY2(process.waitForFinished(60'000) && process.exitCode() == 0, process.readAllStandardError().constData());
    }
    static int foldersIn(const fs::path& folder)
    {
        int count = 0;
        for (const auto& entry : fs::directory_iterator(folder))
            count += entry.is_directory();
        return count;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        VERIFY_OK(writePng(path("card.png"), test::testCard(cardSize)));
    }

    void aPyramidIsCutAsImageServersCutIt_data()
    {
        QTest::addColumn<int>("level");
        QTest::addColumn<QByteArray>("size");
        QTest::addColumn<QByteArray>("tiles");
        QTest::addColumn<QByteArray>("lastPixels");
        QTest::addColumn<QByteArray>("lastArea");
        // Of 1001 x 701 pixels in tiles of 256 x 128.
        QTest::newRow("whole") << 0 << QByteArray("1001x701") << QByteArray("4x6") << QByteArray("233x61")
                               << QByteArray("768 640 233 61");
        QTest::newRow("half") << 1 << QByteArray("501x351") << QByteArray("2x3") << QByteArray("245x95")
                              << QByteArray("512 512 489 189");
        QTest::newRow("quarter") << 2 << QByteArray("251x176") << QByteArray("1x2") << QByteArray("251x48")
                                 << QByteArray("0 512 1001 189");
    }
    void aPyramidIsCutAsImageServersCutIt()
    {
        QFETCH(int, level);
        const TilePyramid pyramid = pyramidOf({1001, 701}, {256, 128}, std::array{1, 2, 4});
        const Size count = pyramid.tilesOf(level);
        const Tile last{level, count.width - 1, count.height - 1};
        const auto area = pyramid.areaOf(last);
        QTEST(shown(pyramid.levels[std::size_t(level)].size), "size");
        QTEST(shown(count), "tiles");
        QTEST(shown(pyramid.pixelsOf(last)), "lastPixels");
        QTEST(QByteArray(QStringLiteral("%1 %2 %3 %4").arg(area.x).arg(area.y).arg(area.width).arg(area.height).toLatin1()),
            "lastArea");
        QVERIFY(pyramid.holds(last));
        QVERIFY(!pyramid.holds({level, count.width, 0}));
        QVERIFY(!pyramid.holds({level, 0, -1}));
        // All of it touches all of them.
        QCOMPARE(int(pyramid.touched(level, {-50, -50, 5000, 5000}).size()), count.width * count.height);
    }

    void aViewTouchesTheTilesThatItShows()
    {
        const TilePyramid pyramid = pyramidOf({1000, 1000}, {256, 256}, std::array{1, 2});
        QVERIFY((pyramid.touched(0, {256, 256, 256, 256}) == std::vector<Tile>{{0, 1, 1}}));
        QVERIFY((pyramid.touched(0, {255.5, 256, 256, 256}) == std::vector<Tile>{{0, 0, 1}, {0, 1, 1}}));
        QVERIFY((pyramid.touched(1, {500, 0, 20, 1}) == std::vector<Tile>{{1, 0, 0}, {1, 1, 0}}));
        QVERIFY(pyramid.touched(0, {1000, 0, 50, 50}).empty());
        QVERIFY(pyramid.touched(0, {10, 10, 0, 50}).empty());
    }

    void theLevelForAScaleHasAPixelForEachOfTheScreens()
    {
        const TilePyramid pyramid = pyramidOf({4096, 4096}, {256, 256}, std::array{1, 2, 4, 8});
        for (auto [scale, level] : {std::pair{4.0, 0}, {1.0, 0}, {0.51, 0}, {0.5, 1}, {0.3, 1}, {0.25, 2}, {0.125, 3}, {0.01, 3}})
            QCOMPARE(pyramid.levelFor(scale), level);
    }

    void tilesPutTogetherAreThePicture_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QStringList>("words");
        auto row = [](const char* name, const char* file, const char* words) {
            QTest::newRow(name) << QString::fromLatin1(file) << QString::fromLatin1(words).split(QLatin1Char(' '));
        };
        row("jpeg", "a.jpg", "copy card.png a.jpg[Q=90,subsample-mode=on]");
        row("jpeg, full colour", "a.jpg", "copy card.png a.jpg[Q=90,subsample-mode=off]");
        row("jpeg, progressive", "a.jpg", "copy card.png a.jpg[Q=90,interlace]");
        row("jpeg, grey", "a.jpg", "colourspace card.png a.jpg b-w");
        row("jpeg, inks", "a.jpg", "colourspace card.png a.jpg cmyk");
        row("jpeg, wide colours", "a.jpg", "icc_transform card.png a.jpg p3 --input-profile srgb");
        row("png", "a.png", "copy card.png a.png");
        row("png, interlaced", "a.png", "copy card.png a.png[interlace]");
        row("png, 16 bits", "a.png", "colourspace card.png a.png rgb16");
        row("webp", "a.webp", "copy card.png a.webp[Q=90]");
        row("webp, lossless", "a.webp", "copy card.png a.webp[lossless]");
        row("tiff in strips", "a.tif", "copy card.png a.tif[compression=lzw]");
        row("tiff in strips, plain", "a.tif", "copy card.png a.tif");
        row("tiff, one bit", "a.tif", "colourspace card.png a.tif[bitdepth=1] b-w");
        row("tiff in tiles", "a.tif", "copy card.png a.tif[tile,compression=deflate]");
        row("tiff pyramid", "a.tif", "copy card.png a.tif[tile,pyramid,compression=deflate,tile-width=256,tile-height=256]");
        row("tiff pyramid in sub-directories", "a.tif", "copy card.png a.tif[tile,pyramid,subifd]");
        row("tiff pyramid of jpegs", "a.tif", "copy card.png a.tif[tile,pyramid,compression=jpeg,Q=90]");
        row("tiff pyramid, 16 bits", "a.tif", "colourspace card.png a.tif[tile,pyramid,compression=lzw,bigtiff] rgb16");
        row("tiff pyramid, inks", "a.tif", "colourspace card.png a.tif[tile,pyramid,compression=lzw] cmyk");
        row("tiff pyramid, grey", "a.tif", "colourspace card.png a.tif[tile,pyramid] b-w");
        row("tiff pyramid, wide colours", "a.tif", "icc_transform card.png a.tif[tile,pyramid] p3 --input-profile srgb");
    }
    void tilesPutTogetherAreThePicture()
    {
        QFETCH(QString, file);
        QFETCH(QStringList, words);
        vips(words);
        const auto whole = readImage(path(file.toStdString()));
        VERIFY_OK(whole);
        for (std::int64_t memoryPixels : {0, 100'000'000}) {
            LocalTileOptions options = this->options();
            options.memoryPixels = memoryPixels;
            auto source = localTiles(path(file.toStdString()), options);
            VERIFY_OK(source);
            QCOMPARE(shown(source->pyramid.size), shown(whole->size()));
            if (source->prepare) {
                Task task;
                VERIFY_OK(source->prepare(task));
            }
            const auto finest = together(*source, 0);
            VERIFY_OK(finest);
            QCOMPARE(shown(finest->size()), shown(whole->size()));
            QCOMPARE(finest->format(), whole->format());
            QVERIFY(std::equal(finest->pixels().begin(), finest->pixels().end(), whole->pixels().begin()));
            QVERIFY(source->pyramid.levels.size() >= 2 || cardSize.width <= 2560);
            for (int level = 1; level < int(source->pyramid.levels.size()); ++level) {
                const auto coarse = together(*source, level);
                VERIFY_OK(coarse);
                // Halves of halves are not quite what an area average gives, nor is a JPEG's eighth, nor what vips writes; the
                // stripes of the card are as fine as pixels.
                const Difference found = difference(*coarse, scaled(*whole, coarse->size()));
                QVERIFY2(found.mean < 3, qPrintable(QStringLiteral("level %1: %2").arg(level).arg(found.mean)));
            }
        }
    }

    void aTurnedPictureIsUprightInEveryTile()
    {
        vips({QStringLiteral("copy"), QStringLiteral("card.png"), QStringLiteral("a.jpg[Q=90]")});
        const auto bytes = readFile(path("a.jpg"));
        VERIFY_OK(bytes);
        for (int orientation = 1; orientation <= 8; ++orientation) {
            VERIFY_OK(writeFile(path("turned.jpg"), turned(*bytes, orientation)));
            const auto whole = readImage(path("turned.jpg"));
            VERIFY_OK(whole);
            auto source = localTiles(path("turned.jpg"), options());
            VERIFY_OK(source);
            const auto finest = together(*source, 0);
            VERIFY_OK(finest);
            QCOMPARE(shown(finest->size()), shown(whole->size()));
            QVERIFY(std::equal(finest->pixels().begin(), finest->pixels().end(), whole->pixels().begin()));
            const auto half = together(*source, 1);
            VERIFY_OK(half);
            QVERIFY(difference(*half, scaled(*whole, half->size())).mean < 3);
        }
    }

    void manyThreadsReadTheSamePicture()
    {
        for (const char* form : {"a.tif[tile,pyramid,compression=deflate]", "a.jpg[Q=90]"}) {
            vips({QStringLiteral("copy"), QStringLiteral("card.png"), QString::fromLatin1(form)});
            const std::string name = std::string(form).substr(0, 5);
            const auto whole = readImage(path(name));
            VERIFY_OK(whole);
            auto source = localTiles(path(name), options());
            VERIFY_OK(source);
            std::atomic<int> same = 0;
            std::vector<std::thread> threads;
            for (int number = 0; number < 4; ++number) {
                threads.emplace_back([&] {
                    const auto all = together(*source, 0);
                    same += all && std::equal(all->pixels().begin(), all->pixels().end(), whole->pixels().begin());
                });
            }
            for (std::thread& thread : threads)
                thread.join();
            QCOMPARE(same.load(), 4);
        }
    }

    void beforeItIsPreparedALevelSaysSo()
    {
        auto source = localTiles(path("card.png"), options());
        VERIFY_OK(source);
        Task task;
        const auto early = source->tile({0, 0, 0}, task);
        QVERIFY(!early);
        QCOMPARE(early.error().code, Error::Code::Busy);
        Task stopped;
        stopped.stop();
        const auto cut = source->prepare(stopped);
        QVERIFY(!cut);
        QCOMPARE(cut.error().code, Error::Code::Cancelled);
        QCOMPARE(foldersIn(path("cache")), 0);
        VERIFY_OK(source->prepare(task));
        VERIFY_OK(source->tile({0, 0, 0}, task));
    }

    void whatWasMadeIsFoundAgainAndTheOldestGoes()
    {
        LocalTileOptions options = this->options();
        Task task;
        auto source = localTiles(path("card.png"), options);
        VERIFY_OK(source);
        VERIFY_OK(source->prepare(task));
        QCOMPARE(foldersIn(options.cache), 1);
        // Another name for the same content: nothing is made.
        fs::copy_file(path("card.png"), path("copy.png"));
        std::atomic<int> beats = 0;
        Task watched([&](const Task::Progress&) { ++beats; });
        auto again = localTiles(path("copy.png"), options);
        VERIFY_OK(again);
        VERIFY_OK(again->prepare(watched));
        QCOMPARE(beats.load(), 0);
        VERIFY_OK(again->tile({1, 0, 0}, task));
        // A level that was spoilt is made anew.
        const fs::path spoilt = fs::directory_iterator(options.cache)->path() / "1.tif";
        VERIFY_OK(writeFile(spoilt, "II*"));
        auto third = localTiles(path("copy.png"), options);
        VERIFY_OK(third->prepare(watched));
        QVERIFY(beats.load() > 0);
        VERIFY_OK(third->tile({1, 0, 0}, task));
        // What is open goes on being read, though its folder is gone.
        options.cacheBytes = 1;
        VERIFY_OK(writePng(path("other.png"), test::testCard(cardSize, 2)));
        auto other = localTiles(path("other.png"), options);
        VERIFY_OK(other->prepare(task));
        QCOMPARE(foldersIn(options.cache), 1);
        VERIFY_OK(other->tile({0, 0, 0}, task));
        VERIFY_OK(third->tile({0, 0, 0}, task));
    }

    void aLargeJpegIsKeptInTilesThatAreTheSame()
    {
        vips({QStringLiteral("copy"), QStringLiteral("card.png"), QStringLiteral("a.jpg[Q=90]")});
        auto jpeg = readFile(path("a.jpg"));
        VERIFY_OK(jpeg);
        VERIFY_OK(writeFile(path("turned.jpg"), turned(*jpeg, 6)));
        LocalTileOptions options = this->options();
        auto small = localTiles(path("turned.jpg"), options);
        VERIFY_OK(small);
        QVERIFY(!small->hasten);
        options.bandPixels = 0;
        auto source = localTiles(path("turned.jpg"), options);
        VERIFY_OK(source);
        QVERIFY(source->hasten);
        std::vector<Image> before;
        Task task;
        for (int level = 0; level < int(source->pyramid.levels.size()); ++level) {
            auto image = together(*source, level);
            VERIFY_OK(image);
            before.push_back(std::move(*image));
        }

        Task stopped;
        stopped.stop();
        const auto cut = source->hasten(stopped);
        QVERIFY(!cut);
        QCOMPARE(cut.error().code, Error::Code::Cancelled);
        QCOMPARE(foldersIn(options.cache), 0);

        VERIFY_OK(source->hasten(task));
        // From here on they can come from nowhere else.
        VERIFY_OK(writeFile(path("turned.jpg"), "gone"));
        for (int level = 0; level < int(source->pyramid.levels.size()); ++level) {
            auto image = together(*source, level);
            VERIFY_OK(image);
            QVERIFY2(
                std::ranges::equal(image->pixels(), before[std::size_t(level)].pixels()), qPrintable(QString::number(level)));
        }
    }

    void whatIsDamagedIsASentenceOfItsOwnTile()
    {
        vips({QStringLiteral("copy"), QStringLiteral("card.png"), QStringLiteral("a.jpg[Q=90]")});
        vips({QStringLiteral("copy"), QStringLiteral("card.png"), QStringLiteral("a.tif[tile,compression=deflate]")});
        Task task;
        for (const char* name : {"a.jpg", "a.tif"}) {
            const auto bytes = readFile(path(name));
            VERIFY_OK(bytes);
            const std::string extension = std::string(name).substr(1);
            std::string cut = *bytes, hurt = *bytes;
            if (extension == ".jpg")
                cut.resize(cut.size() * 3 / 5);
            else
                std::fill(cut.end() - long(cut.size() / 3), cut.end() - long(cut.size() / 5), '\x55');
            VERIFY_OK(writeFile(path("cut" + extension), cut));
            auto source = localTiles(path("cut" + extension), options());
            VERIFY_OK(source);
            VERIFY_OK(source->tile({0, 0, 0}, task));
            const auto whole = together(*source, 0);
            QVERIFY(!whole);
            QVERIFY(QString::fromStdString(whole.error().message).startsWith(QStringLiteral("Cannot read cut.")));
            // What is whole is read after what is not.
            VERIFY_OK(source->tile({0, 0, 0}, task));
            // Bytes anywhere, header and all: an error or a tile, and never more.
            std::uint32_t state = 7;
            for (int round = 0; round < 60; ++round) {
                hurt = *bytes;
                for (int count = 0; count < 12; ++count) {
                    state = state * 1664525u + 1013904223u;
                    const std::size_t reach = round % 2 ? hurt.size() : std::min<std::size_t>(hurt.size(), 700);
                    hurt[(state >> 8) % reach] = char(state >> 24);
                }
                VERIFY_OK(writeFile(path("hurt" + extension), hurt));
                if (auto tried = localTiles(path("hurt" + extension), options()))
                    for (int level = 0; level < std::min(2, int(tried->pyramid.levels.size())); ++level)
                        (void)tried->tile({level, 0, 0}, task);
            }
        }
        VERIFY_OK(writeFile(path("cut.png"), readFile(path("card.png"))->substr(0, 4000)));
        auto source = localTiles(path("cut.png"), options());
        VERIFY_OK(source);
        const auto prepared = source->prepare(task);
        QVERIFY(!prepared);
        QCOMPARE(QString::fromStdString(prepared.error().message), QStringLiteral("Cannot read cut.png: it is cut short."));
        ImageLimits small;
        small.pixels = 1000;
        LocalTileOptions limited = options();
        limited.limits = small;
        const auto large = localTiles(path("a.jpg"), limited);
        QVERIFY(!large);
        QCOMPARE(large.error().code, Error::Code::TooLarge);
    }
};

OPIFICIO_TEST_MAIN(TilesTest)
#include "TilesTest.moc"
