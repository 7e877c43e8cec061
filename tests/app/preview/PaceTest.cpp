// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "preview/Pace.h"

#include <functional>

using namespace opificio;

class PaceTest : public test::Suite {
    Q_OBJECT
    // Frames whose cost follows from the reduction; answers the reductions that were seen.
    static std::vector<int> run(Pace& pace, int frames, const std::function<double(int)>& cost)
    {
        std::vector<int> seen;
        for (int i = 0; i < frames; ++i) {
            seen.push_back(pace.reduction());
            pace.took(cost(pace.reduction()));
        }
        return seen;
    }

private Q_SLOTS:
    void whatIsQuickStaysWhole()
    {
        Pace pace;
        run(pace, 200, [](int) { return 40.0; });
        QCOMPARE(pace.reduction(), 1);
    }
    void whatIsSlowGetsFewerPixelsSoon()
    {
        Pace pace;
        auto cost = [](int reduction) { return 200.0 / (reduction * reduction); };
        run(pace, 4, cost);
        QCOMPARE(pace.reduction(), 2);
        run(pace, 100, cost);
        QCOMPARE(pace.reduction(), 2);
        Pace heavier;
        run(heavier, 3, [](int reduction) { return 900.0 / (reduction * reduction); });
        QCOMPARE(heavier.reduction(), 4);
    }
    void oneSlowFrameIsNothing()
    {
        Pace pace;
        for (int i = 0; i < 50; ++i) {
            pace.took(500);
            pace.took(20);
        }
        QCOMPARE(pace.reduction(), 1);
    }
    void itGoesUpWhenThereIsRoom()
    {
        Pace pace;
        run(pace, 10, [](int reduction) { return 900.0 / (reduction * reduction); });
        QCOMPARE(pace.reduction(), 4);
        run(pace, 100, [](int reduction) { return 40.0 / (reduction * reduction); });
        QCOMPARE(pace.reduction(), 1);
    }
    void itDoesNotSwing()
    {
        // Quick enough below to try again, too slow above: attempts become rare.
        Pace pace;
        auto seen = run(pace, 2000, [](int reduction) { return reduction == 1 ? 150.0 : 15.0; });
        int changes = 0;
        for (std::size_t i = 1; i < seen.size(); ++i)
            changes += seen[i] != seen[i - 1];
        QVERIFY2(changes < 20, std::to_string(changes).c_str());
        QCOMPARE(seen.back(), 2);
    }
    void whereFewerPixelsDoNotHelpTheyAreGivenBack()
    {
        Pace pace;
        auto seen = run(pace, 200, [](int) { return 120.0; });
        QVERIFY(std::count(seen.begin(), seen.end(), 1) > 180);
    }
};

OPIFICIO_TEST_MAIN(PaceTest)
#include "PaceTest.moc"
