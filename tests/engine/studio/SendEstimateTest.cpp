// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include <fstream>

#include <QTemporaryDir>

#include "studio/SendEstimate.h"
#include "studio/WorkTools.h"

using namespace opificio;

class SendEstimateTest : public test::Suite {
    Q_OBJECT

    static RenderLoad load(Frame frames, Seconds perFrame)
    {
        return {.frames = frames, .size = {1920, 1080}, .secondsPerFrame = perFrame};
    }

private Q_SLOTS:
    void aFasterPlaceTakesLess()
    {
        const MachineSpeed here{.megapixelsPerSecond = 3}, slow{.megapixelsPerSecond = 6}, fast{.megapixelsPerSecond = 300};
        const auto some = estimateRender(load(9000, 2), here, slow, {}), few = estimateRender(load(9000, 2), here, fast, {});
        QVERIFY(some.isMeasured);
        QVERIFY(few.quick < some.quick);
        QVERIFY(few.coreHoursQuick < some.coreHoursQuick);
        QVERIFY(some.quick < some.slow && some.coreHoursQuick < some.coreHoursSlow);
    }

    void nobodyMeasuredIsSaid()
    {
        QVERIFY(!estimateRender(load(100, 1), {}, {.megapixelsPerSecond = 9}, {}).isMeasured);
        QVERIFY(!estimateRender(load(100, 1), {.megapixelsPerSecond = 9}, {}, {}).isMeasured);
    }

    void partsAreWorthTheirBeginningAndNotTooLongToLose()
    {
        const PlaceOffer offer{.partsAtOnce = 16};
        QCOMPARE(estimateRender(load(50, 0.1), {}, {}, offer).parts, 1);
        const auto middle = estimateRender(load(1000, 1), {}, {}, offer);
        QVERIFY(middle.parts > 4 && middle.parts <= 16);
        const auto large = estimateRender(load(9000, 10), {}, {}, offer);
        QVERIFY(large.parts >= 9000 * 10 / 300);
        QCOMPARE(large.partsAtOnce, 16);
        // What is asked for is enough also where the place is half as fast as it said.
        QVERIFY(large.minutesPerPart * 60 >= 2 * 9000 * 10 / large.parts);
        QVERIFY(estimateRender(load(9000, 10), {}, {}, {.mostParts = 100}).parts <= 100);
        QVERIFY(estimateRender(load(3, 1000), {}, {}, offer).parts <= 3);
    }

    void whatRemembersIsMadeOnePartAfterTheOther()
    {
        auto remembering = load(9000, 2);
        remembering.remembers = true;
        const auto estimate = estimateRender(remembering, {}, {}, {.partsAtOnce = 16});
        QCOMPARE(estimate.partsAtOnce, 1);
        QVERIFY(estimate.parts > 1);
        QVERIFY(estimate.quick > 9000 * 2);
    }

    void aTrainingIsOnePieceAndAsksForEnough()
    {
        const MachineSpeed here{.learningGflops = 50}, fast{.learningGflops = 500};
        const PlaceOffer offer{.partsAtOnce = 16, .minutes = 60, .coresPerPart = 4};
        const auto unknown = estimateTraining(600, {}, fast, offer), known = estimateTraining(600, here, fast, offer);
        QVERIFY(!unknown.isMeasured && known.isMeasured);
        QVERIFY(unknown.quick >= 600 && known.quick >= 60 && known.quick < 120);
        QVERIFY(known.quick < known.slow);
        QCOMPARE(known.parts, 1);
        QCOMPARE(known.partsAtOnce, 1);
        QVERIFY(known.minutesPerPart * 60 >= known.slow && known.minutesPerPart <= 60);
        QVERIFY(std::abs(known.coreHoursQuick - known.quick * 4 / 3600) < 1e-9);
        // One that is longer than the place lends asks for all that it lends.
        QCOMPARE(estimateTraining(86400, here, fast, offer).minutesPerPart, 60);
    }

    void whatAMachineSaysIsRead()
    {
        const MachineSpeed speed = speedFrom(Json::parse(
            R"({"device": {"name": "L40S", "megapixels_per_second": 800.5}, "learning": {"torch": "1.13", "gflops": 90}})"));
        QCOMPARE(speed.megapixelsPerSecond, 800.5);
        QCOMPARE(speed.learningGflops, 90.0);
        // A place is not believed to be slower than nothing.
        QCOMPARE(speedFrom(Json::parse(R"({"learning": {"gflops": -4}})")).learningGflops, 0.0);
        QCOMPARE(speedFrom(Json::parse(R"({"learning": {"missing": "no libtorch"}})")).learningGflops, 0.0);
    }

    void whoRemembersIsFoundInTheGraph()
    {
        auto types = NodeTypes::builtIn();
        VERIFY_OK(types);
        Graph graph;
        graph.add("noise");
        QVERIFY(!remembers(graph, *types, {}));
        graph.add("feedback");
        QVERIFY(remembers(graph, *types, {}));
    }

    void whatStaysHereIsNamed()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("a.jpg")).toStdString();
        std::ofstream(file) << "twelve bytes";
        Job job;
        job.inputs = {inputOf(std::string(64, 'a'), file, Json::parse(R"({"sharing": "private", "title": {"it": "La piena"}})")),
            inputOf(std::string(64, 'b'), file, Json::parse(R"({"sharing": "stated", "title": {"en": "A bridge"}})")),
            inputOf(std::string(64, 'c'), file,
                Json::parse(R"({"name": "Silt", "datasets": [{"items": [{"sharing": "own"}, {"sharing": "private"}]}]})"))};
        job.inputs.push_back(job.inputs.front());
        const Outgoing all = outgoing(job.inputs);
        QCOMPARE(all.files, 3);
        QCOMPARE(all.bytes, 36);
        QCOMPARE(all.staying.size(), std::size_t(2));
        QCOMPARE(all.staying.front(), std::string("La piena"));
        QVERIFY(all.staying.back().find("Silt") != std::string::npos);
    }
};

OPIFICIO_TEST_MAIN(SendEstimateTest)
#include "SendEstimateTest.moc"
