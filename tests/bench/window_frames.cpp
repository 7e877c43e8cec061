// SPDX-License-Identifier: GPL-3.0-or-later
// How the window feels while much goes on: the whole studio on a screen of its own, its canvas moved sixty times a second, first
// with nothing else to do, then while the first piece plays, while a model trains beside it, and while a chain of wide blurs
// plays. A frame lasts from the tick of the sixty that moves the canvas until it is on the screen; it is dropped where the next
// tick comes sooner. Then how soon a hand is answered: from a setting to its picture, from a letter to the nodes that it finds.
//
//     window_frames [SECONDS for each]
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QQmlApplicationEngine>
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

void pass(double seconds, const std::function<bool()>& until = {})
{
    QElapsedTimer timer;
    timer.start();
    while (double(timer.elapsed()) < seconds * 1000 && !(until && until()))
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
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

class Watch {
public:
    Watch(QQuickWindow& window, CanvasHand& hand, Stage& stage)
        : m_window(window)
        , m_hand(hand)
        , m_stage(stage)
    {
    }
    void run(const char* name, const char* words, double seconds)
    {
        std::mutex mutex;
        std::vector<double> each;
        double since = -1;
        long dropped = 0;
        QElapsedTimer clock;
        clock.start();
        auto now = [&] { return double(clock.nsecsElapsed()) / 1e6; };
        auto link = QObject::connect(
            &m_window, &QQuickWindow::frameSwapped, &m_window,
            [&] {
                std::lock_guard lock(mutex);
                if (since >= 0)
                    each.push_back(now() - std::exchange(since, -1));
            },
            Qt::DirectConnection);
        QTimer mover;
        mover.setTimerType(Qt::PreciseTimer);
        mover.setInterval(int(tick));
        int step = 0;
        QObject::connect(&mover, &QTimer::timeout, &m_window, [&] {
            m_hand.setOrigin(m_hand.origin() + QPointF((step / 60) % 2 ? -2 : 2, 0));
            ++step;
            std::lock_guard lock(mutex);
            // What the tick before set off is not on the screen yet.
            if (since >= 0)
                ++dropped;
            else
                since = now();
        });
        int pictures = 0;
        auto counts = QObject::connect(&m_stage, &Stage::pictureReady, &m_window, [&] { ++pictures; });
        mover.start();
        pass(seconds);
        mover.stop();
        QObject::disconnect(link);
        QObject::disconnect(counts);
        std::printf(
            "{\"bench\": \"window frames, %s\", \"ratio\": %.3f, \"limit\": 1, \"words\": \"%s: p50 %.1f ms, p99 %.1f ms of "
            "%.0f; %ld of %d dropped; %.1f pictures of the piece a second\"}\n",
            name, at(each, 0.99) / longest, words, at(each, 0.5), at(each, 0.99), longest, dropped, step, pictures / seconds);
        std::fflush(stdout);
    }

private:
    QQuickWindow& m_window;
    CanvasHand& m_hand;
    Stage& m_stage;
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
    Watch watch(*window, *hand, stage);

    open(*piece);
    session.transport()->pause();
    pass(3);
    watch.run("at rest", "the canvas moved, nothing plays", seconds);
    session.transport()->play();
    pass(2);
    watch.run("playing", "while the first piece plays, with its two models", seconds);

    // The models' own photographs, learned anew beside it.
    std::string dataset;
    for (const auto& entry : std::filesystem::directory_iterator(*piece / "datasets"))
        dataset = entry.path().stem().string();
    bool ended = false;
    CliCall* training = CliCall::make({QStringLiteral("train"), QString::fromStdString(dataset), QStringLiteral("--recipe"),
                                          QStringLiteral("vae"), QStringLiteral("--work"), qtPath(*piece)},
        window, [&](const Result<Json>&) { ended = true; });
    pass(12);
    watch.run("training", ended ? "THE TRAINING DID NOT RUN" : "while the piece plays and a model trains", seconds);
    delete training;

    std::filesystem::path large = std::filesystem::path(home.path().toStdString()) / "works" / "Heavy.opificio";
    if (!session.document()->create(large, heavy(*session.types())))
        return 1;
    session.transport()->play();
    pictures = 0;
    pass(60, [&] { return pictures > 1; });
    watch.run("heavy", "while eight wide blurs play at 1920 x 1080", seconds);

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
