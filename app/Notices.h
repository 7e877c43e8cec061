#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <vector>

#include "base/Result.h"

namespace opificio {

/// Sentences for the artist that wait to be read: what went wrong or otherwise than asked, with at most one button that helps.
/// The newest first; the same sentence is not said twice at once. GUI thread.
class Notices : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session has the only one")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum class Kind { Done, Warning, Error };
    Q_ENUM(Kind)
    enum Role { KindRole = Qt::UserRole + 1, SentenceRole, ButtonRole, DetailsRole };

    using QAbstractListModel::QAbstractListModel;
    int count() const { return int(m_notices.size()); }
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// `button` and what it does; empty: the sentence can only be dismissed. `details` are folded.
    void show(Kind kind, const QString& sentence, const QString& button = {}, std::function<void()> action = {},
        const QString& details = {});
    void show(const Error& error);
    /// From screens that found out something themselves.
    Q_INVOKABLE void say(opificio::Notices::Kind kind, const QString& sentence);
    Q_INVOKABLE void press(int row);
    Q_INVOKABLE void dismiss(int row);

Q_SIGNALS:
    void countChanged();
    /// For those who listen instead of looking.
    void said(const QString& sentence);

private:
    struct Notice {
        Kind kind;
        QString sentence, button, details;
        std::function<void()> action;
    };
    std::vector<Notice> m_notices;
};

} // namespace opificio
