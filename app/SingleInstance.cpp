// SPDX-License-Identifier: GPL-3.0-or-later
#include "SingleInstance.h"

#include "base/Hash.h"
#include "base/Resources.h"

#include "Text.h"

#include <QLocalSocket>

#include <unistd.h>

namespace opificio {

namespace {

QString serverName()
{
    // Another library is another studio.
    std::string home = sha256(homeFolder().string()).substr(0, 12);
    return QStringLiteral("opificio-%1-%2").arg(::getuid()).arg(qt(home));
}

constexpr int patienceMs = 1000;
constexpr qint64 longestLetter = 1 << 16;

} // namespace

bool SingleInstance::handOver(const QStringList& works)
{
    QLocalSocket socket;
    socket.connectToServer(serverName());
    if (!socket.waitForConnected(patienceMs))
        return false;
    socket.write(works.join(QChar::fromLatin1('\n')).toUtf8() + '\0');
    // The answer says that somebody alive has read it.
    return socket.waitForBytesWritten(patienceMs) && socket.waitForReadyRead(patienceMs) && socket.read(1) == QByteArray("k");
}

void SingleInstance::listen()
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    if (!m_server.listen(serverName())) {
        // Left behind by one that was killed.
        QLocalServer::removeServer(serverName());
        m_server.listen(serverName());
    }
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket* socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
                QByteArray letter = socket->peek(longestLetter);
                if (!letter.contains('\0')) {
                    if (letter.size() >= longestLetter)
                        socket->abort();
                    return;
                }
                socket->readAll();
                socket->write("k");
                socket->flush();
                QString text = QString::fromUtf8(letter.left(letter.indexOf('\0')));
                Q_EMIT asked(text.isEmpty() ? QStringList() : text.split(QChar::fromLatin1('\n')));
            });
        }
    });
}

} // namespace opificio
