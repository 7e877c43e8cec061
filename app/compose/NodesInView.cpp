// SPDX-License-Identifier: GPL-3.0-or-later
#include "NodesInView.h"

#include <utility>

namespace opificio {

namespace {
// Pixels around the view for which cards are ready, and how much of that may be used up before others are made.
constexpr double air = 240, used = 160;
} // namespace

NodesInView::NodesInView(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(this, signal, this, &NodesInView::tellNodes);
    connect(this, &QAbstractItemModel::modelReset, this, &NodesInView::tellNodes);
}

// Rows come in many runs; those who read the list are told once.
void NodesInView::tellNodes()
{
    if (std::exchange(m_telling, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_telling = false;
            Q_EMIT nodesChanged();
        },
        Qt::QueuedConnection);
}

QStringList NodesInView::nodes() const
{
    QStringList ids;
    for (int row = 0; row < rowCount(); ++row) {
        if (index(row, 0).data(GraphModel::HasOutputRole).toBool())
            ids.append(index(row, 0).data(GraphModel::IdRole).toString());
    }
    return ids;
}

void NodesInView::setHand(CanvasHand* hand)
{
    if (m_hand == hand)
        return;
    m_hand = hand;
    connect(hand, &CanvasHand::viewChanged, this, &NodesInView::follow);
    connect(hand, &CanvasHand::graphChanged, this, [this] { setSourceModel(m_hand->graph()); });
    follow();
    setSourceModel(hand->graph());
    Q_EMIT handChanged();
}

void NodesInView::follow()
{
    double rim = (air - used) / m_hand->pixels(), whole = air / m_hand->pixels();
    QRectF view = m_hand->view(), least = view.adjusted(-rim, -rim, rim, rim);
    QRectF wanted = view.adjusted(-whole, -whole, whole, whole);
    // Zoomed in, far more would be kept than is seen.
    if (m_near.contains(least) && m_near.width() < 2 * wanted.width())
        return;
    m_near = wanted;
    invalidateFilter();
}

bool NodesInView::filterAcceptsRow(int row, const QModelIndex&) const
{
    if (!m_hand || !m_hand->graph() || std::size_t(row) >= m_hand->graph()->rows().size())
        return false;
    const GraphModel::Row& node = m_hand->graph()->rows()[std::size_t(row)];
    return m_near.intersects(node.rect()) || (m_hand->graph()->current() == QString::fromStdString(node.id));
}

} // namespace opificio
