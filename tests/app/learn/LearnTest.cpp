// SPDX-License-Identifier: GPL-3.0-or-later
// What is watched while a model learns is read as it grows and believed no more than it deserves; a walk is one step of undo.
#include "support/TestMain.h"

#include <cmath>
#include <fstream>

#include <QTemporaryDir>

#include "Document.h"
#include "ParamList.h"
#include "base/File.h"
#include "learn/LossCurve.h"
#include "learn/MapPath.h"
#include "learn/PictureList.h"

using namespace opificio;

class LearnTest : public test::Suite {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;

    std::string file() { return m_folder.path().toStdString() + "/" + std::to_string(++m_number) + ".jsonl"; }
    static void append(const std::string& path, const std::string& content)
    {
        std::ofstream out(path, std::ios::binary | std::ios::app);
        out << content;
    }
    static std::string line(int step, double loss, double seconds)
    {
        return printJsonLine({{"step", step}, {"loss", loss}, {"seconds", seconds}}) + "\n";
    }
    static NodeTypes builtIn()
    {
        auto types = NodeTypes::builtIn();
        return types ? *types : NodeTypes();
    }
    static PictureList::Picture picture(int width, int height)
    {
        PictureList::Picture picture;
        picture.entry.item.id = "item";
        picture.entry.item.sha256 = std::string(64, 'a');
        picture.entry.item.width = width;
        picture.entry.item.height = height;
        return picture;
    }

private Q_SLOTS:
    void theCurveIsReadAsItGrows()
    {
        const std::string path = file();
        LossReader reader;
        QVERIFY(!reader.read(path));
        append(path, line(1, 1, 0.1) + line(2, 0.5, 0.2) + "{\"step\": 3, \"lo");
        QVERIFY(reader.read(path));
        QCOMPARE(reader.points().size(), std::size_t(2));
        QVERIFY(!reader.read(path));
        append(path, "ss\": 0.25, \"seconds\": 0.3}\n");
        QVERIFY(reader.read(path));
        QCOMPARE(reader.points().size(), std::size_t(3));
        QCOMPARE(reader.points().back().loss, 0.25);
        QVERIFY(reader.points().back().smooth > 0.25 && reader.points().back().smooth < 1);
    }

    void whatComesAgainAfterACheckpointReplacesWhatWasThere()
    {
        const std::string path = file();
        LossReader reader;
        append(path, line(1, 1, 1) + line(2, 0.9, 2) + line(3, 0.8, 3));
        reader.read(path);
        append(path, line(2, 0.7, 0.1) + line(3, 0.6, 0.2));
        reader.read(path);
        QCOMPARE(reader.points().size(), std::size_t(3));
        QCOMPARE(reader.points().back().loss, 0.6);
        QCOMPARE(reader.restarts().size(), std::size_t(1));
        QCOMPARE(reader.restarts().front(), 1.0);
        // Written anew and shorter.
        VERIFY_OK(writeFile(path, line(1, 0.4, 1)));
        QVERIFY(reader.read(path));
        QCOMPARE(reader.points().size(), std::size_t(1));
        std::filesystem::remove(path);
        QVERIFY(reader.read(path));
        QVERIFY(reader.points().empty());
    }

    void linesThatMakeNoSenseArePassedOver()
    {
        const std::string path = file();
        LossReader reader;
        append(path,
            "\n[]\n{}\nnull\n7\n\"x\"\n{\"step\": \"1\", \"loss\": 2}\n{\"step\": 1, \"loss\": -3}\n{\"step\": -1, \"loss\": "
            "3}\n");
        append(path, "{\"step\": 1e300, \"loss\": 1}\n{\"step\": 1, \"loss\": 1e300}\n{\"step\": 1, \"loss\": null}\n");
        append(path, std::string(300000, '[') + "\n" + std::string(300000, 'x'));
        append(path, "\n" + std::string("\xff\xfe\x00 bytes\n", 10) + line(5, 0.5, 1));
        reader.read(path);
        QCOMPARE(reader.points().size(), std::size_t(1));
        QCOMPARE(reader.points().front().step, 5.0);
    }

    void aHundredThousandStepsAreReadInPieces()
    {
        const std::string path = file();
        LossReader reader;
        std::string content;
        for (int step = 1; step <= 100000; ++step)
            content += line(step, 1.0 / step, step * 0.01);
        append(path, content.substr(0, content.size() / 2));
        reader.read(path);
        const std::size_t half = reader.points().size();
        QVERIFY(half > 40000 && half < 60000);
        append(path, content.substr(content.size() / 2));
        reader.read(path);
        QCOMPARE(reader.points().size(), std::size_t(100000));
        QCOMPARE(reader.points().back().step, 100000.0);
    }

    void theCurveSaysInWordsWhatItDoes()
    {
        const auto folder = m_folder.path().toStdString() + "/job";
        VERIFY_OK(makeFolder(folder));
        for (int step = 1; step <= 500; ++step)
            append(folder + "/loss.jsonl", line(step, 1 / std::sqrt(double(step)), step));
        LossCurve curve;
        curve.setFolder(QString::fromStdString(folder));
        QTRY_COMPARE(curve.count(), 500);
        QVERIFY(curve.words().contains(QStringLiteral("still falls")));
        QCOMPARE(curve.lastStep(), 500.0);
        QVERIFY(curve.lossAt(250) > curve.lastLoss());
    }

