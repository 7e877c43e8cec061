// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a picture from the engine's graphics device to windows, on an X server of its own, with the validation layers
// (core and synchronisation) at both ends. Whatever they say fails the slot.
#include <vulkan/vulkan.h>

#include "Pieces.h"
#include "support/Display.h"
#include "support/TestMain.h"

#include <QDir>
#include <QGuiApplication>
#include <QQuickWindow>
#include <QSGRendererInterface>
#include <QSet>
#include <QSignalSpy>
#include <QVulkanInstance>

#include <atomic>

#include "preview/PreviewItem.h"
#include "preview/WindowSetup.h"
#include "render/Renderer.h"

using namespace opificio;

namespace {

QtMessageHandler usualHandler = nullptr;
std::atomic<int> heard = 0;

// What the layers say of the windows' devices comes as Qt's own debug output; it counts like what they say of the engine's.
void hear(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    if (message.contains(QLatin1String("vkDebug")) || message.contains(QLatin1String("VUID"))
        || message.contains(QLatin1String("SYNC-HAZARD"))) {
        ++heard;
        log(Level::Error, "window", message.toStdString());
    } else {
        usualHandler(type, context, message);
    }
}

int openFiles()
{
    return int(QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
}

// A window with nothing in it but the picture.
struct View {
    explicit View(WindowSetup& setup, Stage& stage, QSize size = {640, 360})
        : item(new PreviewItem(window.contentItem()))
    {
        window.setColor(Qt::black);
        window.resize(size);
        item->setSize(size);
        item->setStage(&stage);
        QObject::connect(&window, &QQuickWindow::widthChanged, item, [this] { item->setWidth(window.width()); });
        QObject::connect(&window, &QQuickWindow::heightChanged, item, [this] { item->setHeight(window.height()); });
        setup.prepare(&window);
    }
    QImage grab() { return window.grabWindow().convertToFormat(QImage::Format_RGBA8888); }

    QQuickWindow window;
    PreviewItem* item;
};

// Does something wrong in Qt's command buffer, to see that it would be heard.
void misbehave(QQuickWindow& window, bool core)
{
    auto* renderer = window.rendererInterface();
    auto* instance = static_cast<QVulkanInstance*>(renderer->getResource(&window, QSGRendererInterface::VulkanInstanceResource));
    auto device = *static_cast<VkDevice*>(renderer->getResource(&window, QSGRendererInterface::DeviceResource));
    auto find = reinterpret_cast<PFN_vkGetDeviceProcAddr>(instance->getInstanceProcAddr("vkGetDeviceProcAddr"));
    auto of = [&](auto type, const char* name) { return reinterpret_cast<decltype(type)>(find(device, name)); };
    if (core) {
        VkFenceCreateInfo info{VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
        info.flags = 0x40;
        VkFence fence = VK_NULL_HANDLE;
        of(PFN_vkCreateFence(), "vkCreateFence")(device, &info, nullptr, &fence);
        of(PFN_vkDestroyFence(), "vkDestroyFence")(device, fence, nullptr);
        return;
    }
    // Two writes of one place without an order. The buffer is left to the device, which complains of that at its end.
    test::expectWarning("VUID-vkDestroyDevice-device-00378");
    VkBufferCreateInfo info{VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO};
    info.size = 256;
    info.usage = VK_BUFFER_USAGE_TRANSFER_DST_BIT;
    VkBuffer buffer = VK_NULL_HANDLE;
    VkDeviceMemory memory = VK_NULL_HANDLE;
    VkMemoryAllocateInfo allocate{VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO};
    allocate.allocationSize = 4096;
    of(PFN_vkCreateBuffer(), "vkCreateBuffer")(device, &info, nullptr, &buffer);
    of(PFN_vkAllocateMemory(), "vkAllocateMemory")(device, &allocate, nullptr, &memory);
    of(PFN_vkBindBufferMemory(), "vkBindBufferMemory")(device, buffer, memory, 0);
    auto fill = of(PFN_vkCmdFillBuffer(), "vkCmdFillBuffer");
    window.beginExternalCommands();
    auto commands = *static_cast<VkCommandBuffer*>(renderer->getResource(&window, QSGRendererInterface::CommandListResource));
    fill(commands, buffer, 0, 256, 1);
    fill(commands, buffer, 0, 256, 2);
    window.endExternalCommands();
}

} // namespace

class LivePictureTest : public test::Suite {
    Q_OBJECT
    test::Pieces m_pieces;
    std::unique_ptr<WindowSetup> m_setup;

    std::unique_ptr<Stage> stage() { return std::make_unique<Stage>(DeviceOptions{.validation = true}, nullptr); }
    void show(Stage& stage, const std::shared_ptr<Graph>& graph)
    {
        stage.setWork(graph, m_pieces.types(), test::Pieces::materials());
    }
    // The same frame as files would have it.
    QImage delivered(const Graph& graph, Frame frame)
    {
        auto renderer = Renderer::create(test::Pieces::materials());
        if (!renderer)
            qFatal("renderer");
        auto picture = (*renderer)->render(graph, *m_pieces.types(), frame, graph.size);
        auto image = (*renderer)->delivered(*picture, graph.size, Image::Format::Rgba8, Renderer::Background::Black);
        return QImage(
            reinterpret_cast<const uchar*>(image->pixels().data()), graph.size.width, graph.size.height, QImage::Format_RGBA8888)
            .copy();
    }
    // Waits for the window to show the frame, whichever way it comes.
    bool shows(View& view, const QImage& wanted)
    {
        return QTest::qWaitFor([&] { return view.grab() == wanted; }, 8000);
    }

private Q_SLOTS:
    void initTestCase()
    {
        // Qt Test has put its own one in the place by now.
        usualHandler = qInstallMessageHandler(hear);
        m_setup = std::make_unique<WindowSetup>(WindowSetup::Layers::Validation);
        QVERIFY(m_setup->drawsWithVulkan());
    }
    void theWindowShowsTheEnginesOwnBytes()
    {
        auto stage = this->stage();
        View view(*m_setup, *stage);
        auto graph = m_pieces.piece("rustle");
        show(*stage, graph);
        view.window.show();
        QVERIFY(shows(view, delivered(*graph, 0)));
        QTRY_COMPARE(view.item->sharing(), QStringLiteral("shared"));
        QCOMPARE(view.item->sharingReason(), QString());
        for (qint64 frame : {7, 8, 3}) {
            stage->setFrame(frame);
            QVERIFY(shows(view, delivered(*graph, frame)));
        }
    }
    void aPictureNeverTears()
    {
        auto stage = this->stage();
        View view(*m_setup, *stage);
        show(*stage, m_pieces.piece("flash"));
        view.window.show();
        stage->setPlaying(true);
        QSet<QRgb> colours;
        for (int i = 0; i < 60; ++i) {
            QSignalSpy next(stage.get(), &Stage::pictureReady);
            QVERIFY(next.wait());
            QImage seen = view.grab();
            QRgb first = seen.pixel(0, 0);
            colours.insert(first);
            // The dither moves each by a step at most.
            auto near = [](int a, int b) { return std::abs(a - b) <= 2; };
            for (int y = 0; y < seen.height(); ++y) {
                for (int x = 0; x < seen.width(); ++x) {
                    QRgb pixel = seen.pixel(x, y);
                    QVERIFY(
                        near(qRed(pixel), qRed(first)) && near(qGreen(pixel), qGreen(first)) && near(qBlue(pixel), qBlue(first)));
                }
            }
        }
        QVERIFY(colours.size() > 20);
    }
    void resizingAndASecondScreenAreInOrder()
    {
        auto stage = this->stage();
        View view(*m_setup, *stage), output(*m_setup, *stage);
        auto graph = m_pieces.piece("rustle", {960, 540});
        show(*stage, graph);
        view.window.show();
        m_setup->showFullScreen(&output.window, &view.window);
        stage->setPlaying(true);
        for (int i = 0; i < 20; ++i) {
            view.window.resize(640 - i % 7 * 20, 360 - i % 5 * 20);
            output.window.resize(1200 - i % 3 * 50, 800);
            QSignalSpy next(stage.get(), &Stage::pictureReady);
            QVERIFY(next.wait());
            view.grab();
            output.grab();
        }
        stage->setPlaying(false);
        output.window.hide();
        view.window.resize(960, 540);
        QTRY_COMPARE(view.window.size(), QSize(960, 540));
        stage->setFrame(5);
        QVERIFY(shows(view, delivered(*graph, 5)));
        QCOMPARE(view.item->sharing(), QStringLiteral("shared"));
    }
    void theWindowOutlivesTheEnginesDevice()
    {
        auto stage = this->stage();
        View view(*m_setup, *stage);
        auto graph = m_pieces.piece("rustle");
        show(*stage, graph);
        view.window.show();
        QVERIFY(shows(view, delivered(*graph, 0)));
        int files = 0;
        for (int i = 1; i <= 10; ++i) {
            QImage before = view.grab();
            stage->loseDeviceForTest();
            QCOMPARE(view.grab(), before);
            // Two, because what the frame before showed is kept until the next.
            for (int frame : {i, i + 20}) {
                stage->setFrame(frame);
                QVERIFY(shows(view, delivered(*graph, frame)));
            }
            if (i == 1)
                files = openFiles();
            else
                QTRY_COMPARE_WITH_TIMEOUT(openFiles(), files, 10000);
        }
        QCOMPARE(stage->failure(), QString());
    }
    void whoIsNotSeenAsksForNothing()
    {
        auto stage = this->stage();
        View view(*m_setup, *stage);
        show(*stage, m_pieces.piece("flash"));
        view.window.show();
        QSignalSpy pictures(stage.get(), &Stage::pictureReady);
        QVERIFY(pictures.wait());
        view.window.hide();
        QTRY_VERIFY(!view.window.isExposed());
        QCoreApplication::processEvents();
        stage->setPlaying(true);
        // The way there and back of a question shows that the thread had its turn.
        QSignalSpy answers(stage.get(), &Stage::probed);
        stage->probe(0.5, 0.5);
        QVERIFY(answers.wait());
        int before = int(pictures.size());
        stage->probe(0.2, 0.5);
        QVERIFY(answers.wait());
        QVERIFY(int(pictures.size()) <= before + 1);
        view.window.show();
        QVERIFY(pictures.wait());
        QVERIFY(pictures.wait());
    }
    void whatIsAskedForIsWhatIsShown()
    {
        auto stage = this->stage();
        View view(*m_setup, *stage, {800, 300});
        auto graph = m_pieces.piece("rustle", {1920, 1080});
        show(*stage, graph);
        view.window.show();
        PreviewItem& item = *view.item;
        QTRY_VERIFY(stage->pictures()->latest().size.width > 0);
        // The work's exact shape, in steps of 16 by 9.
        QCOMPARE(stage->pictures()->latest().size, (Size{528, 297}));
        QCOMPARE(item.pictureRect(), QRectF(136, 2, 528, 297));
        QVERIFY(qAbs(item.zoom() - 528.0 / 1920) < 1e-9);
        item.oneToOne();
        QTRY_COMPARE(stage->pictures()->latest().size, graph->size);
        QCOMPARE(item.zoom(), 1.0);
        QCOMPARE(item.pictureRect().size(), QSizeF(1920, 1080));
        // What is under the pointer stays under it.
        QPointF point(200, 90), place = item.toPicture(point);
        item.zoomAt(point, 2);
        QCOMPARE(item.zoom(), 2.0);
        QPointF after = item.fromPicture(place);
        QVERIFY(QLineF(after, point).length() < 1);
        item.reset();
        QTRY_COMPARE(stage->pictures()->latest().size, (Size{528, 297}));
    }
    void copiesComeWhereTheWindowCannotTakeThemOver()
    {
        auto stage = this->stage();
        // A window that nobody prepared has no extension for it.
        View view(*m_setup, *stage);
        QQuickWindow bare;
        bare.resize(640, 360);
        bare.setVulkanInstance(view.window.vulkanInstance());
        PreviewItem item(bare.contentItem());
        item.setSize({640, 360});
        item.setStage(stage.get());
        auto graph = m_pieces.piece("rustle");
        show(*stage, graph);
        bare.show();
        QImage wanted = delivered(*graph, 0);
        QVERIFY(QTest::qWaitFor([&] { return bare.grabWindow().convertToFormat(QImage::Format_RGBA8888) == wanted; }, 8000));
        QTRY_COMPARE(item.sharing(), QStringLiteral("copied"));
        QVERIFY2(item.sharingReason().contains(QStringLiteral("cannot take pictures over")), qPrintable(item.sharingReason()));
    }
    void mistakesWouldBeHeard()
    {
        auto stage = this->stage();
        View view(*m_setup, *stage);
        show(*stage, m_pieces.piece("flash"));
        view.window.show();
        QSignalSpy pictures(stage.get(), &Stage::pictureReady);
        QVERIFY(pictures.wait());
        for (bool core : {true, false}) {
            auto once = std::make_shared<std::atomic<bool>>(true);
            connect(
                &view.window, &QQuickWindow::beforeRendering, &view.window,
                [&view, once, core] {
                    if (once->exchange(false))
                        misbehave(view.window, core);
                },
                Qt::DirectConnection);
            test::expectWarning(core ? "VUID-VkFenceCreateInfo-flags" : "SYNC-HAZARD-WRITE-AFTER-WRITE");
            heard = 0;
            view.grab();
            QTRY_VERIFY(heard > 0);
        }
    }
};

int main(int argc, char** argv)
{
    if (!test::startDisplay())
        return test::skipped("Xvfb is not there; the live picture needs a display.");
    qputenv("VK_LAYER_ENABLES", "VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT");
    QGuiApplication application(argc, argv);
    {
        QVulkanInstance instance;
        if (!instance.supportedLayers().contains(QByteArrayLiteral("VK_LAYER_KHRONOS_validation")))
            return test::skipped("The Vulkan validation layers are not there; this test is of no use without them.");
    }
    test::LogGuard guard;
    test::LogGuard::current() = &guard;
    LivePictureTest suite;
    return QTest::qExec(&suite, argc, argv);
}

#include "LivePictureTest.moc"
