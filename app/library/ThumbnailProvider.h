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

class Web;

/// image://thumbnails/...: the small picture of an item, by the key of Item.h, made from its file where it is missing; fetched
/// where the item has no file and its picture lies on somebody's server. Asked by Image items on any thread; what was scrolled
/// away before its turn is never decoded and never asked for. Addresses come from address().
class ThumbnailProvider : public QQuickAsyncImageProvider {
    Q_OBJECT

public:
    /// Without `web` nothing is fetched.
    explicit ThumbnailProvider(std::shared_ptr<Web> web = nullptr);
    ~ThumbnailProvider() override;
    /// Nothing is being made.
    bool isIdle() const { return m_pool.activeThreadCount() == 0 && m_waiting.activeThreadCount() == 0; }
    QQuickImageResponse* requestImageResponse(const QString& id, const QSize& requestedSize) override;
    /// For Image. `item`, its id, where it has no file.
    static QString address(const QByteArray& key, const QString& item = {});

Q_SIGNALS:
    /// There is no small picture with that key: why, as a sentence. Any thread; once for each.
    void failed(const QString& key, const QString& sentence);

private:
    struct State;
    class Response;
    std::shared_ptr<State> m_state;
    QThreadPool m_pool, m_waiting; ///< for what is here; for what is fetched
    std::atomic<int> m_asked = 0;
};

} // namespace opificio
