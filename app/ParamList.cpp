// SPDX-License-Identifier: GPL-3.0-or-later
#include "ParamList.h"

#include "base/Text.h"

#include "Text.h"

#include <algorithm>

namespace opificio {

namespace {

constexpr const char* kinds[]
    = {"number", "whole", "switch", "event", "choice", "point", "colour", "text", "file", "item", "dataset", "model"};

} // namespace

std::vector<Param> paramsFromJson(const Json& list)
{
    std::vector<Param> params;
    for (const Json& row : list.is_array() ? list : Json::array()) {
        Param param;
        param.name = textAt(row, "name");
        param.label = textAt(row, "label");
        param.help = textAt(row, "help");
        param.unit = textAt(row, "unit");
        param.low = numberAt(row, "low");
        param.high = numberAt(row, "high", 1);
        const auto kind = std::find(std::begin(kinds), std::end(kinds), textAt(row, "type"));
        auto initial = valueFromJson(at(row, "initial"));
        if (param.name.empty() || kind == std::end(kinds) || !initial)
            continue;
        param.type = Param::Type(kind - std::begin(kinds));
        param.initial = *initial;
        for (const Json& choice : at(row, "choices")) {
            if (choice.is_string())
                param.choices.push_back(choice.get<std::string>());
        }
        params.push_back(std::move(param));
    }
    return params;
}

void ParamList::setParams(std::vector<Param> params, const QStringList& hidden)
{
    beginResetModel();
    m_params = std::move(params);
    m_rows.clear();
    Values kept;
    for (const Param& param : m_params) {
        if (const Value* value = m_values.find(param.name)) {
            if (auto checked = checkValue(param, *value))
                kept.set(param.name, std::move(*checked));
        }
        if (!hidden.contains(qt(param.name)))
            m_rows.push_back(param.name);
    }
    m_values = std::move(kept);
    m_problems.clear();
    endResetModel();
    Q_EMIT reset();
    Q_EMIT edited();
}

int ParamList::chosen() const
{
    return int(std::count_if(m_rows.begin(), m_rows.end(), [this](const std::string& name) { return m_values.has(name); }));
}

const Param* ParamList::param(const QString& name) const
{
    return findParam(m_params, utf8(name));
}

const Param* ParamList::param(int row) const
{
    return row < 0 || row >= count() ? nullptr : findParam(m_params, m_rows[std::size_t(row)]);
}

QHash<int, QByteArray> ParamList::roleNames() const
{
    return {{NameRole, "name"}, {LabelRole, "label"}, {HelpRole, "help"}, {KindRole, "kind"}, {ValueRole, "value"},
        {LowRole, "low"}, {HighRole, "high"}, {InitialRole, "initial"}, {UnitRole, "unit"}, {ChoicesRole, "choices"},
        {ChangedRole, "changed"}, {ProblemRole, "problem"}};
}

QVariant ParamList::shown(const Param& param) const
{
    const Value* chosen = m_values.find(param.name);
    const Value& value = chosen ? *chosen : param.initial;
    switch (param.type) {
    case Param::Type::Number:
        return numberOf(value);
    case Param::Type::Whole:
    case Param::Type::Choice:
        return int(numberOf(value));
    case Param::Type::Switch:
    case Param::Type::Event:
        return numberOf(value) != 0;
    default:
        if (const auto* words = std::get_if<std::string>(&value))
            return qt(*words);
        return {};
    }
}

QVariant ParamList::data(const QModelIndex& index, int role) const
{
    const Param* row = index.isValid() ? param(index.row()) : nullptr;
    if (!row)
        return {};
    switch (role) {
    case NameRole:
        return qt(row->name);
    case LabelRole:
    case Qt::DisplayRole:
        return qt(text(row->label));
    case HelpRole:
        return qt(text(row->help));
    case KindRole:
        return QString::fromLatin1(kinds[int(row->type)]);
    case ValueRole:
        return shown(*row);
    case LowRole:
        return row->low;
    case HighRole:
        return row->high;
    case InitialRole:
        return numberOf(row->initial);
    case UnitRole:
        return qt(row->unit);
    case ChoicesRole: {
        QStringList choices;
        for (const std::string& choice : row->choices)
            choices.append(qt(text(choice)));
        return choices;
    }
    case ChangedRole:
        return m_values.has(row->name);
    case ProblemRole:
        return m_problems.value(qt(row->name));
    default:
        return {};
    }
}

void ParamList::take(const QString& name, Result<Value> value)
{
    const Param* known = param(name);
    if (!known)
        return;
    if (!value) {
        m_problems[name] = qt(value.error().message);
    } else {
        m_problems.remove(name);
        if (*value == known->initial)
            m_values.remove(known->name);
        else
            m_values.set(known->name, std::move(*value));
    }
    for (int row = 0; row < count(); ++row) {
        if (m_rows[std::size_t(row)] == known->name)
            Q_EMIT dataChanged(index(row), index(row));
    }
    Q_EMIT edited();
}

void ParamList::set(const QString& name, const QVariant& value)
{
    const Param* known = param(name);
    if (!known)
        return;
    Value wanted = 0.0;
    switch (known->type) {
    case Param::Type::Number:
        wanted = value.toDouble();
        break;
    case Param::Type::Whole:
    case Param::Type::Choice:
        wanted = std::int64_t(value.toLongLong());
        break;
    case Param::Type::Switch:
    case Param::Type::Event:
        wanted = value.toBool();
        break;
    default:
        wanted = utf8(value.toString());
        break;
    }
    take(name, checkValue(*known, wanted));
}

void ParamList::type(const QString& name, const QString& words)
{
    if (const Param* known = param(name))
        take(name, parseValue(*known, utf8(words)));
}

void ParamList::restore(const QString& name)
{
    if (const Param* known = param(name))
        take(name, known->initial);
}

QVariant ParamList::value(const QString& name) const
{
    const Param* known = param(name);
    return known ? shown(*known) : QVariant();
}

} // namespace opificio
