// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "base/File.h"
#include "base/Hash.h"
#include "image/ImageFile.h"
#include "library/Import.h"
#include "library/Table.h"
#include "library/Thumbnails.h"

#include <QTemporaryDir>

using namespace opificio;

namespace {

namespace fs = std::filesystem;

// A small picture that differs from every other by its number.
void writePicture(const fs::path& path, int number)
{
    std::vector<std::byte> pixels(8 * 8 * 4);
    for (std::size_t index = 0; index < pixels.size(); ++index)
        pixels[index] = index % 4 == 3 ? std::byte(255) : std::byte((index * 7 + std::size_t(number) * 31) & 255);
    auto written = writePng(path, Image({8, 8}, Image::Format::Rgba8, ColourSpace::Display, pixels));
    QVERIFY(written);
}

} // namespace

class ImportTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_source = fs::path(m_folder->path().toStdString()) / "Raccolta";
        fs::create_directories(m_source);
        m_library = std::make_unique<Library>(std::move(*Library::open(home())));
        m_task = std::make_unique<Task>();
    }

    void everyImporterSaysWhatItIs()
    {
        QVERIFY(allImporters().size() >= 3);
        for (const Importer* importer : allImporters()) {
            QVERIFY(!importer->name.empty() && !importer->help.empty());
            for (const Param& param : importer->params) {
                QVERIFY(!param.label.empty() && !param.help.empty());
                VERIFY_OK(checkValue(param, param.initial));
            }
            QCOMPARE(importer->sniff("/nowhere/at/all"), 0.0);
        }
    }
    void aFilmComesWithWhatItsReaderSays()
    {
        VERIFY_OK(writeFile(m_source / "river.MP4", "a film, for all the library knows"));
        VERIFY_OK(writeFile(m_source / "broken.mov", "not one"));
        VERIFY_OK(writeFile(m_source / "letter.txt", "words"));
        ImportOptions options{.thumbnails = fs::path(m_folder->path().toStdString()) / "thumbnails"};
        options.probe = [](const fs::path& file) -> Result<Probed> {
            if (file.filename() == "broken.mov")
                return Error{Error::Code::Unreadable, "Cannot read broken.mov."};
            return Probed{"film", {640, 360},
                Image({2, 1}, Image::Format::Rgba8, ColourSpace::Display, std::vector<std::byte>(8, std::byte(200)))};
        };
        auto report = importSource(*m_library, m_source, options, *m_task);
        VERIFY_OK(report);
        QCOMPARE(report->added, std::int64_t(1));
        QCOMPARE(report->otherFiles, std::int64_t(1));
        QCOMPARE(report->skipped.size(), std::size_t(1));
        QCOMPARE(report->skipped.front().sentence, std::string("Cannot read broken.mov."));
        auto items = m_library->search({});
        VERIFY_OK(items);
        const Item& film = items->front();
        QCOMPARE(film.type, std::string("film"));
        QCOMPARE(film.width, 640);
        QVERIFY(fs::exists(thumbnailPath(options.thumbnails, film.sha256)));
    }
    void aFolderIsReadToItsDepthAndTwiceChangesNothing()
    {
        fs::create_directories(m_source / "a/b");
        writePicture(m_source / "one.png", 1);
        writePicture(m_source / "a/b/two.png", 2);
        writePicture(m_source / ".hidden.png", 3);
        VERIFY_OK(writeFile(m_source / "notes.txt", "words"));
        VERIFY_OK(writeFile(m_source / "cut.jpg", "\xff\xd8\xff\xe0 not much of a picture"));
        VERIFY_OK(writeFile(m_source / "wrong.png", "this is text"));
        fs::create_directory_symlink(m_source, m_source / "a/round");
        fs::create_symlink(m_source / "gone.png", m_source / "broken.png");
        auto report = bring(m_source);
        VERIFY_OK(report);
        QCOMPARE(QString::fromStdString(report->importer), QStringLiteral("folder"));
        QCOMPARE(QString::fromStdString(report->collection), QStringLiteral("Raccolta"));
        QCOMPARE(report->added, 2);
        QCOMPARE(report->otherFiles, 1);
        QCOMPARE(report->skipped.size(), std::size_t(3));
        for (const Skipped& skipped : report->skipped)
            QVERIFY2(
                skipped.sentence.find(fs::path(skipped.what).filename().string()) != std::string::npos, skipped.sentence.c_str());
        report = bring(m_source);
        VERIFY_OK(report);
        QCOMPARE(report->added + report->changed, 0);
        QCOMPARE(report->unchanged, 2);
        auto items = m_library->search({});
        VERIFY_OK(items);
        for (const Item& item : *items) {
            QCOMPARE(item.id, item.sha256);
            QVERIFY(!isTitled(item));
            QCOMPARE(item.rights.object, std::string(notStated));
            QCOMPARE(item.sharing, std::string("private"));
            QVERIFY(fs::is_regular_file(thumbnailPath(home() / "thumbnails", item.sha256)));
        }
    }
    void theOneQuestionDecidesAboutSharingAndNothingElse()
    {
        writePicture(m_source / "one.png", 1);
        VERIFY_OK(bring(m_source, {.origin = "mine"}));
        auto items = m_library->search({});
        QCOMPARE(items->front().sharing, std::string("own"));
        QCOMPARE(items->front().rights.object, std::string(notStated));
        QVERIFY(!bring(m_source, {.origin = "found"}));
    }
    void aListIsReadWhateverItsColumnsAreCalled()
    {
        writePicture(m_source / "uno.png", 1);
        writePicture(m_source / "due.png", 2);
        // Latin-1, semicolons, Italian names, another order.
        VERIFY_OK(writeFile(m_source / "elenco.csv",
            "Autore;Titolo;Immagine;Datazione;Istituzione;Diritti;Parole chiave;title_en\r\n"
            "Rossi; \"La citt\xe0; di notte\" ;uno.png;XV secolo;Museo;CC BY 4.0;citt\xe0|notte;The town\r\n"
            "Bianchi;Due;due.png;boh;;Tutti i diritti riservati;;\r\n"
            "troppo;pochi\r\n"
            "Verdi;Tre;tre.png;;;;;\r\n"
            "\r\n"
            "Neri;\"Quattro;quattro.png;;;;;\r\n"
            "Gialli;Cinque;http://example.org/a.jpg;;;;;\r\n"));
        auto report = bring(m_source / "elenco.csv");
        VERIFY_OK(report);
        QCOMPARE(report->added, 2);
        QStringList lines;
        for (const Skipped& skipped : report->skipped)
            lines << QString::fromStdString(skipped.what);
        QCOMPARE(lines,
            (QStringList{
                QStringLiteral("line 4"), QStringLiteral("line 5"), QStringLiteral("line 7"), QStringLiteral("line 8")}));
        auto items = m_library->search({.words = "citta"});
        VERIFY_OK(items);
        QCOMPARE(items->size(), std::size_t(1));
        const Item& item = items->front();
        QCOMPARE(QString::fromStdString(item.title.at("und")), QStringLiteral("La città; di notte"));
        QCOMPARE(QString::fromStdString(item.title.at("en")), QStringLiteral("The town"));
        QCOMPARE(item.rights.object, std::string("http://creativecommons.org/licenses/by/4.0/"));
        QCOMPARE(item.subjects.size(), std::size_t(2));
        QCOMPARE(*item.years->earliest, 1401);
        const Item unclear = m_library->search({.words = "bianchi"})->front();
        QCOMPARE(unclear.rights.object, std::string(notStated));
        QCOMPARE(unclear.rightsText, std::string("Tutti i diritti riservati"));
        QCOMPARE(unclear.date, std::string("boh"));
        QVERIFY(!unclear.years);
        report = bring(m_source / "elenco.csv");
        QCOMPARE(report->added + report->changed, 0);
    }
    void columnsCanBeNamedByHand()
    {
        writePicture(m_source / "uno.png", 1);
        VERIFY_OK(writeFile(m_source / "x.csv",
            "\xef\xbb\xbf"
            "A\tB\nuno.png\tIl mare\n"));
        auto unknown = bring(m_source / "x.csv");
        QVERIFY(!unknown);
        QVERIFY(unknown.error().message.find("--map") != std::string::npos);
        ImportOptions options;
        options.values.set("map", std::string("file=A;titolo=b"));
        VERIFY_OK(bring(m_source / "x.csv", options));
        QCOMPARE(titleOf(m_library->search({})->front(), "it"), std::string("Il mare"));
        options.values.set("map", std::string("file=C"));
        QVERIFY(!bring(m_source / "x.csv", options));
        options.values.set("map", std::string("nonsense"));
        QVERIFY(!bring(m_source / "x.csv", options));
    }
    void aCollectionIsComparedWithItsHashes()
    {
        writePicture(m_source / "uno.png", 1);
        writePicture(m_source / "due.png", 2);
        const Json list = {{"format", "opificio.collection/1"}, {"title", {{"it", "Prima"}, {"en", "First"}}},
            {"items",
                {{{"file", "uno.png"}, {"title", {{"en", "One"}, {"it", "Uno"}}}, {"maker", "not stated"},
                     {"rights", "https://creativecommons.org/publicdomain/mark/1.0/"},
                     {"sha256", *sha256OfFile(m_source / "uno.png")},
                     {"notes", {{{"en", "Duty."}, {"it", "Dovere."}, {"duty", true}}}}},
                    {{"file", "due.png"}, {"sha256", std::string(64, '0')}}, {{"file", "../../etc/passwd"}},
                    {{"file", "/etc/passwd"}}, {{"title", "no file"}}, 5}}};
        VERIFY_OK(writeJson(m_source / "collection.json", list));
        auto report = bring(m_source);
        VERIFY_OK(report);
        QCOMPARE(QString::fromStdString(report->importer), QStringLiteral("collection"));
        QCOMPARE(QString::fromStdString(report->collection), QStringLiteral("Prima"));
        QCOMPARE(report->added, 1);
        QCOMPARE(report->skipped.size(), std::size_t(5));
        const Item item = m_library->search({})->front();
        QVERIFY(item.maker.empty());
        QCOMPARE(textIn(item.notes.front().words, "it"), std::string("Dovere."));
        QVERIFY(item.notes.front().isDuty);
        QCOMPARE(item.rights.object, std::string("http://creativecommons.org/publicdomain/mark/1.0/"));
        QCOMPARE(item.rights.work, std::string(notStated));
        QCOMPARE(item.sharing, std::string("stated"));
    }
    void whatTheArtistStopsKeepsWhatCameBefore()
    {
        for (int number = 0; number < 130; ++number)
            writePicture(m_source / (std::to_string(1000 + number) + ".png"), number);
        Task* running = nullptr;
        Task task([&](const Task::Progress&) { running->stop(); });
        running = &task;
        auto report = importSource(*m_library, m_source, {.thumbnails = home() / "thumbnails"}, task);
        VERIFY_OK(report);
        QVERIFY(report->stopped);
        QCOMPARE(report->added, 64);
        QCOMPARE(*m_library->count(), std::int64_t(64));
        VERIFY_OK(bring(m_source));
        QCOMPARE(*m_library->count(), std::int64_t(130));
    }
    void rowsOfAnySpellingAreRead()
    {
        const Table table = parseTable("a,b\n1,\"two\nlines \"\"quoted\"\"\"\n3\n\"open,4\n5,6\n");
        QCOMPARE(table.rows.size(), std::size_t(4));
        QCOMPARE(table.rows[0].fields[1], std::string("two\nlines \"quoted\""));
        QVERIFY(table.rows[1].isBroken && table.rows[1].line == 4);
        QVERIFY(table.rows[2].isBroken && table.rows[2].line == 5);
        QVERIFY(!table.rows[3].isBroken && table.rows[3].line == 6);
        const char wide[] = "\xff\xfe"
                            "a\0\t\0b\0\n\0"
                            "\xe0\0\t\0"
                            "2\0";
        const Table utf16 = parseTable(std::string_view(wide, sizeof wide - 1));
        QCOMPARE(utf16.rows.front().fields.front(), std::string("à"));
        QVERIFY(parseTable("").header.empty());
        QVERIFY(parseTable("\"").header.empty());
    }
    void theMuseumsManifestComesWhole()
    {
        REQUIRE_FIXTURES();
        auto report = bring(test::fixtures() / "images");
        VERIFY_OK(report);
        QCOMPARE(QString::fromStdString(report->importer), QStringLiteral("csv"));
        QCOMPARE(report->added, 325);
        QVERIFY(report->skipped.empty());
        QCOMPARE(m_library->search({.rights = "open", .limit = 0})->size(), std::size_t(264));
        QCOMPARE(
            m_library->search({.rights = "http://rightsstatements.org/vocab/NoC-US/1.0/", .limit = 0})->size(), std::size_t(60));
        const Item atkins = m_library->search({.words = "cystoseira granul"})->front();
        QCOMPARE(atkins.maker.front(), std::string("Anna Atkins"));
        QCOMPARE(atkins.holder, std::string("The New York Public Library"));
        QCOMPARE(*atkins.years, (Years{1843, 1843}));
        // And once more as a folder of files that say nothing: nothing is lost.
        ImportOptions options{.importer = "folder"};
        report = bring(test::fixtures() / "images", options);
        VERIFY_OK(report);
        QCOMPARE(report->added, 0);
        QCOMPARE(titleOf(*m_library->item(atkins.id), "en"), titleOf(atkins, "en"));
    }
    void whatIsEmbeddedIsReadAndWeighed()
    {
        REQUIRE_FIXTURES();
        auto report = bring(test::fixtures() / "images_embedded", {.origin = "institution"});
        VERIFY_OK(report);
        QCOMPARE(report->added, 20);
        auto one = [&](const char* file) {
            const std::vector<Item> items = *m_library->search({.limit = 0});
            for (const Item& item : items) {
                if (item.file.filename().string().starts_with(file))
                    return item;
            }
            return Item();
        };
        const Item full = one("xmpfull1");
        QCOMPARE(titleOf(full, "en"), std::string("Textile Fragment"));
        QCOMPARE(full.holder, std::string("The Metropolitan Museum of Art"));
        QCOMPARE(full.date, std::string("6th - 7th century"));
        QCOMPARE(full.rights.object, std::string("http://creativecommons.org/publicdomain/zero/1.0/"));
        QCOMPARE(one("ccby1").rights.object, std::string("http://creativecommons.org/licenses/by-nc-nd/4.0/"));
        QCOMPARE(one("aiopt1").mining, std::string("DMI-PROHIBITED-AIMLTRAINING"));
        QCOMPARE(one("aiopt1").notes.size(), std::size_t(1));
        QVERIFY(one("aiopt1").notes.front().isDuty);
        QCOMPARE(one("aiallow1").mining, std::string("DMI-ALLOWED"));
        QCOMPARE(QString::fromStdString(one("iimlatin1").maker.front()), QStringLiteral("Città di Torino é"));
        QCOMPARE(QString::fromStdString(one("iimlatin1").place), QStringLiteral("Cefalù"));
        QCOMPARE(QString::fromStdString(one("iimutf8").maker.front()), QStringLiteral("Ōtani — Čapek"));
        QCOMPARE(one("iimutf8").date, std::string("1890"));
        QCOMPARE(QString::fromStdString(one("iimutf8").rights.object),
            QStringLiteral("http://creativecommons.org/publicdomain/zero/1.0/"));
        QCOMPARE(titleOf(one("multilang1"), "it"), std::string("Opera senza titolo — «prova»"));
        QCOMPARE(one("multilang1").title.size(), std::size_t(3));
        QCOMPARE(titleOf(one("sidecar1"), "en"), std::string("The Two-faced Whirlpool Galaxy"));
        QCOMPARE(titleOf(one("sidecar2"), "en"), std::string("Brokat."));
        QVERIFY(one("conflict1").notes.size() >= 2);
        QVERIFY(one("conflict1").maker.front() != "Epson Scan Operator");
        QVERIFY(one("brokenxmp1").notes.size() == 1);
        QVERIFY(!isTitled(one("none1")));
        QCOMPARE(one("copyfraud1").rights.object, std::string(notStated));
        QVERIFY(one("copyfraud1").rightsText.find("All rights reserved") != std::string::npos);
    }

private:
    fs::path home() const { return fs::path(m_folder->path().toStdString()) / "home"; }
    Result<ImportReport> bring(const fs::path& source, ImportOptions options = {})
    {
        options.thumbnails = home() / "thumbnails";
        return importSource(*m_library, source, options, *m_task);
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_source;
    std::unique_ptr<Library> m_library;
    std::unique_ptr<Task> m_task;
};

OPIFICIO_TEST_MAIN(ImportTest)
#include "ImportTest.moc"
