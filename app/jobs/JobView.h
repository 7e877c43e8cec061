#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QSize>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <memory>

#include "Jobs.h"

namespace opificio {

/// One job by its folder, for a screen that shows it. GUI thread.
///
///     JobView { id: job; jobs: root.session.jobs; folder: list.chosen }
///     Label { text: job.stateWords }
class JobView : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Jobs* jobs READ jobs WRITE setJobs NOTIFY jobsChanged REQUIRED)
    Q_PROPERTY(QString folder READ folder WRITE setFolder NOTIFY folderChanged)
    Q_PROPERTY(bool exists READ exists NOTIFY changed)
    Q_PROPERTY(QString name READ name NOTIFY changed)
    Q_PROPERTY(QString plainName READ plainName NOTIFY changed)
    Q_PROPERTY(QString verb READ verb NOTIFY changed)
    Q_PROPERTY(QString recipe READ recipe NOTIFY changed)
    Q_PROPERTY(opificio::Jobs::State state READ state NOTIFY changed)
    Q_PROPERTY(QString stateWords READ stateWords NOTIFY changed)
    /// How it stands and what that means, in a line: "Paused at step 12 of 100. It goes on from its last checkpoint."
    Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
    /// Of a job on another computer: why it waits, how far its parts are, why nothing is known. Sentences, or empty.
    Q_PROPERTY(QString reason READ reason NOTIFY changed)
    /// The name of the other computer, of Sites, that makes a job which has not come to its end; empty: this one.
    Q_PROPERTY(QString site READ site NOTIFY changed)
    /// What its people call the computer where it was or is made; empty: this one.
    Q_PROPERTY(QString place READ place NOTIFY changed)
    /// What stands beside it: pace and time left, or when it was made.
    Q_PROPERTY(QString aside READ aside NOTIFY changed)
    /// All of it where there is little room: "Training · Step 12 of 100 · about 4 min".
    Q_PROPERTY(QString chipWords READ chipWords NOTIFY changed)
    /// Waits or runs.
    Q_PROPERTY(bool active READ isActive NOTIFY changed)
    Q_PROPERTY(bool done READ isDone NOTIFY changed)
    Q_PROPERTY(bool canResume READ canResume NOTIFY changed)
    /// What resuming does: "It goes on from its last checkpoint."
    Q_PROPERTY(QString resumeWords READ resumeWords NOTIFY changed)
    Q_PROPERTY(double progress READ progress NOTIFY changed)
    /// How many steps or frames there will be; 0 where nobody can say.
    Q_PROPERTY(double steps READ steps NOTIFY changed)
    /// Counts up with what is done.
    Q_PROPERTY(int beat READ beat NOTIFY changed)
    Q_PROPERTY(QString timeLeft READ timeLeft NOTIFY changed)
    Q_PROPERTY(QString shortTimeLeft READ shortTimeLeft NOTIFY changed)
    /// "12 steps a second"
    Q_PROPERTY(QString pace READ pace NOTIFY changed)
    /// When it was made: "today, 14:12".
    Q_PROPERTY(QString made READ made NOTIFY changed)
    /// The last four.
    Q_PROPERTY(QStringList warnings READ warnings NOTIFY changed)
    /// What it made, where it lies now.
    Q_PROPERTY(QList<QUrl> files READ files NOTIFY changed)
    Q_PROPERTY(QUrl creditsPage READ creditsPage NOTIFY changed)
    Q_PROPERTY(bool hasCredits READ hasCredits NOTIFY changed)
    /// "Prima luce.mp4 · 1280 x 720 · 0:12 · 4.1 MB"
    Q_PROPERTY(QString resultWords READ resultWords NOTIFY changed)
    /// The SHA-256 of the model that a training made.
    Q_PROPERTY(QString model READ model NOTIFY changed)
    /// For an Image: what shows best what it makes; empty for none.
    Q_PROPERTY(QString picture READ picture NOTIFY changed)

public:
    using QObject::QObject;
    Jobs* jobs() const { return m_jobs; }
    void setJobs(Jobs* jobs);
    const QString& folder() const { return m_folder; }
    void setFolder(const QString& folder);

    bool exists() const { return m_job != nullptr; }
    QString name() const;
    QString plainName() const;
    QString verb() const;
    QString recipe() const;
    Jobs::State state() const;
    QString stateWords() const;
    bool isActive() const { return m_job && m_job->isActive(); }
    bool isDone() const { return m_job && m_job->isFinished; }
    bool canResume() const { return m_job && m_job->canResume(); }
    QString resumeWords() const;
    QString sentence() const;
    QString reason() const { return m_job ? jobReason(*m_job) : QString(); }
    QString site() const;
    QString place() const { return m_job ? QString::fromStdString(m_job->place) : QString(); }
    QString aside() const;
    QString chipWords() const;
    double progress() const { return m_job ? jobProgress(*m_job) : -1; }
    double steps() const { return m_job ? m_job->status.of : 0; }
    int beat() const { return m_beat; }
    QString timeLeft() const;
    QString shortTimeLeft() const;
    QString pace() const;
    QString made() const;
    QStringList warnings() const;
    QList<QUrl> files() const;
    QUrl creditsPage() const;
    bool hasCredits() const { return !creditsPage().isEmpty(); }
    QString resultWords() const;
    QString model() const;
    QString picture() const;

Q_SIGNALS:
    void jobsChanged();
    void folderChanged();
    void changed();

private:
    void take();

    Jobs* m_jobs = nullptr;
    QString m_folder;
    std::shared_ptr<const JobSeen> m_job;
    int m_beat = 0;
};

} // namespace opificio
