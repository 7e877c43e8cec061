// SPDX-License-Identifier: GPL-3.0-or-later
#include "Notices.h"

#include "Text.h"

#include <algorithm>

namespace opificio {

namespace {
// What was not dismissed for so long is not read any more.
constexpr std::size_t most = 20;
} // namespace

QVariant Notices::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const Notice& notice = m_notices[std::size_t(index.row())];
    switch (role) {
    case KindRole:
        return QVariant::fromValue(notice.kind);
    case Qt::DisplayRole:
    case SentenceRole:
        return notice.sentence;
    case ButtonRole:
        return notice.button;
    case DetailsRole:
        return notice.details;
    default:
        return {};
    }
}

QHash<int, QByteArray> Notices::roleNames() const
{
    return {{KindRole, "kind"}, {SentenceRole, "sentence"}, {ButtonRole, "button"}, {DetailsRole, "details"}};
}

void Notices::show(
    Kind kind, const QString& sentence, const QString& button, std::function<void()> action, const QString& details)
{
    auto same
        = std::find_if(m_notices.begin(), m_notices.end(), [&](const Notice& notice) { return notice.sentence == sentence; });
    if (same != m_notices.end())
        dismiss(int(same - m_notices.begin()));
    beginInsertRows({}, 0, 0);
    m_notices.insert(m_notices.begin(), {kind, sentence, button, details, std::move(action)});
    endInsertRows();
    if (m_notices.size() > most)
        dismiss(int(most));
    Q_EMIT countChanged();
    Q_EMIT said(sentence);
}

void Notices::show(const Error& error)
{
    // Whoever stopped it knows that it stopped.
    if (error.code != Error::Code::Cancelled)
        show(Kind::Error, qt(error.message));
}

void Notices::say(Kind kind, const QString& sentence)
{
    show(kind, sentence);
}

void Notices::press(int row)
{
    if (row < 0 || row >= count())
        return;
    // Its action may show another one.
    auto action = m_notices[std::size_t(row)].action;
    dismiss(row);
    if (action)
        action();
}

void Notices::dismiss(int row)
{
    if (row < 0 || row >= count())
        return;
    beginRemoveRows({}, row, row);
    m_notices.erase(m_notices.begin() + row);
    endRemoveRows();
    Q_EMIT countChanged();
}

} // namespace opificio
