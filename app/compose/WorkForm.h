#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QQmlParserStatus>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include "Session.h"

namespace opificio {

/// What a work is as a whole: how large its pictures are, how many a second, how long it lasts. Each verb is one edit of the
/// document; what was typed and cannot be changes nothing and is answered by a sentence. GUI thread.
///
///     WorkForm { id: form; session: root.session }
///     NumberField { value: form.width; onTyped: (words) => form.typeEdge(Qt.Horizontal, words) }
class WorkForm : public QObject, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session MEMBER m_session REQUIRED)
    Q_PROPERTY(bool editable READ isEditable NOTIFY changed)
    /// In pixels; edges are 1 to `largest`.
    Q_PROPERTY(int width READ width NOTIFY changed)
    Q_PROPERTY(int height READ height NOTIFY changed)
    Q_PROPERTY(int largest READ largest CONSTANT)
    /// The usual sizes in words, and which of them it is; -1: none.
    Q_PROPERTY(QStringList shapes READ shapes NOTIFY changed)
    Q_PROPERTY(int shape READ shape NOTIFY changed)
    /// The usual rates, "25 fps", "29.97 fps", and which of them it is, -1: none.
    Q_PROPERTY(QStringList rates READ rates NOTIFY changed)
    Q_PROPERTY(int rate READ rate NOTIFY changed)
    /// "29.97 fps": what it is, usual or not.
    Q_PROPERTY(QString rateWords READ rateWords NOTIFY changed)
    /// Hours, minutes, seconds, frames; and how many frames that are.
    Q_PROPERTY(QString length READ length NOTIFY changed)
    Q_PROPERTY(qint64 frames READ frames NOTIFY changed)
    /// Why the last verb did nothing; empty where it did.
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)

public:
    using QObject::QObject;
    void classBegin() override { }
    void componentComplete() override;

    bool isEditable() const;
    int width() const;
    int height() const;
    int largest() const;
    QStringList shapes() const;
    int shape() const;
    QStringList rates() const;
    int rate() const;
    QString rateWords() const;
    QString length() const;
    qint64 frames() const;
    const QString& problem() const { return m_problem; }

    Q_INVOKABLE bool setSize(int width, int height);
    /// One edge as it was typed: a number, arithmetic ("1920/2") or a step ("*2"); the other stays.
    Q_INVOKABLE bool typeEdge(Qt::Orientation edge, const QString& typed);
    Q_INVOKABLE bool chooseShape(int index);
    /// Upright becomes wide, and wide upright.
    Q_INVOKABLE bool turn();
    /// The work lasts as long as before: keyframes keep their moments, the number of frames follows.
    Q_INVOKABLE bool chooseRate(int index);
    /// "10 s", "1:30", "00:00:04:12", "300" (frames), "+2 s".
    Q_INVOKABLE bool setLength(const QString& typed);

Q_SIGNALS:
    void changed();
    void problemChanged();

private:
    Document& document() const { return *m_session->document(); }
    const Graph& graph() const;
    bool refuse(const QString& sentence);
    bool accept(const Graph& next, const QString& label);

    Session* m_session = nullptr;
    QString m_problem;
};

} // namespace opificio
