// SPDX-License-Identifier: GPL-3.0-or-later
// Ten thousand items with five hundred pictures: how long a search takes, and how long the GUI thread is busy between two frames
// while the grid is flung through. Frames are counted in the real page, drawn as the platform does it.
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickView>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QtQml/QQmlExtensionPlugin>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <vector>

#include "IconProvider.h"
#include "Session.h"
#include "base/Hash.h"
#include "image/ImageFile.h"
#include "library/ItemModel.h"
#include "library/Library.h"
#include "library/ThumbnailProvider.h"
#include "library/Thumbnails.h"
#include "support/Display.h"
#include "support/TestCard.h"

Q_IMPORT_QML_PLUGIN(OpificioPlugin)
Q_IMPORT_QML_PLUGIN(Opificio_ControlsPlugin)
Q_IMPORT_QML_PLUGIN(Opificio_ScreensPlugin)

using namespace opificio;

namespace {

constexpr int itemCount = 10'000, pictureCount = 500, turns = 40;

// Of the processor, so that other programs of the machine are not counted.
double threadMs()
{
    timespec now = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

// Counts what the GUI thread does: every event that it handles, until the next frame.
class Application : public QGuiApplication {
public:
    using QGuiApplication::QGuiApplication;
    double busyMs = 0;
    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_depth++ > 0) {
            const bool done = QGuiApplication::notify(receiver, event);
            --m_depth;
            return done;
        }
        const double before = threadMs();
        const bool done = QGuiApplication::notify(receiver, event);
        busyMs += threadMs() - before;
        --m_depth;
        return done;
    }

private:
    int m_depth = 0;
};

double at(std::vector<double> numbers, double part)
{
    if (numbers.empty())
        return 0;
    std::sort(numbers.begin(), numbers.end());
    return numbers[std::min(numbers.size() - 1, std::size_t(part * double(numbers.size())))];
}

void print(const char* bench, const std::vector<double>& ms, double aimMs, const char* words)
{
    std::printf(
        "{\"bench\": \"library, %s\", \"ratio\": %.3f, \"limit\": 1, \"words\": \"%s: p50 %.1f ms, p99 %.1f ms of %.0f\"}\n",
        bench, at(ms, 0.99) / aimMs, words, at(ms, 0.5), at(ms, 0.99), aimMs);
    std::fflush(stdout);
}

bool fill(const std::filesystem::path& home)
{
    std::vector<std::string> hashes;
    for (int number = 0; number < pictureCount; ++number) {
        hashes.push_back(sha256("picture " + std::to_string(number)));
        if (!makeThumbnail(home / "thumbnails", test::testCard({384, 200 + number % 180}, number), hashes.back()))
            return false;
    }
    auto library = Library::open();
    if (!library)
        return false;
    static constexpr const char* words[]
        = {"River", "bridge", "flood", "Colosseum", "square", "night", "market", "portrait", "harbour", "winter"};
    static constexpr const char* rights[] = {"http://creativecommons.org/publicdomain/zero/1.0/",
        "http://rightsstatements.org/vocab/InC/1.0/", "http://creativecommons.org/licenses/by-nc/4.0/", "not stated"};
    std::vector<Item> items(itemCount);
    for (int number = 0; number < itemCount; ++number) {
        Item& item = items[std::size_t(number)];
        item.id = "bench:" + std::to_string(number);
        item.title = {{"en", std::string(words[number % 10]) + " and " + words[number / 10 % 10] + " " + std::to_string(number)},
            {"it", std::string("Fiume ") + std::to_string(number)}};
        item.description = {{"en",
            std::string("A photograph of the ") + words[number / 100 % 10]
                + ", taken from the other bank on a day when the water had risen above the quay."}};
        item.maker = {"Maker " + std::to_string(number % 300)};
        item.date = std::to_string(1850 + number % 120);
        item.years = Years{1850 + number % 120, 1850 + number % 120};
        item.holder = "Archivio " + std::to_string(number % 12);
        item.subjects = {"water", "town"};
        item.rights.object = rights[number % 4];
        item.collections = {"Collection " + std::to_string(number % 7)};
        item.sha256 = hashes[std::size_t(number % pictureCount)];
        item.type = "jpeg";
        item.width = 4000;
        item.height = 3000;
    }
    return bool(library->put(items));
}

} // namespace

