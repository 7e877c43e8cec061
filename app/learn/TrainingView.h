#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QTimer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <filesystem>
#include <memory>
#include <vector>

#include "jobs/Jobs.h"

namespace opificio {

class Session;

/// A training that is watched: what it makes now, what it made on the way, what it was given. Read on a thread. GUI thread.
class TrainingView : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session READ session WRITE setSession NOTIFY sessionChanged REQUIRED)
    /// Of the job; empty for none.
    Q_PROPERTY(QString folder READ folder WRITE setFolder NOTIFY folderChanged)
    /// For an Image: what the model makes now, always from the same seed.
    Q_PROPERTY(QString sample READ sample NOTIFY changed)
    /// [{step, picture}]: what it made at earlier steps.
    Q_PROPERTY(QVariantList samples READ samples NOTIFY changed)
    /// "About 5,800 numbers learn from 12 pictures."
    Q_PROPERTY(QString learnsWords READ learnsWords NOTIFY changed)
    /// [{item, title, picture}]: what it learns from.
    Q_PROPERTY(QVariantList pictures READ pictures NOTIFY changed)
    /// [{step, text}] for the curve: where it branched off, and what it left out.
    Q_PROPERTY(QVariantList marks READ marks NOTIFY changed)
    /// SHA-256 of the weights as they are now, at hand under that name for whoever shows them; empty before there are any.
    Q_PROPERTY(QString liveModel READ liveModel NOTIFY liveModelChanged)
    /// Of the model that it made; empty before its end.
    Q_PROPERTY(QString finalModel READ finalModel NOTIFY changed)
    /// A checkpoint is there from which a branch can begin.
    Q_PROPERTY(bool canBranch READ canBranch NOTIFY changed)
    Q_PROPERTY(bool branching READ isBranching NOTIFY branchingChanged)
    Q_PROPERTY(QString recipe READ recipe NOTIFY changed)

public:
    explicit TrainingView(QObject* parent = nullptr);

    Session* session() const { return m_session; }
    void setSession(Session* session);
    const QString& folder() const { return m_folder; }
    void setFolder(const QString& folder);

    QString sample() const;
    QVariantList samples() const;
    QString learnsWords() const;
    QVariantList pictures() const;
    QVariantList marks() const;
    QString liveModel() const { return m_seen ? QString::fromStdString(m_seen->liveModel) : QString(); }
    QString finalModel() const;
    bool canBranch() const { return m_seen && m_seen->hasCheckpoint; }
    bool isBranching() const { return m_branching; }
    QString recipe() const;

    /// A training of its own that goes on from the last checkpoint of this one, without those items; branched() says where. This
    /// one is left as it is.
    Q_INVOKABLE void branch(const QStringList& without);

Q_SIGNALS:
    void sessionChanged();
    void folderChanged();
    void changed();
    void liveModelChanged();
    void branchingChanged();
    void branched(const QString& folder);

private:
    struct Sample {
        qint64 step = 0;
        std::filesystem::path file;
    };
    struct Picture {
        std::string id, title;
        std::filesystem::path file;
    };
    struct Seen {
        std::shared_ptr<const Job> job;
        std::vector<Sample> samples;
        std::vector<Picture> pictures;
        std::filesystem::path sample;
        qint64 sampleStamp = 0, modelStamp = 0;
        std::string liveModel;
        double numbers = 0; ///< that learn
        bool hasCheckpoint = false;
    };
    static std::shared_ptr<const Seen> look(const std::filesystem::path& folder, std::shared_ptr<const Seen> before);
    void read();

    Session* m_session = nullptr;
    QString m_folder;
    std::shared_ptr<const Seen> m_seen;
    QTimer m_timer;
    bool m_isReading = false, m_branching = false;
};

} // namespace opificio
