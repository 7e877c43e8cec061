#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <set>
#include <vector>

#include "graph/Graph.h"

namespace opificio {

class GraphModel;

/// The backdrops of the composition that a GraphModel shows, those that lie behind first. GUI thread.
class BackdropModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("GraphModel has the only one")
    Q_PROPERTY(QString selected READ selected WRITE setSelected NOTIFY selectedChanged)

public:
    enum Role { IdRole = Qt::UserRole + 1, TitleRole, XRole, YRole, WidthRole, HeightRole, ColourRole, SelectedRole };

    explicit BackdropModel(GraphModel& graph);
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    struct Row {
        std::string id;
        Backdrop backdrop;
        QRectF rect() const;
    };
    const std::vector<Row>& rows() const { return m_rows; }
    void refresh(const Graph& graph);
    QString selected() const;
    void setSelected(const QString& id);
    /// The nodes that lie on it.
    std::set<NodeId> inside(const std::string& id) const;

    Q_INVOKABLE QString titleOf(const QString& id) const;
    Q_INVOKABLE bool rename(const QString& id, const QString& title);
    /// To the next of the colours.
    Q_INVOKABLE bool recolour(const QString& id);
    Q_INVOKABLE bool remove(const QString& id);
    Q_INVOKABLE void selectInside(const QString& id);

Q_SIGNALS:
    void selectedChanged();

private:
    GraphModel& m_graph;
    std::vector<Row> m_rows;
    std::string m_selected;
};

} // namespace opificio
