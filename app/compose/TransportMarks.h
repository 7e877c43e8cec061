#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QQmlParserStatus>
#include <QStringList>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include "Session.h"

namespace opificio {

/// The keyframes of some nodes, for a ruler: at which frames they lie, and whose they are. GUI thread.
class TransportMarks : public QObject, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session MEMBER m_session REQUIRED)
    Q_PROPERTY(QStringList nodes READ nodes WRITE setNodes NOTIFY nodesChanged)
    /// [{frame, label}], in the order of time.
    Q_PROPERTY(QVariantList marks READ marks NOTIFY changed)

public:
    using QObject::QObject;
    void classBegin() override { }
    void componentComplete() override;
    const QStringList& nodes() const { return m_nodes; }
    void setNodes(const QStringList& nodes);
    const QVariantList& marks() const { return m_marks; }
    /// Stands at the next or previous one; without one where it is.
    Q_INVOKABLE void go(int direction);

Q_SIGNALS:
    void nodesChanged();
    void changed();

private:
    void find();

    Session* m_session = nullptr;
    QStringList m_nodes;
    QVariantList m_marks;
};

} // namespace opificio
