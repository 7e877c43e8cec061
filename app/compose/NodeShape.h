#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <algorithm>

namespace opificio {

/// How large a node is on the canvas and where its ports lie, in canvas units (pixels at 100 %). The only place that knows:
/// cards are drawn, wires led and clicks understood by it. Any thread.
namespace nodeShape {

constexpr double width = 176, header = 44, row = 24, margin = 6;
/// 16:9 between the margins.
constexpr double picture = 92;
/// What moves by the keyboard and what is tidied lies on it.
constexpr double grid = 20;

inline double height(std::size_t inputs, bool pictures)
{
    return header + row * double(std::max<std::size_t>(1, inputs)) + (pictures ? picture + margin : 0) + margin;
}
inline QPointF input(const QPointF& at, std::size_t which)
{
    return at + QPointF(0, header + row * (double(which) + 0.5));
}
/// At the height of the first input, so that a chain of nodes in a row has a straight wire.
inline QPointF output(const QPointF& at)
{
    return at + QPointF(width, header + row * 0.5);
}

} // namespace nodeShape

} // namespace opificio
