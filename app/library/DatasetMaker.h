#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QQmlParserStatus>
#include <QTimer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <memory>

#include "LibraryReader.h"
#include "Session.h"
#include "base/Task.h"

namespace opificio {

/// From what is kept to a dataset of the open work: what its rights mean first, then frozen into the work's datasets/ under the
/// name that is its hash. The card is that of the Shortlist. GUI thread.
class DatasetMaker : public QObject, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session MEMBER m_session REQUIRED)
    /// [{kind, count, showing, training}], the most open first; only kinds that occur.
    Q_PROPERTY(QVariantList rights READ rights NOTIFY summaryChanged)
    /// Sentences about what is kept that should be known before: reservations against training, private items, recordings that no
    /// picture model learns from, files that are gone.
    Q_PROPERTY(QStringList doubts READ doubts NOTIFY summaryChanged)
    Q_PROPERTY(bool busy READ isBusy NOTIFY busyChanged)
    /// While pictures are fetched first: "12 of 40 pictures fetched".
    Q_PROPERTY(QString busyWords READ busyWords NOTIFY busyChanged)
    Q_PROPERTY(bool canMake READ canMake NOTIFY summaryChanged)
    /// Of the dataset that was made last and still is what is kept; empty once the selection or the card has changed.
    Q_PROPERTY(QString hash READ hash NOTIFY hashChanged)
    Q_PROPERTY(int items READ items NOTIFY hashChanged)
    /// Who is named in the work, to begin with.
    Q_PROPERTY(QString likelyWho READ likelyWho NOTIFY summaryChanged)

public:
    explicit DatasetMaker(QObject* parent = nullptr);
    ~DatasetMaker() override;
    void classBegin() override { }
    void componentComplete() override;

    const QVariantList& rights() const { return m_rights; }
    const QStringList& doubts() const { return m_doubts; }
    bool isBusy() const { return m_busy; }
    const QString& busyWords() const { return m_busyWords; }
    bool canMake() const;
    const QString& hash() const { return m_hash; }
    int items() const { return m_items; }
    QString likelyWho() const;

    /// Fetches what lies elsewhere, then freezes what is kept; ends in made() or in a notice.
    Q_INVOKABLE void make();
    /// What is being fetched is not waited for; what came is kept.
    Q_INVOKABLE void stop();
    /// A `sequence` node that shows the dataset, as one edit; it is shown at once where nothing else is. Its id, or empty.
    Q_INVOKABLE QString putIntoComposition();

Q_SIGNALS:
    void summaryChanged();
    void busyChanged();
    void hashChanged();
    void made(const QString& hash);

private:
    void look();
    void setBusy(bool busy);
    void setHash(const QString& hash, int items);

    Session* m_session = nullptr;
    QVariantList m_rights;
    QStringList m_doubts;
    QString m_hash, m_busyWords;
    std::shared_ptr<Task> m_fetch; ///< while something is made
    QTimer m_delay;
    quint64 m_number = 0; ///< of the newest look
    int m_items = 0;
    bool m_busy = false;
    LibraryReader m_reader; ///< last: ends before what its answers go to
};

} // namespace opificio
