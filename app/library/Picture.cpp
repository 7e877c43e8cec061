// SPDX-License-Identifier: GPL-3.0-or-later
#include "Picture.h"

#include "image/ImageFile.h"

#include <cstring>

namespace opificio {

QImage qtImage(const Image& image)
{
    if (image.isNull())
        return {};
    const Image shown = converted(image, Image::Format::Rgba8, ColourSpace::Display);
    const QImage whole(reinterpret_cast<const uchar*>(shown.pixels().data()), shown.size().width, shown.size().height,
        qsizetype(shown.rowBytes()), QImage::Format_RGBA8888);
    return whole.convertToFormat(QImage::Format_RGBA8888_Premultiplied);
}

} // namespace opificio
