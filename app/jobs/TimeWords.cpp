// SPDX-License-Identifier: GPL-3.0-or-later
#include "TimeWords.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace opificio {

namespace {

struct TimeWords {
    Q_DECLARE_TR_FUNCTIONS(TimeWords)
};

constexpr double minute = 60, hour = 3600, day = 86400;

} // namespace

QString aboutTime(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0)
        return {};
    if (seconds < 8)
        return TimeWords::tr("a few seconds");
    if (seconds < 55)
        return TimeWords::tr("about %n seconds", nullptr, int(std::ceil(seconds / 10)) * 10);
    if (seconds < 1.5 * minute)
        return TimeWords::tr("about a minute");
    if (seconds < 50 * minute)
        return TimeWords::tr("about %n minutes", nullptr, int(std::lround(seconds / minute)));
    if (seconds < 1.5 * hour)
        return TimeWords::tr("about an hour");
    if (seconds < 36 * hour)
        return TimeWords::tr("about %n hours", nullptr, int(std::lround(seconds / hour)));
    if (seconds < 1000 * day)
        return TimeWords::tr("about %n days", nullptr, int(std::lround(seconds / day)));
    return TimeWords::tr("years");
}

QString shortTime(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0)
        return {};
    if (seconds < 55)
        return TimeWords::tr("%1 s").arg(std::max(1, int(std::lround(seconds))));
    if (seconds < 90 * minute)
        return TimeWords::tr("%1 min").arg(std::max(1, int(std::lround(seconds / minute))));
    if (seconds < 48 * hour)
        return TimeWords::tr("%1 h").arg(int(std::lround(seconds / hour)));
    return TimeWords::tr("%1 d").arg(std::min(9999, int(std::lround(std::min(seconds, 9999 * day) / day))));
}

QString clockTime(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0 || seconds > 1e9)
        return {};
    const auto all = qint64(std::lround(seconds));
    const auto two = [](qint64 number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
    if (all < 3600)
        return QStringLiteral("%1:%2").arg(all / 60).arg(two(all % 60));
    return QStringLiteral("%1:%2:%3").arg(all / 3600).arg(two(all / 60 % 60), two(all % 60));
}

QString sizeWords(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

} // namespace opificio
