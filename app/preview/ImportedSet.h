#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>

#include <QCoreApplication>
#include <QSGTexture>
#include <QString>

#include "gpu/SharedImage.h"

class QQuickWindow;

namespace opificio {

/// The pictures of one generation on the graphics device of a window. On the window's render thread only.
class ImportedSet {
    Q_DECLARE_TR_FUNCTIONS(opificio::ImportedSet)

public:
    /// Null where the window cannot take them over; `reason` is then a sentence.
    static std::unique_ptr<ImportedSet> create(
        QQuickWindow& window, std::shared_ptr<const SharedImage::Set> set, QString& reason);
    /// Waits until the window's device has done with them.
    ~ImportedSet();

    const std::shared_ptr<const SharedImage::Set>& set() const;
    QSGTexture* texture(int slot) const;
    /// Takes the newly drawn picture over from the engine's device; once for each, when a frame has begun that shows it.
    void acquire(QQuickWindow& window, int slot) const;

    ImportedSet(const ImportedSet&) = delete;
    ImportedSet& operator=(const ImportedSet&) = delete;

private:
    ImportedSet();
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace opificio
