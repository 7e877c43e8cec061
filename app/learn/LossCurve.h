#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <string>
#include <vector>

namespace opificio {

/// How well a training guesses, step by step.
struct LossPoint {
    double step = 0, loss = 0, seconds = 0;
    double smooth = 0; ///< running mean of what came before
};

/// Reads loss.jsonl as it grows: only what is new, only whole lines. Lines that make no sense are passed over; a file that became
/// shorter is read anew. One thread at a time.
class LossReader {
public:
    /// True when anything came or went.
    bool read(const std::string& path);
    const std::vector<LossPoint>& points() const { return m_points; }
    /// Steps at which it went on after it had been stopped.
    const std::vector<double>& restarts() const { return m_restarts; }

private:
    void take(std::string_view line);
    std::vector<LossPoint> m_points;
    std::vector<double> m_restarts;
    std::string m_tail;
    std::uint64_t m_offset = 0, m_file = 0;
};

/// The loss of a training as it comes, read on a thread, for LossPlot and for words. GUI thread.
class LossCurve : public QObject {
    Q_OBJECT
    QML_ELEMENT
    /// Of the job.
    Q_PROPERTY(QString folder READ folder WRITE setFolder NOTIFY folderChanged)
    /// While it grows.
    Q_PROPERTY(bool following READ isFollowing WRITE setFollowing NOTIFY followingChanged)
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(double lastStep READ lastStep NOTIFY changed)
    /// Smoothed; 0 before anything came.
    Q_PROPERTY(double lastLoss READ lastLoss NOTIFY changed)
    /// What the curve does, as a sentence for those who do not look at it.
    Q_PROPERTY(QString words READ words NOTIFY changed)

public:
    explicit LossCurve(QObject* parent = nullptr);

    const QString& folder() const { return m_folder; }
    void setFolder(const QString& folder);
    bool isFollowing() const { return m_timer.isActive(); }
    void setFollowing(bool following);
    int count() const { return m_shown ? int(m_shown->points.size()) : 0; }
    double lastStep() const { return count() ? m_shown->points.back().step : 0; }
    double lastLoss() const { return count() ? m_shown->points.back().smooth : 0; }
    QString words() const;

    struct Shown {
        std::vector<LossPoint> points;
        std::vector<double> restarts;
    };
    /// Never changes; null before anything was read.
    std::shared_ptr<const Shown> shown() const { return m_shown; }
    /// At that step or the nearest before; -1 for none.
    Q_INVOKABLE double lossAt(double step) const;
    void read();

Q_SIGNALS:
    void folderChanged();
    void followingChanged();
    void changed();

private:
    QString m_folder;
    std::shared_ptr<LossReader> m_reader;
    std::shared_ptr<const Shown> m_shown;
    QTimer m_timer;
    bool m_isReading = false;
};

} // namespace opificio
