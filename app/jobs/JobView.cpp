// SPDX-License-Identifier: GPL-3.0-or-later
#include "JobView.h"

#include "base/Rate.h"

#include "PictureProvider.h"
#include "Text.h"
#include "TimeWords.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace opificio {

namespace {

QString joined(const QStringList& parts, const QString& between)
{
    QStringList said;
    for (const QString& part : parts) {
        if (!part.isEmpty())
            said.append(part);
    }
    return said.join(between);
}

constexpr std::size_t mostWarnings = 4;

} // namespace

void JobView::setJobs(Jobs* jobs)
{
    if (jobs == m_jobs)
        return;
    if (m_jobs)
        m_jobs->disconnect(this);
    m_jobs = jobs;
    if (m_jobs) {
        connect(m_jobs, &Jobs::changed, this, [this](const QString& folder) {
            if (folder == m_folder)
                take();
        });
    }
    Q_EMIT jobsChanged();
    take();
}

void JobView::setFolder(const QString& folder)
{
    if (folder == m_folder)
        return;
    m_folder = folder;
    m_beat = 0;
    Q_EMIT folderChanged();
    take();
}

void JobView::take()
{
    auto now = m_jobs && !m_folder.isEmpty() ? m_jobs->job(m_folder) : nullptr;
    if (now == m_job)
        return;
    if (now && (!m_job || now->status.done != m_job->status.done))
        ++m_beat;
    m_job = std::move(now);
    Q_EMIT changed();
}

QString JobView::name() const
{
    return m_job ? jobName(*m_job) : QString();
}

QString JobView::plainName() const
{
    return m_job ? qt(m_job->name) : QString();
}

QString JobView::verb() const
{
    return m_job ? qt(m_job->verb) : QString();
}

QString JobView::recipe() const
{
    return m_job ? qt(m_job->recipe) : QString();
}

Jobs::State JobView::state() const
{
    return m_job ? jobState(*m_job) : Jobs::State::Made;
}

QString JobView::stateWords() const
{
    return m_job ? jobStateWords(*m_job) : QString();
}

QString JobView::resumeWords() const
{
    if (!canResume())
        return {};
    if (m_job->canGoOn)
        return tr("It goes on from its last checkpoint.");
    return m_job->isStarted ? tr("It begins anew.") : QString();
}

QString JobView::sentence() const
{
    const QString after = resumeWords();
    // What failed has said so in a sentence of its own.
    const QString stop
        = after.isEmpty() || stateWords().endsWith(QChar::fromLatin1('.')) ? QStringLiteral(" ") : QStringLiteral(". ");
    return joined({joined({stateWords(), after}, stop), resultWords()}, QStringLiteral(" · "));
}

QString JobView::site() const
{
    return m_job && !m_job->isFinished ? qt(m_job->site) : QString();
}

QString JobView::aside() const
{
    return isActive() ? joined({pace(), timeLeft()}, QStringLiteral("  ·  ")) : made();
}

QString JobView::chipWords() const
{
    if (!m_job)
        return {};
    const int others = m_jobs->active() - 1;
    return joined({m_job->verb == "train" ? tr("Training") : tr("Rendering"), stateWords(), shortTimeLeft(),
                      others > 0 ? tr("%n more", nullptr, others) : QString()},
        QStringLiteral("  ·  "));
}

QString JobView::timeLeft() const
{
    return m_job ? aboutTime(m_job->secondsLeft()) : QString();
}

QString JobView::shortTimeLeft() const
{
    const QString time = m_job ? opificio::shortTime(m_job->secondsLeft()) : QString();
    return time.isEmpty() ? time : tr("about %1").arg(time);
}

