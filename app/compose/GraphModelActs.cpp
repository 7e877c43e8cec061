// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs of GraphModel: each makes another graph and hands it to the document as one act.
#include "GraphModel.h"

#include "base/Id.h"
#include "base/Text.h"

#include "BackdropModel.h"
#include "NodeShape.h"
#include "NodeText.h"
#include "Text.h"

#include <QClipboard>
#include <QGuiApplication>

#include <algorithm>
#include <cmath>

namespace opificio {

namespace {

constexpr double duplicateStep = 40;
/// Around the nodes of a backdrop, and above them for its title.
constexpr double backdropMargin = 30, backdropTitle = 40;

std::array<double, 2> pair(const QPointF& point)
{
    return {std::round(point.x()), std::round(point.y())};
}

} // namespace

bool GraphModel::act(const QString& label, const std::function<Result<>(Graph&)>& change)
{
    if (!m_session || !m_session->document()->isOpen())
        return false;
    Graph next = m_session->document()->written();
    if (auto changed = change(next); !changed) {
        Q_EMIT refused(qt(changed.error().message));
        return false;
    }
    if (!m_session->document()->edit(next, label))
        return false;
    Q_EMIT done(label);
    return true;
}

graphEdits::HeightOf GraphModel::heights() const
{
    return [this](const NodeId& id) {
        const Row* row = find(id);
        return row ? row->height : nodeShape::height(1, m_pictures);
    };
}

QString GraphModel::words(const graphEdits::Ids& ids) const
{
    if (ids.size() == 1)
        return labelOf(qt(*ids.begin()));
    return tr("%n nodes", "", int(ids.size()));
}

QString GraphModel::add(const QString& type, const QPointF& at, bool wired)
{
    const NodeType* known = types()->find(utf8(type));
    if (!known) {
        Q_EMIT refused(tr("There is no node %1 here.").arg(type));
        return {};
    }
    NodeId id;
    bool made = act(tr("Add %1").arg(qt(text(known->label))), [&](Graph& graph) -> Result<> {
        id = graph.add(known->name, pair(at));
        if (wired) {
            graphEdits::wireNew(graph, id, selectedList(), *types());
            graphEdits::makeRoom(graph, id, heights());
        }
        return {};
    });
    if (!made)
        return {};
    select(qt(id));
    return qt(id);
}

QString GraphModel::addAfter(const QString& node, const QString& type)
{
    const Row* source = find(utf8(node));
    const NodeType* known = types()->find(utf8(type));
    if (!known || !source)
        return {};
    NodeId id;
    QPointF at = source->at() + QPointF(nodeShape::width + 84, 0);
    bool made = act(tr("Add %1").arg(qt(text(known->label))), [&](Graph& graph) -> Result<> {
        id = graph.add(known->name, pair(at));
        graphEdits::wireNew(graph, id, {utf8(node)}, *types());
        graphEdits::makeRoom(graph, id, heights());
        return {};
    });
    if (!made)
        return {};
    select(qt(id));
    return qt(id);
}

QString GraphModel::addAtWire(const QString& type, const QPointF& at, const QString& node, const QString& port)
{
    const NodeType* known = types()->find(utf8(type));
    if (!known)
        return {};
    NodeId id;
    bool made = act(tr("Add %1").arg(qt(text(known->label))), [&](Graph& graph) -> Result<> {
        id = graph.add(known->name, pair(at));
        if (port.isEmpty()) {
            TRY(auto link, graphEdits::bestLink(graph, utf8(node), id, *types()));
            return graph.connect(link, *types());
        }
        return graph.connect({id, "image", utf8(node), utf8(port)}, *types());
    });
    if (!made)
        return {};
    select(qt(id));
    return qt(id);
}

QString GraphModel::place(const QString& type, const QPointF& at, const QString& node, const QString& port, bool into)
{
    return into ? addInto(type, at, node, port) : node.isEmpty() ? add(type, at) : addAtWire(type, at, node, port);
}

QString GraphModel::addInto(const QString& type, const QPointF& at, const QString& node, const QString& port)
{
    const NodeType* known = types()->find(utf8(type));
    const Link* found = graph().linkTo(utf8(node), utf8(port));
    if (!known || !found)
        return {};
    NodeId id;
    bool made = act(tr("Insert %1").arg(qt(text(known->label))), [&, link = *found](Graph& graph) -> Result<> {
        id = graph.add(known->name, pair(at));
        TRY_DO(graphEdits::insertInto(graph, id, link, *types()));
        graphEdits::makeRoom(graph, id, heights());
        return {};
    });
    if (!made)
        return {};
    select(qt(id));
    return qt(id);
}

bool GraphModel::connectNodes(const QString& from, const QString& to, const QString& port)
{
    return act(tr("Connect %1 to %2").arg(labelOf(from), labelOf(to)), [&](Graph& graph) {
        return graph.connect({utf8(from), "image", utf8(to), utf8(port)}, *types());
    });
}

bool GraphModel::connectToNode(const QString& from, const QString& to)
{
    return act(tr("Connect %1 to %2").arg(labelOf(from), labelOf(to)), [&](Graph& graph) -> Result<> {
        TRY(auto link, graphEdits::bestLink(graph, utf8(from), utf8(to), *types()));
        return graph.connect(link, *types());
    });
}

bool GraphModel::disconnectInput(const QString& node, const QString& port)
{
    const Link* link = graph().linkTo(utf8(node), utf8(port));
    if (!link)
        return false;
    return act(tr("Disconnect %1 from %2").arg(labelOf(qt(link->from)), labelOf(node)), [&](Graph& graph) -> Result<> {
        graph.disconnect(utf8(node), utf8(port));
        return {};
    });
}

bool GraphModel::cut(const QList<int>& wires)
{
    std::vector<Link> links;
    for (int wire : wires) {
        if (wire >= 0 && std::size_t(wire) < m_wires.size())
            links.push_back(m_wires[std::size_t(wire)].link);
    }
    if (links.empty())
        return false;
    return act(tr("Cut %n wires", "", int(links.size())), [&](Graph& graph) -> Result<> {
        for (const Link& link : links)
            graph.disconnect(link.to, link.toPort);
        return {};
    });
}

QString GraphModel::refusal(const NodeId& from, const NodeId& to, const std::string& port) const
{
    Graph next = graph();
    auto linked = next.connect({from, "image", to, port}, *types());
    return linked ? QString() : qt(linked.error().message);
}

bool GraphModel::removeSelected()
{
    graphEdits::Ids ids = selectedIds();
    std::string backdrop = utf8(m_backdrops->selected());
    if (ids.empty() && backdrop.empty())
        return false;
    QString label = ids.empty() ? tr("Remove a backdrop") : tr("Remove %1").arg(words(ids));
    return act(label, [&](Graph& graph) -> Result<> {
        graphEdits::remove(graph, ids, *types());
        graph.backdrops.erase(backdrop);
        return {};
    });
}

bool GraphModel::extractSelected()
{
    graphEdits::Ids ids = selectedIds();
    return !ids.empty() && act(tr("Take %1 out of the chain").arg(words(ids)), [&](Graph& graph) -> Result<> {
        graphEdits::extract(graph, ids, *types());
        return {};
    });
}

bool GraphModel::bypassSelected()
{
    graphEdits::Ids ids = selectedIds();
    if (ids.empty())
        return false;
    // All alike afterwards: on where one was off.
    bool bypass = std::any_of(ids.begin(), ids.end(), [&](const NodeId& id) { return !find(id)->node.bypassed; });
    return act((bypass ? tr("Bypass %1") : tr("Use %1 again")).arg(words(ids)), [&](Graph& graph) -> Result<> {
        for (const NodeId& id : ids)
            graph.nodes.at(id).bypassed = bypass;
        return {};
    });
}

bool GraphModel::muteSelected()
{
    graphEdits::Ids ids = selectedIds();
    if (ids.empty())
        return false;
    bool mute = std::any_of(ids.begin(), ids.end(), [&](const NodeId& id) { return !find(id)->node.muted; });
    return act((mute ? tr("Mute %1") : tr("Unmute %1")).arg(words(ids)), [&](Graph& graph) -> Result<> {
        for (const NodeId& id : ids)
            graph.nodes.at(id).muted = mute;
        return {};
    });
}

bool GraphModel::soloSelected()
{
    graphEdits::Ids ids = selectedIds();
    if (ids.empty())
        return false;
    graphEdits::Ids others = graphEdits::strangers(graph(), ids);
    bool alone = std::all_of(others.begin(), others.end(), [&](const NodeId& id) { return find(id)->node.muted; });
    if (others.empty()) {
        Q_EMIT refused(tr("Everything here belongs to %1 already.").arg(words(ids)));
        return false;
    }
    if (!alone) {
        graphEdits::Ids muted;
        for (const NodeId& id : others) {
            if (!find(id)->node.muted)
                muted.insert(id);
        }
        m_soloMuted = muted;
    }
    // What was muted before the solo stays so after it, as long as the window remembers.
    graphEdits::Ids back;
    std::set_intersection(others.begin(), others.end(), m_soloMuted.begin(), m_soloMuted.end(), std::inserter(back, back.end()));
    if (back.empty())
        back = others;
    return act((alone ? tr("End the solo of %1") : tr("Solo %1")).arg(words(ids)), [&](Graph& graph) -> Result<> {
        for (const NodeId& id : alone ? back : others)
            graph.nodes.at(id).muted = !alone;
        for (const NodeId& id : ids) {
            if (!alone)
                graph.nodes.at(id).muted = false;
        }
        return {};
    });
}

bool GraphModel::duplicateSelected()
{
    graphEdits::Ids ids = selectedIds(), fresh;
    if (ids.empty())
        return false;
    bool made = act(tr("Duplicate %1").arg(words(ids)), [&](Graph& graph) -> Result<> {
        for (const auto& [old, copy] : graphEdits::duplicate(graph, ids, {duplicateStep, duplicateStep}, false, *types()))
            fresh.insert(copy);
        return {};
    });
    if (made)
        setSelection(fresh, *fresh.begin());
    return made;
}

QString GraphModel::copiedText() const
{
    std::set<std::string> backdrops;
    if (!m_backdrops->selected().isEmpty())
        backdrops.insert(utf8(m_backdrops->selected()));
    return qt(nodesText(graph(), selectedIds(), backdrops));
}

bool GraphModel::copySelected()
{
    graphEdits::Ids ids = selectedIds();
    if (ids.empty() && m_backdrops->selected().isEmpty())
        return false;
    QGuiApplication::clipboard()->setText(copiedText());
    Q_EMIT done(tr("Copied %1").arg(words(ids)));
    return true;
}

bool GraphModel::cutSelected()
{
    graphEdits::Ids ids = selectedIds();
    return copySelected() && act(tr("Cut %1").arg(words(ids)), [&](Graph& graph) -> Result<> {
        graphEdits::remove(graph, ids, *types());
        graph.backdrops.erase(utf8(m_backdrops->selected()));
        return {};
    });
}

bool GraphModel::pasteFromClipboard(const QPointF& at, bool incoming)
{
    return pasteText(QGuiApplication::clipboard()->text(), at, incoming);
}

bool GraphModel::pasteText(const QString& text, const QPointF& at, bool incoming)
{
    if (!m_session || !m_session->document()->isOpen())
        return false;
    Graph next = m_session->document()->written();
    auto pasted = pasteNodes(next, utf8(text), pair(at), incoming, *types());
    if (!pasted) {
        Q_EMIT refused(qt(pasted.error().message));
        return false;
    }
    QString label = tr("Paste %n nodes", "", int(pasted->ids.size()));
    if (!m_session->document()->edit(next, label))
        return false;
    if (pasted->dropped > 0)
        Q_EMIT refused(tr("%n links or settings did not fit and were left out.", "", pasted->dropped));
    setSelection({pasted->ids.begin(), pasted->ids.end()}, pasted->ids.empty() ? NodeId() : pasted->ids.front());
    m_backdrops->setSelected(pasted->backdrops.empty() ? QString() : qt(pasted->backdrops.front()));
    Q_EMIT done(label);
    return true;
}

bool GraphModel::alignSelected()
{
    graphEdits::Ids ids = selectedIds();
    return ids.size() > 1 && act(tr("Align %1").arg(words(ids)), [&](Graph& graph) -> Result<> {
        graphEdits::align(graph, ids, heights());
        return {};
    });
}

bool GraphModel::tidySelected()
{
    graphEdits::Ids ids = selectedIds();
    return ids.size() > 1 && act(tr("Tidy %1").arg(words(ids)), [&](Graph& graph) -> Result<> {
        graphEdits::tidy(graph, ids, heights());
        return {};
    });
}

bool GraphModel::rename(const QString& node, const QString& intent)
{
    return act(tr("Rename %1").arg(labelOf(node)), [&](Graph& graph) -> Result<> {
        if (auto found = graph.nodes.find(utf8(node)); found != graph.nodes.end())
            found->second.intent = utf8(intent.simplified().left(500));
        return {};
    });
}

bool GraphModel::nudge(double right, double down)
{
    graphEdits::Ids ids = selectedIds();
    return !ids.empty() && act(tr("Move %1").arg(words(ids)), [&](Graph& graph) -> Result<> {
        for (const NodeId& id : ids) {
            graph.nodes.at(id).at[0] += right;
            graph.nodes.at(id).at[1] += down;
        }
        return {};
    });
}

QString GraphModel::frameSelected(const QPointF& at)
{
    QRectF around(at, QSizeF(360, 240));
    if (graphEdits::Ids ids = selectedIds(); !ids.empty()) {
        around = {};
        for (const NodeId& id : ids)
            around = around.united(find(id)->rect());
        around.adjust(-backdropMargin, -backdropMargin - backdropTitle, backdropMargin, backdropMargin);
    }
    std::string id = newId();
    bool made = act(tr("Add a backdrop"), [&](Graph& graph) -> Result<> {
        graph.backdrops[id]
            = {.title = {}, .at = pair(around.topLeft()), .size = {around.width(), around.height()}, .colour = {}};
        return {};
    });
    if (!made)
        return {};
    m_backdrops->setSelected(qt(id));
    return qt(id);
}

// Dragging.

void GraphModel::beginMove(bool copy)
{
    if (!isEditable()) {
        if (m_session && m_session->document()->isOpen())
            Q_EMIT refused(m_session->document()->readOnlyReason());
        return;
    }
    m_base = m_session->document()->written();
    m_moving = selectedIds();
    m_movingBackdrops.clear();
    m_resizing = false;
    m_copying = copy;
    m_moved = {};
    if (copy) {
        graphEdits::Ids fresh;
        for (const auto& [old, one] : graphEdits::duplicate(*m_base, m_moving, {0, 0}, false, *types()))
            fresh.insert(one);
        m_moving = fresh;
        m_session->document()->preview(*m_base);
        setSelection(fresh, fresh.empty() ? NodeId() : *fresh.begin());
    }
    Q_EMIT movingChanged();
}

void GraphModel::beginMoveBackdrop(const std::string& id, bool resize)
{
    beginMove();
    if (!m_base)
        return;
    m_movingBackdrops = {id};
    m_resizing = resize;
    m_moving = resize ? graphEdits::Ids() : m_backdrops->inside(id);
    if (resize)
        return;
    // One that lies on it moves along.
    QRectF whole;
    for (const BackdropModel::Row& row : m_backdrops->rows()) {
        if (row.id == id)
            whole = row.rect();
    }
    for (const BackdropModel::Row& row : m_backdrops->rows()) {
        if (whole.contains(row.rect()))
            m_movingBackdrops.insert(row.id);
    }
}

void GraphModel::moveBy(double right, double down)
{
    if (!m_base)
        return;
    QPointF by(std::round(right), std::round(down));
    if (by == m_moved)
        return;
    m_moved = by;
    Graph next = *m_base;
    for (const NodeId& id : m_moving) {
        if (auto found = next.nodes.find(id); found != next.nodes.end()) {
            found->second.at[0] += by.x();
            found->second.at[1] += by.y();
        }
    }
    for (const std::string& id : m_movingBackdrops) {
        auto found = next.backdrops.find(id);
        if (found == next.backdrops.end())
            continue;
        auto& moved = m_resizing ? found->second.size : found->second.at;
        moved = {moved[0] + by.x(), moved[1] + by.y()};
        if (m_resizing)
            moved = {std::max(120.0, moved[0]), std::max(80.0, moved[1])};
    }
    m_session->document()->preview(next);
}

bool GraphModel::endMove(int wire)
{
    if (!m_base)
        return false;
    Graph next = graph();
    graphEdits::Ids moved = m_moving;
    QString label = m_copying ? tr("Duplicate %1").arg(words(moved))
        : m_resizing          ? tr("Resize a backdrop")
        : moved.empty()       ? tr("Move a backdrop")
                              : tr("Move %1").arg(words(moved));
    std::optional<Link> onto;
    if (wire >= 0 && std::size_t(wire) < m_wires.size())
        onto = m_wires[std::size_t(wire)].link;
    m_base.reset();
    if (onto && moved.size() == 1) {
        if (auto inserted = graphEdits::insertInto(next, *moved.begin(), *onto, *types()); !inserted)
            Q_EMIT refused(qt(inserted.error().message));
        else {
            label = tr("Insert %1").arg(words(moved));
            graphEdits::makeRoom(next, *moved.begin(), heights());
        }
    }
    bool written = m_session->document()->edit(next, label);
    if (written && m_moved != QPointF())
        Q_EMIT done(label);
    Q_EMIT movingChanged();
    return written;
}

void GraphModel::cancelMove()
{
    if (!m_base)
        return;
    m_base.reset();
    m_session->document()->dropPreview();
    Q_EMIT movingChanged();
}

// For lists of connections.

QVariantList GraphModel::linkRows(const QString& node, const QString& port) const
{
    const Row* here = find(utf8(node));
    if (!here)
        return {};
    auto row
        = [](const char* kind, const QString& id, const QString& atPort, const QString& words, const QString& detail, bool may) {
              return QVariantMap{{QStringLiteral("kind"), QString::fromLatin1(kind)}, {QStringLiteral("node"), id},
                  {QStringLiteral("port"), atPort}, {QStringLiteral("words"), words}, {QStringLiteral("detail"), detail},
                  {QStringLiteral("may"), may}};
          };
    QVariantList rows;
    if (port.isEmpty()) {
        for (const QVariant& input : here->inputs) {
            const QVariantMap map = input.toMap();
            QString name = map.value(QStringLiteral("port")).toString(), label = map.value(QStringLiteral("label")).toString();
            const Link* link = graph().linkTo(here->id, utf8(name));
            QString source = link ? labelOf(qt(link->from)) : QString();
            rows.append(row("input", link ? qt(link->from) : QString(), name, label,
                link ? tr("from %1").arg(source) : tr("nothing is linked"), isEditable()));
        }
        for (const Link& link : graph().links) {
            if (link.from == here->id)
                rows.append(row("fed", qt(link.to), qt(link.toPort), labelOf(qt(link.to)), tr("is fed by it"), true));
        }
        return rows;
    }
    // Who is fed by the node cannot feed it.
    std::map<NodeId, std::vector<NodeId>> lead;
    for (const Link& link : graph().links)
        lead[link.from].push_back(link.to);
    graphEdits::Ids fed;
    std::vector<NodeId> pending = {here->id};
    while (!pending.empty()) {
        NodeId id = std::move(pending.back());
        pending.pop_back();
        if (fed.insert(id).second) {
            for (const NodeId& next : lead[id])
                pending.push_back(next);
        }
    }
    QVariantList mayNot;
    for (const NodeId& id : graphEdits::upstreamOrder(graph())) {
        const Row* other = find(id);
        if (!other || !other->hasOutput || id == here->id)
            continue;
        bool may = !fed.contains(id) && other->type;
        (may ? rows : mayNot)
            .append(row("source", qt(id), port, other->label, may ? QString() : refusal(id, here->id, utf8(port)), may));
    }
    return rows + mayNot;
}

} // namespace opificio
