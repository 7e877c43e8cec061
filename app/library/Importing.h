#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QTimer>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <deque>
#include <memory>

#include "LibraryReader.h"
#include "Notices.h"
#include "base/Json.h"

namespace opificio {

/// What is being brought into the library: files and folders that were dropped or chosen, and pictures that lie on somebody's
/// server, one after the other, each by a process of opificio-cli. Whose the pictures are is asked once for all that were offered
/// together. What came before a stop is kept, and doing it again changes nothing. GUI thread.
class Importing : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session has the only one")
    /// Something was offered, and answer() is waited for.
    Q_PROPERTY(bool asking READ isAsking NOTIFY changed)
    /// What was offered: "flood-1966 and 3 files".
    Q_PROPERTY(QString offered READ offered NOTIFY changed)
    Q_PROPERTY(bool running READ isRunning NOTIFY changed)
    /// What is being read now: the name of the file or folder.
    Q_PROPERTY(QString source READ source NOTIFY changed)
    /// What runs now fetches pictures of items that the library knows.
    Q_PROPERTY(bool fetching READ isFetching NOTIFY changed)
    /// Sources that wait for their turn.
    Q_PROPERTY(int waiting READ waiting NOTIFY changed)
    /// 0 to 1; below 0 while it is not known how much there is.
    Q_PROPERTY(double progress READ progress NOTIFY progressed)
    Q_PROPERTY(QString progressWords READ progressWords NOTIFY progressed)
    /// The last import has ended and nobody has dismissed its summary.
    Q_PROPERTY(bool ended READ hasEnded NOTIFY changed)
    Q_PROPERTY(bool stopped READ wasStopped NOTIFY changed)
    /// "12 new, 3 changed, 40 as before": a sentence.
    Q_PROPERTY(QString summary READ summary NOTIFY changed)
    /// [{what, sentence}]: what was passed over and why; remarks about a source.
    Q_PROPERTY(QVariantList remarks READ remarks NOTIFY changed)
    /// The collection that ships beside the program lies ready and is not in the library.
    Q_PROPERTY(bool firstOffered READ isFirstOffered NOTIFY firstChanged)
    Q_PROPERTY(QString firstName READ firstName NOTIFY firstChanged)

public:
    enum class Origin { Mine, Given, Institution, Unknown };
    Q_ENUM(Origin)

    explicit Importing(Notices& notices, QObject* parent = nullptr);
    /// Stops what runs; what came is kept.
    ~Importing() override;

    bool isAsking() const { return !m_offered.isEmpty(); }
    QString offered() const;
    bool isRunning() const { return m_process != nullptr; }
    QString source() const;
    bool isFetching() const { return !m_source.items.isEmpty(); }
    int waiting() const { return int(m_sources.size()); }
    double progress() const { return m_progress; }
    const QString& progressWords() const { return m_progressWords; }
    bool hasEnded() const { return m_ended; }
    bool wasStopped() const { return m_stopped; }
    QString summary() const;
    const QVariantList& remarks() const { return m_remarks; }
    bool isFirstOffered() const { return !m_firstName.isEmpty(); }
    const QString& firstName() const { return m_firstName; }

    /// Files and folders of this computer. An address on the web is answered by published(): it is looked at before it is
    /// brought.
    Q_INVOKABLE void offer(const QList<QUrl>& addresses);
    /// What an institution publishes at that address, called `title`: its small pictures and all that is said of them. The
    /// pictures themselves are fetched when they are wanted. Nobody is asked whose it is.
    Q_INVOKABLE void bringPublished(const QString& address, const QString& title);
    /// The pictures of items that are known only by their address; what is here already is left alone.
    Q_INVOKABLE void fetch(const QStringList& items);
    Q_INVOKABLE void answer(opificio::Importing::Origin origin);
    /// Nothing of what was offered is brought.
    Q_INVOKABLE void forget();
    /// The collection that ships; its list says whose it is.
    Q_INVOKABLE void bringFirst();
    Q_INVOKABLE void stop();
    Q_INVOKABLE void dismiss();
    /// Looks whether the first collection is there and not yet brought.
    Q_INVOKABLE void lookForFirst();

Q_SIGNALS:
    void changed();
    void progressed();
    void firstChanged();
    void published(const QString& address);
    /// The library may hold more than before; while an import runs about twice a second.
    void came();

private:
    struct Source {
        QString path, origin;
        QString title = {}; ///< empty: the file's name
        QStringList settings = {}; ///< of the importer
        QStringList items = {}; ///< to be fetched; else `path` is imported
    };
    void begin(QList<Source> sources);
    static QStringList arguments(const Source& source);
    void next();
    void readLines();
    void read(const Json& event);
    void finish(const QString& failure);
    void remark(const QString& what, const QString& sentence);

    Notices& m_notices;
    LibraryReader m_reader;
    QStringList m_offered;
    std::deque<Source> m_sources;
    Source m_source;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_tail; ///< of a line that has not ended
    bool m_answered = false; ///< the process has said how it went
    QTimer m_tick;
    double m_progress = -1;
    QString m_progressWords, m_firstName;
    qint64 m_added = 0, m_changed = 0, m_unchanged = 0, m_fetched = 0, m_here = 0, m_passedOver = 0;
    qint64 m_skipped = 0; ///< of the source that is read now
    QVariantList m_remarks;
    bool m_ended = false, m_stopped = false, m_hasImported = false;
};

/// The program beside our own that does what takes long; empty where it is missing.
QString workerProgram();

} // namespace opificio
