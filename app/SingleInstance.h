#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QLocalServer>
#include <QObject>
#include <QStringList>

namespace opificio {

/// One window a person and library: a second start hands its works to the first and ends. A socket in the run-time folder,
/// which only the same person can open; without one every start is a window of its own. GUI thread.
class SingleInstance : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// True where another one has taken the works over.
    bool handOver(const QStringList& works);
    /// From now on later starts come here.
    void listen();

Q_SIGNALS:
    /// Absolute paths; empty when somebody only wants the window to come forward.
    void asked(const QStringList& works);

private:
    QLocalServer m_server;
};

} // namespace opificio
