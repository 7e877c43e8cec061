#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QTimer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <memory>

#include "base/Json.h"
#include "base/Rate.h"
#include "base/Task.h"

namespace opificio {

class Session;

/// What the open work is made from, before it is exported: every picture with its role and its rights, and what is owed, to ask,
/// or not allowed. Gone through on a thread, frame by frame, without rendering; the newest question wins. GUI thread.
class CreditsLook : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session READ session WRITE setSession NOTIFY sessionChanged REQUIRED)
    Q_PROPERTY(qint64 first READ first WRITE setFirst NOTIFY rangeChanged)
    /// Both included; -1: to the end.
    Q_PROPERTY(qint64 last READ last WRITE setLast NOTIFY rangeChanged)
    /// Nothing is looked at while nobody looks.
    Q_PROPERTY(bool watched READ isWatched WRITE setWatched NOTIFY watchedChanged)
    Q_PROPERTY(bool busy READ isBusy NOTIFY changed)
    Q_PROPERTY(bool ready READ isReady NOTIFY changed)
    /// Why it cannot be said: a sentence.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    /// [{title, maker, holder, role, roleWord, rightsKind, rightsLabel, through, picture}]; shown before learned before steered.
    Q_PROPERTY(QVariantList items READ items NOTIFY changed)
    /// [{kind, words, items}]: kind is "no", "ask", "owed"; the gravest first.
    Q_PROPERTY(QVariantList duties READ duties NOTIFY changed)
    /// "no", "ask", "owed" or "free": the gravest of all.
    Q_PROPERTY(QString verdict READ verdict NOTIFY changed)
    /// "12 pictures shown, 13 learned from": one line.
    Q_PROPERTY(QString summary READ summary NOTIFY changed)
    /// What the verdict means, as a sentence.
    Q_PROPERTY(QString verdictWords READ verdictWords NOTIFY changed)

public:
    explicit CreditsLook(QObject* parent = nullptr);
    ~CreditsLook() override;

    Session* session() const { return m_session; }
    void setSession(Session* session);
    qint64 first() const { return m_first; }
    void setFirst(qint64 frame);
    qint64 last() const { return m_last; }
    void setLast(qint64 frame);
    bool isWatched() const { return m_watched; }
    void setWatched(bool watched);
    bool isBusy() const { return m_task != nullptr; }
    bool isReady() const { return m_ready; }
    const QString& problem() const { return m_problem; }
    const QVariantList& items() const { return m_items; }
    const QVariantList& duties() const { return m_duties; }
    QString verdict() const;
    QString summary() const;
    QString verdictWords() const;

Q_SIGNALS:
    void sessionChanged();
    void rangeChanged();
    void watchedChanged();
    void changed();

private:
    void later();
    void look();
    void take(const Json& record, const QString& problem, const QVariantList& items);

    Session* m_session = nullptr;
    qint64 m_first = 0, m_last = -1;
    QTimer m_delay;
    std::shared_ptr<Task> m_task; ///< of the newest question, while it is answered
    QVariantList m_items, m_duties;
    QString m_problem;
    bool m_watched = false, m_ready = false, m_unknown = false;
};

/// Of a duty's code in a credits record: "no", "ask" or "owed".
QString dutyKind(const std::string& code);

} // namespace opificio
