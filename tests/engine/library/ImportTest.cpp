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
    void aDamagedListIsNoFolderOfPictures()
    {
        writePicture(m_source / "uno.png", 1);
        VERIFY_OK(writeFile(m_source / "collection.json", "{\"format\": \"opificio.collection/1\",}"));
        auto report = bring(m_source);
        QVERIFY(!report);
        QVERIFY(report.error().message.find("collection.json") != std::string::npos);
        QCOMPARE(*m_library->count(), std::int64_t(0));
    }
    void aCollectionLosesNothingThatItSays()
    {
        writePicture(m_source / "uno.png", 1);
        std::string hash = *sha256OfFile(m_source / "uno.png");
        std::transform(hash.begin(), hash.end(), hash.begin(), [](unsigned char byte) { return char(std::toupper(byte)); });
        VERIFY_OK(writeJson(m_source / "collection.json",
            {{"format", "opificio.collection/1"}, {"title", "Prove"},
                {"items",
                    {{{"file", "uno.png"}, {"id", 12}, {"date", 1900}, {"holder", {{"it", "Museo"}, {"en", "Museum"}}},
                        {"maker", {{{"name", "Bianchi"}}, "Rossi"}}, {"sha256", hash},
                        {"rights", {{"object", "© Museo, all rights reserved"}}}}}}}));
        VERIFY_OK(bring(m_source));
        const Item item = m_library->search({})->front();
        QCOMPARE(item.id, std::string("collection:Prove:12"));
        QCOMPARE(item.date, std::string("1900"));
        QCOMPARE(item.holder, std::string("Museo"));
        QCOMPARE(item.maker, (std::vector<std::string>{"Bianchi", "Rossi"}));
        QCOMPARE(item.rights.object, std::string(notStated));
        QCOMPARE(item.rightsText, std::string("© Museo, all rights reserved"));
    }
    void theOnlyListOfAFolderDescribesIt()
    {
        writePicture(m_source / "Uno.PNG", 1);
        VERIFY_OK(writeFile(m_source / "catalogo.csv", "sep=;\nInventario;Titolo;File;Licenza\n7;Il mare;uno.png;CC0;;\n"));
        auto report = bring(m_source);
        VERIFY_OK(report);
        QCOMPARE(QString::fromStdString(report->importer), QStringLiteral("csv"));
        const Item item = m_library->search({})->front();
        QCOMPARE(titleOf(item, "it"), std::string("Il mare"));
        QVERIFY(item.id.ends_with(":7"));
        QCOMPARE(item.file.filename().string(), std::string("Uno.PNG"));
    }
    void theSurestColumnCountsAndStrangeOnesAreNamed()
    {
        for (int number : {1, 2, 3})
            writePicture(m_source / (std::to_string(number) + ".png"), number);
        // As museums and aggregators export: the kind before the title, the aggregator before the holder, prefixes, numbers.
        VERIFY_OK(writeFile(m_source / "met.csv",
            "Object Number,Is Public Domain,Object Name,Title,Artist Display Name,Link Resource,Gallery Number,file\n"
            "1.2,True,Coin,Liberty,A. Maker,http://example.org/1,774,1.png\n"));
        auto report = bring(m_source / "met.csv");
        VERIFY_OK(report);
        QCOMPARE(report->remarks.size(), std::size_t(1));
        QVERIFY(report->remarks[0].find("Gallery Number") != std::string::npos);
        Item item = m_library->search({.words = "liberty"})->front();
        QCOMPARE(titleOf(item, "en"), std::string("Liberty"));
        QCOMPARE(item.subjects, std::vector<std::string>{"Coin"});
        QCOMPARE(item.source, std::string("http://example.org/1"));
        QCOMPARE(item.rights.work, std::string("http://creativecommons.org/publicdomain/mark/1.0/"));
        QCOMPARE(item.rights.object, std::string(notStated));
        VERIFY_OK(writeFile(m_source / "edm.csv",
            "dc:title,dc:creator,edm:provider,edm:dataProvider,edm:rights,dcterms:created,objectImage[1]\n"
            "Veduta,Bianchi,Europeana,Museo Civico,http://rightsstatements.org/vocab/InC/1.0/,1866,2.png\n"));
        VERIFY_OK(bring(m_source / "edm.csv"));
        item = m_library->search({.words = "veduta"})->front();
        QCOMPARE(item.maker, std::vector<std::string>{"Bianchi"});
        QCOMPARE(item.holder, std::string("Museo Civico"));
        QCOMPARE(item.date, std::string("1866"));
        QCOMPARE(item.rights.object, std::string("http://rightsstatements.org/vocab/InC/1.0/"));
        VERIFY_OK(writeFile(m_source / "iccd.csv",
            "Elenco delle opere esposte\nCodice NCTN;Denominazione / Titolo;Soggetto;AUTN;DTZG;LDCN;Licenza scheda;File\n"
            "00123;Madonna;Maria, Bambino;Anonimo;sec. XV;Pinacoteca;CC0;3.png\n"));
        VERIFY_OK(bring(m_source / "iccd.csv"));
        item = m_library->search({.words = "madonna"})->front();
        QCOMPARE(item.id, std::string("csv:iccd:00123"));
        QCOMPARE(titleOf(item, "it"), std::string("Madonna"));
        QCOMPARE(item.subjects, std::vector<std::string>{"Maria, Bambino"});
        QCOMPARE(item.holder, std::string("Pinacoteca"));
        QCOMPARE(item.rights.record, std::string("http://creativecommons.org/publicdomain/zero/1.0/"));
        QCOMPARE(*item.years->earliest, 1401);
    }
    void twoListsOfOneNameAreTwoLists()
    {
        writePicture(m_source / "A" / "a.png", 1);
        writePicture(m_source / "B" / "b.png", 2);
        VERIFY_OK(writeFile(m_source / "A" / "opere.csv", "id,title,file\n1,Opera A,a.png\n"));
        VERIFY_OK(writeFile(m_source / "B" / "opere.csv", "id,title,file\n1,Opera B,b.png\n"));
        VERIFY_OK(bring(m_source / "A" / "opere.csv"));
        auto report = bring(m_source / "B" / "opere.csv");
        VERIFY_OK(report);
        QCOMPARE(report->added, 1);
        QCOMPARE(*m_library->count(), std::int64_t(2));
        for (const char* folder : {"A", "B"}) {
            report = bring(m_source / folder / "opere.csv");
            VERIFY_OK(report);
            QCOMPARE(report->unchanged, 1);
        }
        // The same list with another picture beside it is a change, and one that moved is still the same.
        writePicture(m_source / "A" / "c.png", 3);
        VERIFY_OK(writeFile(m_source / "A" / "opere.csv", "id,title,file\n1,Opera A,c.png\n"));
        QCOMPARE(bring(m_source / "A" / "opere.csv")->changed, 1);
        fs::rename(m_source / "A", m_source / "C");
        QCOMPARE(bring(m_source / "C" / "opere.csv")->added, 0);
        QCOMPARE(*m_library->count(), std::int64_t(2));
    }
    void ofTwoStatedRightsTheStricterCounts()
    {
        writePicture(m_source / "uno.png", 1);
        writePicture(m_source / "due.png", 2);
        VERIFY_OK(writeFile(m_source / "x.csv",
            "title,file,rights,license\nUno,uno.png,http://rightsstatements.org/vocab/InC/1.0/,CC0\nDue,due.png,CC0,http://"
            "rightsstatements.org/vocab/InC/1.0/\n"));
        VERIFY_OK(bring(m_source / "x.csv"));
        const std::vector<Item> items = *m_library->search({});
        QCOMPARE(items.size(), std::size_t(2));
        for (const Item& item : items) {
            QCOMPARE(item.rights.object, std::string("http://rightsstatements.org/vocab/InC/1.0/"));
            QCOMPARE(item.notes.size(), std::size_t(1));
            QVERIFY(item.notes.front().isDuty);
        }
        QVERIFY(strictness("http://rightsstatements.org/vocab/InC/1.0/") > strictness("http://example.org/terms"));
        QVERIFY(strictness("http://example.org/terms") > strictness("CC BY-SA 4.0"));
        QVERIFY(strictness("CC BY-SA 4.0") > strictness("CC BY 4.0"));
        QVERIFY(strictness("CC BY 4.0") > strictness("CC0"));
        QVERIFY(strictness("CC0") > strictness(notStated));
    }
    void whatCannotBeFoundAgainIsNotBrought()
    {
        writePicture(m_source / "uno.png", 1);
        std::error_code code;
        fs::rename(m_source / "uno.png", m_source / "lat\xe9in.png", code);
        if (code)
            QSKIP("This file system has no names outside of UTF-8.");
        auto report = bring(m_source);
        VERIFY_OK(report);
        QCOMPARE(report->added, 0);
        QCOMPARE(report->skipped.size(), std::size_t(1));
        QVERIFY(report->skipped[0].sentence.find("UTF-8") != std::string::npos);
        // A single file that should be a picture is told why it is none.
        VERIFY_OK(writeFile(m_source / "empty.jpg", ""));
        report = bring(m_source / "empty.jpg");
        VERIFY_OK(report);
        QCOMPARE(report->skipped.size(), std::size_t(1));
        QVERIFY(report->skipped[0].sentence.find("empty.jpg") != std::string::npos);
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
        // An inch mark below does not close a quote above.
        const Table inches = parseTable("id,title,file\nb,\"open quote,p.jpg\nc,fine,q.jpg\nd,5\" wide,r.jpg\n");
        QCOMPARE(inches.rows.size(), std::size_t(3));
        QVERIFY(inches.rows[0].isBroken && !inches.rows[1].isBroken);
        QCOMPARE(inches.rows[2].fields[1], std::string("5\" wide"));
        // UTF-16 without its mark.
        const char bare[] = "a\0;\0b\0\n\0"
                            "1\0;\0"
                            "2\0";
        QCOMPARE(parseTable(std::string_view(bare, sizeof bare - 1)).rows.front().fields.back(), std::string("2"));
        const Table titled = parseTable("Opere, disegni, stampe\nid;nome\n1;a, b\n2;c\n");
        QCOMPARE(titled.header, (std::vector<std::string>{"id", "nome"}));
        QCOMPARE(titled.rows[1].line, 4);
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
