#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QRect>
#include <QSet>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <filesystem>
#include <memory>
#include <vector>

#include "library/Dataset.h"

namespace opificio {

/// The pictures of a dataset that a training can learn from, and the parts of them that were chosen: crops, in pixels of the
/// upright picture. Without any crop, everything is learned from. GUI thread.
class PictureList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to a plan")
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// How many crops there are on all pictures.
    Q_PROPERTY(int crops READ crops NOTIFY changed)

public:
    enum Role {
        ItemRole = Qt::UserRole + 1, ///< its id
        TitleRole,
        PictureRole, ///< an address for Image
        WidthRole,
        HeightRole,
        CropsRole, ///< [{x, y, width, height}]
        SpokenRole,
    };
    struct Picture {
        DatasetItem entry;
        std::filesystem::path file; ///< empty where it is in neither the work nor the library
        std::vector<QRect> crops;
    };

    using QAbstractListModel::QAbstractListModel;
    void show(std::vector<Picture> pictures);
    const std::vector<Picture>& pictures() const { return m_pictures; }

    int count() const { return int(m_pictures.size()); }
    int crops() const;
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE QString titleAt(int row) const;
    Q_INVOKABLE QString pictureAt(int row) const;
    Q_INVOKABLE QSize sizeAt(int row) const;
    Q_INVOKABLE QVariantList cropsAt(int row) const;
    /// Moved inside the picture and not smaller than 16 pixels; answers its number among the picture's crops.
    Q_INVOKABLE int addCrop(int row, const QRect& crop);
    Q_INVOKABLE void setCrop(int row, int number, const QRect& crop);
    Q_INVOKABLE void removeCrop(int row, int number);
    Q_INVOKABLE void clearCrops();
    /// As opificio-cli train takes them: "ITEM=x,y,width,height".
    QStringList arguments() const;

Q_SIGNALS:
    void changed();

private:
    QRect inside(int row, const QRect& crop) const;
    void tell(int row);
    std::vector<Picture> m_pictures;
};

} // namespace opificio