QString JobView::pace() const
{
    if (!m_job || !m_job->isActive() || !(m_job->rate > 0))
        return {};
    const bool isTraining = m_job->verb == "train";
    const QLocale locale;
    if (m_job->rate < 0.95) {
        const QString number = locale.toString(1 / m_job->rate, 'f', 1 / m_job->rate < 10 ? 1 : 0);
        return isTraining ? tr("%1 seconds a step").arg(number) : tr("%1 seconds a frame").arg(number);
    }
    const QString number = locale.toString(m_job->rate, 'f', m_job->rate < 9.95 ? 1 : 0);
    return isTraining ? tr("%1 steps a second").arg(number) : tr("%1 frames a second").arg(number);
}

QString JobView::made() const
{
    if (!m_job || m_job->made == 0)
        return {};
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(m_job->made);
    const qint64 days = time.date().daysTo(QDate::currentDate());
    const QString clock = QLocale().toString(time.time(), QLocale::ShortFormat);
    if (days == 0)
        return tr("today, %1").arg(clock);
    if (days == 1)
        return tr("yesterday, %1").arg(clock);
    return QLocale().toString(time.date(), QLocale::ShortFormat) + QStringLiteral(", ") + clock;
}

QStringList JobView::warnings() const
{
    QStringList all;
    if (!m_job)
        return all;
    const auto& warnings = m_job->status.warnings;
    for (std::size_t i = warnings.size() - std::min(warnings.size(), mostWarnings); i < warnings.size(); ++i)
        all.append(qt(warnings[i]));
    return all;
}

QList<QUrl> JobView::files() const
{
    QList<QUrl> all;
    if (!m_job)
        return all;
    if (const std::string model = textAt(m_job->result, "model"); !model.empty())
        all.append(QUrl::fromLocalFile(qt(model)));
    const Json& files = at(m_job->result, "files");
    for (const Json& file : files.is_array() ? files : Json::array()) {
        if (file.is_string())
            all.append(QUrl::fromLocalFile(qt(file.get<std::string>())));
    }
    return all;
}

QUrl JobView::creditsPage() const
{
    const Json& credits = m_job ? at(m_job->result, "credits") : at(Json(), "");
    for (const Json& file : credits.is_array() ? credits : Json::array()) {
        if (file.is_string() && file.get_ref<const std::string&>().ends_with(".html"))
            return QUrl::fromLocalFile(qt(file.get<std::string>()));
    }
    return {};
}

QString JobView::resultWords() const
{
    if (!isDone())
        return {};
    QStringList words;
    if (m_job->verb == "train") {
        if (const double given = numberAt(m_job->result, "given"), learned = numberAt(m_job->result, "learned"); given > 0)
            words.append(learned < given ? tr("Learned from %1 of %2 pictures").arg(learned).arg(given)
                                         : tr("Learned from %n pictures", nullptr, int(std::min(learned, 1e6))));
        return words.join(QStringLiteral(" · "));
    }
    const QList<QUrl> all = files();
    if (all.isEmpty())
        return {};
    words.append(all.size() == 1 ? all.constFirst().fileName() : tr("%n files", nullptr, int(all.size())));
    const Json& size = at(m_job->result, "size");
    if (size.is_array() && size.size() == 2 && size[0].is_number_integer() && size[1].is_number_integer())
        words.append(QStringLiteral("%1 × %2").arg(size[0].get<int>()).arg(size[1].get<int>()));
    const double frames = numberAt(m_job->result, "frames");
    if (auto rate = Rate::parse(textAt(m_job->result, "rate")); rate && rate->numerator > 0 && !m_job->isStill)
        words.append(clockTime(frames * double(rate->denominator) / double(rate->numerator)));
    qint64 bytes = 0;
    for (const QUrl& file : all)
        bytes += QFileInfo(file.toLocalFile()).size();
    if (bytes > 0)
        words.append(sizeWords(bytes));
    return words.join(QStringLiteral(" · "));
}

QString JobView::model() const
{
    return m_job ? qt(textAt(m_job->result, "sha256")) : QString();
}

QString JobView::picture() const
{
    return m_job ? PictureProvider::address(m_job->picture, m_job->pictureStamp) : QString();
}

} // namespace opificio
