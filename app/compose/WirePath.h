#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QLineF>
#include <QPointF>
#include <QRectF>

#include <algorithm>
#include <cmath>

namespace opificio {

/// The way of a wire from an output to an input, in canvas units: it leaves to the right and arrives from the left. One that
/// runs back swings wide enough to be seen. Any thread.
struct WirePath {
    QPointF from, fromHandle, toHandle, to;

    static WirePath between(const QPointF& from, const QPointF& to)
    {
        double across = to.x() - from.x(), down = std::abs(to.y() - from.y());
        double reach
            = across >= 0 ? std::min(across * 0.5, 24 + 0.35 * (across + down)) : std::min(220.0, 48 - 0.4 * across + 0.1 * down);
        reach = std::max(reach, std::min(28.0, 0.5 * (std::abs(across) + down)));
        return {from, from + QPointF(reach, 0), to - QPointF(reach, 0), to};
    }
    QPointF at(double t) const
    {
        double s = 1 - t;
        return from * (s * s * s) + fromHandle * (3 * s * s * t) + toHandle * (3 * s * t * t) + to * (t * t * t);
    }
    QRectF bounds() const
    {
        double left = std::min({from.x(), to.x(), toHandle.x()}), right = std::max({from.x(), to.x(), fromHandle.x()});
        double top = std::min(from.y(), to.y()), bottom = std::max(from.y(), to.y());
        // A straight one has no height, and rectangles without height meet nothing.
        return QRectF(left, top, right - left, bottom - top).adjusted(-1, -1, 1, 1);
    }
    double length() const
    {
        return QLineF(from, fromHandle).length() + QLineF(fromHandle, toHandle).length() + QLineF(toHandle, to).length();
    }
    /// How far a point lies from it; `t` says where it is nearest.
    double distance(const QPointF& point, double* t = nullptr) const
    {
        constexpr int pieces = 24;
        double best = 1e18;
        QPointF last = from;
        for (int i = 1; i <= pieces; ++i) {
            QPointF next = at(double(i) / pieces), along = next - last, away = point - last;
            double size = QPointF::dotProduct(along, along);
            double part = size > 0 ? std::clamp(QPointF::dotProduct(away, along) / size, 0.0, 1.0) : 0;
            double far = QLineF(point, last + along * part).length();
            if (far < best) {
                best = far;
                if (t)
                    *t = (i - 1 + part) / pieces;
            }
            last = next;
        }
        return best;
    }
    bool crosses(const QLineF& cut) const
    {
        constexpr int pieces = 24;
        for (int i = 0; i < pieces; ++i) {
            QLineF piece(at(double(i) / pieces), at(double(i + 1) / pieces));
            if (piece.intersects(cut, nullptr) == QLineF::BoundedIntersection)
                return true;
        }
        return false;
    }
};

} // namespace opificio
