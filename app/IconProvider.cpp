// SPDX-License-Identifier: GPL-3.0-or-later
#include "IconProvider.h"

#include "base/File.h"
#include "base/Resources.h"

#include "Text.h"

#include <QPainter>
#include <QSvgRenderer>

namespace opificio {

namespace {
constexpr int drawnEdge = 24;
}

IconProvider::IconProvider()
    : QQuickImageProvider(QQuickImageProvider::Image)
{
}

QImage IconProvider::requestImage(const QString& id, QSize* size, const QSize& requested)
{
    const QString name = id.section(QChar::fromLatin1('/'), 0, 0), colour = id.section(QChar::fromLatin1('/'), 1, 1);
    QSize edge = requested.isValid() && !requested.isEmpty() ? requested : QSize(drawnEdge, drawnEdge);
    QImage image(edge, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    if (size)
        *size = edge;
    // A name is a name, never a path.
    bool isName = !name.isEmpty() && !name.contains(QChar::fromLatin1('.'));
    auto content = isName ? readFile(resource("icons") / (utf8(name) + ".svg"), 1u << 20)
                          : Result<std::string>(Error{Error::Code::NotFound, {}});
    if (!content)
        return image;
    QByteArray svg = QByteArray::fromStdString(*content);
    QColor chosen(QChar::fromLatin1('#') + colour);
    svg.replace("currentColor", (chosen.isValid() ? chosen : QColor(Qt::white)).name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(svg);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(chosen.isValid() ? chosen.alphaF() : 1);
    renderer.render(&painter, QRectF(QPointF(0, 0), edge));
    return image;
}

} // namespace opificio
