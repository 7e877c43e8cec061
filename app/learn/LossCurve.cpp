// SPDX-License-Identifier: GPL-3.0-or-later
#include "LossCurve.h"

#include "base/Json.h"

#include "Background.h"
#include "Text.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <fstream>

#include <sys/stat.h>

namespace opificio {

namespace {

constexpr std::size_t longestLine = 4096, mostPoints = 1'000'000;
// How much of the smooth curve is what it was before.
constexpr double inertia = 0.96, least = 1e-9;

} // namespace

bool LossReader::read(const std::string& path)
{
    struct stat info = {};
    if (::stat(path.c_str(), &info) != 0) {
        const bool had = !m_points.empty();
        *this = LossReader();
        return had;
    }
    bool changed = false;
    // Another file of that name: it was cut at a checkpoint, or the training began anew.
    if (std::uint64_t(info.st_ino) != m_file || std::uint64_t(info.st_size) < m_offset) {
        changed = !m_points.empty();
        *this = LossReader();
        m_file = std::uint64_t(info.st_ino);
    }
    if (std::uint64_t(info.st_size) == m_offset)
        return changed;
    std::ifstream file(path, std::ios::binary);
    file.seekg(std::streamoff(m_offset));
    std::vector<char> block(1 << 16);
    while (file && m_offset < std::uint64_t(info.st_size)) {
        file.read(block.data(), std::streamsize(std::min<std::uint64_t>(block.size(), std::uint64_t(info.st_size) - m_offset)));
        const auto count = std::size_t(file.gcount());
        if (count == 0)
            break;
        m_offset += count;
        m_tail.append(block.data(), count);
        std::size_t begin = 0;
        for (std::size_t end = m_tail.find('\n'); end != std::string::npos; end = m_tail.find('\n', begin)) {
            if (end - begin <= longestLine)
                take(std::string_view(m_tail).substr(begin, end - begin));
            begin = end + 1;
        }
        m_tail.erase(0, begin);
        // A line without an end is not kept: only that it is too long.
        if (m_tail.size() > 2 * longestLine)
            m_tail.resize(longestLine + 1);
        changed = true;
    }
    return changed;
}

void LossReader::take(std::string_view line)
{
    auto json = parseJson(line, "loss.jsonl");
    if (!json || m_points.size() >= mostPoints || !at(*json, "step").is_number() || !at(*json, "loss").is_number())
        return;
    LossPoint point{numberAt(*json, "step"), numberAt(*json, "loss"), numberAt(*json, "seconds"), 0};
    if (!(point.step >= 0 && point.step < 1e12) || !(point.loss >= 0 && point.loss < 1e12) || !(point.seconds >= 0))
        return;
    if (!m_points.empty()) {
        // Steps only go forward; those after a checkpoint come again.
        while (!m_points.empty() && m_points.back().step >= point.step)
            m_points.pop_back();
        if (!m_points.empty() && point.seconds < m_points.back().seconds)
            m_restarts.push_back(m_points.back().step);
    }
    // Of the logarithms, as it is drawn: one step that went astray bends nothing.
    const double now = std::log(std::max(point.loss, least));
    point.smooth = m_points.empty() ? std::max(point.loss, least)
                                    : std::exp(inertia * std::log(m_points.back().smooth) + (1 - inertia) * now);
    m_points.push_back(point);
}

LossCurve::LossCurve(QObject* parent)
    : QObject(parent)
    , m_reader(std::make_shared<LossReader>())
{
    m_timer.setInterval(500);
    connect(&m_timer, &QTimer::timeout, this, &LossCurve::read);
}

void LossCurve::setFolder(const QString& folder)
{
    if (folder == m_folder)
        return;
    m_folder = folder;
    m_reader = std::make_shared<LossReader>();
    m_shown = nullptr;
    m_isReading = false;
    Q_EMIT folderChanged();
    Q_EMIT changed();
    read();
}

void LossCurve::setFollowing(bool following)
{
    if (following == m_timer.isActive())
        return;
    if (following)
        m_timer.start();
    else
        m_timer.stop();
    read();
    Q_EMIT followingChanged();
}

void LossCurve::read()
{
    if (m_folder.isEmpty() || m_isReading)
        return;
    m_isReading = true;
    inBackground(
        this,
        [reader = m_reader, folder = m_folder] {
            std::shared_ptr<const Shown> shown;
            if (reader->read(utf8(folder + QStringLiteral("/loss.jsonl"))))
                shown = std::make_shared<const Shown>(Shown{reader->points(), reader->restarts()});
            return shown;
        },
        [reader = m_reader](LossCurve& self, std::shared_ptr<const Shown> shown) {
            if (self.m_reader != reader)
                return;
            self.m_isReading = false;
            if (!shown)
                return;
            self.m_shown = std::move(shown);
            Q_EMIT self.changed();
        });
}

double LossCurve::lossAt(double step) const
{
    if (!count())
        return -1;
    const auto& points = m_shown->points;
    auto after
        = std::upper_bound(points.begin(), points.end(), step, [](double at, const LossPoint& point) { return at < point.step; });
    return after == points.begin() ? points.front().smooth : (after - 1)->smooth;
}

QString LossCurve::words() const
{
    if (count() < 2)
        return tr("No step has been done yet.");
    const QLocale locale;
    const double first = m_shown->points.front().loss, last = lastLoss();
    const QString from = locale.toString(first, 'g', 2), to = locale.toString(last, 'g', 2);
    // Compared over the last fifth, where the noise of single steps is gone.
    const double before = lossAt(lastStep() * 0.8);
    if (last < 0.97 * before)
        return tr("The distance to the pictures fell from %1 to %2 and still falls.").arg(from, to);
    if (last > 1.05 * before)
        return tr("The distance to the pictures rises again: it is %1 now.").arg(to);
    return tr("The distance to the pictures fell from %1 to %2 and changes little now.").arg(from, to);
}

} // namespace opificio
