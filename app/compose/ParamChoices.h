#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QQmlParserStatus>
#include <QThreadPool>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <vector>

#include "ParamNames.h"
#include "Session.h"

namespace opificio {

/// What can be chosen for a setting that holds an item, a dataset, a model or a film: of the work, shipped, of the library.
/// Read on a thread while `active`; the newest question wins. GUI thread.
class ParamChoices : public QAbstractListModel, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session MEMBER m_session REQUIRED)
    /// "item", "dataset", "model", "file"
    Q_PROPERTY(QString kind MEMBER m_kind NOTIFY asked)
    Q_PROPERTY(QString words MEMBER m_words NOTIFY asked)
    /// The hash that is held now.
    Q_PROPERTY(QString held MEMBER m_held NOTIFY asked)
    Q_PROPERTY(bool active MEMBER m_active NOTIFY asked)
    Q_PROPERTY(bool waiting READ isWaiting NOTIFY answered)
    Q_PROPERTY(int count READ count NOTIFY answered)

public:
    enum Role { TypedRole = Qt::UserRole + 1, NameRole, DetailRole, PictureRole, HeldRole };

    explicit ParamChoices(QObject* parent = nullptr);
    ~ParamChoices() override;
    void classBegin() override { }
    void componentComplete() override;
    bool isWaiting() const { return m_waiting; }
    int count() const { return int(m_things.size()); }
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void asked();
    void answered();

private:
    void ask();

    Session* m_session = nullptr;
    QString m_kind, m_words, m_held;
    bool m_active = false, m_waiting = false;
    quint64 m_number = 0; ///< of the newest question
    std::vector<ParamThing> m_things;
    QTimer m_delay;
    QThreadPool m_pool;
};

} // namespace opificio
