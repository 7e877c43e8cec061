// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "image/ImageFile.h"
#include "image/Thumbnail.h"

using namespace opificio;

class FixturesTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void everyPictureOfTheMuseumsOpensAsSmallAndAsTheFileSays()
    {
        REQUIRE_FIXTURES();
        int count = 0;
        for (const char* folder : {"images", "images_embedded"}) {
            for (const auto& entry : std::filesystem::directory_iterator(test::fixtures() / folder)) {
                const std::string extension = entry.path().extension().string();
                if (extension != ".jpg" && extension != ".png" && extension != ".tif" && extension != ".webp")
                    continue;
                auto info = probeImage(entry.path());
                VERIFY_OK(info);
                auto small = thumbnail(entry.path(), 128);
                VERIFY_OK(small);
                QCOMPARE(std::max(small->size().width, small->size().height),
                    std::min(128, std::max(info->size.width, info->size.height)));
                ++count;
            }
        }
        QVERIFY(count >= 325);
    }
    void cutFilesAreRefusedInASentence()
    {
        REQUIRE_FIXTURES();
        auto cut = readImage(test::fixtures() / "broken/truncated.jpg");
        QVERIFY(!cut);
        QCOMPARE(QString::fromStdString(cut.error().message), QStringLiteral("Cannot read truncated.jpg: it is cut short."));
        auto indexed = readImage(test::fixtures() / "broken/foo3x5x4indexed.png");
        VERIFY_OK(indexed);
        QVERIFY(indexed->size() == (Size{5, 3}));
    }
};

OPIFICIO_TEST_MAIN(FixturesTest)
#include "FixturesTest.moc"
