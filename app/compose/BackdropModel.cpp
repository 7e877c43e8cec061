// SPDX-License-Identifier: GPL-3.0-or-later
#include "BackdropModel.h"

#include "GraphModel.h"
#include "Text.h"

#include <QRectF>

#include <algorithm>

namespace opificio {

namespace {
constexpr std::array colours = {"", "blue", "green", "amber", "red", "violet"};
}

BackdropModel::BackdropModel(GraphModel& graph)
    : QAbstractListModel(&graph)
    , m_graph(graph)
{
}

QRectF BackdropModel::Row::rect() const
{
    return {backdrop.at[0], backdrop.at[1], backdrop.size[0], backdrop.size[1]};
}

QVariant BackdropModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    switch (role) {
    case IdRole:
        return qt(row.id);
    case Qt::DisplayRole:
    case TitleRole:
        return qt(row.backdrop.title);
    case XRole:
        return row.backdrop.at[0];
    case YRole:
        return row.backdrop.at[1];
    case WidthRole:
        return row.backdrop.size[0];
    case HeightRole:
        return row.backdrop.size[1];
    case ColourRole:
        return qt(row.backdrop.colour);
    case SelectedRole:
        return row.id == m_selected;
    default:
        return {};
    }
}

QHash<int, QByteArray> BackdropModel::roleNames() const
{
    return {{IdRole, "backdropId"}, {TitleRole, "title"}, {XRole, "atX"}, {YRole, "atY"}, {WidthRole, "across"},
        {HeightRole, "down"}, {ColourRole, "colour"}, {SelectedRole, "selected"}};
}

void BackdropModel::refresh(const Graph& graph)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (!graph.backdrops.contains(m_rows[std::size_t(row)].id)) {
            beginRemoveRows({}, row, row);
            m_rows.erase(m_rows.begin() + row);
            endRemoveRows();
        }
    }
    for (const auto& [id, backdrop] : graph.backdrops) {
        auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.id == id; });
        if (found == m_rows.end()) {
            beginInsertRows({}, rowCount(), rowCount());
            m_rows.push_back({id, backdrop});
            endInsertRows();
        } else if (found->backdrop != backdrop) {
            found->backdrop = backdrop;
            QModelIndex changed = index(int(found - m_rows.begin()));
            Q_EMIT dataChanged(changed, changed);
        }
    }
    if (!m_selected.empty() && !graph.backdrops.contains(m_selected))
        setSelected({});
}

QString BackdropModel::selected() const
{
    return qt(m_selected);
}

void BackdropModel::setSelected(const QString& id)
{
    std::string chosen = utf8(id);
    if (m_selected == chosen)
        return;
    m_selected = chosen;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {SelectedRole});
    Q_EMIT selectedChanged();
}

std::set<NodeId> BackdropModel::inside(const std::string& id) const
{
    std::set<NodeId> ids;
    for (const Row& row : m_rows) {
        if (row.id != id)
            continue;
        for (const GraphModel::Row& node : m_graph.rows()) {
            if (row.rect().contains(node.rect().center()))
                ids.insert(node.id);
        }
    }
    return ids;
}

QString BackdropModel::titleOf(const QString& id) const
{
    auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.id == utf8(id); });
    return found == m_rows.end() ? QString() : qt(found->backdrop.title);
}

bool BackdropModel::rename(const QString& id, const QString& title)
{
    return m_graph.act(tr("Rename a backdrop"), [&](Graph& graph) -> Result<> {
        if (auto found = graph.backdrops.find(utf8(id)); found != graph.backdrops.end())
            found->second.title = utf8(title.trimmed().left(200));
        return {};
    });
}

bool BackdropModel::recolour(const QString& id)
{
    return m_graph.act(tr("Colour a backdrop"), [&](Graph& graph) -> Result<> {
        if (auto found = graph.backdrops.find(utf8(id)); found != graph.backdrops.end()) {
            auto now = std::find(colours.begin(), colours.end(), found->second.colour);
            found->second.colour = now == colours.end() || now + 1 == colours.end() ? colours.front() : *(now + 1);
        }
        return {};
    });
}

bool BackdropModel::remove(const QString& id)
{
    return m_graph.act(tr("Remove a backdrop"), [&](Graph& graph) -> Result<> {
        graph.backdrops.erase(utf8(id));
        return {};
    });
}

void BackdropModel::selectInside(const QString& id)
{
    m_graph.selectNone();
    setSelected(id);
    for (const NodeId& node : inside(utf8(id)))
        m_graph.select(qt(node), true);
    setSelected(id);
}

} // namespace opificio
