#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QImage>

#include "image/Image.h"

namespace opificio {

/// The engine's picture as Qt's, of eight bits, as screens show it; its pixels are shared where they are such already. Null
/// stays null.
QImage qtImage(const Image& image);

} // namespace opificio
