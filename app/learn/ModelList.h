#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <filesystem>
#include <vector>

namespace opificio {

class Session;

/// The models that are at hand: those of the open work, the newest first, then those that ship. Read on a thread. GUI thread.
class ModelList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session READ session WRITE setSession NOTIFY sessionChanged REQUIRED)
    Q_PROPERTY(int count READ count NOTIFY read)
    Q_PROPERTY(bool looked READ hasLooked NOTIFY read)

public:
    enum Role {
        PathRole = Qt::UserRole + 1,
        Sha256Role,
        NameRole,
        RecipeRole,
        IconRole,
        ShippedRole,
        DetailRole, ///< "Map · learned from 12 pictures"
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
    Q_INVOKABLE QString pathAt(int row) const;
    Q_INVOKABLE int rowOf(const QString& path) const;

Q_SIGNALS:
    void sessionChanged();
    void read();

private:
    struct Row {
        std::filesystem::path path;
        std::string sha256, name, recipe;
        int pictures = 0;
        bool isShipped = false;
        qint64 made = 0;
    };
    static std::vector<Row> look(const std::filesystem::path& work);

    Session* m_session = nullptr;
    std::vector<Row> m_rows;
    quint64 m_asked = 0;
    bool m_looked = false;
};

} // namespace opificio
