#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <vector>

#include "library/Dataset.h"

namespace opificio {

class Session;

/// The frozen datasets of the open work, the newest first; read on a thread. GUI thread.
class DatasetList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session READ session WRITE setSession NOTIFY sessionChanged REQUIRED)
    Q_PROPERTY(int count READ count NOTIFY read)
    /// False until the folder was read.
    Q_PROPERTY(bool looked READ hasLooked NOTIFY read)

public:
    enum Role {
        HashRole = Qt::UserRole + 1,
        NameRole,
        ItemsRole, ///< how many pictures take part
        DetailRole, ///< "12 pictures · frozen 3 March"
    };
    struct Row {
        std::shared_ptr<const Dataset> dataset;
        qint64 frozen = 0; ///< milliseconds since 1970
    };

    using QAbstractListModel::QAbstractListModel;
    Session* session() const { return m_session; }
    void setSession(Session* session);
    int count() const { return int(m_rows.size()); }
    bool hasLooked() const { return m_looked; }
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    Q_INVOKABLE void refresh();
    Q_INVOKABLE QString hashAt(int row) const;
    Q_INVOKABLE int rowOf(const QString& hash) const;
    std::shared_ptr<const Dataset> dataset(const QString& hash) const;

Q_SIGNALS:
    void sessionChanged();
    void read();

private:
    Session* m_session = nullptr;
    std::vector<Row> m_rows;
    quint64 m_asked = 0;
    bool m_looked = false;
};

} // namespace opificio
