#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <optional>
#include <vector>

#include "remote/JobPlace.h"
#include "remote/Site.h"
#include "studio/SendEstimate.h"

namespace opificio {

class Session;

/// Where a film is made or a model trained: here, or at one of the sites that are known; at most for how much; and, before
/// anything is sent, how long it may take there and what would leave this computer. Both ends of a guess are said, and what it
/// rests on. Whoever plans the job says what it weighs. GUI thread.
class SendPlan : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session READ session WRITE setSession NOTIFY sessionChanged REQUIRED)
    /// Films and trainings are sent to where each was sent last.
    Q_PROPERTY(Purpose purpose READ purpose WRITE setPurpose NOTIFY changed)
    /// [{name, label}]; the first is this computer, its name is empty.
    Q_PROPERTY(QVariantList places READ places NOTIFY changed)
    Q_PROPERTY(QString place READ place WRITE setPlace NOTIFY changed)
    Q_PROPERTY(bool isElsewhere READ isElsewhere NOTIFY changed)
    /// Core hours that are asked for at most; 0: no limit.
    Q_PROPERTY(double cap READ cap WRITE setCap NOTIFY changed)

    /// "About 4 to 8 minutes once it begins, in 24 parts"
    Q_PROPERTY(QString timeWords READ timeWords NOTIFY changed)
    /// "0.3 to 0.6 core hours"
    Q_PROPERTY(QString costWords READ costWords NOTIFY changed)
    /// What these numbers rest on.
    Q_PROPERTY(QString groundWords READ groundWords NOTIFY changed)
    /// "46 files, 18 MB; what is there already is not sent again"
    Q_PROPERTY(QString sendWords READ sendWords NOTIFY changed)
    /// Why it cannot be sent as it is: a sentence; empty when it can.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)

public:
    enum Purpose { Render, Train };
    Q_ENUM(Purpose)
    /// What would leave this computer.
    struct Weight {
        Outgoing outgoing;
        bool remembers = false; ///< as RenderLoad::remembers
        QString problem; ///< why it is not known: a sentence
    };
    /// Runs on a thread and looks at nothing that changes.
    using Weigher = std::function<Weight()>;

    explicit SendPlan(QObject* parent = nullptr);

    /// For whoever plans a job: holds `next` instead of what is held, and hears of what changes there; forgets it when it goes.
    /// False where it is held already.
    static bool hold(SendPlan*& held, SendPlan* next, Purpose purpose, QObject* planner, const std::function<void()>& told);

    Session* session() const { return m_session; }
    void setSession(Session* session);
    Purpose purpose() const { return m_purpose; }
    void setPurpose(Purpose purpose);
    QVariantList places() const;
    const QString& place() const { return m_place; }
    void setPlace(const QString& name);
    bool isElsewhere() const { return m_site.has_value(); }
    double cap() const { return m_cap; }
    void setCap(double coreHours);

    /// What is to be rendered; a load without a pace is one that nobody measured yet.
    void setRender(const RenderLoad& load);
    /// How long the training would take here; below 0 while nobody knows.
    void setTraining(Seconds seconds);
    /// Asked while a place is chosen, and at once if one is. Tell it again when what would be sent is something else.
    void weighBy(Weigher weigher);
    /// How long a training of so long here would take there, at the measured pace; the same where it is made here.
    Seconds trainingThere(Seconds here) const;

    QString timeWords() const;
    QString costWords() const;
    QString groundWords() const;
    QString sendWords() const;
    QString problem() const;

    /// In how many parts the job is to be made, and what stands beside its job.json; nothing where it is made here.
    int parts() const { return m_site ? m_estimate.parts : 1; }
    std::optional<JobPlace> jobPlace() const;

    /// "5", "0,5"; false where it is no number.
    Q_INVOKABLE bool typeCap(const QString& words);
    /// Reads again which sites there are, and how fast they are.
    Q_INVOKABLE void look();

Q_SIGNALS:
    void sessionChanged();
    void changed();

private:
    struct Known {
        Site site;
        MachineSpeed speed;
    };
    bool isKnown() const { return m_purpose == Train ? m_training >= 0 : m_render.secondsPerFrame > 0; }
    QString remembered(const char* what) const;
    void recall();
    void weigh();
    void estimate();
    void measureHere();
    SendEstimate estimated(Seconds training) const;

    Session* m_session = nullptr;
    Purpose m_purpose = Render;
    std::vector<Known> m_known;
    QString m_place;
    std::optional<Site> m_site;
    MachineSpeed m_here, m_there;
    double m_cap = 0;
    RenderLoad m_render;
    Seconds m_training = -1;
    bool m_hasMeasured = false;
    Weigher m_weigher;
    quint64 m_asked = 0; ///< how often it was weighed: an older answer than the last is none
    Weight m_weight;
    SendEstimate m_estimate;
};

} // namespace opificio
