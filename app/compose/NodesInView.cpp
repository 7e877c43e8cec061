// SPDX-License-Identifier: GPL-3.0-or-later
#include "NodesInView.h"

#include <algorithm>
#include <utility>

namespace opificio {

namespace {
// Pixels around the view for which cards are ready, and how much of that may be used up before others are made.
constexpr double air = 240, used = 160;
// From one card of the air to the next: two or so in a frame.
constexpr int pauseMs = 8, mostAtOnce = 4;

double distance(const QRectF& view, const QRectF& node)
{
    return std::max(
        {view.left() - node.right(), node.left() - view.right(), view.top() - node.bottom(), node.top() - view.bottom(), 0.0});
}
} // namespace

NodesInView::NodesInView(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(this, signal, this, &NodesInView::tellNodes);
    connect(this, &QAbstractItemModel::modelReset, this, &NodesInView::tellNodes);
    m_next.setInterval(pauseMs);
    connect(&m_next, &QTimer::timeout, this, &NodesInView::admit);
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
    if (m_near.contains(least) && m_near.width() < 2 * wanted.width()) {
        // Some that were still waiting may be seen by now.
        look();
        return;
    }
    const std::vector<NodeId> waited = std::exchange(m_waiting, {});
    if (m_hand->graph()) {
        std::vector<std::pair<double, NodeId>> found;
        for (const GraphModel::Row& row : m_hand->graph()->rows()) {
            const QRectF rect = row.rect();
            const bool isThere = m_near.intersects(rect) && std::find(waited.begin(), waited.end(), row.id) == waited.end();
            if (wanted.intersects(rect) && !isThere && !view.intersects(rect))
                found.emplace_back(-distance(view, rect), row.id);
        }
        std::sort(found.begin(), found.end());
        for (auto& [far, id] : found)
            m_waiting.push_back(std::move(id));
    }
    m_near = wanted;
    if (!m_waiting.empty() && !m_next.isActive()) {
        m_next.start();
        m_since.start();
    }
    invalidateFilter();
}

void NodesInView::look()
{
    if (m_waiting.empty() || !m_hand->graph())
        return;
    const QRectF view = m_hand->view();
    const auto before = m_waiting.size();
    for (const GraphModel::Row& row : m_hand->graph()->rows()) {
        if (view.intersects(row.rect()))
            std::erase(m_waiting, row.id);
    }
    if (m_waiting.size() != before)
        invalidateFilter();
}

void NodesInView::admit()
{
    // Where frames are long, several: the hand goes as far in them.
    const auto due = std::clamp<std::int64_t>(m_since.restart() / pauseMs, 1, mostAtOnce);
    if (!m_waiting.empty()) {
        m_waiting.resize(m_waiting.size() - std::min(m_waiting.size(), std::size_t(due)));
        invalidateFilter();
    }
    if (m_waiting.empty())
        m_next.stop();
}

bool NodesInView::filterAcceptsRow(int row, const QModelIndex&) const
{
    if (!m_hand || !m_hand->graph() || std::size_t(row) >= m_hand->graph()->rows().size())
        return false;
    const GraphModel::Row& node = m_hand->graph()->rows()[std::size_t(row)];
    if (m_near.intersects(node.rect()) && std::find(m_waiting.begin(), m_waiting.end(), node.id) == m_waiting.end())
        return true;
    return m_hand->graph()->current() == QString::fromStdString(node.id);
}

} // namespace opificio
