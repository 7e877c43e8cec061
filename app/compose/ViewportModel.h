#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QPointF>
#include <QQmlParserStatus>
#include <QRectF>
#include <QSize>
#include <QStringList>
#include <QTimer>
#include <QVariantList>
#include <QVector4D>
#include <QtQml/qqmlregistration.h>

#include <deque>
#include <optional>
#include <vector>

#include "Session.h"
#include "base/Values.h"
#include "library/Item.h"

namespace opificio {

/// What a viewer knows beside the picture: whose picture it is, the nine slots, the values under the pointer and at the places
/// that are kept. GUI thread.
class ViewportModel : public QObject, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(opificio::Session* session MEMBER m_session REQUIRED)
    /// The node whose picture is shown, where it is not the output's: its id and name.
    Q_PROPERTY(QString node READ node NOTIFY nodeChanged)
    Q_PROPERTY(QString label READ label NOTIFY nodeChanged)
    /// The slot that shows it, 1 to 9; 0: none.
    Q_PROPERTY(int slot READ slot NOTIFY nodeChanged)
    /// "9 of 25 fps" while it plays and cannot keep up, else empty.
    Q_PROPERTY(QString pace READ pace NOTIFY paceChanged)
    /// A node feeds the output.
    Q_PROPERTY(bool fed READ isFed NOTIFY workChanged)
    Q_PROPERTY(bool empty READ isEmpty NOTIFY workChanged)

    /// The picture of the library that is shown as it is, brought into the frame and no more; null elsewhere.
    Q_PROPERTY(bool hasOriginal READ hasOriginal NOTIFY originalChanged)
    Q_PROPERTY(opificio::Item original READ original NOTIFY originalChanged)

    // The probe: what is under the pointer.
    Q_PROPERTY(bool probed READ isProbed NOTIFY probeChanged)
    Q_PROPERTY(QString place READ place NOTIFY probeChanged) ///< "640, 212"
    Q_PROPERTY(QString light READ light NOTIFY probeChanged) ///< "0.182  0.175  0.171  1"
    Q_PROPERTY(QString hex READ hex NOTIFY probeChanged)
    /// What it says is what files have, whatever the view does.
    Q_PROPERTY(QVariantList samples READ samples NOTIFY samplesChanged) ///< [{x, y, place, light, hex}], 0 to 1 from the top left

public:
    explicit ViewportModel(QObject* parent = nullptr);
    void classBegin() override { }
    void componentComplete() override;

    QString node() const;
    QString label() const;
    int slot() const;
    QString pace() const { return m_pace; }
    bool isFed() const;
    bool isEmpty() const;
    bool hasOriginal() const { return !m_original.file.empty(); }
    const Item& original() const { return m_original; }
    /// Where the original lies in the frame, 0 to 1 from the top left, and beyond where it is cut; `pixels` are its own.
    Q_INVOKABLE QRectF originalPlace(const QSize& pixels) const;
    bool isProbed() const { return m_probe.has_value(); }
    QString place() const;
    QString light() const;
    QString hex() const;
    QVariantList samples() const;

    /// Shows the picture of that node; of one that is shown, or of an output: the work's own again.
    Q_INVOKABLE void viewNode(const QString& node);
    Q_INVOKABLE void viewResult();
    /// 1 to 9: puts the node there and shows it; without a node, shows what is there; of what is shown already, the work's own.
    Q_INVOKABLE void useSlot(int slot, const QString& node);

    /// 0 to 1 from the top left of the picture.
    Q_INVOKABLE void probe(const QPointF& place);
    Q_INVOKABLE void endProbe();
    Q_INVOKABLE void keepSample(const QPointF& place);
    Q_INVOKABLE void dropSample(int index);
    Q_INVOKABLE void dropSamples();

    /// The frame as a file in the stills/ of the work; a notice says where.
    Q_INVOKABLE void snapshot();

Q_SIGNALS:
    void nodeChanged();
    void paceChanged();
    void workChanged();
    void originalChanged();
    void probeChanged();
    void samplesChanged();

private:
    struct Probed {
        QPoint pixel;
        QVector4D light;
        QString hex;
    };
    struct Sample {
        QPointF at;
        std::optional<Probed> values;
    };
    void ask();
    void hear(const QPoint& pixel, const QVector4D& light, const QString& hex);
    void findPace();
    void findOriginal();
    static QString words(const QVector4D& light);

    Session* m_session = nullptr;
    QStringList m_slots;
    QString m_pace;
    Item m_original;
    Values m_placement; ///< of the original: fit, zoom, centre
    std::optional<QPointF> m_pointer;
    std::optional<Probed> m_probe;
    std::vector<Sample> m_samples;
    std::size_t m_next = 0; ///< of the samples, which is asked for next
    int m_asked = -2; ///< -1: the pointer; a sample's index; -2: nothing is on its way
    bool m_stale = false; ///< another picture has come since
    QTimer m_beat;
};

} // namespace opificio
