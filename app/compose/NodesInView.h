#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QElapsedTimer>
#include <QPointer>
#include <QSortFilterProxyModel>
#include <QStringList>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <vector>

#include "CanvasHand.h"

namespace opificio {

/// The nodes of which something can be seen, with some air around, so that a thousand nodes cost as much as those on screen.
/// Those of the air come one after the other, so that no frame makes a whole column of cards. The current node is always among
/// them: the keyboard is on it. GUI thread.
class NodesInView : public QSortFilterProxyModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::CanvasHand* hand READ hand WRITE setHand NOTIFY handChanged REQUIRED)
    /// Those of them that make pictures, by their ids.
    Q_PROPERTY(QStringList nodes READ nodes NOTIFY nodesChanged)

public:
    explicit NodesInView(QObject* parent = nullptr);
    CanvasHand* hand() const { return m_hand; }
    void setHand(CanvasHand* hand);

    QStringList nodes() const;

Q_SIGNALS:
    void handChanged();
    void nodesChanged();

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    void follow();
    void look();
    void admit();
    void tellNodes();
    QPointer<CanvasHand> m_hand;
    QRectF m_near;
    /// In the air and not yet among them, the nearest last.
    std::vector<NodeId> m_waiting;
    QTimer m_next;
    QElapsedTimer m_since; ///< the last of them came
    bool m_telling = false;
};

} // namespace opificio
