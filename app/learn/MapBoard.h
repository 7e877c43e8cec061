#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QPointF>
#include <QTimer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include "MapPath.h"

namespace opificio {

class Session;

/// The map of a model on which a hand walks: where the pictures lie that it learned from, what it makes between them, and where a
/// node of the work stands on it. A drag is shown while it lasts and is one edit; recorded while the work plays, it is a path in
/// time. GUI thread.
class MapBoard : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session READ session WRITE setSession NOTIFY sessionChanged REQUIRED)
    /// The file of the model; empty for none.
    Q_PROPERTY(QString path READ path WRITE setPath NOTIFY pathChanged)
    /// The node whose place it is; empty: there is only something to see.
    Q_PROPERTY(QString node READ node WRITE setNode NOTIFY positionChanged)
    /// Whether the model has a map and it was read.
    Q_PROPERTY(bool ready READ isReady NOTIFY read)
    /// For an Image: what the model makes all over the map.
    Q_PROPERTY(QString sheet READ sheet NOTIFY read)
    /// [{x, y, title, picture}]: where the pictures lie, y up.
    Q_PROPERTY(QVariantList places READ places NOTIFY read)
    /// Where the node stands now; y up.
    Q_PROPERTY(QPointF position READ position NOTIFY positionChanged)
    Q_PROPERTY(bool canMove READ canMove NOTIFY positionChanged)
    /// What is dragged while the work plays becomes a path.
    Q_PROPERTY(bool recording MEMBER m_recording NOTIFY recordingChanged)
    Q_PROPERTY(bool dragging READ isDragging NOTIFY positionChanged)

public:
    explicit MapBoard(QObject* parent = nullptr);

    Session* session() const { return m_session; }
    void setSession(Session* session);
    const QString& path() const { return m_path; }
    void setPath(const QString& path);
    const QString& node() const { return m_node; }
    void setNode(const QString& node);
    bool isReady() const { return m_ready; }
    const QString& sheet() const { return m_sheet; }
    const QVariantList& places() const { return m_places; }
    QPointF position() const;
    bool canMove() const;
    bool isDragging() const { return m_dragging; }

    /// The hand is at that place; the first call begins a drag.
    Q_INVOKABLE void move(double x, double y);
    /// The hand lets go: one edit, or, where it was taken back, none.
    Q_INVOKABLE void end(bool keep = true);
    /// The title of the picture that lies nearest, for those who do not see the map.
    Q_INVOKABLE QString nearest(double x, double y) const;

Q_SIGNALS:
    void sessionChanged();
    void pathChanged();
    void read();
    void positionChanged();
    void recordingChanged();

private:
    void readModel();
    void sample();
    double time() const;
    bool isRecorded() const;

    Session* m_session = nullptr;
    QString m_path, m_node, m_sheet;
    QVariantList m_places;
    quint64 m_asked = 0;
    bool m_ready = false, m_recording = false, m_dragging = false, m_wasRecorded = false;
    QPointF m_hand;
    MapPath m_walk;
    QTimer m_clock; ///< a hand that rests is a part of the walk, too
};

} // namespace opificio
