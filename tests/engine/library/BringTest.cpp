// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Bring.h"

#include "base/File.h"
#include "image/Codec.h"
#include "image/ImageFile.h"
#include "library/Import.h"
#include "library/Thumbnails.h"
#include "library/iiif/ImageService.h"
#include "support/TestMain.h"
#include "support/WebServer.h"
#include "web/Web.h"

#include <cstdlib>
#include <memory>

#include <QtCore/QTemporaryDir>

using namespace opificio;
namespace fs = std::filesystem;

namespace {

// A ramp with a step in it, so that tiles in the wrong place are seen.
Image drawn(Size size)
{
    std::vector<std::byte> pixels;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            for (int value : {x * 255 / size.width, y * 255 / size.height, (x / 32 + y / 32) % 2 * 200, 255})
                pixels.push_back(std::byte(value));
        }
    }
    return {size, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels)};
}

double farthest(const Image& left, const Image& right)
{
    int most = 0;
    for (std::size_t index = 0; index < left.pixels().size(); ++index)
        most = std::max(most, std::abs(int(left.pixels()[index]) - int(right.pixels()[index])));
    return most;
}

} // namespace

class BringTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_server.reset();
        fs::create_directories(path("files"));
        m_server = std::make_unique<test::WebServer>(
            QStringList{QStringLiteral("--folder"), m_folder->filePath(QStringLiteral("files"))});
        QVERIFY2(m_server->isRunning(), "python3 did not start the server of the tests.");
        m_web = std::make_unique<Web>(Web::Options{.folder = path("web"), .attempts = 2, .pause = std::chrono::milliseconds(1)});
        m_options = {.size = 2048, .thumbnails = path("thumbnails"), .pictures = path("pictures"), .web = m_web.get()};
        auto library = Library::open(path("library"));
        VERIFY_OK(library);
        m_library = std::make_unique<Library>(std::move(*library));
    }

    // Whoever cuts pictures with a script puts tiles on a plain server, and nothing else.
    void aPictureIsPutTogetherFromItsTiles()
    {
        const Image picture = drawn({300, 200});
        const Json info = {{"@context", "http://iiif.io/api/image/2/context.json"}, {"@id", "@BASE@/files/tiles"},
            {"protocol", "http://iiif.io/api/image"}, {"profile", {"http://iiif.io/api/image/2/level0.json"}}, {"width", 300},
            {"height", 200}, {"tiles", {{{"width", 128}, {"scaleFactors", {1, 2}}}}}};
        VERIFY_OK(writeFile(path("files/tiles/info.json"), info.dump()));
        const std::string base = m_server->at("/files/tiles");
        const auto service = imageServiceFromJson(info, base);
        VERIFY_OK(service);
        const Pyramid pyramid = pyramidOf(*service);
        for (int level = 0; level < int(pyramid.levels.size()); ++level) {
            for (int row = 0; row < pyramid.levels[std::size_t(level)].rows; ++row) {
                for (int column = 0; column < pyramid.levels[std::size_t(level)].columns; ++column) {
                    const auto tile = tileOf(*service, pyramid, level, column, row);
                    const Image cut
                        = scaled(cropped(picture, tile->region.x, tile->region.y, {tile->region.width, tile->region.height}),
                            {tile->place.width, tile->place.height});
                    const fs::path file = path("files/tiles" + tile->asked.address.substr(base.size()));
                    fs::create_directories(file.parent_path());
                    VERIFY_OK(writeJpeg(file, cut, 98));
                }
            }
        }
        Item part = remote("part", {}, base), turned = part;
        part.picture->region = "100,50,180,140";
        turned.id = "turned";
        turned.picture->rotation = "180";
        store({remote("one", {}, base), part, turned});
        const auto report = bring();
        VERIFY_OK(report);
        QVERIFY2(report->skipped.empty(), report->skipped.empty() ? "" : report->skipped[0].sentence.c_str());
        for (const auto& [id, expected] : {std::pair<const char*, Image>{"part", cropped(picture, 100, 50, {180, 140})},
                 std::pair<const char*, Image>{"turned", oriented(picture, 3)}}) {
            const Item cut = *m_library->item(id);
            const auto shown = readImage(cut.file);
            VERIFY_OK(shown);
            QVERIFY(shown->size() == expected.size());
            QVERIFY2(farthest(*shown, expected) < 60, id);
        }
        const Item item = *m_library->item("one");
        QCOMPARE((Size{item.width, item.height}), (Size{300, 200}));
        const auto joined = readImage(item.file);
        VERIFY_OK(joined);
        QVERIFY2(farthest(*joined, picture) < 60, std::to_string(farthest(*joined, picture)).c_str());
        QCOMPARE(item.notes.size(), std::size_t(1));
    }
    void whatIsMissingIsSaidOneByOneAndTheOthersCome()
    {
        picture("a.jpg", {60, 40});
        picture("b.jpg", {50, 40});
        store({remote("a", m_server->at("/files/a.jpg")), remote("gone", m_server->at("/files/gone.jpg")),
            remote("page", m_server->at("/html")), remote("b", m_server->at("/files/b.jpg")),
            remote("locked", m_server->at("/login"))});
        const auto report = bring();
        VERIFY_OK(report);
        QCOMPARE(report->brought, std::int64_t(2));
        QCOMPARE(report->skipped.size(), std::size_t(3));
        std::string all;
        for (const Skipped& skipped : report->skipped)
            all += skipped.sentence + "\n";
        for (const char* words : {"has nothing at", "with a page and not with a picture", "without a login"})
            QVERIFY2(all.find(words) != std::string::npos, all.c_str());
        QVERIFY(m_library->item("gone")->file.empty());
    }
    void aSecondRunAsksNothing()
    {
        picture("a.jpg", {60, 40});
        store({remote("a", m_server->at("/files/a.jpg"))});
        VERIFY_OK(bring());
        const int before = asked("/files/a.jpg");
        const auto again = bring();
        VERIFY_OK(again);
        QCOMPARE(again->already, std::int64_t(1));
        QCOMPARE(again->brought, std::int64_t(0));
        QCOMPARE(asked("/files/a.jpg"), before);
    }
    void theSpaceThatWasSetIsKept()
    {
        std::vector<Item> items;
        for (int number = 0; number < 60; ++number) {
            const std::string name = "p" + std::to_string(number);
            picture(name + ".jpg", {400 + number, 300});
            items.push_back(remote(name, m_server->at("/files/" + name + ".jpg")));
        }
        store(items);
        // Eight are fetched at once, and those that were under way keep to it as well.
        m_options.limitBytes = 3 * std::int64_t(fs::file_size(path("files/p59.jpg")));
        const auto report = bring();
        VERIFY_OK(report);
        QCOMPARE(report->brought, std::int64_t(3));
        std::int64_t taken = 0;
        for (const auto& entry : fs::recursive_directory_iterator(path("pictures")))
            taken += entry.is_regular_file() ? std::int64_t(entry.file_size()) : 0;
        QCOMPARE(taken, report->bytes);
        QVERIFY(taken <= m_options.limitBytes);
        QCOMPARE(report->skipped.size(), std::size_t(1));
        QVERIFY(report->skipped.back().sentence.find("space that was set") != std::string::npos);
        // The next run goes on.
        m_options.limitBytes = 0;
        VERIFY_OK(bring());
        for (const Item& item : items)
            QVERIFY(!m_library->item(item.id)->file.empty());
    }
    void whatTurnsOutLargerThanReckonedStillComesWhereItFits()
    {
        // Noise in a file that is said to be one pixel: more than is reckoned with at first.
        std::vector<std::byte> noise(600 * 600 * 4);
        unsigned int seed = 1;
        for (std::byte& byte : noise)
            byte = std::byte((seed = seed * 1664525u + 1013904223u) >> 24);
        VERIFY_OK(writeJpeg(
            path("files/noise.jpg"), Image({600, 600}, Image::Format::Rgba8, ColourSpace::Display, std::move(noise)), 98));
        Item item = remote("noise", m_server->at("/files/noise.jpg"));
        item.picture->width = item.picture->height = 1;
        store({item});
        const auto bytes = std::int64_t(fs::file_size(path("files/noise.jpg")));
        QVERIFY(bytes > (64 << 10));
        m_options.limitBytes = bytes - 1;
        auto report = bring();
        VERIFY_OK(report);
        QCOMPARE(report->brought, std::int64_t(0));
        QCOMPARE(report->skipped.size(), std::size_t(1));
        m_options.limitBytes = bytes;
        report = bring();
        VERIFY_OK(report);
        QCOMPARE(report->brought, std::int64_t(1));
        QVERIFY(report->skipped.empty());
    }
    void aPictureThatIsSmallAlreadyIsKeptAsItCame()
    {
        picture("small.jpg", {300, 200});
        picture("large.jpg", {900, 600});
        Item small = remote("small", m_server->at("/files/elsewhere.jpg")), cut = remote("cut", m_server->at("/files/gone.jpg"));
        small.picture->small = m_server->at("/files/small.jpg");
        // As most servers write it: without a profile of colours, which lies in segments of its own.
        std::string whole = *readFile(path("files/small.jpg"));
        for (std::size_t at = 2; at + 4 < whole.size() && whole[at + 1] != '\xda';) {
            const std::size_t length
                = 2 + std::size_t(static_cast<unsigned char>(whole[at + 2])) * 256 + static_cast<unsigned char>(whole[at + 3]);
            if (whole[at + 1] == '\xe2')
                whole.erase(at, length);
            else
                at += length;
        }
        VERIFY_OK(writeFile(path("files/small.jpg"), whole));
        VERIFY_OK(writeFile(path("files/cut.jpg"), whole.substr(0, whole.size() / 2)));
        cut.picture->small = m_server->at("/files/cut.jpg");
        store({small, cut, remote("large", m_server->at("/files/large.jpg"))});
        m_options.size = 0;
        const auto report = bring();
        VERIFY_OK(report);
        QCOMPARE(*readFile(thumbnailPath(m_options.thumbnails, thumbnailKey(small))), whole);
        // What is cut short is no small picture, and what is large was made small.
        QCOMPARE(report->skipped.size(), std::size_t(1));
        const auto made = readImage(thumbnailPath(m_options.thumbnails, thumbnailKey(*m_library->item("large"))));
        VERIFY_OK(made);
        QCOMPARE(made->size().width, thumbnailEdgePixels);
    }
    void aServerThatGivesLessIsSaid()
    {
        picture("small.jpg", {100, 80});
        const Json info
            = {{"@context", "http://iiif.io/api/image/3/context.json"}, {"id", "@BASE@/files/less"}, {"type", "ImageService3"},
                {"protocol", "http://iiif.io/api/image"}, {"profile", "level2"}, {"width", 1000}, {"height", 800}};
        VERIFY_OK(writeFile(path("files/less/info.json"), info.dump()));
        const std::string base = m_server->at("/files/less");
        const auto service = imageServiceFromJson(info, base);
        VERIFY_OK(service);
        const fs::path file = path("files/less" + askPicture(*service, 500).address.substr(base.size()));
        fs::create_directories(file.parent_path());
        fs::copy_file(path("files/small.jpg"), file);
        store({remote("less", {}, base)});
        m_options.size = 500;
        VERIFY_OK(bring());
        const Item item = *m_library->item("less");
        QCOMPARE(item.width, 100);
        QCOMPARE(item.notes.size(), std::size_t(1));
        QVERIFY(item.notes[0].words.at("en").find("100 × 80") != std::string::npos);
    }
    // The pause itself is not waited for: whoever hears of it stops, and what came is kept.
    void aPauseIsSaidAndAStopKeepsWhatCame()
    {
        picture("a.jpg", {60, 40});
        store({remote("a", m_server->at("/files/a.jpg"))});
        VERIFY_OK(bring());
        Item waiting = remote("later", m_server->at("/patient"));
        store({waiting});
        std::string heard;
        Task* running = nullptr;
        Task task([&](const Task::Progress& progress) {
            if (progress.words.find("asks for a pause of") != std::string::npos) {
                heard = progress.words;
                running->stop();
            }
        });
        running = &task;
        const std::vector<std::string> ids = {"a", "later"};
        const auto report = bringPictures(*m_library, ids, m_options, task);
        VERIFY_OK(report);
        QVERIFY(report->stopped);
        QVERIFY2(heard.starts_with("127.0.0.1"), heard.c_str());
        QVERIFY(!m_library->item("a")->file.empty());
        QVERIFY(report->skipped.empty());
    }

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }
    void picture(const std::string& name, Size size) const
    {
        if (!writeJpeg(path("files/" + name), drawn(size), 90))
            qFatal("cannot write");
    }
    static Item remote(const std::string& id, const std::string& address, const std::string& service = {})
    {
        Item item;
        item.id = id;
        item.title = {{"en", id}};
        item.picture = RemotePicture{.address = address, .service = service};
        return item;
    }
    void store(std::vector<Item> items)
    {
        VERIFY_OK(m_library->put(items));
        m_ids.clear();
        for (const Item& item : items)
            m_ids.push_back(item.id);
    }
    Result<BringReport> bring()
    {
        Task task;
        return bringPictures(*m_library, m_ids, m_options, task);
    }
    int asked(const std::string& name)
    {
        Task task;
        const auto count = m_web->fetch(m_server->at("/count?path=" + name), {.reuse = FetchOptions::Reuse::Asked}, task);
        return count ? std::stoi(*readFile(count->file)) : -1;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<test::WebServer> m_server;
    std::unique_ptr<Web> m_web;
    std::unique_ptr<Library> m_library;
    BringOptions m_options;
    std::vector<std::string> m_ids;
};

OPIFICIO_TEST_MAIN(BringTest)
#include "BringTest.moc"
