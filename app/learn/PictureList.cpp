// SPDX-License-Identifier: GPL-3.0-or-later
#include "PictureList.h"

#include "base/Text.h"

#include "Text.h"
#include "jobs/PictureProvider.h"

#include <algorithm>

namespace opificio {

namespace {

constexpr int smallest = 16;

QVariantMap mapOf(const QRect& crop)
{
    return {{QStringLiteral("x"), crop.x()}, {QStringLiteral("y"), crop.y()}, {QStringLiteral("width"), crop.width()},
        {QStringLiteral("height"), crop.height()}};
}

} // namespace

void PictureList::show(std::vector<Picture> pictures)
{
    beginResetModel();
    m_pictures = std::move(pictures);
    endResetModel();
    Q_EMIT changed();
}

int PictureList::crops() const
{
    std::size_t all = 0;
    for (const Picture& picture : m_pictures)
        all += picture.crops.size();
    return int(all);
}

QHash<int, QByteArray> PictureList::roleNames() const
{
    return {{ItemRole, "item"}, {TitleRole, "title"}, {PictureRole, "picture"}, {WidthRole, "pixelsWide"},
        {HeightRole, "pixelsHigh"}, {CropsRole, "crops"}, {SpokenRole, "spoken"}};
}

QVariant PictureList::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const Picture& picture = m_pictures[std::size_t(index.row())];
    switch (role) {
    case ItemRole:
        return qt(picture.entry.item.id);
    case TitleRole:
    case Qt::DisplayRole:
        return titleAt(index.row());
    case PictureRole:
        return pictureAt(index.row());
    case WidthRole:
        return picture.entry.item.width;
    case HeightRole:
        return picture.entry.item.height;
    case CropsRole:
        return cropsAt(index.row());
    case SpokenRole:
        return picture.crops.empty()
            ? titleAt(index.row())
            : titleAt(index.row()) + QStringLiteral(", ") + tr("%n crops", nullptr, int(picture.crops.size()));
    default:
        return {};
    }
}

QString PictureList::titleAt(int row) const
{
    return row < 0 || row >= count() ? QString() : qt(titleOf(m_pictures[std::size_t(row)].entry.item, language()));
}

QString PictureList::pictureAt(int row) const
{
    return row < 0 || row >= count() ? QString() : PictureProvider::address(m_pictures[std::size_t(row)].file);
}

QSize PictureList::sizeAt(int row) const
{
    if (row < 0 || row >= count())
        return {};
    const Item& item = m_pictures[std::size_t(row)].entry.item;
    return {item.width, item.height};
}

QVariantList PictureList::cropsAt(int row) const
{
    QVariantList all;
    if (row >= 0 && row < count()) {
        for (const QRect& crop : m_pictures[std::size_t(row)].crops)
            all.append(mapOf(crop));
    }
    return all;
}

QRect PictureList::inside(int row, const QRect& crop) const
{
    const QSize size = sizeAt(row);
    const int width = std::clamp(crop.width(), std::min(smallest, size.width()), size.width());
    const int height = std::clamp(crop.height(), std::min(smallest, size.height()), size.height());
    return {std::clamp(crop.x(), 0, size.width() - width), std::clamp(crop.y(), 0, size.height() - height), width, height};
}

int PictureList::addCrop(int row, const QRect& crop)
{
    if (row < 0 || row >= count() || sizeAt(row).isEmpty())
        return -1;
    auto& crops = m_pictures[std::size_t(row)].crops;
    crops.push_back(inside(row, crop));
    tell(row);
    return int(crops.size()) - 1;
}

void PictureList::setCrop(int row, int number, const QRect& crop)
{
    if (row < 0 || row >= count() || number < 0 || std::size_t(number) >= m_pictures[std::size_t(row)].crops.size())
        return;
    m_pictures[std::size_t(row)].crops[std::size_t(number)] = inside(row, crop);
    tell(row);
}

void PictureList::removeCrop(int row, int number)
{
    if (row < 0 || row >= count() || number < 0 || std::size_t(number) >= m_pictures[std::size_t(row)].crops.size())
        return;
    auto& crops = m_pictures[std::size_t(row)].crops;
    crops.erase(crops.begin() + number);
    tell(row);
}

void PictureList::clearCrops()
{
    for (int row = 0; row < count(); ++row) {
        if (m_pictures[std::size_t(row)].crops.empty())
            continue;
        m_pictures[std::size_t(row)].crops.clear();
        tell(row);
    }
}

void PictureList::tell(int row)
{
    Q_EMIT dataChanged(index(row), index(row));
    Q_EMIT changed();
}

QStringList PictureList::arguments() const
{
    QStringList all;
    for (const Picture& picture : m_pictures) {
        for (const QRect& crop : picture.crops)
            all.append(QStringLiteral("%1=%2,%3,%4,%5")
                           .arg(qt(picture.entry.item.sha256))
                           .arg(crop.x())
                           .arg(crop.y())
                           .arg(crop.width())
                           .arg(crop.height()));
    }
    return all;
}

} // namespace opificio
