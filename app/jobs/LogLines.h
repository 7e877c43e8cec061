#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace opificio {

/// The last lines of a job's log, those with the words that are looked for. Read on a thread, anew while `following`. GUI thread.
class LogLines : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    /// The folder of the job.
    Q_PROPERTY(QString folder READ folder WRITE setFolder NOTIFY folderChanged)
    Q_PROPERTY(QString words READ words WRITE setWords NOTIFY wordsChanged)
    Q_PROPERTY(bool following READ isFollowing WRITE setFollowing NOTIFY followingChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// Of the log as far as it was read.
    Q_PROPERTY(int total READ total NOTIFY countChanged)

public:
    enum Role { LineRole = Qt::UserRole + 1, TimeRole };

    explicit LogLines(QObject* parent = nullptr);
    const QString& folder() const { return m_folder; }
    void setFolder(const QString& folder);
    const QString& words() const { return m_words; }
    void setWords(const QString& words);
    bool isFollowing() const { return m_timer.isActive(); }
    void setFollowing(bool following);
    int count() const { return int(m_shown.size()); }
    int total() const { return int(m_lines.size()); }
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override { return {{LineRole, "line"}, {TimeRole, "time"}}; }
    /// All lines that are shown, to be copied.
    Q_INVOKABLE QString text() const;

Q_SIGNALS:
    void folderChanged();
    void wordsChanged();
    void followingChanged();
    void countChanged();

private:
    void read();
    void search();

    QString m_folder, m_words;
    QStringList m_lines;
    QList<int> m_shown;
    QTimer m_timer;
    qint64 m_stamp = -1;
    bool m_isReading = false;
};

} // namespace opificio
