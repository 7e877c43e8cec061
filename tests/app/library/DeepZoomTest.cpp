// SPDX-License-Identifier: GPL-3.0-or-later
// A large picture under the hand: its tiles are its pixels, and there is never a hole.
#include "support/TestMain.h"

#include "Text.h"
#include "base/File.h"
#include "image/ImageFile.h"
#include "library/DeepZoom.h"
#include "library/Picture.h"
#include "support/TestCard.h"

#include <QGuiApplication>
#include <QQuickView>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace opificio;

namespace {

constexpr QSize viewSize{640, 480};

} // namespace

class DeepZoomTest : public test::Suite {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QQuickView> m_window;
    DeepZoom* m_view = nullptr;

    std::filesystem::path path(const char* name) const { return std::filesystem::path(m_folder->path().toStdString()) / name; }
    Item itemOf(const char* name) const
    {
        Item item;
        item.file = path(name);
        return item;
    }
    // Opaque, and large enough for tiles of several levels.
    static Image picture(Size size)
    {
        const Image card = test::testCard(size);
        std::vector<std::byte> pixels(card.pixels().begin(), card.pixels().end());
        for (std::size_t index = 0; index < pixels.size(); ++index) {
            if (index % 4 == 3)
                pixels[index] = std::byte(255);
            // Nowhere black, which is the window's colour.
            else
                pixels[index] = std::byte(60 + int(pixels[index]) * 190 / 255);
        }
        return Image(size, card.format(), card.space(), std::move(pixels));
    }
    QImage grabbed() const { return m_window->grabWindow().convertToFormat(QImage::Format_RGB32); }
    bool hasHoles() const
    {
        const QImage seen = grabbed();
        for (int y = 0; y < seen.height(); ++y) {
            for (int x = 0; x < seen.width(); ++x) {
                if (seen.pixel(x, y) == qRgb(0, 0, 0))
                    return true;
            }
        }
        return false;
    }
    bool isSettled() const { return m_view->isShown() && !m_view->isLoading() && m_view->preparing() < 0; }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("OPIFICIO_HOME", m_folder->path().toUtf8());
        m_window = std::make_unique<QQuickView>();
        m_window->setColor(Qt::black);
        m_window->resize(viewSize);
        m_view = new DeepZoom(m_window->contentItem());
        m_view->setSize(viewSize);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void oneToOneIsThePictureItself_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("png, prepared in memory") << QByteArray("a.png");
        QTest::newRow("jpeg, in bands") << QByteArray("a.jpg");
    }
    void oneToOneIsThePictureItself()
    {
        QFETCH(QByteArray, name);
        const Size size{2100, 1500};
        VERIFY_OK(writePng(path("a.png"), picture(size)));
        VERIFY_OK(writeJpeg(path("a.jpg"), picture(size), 90));
        const auto whole = readImage(path(name.constData()));
        VERIFY_OK(whole);
        m_view->setItem(itemOf(name.constData()));
        QTRY_VERIFY(isSettled());
        QCOMPARE(m_view->pixels(), QSize(2100, 1500));
        QVERIFY(m_view->isFitted());
        QCOMPARE(m_view->zoom(), 640.0 / 2100);
        m_view->zoomTo(1, QPointF(320, 240));
        QCOMPARE(m_view->zoom(), 1.0);
        m_view->showAt(QPointF(0.4, 0.6));
        QTRY_VERIFY(isSettled());
        const QImage original = qtImage(*whole).convertToFormat(QImage::Format_RGB32);
        const QImage part = original.copy(2100 * 2 / 5 - 320, 1500 * 3 / 5 - 240, 640, 480);
        QTRY_COMPARE(grabbed(), part);
        // Twice as close, each pixel is four.
        m_view->zoomTo(2, QPointF(320, 240));
        QTRY_VERIFY(isSettled());
        QTRY_COMPARE(grabbed().pixel(320, 240), part.pixel(320, 240));
        QTRY_COMPARE(grabbed().pixel(321, 241), part.pixel(320, 240));
    }

    void whatIsCoarseStaysUntilTheFineIsThere()
    {
        VERIFY_OK(writeJpeg(path("a.jpg"), picture({4000, 3000}), 90));
        m_view->setItem(itemOf("a.jpg"));
        QTRY_VERIFY(isSettled());
        QTRY_VERIFY(!hasHoles());
        QSignalSpy wanted(m_view, &DeepZoom::tileWanted);
        for (const QPointF& place : {QPointF(0.2, 0.3), QPointF(0.9, 0.9), QPointF(0.1, 0.8)}) {
            m_view->zoomTo(1, QPointF(320, 240));
            m_view->showAt(place);
            QVERIFY(!hasHoles());
            m_view->zoomTo(0.5, QPointF(100, 100));
            QVERIFY(!hasHoles());
        }
        QTRY_VERIFY(isSettled());
        QVERIFY(wanted.count() > 0);
        QVERIFY(!hasHoles());
        m_view->fit();
        QVERIFY(!hasHoles());
    }

    void thePictureIsNotPushedOutOfTheView()
    {
        VERIFY_OK(writeJpeg(path("a.jpg"), picture({2000, 1000}), 90));
        m_view->setItem(itemOf("a.jpg"));
        QTRY_VERIFY(isSettled());
        // Fitted, there is nothing to push.
        m_view->pan(500, 500);
        QCOMPARE(m_view->seen(), QRectF(0, 0, 1, 1));
        m_view->zoomTo(1, QPointF(0, 0));
        m_view->pan(1e6, 1e6);
        QCOMPARE(m_view->seen(), QRectF(0, 0, 0.32, 0.48));
        m_view->pan(-1e6, -1e6);
        QCOMPARE(m_view->seen(), QRectF(0.68, 0.52, 0.32, 0.48));
        // Out again ends where all of it is seen.
        m_view->zoomBy(1e-6, QPointF(320, 240));
        QVERIFY(m_view->isFitted());
        m_view->zoomBy(1e9, QPointF(320, 240));
        QVERIFY(m_view->zoom() <= 32);
    }

    void aPlaceThatSomebodyElseGivesIsKept()
    {
        VERIFY_OK(writeJpeg(path("a.jpg"), picture({2000, 1000}), 90));
        m_view->setPlace(QRectF(-1000, -300, 4000, 2000));
        m_view->setItem(itemOf("a.jpg"));
        QTRY_VERIFY(isSettled());
        QCOMPARE(m_view->zoom(), 2.0);
        QCOMPARE(m_view->seen(), QRectF(0.25, 0.15, 0.16, 0.24));
        QTRY_VERIFY(!hasHoles());
    }

    void linesGoBetweenPixelsWhereTheyAreAsked()
    {
        VERIFY_OK(writePng(path("a.png"), picture({1200, 900})));
        m_view->setItem(itemOf("a.png"));
        QTRY_VERIFY(isSettled());
        m_view->zoomTo(16, QPointF(320, 240));
        QTRY_VERIFY(isSettled());
        const QImage plain = grabbed();
        m_view->setPixelGrid(true);
        QTRY_VERIFY(grabbed() != plain);
        m_view->zoomTo(4, QPointF(320, 240));
        const QImage far = grabbed();
        m_view->setPixelGrid(false);
        QTRY_COMPARE(grabbed(), far);
    }

    void whatCannotBeReadIsASentence()
    {
        VERIFY_OK(writePng(path("a.png"), picture({900, 700})));
        VERIFY_OK(writeFile(path("cut.png"), readFile(path("a.png"))->substr(0, 3000)));
        m_view->setItem(itemOf("cut.png"));
        QTRY_COMPARE(m_view->problem(), QStringLiteral("Cannot read cut.png: it is cut short."));
        QVERIFY(!m_view->isShown());
        m_view->setItem(itemOf("none.png"));
        QTRY_VERIFY(m_view->problem().startsWith(QStringLiteral("Cannot find ")));
        // The next one is shown as if nothing had been.
        m_view->setItem(itemOf("a.png"));
        QVERIFY(m_view->problem().isEmpty());
        QTRY_VERIFY(isSettled());
        m_view->setItem({});
        QVERIFY(!m_view->isShown());
        QTRY_VERIFY(hasHoles());
    }
};

int main(int argc, char** argv)
{
    qputenv("QT_QUICK_BACKEND", "software");
    QGuiApplication application(argc, argv);
    test::LogGuard guard;
    test::LogGuard::current() = &guard;
    DeepZoomTest suite;
    return QTest::qExec(&suite, argc, argv);
}
#include "DeepZoomTest.moc"
