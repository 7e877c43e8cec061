// SPDX-License-Identifier: GPL-3.0-or-later
// Small pictures are made where they are missing, are not made for what was scrolled away, and say why there is none.
#include "support/TestMain.h"

#include "Shelf.h"

#include "base/File.h"
#include "library/ThumbnailProvider.h"
#include "library/Thumbnails.h"

#include <QGuiApplication>

using namespace opificio;

namespace {

struct Answer {
    QImage image;
    QString error;
};

} // namespace

class ThumbnailsTest : public test::Suite {
    Q_OBJECT

    std::unique_ptr<test::Home> m_home;
    std::unique_ptr<ThumbnailProvider> m_provider;
    QStringList m_failed;

    Answer ask(const std::string& sha256, int edge, bool cancelled = false)
    {
        QQuickImageResponse* response = m_provider->requestImageResponse(qt(sha256), {edge, edge});
        if (cancelled)
            response->cancel();
        bool done = false;
        QObject here;
        connect(
            response, &QQuickImageResponse::finished, &here, [&] { done = true; }, Qt::QueuedConnection);
        // It may have finished before anybody listened.
        (void)QTest::qWaitFor([&] { return done || m_provider->isIdle(); }, 60'000);
        Answer answer{{}, response->errorString()};
        if (std::unique_ptr<QQuickTextureFactory> texture(response->textureFactory()); texture)
            answer.image = texture->image();
        delete response;
        return answer;
    }

private Q_SLOTS:
    void init()
    {
        m_provider.reset();
        m_home = std::make_unique<test::Home>();
        m_provider = std::make_unique<ThumbnailProvider>();
        m_failed.clear();
        connect(
            m_provider.get(), &ThumbnailProvider::failed, this, [this](const QString& sha256) { m_failed.append(sha256); },
            Qt::QueuedConnection);
    }

    void aMissingOneIsMadeFromItsFileInTheSizeThatWasAskedFor()
    {
        auto library = Library::open();
        VERIFY_OK(library);
        Item item = test::itemWith(m_home->path(), 1, "One", "");
        VERIFY_OK(writePng(item.file, test::testCard({640, 320})));
        item.sha256 = *sha256OfFile(item.file);
        VERIFY_OK(library->put(std::vector<Item>{item}));
        const Answer answer = ask(item.sha256, 192);
        QCOMPARE(answer.image.size(), QSize(192, 96));
        QVERIFY(std::filesystem::exists(thumbnailPath(m_home->path() / "thumbnails", item.sha256)));
        // The second time it is read; without the original, too.
        std::filesystem::remove(item.file);
        QCOMPARE(ask(item.sha256, 384).image.size(), QSize(384, 192));
        QVERIFY(m_failed.isEmpty());
    }

    void aDamagedOneIsMadeAnew()
    {
        auto library = Library::open();
        VERIFY_OK(library);
        const Item item = test::itemWith(m_home->path(), 1, "One", "");
        VERIFY_OK(library->put(std::vector<Item>{item}));
        VERIFY_OK(writeFile(thumbnailPath(m_home->path() / "thumbnails", item.sha256), "\xff\xd8 torn"));
        QVERIFY(!ask(item.sha256, 192).image.isNull());
    }

    void whatWasScrolledAwayIsNotDecoded()
    {
        auto library = Library::open();
        VERIFY_OK(library);
        const Item item = test::itemWith(m_home->path(), 1, "One", "");
        VERIFY_OK(library->put(std::vector<Item>{item}));
        // Whether the cancel came in time is the threads' affair; what counts is that it ends, and without a complaint.
        const Answer answer = ask(item.sha256, 192, true);
        QVERIFY(answer.error.isEmpty());
        QTest::qWait(0);
        QVERIFY(m_failed.isEmpty());
    }

    void whatHasNoPictureSaysWhyOnce()
    {
        auto library = Library::open();
        VERIFY_OK(library);
        Item damaged = test::itemWith(m_home->path(), 1, "Damaged", "");
        VERIFY_OK(writeFile(damaged.file, "not a picture"));
        damaged.sha256 = *sha256OfFile(damaged.file);
        Item gone = test::itemWith(m_home->path(), 2, "Gone", "");
        std::filesystem::remove(gone.file);
        VERIFY_OK(library->put(std::vector<Item>{damaged, gone}));
        for (const std::string& sha256 : {damaged.sha256, gone.sha256, sha256OfNothing()}) {
            const Answer answer = ask(sha256, 192);
            QVERIFY(answer.image.isNull());
            QVERIFY(answer.error.endsWith(QChar::fromLatin1('.')));
            ask(sha256, 192);
        }
        QTRY_COMPARE(m_failed.size(), 3);
        QVERIFY(!ask("../../etc/passwd", 192).error.isEmpty());
    }

private:
    static std::string sha256OfNothing() { return sha256(std::string_view()); }
};

int main(int argc, char** argv)
{
    QGuiApplication application(argc, argv);
    test::LogGuard guard;
    test::LogGuard::current() = &guard;
    ThumbnailsTest suite;
    return QTest::qExec(&suite, argc, argv);
}
#include "ThumbnailsTest.moc"
