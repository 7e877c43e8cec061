#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <memory>

#include "base/Json.h"

namespace opificio {

class Session;

/// What a model says about itself, in sentences: what it learned from and how often it looked at each, whose that is, how it was
/// trained and what was checked. Read on a thread. GUI thread.
class ModelCard : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session READ session WRITE setSession NOTIFY changed REQUIRED)
    /// The file of the model; empty for none.
    Q_PROPERTY(QString path READ path WRITE setPath NOTIFY changed)
    Q_PROPERTY(bool ready READ isReady NOTIFY changed)
    /// Why it cannot be read: a sentence.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString name READ name NOTIFY changed)
    Q_PROPERTY(QString recipe READ recipe NOTIFY changed)
    Q_PROPERTY(QString kind READ kind NOTIFY changed)
    Q_PROPERTY(QString sha256 READ sha256 NOTIFY changed)
    /// What it is, how it was made, what was checked.
    Q_PROPERTY(QStringList sentences READ sentences NOTIFY changed)
    /// [{kind, count}] of what it learned from, the strictest first.
    Q_PROPERTY(QVariantList rights READ rights NOTIFY changed)
    /// [{title, maker, holder, rightsKind, rightsLabel, draws, share, drawsWords, picture}], the most looked at first; share is
    /// against the most.
    Q_PROPERTY(QVariantList pictures READ pictures NOTIFY changed)

public:
    using QObject::QObject;
    Session* session() const { return m_session; }
    void setSession(Session* session);
    const QString& path() const { return m_path; }
    void setPath(const QString& path);
    bool isReady() const { return m_ready; }
    const QString& problem() const { return m_problem; }
    QString name() const;
    QString recipe() const;
    QString kind() const;
    const QString& sha256() const { return m_sha256; }
    QStringList sentences() const;
    const QVariantList& rights() const { return m_rights; }
    const QVariantList& pictures() const { return m_pictures; }

Q_SIGNALS:
    void changed();

private:
    void read();

    Session* m_session = nullptr;
    QString m_path, m_sha256, m_problem;
    Json m_card = Json::object();
    QVariantList m_rights, m_pictures;
    quint64 m_asked = 0;
    bool m_ready = false;
};

} // namespace opificio
