// SPDX-License-Identifier: GPL-3.0-or-later
#include "PictureProvider.h"

#include "image/ImageFile.h"
#include "media/Film.h"

#include "PictureResponse.h"

namespace opificio {

namespace {

// Without a wish: no larger than a screen shows.
constexpr int longestEdge = 1024;

QImage shown(const Image& image)
{
    const Image eight = converted(image, Image::Format::Rgba8, ColourSpace::Display);
    const QImage whole(reinterpret_cast<const uchar*>(eight.pixels().data()), eight.size().width, eight.size().height,
        qsizetype(eight.rowBytes()), QImage::Format_RGBA8888);
    return whole.convertToFormat(QImage::Format_RGBA8888_Premultiplied);
}

class Response : public PictureResponse {
public:
    Response(std::filesystem::path path, int edge)
        : m_path(std::move(path))
        , m_edge(edge)
    {
    }

private:
    Result<QImage> read(Task&) override
    {
        TRY(const auto image, decoded());
        return shown(image);
    }
    Result<Image> decoded() const
    {
        if (probeImage(m_path))
            return readImage(m_path, m_edge);
        TRY(auto film, Film::open(m_path));
        TRY(auto frame, film.frameAt(0));
        const Size size = frame.size();
        const double shrink = std::min(1.0, double(m_edge) / std::max(size.width, size.height));
        return scaled(frame, {std::max(1, int(size.width * shrink)), std::max(1, int(size.height * shrink))});
    }

    std::filesystem::path m_path;
    int m_edge;
};

} // namespace

PictureProvider::PictureProvider()
{
    m_pool.setMaxThreadCount(2);
}

PictureProvider::~PictureProvider()
{
    m_pool.waitForDone();
}

QQuickImageResponse* PictureProvider::requestImageResponse(const QString& id, const QSize& requestedSize)
{
    const QString place = QString::fromUtf8(QByteArray::fromHex(id.section(QChar::fromLatin1('/'), 0, 0).toLatin1()));
    const int wished = std::max(requestedSize.width(), requestedSize.height());
    auto* response = new Response(pathOf(place), wished > 0 ? wished : longestEdge);
    m_pool.start(response);
    return response;
}

QString PictureProvider::address(const std::filesystem::path& file, qint64 stamp)
{
    if (file.empty())
        return {};
    return QStringLiteral("image://pictures/%1/%2")
        .arg(QString::fromLatin1(QByteArray::fromStdString(file.string()).toHex()))
        .arg(stamp);
}

} // namespace opificio
