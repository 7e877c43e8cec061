#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QColor>
#include <QFont>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include "LossCurve.h"

namespace opificio {

/// Draws a LossCurve: steps to the right, the distance upwards on a logarithmic axis; every step as a faint band from the
/// lowest to the highest of a column of pixels, the running mean as a line over it, marks as upright lines with a word. What was
/// drawn is kept, so that a hundred thousand steps cost what a thousand do. GUI thread; painted on the scene graph's.
class LossPlot : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::LossCurve* curve READ curve WRITE setCurve NOTIFY curveChanged)
    /// How many steps there will be; 0: as many as there are.
    Q_PROPERTY(double steps MEMBER m_steps NOTIFY changed)
    /// [{step, text}]
    Q_PROPERTY(QVariantList marks MEMBER m_marks NOTIFY changed)
    /// The step that is looked at; below 0 for none.
    Q_PROPERTY(double lookedAt MEMBER m_lookedAt NOTIFY changed)
    Q_PROPERTY(QColor line MEMBER m_line NOTIFY changed)
    Q_PROPERTY(QColor points MEMBER m_points NOTIFY changed)
    Q_PROPERTY(QColor rule MEMBER m_rule NOTIFY changed)
    Q_PROPERTY(QColor ink MEMBER m_ink NOTIFY changed)
    Q_PROPERTY(QFont font MEMBER m_font NOTIFY changed)
    Q_PROPERTY(double lineWidth MEMBER m_lineWidth NOTIFY changed)

public:
    explicit LossPlot(QQuickItem* parent = nullptr);
    LossCurve* curve() const { return m_curve; }
    void setCurve(LossCurve* curve);
    void paint(QPainter* painter) override;
    /// The step under that place.
    Q_INVOKABLE double stepAt(double x) const;
    Q_INVOKABLE double placeOf(double step) const;

Q_SIGNALS:
    void curveChanged();
    void changed();

private:
    double lastStep() const;
    QPointer<LossCurve> m_curve;
    std::shared_ptr<const LossCurve::Shown> m_drawn; ///< taken on the GUI thread, painted on another
    double m_steps = 0, m_lookedAt = -1, m_lineWidth = 1.5;
    QVariantList m_marks;
    QColor m_line, m_points, m_rule, m_ink;
    QFont m_font;
};

} // namespace opificio
