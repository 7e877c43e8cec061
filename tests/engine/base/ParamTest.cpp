// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "base/Param.h"
#include "base/Rate.h"

using namespace opificio;

class ParamTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void numbersAreTypedAsArithmetic()
    {
        Param param{.name = "amount", .label = "Amount", .help = "", .low = -4000, .high = 4000};
        auto value = parseValue(param, "1920/2 + 3*(2-1)");
        VERIFY_OK(value);
        QCOMPARE(numberOf(*value), 963.0);
        QVERIFY(!parseValue(param, "1/0"));
        QVERIFY(!parseValue(param, "two"));
        QVERIFY(!parseValue(param, "5000"));
        QVERIFY(!parseValue(param, "nan"));
    }
    void coloursComeFromHexAsSceneLinear()
    {
        Param param{.name = "colour",
            .label = "Colour",
            .help = "",
            .type = Param::Type::Colour,
            .initial = std::vector<double>{0, 0, 0, 1}};
        auto value = parseValue(param, "#ff0080");
        VERIFY_OK(value);
        auto numbers = std::get<std::vector<double>>(*value);
        QCOMPARE(numbers.size(), std::size_t(4));
        QCOMPARE(numbers[0], 1.0);
        QVERIFY(std::abs(numbers[2] - 0.2158605) < 1e-6);
        QCOMPARE(numbers[3], 1.0);
    }
    void ratesOfTelevisionAreFractions()
    {
        QCOMPARE(QString::fromStdString(Rate::parse("29.97")->text()), QStringLiteral("30000/1001"));
        QCOMPARE(QString::fromStdString(Rate::parse("50/2")->text()), QStringLiteral("25/1"));
        QVERIFY(!Rate::parse("0"));
        QVERIFY(!Rate::parse("25/0"));
        QVERIFY(!Rate::parse("fast"));
        Rate rate{30000, 1001};
        for (Frame frame : {0, 1, 29, 30, 1799, 107892})
            QCOMPARE(rate.frameAt(rate.secondsOf(frame)), frame);
    }
    void aLengthIsTheNearestNumberOfFramesAndAMomentTheFrameThatIsShown()
    {
        Rate film{24000, 1001}, television{30000, 1001};
        QCOMPARE(film.framesIn(1), Frame(24));
        QCOMPARE(film.framesIn(10), Frame(240));
        QCOMPARE(television.framesIn(1), Frame(30));
        QCOMPARE(television.framesIn(10), Frame(300));
        QCOMPARE(television.framesIn(60), Frame(1798));
        QCOMPARE(television.framesIn(20), Frame(599));
        QCOMPARE((Rate{25, 1}.framesIn(0.05)), Frame(1));
        QCOMPARE((Rate{25, 1}.framesIn(10)), Frame(250));
        for (Frame frames : {0, 1, 23, 24, 239, 240, 107892})
            QCOMPARE(film.framesIn(film.secondsOf(frames)), frames);
        QCOMPARE(film.frameAt(1), Frame(23));
        QCOMPARE(film.frameAt(10), Frame(239));
    }
};

OPIFICIO_TEST_MAIN(ParamTest)
#include "ParamTest.moc"
