// SPDX-License-Identifier: GPL-3.0-or-later
// How the window feels while much goes on: the whole studio on a screen of its own, its canvas moved sixty times a second, first
// with nothing else to do, then while the first piece plays, while a model trains beside it, and while a chain of wide blurs
// plays. A frame lasts from the tick of the sixty that moves the canvas until it is on the screen; it is dropped where the next
// tick comes sooner. In each case the studio is then hidden, and a window that has nothing but the piece's picture and a square
// that moves is watched in its stead. Then how soon a hand is answered: from a setting to its picture, from a letter to the
// nodes that it finds.
//
//     window_frames [SECONDS for each]
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QQmlApplicationEngine>
#include <QQmlComponent>
#include <QQuickStyle>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTimer>
#include <QtQml/QQmlExtensionPlugin>

#include "FirstPiece.h"
#include "IconProvider.h"
#include "Session.h"
#include "Text.h"
#include "compose/CanvasHand.h"
#include "compose/NodeSearch.h"
#include "compose/ParamModel.h"
#include "jobs/CliCall.h"
#include "jobs/PictureProvider.h"
#include "library/ThumbnailProvider.h"
#include "preview/PreviewItem.h"
#include "preview/WindowSetup.h"
#include "support/Display.h"

Q_IMPORT_QML_PLUGIN(OpificioPlugin)
Q_IMPORT_QML_PLUGIN(Opificio_ControlsPlugin)
Q_IMPORT_QML_PLUGIN(Opificio_ScreensPlugin)

using namespace opificio;

