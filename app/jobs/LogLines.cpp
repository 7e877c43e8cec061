// SPDX-License-Identifier: GPL-3.0-or-later
#include "LogLines.h"

#include "Background.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QLocale>

namespace opificio {

namespace {

constexpr qint64 mostBytes = 512 << 10;
constexpr int longestLine = 4000;

struct Tail {
    QStringList lines;
    qint64 stamp = 0;
};

Tail tailOf(const QString& path)
{
    Tail tail;
    QFile file(path);
    tail.stamp = QFileInfo(path).lastModified().toMSecsSinceEpoch();
    if (!file.open(QIODevice::ReadOnly))
        return tail;
    const bool isCut = file.size() > mostBytes;
    if (isCut)
        file.seek(file.size() - mostBytes);
    QString text = QString::fromUtf8(file.read(mostBytes));
    tail.lines = text.split(QChar::fromLatin1('\n'), Qt::SkipEmptyParts);
    if (isCut && !tail.lines.isEmpty())
        tail.lines.removeFirst();
    for (QString& line : tail.lines)
        line.truncate(longestLine);
    return tail;
}

// The time at a line's beginning, "2026-11-21T22:40:58.123Z", and what follows it.
std::pair<QDateTime, QString> parted(const QString& line)
{
    const qsizetype space = line.indexOf(QChar::fromLatin1(' '));
    if (space < 20 || space > 30)
        return {{}, line};
    const QDateTime time = QDateTime::fromString(line.left(space), Qt::ISODateWithMs);
    return time.isValid() ? std::pair(time, line.mid(space + 1)) : std::pair(QDateTime(), line);
}

} // namespace

LogLines::LogLines(QObject* parent)
    : QAbstractListModel(parent)
{
    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, &LogLines::read);
}

void LogLines::setFolder(const QString& folder)
{
    if (folder == m_folder)
        return;
    m_folder = folder;
    m_stamp = -1;
    beginResetModel();
    m_lines.clear();
    m_shown.clear();
    endResetModel();
    Q_EMIT folderChanged();
    Q_EMIT countChanged();
    read();
}

void LogLines::setWords(const QString& words)
{
    if (words == m_words)
        return;
    m_words = words;
    Q_EMIT wordsChanged();
    search();
}

void LogLines::setFollowing(bool following)
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

void LogLines::read()
{
    if (m_folder.isEmpty() || m_isReading)
        return;
    m_isReading = true;
    inBackground(
        this,
        [folder = m_folder, stamp = m_stamp] {
            const QString path = folder + QStringLiteral("/log.txt");
            return QFileInfo(path).lastModified().toMSecsSinceEpoch() == stamp ? Tail{{}, stamp} : tailOf(path);
        },
        [folder = m_folder, stamp = m_stamp](LogLines& self, Tail tail) {
            self.m_isReading = false;
            if (self.m_folder != folder) {
                self.read();
            } else if (tail.stamp != stamp) {
                self.m_stamp = tail.stamp;
                self.m_lines = std::move(tail.lines);
                self.search();
            }
        });
}

void LogLines::search()
{
    QList<int> found;
    for (int i = 0; i < m_lines.size(); ++i) {
        if (m_words.trimmed().isEmpty() || m_lines[i].contains(m_words.trimmed(), Qt::CaseInsensitive))
            found.append(i);
    }
    beginResetModel();
    m_shown = found;
    endResetModel();
    Q_EMIT countChanged();
}

QVariant LogLines::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const auto [time, words] = parted(m_lines[m_shown[index.row()]]);
    if (role == LineRole || role == Qt::DisplayRole)
        return words;
    if (role == TimeRole)
        return time.isValid() ? time.toLocalTime().toString(QStringLiteral("HH:mm:ss")) : QString();
    return {};
}

QString LogLines::text() const
{
    QStringList lines;
    for (int row : m_shown)
        lines.append(m_lines[row]);
    return lines.join(QChar::fromLatin1('\n'));
}

} // namespace opificio
