#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QQuickImageProvider>

namespace opificio {

/// image://icons/NAME/RRGGBB or /AARRGGBB: resources/icons/NAME.svg in that colour, as large as is asked for. Any thread.
class IconProvider : public QQuickImageProvider {
public:
    IconProvider();
    QImage requestImage(const QString& id, QSize* size, const QSize& requested) override;
};

} // namespace opificio
