// SPDX-License-Identifier: GPL-3.0-or-later
// What a canvas of a thousand nodes costs: how long the window's thread is busy for a frame while it pans and zooms, and how long
// acts take. There is no peer in the house; the lines are reports, in milliseconds.
#include <algorithm>
#include <cstdio>
#include <functional>
#include <random>
#include <vector>

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QQmlEngine>
#include <QQuickView>
#include <QTemporaryDir>
#include <QTimer>
#include <QtQml/QQmlExtensionPlugin>

#include "compose/CanvasHand.h"
#include "compose/GraphModel.h"
#include "IconProvider.h"
#include "Session.h"
#include "support/Display.h"

Q_IMPORT_QML_PLUGIN(OpificioPlugin)
Q_IMPORT_QML_PLUGIN(Opificio_ControlsPlugin)
Q_IMPORT_QML_PLUGIN(Opificio_ScreensPlugin)

using namespace opificio;

namespace {

// Columns of chains that mix: what a large composition looks like.
Graph large(const NodeTypes& types, int nodes)
{
    std::mt19937 random(4);
    Graph graph;
    std::vector<NodeId> ids;
    const int rows = 25;
    for (int i = 0; i < nodes; ++i) {
        static const char* const kinds[] = {"blend", "blur", "displace", "mask", "palette", "blend"};
        int column = i / rows;
        NodeId id = graph.add(column == 0 ? "noise" : kinds[random() % std::size(kinds)],
            {270.0 * column + double(random() % 30), 260.0 * (i % rows) + double(random() % 40)});
        const NodeType* type = types.find(graph.nodes.at(id).type);
        for (std::size_t input = 0; column > 0 && input < std::min<std::size_t>(2, type->inputs.size()); ++input) {
            int row = std::clamp(i % rows + int(random() % 5) - 2, 0, rows - 1);
            (void)graph.connect({ids[std::size_t((column - 1) * rows + row)], "image", id, type->inputs[input].name}, types);
        }
        ids.push_back(id);
    }
    return graph;
}

double median(std::vector<double> all)
{
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}

void report(const char* name, const std::vector<double>& each, const char* words)
{
    std::vector<double> sorted = each;
    std::sort(sorted.begin(), sorted.end());
    std::printf("{\"bench\": \"canvas %s\", \"ratio\": %.3f, \"worst\": %.3f, \"words\": \"milliseconds, median; %s\"}\n", name,
        median(each), sorted.back(), words);
    std::fflush(stdout);
}

double took(const std::function<void()>& what)
{
    QElapsedTimer timer;
    timer.start();
    what();
    return double(timer.nsecsElapsed()) / 1e6;
}

} // namespace

int main(int argc, char** argv)
{
    if (!test::startDisplay("1280x800x24")) {
        std::fprintf(stderr, "Xvfb did not start; install xvfb.\n");
        return 1;
    }
    QTemporaryDir home;
    qputenv("OPIFICIO_HOME", home.path().toUtf8());
    QGuiApplication application(argc, argv);
    int nodes = argc > 1 ? std::atoi(argv[1]) : 1000;
    Session session;
    if (!session.document()->create(home.path().toStdString() + "/Large.opificio", large(*session.types(), nodes)))
        return 1;
    GraphModel graph;
    report("model", {took([&] { graph.setSession(&session); })}, "rows and wires of the composition, the first time");
    QQuickView view;
    view.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
    view.engine()->addImageProvider(QStringLiteral("icons"), new IconProvider);
    view.setInitialProperties(
        {{QStringLiteral("session"), QVariant::fromValue(&session)}, {QStringLiteral("graph"), QVariant::fromValue(&graph)}});
    view.setResizeMode(QQuickView::SizeRootObjectToView);
    view.resize(1280, 800);
    report("page", {took([&] { view.setSource(QUrl(QStringLiteral("qrc:/qt/qml/Opificio/Screens/compose/GraphPane.qml"))); })},
        "the pane is loaded");
    for (const QQmlError& error : view.errors())
        std::fprintf(stderr, "%s\n", qPrintable(error.toString()));
    view.show();
    auto* hand = view.rootObject() ? view.rootObject()->findChild<CanvasHand*>() : nullptr;
    if (!hand)
        return 1;
    hand->setProperty("glide", 0);
    auto settle = [&] {
        for (int i = 0; i < 60; ++i)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    };
    settle();
    std::printf("{\"bench\": \"canvas size\", \"ratio\": %d, \"words\": \"nodes; %d wires\"}\n", graph.count(),
        int(graph.wires().size()));
    // A frame: what a step of the hand sets off, and the picture that follows.
    auto frames = [&](const char* name, const char* words, int count, const std::function<void(int)>& step) {
        std::vector<double> thread, whole;
        for (int i = 0; i < count; ++i) {
            whole.push_back(took([&] {
                thread.push_back(took([&] {
                    step(i);
                    QCoreApplication::processEvents(QEventLoop::ExcludeUserInputEvents);
                }));
                bool drawn = false;
                auto link = QObject::connect(&view, &QQuickWindow::frameSwapped, &view, [&] { drawn = true; });
                // Told a limit, processEvents() never waits and would keep a processor busy; the timer wakes it.
                QTimer patience;
                patience.setSingleShot(true);
                patience.start(1000);
                while (!drawn && patience.isActive())
                    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
                QObject::disconnect(link);
            }));
        }
        report((std::string(name) + ", thread").c_str(), thread, words);
        report((std::string(name) + ", whole").c_str(), whole, "until the frame is on the screen");
    };
    for (double zoom : {1.0, 0.5, 0.2, 0.1}) {
        hand->setZoom(zoom);
        hand->setOrigin({400, 400});
        settle();
        char name[40], words[80];
        std::snprintf(name, sizeof name, "pan at %.0f %%", zoom * 100);
        std::snprintf(words, sizeof words, "a frame of 24 pixels");
        frames(name, words, 60, [&](int) { hand->setOrigin(hand->origin() + QPointF(24, 9) / hand->pixels()); });
    }
    hand->setZoom(0.12);
    settle();
    frames("zoom", "a notch of a twentieth, from 12 % up", 60, [&](int) { hand->zoomAt({640, 400}, 1.05); });
    hand->setZoom(0.5);
    settle();
    graph.select(graph.data(graph.index(graph.count() / 2), GraphModel::IdRole).toString());
    graph.beginMove();
    frames("drag", "one node, previewed", 40, [&](int i) { graph.moveBy(i + 1, i + 1); });
    std::vector<double> acts;
    acts.push_back(took([&] { graph.endMove(); }));
    report("drop", acts, "the edit at the end of a drag");
    acts.clear();
    for (int i = 0; i < 8; ++i)
        acts.push_back(took([&] { graph.bypassSelected(); }));
    report("bypass", acts, "an act on one node, journal and all");
    report("undo", {took([&] { session.document()->undo(); })}, "one step");
    return 0;
}
