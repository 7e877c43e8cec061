#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractListModel>
#include <QThreadPool>
#include <QTimer>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <vector>

#include "Document.h"
#include "JobSeen.h"
#include "Notices.h"

namespace opificio {

/// The long work of the open work and of the library, as it stands: films that are rendered, models that learn. A job is a folder
/// and a process of its own, so that it survives the window; here they are found again, watched, started, stopped, and brought
/// home once they are done. Folders are read on a thread. GUI thread.
class Jobs : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session has the only one")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// How many run or wait.
    Q_PROPERTY(int active READ active NOTIFY activeChanged)
    /// The folder of the first that runs; empty for none.
    Q_PROPERTY(QString activeJob READ activeJob NOTIFY activeChanged)
    /// False until the folders were read for the first time.
    Q_PROPERTY(bool looked READ hasLooked NOTIFY countChanged)

public:
    enum class State { Waiting, Running, Done, Failed, Stopped, CutOff, Made };
    Q_ENUM(State)
    enum Role {
        FolderRole = Qt::UserRole + 1,
        NameRole, ///< "Film: Prima luce"
        VerbRole, ///< "train", "render"
        IconRole,
        StateRole,
        StateWordsRole, ///< "Step 812 of 2,400", "Cut off at frame 12 of 250"
        ProgressRole, ///< 0 to 1; below 0 where nobody can say
        TimeLeftRole, ///< "about 3 minutes"; empty where nobody can say
        WarningsRole, ///< how many
    };

    Jobs(Document& document, Notices& notices);
    ~Jobs() override;

    int count() const { return int(m_rows.size()); }
    int active() const { return m_active; }
    QString activeJob() const;
    bool hasLooked() const { return m_looked; }
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Null where there is none in that folder.
    std::shared_ptr<const JobSeen> job(const QString& folder) const;
    Q_INVOKABLE int rowOf(const QString& folder) const;
    Q_INVOKABLE QString folderAt(int row) const;

    /// Gives it to this computer; one that was stopped or cut off goes on.
    Q_INVOKABLE void start(const QString& folder);
    Q_INVOKABLE void cancel(const QString& folder);
    /// Where its result lies, or, without one, its own folder.
    Q_INVOKABLE void openFolder(const QString& folder);
    Q_INVOKABLE QString localFile(const QUrl& file) const { return file.toLocalFile(); }
    Q_INVOKABLE void openFile(const QUrl& file);
    /// Off the list: its folder goes into runs/.trash, from where a notice's button brings it back. Nothing that it delivered is
    /// touched. Not while it runs.
    Q_INVOKABLE void remove(const QString& folder);

    /// Looks at once, at all folders.
    void look();
    /// While somebody watches it closely.
    static constexpr int intervalMs = 250;

Q_SIGNALS:
    void countChanged();
    void activeChanged();
    /// What is known of it is another thing than before, or it is gone.
    void changed(const QString& folder);
    /// Its result was brought home just now, or it ended before our eyes.
    void finished(const QString& folder);
    void wanted(const QString& folder);

private:
    struct Watch;
    void tick();
    void take(const JobLooker::Look& look);
    void tell(const JobEvent& event);

    Document& m_document;
    Notices& m_notices;
    std::vector<std::shared_ptr<const JobSeen>> m_rows;
    std::shared_ptr<JobLooker> m_looker;
    QThreadPool m_pool;
    QTimer m_timer;
    int m_ticks = 0, m_active = 0;
    bool m_isLooking = false, m_wantsAll = true, m_looked = false;
};

/// The words of the model, for whoever shows a single job.
QString jobName(const JobSeen& job);
Jobs::State jobState(const JobSeen& job);
QString jobStateWords(const JobSeen& job);
/// What whoever looks after it on another computer says of it: why it waits, in which of its parts it is, since when nobody
/// knows; empty here, and once it ended.
QString jobReason(const JobSeen& job);
double jobProgress(const JobSeen& job);

/// The program beside our own that does what takes long; empty where it is missing.
QString jobProgram();

} // namespace opificio