int main(int argc, char** argv)
{
    if (!test::startDisplay())
        return test::skipped("Xvfb is not there.");
    QTemporaryDir home;
    qputenv("OPIFICIO_HOME", home.path().toUtf8());
    qputenv("QSG_RENDER_LOOP", "threaded");
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    Application application(argc, argv);
    if (!fill(home.path().toStdString()))
        return 1;
    Session session;
    session.newWork(QStringLiteral("Bench"));
    QElapsedTimer timer;
    {
        ItemModel items;
        items.setProperty("session", QVariant::fromValue(&session));
        timer.start();
        items.componentComplete();
        std::vector<double> first, whole, typed, gui;
        if (!QTest::qWaitFor([&] { return items.count() > 0; }, 60'000))
            return 1;
        first.push_back(double(timer.nsecsElapsed()) / 1e6);
        if (!QTest::qWaitFor([&] { return items.count() == itemCount && items.total() == itemCount; }, 60'000))
            return 1;
        whole.push_back(double(timer.nsecsElapsed()) / 1e6);
        print("first rows", first, 200, "of a library that was never read");
        print("all rows", whole, 1000, "ten thousand that were never read");
        static constexpr const char* searches[]
            = {"r", "ri", "riv", "river", "river bri", "flood", "maker 12", "", "winter 99", "quay"};
        for (int turn = 0; turn < turns; ++turn) {
            QSignalSpy answered(&items, &ItemModel::answered);
            timer.start();
            items.setWords(QString::fromLatin1(searches[turn % 10]));
            if (!answered.wait(60'000))
                return 1;
            // The pause after the last letter is part of it.
            typed.push_back(double(timer.nsecsElapsed()) / 1e6);
        }
        print("search", typed, 200, "from a letter that is typed to the rows");
        items.setWords({});
        if (!QTest::qWaitFor([&] { return items.count() == itemCount; }, 60'000))
            return 1;
        timer.start();
        items.markAll();
        items.keep(0);
        gui.push_back(double(timer.nsecsElapsed()) / 1e6);
        print("keep", gui, 100, "ten thousand in one act");
        session.document()->undo();
    }
    QQuickView window;
    window.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
    window.engine()->addImageProvider(QStringLiteral("icons"), new IconProvider);
    window.engine()->addImageProvider(QStringLiteral("thumbnails"), new ThumbnailProvider);
    window.setResizeMode(QQuickView::SizeRootObjectToView);
    window.resize(1280, 800);
    window.setInitialProperties({{QStringLiteral("session"), QVariant::fromValue(&session)}});
    window.setSource(QUrl(QStringLiteral("qrc:/qt/qml/Opificio/Screens/library/LibraryPage.qml")));
    window.show();
    if (!QTest::qWaitForWindowExposed(&window))
        return 1;
    QQuickItem* view = nullptr;
    for (QQuickItem* item : window.rootObject()->findChildren<QQuickItem*>()) {
        if (item->inherits("QQuickGridView") && item->property("count").toInt() == itemCount)
            view = item;
    }
    if (!QTest::qWaitFor(
            [&] {
                for (QQuickItem* item : window.rootObject()->findChildren<QQuickItem*>()) {
                    if (item->inherits("QQuickGridView") && item->property("count").toInt() == itemCount)
                        view = item;
                }
                return view != nullptr;
            },
            60'000))
        return 1;
    QTest::qWait(1000);
    std::vector<double> busy, frames;
    QElapsedTimer frame;
    frame.start();
    application.busyMs = 0;
    QObject::connect(&window, &QQuickWindow::afterAnimating, &window, [&] {
        const double worked = std::exchange(application.busyMs, 0);
        if (view->property("moving").toBool()) {
            busy.push_back(worked);
            frames.push_back(double(frame.nsecsElapsed()) / 1e6);
        }
        frame.restart();
    });
    for (int turn = 0; turn < 6; ++turn) {
        const double before = view->property("contentY").toDouble();
        QMetaObject::invokeMethod(view, "flick", Q_ARG(qreal, 0), Q_ARG(qreal, turn % 3 == 2 ? 6000 : -6000));
        QTest::qWait(2000);
        if (std::abs(view->property("contentY").toDouble() - before) < 1000) {
            std::fprintf(stderr, "The grid was not flung.\n");
            return 1;
        }
    }
    print("fling", busy, 8, "work of the GUI thread between two frames");
    print("fling, frames", frames, 100, "from frame to frame, as this machine draws");
    return 0;
}
