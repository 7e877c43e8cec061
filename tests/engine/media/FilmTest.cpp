// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/Sample.h"
#include "support/TestMain.h"

#include "base/File.h"
#include "media/Film.h"
#include "media/Sound.h"

#include <random>

using namespace opificio;
namespace fs = std::filesystem;

class FilmTest : public test::Suite {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string at(const std::string& name) const { return m_folder.path().toStdString() + "/" + name; }

    // A film of which frame N is grey with luma 16 + 2 N, made by another program.
    std::string counted(const std::string& name, int frames, const std::string& options, const std::string& rate = "25")
    {
        std::string made = test::output("ffmpeg -v error -nostdin -y -f lavfi -i \"color=black:s=64x48:r=" + rate
            + ",format=yuv420p,geq=lum='16+2*N':cb=128:cr=128\" -frames:v " + std::to_string(frames) + " " + options + " "
            + at(name) + " 2>&1");
        if (!made.empty())
            qWarning("%s", made.c_str());
        return at(name);
    }

    static int numberOf(const Result<Image>& image)
    {
        if (!image)
            return -1;
        std::size_t middle = image->pixels().size() / 2;
        double grey = image->format() == Image::Format::Rgba16
            ? *reinterpret_cast<const std::uint16_t*>(image->pixels().data() + middle / 8 * 8) / 257.0
            : double(std::uint8_t(image->pixels()[middle / 4 * 4]));
        return int(std::lround(grey * 219 / 255 / 2));
    }

private Q_SLOTS:
    void everyFrameIsFoundFromEverywhere_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("rate");
        QTest::newRow("long groups with frames between") << "long.mp4"
                                                         << "-c:v libx264 -qp 8 -g 250 -bf 3"
                                                         << "25";
        QTest::newRow("short groups") << "short.mp4"
                                      << "-c:v libx264 -qp 8 -g 12 -bf 2"
                                      << "25";
        QTest::newRow("open groups in a stream") << "open.ts"
                                                 << "-c:v libx264 -qp 8 -x264-params keyint=15:open-gop=1:bframes=3"
                                                 << "25";
        QTest::newRow("television's rate in thousandths of a second") << "tv.mkv"
                                                                      << "-c:v libx264 -qp 8 -g 20"
                                                                      << "24000/1001";
        QTest::newRow("ten bits") << "ten.mov"
                                  << "-pix_fmt yuv422p10le -c:v prores_ks"
                                  << "25";
        QTest::newRow("every frame by itself") << "still.avi"
                                               << "-c:v mjpeg -q:v 2 -pix_fmt yuvj420p"
                                               << "25";
        QTest::newRow("an older codec") << "old.avi"
                                        << "-c:v mpeg4 -q:v 2 -bf 2"
                                        << "25";
        QTest::newRow("the web's") << "web.webm"
                                   << "-c:v libvpx-vp9 -lossless 1 -cpu-used 8 -g 30"
                                   << "30";
    }
    void everyFrameIsFoundFromEverywhere()
    {
        QFETCH(QString, name);
        QFETCH(QString, options);
        QFETCH(QString, rate);
        constexpr int count = 80;
        auto film = Film::open(counted(name.toStdString(), count, options.toStdString(), rate.toStdString()));
        VERIFY_OK(film);
        QCOMPARE(film->size(), (Size{64, 48}));
        QCOMPARE(film->rate(), *Rate::parse(rate.toStdString()));
        QCOMPARE(film->frames(), Frame(count));
        QVERIFY(std::abs(film->duration() - film->rate().secondsOf(count)) < film->rate().secondsOf(1));
        // Forward, as a film is played.
        for (int number = 0; number < count; ++number)
            QCOMPARE(numberOf(film->frame(number)), number);
        // Here and there, as it is searched.
        std::mt19937 random(7);
        for (int jump = 0; jump < 40; ++jump) {
            int number = int(random() % count);
            QCOMPARE(numberOf(film->frame(number)), number);
        }
        // Within a frame's time and outside the film's.
        Seconds one = film->rate().secondsOf(1);
        QCOMPARE(numberOf(film->frameAt(10.6 * one)), 10);
        QCOMPARE(numberOf(film->frameAt(10.9 * one)), 10);
        QCOMPARE(numberOf(film->frameAt(-3)), 0);
        QCOMPARE(numberOf(film->frameAt(1e300)), count - 1);
        QCOMPARE(numberOf(film->frameAt(std::nan(""))), 0);
        QCOMPARE(numberOf(film->frame(count + 5)), count - 1);
        QCOMPARE(numberOf(film->frame(0)), 0);
        QCOMPARE(QString::fromStdString(film->damage()), QString());
    }

    void framesThatLastDifferentlyAreFoundByTheirTimes()
    {
        // Frames 0 to 9 last 40 ms each, 10 lasts a second, the rest 40 ms again.
        std::string file
            = counted("varied.mkv", 20, "-vf \"setpts='(N*0.04+gt(N,10)*0.96)/TB'\" -vsync passthrough -c:v libx264 -qp 8");
        auto film = Film::open(file);
        VERIFY_OK(film);
        QCOMPARE(numberOf(film->frameAt(0.36)), 9);
        for (Seconds time : {0.40, 0.70, 1.0, 1.39})
            QCOMPARE(numberOf(film->frameAt(time)), 10);
        QCOMPARE(numberOf(film->frameAt(1.40)), 11);
        QCOMPARE(numberOf(film->frameAt(0.2)), 5);
    }

    void tenBitsStayTen_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("range");
        QTest::addColumn<int>("black");
        QTest::addColumn<int>("white");
        QTest::newRow("limited") << "yuv444p10le"
                                 << "tv" << 64 << 940;
        QTest::newRow("full") << "yuv444p10le"
                              << "pc" << 0 << 1023;
        QTest::newRow("with alpha") << "yuva444p10le"
                                    << "tv" << 64 << 940;
        QTest::newRow("twelve") << "yuv422p12le"
                                << "tv" << 256 << 3760;
        QTest::newRow("RGB") << "gbrp10le"
                             << "pc" << 0 << 1023;
    }
    void tenBitsStayTen()
    {
        QFETCH(QString, format);
        QFETCH(QString, range);
        QFETCH(int, black);
        QFETCH(int, white);
        int steps = white - black;
        std::string file = at("deep.mkv"), middle = std::to_string(format.contains(QStringLiteral("12")) ? 2048 : 512),
                    ladder = std::to_string(black) + "+floor(X/2)",
                    planes = format == QStringLiteral("gbrp10le") ? "r='" + ladder + "':g='" + ladder + "':b='" + ladder + "'"
                                                                  : "lum='" + ladder + "':cb=" + middle + ":cr=" + middle;
        if (format.startsWith(QStringLiteral("yuva")))
            planes += ":a='min(X,1023)'";
        QCOMPARE(QString::fromStdString(test::output("ffmpeg -v error -nostdin -y -f lavfi -i \"color=black:s="
                     + std::to_string(2 * steps + 2) + "x16,format=" + format.toStdString() + ",geq=" + planes
                     + "\" -frames:v 1 -colorspace bt709 -color_range " + range.toStdString() + " -c:v ffv1 " + file + " 2>&1")),
            QString());
        auto film = Film::open(file);
        VERIFY_OK(film);
        QVERIFY(film->bitsPerChannel() >= 10);
        auto image = film->frameAt(0);
        VERIFY_OK(image);
        QCOMPARE(image->format(), Image::Format::Rgba16);
        auto* row = reinterpret_cast<const std::uint16_t*>(image->row(8));
        for (int x = 0; x <= steps; ++x) {
            for (int channel : {0, 1, 2}) // swscale reckons chroma and luma to about fifteen bits
                QVERIFY2(std::abs(row[8 * x + channel] - x * 65535.0 / steps) < 5,
                    (std::to_string(x) + ": " + std::to_string(row[8 * x + channel])).c_str());
            double alpha = format.startsWith(QStringLiteral("yuva")) ? std::min(2 * x, 1023) * 65535.0 / 1023 : 65535;
            QVERIFY2(std::abs(row[8 * x + 3] - alpha) < 2, std::to_string(row[8 * x + 3]).c_str());
        }
        QVERIFY(row[8 * steps] >= 65534);
    }

    void tagsAreHonouredAndTheirAbsenceIsGuessed_data()
    {
        QTest::addColumn<QString>("size");
        QTest::addColumn<QString>("matrix"); // in which the film is made
        QTest::addColumn<QString>("tags");
        QTest::newRow("709 by its tag") << "64x64"
                                        << "bt709:out_range=tv"
                                        << "-colorspace bt709 -color_range tv";
        QTest::newRow("601 by its tag, though large") << "64x720"
                                                      << "bt601:out_range=tv"
                                                      << "-colorspace smpte170m -color_range tv";
        QTest::newRow("full range by its tag") << "64x64"
                                               << "bt709:out_range=pc"
                                               << "-colorspace bt709 -color_range pc";
        QTest::newRow("2020 by its tag") << "64x64"
                                         << "bt2020:out_range=tv"
                                         << "-colorspace bt2020nc -color_range tv";
        QTest::newRow("untagged and small: 601") << "64x64"
                                                 << "bt601:out_range=tv"
                                                 << "";
        QTest::newRow("untagged and large: 709") << "64x720"
                                                 << "bt709:out_range=tv"
                                                 << "";
    }
    void tagsAreHonouredAndTheirAbsenceIsGuessed()
    {
        QFETCH(QString, size);
        QFETCH(QString, matrix);
        QFETCH(QString, tags);
        std::string file = at("tagged.mp4");
        QCOMPARE(QString::fromStdString(test::output("ffmpeg -v error -nostdin -y -f lavfi -i color=0xc83c1e:s="
                     + size.toStdString() + " -frames:v 2 -vf \"format=gbrp,scale=in_range=pc:out_color_matrix="
                     + matrix.toStdString() + ":flags=accurate_rnd+full_chroma_int,format=yuv444p\" " + tags.toStdString()
                     + " -c:v libx264 -qp 0 " + file + " 2>&1")),
            QString());
        auto film = Film::open(file);
        VERIFY_OK(film);
        auto image = film->frameAt(0);
        VERIFY_OK(image);
        const std::byte* pixel = image->row(10) + 4 * 10;
        for (auto [channel, wanted] : {std::pair{0, 0xc8}, {1, 0x3c}, {2, 0x1e}})
            QVERIFY2(std::abs(int(pixel[channel]) - wanted) <= 2, std::to_string(int(pixel[channel])).c_str());
    }

    void aFilmWithoutAlphaIsOpaque_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("name");
        QTest::newRow("the archives' codec") << "bgr0"
                                             << "spare.mkv";
        QTest::newRow("its spare byte in front") << "0rgb"
                                                 << "spare.nut";
        QTest::newRow("sixteen bits") << "rgb48le"
                                      << "deep.nut";
        QTest::newRow("planes") << "gbrp"
                                << "planes.mkv";
        QTest::newRow("a ladder of grey") << "gray"
                                          << "grey.mkv";
    }
    void aFilmWithoutAlphaIsOpaque()
    {
        QFETCH(QString, format);
        QFETCH(QString, name);
        std::string file = at(name.toStdString());
        QCOMPARE(QString::fromStdString(test::output("ffmpeg -v error -nostdin -y -f lavfi -i color=0xCC3366:s=64x36:d=0.2 -c:v "
                     + std::string(name.endsWith(QStringLiteral(".nut")) ? "rawvideo" : "ffv1") + " -pix_fmt "
                     + format.toStdString() + " " + file + " 2>&1")),
            QString());
        auto film = Film::open(file);
        VERIFY_OK(film);
        auto image = film->frameAt(0.1);
        VERIFY_OK(image);
        std::size_t channel = Image::bytesPerPixel(image->format()) / 4;
        for (std::size_t at = 0; at < image->pixels().size(); at += 4 * channel) {
            for (std::size_t byte = 3 * channel; byte < 4 * channel; ++byte)
                QCOMPARE(int(image->pixels()[at + byte]), 255);
        }
        if (format == QStringLiteral("gray"))
            return;
        for (auto [at, wanted] : {std::pair{0, 0xcc}, {1, 0x33}, {2, 0x66}}) // ffmpeg makes some of them by way of 4:2:0
            QVERIFY2(std::abs(int(image->pixels()[std::size_t(at + 1) * channel - 1]) - wanted) <= 4,
                std::to_string(int(image->pixels()[std::size_t(at + 1) * channel - 1])).c_str());
    }

    void transparentPartsOfTheWebsFilmsAreTransparent_data()
    {
        QTest::addColumn<QString>("codec");
        QTest::newRow("VP9") << "libvpx-vp9 -lossless 1";
        QTest::newRow("VP8") << "libvpx -crf 4 -b:v 4M -auto-alt-ref 0";
    }
    void transparentPartsOfTheWebsFilmsAreTransparent()
    {
        QFETCH(QString, codec);
        std::string file = at("glass.webm");
        // Alpha is 160 in the left half, and 40 + N in the right.
        QCOMPARE(QString::fromStdString(test::output(
                     "ffmpeg -v error -nostdin -y -f lavfi -i "
                     "\"color=black:s=64x48:r=25,format=yuva420p,geq=lum=128:cb=128:cr=128:a='if(lt(X,32),160,40+N)'\" "
                     "-frames:v 40 -g 10 -cpu-used 8 -pix_fmt yuva420p -c:v "
                     + codec.toStdString() + " " + file + " 2>&1")),
            QString());
        auto film = Film::open(file);
        VERIFY_OK(film);
        for (int number : {0, 3, 4, 5, 39, 17, 16, 2}) {
            auto image = film->frame(number);
            VERIFY_OK(image);
            int left = int(image->row(20)[4 * 8 + 3]), right = int(image->row(20)[4 * 56 + 3]);
            QVERIFY2(std::abs(left - 160) <= 2 && std::abs(right - 40 - number) <= 2,
                (std::to_string(left) + " " + std::to_string(right)).c_str());
        }
    }

    void interlacedFilmsComeWhole_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("topFirst");
        QTest::newRow("a disc's") << "-c:v mpeg2video -q:v 2 -g 12 -bf 2 -flags +ildct+ilme"
                                  << "disc.mpg" << true;
        QTest::newRow("a broadcast") << "-c:v libx264 -qp 4 -g 12 -flags +ildct+ilme"
                                     << "broadcast.ts" << true;
        QTest::newRow("a broadcast kept") << "-c:v libx264 -qp 4 -g 12 -flags +ildct+ilme"
                                          << "kept.mp4" << false;
        QTest::newRow("a tape") << "-c:v dvvideo -pix_fmt yuv420p"
                                << "tape.dv" << false;
        QTest::newRow("an archive's tape") << "-c:v ffv1 -pix_fmt yuv422p10le"
                                           << "archive.mkv" << true;
        QTest::newRow("an editor's") << "-c:v prores_ks -pix_fmt yuv422p10le -flags +ildct"
                                     << "editor.mov" << true;
        QTest::newRow("said by the container only") << "-c:v huffyuv -pix_fmt yuv422p -field_order tb"
                                                    << "tagged.mkv" << true;
        QTest::newRow("packed pixels") << "-c:v ffv1 -pix_fmt bgr0"
                                       << "packed.mkv" << true;
    }
    void interlacedFilmsComeWhole()
    {
        QFETCH(QString, options);
        QFETCH(QString, name);
        QFETCH(bool, topFirst);
        constexpr int count = 30;
        Size size = name.endsWith(QStringLiteral(".dv")) || name.endsWith(QStringLiteral(".mpg")) ? Size{720, 576} : Size{96, 64};
        std::string extent = std::to_string(size.width) + "x" + std::to_string(size.height);
        // Fifty moments a second, a white bar that walks ten pixels a field over fine standing lines; two of them make a frame.
        std::string bar = "lt(mod(X-10*N+" + std::to_string(20 * size.width) + "," + std::to_string(size.width) + "),16)";
        std::string file = at(name.toStdString());
        QCOMPARE(QString::fromStdString(test::output("ffmpeg -v error -nostdin -y -f lavfi -i \"color=black:s=" + extent
                     + ":r=50,format=gray,geq=lum='if(" + bar + ",220,if(gt(Y,H/2)*mod(Y,2),80,40))',format=yuv422p\" -vf "
                     + "tinterlace=interleave_" + (topFirst ? "top" : "bottom") + ",setsar=1 -frames:v " + std::to_string(count)
                     + (topFirst ? " -top 1 " : " -top 0 ") + options.toStdString() + " " + file + " 2>&1")),
            QString());
        auto film = Film::open(file);
        VERIFY_OK(film);
        QVERIFY(std::abs(film->frames() - count) <= 1); // programme streams say it badly
        std::vector<Image> forward;
        for (int number = 0; number < count; ++number) {
            auto image = film->frame(number);
            VERIFY_OK(image);
            forward.push_back(*image);
        }
        auto grey = [&](const Image& image, int x, int y) {
            x = (2 * x + 1) * film->size().width / (2 * size.width); // the tape's pixels are not square
            return image.format() == Image::Format::Rgba16
                ? int(reinterpret_cast<const std::uint16_t*>(image.row(y))[4 * x + 1] / 257)
                : int(image.row(y)[4 * x + 1]);
        };
        int width = size.width, height = size.height;
        for (int number = 0; number < count; ++number) {
            const Image& image = forward[std::size_t(number)];
            // The bar stands where the first field saw it, and no line sees it elsewhere.
            int combed = 0;
            for (int y = 8; y < height / 2 - 8; ++y) {
                for (int x = 0; x < width; ++x) {
                    bool lit = ((x - 20 * number + 20 * width) % width) < 16;
                    bool edge = ((x - 20 * number + 3 + 20 * width) % width) < 22;
                    if (lit || !edge)
                        combed += lit != (grey(image, x, y) > 128) && !(lit && edge && grey(image, x, y) > 100);
                }
            }
            QVERIFY2(combed * 50 < height / 2 * 16, (std::to_string(number) + ": " + std::to_string(combed)).c_str());
            // Behind it, what stands is as fine as it was: in lossy films nearly.
            int x = (20 * number + width / 2) % width;
            if (x < 12 || x > width - 12)
                continue;
            int fine = 0;
            for (int y = height / 2 + 8; y < height - 8; ++y)
                fine += std::abs(grey(image, x, y) - grey(image, x, y + 1)) > 24;
            QVERIFY2(fine * 10 > (height / 2 - 16) * 7, (std::to_string(number) + ": " + std::to_string(fine)).c_str());
        }
        // However a frame is reached, it is the same.
        std::mt19937 random(5);
        for (int jump = 0; jump < 40; ++jump) {
            int number = int(random() % count);
            auto image = film->frame(number);
            VERIFY_OK(image);
            QVERIFY2(std::ranges::equal(image->pixels(), forward[std::size_t(number)].pixels()), std::to_string(number).c_str());
        }
        for (int number : {17, 0, 29, 28}) {
            auto fresh = Film::open(file);
            VERIFY_OK(fresh);
            QVERIFY(std::ranges::equal(fresh->frame(number)->pixels(), forward[std::size_t(number)].pixels()));
        }
        QCOMPARE(QString::fromStdString(film->damage()), QString());
    }

    void anotherProgramMakesInterlacedFramesWholeInTheSameWay()
    {
        std::string file = at("fields.mkv"), raw = at("fields.rgba");
        test::output("ffmpeg -v error -nostdin -y -f lavfi -i testsrc2=s=320x240:r=50,format=yuv420p -vf "
                     "tinterlace=interleave_top -frames:v 12 -top 1 -flags +ildct -c:v ffv1 "
            + file);
        auto film = Film::open(file);
        VERIFY_OK(film);
        for (int number : {1, 5, 10}) {
            test::output("ffmpeg -v error -nostdin -y -i " + file + " -vf \"bwdif=mode=send_frame,select='eq(n,"
                + std::to_string(number)
                + ")',scale=sws_flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp:in_color_matrix=bt601:in_v_chr_pos="
                  "128:in_h_chr_pos=0,format=rgba\" "
                  "-frames:v 1 -f rawvideo "
                + raw);
            Image other = test::rawImage(raw, {320, 240}, Image::Format::Rgba8);
            QVERIFY(!other.isNull());
            double likeness = test::psnr(*film->frame(number), other);
            QVERIFY2(likeness > 50, std::to_string(likeness).c_str()); // the lines at the edges are made otherwise
        }
        // A single frame has no neighbours: the lines of its first field alone.
        std::string single = at("single.mkv");
        test::output(
            "ffmpeg -v error -nostdin -y -f lavfi -i \"color=black:s=64x64,geq=lum='if(mod(Y,2),235,16)':cb=128:cr=128\" "
            "-vf setfield=tff -frames:v 1 -top 1 -flags +ildct -c:v ffv1 "
            + single);
        film = Film::open(single);
        VERIFY_OK(film);
        auto image = film->frame(0);
        VERIFY_OK(image);
        for (int y = 0; y < 64; ++y)
            QVERIFY2(int(image->row(y)[4 * 30]) < 4, std::to_string(int(image->row(y)[4 * 30])).c_str());
    }

    void highDynamicRangeAndWidePrimariesBecomeDisplay_data()
    {
        QTest::addColumn<QString>("codec");
        QTest::addColumn<QString>("curve");
        QTest::addColumn<int>("bits");
        QTest::newRow("HLG") << "-c:v ffv1"
                             << "arib-std-b67" << 10;
        QTest::newRow("HLG of a telephone") << "-c:v libx265 -preset ultrafast -x265-params log-level=none:lossless=1:hdr10=0"
                                            << "arib-std-b67" << 10;
        QTest::newRow("PQ") << "-c:v ffv1"
                            << "smpte2084" << 10;
        QTest::newRow("PQ, twelve bits") << "-c:v ffv1"
                                         << "smpte2084" << 12;
        QTest::newRow("the curve of BT.2020") << "-c:v ffv1"
                                              << "bt2020-10" << 10;
        QTest::newRow("eight bits") << "-c:v ffv1"
                                    << "bt709" << 8;
    }
    void highDynamicRangeAndWidePrimariesBecomeDisplay()
    {
        QFETCH(QString, codec);
        QFETCH(QString, curve);
        QFETCH(int, bits);
        using Colour = std::array<double, 3>;
        // Patches of R'G'B': a ladder of grey with reference white (HLG 0.75, PQ 0.58) and the peak, then colours.
        const std::vector<Colour> patches = {{0, 0, 0}, {0.1, 0.1, 0.1}, {0.25, 0.25, 0.25}, {0.38, 0.38, 0.38}, {0.5, 0.5, 0.5},
            {0.58, 0.58, 0.58}, {0.65, 0.65, 0.65}, {0.75, 0.75, 0.75}, {0.9, 0.9, 0.9}, {1, 1, 1}, {0.5, 0.4, 0.3},
            {0.3, 0.45, 0.35}, {0.2, 0.25, 0.5}, {0.7, 0.2, 0.1}, {0.1, 0.7, 0.2}, {0.9, 0.8, 0.5}};
        double scale = 1 << (bits - 8);
        std::vector<Colour> codes, quantised; // Y'CbCr as the file has it, and the R'G'B' that it means
        for (auto [r, g, b] : patches) {
            double y = 0.2627 * r + 0.6780 * g + 0.0593 * b, cb = (b - y) / 1.8814, cr = (r - y) / 1.4746;
            Colour code = {
                std::round((16 + 219 * y) * scale), std::round((128 + 224 * cb) * scale), std::round((128 + 224 * cr) * scale)};
            codes.push_back(code);
            y = (code[0] / scale - 16) / 219, cb = (code[1] / scale - 128) / 224, cr = (code[2] / scale - 128) / 224;
            double red = y + 1.4746 * cr, blue = y + 1.8814 * cb;
            quantised.push_back({red, (y - 0.2627 * red - 0.0593 * blue) / 0.6780, blue});
        }
        std::string expressions[3];
        for (std::size_t plane = 0; plane < 3; ++plane) {
            std::string& chain = expressions[plane] = "0";
            for (std::size_t patch = patches.size(); patch-- > 0;)
                chain = "if(lt(X," + std::to_string(16 * (patch + 1)) + ")," + std::to_string(int(codes[patch][plane])) + ","
                    + chain + ")";
        }
        std::string file = at("light.mkv"), format = "yuv444p" + (bits > 8 ? std::to_string(bits) + "le" : "");
        QCOMPARE(
            QString::fromStdString(test::output("ffmpeg -v error -nostdin -y -f lavfi -i \"color=black:s=256x64:r=25,format="
                + format + ",geq=lum='" + expressions[0] + "':cb='" + expressions[1] + "':cr='" + expressions[2]
                + "'\" -frames:v 2 -color_trc " + curve.toStdString()
                + " -color_primaries bt2020 -colorspace bt2020nc -color_range tv " + codec.toStdString() + " " + file + " 2>&1")),
            QString());
        auto film = Film::open(file);
        VERIFY_OK(film);
        QCOMPARE(film->bitsPerChannel(), bits);
        auto image = film->frameAt(0);
        VERIFY_OK(image);
        QCOMPARE(image->format(), bits > 8 ? Image::Format::Rgba16 : Image::Format::Rgba8);

        // What ITU-R BT.2100, SMPTE ST 2084 and the header say.
        auto light = [&](double v) {
            v = std::clamp(v, 0.0, 1.0);
            if (curve == QStringLiteral("arib-std-b67"))
                return v <= 0.5 ? v * v / 3 : (std::exp((v - 0.55991073) / 0.17883277) + 0.28466892) / 12;
            if (curve == QStringLiteral("smpte2084")) {
                double power = std::pow(v, 1 / 78.84375);
                return 10'000 / 203.0
                    * std::pow(std::max(power - 0.8359375, 0.0) / (18.8515625 - 18.6875 * power), 1 / 0.1593017578125);
            }
            return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        };
        for (std::size_t patch = 0; patch < patches.size(); ++patch) {
            auto [r, g, b] = quantised[patch];
            r = light(r), g = light(g), b = light(b);
            if (curve == QStringLiteral("arib-std-b67")) {
                double gain = 1000 / 203.0 * std::pow(0.2627 * r + 0.6780 * g + 0.0593 * b, 0.2);
                r *= gain, g *= gain, b *= gain;
            }
            Colour shown = {1.6605 * r - 0.5876 * g - 0.0728 * b, -0.1246 * r + 1.1329 * g - 0.0083 * b,
                -0.0182 * r - 0.1006 * g + 1.1187 * b};
            for (double& channel : shown)
                channel = std::max(channel, 0.0);
            double most = *std::ranges::max_element(shown);
            bool high = !curve.startsWith(QStringLiteral("bt"));
            double rolled = high && most > 0.8 ? (0.8 + 0.2 * (1 - std::exp((0.8 - most) / 0.2))) / most : 1;
            for (std::size_t channel = 0; channel < 3; ++channel) {
                double x = std::min(shown[channel] * rolled, 1.0);
                double wanted = 65535 * (x <= 0.0031308 ? x * 12.92 : 1.055 * std::pow(x, 1 / 2.4) - 0.055);
                std::size_t at = (16 * patch + 8) * 4 + channel;
                double got
                    = bits > 8 ? reinterpret_cast<const std::uint16_t*>(image->row(32))[at] : 257.0 * double(image->row(32)[at]);
                // swscale reckons to about fifteen bits, and eight are rounded.
                QVERIFY2(std::abs(got - wanted) < (bits > 8 ? 12 : 140),
                    QByteArray::number(int(patch)) + ": " + QByteArray::number(got) + " " + QByteArray::number(wanted));
            }
            QCOMPARE(int(image->row(32)[(16 * patch + 9) * Image::bytesPerPixel(image->format()) - 1]), 255);
        }
        // Reference white is nearly white, and the peak no more than white.
        if (curve == QStringLiteral("arib-std-b67")) {
            QVERIFY(std::abs(double(reinterpret_cast<const std::uint16_t*>(image->row(32))[4 * (16 * 7 + 8)]) / 257 - 247) < 1);
            QVERIFY(reinterpret_cast<const std::uint16_t*>(image->row(32))[4 * (16 * 9 + 8)] > 65'500);
        }
    }

    void aTurnedOrStretchedFilmComesUpright()
    {
        std::string flat = at("flat.mp4"), turned = at("turned.mp4"), wide = at("wide.mp4");
        test::output("ffmpeg -v error -nostdin -y -f lavfi -i \"color=black:s=64x48,drawbox=0:0:16:12:white:fill\" -frames:v 3 "
                     "-c:v libx264 -qp 0 "
            + flat);
        auto corner = [](const Image& image, bool right, bool bottom) {
            return int(std::uint8_t(image.row(bottom ? image.size().height - 3 : 2)[4 * (right ? image.size().width - 3 : 2)]))
                > 128;
        };
        for (auto [degrees, right, bottom] : {std::tuple{90, true, false}, {180, true, true}, {270, false, true}}) {
            // How a player shall turn it, clockwise.
            test::output("ffmpeg -v error -nostdin -y -i " + flat
                + " -c copy -metadata:s:v:0 rotate=" + std::to_string((360 - degrees) % 360) + " " + turned);
            std::string told = test::output("ffprobe -v error -show_entries stream_side_data=rotation -of csv=p=0 " + turned);
            auto film = Film::open(turned);
            VERIFY_OK(film);
            QCOMPARE(film->size(), degrees == 180 ? (Size{64, 48}) : (Size{48, 64}));
            auto image = film->frameAt(0);
            VERIFY_OK(image);
            QCOMPARE(image->size(), film->size());
            // The white corner lies where another program that turns by itself puts it.
            std::string raw = at("turned.rgba");
            test::output("ffmpeg -v error -nostdin -y -i " + turned + " -frames:v 1 -pix_fmt rgba -f rawvideo " + raw);
            Image other = test::rawImage(raw, film->size(), Image::Format::Rgba8);
            QVERIFY2(!other.isNull(), told.c_str());
            for (bool r : {false, true}) {
                for (bool b : {false, true})
                    QVERIFY2(corner(*image, r, b) == corner(other, r, b), told.c_str());
            }
        }
        test::output("ffmpeg -v error -nostdin -y -f lavfi -i \"color=red:s=72x58,setsar=2/1\" -frames:v 2 -c:v libx264 " + wide);
        auto film = Film::open(wide);
        VERIFY_OK(film);
        QCOMPARE(film->size(), (Size{144, 58}));
        QCOMPARE(film->frameAt(0)->size(), (Size{144, 58}));
    }

    void aCutFilmGivesWhatIsThere()
    {
        std::string whole = counted("whole.mp4", 100, "-c:v libx264 -qp 0 -g 10 -movflags +faststart");
        std::string content = *readFile(whole);
        std::string cut = at("cut.mp4");
        VERIFY_OK(writeFile(cut, content.substr(0, content.size() * 6 / 10)));
        auto film = Film::open(cut);
        VERIFY_OK(film);
        QCOMPARE(numberOf(film->frame(5)), 5);
        int last = numberOf(film->frame(99));
        QVERIFY2(last > 20 && last < 99, std::to_string(last).c_str());
        QVERIFY(!film->damage().empty());
        QCOMPARE(numberOf(film->frame(3)), 3);
        // Noise in the middle: before and after it all is well.
        std::string hurt = content;
        std::mt19937 random(3);
        for (std::size_t byte = hurt.size() / 2; byte < hurt.size() / 2 + 400; ++byte)
            hurt[byte] = char(random());
        VERIFY_OK(writeFile(at("hurt.mp4"), hurt));
        film = Film::open(at("hurt.mp4"));
        VERIFY_OK(film);
        QCOMPARE(numberOf(film->frame(2)), 2);
        QCOMPARE(numberOf(film->frame(98)), 98);
        // Without its index nothing can be read.
        std::string late = counted("late.mp4", 100, "-c:v libx264");
        std::string lost = *readFile(late);
        VERIFY_OK(writeFile(at("lost.mp4"), lost.substr(0, lost.size() / 2)));
        auto none = Film::open(at("lost.mp4"));
        QVERIFY(!none);
        QVERIFY(none.error().message.find("lost.mp4") != std::string::npos);
    }

    void whatIsNoFilmIsASentence()
    {
        auto refused = [](const std::string& path, Error::Code code) {
            auto film = Film::open(path);
            if (!film && film.error().code != code)
                qWarning("%s", film.error().message.c_str());
            return !film && film.error().code == code && !film.error().message.empty();
        };
        QVERIFY(refused(at("missing.mp4"), Error::Code::NotFound));
        QVERIFY(refused(m_folder.path().toStdString(), Error::Code::Unreadable));
        VERIFY_OK(writeFile(at("empty.mp4"), ""));
        QVERIFY(refused(at("empty.mp4"), Error::Code::Unreadable));
        VERIFY_OK(writeFile(at("words.mp4"), std::string(5000, 'w')));
        QVERIFY(refused(at("words.mp4"), Error::Code::Unreadable));
        test::output("ffmpeg -v error -nostdin -y -f lavfi -i sine=d=1 " + at("tone.mp3"));
        QVERIFY(refused(at("tone.mp3"), Error::Code::Unsupported));
        // A play list may name any file of this computer: it is not followed.
        counted("secret.ts", 5, "-c:v libx264");
        VERIFY_OK(writeFile(at("list.m3u8"), "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.ts\n#EXT-X-ENDLIST\n"));
        QVERIFY(refused(at("list.m3u8"), Error::Code::Unreadable));
        VERIFY_OK(writeFile(at("list.ffconcat"), "ffconcat version 1.0\nfile secret.ts\n"));
        QVERIFY(refused(at("list.ffconcat"), Error::Code::Unreadable));
        // Larger than allowed, whatever the header says.
        auto large = Film::open(counted("large.mp4", 2, "-c:v libx264"), {.edge = 60});
        QVERIFY(!large);
        QCOMPARE(large.error().code, Error::Code::TooLarge);
        // Random damage never does worse than a sentence.
        std::string content = *readFile(counted("fuzz.mp4", 20, "-c:v libx264 -g 5 -movflags +faststart"));
        std::mt19937 random(11);
        for (int attempt = 0; attempt < 60; ++attempt) {
            std::string broken = content;
            for (int count = 0; count < 30; ++count)
                broken[random() % broken.size()] = char(random());
            VERIFY_OK(writeFile(at("fuzzed.mp4"), broken));
            auto film = Film::open(at("fuzzed.mp4"));
            for (int number : {0, 19, 7}) {
                if (film)
                    (void)film->frame(number);
            }
        }
    }

    void soundIsReadAtTheWantedRate()
    {
        std::string tone = at("tone.wav");
        test::output("ffmpeg -v error -nostdin -y -f lavfi -i sine=frequency=1000:duration=1:sample_rate=44100 " + tone);
        auto sound = Sound::open(tone, 48'000);
        VERIFY_OK(sound);
        QVERIFY(std::abs(sound->duration() - 1) < 0.01);
        std::vector<float> all;
        for (;;) {
            auto part = sound->read(1000);
            VERIFY_OK(part);
            if (part->empty())
                break;
            all.insert(all.end(), part->begin(), part->end());
        }
        QVERIFY(std::abs(double(all.size()) / 2 - 48'000) < 50);
        int crossings = 0;
        for (std::size_t index = 2; index < all.size(); index += 2)
            crossings += (all[index] >= 0) != (all[index - 2] >= 0);
        QVERIFY(std::abs(crossings - 2000) < 10);
        QVERIFY(!Sound::open(at("flat.mp4"), 48'000));
    }
};

OPIFICIO_TEST_MAIN(FilmTest)
#include "FilmTest.moc"
