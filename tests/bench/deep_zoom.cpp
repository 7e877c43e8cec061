// SPDX-License-Identifier: GPL-3.0-or-later
// A hand that looks around in a picture of a hundred megapixels: the time from a tile being wanted to its being on the graphics
// card, in a window, over a walk of zooms and pans; against the time in which readImage() decodes the whole of the same file in
// the same run, which is what a viewer without tiles waits for. And CPU time for tiles of a pyramid read in no order
// against `vips crop`, a process a region, less what an empty one costs.
#include "library/DeepZoom.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QGuiApplication>
#include <QProcess>
#include <QQuickView>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <random>
#include <vector>

#include <sys/resource.h>

#include "image/ImageFile.h"
#include "image/Tiles.h"

using namespace opificio;

namespace {

constexpr Size full{12'288, 8'192};

double cpuSeconds(int who)
{
    rusage use = {};
    getrusage(who, &use);
    auto seconds = [](const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(use.ru_utime) + seconds(use.ru_stime);
}

double part(std::vector<double> list, double share)
{
    std::sort(list.begin(), list.end());
    return list.empty() ? 0 : list[std::size_t(share * double(list.size() - 1))];
}

// Soft forms under fine grain, as photographs have it.
Image photograph()
{
    std::vector<std::byte> pixels(std::size_t(full.width) * std::size_t(full.height) * 4);
    std::uint32_t state = 1;
    std::size_t at = 0;
    for (int y = 0; y < full.height; ++y) {
        for (int x = 0; x < full.width; ++x, at += 4) {
            state = state * 1664525u + 1013904223u;
            const int grain = int(state >> 28) - 8, form = (x * (x / 64) / 512 + y * (y / 64) / 256) & 511;
            const int light = (form < 256 ? form : 511 - form) + grain;
            pixels[at] = std::byte(std::clamp(light + 20, 0, 255));
            pixels[at + 1] = std::byte(std::clamp(light, 0, 255));
            pixels[at + 2] = std::byte(std::clamp(255 - light, 0, 255));
            pixels[at + 3] = std::byte(255);
        }
    }
    return Image(full, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
}

int vips(const QStringList& words)
{
    return QProcess::execute(QStringLiteral("vips"), words);
}

// The window lives on, and takes no more of the processor than it needs.
void live(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

// Until nothing of the view is to come, and a frame or two more.
void settle(DeepZoom& view)
{
    do
        live(40);
    while (view.isLoading() || view.preparing() >= 0);
}

} // namespace

int main(int argc, char** argv)
{
    QGuiApplication application(argc, argv);
    QTemporaryDir folder;
    qputenv("OPIFICIO_HOME", folder.path().toUtf8());
    const std::filesystem::path at = folder.path().toStdString();
    const QString jpeg = folder.filePath(QStringLiteral("a.jpg")), tiff = folder.filePath(QStringLiteral("a.tif")),
                  png = folder.filePath(QStringLiteral("a.png"));
    if (!writeJpeg(at / "a.jpg", photograph(), 89))
        return 1;
    if (vips({QStringLiteral("copy"), jpeg, tiff + QStringLiteral("[tile,pyramid,compression=jpeg,Q=90]")})
        || vips({QStringLiteral("copy"), jpeg, png + QStringLiteral("[compression=1]")}))
        return 1;

    struct Walk {
        const char* name;
        const char* words;
        bool isKept;
        double limit;
    };
    for (const auto& [name, words, isKept, limit] : {Walk{"a.tif", "a.tif", false, 0.5}, Walk{"a.jpg", "a.jpg", false, 1.5},
             Walk{"a.jpg", "a.jpg kept in tiles", true, 0.5}, Walk{"a.png", "a.png", false, 0.5}}) {
        if (isKept) {
            auto source = localTiles(at / name);
            Task task;
            if (!source || !source->hasten || !source->hasten(task))
                return 1;
        }
        QElapsedTimer clock;
        clock.start();
        if (!readImage(at / name))
            return 1;
        const double whole = double(clock.nsecsElapsed()) / 1e6;

        QQuickView window;
        window.setColor(Qt::black);
        window.resize(1280, 800);
        auto* view = new DeepZoom(window.contentItem());
        view->setSize(QSizeF(1280, 800));
        window.show();
        while (!window.isExposed())
            QGuiApplication::processEvents();
        std::map<TilePyramid::Tile, double> wanted;
        std::vector<double> waits;
        clock.restart();
        auto now = [&] { return double(clock.nsecsElapsed()) / 1e6; };
        QObject::connect(view, &DeepZoom::tileWanted, view, [&](const TilePyramid::Tile& tile) { wanted.emplace(tile, now()); });
        QObject::connect(view, &DeepZoom::tileDropped, view, [&](const TilePyramid::Tile& tile) { wanted.erase(tile); });
        QObject::connect(
            view, &DeepZoom::tileShown, view,
            [&](const TilePyramid::Tile& tile) {
                if (auto begun = wanted.extract(tile))
                    waits.push_back(now() - begun.mapped());
            },
            Qt::DirectConnection);
        Item item;
        item.file = at / name;
        view->setItem(item);
        settle(*view);
        const double first = now();
        waits.clear();
        // Closer at places that come as they come, a walk across each, and away again; a step a frame, as a hand moves.
        std::mt19937 random(4);
        for (int place = 0; place < 8; ++place) {
            const QPointF point(200 + double(random() % 880), 150 + double(random() % 500));
            for (int step = 0; step < 18; ++step) {
                view->zoomBy(1.16, point);
                live(16);
            }
            settle(*view);
            const double dx = double(random() % 60) - 30, dy = double(random() % 60) - 30;
            for (int step = 0; step < 40; ++step) {
                view->pan(dx, dy);
                live(16);
            }
            settle(*view);
            view->fit();
            settle(*view);
        }
        const double half = part(waits, 0.5), most = part(waits, 0.99);
        std::printf(
            "{\"bench\": \"deep_zoom\", \"ratio\": %.4f, \"limit\": %.1f, \"words\": \"%s, 100 MP: p99 from a tile wanted to it "
            "shown, over the whole decoded once\", \"p50_ms\": %.1f, \"p99_ms\": %.1f, \"whole_ms\": %.0f, \"first_ms\": %.0f, "
            "\"tiles\": %zu}\n",
            most / whole, limit, words, half, most, whole, first, waits.size());
        std::fflush(stdout);
    }

    // The same regions by the peer.
    auto source = localTiles(at / "a.tif");
    if (!source)
        return 1;
    std::mt19937 random(9);
    std::vector<TilePyramid::Tile> tiles;
    const Size count = source->pyramid.tilesOf(0);
    for (int number = 0; number < 60; ++number)
        tiles.push_back({0, int(random() % unsigned(count.width)), int(random() % unsigned(count.height))});
    Task task;
    double begin = cpuSeconds(RUSAGE_SELF);
    for (const auto& tile : tiles) {
        if (!source->tile(tile, task))
            return 1;
    }
    const double ours = cpuSeconds(RUSAGE_SELF) - begin;
    begin = cpuSeconds(RUSAGE_CHILDREN);
    for (const auto& tile : tiles) {
        const Size size = source->pyramid.pixelsOf(tile);
        if (vips({QStringLiteral("crop"), tiff, folder.filePath(QStringLiteral("cut.v")),
                QString::number(tile.x * source->pyramid.tileWidth), QString::number(tile.y * source->pyramid.tileHeight),
                QString::number(size.width), QString::number(size.height)}))
            return 1;
    }
    const double theirs = cpuSeconds(RUSAGE_CHILDREN) - begin;
    begin = cpuSeconds(RUSAGE_CHILDREN);
    for (std::size_t number = 0; number < tiles.size(); ++number)
        vips({QStringLiteral("black"), folder.filePath(QStringLiteral("nothing.v")), QStringLiteral("1"), QStringLiteral("1")});
    const double empty = cpuSeconds(RUSAGE_CHILDREN) - begin;
    // On a busy machine the empty processes may cost more than those that cut: then there is nothing to compare.
    const double peer = theirs - empty;
    std::printf(
        "{\"bench\": \"deep_zoom\", \"ratio\": %s, \"words\": \"CPU time for a region of a pyramid against vips crop, less an "
        "empty process\", \"ours_ms\": %.2f, \"peer_ms\": %.2f}\n",
        peer > 0 ? std::to_string(ours / peer).c_str() : "null", ours * 1000 / double(tiles.size()),
        peer * 1000 / double(tiles.size()));
    return 0;
}