namespace {

constexpr double tick = 1000.0 / 60, longest = 20;

double at(std::vector<double> sorted, double share)
{
    if (sorted.empty())
        return 0;
    std::sort(sorted.begin(), sorted.end());
    return sorted[std::min(sorted.size() - 1, std::size_t(share * double(sorted.size())))];
}

// Told a limit, processEvents() never waits and would keep a processor busy beside what is measured; the timer wakes it.
void pass(double seconds, const std::function<bool()>& until = {})
{
    QTimer end;
    end.setSingleShot(true);
    end.start(int(seconds * 1000));
    while (end.isActive() && !(until && until()))
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

// Delegates and loaded pages are no children of the window's but as items.
CanvasHand* handIn(QQuickItem* item)
{
    if (auto* hand = qobject_cast<CanvasHand*>(item))
        return hand;
    for (QQuickItem* child : item->childItems()) {
        if (auto* hand = handIn(child))
            return hand;
    }
    return nullptr;
}

// A film's size, and what a processor needs long for: every blur reads a wide ring around each pixel.
Graph heavy(const NodeTypes& types)
{
    Graph graph;
    graph.size = {1920, 1080};
    NodeId before = graph.add("noise");
    for (int i = 0; i < 8; ++i) {
        NodeId blur = graph.add("blur", {240.0 * (i + 1), 0});
        (void)graph.set(blur, "radius", 0.03, types);
        (void)graph.connect({before, "image", blur, "inputImage"}, types);
        before = blur;
    }
    NodeId output = graph.add("output", {240.0 * 9, 0});
    (void)graph.connect({before, "image", output, "image"}, types);
    return graph;
}

struct Frames {
    std::vector<double> each; ///< milliseconds
    int dropped = 0, ticks = 0;
    double pictures = 0; ///< of the piece, a second
};

// The frames of a window that is moved sixty times a second.
Frames watch(QQuickWindow& window, Stage& stage, double seconds, const std::function<void(int)>& move)
{
    Frames frames;
    std::mutex mutex;
    double since = -1;
    QElapsedTimer clock;
    clock.start();
    auto now = [&] { return double(clock.nsecsElapsed()) / 1e6; };
    auto link = QObject::connect(
        &window, &QQuickWindow::frameSwapped, &window,
        [&] {
            std::lock_guard lock(mutex);
            if (since >= 0)
                frames.each.push_back(now() - std::exchange(since, -1));
        },
        Qt::DirectConnection);
    QTimer mover;
    mover.setTimerType(Qt::PreciseTimer);
    mover.setInterval(int(tick));
    QObject::connect(&mover, &QTimer::timeout, &window, [&] {
        move(frames.ticks++);
        std::lock_guard lock(mutex);
        // What the tick before set off is not on the screen yet.
        if (since >= 0)
            ++frames.dropped;
        else
            since = now();
    });
    int pictures = 0;
    auto counts = QObject::connect(&stage, &Stage::pictureReady, &window, [&] { ++pictures; });
    mover.start();
    pass(seconds);
    mover.stop();
    QObject::disconnect(link);
    QObject::disconnect(counts);
    frames.pictures = pictures / seconds;
    return frames;
}

// The studio's window and then, in its stead, one that has the piece's picture and a moving square: what this machine leaves to
// any window that shows it.
class Pair {
public:
    Pair(QQuickWindow& studio, CanvasHand& hand, Stage& stage, QQuickWindow& bare, QQuickItem& square)
        : m_studio(studio)
        , m_hand(hand)
        , m_stage(stage)
        , m_bare(bare)
        , m_square(square)
    {
    }
    void run(const char* name, const char* words, double seconds)
    {
        Frames frames
            = watch(m_studio, m_stage, seconds, [&](int step) { m_hand.setOrigin(m_hand.origin() + QPointF(side(step), 0)); });
        m_studio.hide();
        m_bare.show();
        pass(1);
        Frames peer = watch(m_bare, m_stage, seconds / 2, [&](int step) { m_square.setX(m_square.x() + side(step)); });
        m_bare.hide();
        m_studio.show();
        pass(0.5);
        std::printf(
            "{\"bench\": \"window frames, %s\", \"ratio\": %.3f, \"limit\": 1, \"words\": \"%s: p50 %.1f ms, p99 %.1f ms of "
            "%.0f; %d of %d dropped; %.1f pictures of the piece a second; a bare window: p50 %.1f ms, p99 %.1f ms, %.1f "
            "pictures\"}\n",
            name, at(frames.each, 0.99) / longest, words, at(frames.each, 0.5), at(frames.each, 0.99), longest, frames.dropped,
            frames.ticks, frames.pictures, at(peer.each, 0.5), at(peer.each, 0.99), peer.pictures);
        std::fflush(stdout);
    }

private:
    static double side(int step) { return (step / 60) % 2 ? -2 : 2; }

    QQuickWindow& m_studio;
    CanvasHand& m_hand;
    Stage& m_stage;
    QQuickWindow& m_bare;
    QQuickItem& m_square;
};

void report(const char* name, const std::vector<double>& each, double limit, const char* words)
{
    std::printf("{\"bench\": \"%s\", \"ratio\": %.3f, \"limit\": 1, \"words\": \"%s: p50 %.1f ms, p99 %.1f ms of %.0f\"}\n", name,
        at(each, 0.99) / limit, words, at(each, 0.5), at(each, 0.99), limit);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    if (!test::startDisplay("1280x800x24")) {
        std::fprintf(stderr, "Xvfb did not start; install xvfb.\n");
        return 1;
    }
    double seconds = argc > 1 ? std::atof(argv[1]) : 15;
    QTemporaryDir home;
    qputenv("OPIFICIO_HOME", home.path().toUtf8());
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(argc, argv);
    WindowSetup windows;
    Session session;
    session.setWindows(&windows);
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine.addImageProvider(QStringLiteral("icons"), new IconProvider);
    engine.addImageProvider(QStringLiteral("thumbnails"), new ThumbnailProvider);
    engine.addImageProvider(QStringLiteral("pictures"), new PictureProvider);
    engine.setInitialProperties({{QStringLiteral("session"), QVariant::fromValue(&session)}});
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Opificio/Screens/Main.qml")));
    auto* window = engine.rootObjects().isEmpty() ? nullptr : qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
    auto* hand = window ? handIn(window->contentItem()) : nullptr;
    if (!hand)
        return 1;
    windows.prepare(window);
    window->show();
    Stage& stage = *session.stage();
    int pictures = 0;
    QObject::connect(&stage, &Stage::pictureReady, window, [&] { ++pictures; });
    auto open = [&](const std::filesystem::path& folder) {
        session.openWork(qtPath(folder));
        pictures = 0;
        pass(60, [&] { return pictures > 2; });
        // What the opening sets off has come to rest.
        pass(4);
    };
    auto piece = makeFirstPiece(std::filesystem::path(home.path().toStdString()) / "works", *session.types());
    if (!piece)
        return 1;
    QQmlComponent component(&engine);
    component.setData("import QtQuick\nimport Opificio\n"
                      "Window { width: 1280; height: 800; color: \"#222\"\n"
                      "PreviewItem { objectName: \"picture\"; width: 957; height: 346 }\n"
                      "Rectangle { objectName: \"square\"; x: 200; y: 500; width: 240; height: 160; color: \"#888\" } }",
        QUrl());
    std::unique_ptr<QQuickWindow> bare(qobject_cast<QQuickWindow*>(component.create()));
    auto* square = bare ? bare->findChild<QQuickItem*>(QStringLiteral("square")) : nullptr;
    auto* picture = bare ? bare->findChild<PreviewItem*>(QStringLiteral("picture")) : nullptr;
    if (!square || !picture)
        return 1;
    picture->setStage(&stage);
    Pair pair(*window, *hand, stage, *bare, *square);

    open(*piece);
    session.transport()->pause();
    pass(3);
    pair.run("at rest", "the canvas moved, nothing plays", seconds);
    session.transport()->play();
    pass(2);
    pair.run("playing", "while the first piece plays, with its two models", seconds);

    // The models' own photographs, learned anew beside it.
    std::string dataset;
    for (const auto& entry : std::filesystem::directory_iterator(*piece / "datasets"))
        dataset = entry.path().stem().string();
    bool ended = false;
    CliCall* training = CliCall::make({QStringLiteral("train"), QString::fromStdString(dataset), QStringLiteral("--recipe"),
                                          QStringLiteral("vae"), QStringLiteral("--work"), qtPath(*piece)},
        window, [&](const Result<Json>&) { ended = true; });
    pass(12);
    pair.run("training", ended ? "THE TRAINING DID NOT RUN" : "while the piece plays and a model trains", seconds);
    delete training;

    std::filesystem::path large = std::filesystem::path(home.path().toStdString()) / "works" / "Heavy.opificio";
    if (!session.document()->create(large, heavy(*session.types())))
        return 1;
    session.transport()->play();
    pictures = 0;
    pass(60, [&] { return pictures > 1; });
    pair.run("heavy", "while eight wide blurs play at 1920 x 1080", seconds);

    // From a setting to the picture of it on the screen, where the piece stands still.
    open(*piece);
    session.transport()->pause();
    pass(2);
    std::vector<double> each;
    {
        ParamModel params;
        params.setProperty("session", QVariant::fromValue(&session));
        params.componentComplete();
        for (const auto& [id, node] : session.document()->graph().nodes) {
            if (node.type == "vignette" || node.type == "grade" || node.type == "blend")
                params.setNodes({qt(id)});
        }
        int row = -1;
        for (int i = 0; i < params.rowCount() && row < 0; ++i) {
            if (params.data(params.index(i), ParamModel::TypeRole).toString() == QStringLiteral("number"))
                row = i;
        }
        std::fprintf(stderr, "turned: %s, %s\n", qPrintable(params.label()),
            row < 0 ? "nothing" : qPrintable(params.data(params.index(row), ParamModel::LabelRole).toString()));
        for (int i = 0; row >= 0 && i < 40; ++i) {
            bool drawn = false;
            int before = pictures;
            auto link
                = QObject::connect(window, &QQuickWindow::frameSwapped, window, [&] { drawn = drawn || pictures > before; });
            QElapsedTimer timer;
            timer.start();
            params.scrub(row, 0.2 + 0.015 * i);
            pass(3, [&] { return drawn; });
            each.push_back(double(timer.nsecsElapsed()) / 1e6);
            QObject::disconnect(link);
            pass(0.1);
        }
        if (row >= 0)
            params.cancel();
    }
    report("window, setting to pixel", each, 100, "a setting scrubbed in the first piece, until its picture is on the screen");

    each.clear();
    {
        NodeSearch search;
        search.setSession(&session);
        for (const char* typed : {"b", "bl", "blu", "blur", "", "s", "sf", "sfo", "sfoc", "sfocatura", "m", "mi", "mix", "x"}) {
            QElapsedTimer timer;
            timer.start();
            search.setTyped(QString::fromUtf8(typed));
            each.push_back(double(timer.nsecsElapsed()) / 1e6);
        }
    }
    report("window, add-node search", each, 50, "from a letter to the nodes that it finds");
    each.clear();
    for (int i = 0; i < 8; ++i) {
        bool drawn = false;
        auto link = QObject::connect(window, &QQuickWindow::frameSwapped, window, [&] { drawn = true; });
        QElapsedTimer timer;
        timer.start();
        session.commands()->trigger(QStringLiteral("canvas.add"));
        drawn = false;
        pass(3, [&] { return drawn; });
        each.push_back(double(timer.nsecsElapsed()) / 1e6);
        QObject::disconnect(link);
        for (QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
            QKeyEvent key(type, Qt::Key_Escape, Qt::NoModifier);
            QCoreApplication::sendEvent(window, &key);
        }
        pass(0.5);
    }
    report("window, add-node box", each, 100, "from the key to the box on the screen");
    return 0;
}
