#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include "GraphModel.h"

namespace opificio {

/// The composition as a list, each node below those that feed it: the whole editor for those who do not see a canvas, and a
/// quick one for those who do. Rows move as links change; they are not made anew. GUI thread.
class NodeList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::GraphModel* graph READ graph WRITE setGraph NOTIFY graphChanged REQUIRED)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// The row of the graph's current node, or -1.
    Q_PROPERTY(int currentRow READ currentRow NOTIFY currentRowChanged)

public:
    using QAbstractListModel::QAbstractListModel;
    GraphModel* graph() const { return m_graph; }
    void setGraph(GraphModel* graph);
    int count() const { return int(m_order.size()); }
    int currentRow() const;
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    /// The roles of GraphModel.
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    Q_INVOKABLE QString nodeAt(int row) const;

Q_SIGNALS:
    void graphChanged();
    void countChanged();
    void currentRowChanged();

private:
    void order();

    QPointer<GraphModel> m_graph;
    std::vector<NodeId> m_order;
};

} // namespace opificio
