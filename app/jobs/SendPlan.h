#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QSize>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <optional>
#include <vector>

#include "remote/JobPlace.h"
#include "remote/Site.h"
#include "studio/SendEstimate.h"

namespace opificio {

class Session;

/// Where a render is made: here, or at one of the sites that are known; at most for how much; and, before anything is sent, how
/// long it may take there and what would leave this computer. Both ends of a guess are said, and what it rests on. GUI thread.
class SendPlan : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session READ session WRITE setSession NOTIFY sessionChanged REQUIRED)
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
    explicit SendPlan(QObject* parent = nullptr);

    Session* session() const { return m_session; }
    void setSession(Session* session);
    QVariantList places() const;
    const QString& place() const { return m_place; }
    void setPlace(const QString& name);
    bool isElsewhere() const { return m_site.has_value(); }
    double cap() const { return m_cap; }
    void setCap(double coreHours);
    /// What is to be rendered: how much, how large, and how long a frame takes here at that size, 0 where nobody measured it.
    void setLoad(qint64 frames, const QSize& size, double millisecondsPerFrame);

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
    void weigh();
    void estimate();
    void measureHere();

    Session* m_session = nullptr;
    std::vector<Known> m_known;
    QString m_place;
    std::optional<Site> m_site;
    MachineSpeed m_here, m_there;
    double m_cap = 0;
    qint64 m_frames = 0;
    QSize m_size;
    double m_milliseconds = 0;
    bool m_remembers = false, m_isMeasuring = false;
    Outgoing m_outgoing;
    QString m_weighing; ///< why what would be sent is not known: a sentence
    RenderEstimate m_estimate;
};

} // namespace opificio
