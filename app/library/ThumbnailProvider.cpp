// SPDX-License-Identifier: GPL-3.0-or-later
#include "ThumbnailProvider.h"

#include "Picture.h"
#include "Text.h"
#include "base/Hash.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "image/ImageFile.h"
#include "library/Library.h"
#include "library/Thumbnails.h"
#include "studio/FilmProbe.h"

#include <QMutexLocker>
#include <QPointer>

#include <atomic>
#include <optional>

namespace opificio {

// Shared with responses that are still at work when the provider ends.
struct ThumbnailProvider::State {
    // Guards: everything below.
    QMutex mutex;
    std::optional<Library> library; ///< opened for the first missing picture
    QSet<QString> failed;
    bool ended = false;

    Result<std::filesystem::path> fileOf(const std::string& sha256, std::string& type)
    {
        QMutexLocker lock(&mutex);
        if (!library) {
            TRY(Library opened, Library::open());
            library.emplace(std::move(opened));
        }
        TRY(const auto item, library->find(sha256));
        if (!item || item->file.empty())
            return Error{Error::Code::NotFound, text("The library knows no file for this picture."), sha256};
        type = item->type;
        return item->file;
    }
};

class ThumbnailProvider::Response : public QQuickImageResponse, public QRunnable {
public:
    Response(std::shared_ptr<State> state, ThumbnailProvider* provider, const QString& sha256, const QSize& size)
        : m_state(std::move(state))
        , m_provider(provider)
        , m_sha256(sha256)
        , m_size(size)
    {
        // Qt deletes responses once they have finished.
        setAutoDelete(false);
    }
    QQuickTextureFactory* textureFactory() const override { return QQuickTextureFactory::textureFactoryForImage(m_image); }
    QString errorString() const override { return m_error; }
    void cancel() override { m_cancelled = true; }

    void run() override
    {
        if (!m_cancelled) {
            auto image = read();
            if (image)
                m_image = qtImage(*image);
            else
                fail(image.error());
        }
        Q_EMIT finished();
    }

private:
    Result<opificio::Image> read() const
    {
        const std::string sha256 = utf8(m_sha256);
        if (!isSha256(sha256))
            return Error{Error::Code::Invalid, text("This is not the SHA-256 of a picture: {0}.", sha256), sha256};
        const int edge = std::max(m_size.width(), m_size.height());
        const std::filesystem::path folder = homeFolder() / "thumbnails";
        std::filesystem::path path = thumbnailPath(folder, sha256);
        std::error_code code;
        if (std::filesystem::is_regular_file(path, code)) {
            // One that is damaged is made anew from its file.
            if (auto small = readImage(path, edge))
                return small;
            std::filesystem::remove(path, code);
        }
        std::string type;
        TRY(const auto file, m_state->fileOf(sha256, type));
        if (!std::filesystem::is_regular_file(file, code))
            return Error{Error::Code::NotFound, text("The file is not where it was: {0}.", file.string()), file.string()};
        if (type == "film") {
            TRY(const Probed probed, probeFilm(file));
            TRY(path, makeThumbnail(folder, probed.picture, sha256));
        } else {
            TRY(path, makeThumbnail(folder, file, sha256));
        }
        return readImage(path, edge);
    }

    void fail(const Error& error)
    {
        m_error = qt(error.message);
        QMutexLocker lock(&m_state->mutex);
        if (m_state->ended || m_state->failed.contains(m_sha256))
            return;
        m_state->failed.insert(m_sha256);
        Q_EMIT m_provider->failed(m_sha256, m_error);
    }

    std::shared_ptr<State> m_state;
    ThumbnailProvider* m_provider; ///< not after `ended`
    QString m_sha256, m_error;
    QSize m_size;
    QImage m_image;
    std::atomic<bool> m_cancelled = false;
};

ThumbnailProvider::ThumbnailProvider()
    : m_state(std::make_shared<State>())
{
    // The render threads and the GUI keep a core for themselves.
    m_pool.setMaxThreadCount(std::max(1, QThread::idealThreadCount() - 1));
}

ThumbnailProvider::~ThumbnailProvider()
{
    {
        QMutexLocker lock(&m_state->mutex);
        m_state->ended = true;
    }
    m_pool.waitForDone();
}

QQuickImageResponse* ThumbnailProvider::requestImageResponse(const QString& sha256, const QSize& requestedSize)
{
    auto* response = new Response(m_state, this, sha256, requestedSize);
    // What was asked for last is looked at now.
    m_pool.start(response, ++m_asked);
    return response;
}

} // namespace opificio
