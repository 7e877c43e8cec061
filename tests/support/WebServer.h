#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>

#include <QtCore/QProcess>
#include <QtCore/QStringList>

namespace opificio::test {

/// tests/support/web_server.py, on a free port of this machine, for as long as the value lives.
class WebServer {
public:
    explicit WebServer(const QStringList& arguments = {})
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(
            QStringLiteral("python3"), QStringList{QStringLiteral(OPIFICIO_SOURCE "/tests/support/web_server.py")} + arguments);
        if (m_process.waitForReadyRead(30'000))
            m_port = m_process.readLine().trimmed().toStdString();
        m_scheme = arguments.contains(QStringLiteral("--certificate")) ? "https" : "http";
    }
    ~WebServer() { stop(); }
    void stop()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished(10'000);
    }
    bool isRunning() const { return !m_port.empty(); }
    std::string port() const { return m_port; }
    /// "http://127.0.0.1:PORT" + path
    std::string at(const std::string& path) const { return m_scheme + "://127.0.0.1:" + m_port + path; }

private:
    QProcess m_process;
    std::string m_port, m_scheme;
};

} // namespace opificio::test
