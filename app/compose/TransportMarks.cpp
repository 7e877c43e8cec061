// SPDX-License-Identifier: GPL-3.0-or-later
#include "TransportMarks.h"

#include "Text.h"

#include "base/Text.h"

#include <cmath>
#include <map>
#include <optional>

namespace opificio {

void TransportMarks::componentComplete()
{
    connect(m_session->document(), &Document::changed, this, &TransportMarks::find);
    connect(m_session, &Session::languageChanged, this, &TransportMarks::find);
    find();
}

void TransportMarks::setNodes(const QStringList& nodes)
{
    if (nodes == m_nodes)
        return;
    m_nodes = nodes;
    Q_EMIT nodesChanged();
    if (m_session)
        find();
}

void TransportMarks::find()
{
    const Graph& graph = m_session->document()->graph();
    const double rate = m_session->transport()->rate();
    std::map<Frame, QStringList> labels;
    for (const QString& id : m_nodes) {
        auto node = graph.nodes.find(utf8(id));
        if (node == graph.nodes.end())
            continue;
        const NodeType* type = m_session->types()->find(node->second.type);
        for (const auto& [name, keys] : node->second.keys) {
            const Param* param = type ? findParam(type->params, name) : nullptr;
            QString label = param ? qt(text(param->label)) : qt(name);
            for (const Key& key : keys) {
                QStringList& here = labels[Frame(std::llround(key.time * rate))];
                if (!here.contains(label))
                    here.append(label);
            }
        }
    }
    QVariantList marks;
    for (const auto& [frame, here] : labels)
        marks.append(
            QVariantMap{{QStringLiteral("frame"), qint64(frame)}, {QStringLiteral("label"), here.join(QStringLiteral(", "))}});
    if (marks == m_marks)
        return;
    m_marks = std::move(marks);
    Q_EMIT changed();
}

void TransportMarks::go(int direction)
{
    Transport* transport = m_session->transport();
    std::optional<qint64> wanted;
    for (const QVariant& mark : m_marks) {
        qint64 frame = mark.toMap().value(QStringLiteral("frame")).toLongLong();
        if (direction > 0 ? frame > transport->frame() && !wanted : frame < transport->frame())
            wanted = frame;
    }
    if (!wanted)
        return;
    transport->pause();
    transport->setFrame(*wanted);
}

} // namespace opificio
