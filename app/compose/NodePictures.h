#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QQmlParserStatus>
#include <QStringList>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <memory>

#include "Session.h"

namespace opificio {

/// Small pictures of what nodes make, for their cards: image://nodes/ID/SERIAL. Made by a small renderer of its own on a thread
/// that only gets the time which nobody else wants: about four times a second a round over those that were asked for while
/// nothing plays, one node a second while something does. A picture that has not changed is not made again. GUI thread.
///
///     NodePictures { session: root.session; nodes: [...]; onMade: (node, source) => graph.setPicture(node, source) }
class NodePictures : public QObject, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session MEMBER m_session REQUIRED)
    /// Those that can be seen.
    Q_PROPERTY(QStringList nodes READ nodes WRITE setNodes NOTIFY nodesChanged)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)

public:
    explicit NodePictures(QObject* parent = nullptr);
    /// Waits a moment for a picture that is being made; see RenderLoop::wasLeftBehind().
    ~NodePictures() override;
    void classBegin() override { }
    void componentComplete() override;

    const QStringList& nodes() const { return m_nodes; }
    void setNodes(const QStringList& nodes);
    bool isActive() const { return m_active; }
    void setActive(bool active);

Q_SIGNALS:
    void nodesChanged();
    void activeChanged();
    /// There is another picture of the node.
    void made(const QString& node, const QString& source);
    /// There is none any more.
    void gone(const QString& node);

private:
    struct Shared;
    class Maker;
    class Provider;
    void ask();
    void beat();
    void take();

    Session* m_session = nullptr;
    QStringList m_nodes;
    bool m_active = true, m_asks = false;
    QTimer m_beat;
    Materials m_materials;
    QString m_folder;
    std::shared_ptr<Shared> m;
};

} // namespace opificio
