#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QPointer>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <vector>

#include "Session.h"

namespace opificio {

/// The kinds of node that fit what was typed, the best first: by label, by name, and by other words for the same, in English
/// and Italian at once, whatever the window speaks. What was added lately comes before the rest. GUI thread.
class NodeSearch : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session READ session WRITE setSession NOTIFY sessionChanged REQUIRED)
    Q_PROPERTY(QString typed READ typed WRITE setTyped NOTIFY typedChanged)
    /// Only what fits to a wire that was pulled.
    Q_PROPERTY(Fits fits READ fits WRITE setFits NOTIFY typedChanged)
    Q_PROPERTY(int count READ count NOTIFY typedChanged)

public:
    enum Fits { Everything, TakesPicture, GivesPicture, TakesAndGives };
    Q_ENUM(Fits)
    enum Role { TypeRole = Qt::UserRole + 1, LabelRole, OtherLabelRole, HelpRole, KindRole, PortsRole, LatelyRole };

    using QAbstractListModel::QAbstractListModel;
    Session* session() const { return m_session; }
    void setSession(Session* session);
    const QString& typed() const { return m_typed; }
    void setTyped(const QString& typed);
    Fits fits() const { return m_fits; }
    void setFits(Fits fits);
    int count() const { return int(m_rows.size()); }
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    Q_INVOKABLE QString typeAt(int row) const;
    Q_INVOKABLE QString labelAt(int row) const;
    Q_INVOKABLE QString helpAt(int row) const;
    Q_INVOKABLE QString portsAt(int row) const;
    /// It was taken; next time it is nearer.
    Q_INVOKABLE void note(const QString& type);

Q_SIGNALS:
    void sessionChanged();
    void typedChanged();

private:
    struct Entry {
        QString type, label, otherLabel, help, ports, synonyms, kind;
        bool takes = false, gives = true;
    };
    struct Row {
        std::size_t entry;
        bool lately;
    };
    void collect();
    void search();

    QPointer<Session> m_session;
    QString m_typed;
    Fits m_fits = Everything;
    std::vector<Entry> m_entries;
    std::vector<Row> m_rows;
    QStringList m_lately;
};

} // namespace opificio
