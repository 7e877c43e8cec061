// SPDX-License-Identifier: GPL-3.0-or-later
// A hand that jumps about in a picture which a server hands out in tiles: the time from the jump until nothing of the view is to
// come any more, against curl that fetches the same tiles, four at once, and does nothing with them. Run by outside_tiles.sh,
// which starts the server:
//
//     outside_tiles ADDRESS-OF-THE-SERVICE
#include "library/DeepZoom.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QGuiApplication>
#include <QProcess>
#include <QQuickView>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <random>
#include <vector>

#include "base/File.h"
#include "library/iiif/ImageService.h"
#include "web/Web.h"

using namespace opificio;

namespace {

constexpr int jumps = 40;

double part(std::vector<double> list, double share)
{
    std::sort(list.begin(), list.end());
    return list.empty() ? 0 : list[std::size_t(share * double(list.size() - 1))];
}

// Until nothing of the view is to come; the frame that shows it belongs to it.
void settle(DeepZoom& view)
{
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (!view.isLoading())
            loop.quit();
    });
    look.start(1);
    loop.exec();
}

// The same tiles, by the peer.
double fetchedByCurl(const QTemporaryDir& folder, const std::vector<std::string>& addresses)
{
    QByteArray list;
    for (const std::string& address : addresses)
        list += "url=\"" + QByteArray::fromStdString(address) + "\"\noutput=\"/dev/null\"\n";
    QFile file(folder.filePath(QStringLiteral("list")));
    if (!file.open(QIODevice::WriteOnly) || file.write(list) != list.size())
        return -1;
    file.close();
    QElapsedTimer clock;
    clock.start();
    const int answer = QProcess::execute(QStringLiteral("curl"),
        {QStringLiteral("-s"), QStringLiteral("-f"), QStringLiteral("--no-progress-meter"), QStringLiteral("--parallel"),
            QStringLiteral("--parallel-max"), QStringLiteral("4"), QStringLiteral("-K"), file.fileName()});
    return answer == 0 ? double(clock.nsecsElapsed()) / 1e6 : -1;
}

} // namespace

int main(int argc, char** argv)
{
    QGuiApplication application(argc, argv);
    if (argc != 2)
        return 2;
    QTemporaryDir folder;
    qputenv("OPIFICIO_HOME", folder.path().toUtf8());
    const std::string address = argv[1];
    Task task;
    Web web;
    const auto info = web.fetch(address + "/info.json", {}, task);
    if (!info)
        return 1;
    const auto json = readJson(info->file);
    const auto service = json ? imageServiceFromJson(*json, address) : Result<ImageService>(Error{});
    if (!service)
        return 1;
    const Pyramid pyramid = pyramidOf(*service);

    Session session;
    QQuickView window;
    window.setColor(Qt::black);
    window.resize(1280, 800);
    auto* view = new DeepZoom(window.contentItem());
    view->setProperty("session", QVariant::fromValue(&session));
    view->setSize(QSizeF(1280, 800));
    window.show();
    while (!window.isExposed())
        QGuiApplication::processEvents();
    std::vector<std::string> asked;
    QObject::connect(view, &DeepZoom::tileWanted, view, [&](const TilePyramid::Tile& tile) {
        const int level = int(pyramid.levels.size()) - 1 - tile.level;
        if (const auto there = tileOf(*service, pyramid, level, tile.x, tile.y))
            asked.push_back(there->asked.address);
    });
    Item item;
    item.id = "iiif:bench";
    item.picture = RemotePicture{
        .address = address + "/full/full/0/default.jpg", .service = address, .width = service->width, .height = service->height};
    view->setItem(item);
    settle(*view);

    std::mt19937 random(5);
    std::vector<double> ours, theirs;
    std::size_t tiles = 0;
    QElapsedTimer clock;
    for (int jump = 0; jump < jumps; ++jump) {
        view->fit();
        settle(*view);
        asked.clear();
        const QPointF point(150 + double(random() % 980), 100 + double(random() % 600));
        clock.restart();
        view->zoomTo(1, point);
        settle(*view);
        const double took = double(clock.nsecsElapsed()) / 1e6;
        // Where one looked before, nothing is asked for.
        if (asked.empty())
            continue;
        const double peer = fetchedByCurl(folder, asked);
        if (peer < 0)
            return 1;
        tiles += asked.size();
        ours.push_back(took);
        theirs.push_back(peer);
    }
    std::printf(
        "{\"bench\": \"outside_tiles\", \"ratio\": %.3f, \"words\": \"jump in a picture of a server until it is sharp: p50 "
        "%.0f ms, p99 %.0f ms; curl with the same tiles, %.0f and %.0f ms\", \"p50_ms\": %.1f, \"p99_ms\": %.1f, "
        "\"peer_p50_ms\": %.1f, \"peer_p99_ms\": %.1f, \"jumps\": %zu, \"tiles\": %zu}\n",
        part(ours, 0.5) / part(theirs, 0.5), part(ours, 0.5), part(ours, 0.99), part(theirs, 0.5), part(theirs, 0.99),
        part(ours, 0.5), part(ours, 0.99), part(theirs, 0.5), part(theirs, 0.99), ours.size(), tiles);
    return 0;
}
