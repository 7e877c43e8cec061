// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "base/File.h"
#include "base/Hash.h"
#include "library/Dataset.h"

#include <QTemporaryDir>

using namespace opificio;

namespace {

Item picture(char digit)
{
    Item item;
    item.sha256 = std::string(64, digit);
    item.id = item.sha256;
    item.file = "/home/somebody/secret/a.jpg";
    item.collections = {"drawer"};
    item.type = "jpeg";
    item.width = 100;
    item.height = 50;
    item.rights.object = "http://creativecommons.org/licenses/by-sa/4.0/";
    return item;
}

} // namespace

class DatasetTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aFrozenSelectionIsNamedByItsHashAndReadsBack()
    {
        Item second = picture('b');
        second.title["it"] = "Lago";
        second.mining = "DMI-PROHIBITED-AIMLTRAINING";
        const DatasetPlan plan{.name = "Acque", .items = {{picture('a')}, {second, {0.25, 0, 0.5, 1}, 2}}};
        auto dataset = freeze(folder(), plan);
        VERIFY_OK(dataset);
        const auto path = folder() / (dataset->hash + ".json");
        auto content = readFile(path);
        VERIFY_OK(content);
        QCOMPARE(sha256(*content), dataset->hash);
        // Nothing of this machine goes along.
        QVERIFY(content->find("secret") == std::string::npos);
        QVERIFY(content->find("drawer") == std::string::npos);
        auto read = readDataset(path);
        VERIFY_OK(read);
        QCOMPARE(read->name, std::string("Acque"));
        QCOMPARE(read->items.size(), std::size_t(2));
        QCOMPARE(read->items[1].crop[2], 0.5);
        QCOMPARE(read->items[1].weight, 2.0);
        QCOMPARE(titleOf(read->items[1].item, "it"), std::string("Lago"));
        QCOMPARE(numberAt(read->rightsSummary, "mining_reserved"), 1.0);
        QCOMPARE(numberAt(at(read->rightsSummary, "duties"), "share_alike"), 2.0);
        QVERIFY(!at(read->card, "missing").empty());
        // The same choice is the same dataset.
        QCOMPARE(freeze(folder(), plan)->hash, dataset->hash);
    }
    void ofTwoRecordsOfAFileTheStricterStands()
    {
        Item recto = picture('a'), verso = picture('a');
        recto.id = "csv:one:x";
        recto.title["en"] = "Recto";
        verso.id = "csv:two:y";
        verso.title["en"] = "Verso";
        verso.rights.object = "http://rightsstatements.org/vocab/InC/1.0/";
        for (bool swapped : {false, true}) {
            auto dataset = freeze(
                folder(), {.items = {{swapped ? verso : recto}, {swapped ? recto : verso}, {picture('b')}, {picture('b')}}});
            VERIFY_OK(dataset);
            QCOMPARE(dataset->doubled, std::int64_t(2));
            QCOMPARE(dataset->items.size(), std::size_t(2));
            const Item& stands = dataset->items[0].item;
            QCOMPARE(titleOf(stands, "en"), std::string("Verso"));
            QCOMPARE(stands.notes.size(), std::size_t(1));
            QVERIFY(stands.notes[0].isDuty && stands.notes[0].words.at("en").find("Recto") != std::string::npos);
            QCOMPARE(at(dataset->rightsSummary, "object").size(), std::size_t(2));
        }
        // A record of the same id is the newer one; of another, the stricter of the two.
        Json held = standingRecord(datasetRecord(recto), datasetRecord(verso));
        QCOMPARE(textAt(held, "id"), verso.id);
        held = standingRecord(held, datasetRecord(recto));
        QCOMPARE(textAt(held, "id"), verso.id);
        QCOMPARE(at(held, "notes").size(), std::size_t(1));
        verso.date = "1900";
        QCOMPARE(textAt(standingRecord(datasetRecord(verso), held), "id"), verso.id);
        QCOMPARE(standingRecord(Json(), datasetRecord(recto)), datasetRecord(recto));
    }
    void whatCannotBeFrozenIsASentence()
    {
        QVERIFY(!freeze(folder(), {}));
        QVERIFY(!freeze(folder(), {.items = {{Item{.id = "x"}}}}));
        QVERIFY(!freeze(folder(), {.items = {{picture('a'), {0.6, 0, 0.5, 1}}}}));
        QVERIFY(!freeze(folder(), {.items = {{picture('a'), {0, 0, 0, 1}}}}));
        QVERIFY(!freeze(folder(), {.items = {{picture('a'), {0, 0, 1, 1}, -1}}}));
    }
    void whatWasNotFetchedIsNamedWithTheCommandThatFetchesIt()
    {
        std::vector<DatasetItem> items = {{picture('a')}};
        for (int number = 1; number <= 7; ++number) {
            Item item;
            item.id = "iiif:https://a.example/c?x='" + std::to_string(number);
            item.title["en"] = "Page " + std::to_string(number);
            item.picture = RemotePicture{.address = "https://a.example/i.jpg"};
            items.push_back({item});
        }
        const auto refused = freeze(folder(), {.items = items});
        QVERIFY(!refused);
        const std::string& sentence = refused.error().message;
        for (const char* part : {"Page 1, Page 2", "Page 5, …", "opificio-cli fetch 'iiif:https://a.example/c?x='\\''1' "})
            QVERIFY2(sentence.find(part) != std::string::npos, sentence.c_str());
        QVERIFY(sentence.find("Page 6") == std::string::npos);
    }
    void aChangedOrHostileFileIsRefused()
    {
        auto dataset = freeze(folder(), {.items = {{picture('a')}}});
        VERIFY_OK(dataset);
        const auto path = folder() / (dataset->hash + ".json");
        std::string content = *readFile(path);
        content.replace(content.find("\"weight\": 1"), 11, "\"weight\": 9");
        VERIFY_OK(writeFile(path, content));
        auto changed = readDataset(path);
        QVERIFY(!changed);
        QVERIFY(changed.error().message.find("changed after it was frozen") != std::string::npos);
        const std::string sound = "{\"id\": \"a\", \"sha256\": \"" + std::string(64, 'a') + "\", \"weight\": 1, \"crop\": ";
        for (const std::string& hostile : {std::string("[]"), std::string("{\"format\": \"opificio.dataset/1\", \"items\": 5}"),
                 std::string("{\"format\": \"opificio.dataset/2\", \"items\": []}"),
                 std::string("{\"format\": \"opificio.dataset/1\", \"items\": [5]}"),
                 "{\"format\": \"opificio.dataset/1\", \"items\": [" + sound + "[0, 0, 2, 1]}]}",
                 "{\"format\": \"opificio.dataset/1\", \"items\": [" + sound + "[0, 0, \"1\", 1]}]}",
                 "{\"format\": \"opificio.dataset/1\", \"items\": [" + sound + "[0, 0, 1e999, 1]}]}",
                 "{\"format\": \"opificio.dataset/1\", \"items\": [" + sound + "null}]}", std::string("not json"),
                 std::string()}) {
            const auto place = folder() / (sha256(hostile) + ".json");
            VERIFY_OK(writeFile(place, hostile));
            auto read = readDataset(place);
            QVERIFY2(!read, hostile.c_str());
            QVERIFY(!read.error().message.empty());
        }
    }

private:
    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

OPIFICIO_TEST_MAIN(DatasetTest)
#include "DatasetTest.moc"
