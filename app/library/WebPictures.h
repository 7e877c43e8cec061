#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QQuickAsyncImageProvider>
#include <QThreadPool>

#include <memory>

namespace opificio {

class Web;

/// image://web/...: small pictures of what institutions publish, by their address, while somebody looks through them. Fetched
/// through the window's one Web, which keeps them and is polite. Addresses come from address().
class WebPictures : public QQuickAsyncImageProvider {
    Q_OBJECT

public:
    explicit WebPictures(std::shared_ptr<Web> web);
    /// Stops what is under way.
    ~WebPictures() override;
    QQuickImageResponse* requestImageResponse(const QString& id, const QSize& requestedSize) override;

    /// Empty for an empty one.
    static QString address(const std::string& web);

private:
    class Response;
    std::shared_ptr<Web> m_web;
    QThreadPool m_pool;
    int m_asked = 0;
};

} // namespace opificio
