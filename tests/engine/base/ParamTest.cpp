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
};

OPIFICIO_TEST_MAIN(ParamTest)
#include "ParamTest.moc"
