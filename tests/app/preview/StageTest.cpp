// SPDX-License-Identifier: GPL-3.0-or-later
// The stage without a window that could take pictures over: on the platform offscreen they are copied.
#include "Pieces.h"
#include "support/TestMain.h"

#include <QColorSpace>
#include <QGuiApplication>
#include <QImage>
#include <QQuickWindow>
#include <QSignalSpy>

#include <atomic>

#include "image/ImageFile.h"
#include "preview/PreviewItem.h"
#include "preview/WindowSetup.h"
#include "render/Renderer.h"

using namespace opificio;

class StageTest : public test::Suite {
    Q_OBJECT
    test::Pieces m_pieces;

    // A stage that somebody looks at.
    struct Looked {
        explicit Looked(const test::Pieces& pieces, std::shared_ptr<const Graph> graph, QSize size = {64, 36})
            : stage(DeviceOptions{.validation = true}, nullptr)
            , pictures(&stage, &Stage::pictureReady)
        {
            stage.pictures()->askForCopies();
            stage.ask(&viewer, size);
            stage.setWork(std::move(graph), pieces.types(), test::Pieces::materials());
        }
        // The colour that is shown in the middle.
        QColor colour()
        {
            Image image = stage.pictures()->latest().copy;
            if (image.isNull())
                return Qt::black;
            auto* pixel = reinterpret_cast<const uchar*>(image.row(image.size().height / 2)) + image.size().width / 2 * 4;
            return {pixel[0], pixel[1], pixel[2]};
        }
        // Until what was wished last is there: a question waits its turn on the thread.
        bool settle()
        {
            QSignalSpy answers(&stage, &Stage::probed);
            stage.probe(0.5, 0.5);
            return answers.wait();
        }
        bool shows(qint64 frame)
        {
            return QTest::qWaitFor([&] { return stage.frame() == frame && pictures.size() > 0; });
        }
        QObject viewer;
        Stage stage;
        QSignalSpy pictures;
    };

private Q_SLOTS:
    void nothingChangesAndNothingIsDone()
    {
        Looked it(m_pieces, m_pieces.piece("flash", {64, 36}));
        QVERIFY(it.pictures.wait());
        QTRY_COMPARE(it.stage.pictures()->latest().serial, std::uint64_t(1));
        for (int i = 0; i < 5; ++i)
            QVERIFY(it.settle());
        QCOMPARE(it.stage.pictures()->latest().serial, std::uint64_t(1));
        QVERIFY(!it.stage.device().isEmpty());
        // Neither when nobody looks.
        it.stage.ask(&it.viewer, {});
        it.stage.setFrame(5);
        QVERIFY(it.settle());
        QCOMPARE(it.stage.pictures()->latest().serial, std::uint64_t(1));
        it.stage.ask(&it.viewer, {64, 36});
        QTRY_COMPARE(it.stage.pictures()->latest().serial, std::uint64_t(2));
    }
    void playingShowsEveryFrameInOrderAndBeginsAgain()
    {
        std::atomic<int> woken = 0;
        RenderLoop loop({}, [&] { ++woken; });
        RenderLoop::Wish wish{.graph = m_pieces.piece("flash", {64, 36}),
            .types = m_pieces.types(),
            .materials = test::Pieces::materials(),
            .frame = 8,
            .seek = 1,
            .playing = true,
            .loopBegin = 10,
            .loopEnd = 14};
        loop.wish(wish);
        loop.ask(this, {64, 36});
        // Not every wake-up is heard in time; each picture that is heard of says the how-manieth it is.
        // From outside it jumps into the loop.
        std::uint64_t heard = 0;
        while (heard < 40) {
            QTRY_VERIFY(loop.report().pictures > heard);
            auto report = loop.report();
            heard = report.pictures;
            QCOMPARE(report.frame, heard == 1 ? Frame(8) : 10 + Frame(heard - 2) % 5);
        }
        QVERIFY(woken > 0);
    }
    void aNodeThatRemembersIsWhereARunFromTheStartWouldHaveIt()
    {
        // Red counts the frames in hundredths, whichever way a frame is reached.
        auto shown = m_pieces.piece("count", {64, 36});
        Looked it(m_pieces, shown);
        auto red = [&] { return int(std::lround(it.colour().redF() * 100)); };
        it.stage.setFrame(20);
        QTRY_COMPARE(it.stage.frame(), 20);
        QTRY_COMPARE(red(), 21);
        // Other pixels, other ways to look, and nodes moved on the canvas are no frames.
        for (int edge : {32, 48, 64}) {
            int before = int(it.pictures.size());
            it.stage.ask(&it.viewer, {edge, edge});
            QTRY_VERIFY(it.pictures.size() > before);
            QCOMPARE(red(), 21);
        }
        int before = int(it.pictures.size());
        it.stage.setChannel(Stage::Channel::Red);
        QTRY_VERIFY(it.pictures.size() > before);
        QCOMPARE(red(), 21);
        it.stage.resetView();
        auto graph = std::make_shared<Graph>(*shown);
        graph->nodes.begin()->second.at = {40, 50};
        before = int(it.pictures.size());
        it.stage.setGraph(graph);
        QTRY_VERIFY(it.pictures.size() > before);
        QCOMPARE(red(), 21);
        it.stage.setLoopBegin(30);
        it.stage.setLoopEnd(33);
        it.stage.setFrame(29);
        QTRY_COMPARE(red(), 30);
        // Twice around: a loop begins as it began before.
        int seen = 0;
        connect(&it.stage, &Stage::pictureReady, this, [&] { ++seen; });
        it.stage.setPlaying(true);
        QTRY_VERIFY(seen >= 12);
        it.stage.setPlaying(false);
        QVERIFY(it.settle());
        QVERIFY(it.settle());
        QTRY_COMPARE(red(), int(it.stage.frame()) + 1);
        QVERIFY(it.stage.frame() >= 30 && it.stage.frame() <= 33);
    }
    void aMistakeIsASentenceUntilItIsMended()
    {
        Looked it(m_pieces, m_pieces.piece("broken", {64, 36}));
        QSignalSpy failures(&it.stage, &Stage::failed);
        QVERIFY(failures.wait());
        QVERIFY2(it.stage.failure().contains(QStringLiteral("broken.fs")), qPrintable(it.stage.failure()));
        it.stage.setGraph(m_pieces.piece("flash", {64, 36}));
        QTRY_COMPARE(it.stage.failure(), QString());
        QCOMPARE(failures.size(), 1);
    }
    void aNodeCanBeLookedAtAlone()
    {
        auto graph = std::make_shared<Graph>();
        graph->size = {64, 36};
        NodeId flash = graph->add("flash"), count = graph->add("count"), output = graph->add("output");
        VERIFY_OK(graph->connect({count, "image", output, "image"}, *m_pieces.types()));
        Looked it(m_pieces, graph);
        it.stage.setFrame(1);
        QTRY_COMPARE(it.stage.frame(), 1);
        QTRY_COMPARE(it.colour().green(), 0);
        it.stage.setNode(QString::fromStdString(flash));
        QTRY_VERIFY(it.colour().green() > 100);
        it.stage.setNode({});
        QTRY_COMPARE(it.colour().green(), 0);
    }
    void aPlaceIsAskedForItsLight()
    {
        Looked it(m_pieces, m_pieces.piece("flash", {64, 36}));
        it.stage.setFrame(1);
        QVERIFY(it.shows(1));
        QSignalSpy answers(&it.stage, &Stage::probed);
        it.stage.probe(0.99, 0.5);
        QVERIFY(answers.wait());
        QCOMPARE(answers[0][0].toPoint(), QPoint(63, 18));
        auto light = answers[0][1].value<QVector4D>();
        // 0.31, 0.57 and 0.83 as displayed.
        QVERIFY(qAbs(light.x() - 0.0782f) < 0.002f && qAbs(light.z() - 0.6584f) < 0.003f && light.w() == 1.0f);
        QColor shown(answers[0][2].toString());
        QVERIFY(qAbs(shown.red() - 79) <= 1 && qAbs(shown.green() - 145) <= 1 && qAbs(shown.blue() - 212) <= 1);
    }
    void aFrameIsKeptAsAFile()
    {
        QTemporaryDir folder;
        Looked it(m_pieces, m_pieces.piece("count", {128, 72}), {64, 36});
        it.stage.setFrame(9);
        QVERIFY(it.shows(9));
        QSignalSpy done(&it.stage, &Stage::snapshotDone), failed(&it.stage, &Stage::snapshotFailed);
        QString path = folder.filePath(QStringLiteral("still.png"));
        it.stage.snapshot(path);
        QVERIFY(done.wait());
        QImage still(path);
        QCOMPARE(still.size(), QSize(128, 72));
        QCOMPARE(int(std::lround(QColor(still.pixel(9, 9)).redF() * 100)), 10);
        QVERIFY(still.colorSpace().isValid());
        it.stage.snapshot(folder.filePath(QStringLiteral("nowhere/still.png")));
        it.stage.snapshot(QStringLiteral("/proc/still.png"));
        QTRY_VERIFY(failed.size() >= 1);
        QVERIFY(failed.last()[0].toString().contains(QStringLiteral("still.png")));
    }
    void aLostDeviceIsReplaced()
    {
        Looked it(m_pieces, m_pieces.piece("count", {64, 36}));
        it.stage.setFrame(3);
        QVERIFY(it.shows(3));
        it.stage.loseDeviceForTest();
        it.stage.setFrame(4);
        QTRY_COMPARE(it.stage.frame(), 4);
        QTRY_COMPARE(int(std::lround(it.colour().redF() * 100)), 5);
        QCOMPARE(it.stage.failure(), QString());
    }
    void itEndsAtOnceInTheMiddleOfAFrame()
    {
        for (int i = 0; i < 3; ++i) {
            Looked it(m_pieces, m_pieces.piece("toil", {640, 360}), {640, 360});
            it.stage.setPlaying(true);
            if (i > 0)
                QVERIFY(it.pictures.wait(20000));
        }
    }
    void withoutVulkanPicturesAreCopiedAndThatIsSaid()
    {
        WindowSetup setup;
        auto graph = m_pieces.piece("rustle", {320, 180});
        Stage stage({.validation = true}, nullptr);
        stage.setWork(graph, m_pieces.types(), test::Pieces::materials());
        QQuickWindow window;
        window.resize(320, 180);
        auto* item = new PreviewItem(window.contentItem());
        item->setSize({320, 180});
        item->setStage(&stage);
        setup.prepare(&window);
        window.show();
        auto renderer = Renderer::create(test::Pieces::materials());
        VERIFY_OK(renderer);
        auto picture = (*renderer)->render(*graph, *m_pieces.types(), 0, graph->size);
        VERIFY_OK(picture);
        auto image = (*renderer)->delivered(*picture, graph->size, Image::Format::Rgba8, Renderer::Background::Black);
        VERIFY_OK(image);
        QImage wanted(reinterpret_cast<const uchar*>(image->pixels().data()), 320, 180, QImage::Format_RGBA8888);
        QTRY_COMPARE(item->sharing(), QStringLiteral("copied"));
        QCOMPARE(item->sharingReason(), QStringLiteral("This window is not drawn with Vulkan."));
        QTRY_COMPARE(window.grabWindow().convertToFormat(QImage::Format_RGBA8888), wanted);
    }
};

int main(int argc, char** argv)
{
    QGuiApplication application(argc, argv);
    test::LogGuard guard;
    test::LogGuard::current() = &guard;
    StageTest suite;
    return QTest::qExec(&suite, argc, argv);
}

#include "StageTest.moc"
