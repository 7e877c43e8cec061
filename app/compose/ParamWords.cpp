// SPDX-License-Identifier: GPL-3.0-or-later
#include "ParamWords.h"

#include "Text.h"
#include "TransportTime.h"

#include "base/Text.h"

#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

namespace opificio {

namespace {

// Units and choices of the node types are no sentences there; where they stand in a form they are translated.
[[maybe_unused]] void saidInForms()
{
    for (const std::string& word :
        {words("stops"), words("turns"), words("frames"), words("steps"), words("cover"), words("contain"), words("stretch"),
            words("chosen"), words("shuffled"), words("left"), words("centre"), words("right"), words("nothing"), words("edge"),
            words("repeat"), words("mirror"), words("normal"), words("multiply"), words("screen"), words("overlay"),
            words("darken"), words("lighten"), words("colour dodge"), words("colour burn"), words("hard light"),
            words("soft light"), words("difference"), words("exclusion"), words("hue"), words("saturation"), words("colour"),
            words("luminosity"), words("add"), words("subtract"), words("divide"), words("linear burn"), words("linear light"),
            words("vivid light"), words("pin light"), words("hard mix"), words("average"), words("red and green"),
            words("along the slope"), words("one direction"), words("light"), words("alpha")})
        (void)word;
}

QString translatedWord(std::string_view word)
{
    return qt(text(word));
}

double niceAbove(double number)
{
    double ten = std::pow(10, std::floor(std::log10(number)));
    for (double step : {1.0, 2.0, 5.0, 10.0}) {
        if (step * ten >= number * 0.999)
            return step * ten;
    }
    return 10 * ten;
}

QString digits(double number)
{
    return QString::number(number, 'g', QLocale::FloatingPointShortest);
}

} // namespace

QString unitWord(std::string_view unit)
{
    if (unit == "x")
        return QStringLiteral("×");
    return unit.empty() ? QString() : translatedWord(unit);
}

QString choiceWord(std::string_view choice)
{
    QString word = translatedWord(choice);
    return word.isEmpty() ? word : word.left(1).toUpper() + word.mid(1);
}

QString typeWord(Param::Type type)
{
    static const std::array words
        = {QStringLiteral("number"), QStringLiteral("whole"), QStringLiteral("switch"), QStringLiteral("event"),
            QStringLiteral("choice"), QStringLiteral("point"), QStringLiteral("colour"), QStringLiteral("text"),
            QStringLiteral("file"), QStringLiteral("item"), QStringLiteral("dataset"), QStringLiteral("model")};
    return words[std::size_t(type)];
}

QString numberWord(double number)
{
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return locale.toString(number, 'g', std::abs(number) >= 1e6 ? 9 : 6);
}

SoftRange softRange(const Param& param, double initial)
{
    const bool whole = param.type == Param::Type::Whole;
    const double span = param.high - param.low;
    SoftRange range{param.low, param.high, 0.01};
    if (!(span > 0)) {
        range.low = range.high = 0;
    } else if (whole && span > 10'000) {
        range.low = range.high = 0;
    } else if (span > 25 && (initial == 0 || span > 25 * std::abs(initial))) {
        double reach = initial != 0 ? niceAbove(4 * std::abs(initial))
            : param.unit == "s"     ? 60
            : span > 1000           ? 100
            : span > 32             ? 10
                                    : 1;
        range.high = std::min(param.high, reach);
        range.low = std::max(param.low, param.low < 0 ? -reach : param.low);
    }
    const double wide = range.high - range.low;
    range.step = whole ? 1 : wide > 0 ? std::pow(10, std::floor(std::log10(wide) + 1e-9) - 2) : 0.01;
    return range;
}

QString plainNumber(const Param& param, const QString& typed, double now)
{
    QString rest = typed.trimmed();
    // "1:10" for a time.
    if (rest.contains(QChar::fromLatin1(':')) && (param.unit == "s" || param.unit == "frames")) {
        const Rate rate{1000, 1};
        if (auto milliseconds = frameTyped(utf8(rest), rate, 0, Frame(1) << 50))
            return digits(double(*milliseconds) / 1000);
    }
    QString sign;
    if (!rest.isEmpty() && QStringLiteral("*/+").contains(rest.front())) {
        sign = rest.front();
        rest.remove(0, 1);
    }
    rest.replace(QChar::fromLatin1(','), QChar::fromLatin1('.'));
    double scale = 1;
    static const QRegularExpression ending(QStringLiteral("\\s*([^\\d\\s.)(+*/-]+)$"));
    if (auto found = ending.match(rest); found.hasMatch()) {
        struct Unit {
            const char* unit; // of the setting
            const char* words;
            double scale;
        };
        static constexpr Unit units[] = {{"turns", "° deg degrees gradi g", 1.0 / 360}, {"turns", "rad", 0.15915494309189535},
            {"s", "sec seconds secondi", 1}, {"s", "ms", 0.001}, {"s", "min", 60}, {"", "%", 0.01}, {"x", "% ", 0.01},
            {"x", "×", 1}, {"frames", "f fr", 1}, {"stops", "ev", 1}};
        QString word = found.captured(1).toLower();
        bool known = word == qt(param.unit).toLower() || (!param.unit.empty() && word == unitWord(param.unit).toLower());
        for (const Unit& unit : units) {
            if (!known && param.unit == unit.unit && QString::fromUtf8(unit.words).split(QChar::fromLatin1(' ')).contains(word)) {
                known = true;
                scale = unit.scale;
            }
        }
        if (known)
            rest.truncate(found.capturedStart());
    }
    if (scale != 1)
        rest = QStringLiteral("(%1)*%2").arg(rest, digits(scale));
    if (sign.isEmpty())
        return rest;
    return QStringLiteral("(%1)%2(%3)").arg(digits(now), sign, rest);
}

QString valueText(const Param& param, const Value& value)
{
    switch (param.type) {
    case Param::Type::Number:
        return digits(numberOf(value));
    case Param::Type::Whole:
        return QString::number(qint64(numberOf(value)));
    case Param::Type::Switch:
    case Param::Type::Event:
        return numberOf(value) != 0 ? QStringLiteral("true") : QStringLiteral("false");
    case Param::Type::Choice: {
        auto index = std::size_t(std::max(0.0, numberOf(value)));
        return index < param.choices.size() ? qt(param.choices[index]) : QString();
    }
    case Param::Type::Point:
    case Param::Type::Colour: {
        QStringList numbers;
        if (auto list = std::get_if<std::vector<double>>(&value)) {
            for (double number : *list)
                numbers.append(digits(number));
        }
        return numbers.join(QChar::fromLatin1(','));
    }
    default:
        if (auto text = std::get_if<std::string>(&value))
            return qt(*text);
        return {};
    }
}

} // namespace opificio
