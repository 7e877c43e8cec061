// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/Sample.h"
#include "support/TestMain.h"

#include "base/File.h"
#include "base/Text.h"
#include "image/ImageFile.h"
#include "media/Film.h"
#include "media/Format.h"

#include <csignal>
#include <fstream>
#include <sys/resource.h>

using namespace opificio;
namespace fs = std::filesystem;

class FormatsTest : public test::Suite {
    Q_OBJECT

    QTemporaryDir m_folder;

    fs::path at(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

    Result<std::vector<fs::path>> deliver(const std::string& format, const fs::path& path, const std::vector<Image>& frames,
        Rate rate = {25, 1}, const Values& values = {})
    {
        Task task;
        TRY(auto row, findFormat(format));
        TRY(auto writer, openWriter(*row, path, frames.at(0).size(), rate, Frame(frames.size()), values, task));
        for (const Image& frame : frames)
            TRY_DO(writer->write(frame));
        return writer->finish();
    }

    std::size_t filesIn(const fs::path& folder)
    {
        return std::size_t(std::distance(fs::recursive_directory_iterator(folder), fs::recursive_directory_iterator()));
    }

private Q_SLOTS:
    void everyRowSaysWhatItIs()
    {
        QVERIFY(formats().size() >= 2);
        for (const Format* format : formats()) {
            QVERIFY(!format->name.empty() && !format->label.empty() && !format->help.empty());
            QVERIFY(format->extension.starts_with('.'));
            QVERIFY(format->open);
            for (const Param& param : format->params) {
                QVERIFY2(!param.label.empty() && !param.help.empty(), param.name.c_str());
                VERIFY_OK(checkValue(param, param.initial));
            }
            VERIFY_OK(complete(format->params, {}));
            QCOMPARE(formatOfPath("a" + format->extension), format);
            QCOMPARE(QString::fromStdString(translated(format->help, "it")) == QString::fromStdString(format->help), false);
        }
    }

    void everyRowDecodesBackWithRightCountSizeAndColours()
    {
        for (const Format* format : formats()) {
            for (Size size : {Size{320, 180}, Size{64, 96}}) {
                std::vector<Image> frames;
                for (int number = 0; number < 7; ++number)
                    frames.push_back(test::scene(size, 5 * number));
                auto files = deliver(format->name, at("sweep-" + std::to_string(size.width) + format->extension), frames);
                VERIFY_OK(files);
                if (format->shape == Format::Shape::Film) {
                    QCOMPARE(files->size(), std::size_t(1));
                    auto film = Film::open(files->at(0));
                    VERIFY_OK(film);
                    QCOMPARE(film->frames(), Frame(7));
                    QCOMPARE(film->size(), size);
                    for (int number = 0; number < 7; ++number) {
                        auto back = film->frame(number);
                        VERIFY_OK(back);
                        double likeness = test::psnr(*back, frames[std::size_t(number)]);
                        QVERIFY2(likeness > 30, std::to_string(likeness).c_str());
                    }
                } else {
                    QCOMPARE(files->size(), frames.size());
                    for (std::size_t number = 0; number < 7; ++number) {
                        auto back = readImage((*files)[number]);
                        VERIFY_OK(back);
                        QCOMPARE(back->size(), size);
                        QVERIFY(test::psnr(*back, frames[number]) > 33);
                    }
                }
            }
        }
    }

    void stillsComeBackExactly()
    {
        std::vector<Image> frames = {test::scene({90, 61}, 0), test::scene({90, 61}, 9)};
        auto files = deliver("png", at("still.png"), frames);
        VERIFY_OK(files);
        QCOMPARE(QString::fromStdString(files->at(1).filename().string()), QStringLiteral("still.0002.png"));
        auto back = readImage(files->at(1));
        VERIFY_OK(back);
        QVERIFY(std::ranges::equal(back->pixels(), frames[1].pixels()));

        std::vector<std::byte> deep(16 * 16 * 8);
        auto* values = reinterpret_cast<std::uint16_t*>(deep.data());
        for (int index = 0; index < 16 * 16 * 4; ++index)
            values[index] = index % 4 == 3 ? 65535 : std::uint16_t(index * 63 + 1);
        Image sixteen({16, 16}, Image::Format::Rgba16, ColourSpace::Display, deep);
        Values titled;
        titled.set("title", std::string("La città d’acqua"));
        files = deliver("png", at("deep.png"), {sixteen}, {25, 1}, titled);
        VERIFY_OK(files);
        QCOMPARE(files->at(0), at("deep.png")); // a single frame keeps its name
        back = readImage(at("deep.png"));
        VERIFY_OK(back);
        QCOMPARE(back->format(), Image::Format::Rgba16);
        QVERIFY(std::ranges::equal(back->pixels(), sixteen.pixels()));
        // The words that were written in are still a sound PNG for others.
        QVERIFY(test::output("ffprobe -v error -show_entries stream=width,pix_fmt -of csv=p=0 " + at("deep.png").string())
                    .starts_with("16,rgb48be"));
        const std::string content = *readFile(at("deep.png"));
        for (const std::string& chunk :
            {std::string("iTXtTitle\0\0\0\0\0La città d’acqua", 33), std::string("Made with Opificio")})
            QVERIFY(content.find(chunk) != std::string::npos);
    }

    void slowGradientsDoNotBand()
    {
        // Half-floats of a dark gradient that spans three 8-bit steps: rounding alone gives three flat bands.
        Size size = {256, 64};
        std::vector<std::byte> bytes(std::size_t(256 * 64 * 8));
        auto* values = reinterpret_cast<std::uint16_t*>(bytes.data());
        for (int y = 0; y < 64; ++y) {
            for (int x = 0; x < 256; ++x) {
                for (int channel = 0; channel < 4; ++channel)
                    values[(y * 256 + x) * 4 + channel] = channel == 3 ? 0xffff : std::uint16_t(20000 + 3 * x);
            }
        }
        Image gradient(size, Image::Format::Rgba16, ColourSpace::Display, bytes);
        Values eight;
        eight.set("depth", std::string("8"));
        auto files = deliver("png", at("gradient.png"), {gradient}, {25, 1}, eight);
        VERIFY_OK(files);
        auto back = readImage(files->at(0));
        VERIFY_OK(back);
        QCOMPARE(back->format(), Image::Format::Rgba8);
        // The mean over columns follows the gradient within a tenth of a step.
        for (int x = 0; x < 256; x += 16) {
            double mean = 0;
            for (int y = 0; y < 64; ++y) {
                for (int near = x; near < x + 16; ++near)
                    mean += double(std::uint8_t(back->row(y)[near * 4])) - (20000 + 3 * near) / 257.0;
            }
            QVERIFY2(std::abs(mean / (64 * 16)) < 0.1, std::to_string(mean / 1024).c_str());
        }
    }

    void filmsSayWhatTheirColoursMean()
    {
        VERIFY_OK(deliver("h264", at("tags.mp4"), {test::scene({64, 64}, 0), test::scene({64, 64}, 1)}));
        std::string probe = "ffprobe -v error -select_streams v -show_entries "
                            "stream=pix_fmt,color_range,color_space,color_transfer,color_primaries,chroma_location -of csv=p=0 ";
        QCOMPARE(QString::fromStdString(test::output(probe + at("tags.mp4").string())),
            QStringLiteral("yuv420p,tv,bt709,bt709,bt709,left"));
        QCOMPARE(QString::fromStdString(
                     test::output("ffprobe -v error -show_entries format_tags=comment -of csv=p=0 " + at("tags.mp4").string())),
            QStringLiteral("Made with Opificio"));
        // The index lies before the pictures.
        std::string content = *readFile(at("tags.mp4"));
        QVERIFY(content.find("moov") < content.find("mdat"));
    }

    void filmsLastExactlyAsLongAsTheirFrames_data()
    {
        QTest::addColumn<int>("frames");
        QTest::addColumn<int>("numerator");
        QTest::addColumn<int>("denominator");
        for (auto [frames, numerator, denominator] : {std::array{1, 25, 1}, {2, 25, 1}, {25, 25, 1}, {250, 25, 1},
                 {1, 24000, 1001}, {48, 24000, 1001}, {31, 30000, 1001}, {7, 60, 1}})
            QTest::addRow("%d at %d/%d", frames, numerator, denominator) << frames << numerator << denominator;
    }
    void filmsLastExactlyAsLongAsTheirFrames()
    {
        QFETCH(int, frames);
        QFETCH(int, numerator);
        QFETCH(int, denominator);
        std::vector<Image> pictures;
        for (int number = 0; number < frames; ++number)
            pictures.push_back(test::flat({32, 32}, std::uint8_t(number), 40, 200));
        Rate rate{numerator, denominator};
        VERIFY_OK(deliver("h264", at("long.mp4"), pictures, rate));
        std::string file = at("long.mp4").string();
        auto ask = [&](const std::string& what) {
            return test::output(
                "ffprobe -v error -count_frames -select_streams v -show_entries " + what + " -of csv=p=0 " + file);
        };
        QCOMPARE(QString::fromStdString(ask("stream=nb_frames")), QString::number(frames));
        QCOMPARE(QString::fromStdString(ask("stream=nb_read_frames")), QString::number(frames));
        QCOMPARE(QString::fromStdString(ask("stream=r_frame_rate")), QString::fromStdString(rate.text()));
        QString stream = QString::asprintf("%.6f", rate.secondsOf(frames));
        QCOMPARE(QString::fromStdString(ask("stream=duration")), stream);
        QCOMPARE(QString::fromStdString(ask("format=duration")), stream);
        QCOMPARE(QString::fromStdString(ask("stream=start_time")), QStringLiteral("0.000000"));
        auto film = Film::open(file);
        VERIFY_OK(film);
        QCOMPARE(film->frames(), Frame(frames));
        QCOMPARE(film->rate(), rate);
        for (int number : {frames - 1, frames / 2, 0}) {
            auto back = film->frame(number);
            VERIFY_OK(back);
            QVERIFY(std::abs(int(std::uint8_t(back->pixels()[0])) - number) <= 3);
        }
    }

    void patchesComeBackWithinOneStep()
    {
        // Flat colours, at a rate factor that leaves nothing out: only 8-bit 4:2:0 itself may round.
        Values exact;
        exact.set("quality", 0.0);
        std::vector<Image> frames;
        for (int step = 0; step <= 255; step += 15)
            frames.push_back(test::flat({32, 32}, std::uint8_t(step), std::uint8_t(step), std::uint8_t(step)));
        VERIFY_OK(deliver("h264", at("patches.mp4"), frames, {25, 1}, exact));
        // Luma as it lies in the file: 16 + 219 * value / 255.
        for (std::size_t number = 0; number < frames.size(); ++number) {
            std::string raw = at("luma.gray").string();
            test::output("ffmpeg -v error -nostdin -y -i " + at("patches.mp4").string() + " -vf \"select=eq(n\\,"
                + std::to_string(number) + "),extractplanes=y\" -frames:v 1 -f rawvideo " + raw);
            std::ifstream from(raw, std::ios::binary);
            int luma = from.get();
            int wanted = int(std::lround(16 + 219.0 * double(number) * 15 / 255));
            QVERIFY2(std::abs(luma - wanted) <= 1, (std::to_string(luma) + " for " + std::to_string(wanted)).c_str());
        }
        auto film = Film::open(at("patches.mp4"));
        VERIFY_OK(film);
        for (std::size_t number = 0; number < frames.size(); ++number) {
            auto back = film->frame(Frame(number));
            VERIFY_OK(back);
            for (int channel = 0; channel < 3; ++channel)
                QVERIFY(std::abs(int(std::uint8_t(back->row(16)[16 * 4 + channel])) - int(number) * 15) <= 1);
        }
    }

    void chromaLiesWhereTheFileSays()
    {
        Values exact;
        exact.set("quality", 0.0);
        exact.set("effort", std::string("ultrafast"));
        Size size = {640, 360};
        Image picture = test::scene(size, 3);
        VERIFY_OK(deliver("h264", at("siting.mp4"), {picture}, {25, 1}, exact));
        auto decoded = [&](const std::string& filter) {
            std::string raw = at("decoded.rgba").string();
            test::output("ffmpeg -v error -nostdin -y -i " + at("siting.mp4").string() + " -vf \"" + filter
                + ",format=gbrp,format=rgba\" -f rawvideo " + raw);
            return test::psnr(test::rawImage(raw, size, Image::Format::Rgba8), picture);
        };
        std::string zscale
            = "rangein=limited:matrix=gbr:range=full:primariesin=709:transferin=709:primaries=709:transfer=709:filter=bicubic";
        double left = decoded("zscale=matrixin=709:chromalin=left:" + zscale);
        double centre = decoded("zscale=matrixin=709:chromalin=center:" + zscale);
        double wrongMatrix = decoded("zscale=matrixin=470bg:chromalin=left:" + zscale);
        QVERIFY2(left >= 40, std::to_string(left).c_str());
        QVERIFY2(left >= centre + 3, std::to_string(centre).c_str());
        QVERIFY2(wrongMatrix <= left - 10, std::to_string(wrongMatrix).c_str());
        // Our own reader agrees with zscale about where chroma lies.
        auto film = Film::open(at("siting.mp4"));
        VERIFY_OK(film);
        auto back = film->frame(0);
        VERIFY_OK(back);
        QVERIFY(test::psnr(*back, picture) >= left - 0.5);
    }

    void oddEdgesArePaddedOrRefused()
    {
        Values refuse;
        refuse.set("odd", std::string("refuse"));
        auto refused = deliver("h264", at("odd.mp4"), {test::scene({63, 33}, 0)}, {25, 1}, refuse);
        QVERIFY(!refused);
        QVERIFY(refused.error().message.find("63 × 33") != std::string::npos);
        QVERIFY(!fs::exists(at("odd.mp4")));
        std::string note;
        Task task({}, [&](std::string_view line) { note = line; });
        auto writer = openWriter(**findFormat("h264"), at("odd.mp4"), {63, 33}, {25, 1}, 1, {}, task);
        VERIFY_OK(writer);
        QVERIFY(note.find("64 × 34") != std::string::npos);
        VERIFY_OK((*writer)->write(test::flat({63, 33}, 200, 30, 30)));
        VERIFY_OK((*writer)->finish());
        auto film = Film::open(at("odd.mp4"));
        VERIFY_OK(film);
        QCOMPARE(film->size(), (Size{64, 34}));
        auto back = film->frame(0);
        VERIFY_OK(back);
        QVERIFY(std::abs(int(std::uint8_t(back->row(33)[63 * 4])) - 200) <= 4);
    }

    void anAbandonedOrStoppedWriterLeavesNothing()
    {
        for (const Format* format : formats()) {
            fs::path folder = at("abandoned-" + format->name);
            fs::path path = folder / ("a" + format->extension);
            fs::create_directories(folder);
            std::ofstream(path) << "old";
            Image frame = test::scene({64, 64}, 0);
            Task task;
            {
                auto writer = openWriter(*format, path, {64, 64}, {25, 1}, 10, {}, task);
                VERIFY_OK(writer);
                VERIFY_OK((*writer)->write(frame));
                VERIFY_OK((*writer)->write(frame));
            }
            QCOMPARE(filesIn(folder), std::size_t(1));
            {
                auto writer = openWriter(*format, path, {64, 64}, {25, 1}, 10, {}, task);
                VERIFY_OK(writer);
                VERIFY_OK((*writer)->write(frame));
                auto short_ = (*writer)->finish();
                QVERIFY(!short_);
                QVERIFY(short_.error().message.find("1") != std::string::npos);
            }
            QCOMPARE(filesIn(folder), std::size_t(1));
            {
                auto writer = openWriter(*format, path, {64, 64}, {25, 1}, 2, {}, task);
                VERIFY_OK(writer);
                VERIFY_OK((*writer)->write(frame));
                QVERIFY(!(*writer)->write(test::scene({32, 32}, 0)));
                task.stop();
                (void)(*writer)->write(frame);
                auto stopped = (*writer)->finish();
                QVERIFY(!stopped);
                QCOMPARE(stopped.error().code, Error::Code::Cancelled);
            }
            QCOMPARE(filesIn(folder), std::size_t(1));
            QCOMPARE(QString::fromStdString(*readFile(path)), QStringLiteral("old"));
        }
    }

    void aFullDiskIsASentenceAndKeepsTheOldFile()
    {
        for (const Format* format : formats()) {
            fs::path folder = at("full-" + format->name);
            fs::path path = folder / ("a" + format->extension);
            fs::create_directories(folder);
            std::ofstream(path) << "old";
            // A limit on the size of files stands in for a full disk.
            rlimit before;
            getrlimit(RLIMIT_FSIZE, &before);
            rlimit small = {20'000, before.rlim_max};
            std::signal(SIGXFSZ, SIG_IGN);
            setrlimit(RLIMIT_FSIZE, &small);
            std::vector<Image> frames;
            for (int number = 0; number < 12; ++number) {
                // Noise, which no codec makes small.
                std::uint32_t state = std::uint32_t(number + 1);
                frames.push_back(test::image8({256, 256}, [&](int, int) {
                    state = state * 1664525u + 1013904223u;
                    return std::array<std::uint8_t, 4>{
                        std::uint8_t(state >> 24), std::uint8_t(state >> 16), std::uint8_t(state >> 8), 255};
                }));
            }
            auto written = deliver(format->name, path, frames);
            setrlimit(RLIMIT_FSIZE, &before);
            QVERIFY(!written);
            QCOMPARE(written.error().code, Error::Code::DiskFull);
            QVERIFY2(written.error().message.find("a" + format->extension) != std::string::npos, written.error().message.c_str());
            QCOMPARE(filesIn(folder), std::size_t(1));
            QCOMPARE(QString::fromStdString(*readFile(path)), QStringLiteral("old"));
        }
    }

    void soundEndsWithTheFilm()
    {
        std::string tone = at("tone.wav").string();
        test::output("ffmpeg -v error -nostdin -y -f lavfi -i sine=frequency=440:duration=3:sample_rate=44100 " + tone);
        Values values;
        values.set("sound", tone);
        std::vector<Image> frames(50, test::scene({64, 64}, 0));
        VERIFY_OK(deliver("h264", at("sound.mp4"), frames, {25, 1}, values));
        std::string probe
            = "ffprobe -v error -select_streams a -show_entries stream=codec_name,sample_rate,channels,duration -of csv=p=0 ";
        QCOMPARE(QString::fromStdString(test::output(probe + at("sound.mp4").string())), QStringLiteral("aac,48000,2,2.000000"));
        QCOMPARE(QString::fromStdString(
                     test::output("ffprobe -v error -show_entries format=duration -of csv=p=0 " + at("sound.mp4").string())),
            QStringLiteral("2.000000"));
        // The tone is there, as loud as before: a sine of 1/8 is -21 dB, and each of two sides carries half its power.
        std::string volume = test::output(
            "ffmpeg -nostdin -i " + at("sound.mp4").string() + " -af volumedetect -f null - 2>&1 | grep mean_volume");
        QVERIFY2(volume.find("-24.") != std::string::npos, volume.c_str());
        values.set("sound", at("none.wav").string());
        auto missing = deliver("h264", at("none.mp4"), frames, {25, 1}, values);
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, Error::Code::NotFound);
    }

    void whatCannotBeWrittenIsASentence()
    {
        Task task;
        const Format& h264 = **findFormat("h264");
        QVERIFY(!findFormat("h265"));
        QVERIFY(!openWriter(h264, at("a.mp4"), {0, 10}, {25, 1}, 1, {}, task));
        QVERIFY(!openWriter(h264, at("a.mp4"), {64, 20000}, {25, 1}, 1, {}, task));
        QVERIFY(!openWriter(h264, at("a.mp4"), {64, 64}, {0, 1}, 1, {}, task));
        Values wrong;
        wrong.set("colour", 1.0);
        QVERIFY(!openWriter(h264, at("a.mp4"), {64, 64}, {25, 1}, 1, wrong, task));
        fs::create_directories(at("folder.mp4"));
        QVERIFY(!openWriter(h264, at("folder.mp4"), {64, 64}, {25, 1}, 1, {}, task));
        auto none = openWriter(h264, fs::path("/proc/none/a.mp4"), {64, 64}, {25, 1}, 1, {}, task);
        QVERIFY(!none);
        QVERIFY(none.error().message.starts_with("Cannot write"));
    }
};

OPIFICIO_TEST_MAIN(FormatsTest)
#include "FormatsTest.moc"
