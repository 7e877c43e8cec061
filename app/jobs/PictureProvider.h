#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QQuickAsyncImageProvider>
#include <QThreadPool>

#include <filesystem>

namespace opificio {

/// image://pictures/...: pictures and the first frame of films by their place on this computer, decoded beside, as small as they
/// are shown. Addresses come from address().
class PictureProvider : public QQuickAsyncImageProvider {
    Q_OBJECT

public:
    PictureProvider();
    ~PictureProvider() override;
    QQuickImageResponse* requestImageResponse(const QString& id, const QSize& requestedSize) override;

    /// `stamp` is another number once the file's content is another. Empty for an empty path.
    static QString address(const std::filesystem::path& file, qint64 stamp = 0);

private:
    QThreadPool m_pool;
};

} // namespace opificio
