// SPDX-License-Identifier: GPL-3.0-or-later
#include "ParamValues.h"

#include "ParamWords.h"
#include "Text.h"

#include "image/Colour.h"

#include <QColor>
#include <QCoreApplication>
#include <QPointF>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <vector>

namespace opificio {

namespace {

struct Said {
    Q_DECLARE_TR_FUNCTIONS(ParamValues)
};

float displayed(const Value& value, std::size_t index)
{
    return displayFromLinear(float(std::clamp(component(value, index, 0), 0.0, 1.0)));
}

// A kind of setting in a form: what QML has of a value, what a hand's value becomes, and the words of an initial value.
struct Kind {
    QVariant (*shown)(const Value& value);
    Value (*given)(const Param& param, const QVariant& given);
    QString (*initial)(const Param& param) = nullptr;
};

const Kind& kindOf(Param::Type type)
{
    static const Kind number = {
        [](const Value& value) { return QVariant(numberOf(value)); },
        [](const Param& param, const QVariant& given) { return Value(std::clamp(given.toDouble(), param.low, param.high)); },
        [](const Param& param) { return numberWord(numberOf(param.initial)); },
    };
    static const Kind whole = {
        [](const Value& value) { return QVariant(qint64(numberOf(value))); },
        [](const Param& param, const QVariant& given) {
            return Value(std::int64_t(std::llround(std::clamp(given.toDouble(), param.low, param.high))));
        },
        number.initial,
    };
    static const Kind choice = {
        whole.shown,
        [](const Param&, const QVariant& given) { return Value(std::int64_t(given.toLongLong())); },
        [](const Param& param) { return choiceWord(utf8(valueText(param, param.initial))); },
    };
    static const Kind flag = {
        [](const Value& value) { return QVariant(numberOf(value) != 0); },
        [](const Param&, const QVariant& given) { return Value(given.toBool()); },
        [](const Param& param) { return numberOf(param.initial) != 0 ? Said::tr("on") : Said::tr("off"); },
    };
    static const Kind event = {flag.shown, flag.given};
    static const Kind point = {
        [](const Value& value) { return QVariant(QPointF(component(value, 0, 0), component(value, 1, 0))); },
        [](const Param&, const QVariant& given) {
            const QPointF place = given.toPointF();
            return Value(std::vector<double>{place.x(), place.y()});
        },
        [](const Param& param) {
            return numberWord(component(param.initial, 0, 0)) + QStringLiteral("; ") + numberWord(component(param.initial, 1, 0));
        },
    };
    static const Kind colour = {
        [](const Value& value) {
            return QVariant(QColor::fromRgbF(displayed(value, 0), displayed(value, 1), displayed(value, 2),
                float(std::clamp(component(value, 3, 1), 0.0, 1.0))));
        },
        [](const Param&, const QVariant& given) {
            const auto colour = given.value<QColor>();
            return Value(std::vector<double>{linearFromDisplay(colour.redF()), linearFromDisplay(colour.greenF()),
                linearFromDisplay(colour.blueF()), double(colour.alphaF())});
        },
        [](const Param& param) { return shownValue(param, param.initial).value<QColor>().name(); },
    };
    static const Kind words = {
        [](const Value& value) {
            auto held = std::get_if<std::string>(&value);
            return QVariant(held ? qt(*held) : QString());
        },
        [](const Param&, const QVariant& given) { return Value(utf8(given.toString())); },
        [](const Param& param) { return valueText(param, param.initial); },
    };
    static const Kind thing = {words.shown, words.given};
    switch (type) {
    case Param::Type::Number:
        return number;
    case Param::Type::Whole:
        return whole;
    case Param::Type::Choice:
        return choice;
    case Param::Type::Switch:
        return flag;
    case Param::Type::Event:
        return event;
    case Param::Type::Point:
        return point;
    case Param::Type::Colour:
        return colour;
    case Param::Type::Text:
        return words;
    case Param::Type::File:
    case Param::Type::Item:
    case Param::Type::Dataset:
    case Param::Type::Model:
        break;
    }
    return thing;
}

bool isNumber(Param::Type type)
{
    return type == Param::Type::Number || type == Param::Type::Whole;
}

} // namespace

bool isThing(Param::Type type)
{
    return type == Param::Type::Item || type == Param::Type::Dataset || type == Param::Type::Model || type == Param::Type::File;
}

bool isPlace(const Param& param)
{
    auto initial = std::get_if<std::vector<double>>(&param.initial);
    if (param.type != Param::Type::Point || !initial || initial->size() != 2)
        return false;
    return (*initial)[0] > 0 && (*initial)[0] < 1 && (*initial)[1] > 0 && (*initial)[1] < 1;
}

double component(const Value& value, std::size_t index, double otherwise)
{
    auto list = std::get_if<std::vector<double>>(&value);
    return list && index < list->size() ? (*list)[index] : otherwise;
}

QVariant shownValue(const Param& param, const Value& value)
{
    return kindOf(param.type).shown(value);
}

Result<Value> givenValue(const Param& param, const QVariant& given)
{
    return checkValue(param, kindOf(param.type).given(param, given));
}

Result<Value> wordedValue(const Param& param, const Value& now, const QString& typed, int axis)
{
    if (isNumber(param.type))
        return parseValue(param, utf8(plainNumber(param, typed, numberOf(now))));
    if (param.type == Param::Type::Point && axis >= 0) {
        std::vector<double> place = {component(now, 0, 0), component(now, 1, 0)};
        Param one{.name = param.name, .label = param.label, .help = {}, .low = -1e9, .high = 1e9, .unit = param.unit};
        TRY(auto number, parseValue(one, utf8(plainNumber(one, typed, place[std::size_t(axis)]))));
        place[std::size_t(axis)] = numberOf(number);
        return checkValue(param, place);
    }
    if (param.type == Param::Type::Choice) {
        for (std::size_t i = 0; i < param.choices.size(); ++i) {
            if (choiceWord(param.choices[i]).compare(typed.trimmed(), Qt::CaseInsensitive) == 0)
                return Value(std::int64_t(i));
        }
    }
    return parseValue(param, utf8(param.type == Param::Type::Text ? typed : typed.trimmed()));
}

QString facts(const Param& param)
{
    QStringList facts = {qt(param.name)};
    if (isNumber(param.type))
        facts.append(Said::tr("%1 to %2").arg(numberWord(param.low), numberWord(param.high))
            + (param.unit.empty() ? QString() : QStringLiteral(" ") + unitWord(param.unit)));
    if (auto initial = kindOf(param.type).initial) {
        if (QString words = initial(param); !words.isEmpty())
            facts.append(Said::tr("at first %1").arg(words));
    }
    return facts.join(QStringLiteral("  ·  "));
}

} // namespace opificio