    void aWalkIsThinnedAndSaysTheSame()
    {
        MapPath path;
        for (int i = 0; i <= 1000; ++i) {
            const double t = i * 0.004;
            path.add({t, 0.5 + 0.4 * std::sin(t), t < 2 ? 0.2 : 0.2 + (t - 2) * 0.3});
        }
        const auto few = path.points(0.004);
        QVERIFY(few.size() > 4 && few.size() < 60);
        QCOMPARE(few.front().time, 0.0);
        QCOMPARE(few.back().time, 4.0);
        for (int i = 0; i <= 1000; ++i) {
            const double t = i * 0.004;
            auto after = std::find_if(few.begin(), few.end(), [&](const auto& point) { return point.time >= t; });
            if (after == few.begin())
                continue;
            const auto& before = *(after - 1);
            const double part = (t - before.time) / (after->time - before.time);
            const double x = before.x + part * (after->x - before.x), y = before.y + part * (after->y - before.y);
            QVERIFY(std::hypot(x - (0.5 + 0.4 * std::sin(t)), y - (t < 2 ? 0.2 : 0.2 + (t - 2) * 0.3)) < 0.0041);
        }
    }

    void anotherTurnOfTheLoopReplacesWhatItPasses()
    {
        MapPath path;
        path.add({0, 0.1, 0.1});
        path.add({1, 0.9, 0.1});
        path.add({2, 0.1, 0.9});
        path.add({0.5, 0.3, 0.3});
        path.add({1.5, 0.4, 0.4});
        const auto points = path.points(0);
        QCOMPARE(points.size(), std::size_t(4));
        QCOMPARE(points[1].time, 0.5);
        QCOMPARE(points[2].x, 0.4);
    }

    void aRecordedWalkIsOneStepOfUndo()
    {
        const NodeTypes types = builtIn();
        Graph graph;
        const NodeId node = graph.add("model");
        // Before, at the end of and behind what is walked.
        for (double time : {-1.0, 2.0, 9.0})
            VERIFY_OK(graph.setKey(node, "position", {time, std::vector<double>{0.7, 0.7}, Key::Curve::Smooth}, types));
        Document document;
        VERIFY_OK(document.create(m_folder.path().toStdString() + "/walk", graph));
        MapPath path;
        for (int i = 0; i <= 50; ++i)
            path.add({i * 0.04, i * 0.02, 0.25});
        auto next = withPath(document.graph(), node, path, types);
        VERIFY_OK(next);
        QVERIFY(document.edit(*next, QStringLiteral("Draw a walk on the map")));
        QCOMPARE(document.steps().size(), std::size_t(2));
        Value storage;
        const Value* place = document.graph().nodes.at(node).valueAt("position", 1.0, storage);
        QVERIFY(place);
        QVERIFY(std::abs(std::get<std::vector<double>>(*place)[0] - 0.5) < 0.01);
        const auto& keys = document.graph().nodes.at(node).keys.at("position");
        QCOMPARE(keys.front().time, -1.0);
        QCOMPARE(keys.back().time, 9.0);
        QVERIFY(document.undo());
        QCOMPARE(document.graph().nodes.at(node).keys.at("position").size(), std::size_t(3));
        QVERIFY(!document.canUndo());
    }

    void aCropStaysInsideItsPicture()
    {
        PictureList list;
        list.show({picture(100, 60), picture(8, 8)});
        QCOMPARE(list.addCrop(0, QRect(-50, -50, 500, 40)), 0);
        QCOMPARE(list.cropsAt(0).first().toMap().value(QStringLiteral("width")).toInt(), 100);
        list.setCrop(0, 0, QRect(90, 55, 32, 32));
        const QVariantMap crop = list.cropsAt(0).first().toMap();
        QCOMPARE(crop.value(QStringLiteral("x")).toInt(), 68);
        QCOMPARE(crop.value(QStringLiteral("y")).toInt(), 28);
        QCOMPARE(list.addCrop(0, QRect(0, 0, 1, 1)), 1);
        QCOMPARE(list.cropsAt(0).last().toMap().value(QStringLiteral("height")).toInt(), 16);
        QCOMPARE(list.addCrop(1, QRect(0, 0, 4, 4)), 0);
        QCOMPARE(list.crops(), 3);
        QCOMPARE(list.arguments().size(), 3);
        QCOMPARE(list.arguments().first(), QString::fromStdString(std::string(64, 'a')) + QStringLiteral("=68,28,32,32"));
        list.removeCrop(0, 7);
        list.removeCrop(0, 0);
        QCOMPARE(list.crops(), 2);
        list.clearCrops();
        QCOMPARE(list.crops(), 0);
    }

    void aFormKnowsWhatMayBeTyped()
    {
        const Json json = Json::array({{{"name", "size"}, {"label", "Grain"}, {"help", ""}, {"type", "whole"}, {"initial", 128},
                                           {"low", 48}, {"high", 512}},
            {{"name", "effort"}, {"type", "choice"}, {"initial", 1}, {"choices", {"sketch", "study"}}},
            {{"name", "bad"}, {"type", "dance"}, {"initial", 1}}, 7, {{"type", "number"}}});
        ParamList list;
        list.setParams(paramsFromJson(json), {QStringLiteral("effort")});
        QCOMPARE(list.count(), 1);
        list.type(QStringLiteral("size"), QStringLiteral("2*100"));
        QCOMPARE(list.value(QStringLiteral("size")).toInt(), 200);
        QCOMPARE(list.chosen(), 1);
        list.type(QStringLiteral("size"), QStringLiteral("9999"));
        QCOMPARE(list.value(QStringLiteral("size")).toInt(), 200);
        QVERIFY(!list.data(list.index(0), ParamList::ProblemRole).toString().isEmpty());
        list.restore(QStringLiteral("size"));
        QCOMPARE(list.chosen(), 0);
        QVERIFY(list.data(list.index(0), ParamList::ProblemRole).toString().isEmpty());
    }
};

OPIFICIO_TEST_MAIN(LearnTest)
#include "LearnTest.moc"
