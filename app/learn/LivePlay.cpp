// SPDX-License-Identifier: GPL-3.0-or-later
#include "LivePlay.h"

#include "base/Text.h"
#include "studio/WorkTools.h"

#include "Session.h"
#include "Text.h"

#include <algorithm>

namespace opificio {

namespace {

constexpr const char* kind = "model";

} // namespace

LivePlay::LivePlay(QObject* parent)
    : QObject(parent)
{
}

LivePlay::~LivePlay()
{
    if (m_session && m_on)
        m_session->stage()->setStandIns({});
}

void LivePlay::setSession(Session* session)
{
    if (session == m_session)
        return;
    m_session = session;
    if (m_session) {
        connect(m_session->document(), &Document::changed, this, &LivePlay::changed);
        connect(m_session->document(), &Document::opened, this, [this] {
            m_node.clear();
            m_grows.clear();
            setOn(false);
            Q_EMIT changed();
        });
    }
    Q_EMIT sessionChanged();
    Q_EMIT changed();
}

QVariantList LivePlay::nodes() const
{
    QVariantList all;
    if (!m_session)
        return all;
    const Graph& graph = m_session->document()->written();
    std::vector<const std::pair<const NodeId, Node>*> found;
    for (const auto& entry : graph.nodes) {
        if (entry.second.type == kind)
            found.push_back(&entry);
    }
    // As they are read on the canvas: from the left, and from the top.
    std::sort(found.begin(), found.end(), [](const auto* one, const auto* other) { return one->second.at < other->second.at; });
    for (const auto* entry : found) {
        const auto& [id, node] = *entry;
        all.append(QVariantMap{{QStringLiteral("node"), qt(id)},
            {QStringLiteral("label"), node.intent.empty() ? tr("Model %1").arg(qt(id)) : qt(node.intent)}});
    }
    return all;
}

QString LivePlay::node() const
{
    const QVariantList all = nodes();
    for (const QVariant& row : all) {
        if (row.toMap().value(QStringLiteral("node")).toString() == m_node)
            return m_node;
    }
    // Nobody has chosen one: the node that has this model already, before any other.
    for (const QVariant& row : all) {
        const QString id = row.toMap().value(QStringLiteral("node")).toString();
        if (!m_model.isEmpty() && qt(m_session->document()->written().nodes.at(utf8(id)).values.text("model")) == m_model)
            return id;
    }
    // Then one that shows a model of the same kind: a texture is not put where a map was.
    for (const QVariant& row : all) {
        const QString id = row.toMap().value(QStringLiteral("node")).toString();
        const std::optional<bool> shown = grows(qt(m_session->document()->written().nodes.at(utf8(id)).values.text("model")));
        if (shown && shown == grows(m_model))
            return id;
    }
    return all.isEmpty() ? QString() : all.constFirst().toMap().value(QStringLiteral("node")).toString();
}

std::optional<bool> LivePlay::grows(const QString& model) const
{
    if (model.isEmpty())
        return std::nullopt;
    if (auto known = m_grows.constFind(model); known != m_grows.constEnd())
        return *known;
    auto does = materialsIn(pathOf(m_session->document()->folder())).modelHasMemory(utf8(model));
    // One that is not there yet may be there later.
    if (!does)
        return std::nullopt;
    m_grows.insert(model, *does);
    return *does;
}

int LivePlay::row() const
{
    const QVariantList all = nodes();
    const QString chosen = node();
    for (int i = 0; i < all.size(); ++i) {
        if (all[i].toMap().value(QStringLiteral("node")).toString() == chosen)
            return i;
    }
    return -1;
}

void LivePlay::setNode(const QString& node)
{
    if (node == m_node)
        return;
    m_node = node;
    show();
    Q_EMIT changed();
}

void LivePlay::setModel(const QString& sha256)
{
    if (sha256 == m_model)
        return;
    m_model = sha256;
    show();
    Q_EMIT changed();
}

void LivePlay::setOn(bool on)
{
    if (on == m_on)
        return;
    m_on = on;
    show();
    Q_EMIT changed();
}

bool LivePlay::isPossible() const
{
    return !m_model.isEmpty() && !node().isEmpty();
}

bool LivePlay::canKeep() const
{
    return m_session && m_session->document()->isOpen() && !m_session->document()->isReadOnly();
}

QString LivePlay::kept() const
{
    if (!m_session)
        return {};
    const Graph& graph = m_session->document()->written();
    auto found = graph.nodes.find(utf8(node()));
    return found == graph.nodes.end() ? QString() : qt(found->second.values.text("model"));
}

void LivePlay::show()
{
    if (!m_session)
        return;
    if (m_on && isPossible())
        m_session->stage()->setStandIns({{utf8(node()), utf8(m_model)}});
    else
        m_session->stage()->setStandIns({});
}

void LivePlay::keep(const QString& sha256, const QString& name)
{
    if (!canKeep() || sha256.isEmpty())
        return;
    Document* document = m_session->document();
    const NodeTypes& types = *m_session->types();
    Graph next = document->written();
    NodeId id = utf8(node());
    const bool isNew = id.empty();
    if (isNew) {
        // Left of the output, where there is room.
        const NodeId output = next.output();
        const std::array<double, 2> at = output.empty() ? std::array<double, 2>{0, 0} : next.nodes[output].at;
        id = next.add(kind, {at[0] - 260, at[1]});
        next.nodes[id].intent = utf8(name);
        if (!output.empty() && !next.linkTo(output, "image"))
            (void)next.connect({id, "image", output, "image"}, types);
    }
    if (auto set = next.set(id, "model", utf8(sha256), types); !set) {
        m_session->notices()->show(set.error());
        return;
    }
    if (document->edit(next, isNew ? tr("Add the model “%1”").arg(name) : tr("Keep the model “%1”").arg(name)))
        setOn(false);
}

} // namespace opificio
