// SPDX-License-Identifier: GPL-3.0-or-later
#include "ModelList.h"

#include "base/Hash.h"
#include "base/Resources.h"
#include "models/Model.h"

#include "Background.h"
#include "Session.h"
#include "Text.h"

#include <algorithm>
#include <chrono>
#include <set>

namespace opificio {

void ModelList::setSession(Session* session)
{
    if (session == m_session)
        return;
    m_session = session;
    if (m_session) {
        connect(m_session->document(), &Document::opened, this, &ModelList::refresh);
        connect(m_session->jobs(), &Jobs::finished, this, &ModelList::refresh);
    }
    Q_EMIT sessionChanged();
    refresh();
}

std::vector<ModelList::Row> ModelList::look(const std::filesystem::path& work)
{
    std::vector<Row> rows;
    std::set<std::string> known;
    std::error_code code;
    const auto add = [&](const std::filesystem::path& path, bool isShipped) {
        if (path.extension() != ".safetensors")
            return;
        auto model = Model::load(path);
        if (!model || !known.insert((*model)->sha256).second)
            return;
        Row row{.path = path,
            .sha256 = (*model)->sha256,
            .name = (*model)->name(),
            .recipe = (*model)->recipe(),
            .isShipped = isShipped};
        const auto time = std::chrono::file_clock::to_sys(std::filesystem::last_write_time(path, code));
        row.made = qint64(std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
        std::set<std::string> pictures;
        for (const Json& dataset : at((*model)->card, "datasets")) {
            for (const Json& item : at(dataset, "items"))
                pictures.insert(textAt(item, "sha256", textAt(item, "id")));
        }
        row.pictures = int(pictures.size());
        rows.push_back(std::move(row));
    };
    std::set<std::string> shipped;
    for (const auto& entry : std::filesystem::directory_iterator(resource("models"), code)) {
        if (auto hash = sha256OfFile(entry.path()); hash && entry.path().extension() == ".safetensors")
            shipped.insert(*hash);
    }
    if (!work.empty()) {
        for (const auto& entry : std::filesystem::directory_iterator(work / "models", code))
            add(entry.path(), shipped.contains(entry.path().stem().string()));
    }
    for (const auto& entry : std::filesystem::directory_iterator(resource("models"), code))
        add(entry.path(), true);
    std::stable_sort(rows.begin(), rows.end(), [](const Row& one, const Row& other) {
        return std::pair(one.isShipped, -one.made) < std::pair(other.isShipped, -other.made);
    });
    return rows;
}

void ModelList::refresh()
{
    if (!m_session)
        return;
    const auto work = m_session->document()->isOpen() ? pathOf(m_session->document()->folder()) : std::filesystem::path();
    inBackground(
        this, [work] { return look(work); },
        [number = ++m_asked](ModelList& self, std::vector<Row> rows) {
            if (number != self.m_asked)
                return;
            self.beginResetModel();
            self.m_rows = std::move(rows);
            self.m_looked = true;
            self.endResetModel();
            Q_EMIT self.read();
        });
}

QHash<int, QByteArray> ModelList::roleNames() const
{
    return {{PathRole, "path"}, {Sha256Role, "sha256"}, {NameRole, "name"}, {RecipeRole, "recipe"}, {IconRole, "iconName"},
        {ShippedRole, "shipped"}, {DetailRole, "detail"}};
}

QVariant ModelList::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    switch (role) {
    case PathRole:
        return qtPath(row.path);
    case Sha256Role:
        return qt(row.sha256);
    case NameRole:
    case Qt::DisplayRole:
        return row.name.empty() ? tr("Model %1").arg(qt(row.sha256.substr(0, 6))) : qt(row.name);
    case RecipeRole:
        return qt(row.recipe);
    case IconRole:
        return row.recipe == "vae" ? QStringLiteral("map") : QStringLiteral("texture");
    case ShippedRole:
        return row.isShipped;
    case DetailRole:
        return (row.pictures > 0 ? tr("from %n pictures", nullptr, row.pictures) : tr("does not say what it learned from"))
            + (row.isShipped ? QStringLiteral(" · ") + tr("built in") : QString());
    default:
        return {};
    }
}

QString ModelList::pathAt(int row) const
{
    return row < 0 || row >= count() ? QString() : qtPath(m_rows[std::size_t(row)].path);
}

int ModelList::rowOf(const QString& path) const
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (qtPath(m_rows[i].path) == path)
            return int(i);
    }
    return -1;
}

} // namespace opificio
