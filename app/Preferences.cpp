// SPDX-License-Identifier: GPL-3.0-or-later
#include "Preferences.h"

#include "base/Log.h"
#include "base/Resources.h"
#include "base/Text.h"

#include "Text.h"

#include <QDir>
#include <QStandardPaths>

#include <algorithm>
#include <cstdlib>

namespace opificio {

namespace {

std::filesystem::path file()
{
    if (const char* home = std::getenv("OPIFICIO_HOME"); home && *home)
        return homeFolder() / "window.json";
    return pathOf(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)) / "opificio" / "window.json";
}

constexpr int mostRecent = 12;

} // namespace

Preferences::Preferences(QObject* parent)
    : QObject(parent)
{
    std::error_code code;
    if (!std::filesystem::exists(file(), code))
        return;
    auto json = readJson(file(), 1u << 20);
    if (json && json->is_object())
        m_json = std::move(*json);
    else
        log(Level::Warning, "window",
            text("{0} cannot be understood; the window begins with its own settings.", file().string()));
}

void Preferences::save()
{
    m_json["format"] = "opificio.window/1";
    if (auto written = writeJson(file(), m_json); !written)
        Q_EMIT failed(qt(written.error().message));
    Q_EMIT changed();
}

QString Preferences::language() const
{
    std::string chosen = textAt(m_json, "language");
    return qt(chosen == "en" || chosen == "it" ? chosen : opificio::language());
}

void Preferences::setLanguage(const QString& language)
{
    if (language == this->language())
        return;
    m_json["language"] = utf8(language);
    save();
}

qreal Preferences::scale() const
{
    return std::clamp(numberAt(m_json, "scale", 1), 1.0, 2.5);
}

void Preferences::setScale(qreal scale)
{
    if (scale == this->scale())
        return;
    m_json["scale"] = std::clamp(scale, 1.0, 2.5);
    save();
}

bool Preferences::reducedMotion() const
{
    return flagAt(m_json, "reduced_motion");
}

void Preferences::setReducedMotion(bool reduced)
{
    if (reduced == reducedMotion())
        return;
    m_json["reduced_motion"] = reduced;
    save();
}

bool Preferences::highContrast() const
{
    return flagAt(m_json, "high_contrast");
}

void Preferences::setHighContrast(bool high)
{
    if (high == highContrast())
        return;
    m_json["high_contrast"] = high;
    save();
}

QStringList Preferences::recentWorks() const
{
    QStringList works;
    for (const Json& entry : at(m_json, "recent")) {
        if (!entry.is_string())
            continue;
        QString folder = qt(entry.get<std::string>());
        if (QDir(folder).exists(QStringLiteral("work.json")))
            works.append(folder);
    }
    return works;
}

void Preferences::noteWork(const QString& folder)
{
    Json works = Json::array({utf8(folder)});
    for (const QString& other : recentWorks()) {
        if (other != folder && int(works.size()) < mostRecent)
            works.push_back(utf8(other));
    }
    if (works == at(m_json, "recent"))
        return;
    m_json["recent"] = works;
    save();
}

void Preferences::forgetWork(const QString& folder)
{
    Json works = Json::array();
    for (const QString& other : recentWorks()) {
        if (other != folder)
            works.push_back(utf8(other));
    }
    m_json["recent"] = works;
    save();
}

QString Preferences::keyOf(const QString& command, const QString& otherwise) const
{
    const Json& key = at(at(m_json, "keys"), utf8(command));
    return key.is_string() ? qt(key.get<std::string>()) : otherwise;
}

void Preferences::setKey(const QString& command, const QString& key)
{
    m_json["keys"][utf8(command)] = utf8(key);
    save();
    Q_EMIT keysChanged();
}

void Preferences::resetKey(const QString& command)
{
    if (!at(m_json, "keys").is_object())
        return;
    m_json["keys"].erase(utf8(command));
    save();
    Q_EMIT keysChanged();
}

QVariant Preferences::remembered(const QString& name, const QVariant& otherwise) const
{
    const Json& value = at(at(m_json, "remembered"), utf8(name));
    if (value.is_number())
        return value.get<double>();
    if (value.is_boolean())
        return value.get<bool>();
    if (value.is_string())
        return qt(value.get<std::string>());
    return otherwise;
}

void Preferences::remember(const QString& name, const QVariant& value)
{
    if (value == remembered(name, {}))
        return;
    Json json;
    if (value.typeId() == QMetaType::Bool)
        json = value.toBool();
    else if (value.typeId() == QMetaType::QString)
        json = utf8(value.toString());
    else
        json = value.toDouble();
    m_json["remembered"][utf8(name)] = json;
    save();
}

} // namespace opificio
