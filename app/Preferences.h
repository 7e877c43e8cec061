#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QStringList>
#include <QVariantMap>
#include <QtQml/qqmlregistration.h>

#include "base/Json.h"

namespace opificio {

/// What the artist chose for the window, kept in window.json of the configuration folder (of OPIFICIO_HOME where that is set).
/// Written beside and renamed at each change; keys that a newer program wrote are kept. GUI thread.
class Preferences : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session has the only one")
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY changed)
    Q_PROPERTY(qreal scale READ scale WRITE setScale NOTIFY changed)
    Q_PROPERTY(bool reducedMotion READ reducedMotion WRITE setReducedMotion NOTIFY changed)
    Q_PROPERTY(bool highContrast READ highContrast WRITE setHighContrast NOTIFY changed)
    Q_PROPERTY(QStringList recentWorks READ recentWorks NOTIFY changed)

public:
    explicit Preferences(QObject* parent = nullptr);

    /// "en" or "it"; at first as the environment says.
    QString language() const;
    void setLanguage(const QString& language);
    /// 1 to 2.5.
    qreal scale() const;
    void setScale(qreal scale);
    bool reducedMotion() const;
    void setReducedMotion(bool reduced);
    bool highContrast() const;
    void setHighContrast(bool high);

    /// Folders of works, the newest first; those that are gone are left out.
    QStringList recentWorks() const;
    void noteWork(const QString& folder);
    Q_INVOKABLE void forgetWork(const QString& folder);

    /// The artist's key for a command, or `otherwise`. Empty: the command has none.
    Q_INVOKABLE QString keyOf(const QString& command, const QString& otherwise) const;
    Q_INVOKABLE void setKey(const QString& command, const QString& key);
    Q_INVOKABLE void resetKey(const QString& command);

    /// Small things that a screen remembers: where a divider stands, which view was open.
    Q_INVOKABLE QVariant remembered(const QString& name, const QVariant& otherwise) const;
    Q_INVOKABLE void remember(const QString& name, const QVariant& value);

Q_SIGNALS:
    void changed();
    void keysChanged();
    /// It could not be written: a sentence.
    void failed(const QString& sentence);

private:
    void save();
    Json m_json = Json::object();
};

} // namespace opificio
