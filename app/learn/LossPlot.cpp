// SPDX-License-Identifier: GPL-3.0-or-later
#include "LossPlot.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace opificio {

namespace {

struct Column {
    double low = 0, high = 0, smooth = 0;
    bool isEmpty = true;
};

constexpr double least = 1e-9;

} // namespace

LossPlot::LossPlot(QQuickItem* parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    connect(this, &LossPlot::changed, this, [this] { update(); });
    connect(this, &QQuickItem::visibleChanged, this, [this] { update(); });
}

void LossPlot::setCurve(LossCurve* curve)
{
    if (curve == m_curve)
        return;
    if (m_curve)
        m_curve->disconnect(this);
    m_curve = curve;
    const auto take = [this] {
        m_drawn = m_curve ? m_curve->shown() : nullptr;
        update();
    };
    if (m_curve)
        connect(m_curve, &LossCurve::changed, this, take);
    take();
    Q_EMIT curveChanged();
}

double LossPlot::lastStep() const
{
    const double shown = m_drawn && !m_drawn->points.empty() ? m_drawn->points.back().step : 1;
    return std::max({m_steps, shown, 1.0});
}

double LossPlot::stepAt(double x) const
{
    return std::clamp(x / std::max(1.0, width()), 0.0, 1.0) * lastStep();
}

double LossPlot::placeOf(double step) const
{
    return std::clamp(step / lastStep(), 0.0, 1.0) * width();
}

void LossPlot::paint(QPainter* painter)
{
    const auto drawn = m_drawn;
    const double wide = width(), high = height();
    if (!drawn || drawn->points.size() < 2 || wide < 8 || high < 8)
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(m_font);
    const QFontMetricsF metrics(m_font);
    const double last = lastStep();

    // One column a pixel.
    std::vector<Column> columns(std::size_t(std::ceil(wide)) + 1);
    double low = 1e300, top = least;
    for (const LossPoint& point : drawn->points) {
        Column& column = columns[std::size_t(std::clamp(point.step / last, 0.0, 1.0) * wide)];
        const double loss = std::max(point.loss, least);
        column.low = column.isEmpty ? loss : std::min(column.low, loss);
        column.high = column.isEmpty ? loss : std::max(column.high, loss);
        column.smooth = std::max(point.smooth, least);
        column.isEmpty = false;
        low = std::min(low, loss);
        top = std::max(top, loss);
    }
    // Never flatter than a factor of two, so that noise does not look like mountains.
    if (top / low < 2) {
        const double middle = std::sqrt(top * low);
        top = middle * std::sqrt(2);
        low = middle / std::sqrt(2);
    }
    const double bottomRoom = metrics.height() + 4, topRoom = 4;
    const double from = std::log(low), to = std::log(top);
    const auto placeOfLoss = [&](double loss) {
        return topRoom + (to - std::log(std::max(loss, least))) / (to - from) * (high - bottomRoom - topRoom);
    };

    // Rules at 1, 2 and 5 of each power of ten, as many as have room.
    painter->setPen(QPen(m_rule, 1));
    double lowest = high;
    const QLocale locale;
    for (int power = int(std::floor(std::log10(low))); power <= int(std::ceil(std::log10(top))); ++power) {
        for (double digit : {1.0, 2.0, 5.0}) {
            const double loss = digit * std::pow(10.0, power);
            if (loss < low || loss > top)
                continue;
            const double y = std::round(placeOfLoss(loss)) + 0.5;
            if (lowest - y < metrics.height() * 1.6)
                continue;
            lowest = y;
            painter->setPen(QPen(m_rule, 1));
            painter->drawLine(QPointF(0, y), QPointF(wide, y));
            painter->setPen(m_ink);
            const QString words = locale.toString(loss, 'g', 3);
            painter->drawText(QPointF(wide - metrics.horizontalAdvance(words) - 2, y - 3), words);
        }
    }
    painter->setPen(m_ink);
    painter->drawText(QPointF(2, high - metrics.descent()), QStringLiteral("0"));
    const QString end = locale.toString(qint64(last));
    painter->drawText(QPointF(wide - metrics.horizontalAdvance(end) - 2, high - metrics.descent()), end);

    painter->setPen(QPen(m_points, 1));
    QPainterPath smooth;
    bool begun = false;
    for (std::size_t x = 0; x < columns.size(); ++x) {
        const Column& column = columns[x];
        if (column.isEmpty)
            continue;
        const double lowY = placeOfLoss(column.low), highY = placeOfLoss(column.high);
        painter->drawLine(QPointF(double(x) + 0.5, highY), QPointF(double(x) + 0.5, std::max(lowY, highY + 1)));
        const QPointF at(double(x) + 0.5, placeOfLoss(column.smooth));
        if (begun)
            smooth.lineTo(at);
        else
            smooth.moveTo(at);
        begun = true;
    }
    painter->setPen(QPen(m_line, m_lineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPath(smooth);

    const auto mark = [&](double step, const QString& words, Qt::PenStyle style) {
        const double x = std::round(std::clamp(step / last, 0.0, 1.0) * wide) + 0.5;
        painter->setPen(QPen(m_ink, 1, style));
        painter->drawLine(QPointF(x, topRoom), QPointF(x, high - bottomRoom));
        if (words.isEmpty())
            return;
        const double room = metrics.horizontalAdvance(words);
        painter->drawText(QPointF(x + 4 + room < wide ? x + 4 : x - room - 4, topRoom + metrics.ascent()), words);
    };
    for (double step : drawn->restarts)
        mark(step, {}, Qt::DotLine);
    for (const QVariant& row : m_marks) {
        const QVariantMap one = row.toMap();
        mark(one.value(QStringLiteral("step")).toDouble(), one.value(QStringLiteral("text")).toString(), Qt::DashLine);
    }
    if (m_lookedAt >= 0) {
        const double x = std::clamp(m_lookedAt / last, 0.0, 1.0) * wide;
        painter->setPen(QPen(m_line, 1));
        painter->drawLine(QPointF(x, topRoom), QPointF(x, high - bottomRoom));
    }
}

} // namespace opificio
