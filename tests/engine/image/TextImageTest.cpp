// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "base/File.h"
#include "image/ImageFile.h"
#include "image/TextImage.h"

#include <QtCore/QTemporaryDir>

using namespace opificio;

namespace {

double alphaAt(const Image& image, int x, int y)
{
    auto* half = reinterpret_cast<const std::uint16_t*>(image.row(y)) + 4 * x + 3;
    int exponent = *half >> 10 & 31;
    return exponent ? std::ldexp(1024 + (*half & 1023), exponent - 25) : std::ldexp(*half & 1023, -24);
}

// The sum of what is covered in columns [from, to), in pixels.
double ink(const Image& image, double from = 0, double to = 1)
{
    double sum = 0;
    for (int y = 0; y < image.size().height; ++y) {
        for (int x = int(from * image.size().width); x < int(to * image.size().width); ++x)
            sum += alphaAt(image, x, y);
    }
    return sum;
}

int linesOf(const Image& image)
{
    // Rows with ink after rows without; letters without dots keep a line in one piece.
    int lines = 0;
    bool before = false;
    for (int y = 0; y < image.size().height; ++y) {
        double sum = 0;
        for (int x = 0; x < image.size().width; ++x)
            sum += alphaAt(image, x, y);
        lines += sum > 0 && !before;
        before = sum > 0;
    }
    return lines;
}

} // namespace

class TextImageTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void wordsBecomeAPictureWithStraightAlpha()
    {
        TextStyle style;
        style.colour = {0.5f, 0.25f, 0, 1};
        auto image = drawText("Perché no? Città, così.", style);
        VERIFY_OK(image);
        QCOMPARE(image->format(), Image::Format::Rgba16F);
        QCOMPARE(image->space(), ColourSpace::SceneLinear);
        QVERIFY(ink(*image) > 1000);
        auto* first = reinterpret_cast<const std::uint16_t*>(image->row(0));
        QCOMPARE(first[0], std::uint16_t(0x3800)); // the colour is there where nothing is covered, too: no dark fringes
        QCOMPARE(first[1], std::uint16_t(0x3400));
        QCOMPARE(first[3], std::uint16_t(0));
        // The same words, the same picture.
        auto again = drawText("Perché no? Città, così.", style);
        QVERIFY(std::ranges::equal(image->pixels(), again->pixels()));
    }

    void accentsAreDrawn()
    {
        TextStyle style;
        auto plain = drawText("eaou", style), accented = drawText("èàòù", style),
             composed = drawText("e\xcc\x80"
                                 "a\xcc\x80"
                                 "o\xcc\x80"
                                 "u\xcc\x80",
                 style);
        VERIFY_OK(plain);
        VERIFY_OK(accented);
        VERIFY_OK(composed);
        QVERIFY(ink(*accented) > ink(*plain) * 1.05);
        QVERIFY(std::abs(ink(*composed) - ink(*accented)) < ink(*accented) * 0.02);
    }

    void longLinesAreBrokenBetweenWords()
    {
        TextStyle style;
        style.sizePixels = 20;
        style.widthPixels = 200;
        auto image = drawText("sommerso mare nuova onda rossa verso ancora", style);
        VERIFY_OK(image);
        QVERIFY(image->size().width <= 200 + 2 * 5 + 1);
        QVERIFY(linesOf(*image) >= 3);
        QCOMPARE(linesOf(*drawText("onda\nnuova\n\nmare", {.sizePixels = 20})), 3);
        // A word without a place to break is broken where the line is full.
        auto word = drawText(std::string(80, 'm'), style);
        VERIFY_OK(word);
        QVERIFY(word->size().width <= 200 + 2 * 5 + 1);
        // Narrower than any letter: one a line, and an end.
        style.widthPixels = 1;
        QCOMPARE(linesOf(*drawText("ona", style)), 3);
    }

    void linesAreSetToTheirSide()
    {
        TextStyle style;
        style.sizePixels = 30;
        style.align = TextStyle::Align::Left;
        std::string words = "a\nmmmmmmmm";
        auto half = [&](double from, double to) {
            auto image = drawText(words, style);
            double sum = 0;
            for (int y = 0; y < image->size().height / 2; ++y) {
                for (int x = int(from * image->size().width); x < int(to * image->size().width); ++x)
                    sum += alphaAt(*image, x, y);
            }
            return sum;
        };
        QVERIFY(half(0, 0.3) > 0 && half(0.4, 1) == 0);
        style.align = TextStyle::Align::Right;
        QVERIFY(half(0.7, 1) > 0 && half(0, 0.6) == 0);
        style.align = TextStyle::Align::Centre;
        QVERIFY(half(0.4, 0.6) > 0 && half(0, 0.3) == 0 && half(0.7, 1) == 0);
    }

    void hebrewAndArabicRunFromTheRight()
    {
        TextStyle style;
        // The last letter is drawn leftmost: lamed is the only one that rises above the others.
        auto hebrew = drawText("\xd7\x9c\xd7\x95\xd7\x95\xd7\x95\xd7\x95\xd7\x95", style); // lamed, then five vavs
        VERIFY_OK(hebrew);
        int firstRow = 0;
        auto leftmost = [&] {
            for (int y = 0; y < hebrew->size().height; ++y) {
                for (int x = 0; x < hebrew->size().width; ++x) {
                    if (alphaAt(*hebrew, x, y) > 0.5) {
                        firstRow = y;
                        return double(x) / hebrew->size().width;
                    }
                }
            }
            return 0.0;
        }();
        QVERIFY2(leftmost > 0.5, std::to_string(leftmost).c_str());
        // Arabic letters join: a word is narrower than its letters one by one.
        auto joined = drawText("\xd8\xa8\xd8\xa8\xd8\xa8\xd8\xa8", style),
             apart = drawText("\xd8\xa8 \xd8\xa8 \xd8\xa8 \xd8\xa8", style);
        VERIFY_OK(joined);
        VERIFY_OK(apart);
        QVERIFY(joined->size().width < 0.8 * apart->size().width);
        // Numbers within stay left to right, and a mixed line is whole.
        VERIFY_OK(drawText("Onda \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d 1966 (\xd7\x92\xd7\x9c) mare", style));
    }

    void nothingIsCutOffAndTheFramesPixelsAreKept()
    {
        TextStyle style;
        style.frame = {320, 91};
        auto image = drawText("onda", style);
        VERIFY_OK(image);
        QVERIFY(image->size().width < 320 && image->size().width % 2 == 0 && image->size().height % 2 == 1);
        QVERIFY(std::abs(ink(*image, 0, 0.5) - ink(*image, 0.5, 1)) < ink(*image) * 0.25);
        // More lines than the frame has room for.
        std::string lines = "onda";
        for (int more = 1; more < 30; ++more)
            lines += "\nonda";
        auto roll = drawText(lines, style);
        VERIFY_OK(roll);
        QVERIFY(roll->size().height > 29 * 48 * 1.3);
        QVERIFY(std::abs(ink(*roll) - 30 * ink(*image)) < ink(*roll) * 0.01);
        // Marks piled high and a letter wider than the frame: no ink on the edge.
        style.frame = {20, 10};
        for (const char* words : {"o\xcc\x80\xcc\x80\xcc\x80\xcc\x80\xcc\x80\xcc\x80\xcc\x80", "W", "far too long for this"}) {
            auto whole = drawText(words, style);
            VERIFY_OK(whole);
            Size size = whole->size();
            for (int y = 0; y < size.height; ++y)
                QVERIFY(alphaAt(*whole, 0, y) == 0 && alphaAt(*whole, size.width - 1, y) == 0);
            for (int x = 0; x < size.width; ++x)
                QVERIFY(alphaAt(*whole, x, 0) == 0 && alphaAt(*whole, x, size.height - 1) == 0);
        }
        // Too much of it is a sentence.
        style.sizePixels = 1000;
        auto large = drawText(lines, style);
        QVERIFY(!large && large.error().code == Error::Code::TooLarge);
        style = {.sizePixels = 1000};
        auto broad = drawText("mmmmmmmmmmmm\nm\nm\nm\nm\nm\nm\nm\nm", style); // within the edge, too many in all
        QVERIFY(!broad && broad.error().code == Error::Code::TooLarge);
    }

    void whatIsNotAsAskedForIsSaid()
    {
        std::vector<std::string> remarks;
        auto said = [&](const std::string& words, const std::string& font) {
            remarks.clear();
            auto image = drawText(words, {.font = font}, &remarks);
            return image ? QString::fromStdString(remarks.empty() ? "" : remarks.back()) : QStringLiteral("failed");
        };
        for (const char* there :
            {"Inter", "inter:bold", "Inter Thin", "", ":italic", "sans-serif", "monospace:bold", "NoSuchFontXYZ,Inter"})
            QCOMPARE(said("Perch\xc3\xa9\u00a0no\xe2\x80\x8b? e\xcc\x80\xef\xb8\x8f", there), QString());
        QString missing = said("onda", "NoSuchFontXYZ:bold");
        QVERIFY2(missing.contains(QStringLiteral("NoSuchFontXYZ is not")), qPrintable(missing));
        QVERIFY2(!missing.contains(QStringLiteral("; NoSuch")), qPrintable(missing));
        QCOMPARE(remarks.size(), std::size_t(1));
        // The last code point of all belongs to nobody.
        QString boxes = said("onda \xf4\x8f\xbf\xbd", "Inter");
        QVERIFY2(boxes.contains(QStringLiteral(": U+10FFFD.")), qPrintable(boxes));
        QCOMPARE(remarks.size(), std::size_t(1));
        said("\xf4\x8f\xbf\xbd", "NoSuchFontXYZ");
        QCOMPARE(remarks.size(), std::size_t(2));
    }

    void whatCannotBeDrawnIsHandled()
    {
        TextStyle style;
        VERIFY_OK(drawText("", style));
        VERIFY_OK(drawText("\n\n", style));
        VERIFY_OK(drawText("\xff\xfe broken \xc3", style));
        VERIFY_OK(drawText(std::string("nul\0inside", 10), style));
        VERIFY_OK(drawText("\xf4\x8f\xbf\xbd \xe4\xb8\xad\xe6\x96\x87 \xf0\x9f\x8c\x8a", style)); // private use, Chinese, a wave
        style.font = "No Such Family 77";
        VERIFY_OK(drawText("onda", style));
        style.font = "::::";
        VERIFY_OK(drawText("onda", style));
        style.sizePixels = 1e9;
        auto large = drawText("mmmmmmmmmmmmmm", style);
        QVERIFY(!large);
        QCOMPARE(large.error().code, Error::Code::TooLarge);
        QTemporaryDir folder;
        std::string file = folder.path().toStdString() + "/not-a-font.ttf";
        VERIFY_OK(writeFile(file, "words"));
        auto none = drawText("onda", {.font = file});
        QVERIFY(!none);
        QVERIFY(none.error().message.find("not-a-font.ttf") != std::string::npos);
    }
};

OPIFICIO_TEST_MAIN(TextImageTest)
#include "TextImageTest.moc"
