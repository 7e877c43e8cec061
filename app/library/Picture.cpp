// SPDX-License-Identifier: GPL-3.0-or-later
#include "Picture.h"

#include "image/ImageFile.h"

#include <memory>

namespace opificio {

QImage qtImage(const Image& image)
{
    if (image.isNull())
        return {};
    // The pixels are shared, not copied: QImage lets go of its share when its last copy ends.
    auto shown = std::make_unique<Image>(converted(image, Image::Format::Rgba8, ColourSpace::Display));
    const Image& pixels = *shown;
    return QImage(
        reinterpret_cast<const uchar*>(pixels.pixels().data()), pixels.size().width, pixels.size().height,
        qsizetype(pixels.rowBytes()), QImage::Format_RGBA8888,
        [](void* share) { std::unique_ptr<Image> last(static_cast<Image*>(share)); }, shown.release());
}

} // namespace opificio
