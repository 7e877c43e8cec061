// SPDX-License-Identifier: GPL-3.0-or-later
#include "DatasetList.h"

#include "base/Hash.h"

#include "Background.h"
#include "Session.h"
#include "Text.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <chrono>

namespace opificio {

namespace {

int learnable(const Dataset& dataset)
{
    return int(std::count_if(dataset.items.begin(), dataset.items.end(),
        [](const DatasetItem& entry) { return entry.weight > 0 && !entry.item.sha256.empty(); }));
}

std::vector<DatasetList::Row> datasetsIn(const std::filesystem::path& work)
{
    std::vector<DatasetList::Row> rows;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(work / "datasets", code)) {
        if (entry.path().extension() != ".json" || !isSha256(entry.path().stem().string()))
            continue;
        // One that is damaged is none; whoever uses it hears why.
        auto dataset = readDataset(entry.path());
        if (!dataset)
            continue;
        const auto time = std::chrono::file_clock::to_sys(entry.last_write_time(code));
        rows.push_back({std::make_shared<const Dataset>(std::move(*dataset)),
            qint64(std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count())});
    }
    std::sort(rows.begin(), rows.end(), [](const auto& one, const auto& other) { return one.frozen > other.frozen; });
    return rows;
}

} // namespace

void DatasetList::setSession(Session* session)
{
    if (session == m_session)
        return;
    m_session = session;
    if (m_session)
        connect(m_session->document(), &Document::opened, this, &DatasetList::refresh);
    Q_EMIT sessionChanged();
    refresh();
}

void DatasetList::refresh()
{
    if (!m_session)
        return;
    const QString folder = m_session->document()->isOpen() ? m_session->document()->folder() : QString();
    inBackground(
        this, [folder] { return folder.isEmpty() ? std::vector<Row>() : datasetsIn(pathOf(folder)); },
        [number = ++m_asked](DatasetList& self, std::vector<Row> rows) {
            if (number != self.m_asked)
                return;
            self.beginResetModel();
            self.m_rows = std::move(rows);
            self.m_looked = true;
            self.endResetModel();
            Q_EMIT self.read();
        });
}

QHash<int, QByteArray> DatasetList::roleNames() const
{
    return {{HashRole, "hash"}, {NameRole, "name"}, {ItemsRole, "items"}, {DetailRole, "detail"}};
}

QVariant DatasetList::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    switch (role) {
    case HashRole:
        return qt(row.dataset->hash);
    case NameRole:
    case Qt::DisplayRole:
        return row.dataset->name.empty() ? tr("Dataset %1").arg(qt(row.dataset->hash.substr(0, 6))) : qt(row.dataset->name);
    case ItemsRole:
        return learnable(*row.dataset);
    case DetailRole:
        return tr("%n pictures", nullptr, learnable(*row.dataset)) + QStringLiteral(" · ")
            + tr("frozen %1").arg(QLocale().toString(QDateTime::fromMSecsSinceEpoch(row.frozen).date(), QLocale::ShortFormat));
    default:
        return {};
    }
}

QString DatasetList::hashAt(int row) const
{
    return row < 0 || row >= count() ? QString() : qt(m_rows[std::size_t(row)].dataset->hash);
}

int DatasetList::rowOf(const QString& hash) const
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (qt(m_rows[i].dataset->hash) == hash)
            return int(i);
    }
    return -1;
}

std::shared_ptr<const Dataset> DatasetList::dataset(const QString& hash) const
{
    const int row = rowOf(hash);
    return row < 0 ? nullptr : m_rows[std::size_t(row)].dataset;
}

} // namespace opificio
