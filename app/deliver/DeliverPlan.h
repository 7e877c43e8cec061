#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QSize>
#include <QTimer>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <memory>

#include "ParamList.h"
#include "jobs/SendPlan.h"
#include "base/Rate.h"
#include "base/Result.h"

namespace opificio {

class Session;
struct Format;

/// An export that somebody is about to make: as what, how large, from which frame to which, under which name and where; how long
/// it may take. It becomes a job. GUI thread.
class DeliverPlan : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session READ session WRITE setSession NOTIFY sessionChanged REQUIRED)
    /// [{name, label, help, still, extension}], films first.
    Q_PROPERTY(QVariantList formats READ formats NOTIFY sessionChanged)
    Q_PROPERTY(QString format READ format WRITE setFormat NOTIFY changed)
    Q_PROPERTY(QString formatHelp READ formatHelp NOTIFY changed)
    Q_PROPERTY(bool stills READ isStills NOTIFY changed)
    Q_PROPERTY(opificio::ParamList* settings READ settings CONSTANT)
    /// [{label, detail, size}]: as the work, half, larger ones of its shape.
    Q_PROPERTY(QVariantList sizes READ sizes NOTIFY changed)
    Q_PROPERTY(QSize size READ size WRITE setSize NOTIFY changed)
    Q_PROPERTY(qint64 first READ first WRITE setFirst NOTIFY changed)
    Q_PROPERTY(qint64 last READ last WRITE setLast NOTIFY changed)
    /// Of the work.
    Q_PROPERTY(qint64 frames READ frames NOTIFY changed)
    /// "300 frames, 0:12"
    Q_PROPERTY(QString lengthWords READ lengthWords NOTIFY changed)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed)
    Q_PROPERTY(QString folder READ folder WRITE setFolder NOTIFY changed)
    Q_PROPERTY(QUrl folderUrl READ folderUrl NOTIFY changed)
    /// Where the first file will lie, in words.
    Q_PROPERTY(QString target READ target NOTIFY changed)
    /// Something of that name lies there: a sentence; empty where there is none.
    Q_PROPERTY(QString replaces READ replaces NOTIFY changed)
    /// Why it cannot be exported as it is: a sentence; empty when it can.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    /// How long a frame takes to render at the work's size, in milliseconds, where somebody measured it; 0 where not.
    Q_PROPERTY(double millisecondsPerFrame READ millisecondsPerFrame WRITE setMillisecondsPerFrame NOTIFY changed)
    /// How many times the pixels of the work.
    Q_PROPERTY(double larger READ larger NOTIFY changed)
    /// "about 3 minutes"; empty where nobody can say.
    Q_PROPERTY(QString timeWords READ timeWords NOTIFY changed)
    /// Where it is made; null: here.
    Q_PROPERTY(opificio::SendPlan* send MEMBER m_send WRITE setSend NOTIFY changed)
    Q_PROPERTY(bool starting READ isStarting NOTIFY changed)
    /// The job of the last export of this work that was made here; empty for none.
    Q_PROPERTY(QString job READ job NOTIFY changed)

public:
    explicit DeliverPlan(QObject* parent = nullptr);

    Session* session() const { return m_session; }
    void setSession(Session* session);
    QVariantList formats() const;
    QString format() const;
    void setFormat(const QString& name);
    QString formatHelp() const;
    bool isStills() const;
    ParamList* settings() { return &m_settings; }
    QVariantList sizes() const;
    QSize size() const { return m_size; }
    void setSize(const QSize& size);
    qint64 first() const { return m_first; }
    void setFirst(qint64 frame);
    qint64 last() const { return m_last; }
    void setLast(qint64 frame);
    qint64 frames() const;
    QString lengthWords() const;
    const QString& name() const { return m_name; }
    void setName(const QString& name);
    const QString& folder() const { return m_folder; }
    void setFolder(const QString& folder);
    QUrl folderUrl() const { return QUrl::fromLocalFile(m_folder); }
    QString target() const;
    QString replaces() const;
    QString problem() const;
    double millisecondsPerFrame() const { return m_millisecondsPerFrame; }
    void setMillisecondsPerFrame(double milliseconds);
    double larger() const;
    QString timeWords() const;
    void setSend(SendPlan* send);
    bool isStarting() const { return m_starting; }
    const QString& job() const { return m_job; }

    /// "1280x720", "1920 × 1080"; false, with nothing changed, where it is no size.
    Q_INVOKABLE bool typeSize(const QString& words);
    Q_INVOKABLE void setFolderUrl(const QUrl& folder) { setFolder(folder.toLocalFile()); }
    /// All frames.
    Q_INVOKABLE void wholeLength();
    /// Makes the job and starts it; started() says where, or a notice why not.
    Q_INVOKABLE void deliver();

Q_SIGNALS:
    void sessionChanged();
    void changed();
    void started(const QString& folder);

private:
    void begin();
    void bound();
    void weigh();

    Session* m_session = nullptr;
    SendPlan* m_send = nullptr;
    const Format* m_format = nullptr;
    ParamList m_settings;
    QSize m_size, m_workSize;
    qint64 m_first = 0, m_last = 0, m_knownFrames = 0;
    QString m_name, m_folder, m_job;
    double m_millisecondsPerFrame = 0;
    bool m_starting = false;
};

} // namespace opificio
