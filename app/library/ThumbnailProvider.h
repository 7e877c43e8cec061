#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QMutex>
#include <QQuickAsyncImageProvider>
#include <QSet>
#include <QThreadPool>

#include <atomic>
#include <memory>

#include "base/Result.h"

namespace opificio {

/// image://thumbnails/SHA256: the small picture of an item, made from its file where it is missing. Asked by Image items on any
/// thread; what was scrolled away before its turn is never decoded.
class ThumbnailProvider : public QQuickAsyncImageProvider {
    Q_OBJECT

public:
    ThumbnailProvider();
    ~ThumbnailProvider() override;
    /// Nothing is being made.
    bool isIdle() const { return m_pool.activeThreadCount() == 0; }
    QQuickImageResponse* requestImageResponse(const QString& sha256, const QSize& requestedSize) override;

Q_SIGNALS:
    /// There is no small picture of that file: why, as a sentence. Any thread; once for each file.
    void failed(const QString& sha256, const QString& sentence);

private:
    struct State;
    class Response;
    std::shared_ptr<State> m_state;
    QThreadPool m_pool;
    std::atomic<int> m_asked = 0;
};

} // namespace opificio
