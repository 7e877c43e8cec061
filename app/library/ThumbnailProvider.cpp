// SPDX-License-Identifier: GPL-3.0-or-later
#include "ThumbnailProvider.h"

#include "Picture.h"
#include "PictureResponse.h"
#include "base/Hash.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "image/ImageFile.h"
#include "library/Bring.h"
#include "library/Library.h"
#include "library/Thumbnails.h"
#include "studio/FilmProbe.h"
#include "web/Web.h"

#include <QMutexLocker>
#include <QPointer>

#include <optional>
#include <set>

namespace opificio {

namespace {

// They wait for servers, not for the processor.
constexpr int waitingAtOnce = 8;

} // namespace

// Shared with responses that are still at work when the provider ends.
struct ThumbnailProvider::State {
    // Guards: everything below.
    QMutex mutex;
    std::optional<Library> library; ///< opened for the first missing picture
    QSet<QString> failed;
    bool ended = false;
    std::shared_ptr<Web> web; ///< never changes
    std::set<Task*> fetching; ///< stopped at the end

    Result<std::optional<Item>> itemOf(const std::string& idOrHash)
    {
        QMutexLocker lock(&mutex);
        if (!library) {
            TRY(Library opened, Library::open());
            library.emplace(std::move(opened));
        }
        return library->find(idOrHash);
    }
};

class ThumbnailProvider::Response : public PictureResponse {
public:
    Response(
        std::shared_ptr<State> state, ThumbnailProvider* provider, const QString& key, const QString& item, const QSize& size)
        : m_state(std::move(state))
        , m_provider(provider)
        , m_key(key)
        , m_item(item)
        , m_size(size)
    {
    }

private:
    Result<QImage> read(Task& task) override
    {
        TRY(const auto image, made(task));
        return qtImage(image);
    }

    Result<opificio::Image> made(Task& task)
    {
        const std::string key = utf8(m_key);
        if (!isSha256(key))
            return Error{Error::Code::Invalid, text("This is not the SHA-256 of a picture: {0}.", key), key};
        const int edge = std::max(m_size.width(), m_size.height());
        const std::filesystem::path folder = homeFolder() / "thumbnails";
        std::filesystem::path path = thumbnailPath(folder, key);
        std::error_code code;
        if (std::filesystem::is_regular_file(path, code)) {
            // One that is damaged is made anew from its file.
            if (auto small = readImage(path, edge))
                return small;
            std::filesystem::remove(path, code);
        }
        TRY(const auto item, m_state->itemOf(m_item.isEmpty() ? key : utf8(m_item)));
        if (item && item->file.empty() && item->picture && m_state->web && thumbnailKey(*item) == key) {
            TRY_DO(fetch(*item, task));
            return readImage(path, edge);
        }
        if (!item || item->file.empty())
            return Error{Error::Code::NotFound, text("The library knows no file for this picture."), key};
        if (!std::filesystem::is_regular_file(item->file, code))
            return Error{
                Error::Code::NotFound, text("The file is not where it was: {0}.", item->file.string()), item->file.string()};
        if (item->type == "film") {
            TRY(const Probed probed, probeFilm(item->file));
            TRY(path, makeThumbnail(folder, probed.picture, key));
        } else {
            TRY(path, makeThumbnail(folder, item->file, key));
        }
        return readImage(path, edge);
    }

    Result<> fetch(const Item& item, Task& task)
    {
        {
            QMutexLocker lock(&m_state->mutex);
            if (m_state->ended)
                return Error{Error::Code::Cancelled, {}};
            m_state->fetching.insert(&task);
        }
        BringOptions options;
        options.web = m_state->web.get();
        auto fetched = bringSmall(item, options, task);
        QMutexLocker lock(&m_state->mutex);
        m_state->fetching.erase(&task);
        return fetched;
    }

    void failed(const QString& sentence) override
    {
        QMutexLocker lock(&m_state->mutex);
        if (m_state->ended || m_state->failed.contains(m_key))
            return;
        m_state->failed.insert(m_key);
        Q_EMIT m_provider->failed(m_key, sentence);
    }

    std::shared_ptr<State> m_state;
    ThumbnailProvider* m_provider; ///< not after `ended`
    QString m_key, m_item;
    QSize m_size;
};

ThumbnailProvider::ThumbnailProvider(std::shared_ptr<Web> web)
    : m_state(std::make_shared<State>())
{
    m_state->web = std::move(web);
    m_waiting.setMaxThreadCount(waitingAtOnce);
    // The render threads and the GUI keep a core for themselves.
    m_pool.setMaxThreadCount(std::max(1, QThread::idealThreadCount() - 1));
}

ThumbnailProvider::~ThumbnailProvider()
{
    {
        QMutexLocker lock(&m_state->mutex);
        m_state->ended = true;
        for (Task* task : m_state->fetching)
            task->stop();
    }
    m_pool.waitForDone();
    m_waiting.waitForDone();
}

QQuickImageResponse* ThumbnailProvider::requestImageResponse(const QString& id, const QSize& requestedSize)
{
    const QString key = id.section(QLatin1Char('-'), 0, 0),
                  item = QString::fromUtf8(QByteArray::fromHex(id.section(QLatin1Char('-'), 1).toLatin1()));
    auto* response = new Response(m_state, this, key, item, requestedSize);
    // What was asked for last is looked at now.
    (item.isEmpty() ? m_pool : m_waiting).start(response, ++m_asked);
    return response;
}

QString ThumbnailProvider::address(const QByteArray& key, const QString& item)
{
    QString address = QStringLiteral("image://thumbnails/") + QString::fromLatin1(key);
    if (!item.isEmpty())
        address += QLatin1Char('-') + QString::fromLatin1(item.toUtf8().toHex());
    return address;
}

} // namespace opificio
