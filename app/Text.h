#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>
#include <string_view>

#include <QString>

namespace opificio {

/// The engine's text as Qt's, and back.
inline QString qt(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}
inline std::string utf8(const QString& text)
{
    return text.toStdString();
}
inline QString qtPath(const std::filesystem::path& path)
{
    return QString::fromStdString(path.string());
}
inline std::filesystem::path pathOf(const QString& text)
{
    return std::filesystem::path(text.toStdString());
}

} // namespace opificio
