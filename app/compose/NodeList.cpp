// SPDX-License-Identifier: GPL-3.0-or-later
#include "NodeList.h"

#include "GraphEdits.h"
#include "Text.h"

#include <algorithm>

namespace opificio {

void NodeList::setGraph(GraphModel* graph)
{
    if (m_graph == graph)
        return;
    if (m_graph)
        disconnect(m_graph, nullptr, this, nullptr);
    m_graph = graph;
    if (graph) {
        connect(graph, &GraphModel::graphChanged, this, &NodeList::order);
        connect(graph, &GraphModel::selectionChanged, this, &NodeList::currentRowChanged);
        connect(graph, &GraphModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last, const QList<int>& roles) {
                std::set<NodeId> changed;
                for (int row = first.row(); row <= last.row(); ++row)
                    changed.insert(m_graph->rows()[std::size_t(row)].id);
                for (int row = 0; row < count(); ++row) {
                    if (changed.contains(m_order[std::size_t(row)]))
                        Q_EMIT dataChanged(index(row), index(row), roles);
                }
            });
    }
    order();
    Q_EMIT graphChanged();
}

void NodeList::order()
{
    // A drag changes places, not the order in which things are fed; the list waits for its end.
    if (!m_graph || m_graph->isMoving())
        return;
    std::vector<NodeId> wanted = graphEdits::upstreamOrder(m_graph->graph());
    if (wanted == m_order)
        return;
    std::set<NodeId> there(wanted.begin(), wanted.end());
    for (int row = count() - 1; row >= 0; --row) {
        if (!there.contains(m_order[std::size_t(row)])) {
            beginRemoveRows({}, row, row);
            m_order.erase(m_order.begin() + row);
            endRemoveRows();
        }
    }
    std::set<NodeId> old(m_order.begin(), m_order.end());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!old.contains(wanted[i])) {
            int row = int(std::min(i, m_order.size()));
            beginInsertRows({}, row, row);
            m_order.insert(m_order.begin() + row, wanted[i]);
            endInsertRows();
        }
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (m_order[i] == wanted[i])
            continue;
        auto from = std::find(m_order.begin() + std::ptrdiff_t(i), m_order.end(), wanted[i]);
        beginMoveRows({}, int(from - m_order.begin()), int(from - m_order.begin()), {}, int(i));
        std::rotate(m_order.begin() + std::ptrdiff_t(i), from, from + 1);
        endMoveRows();
    }
    Q_EMIT countChanged();
    Q_EMIT currentRowChanged();
}

int NodeList::currentRow() const
{
    if (!m_graph)
        return -1;
    auto found = std::find(m_order.begin(), m_order.end(), utf8(m_graph->current()));
    return found == m_order.end() ? -1 : int(found - m_order.begin());
}

QVariant NodeList::data(const QModelIndex& index, int role) const
{
    if (!m_graph || !index.isValid() || index.row() >= count())
        return {};
    int row = m_graph->rowOf(nodeAt(index.row()));
    return row < 0 ? QVariant() : m_graph->data(m_graph->index(row), role);
}

QHash<int, QByteArray> NodeList::roleNames() const
{
    return m_graph ? m_graph->roleNames() : GraphModel().roleNames();
}

QString NodeList::nodeAt(int row) const
{
    return row < 0 || row >= count() ? QString() : qt(m_order[std::size_t(row)]);
}

} // namespace opificio
