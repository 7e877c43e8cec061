#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QImage>
#include <QQuickImageResponse>
#include <QQuickTextureFactory>
#include <QRunnable>

#include "Text.h"
#include "base/Result.h"
#include "base/Task.h"

namespace opificio {

/// What a provider of pictures answers with: read on a thread of the provider's pool, and not at all where nobody waits for it
/// any more. Qt deletes it once it has finished.
class PictureResponse : public QQuickImageResponse, public QRunnable {
public:
    PictureResponse() { setAutoDelete(false); }
    QQuickTextureFactory* textureFactory() const override { return QQuickTextureFactory::textureFactoryForImage(m_image); }
    QString errorString() const override { return m_error; }
    void cancel() override { m_task.stop(); }

    void run() final
    {
        if (!m_task.stopped()) {
            auto image = read(m_task);
            if (image) {
                m_image = std::move(*image);
            } else if (image.error().code != Error::Code::Cancelled) {
                m_error = qt(image.error().message);
                failed(m_error);
            }
        }
        Q_EMIT finished();
    }

protected:
    /// On a thread of the pool; the task is stopped when nobody waits any more.
    virtual Result<QImage> read(Task& task) = 0;
    virtual void failed(const QString&) { }

private:
    Task m_task;
    QImage m_image;
    QString m_error;
};

} // namespace opificio
