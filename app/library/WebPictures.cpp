// SPDX-License-Identifier: GPL-3.0-or-later
#include "WebPictures.h"

#include "Picture.h"
#include "PictureResponse.h"
#include "image/ImageFile.h"
#include "web/Web.h"

#include <algorithm>

namespace opificio {

namespace {

// A server that answers with a whole scan where a small picture was asked for is heard out so far and no further.
constexpr std::int64_t mostBytes = std::int64_t(24) << 20;
constexpr int longestEdge = 384;

} // namespace

class WebPictures::Response : public PictureResponse {
public:
    Response(std::shared_ptr<Web> web, std::string address, int edge)
        : m_web(std::move(web))
        , m_address(std::move(address))
        , m_edge(edge)
    {
    }

private:
    Result<QImage> read(Task& task) override
    {
        FetchOptions options;
        options.limitBytes = mostBytes;
        options.reuse = FetchOptions::Reuse::Kept;
        TRY(const Fetched fetched, m_web->fetch(m_address, options, task));
        TRY(const auto image, readImage(fetched.file, m_edge));
        return qtImage(image);
    }

    std::shared_ptr<Web> m_web;
    std::string m_address;
    int m_edge;
};

WebPictures::WebPictures(std::shared_ptr<Web> web)
    : m_web(std::move(web))
{
    // They wait for servers, not for the processor.
    m_pool.setMaxThreadCount(8);
}

WebPictures::~WebPictures()
{
    m_pool.clear();
    m_pool.waitForDone();
}

QQuickImageResponse* WebPictures::requestImageResponse(const QString& id, const QSize& requestedSize)
{
    const std::string address = QByteArray::fromHex(id.toLatin1()).toStdString();
    const int wished = std::max(requestedSize.width(), requestedSize.height());
    auto* response = new Response(m_web, address, wished > 0 ? std::min(wished, longestEdge) : longestEdge);
    // What was asked for last is looked at now.
    m_pool.start(response, ++m_asked);
    return response;
}

QString WebPictures::address(const std::string& web)
{
    return web.empty() ? QString()
                       : QStringLiteral("image://web/%1").arg(QString::fromLatin1(QByteArray::fromStdString(web).toHex()));
}

} // namespace opificio
