#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QtCore/QProcess>
#include <QtCore/QStringList>

namespace opificio::test {

/// tests/support/slow_line.py before a port of this machine, for as long as the value lives.
class SlowLine {
public:
    explicit SlowLine(int target, const QStringList& arguments = {})
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral("python3"),
            QStringList{QStringLiteral(OPIFICIO_SOURCE "/tests/support/slow_line.py"), QString::number(target)} + arguments);
        if (m_process.waitForReadyRead(30'000))
            m_port = m_process.readLine().trimmed().toInt();
    }
    ~SlowLine()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished(10'000);
    }
    /// 0 where it did not start.
    int port() const { return m_port; }

private:
    QProcess m_process;
    int m_port = 0;
};

} // namespace opificio::test
