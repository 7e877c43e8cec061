// SPDX-License-Identifier: GPL-3.0-or-later
#include "Importing.h"

#include "Text.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "library/Import.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <chrono>

namespace opificio {

using namespace std::chrono_literals;

namespace {

// What a damaged collection of thousands has to say is not read to the end by anybody.
constexpr int mostRemarks = 500;
// A process that does not end when asked is not waited for longer.
constexpr int patienceMs = 3000;
// What a system takes as the words of one command has an end.
constexpr qsizetype mostItemsAtOnce = 500;

std::filesystem::path firstCollection()
{
    return homeFolder() / "collections/prima/collection.json";
}

} // namespace

QString workerProgram()
{
    const auto own = programFile();
    for (const auto& path : {own.parent_path() / "opificio-cli", own.parent_path().parent_path() / "bin" / "opificio-cli"}) {
        if (QFileInfo(qtPath(path)).isExecutable())
            return qtPath(path);
    }
    return {};
}

Importing::Importing(Notices& notices, QObject* parent)
    : QObject(parent)
    , m_notices(notices)
{
    // New pictures are shown about as often as somebody looks up.
    m_tick.setInterval(500ms);
    connect(&m_tick, &QTimer::timeout, this, &Importing::came);
}

Importing::~Importing()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_process->terminate();
    if (!m_process->waitForFinished(patienceMs))
        m_process->kill();
    m_process->waitForFinished(patienceMs);
}

QString Importing::offered() const
{
    if (m_offered.isEmpty())
        return {};
    const QString first = QFileInfo(m_offered.constFirst()).fileName();
    return m_offered.size() == 1 ? first : tr("%1 and %n more", nullptr, int(m_offered.size()) - 1).arg(first);
}

QString Importing::source() const
{
    if (isFetching())
        return tr("%n pictures", nullptr, int(m_source.items.size()));
    if (!m_source.title.isEmpty())
        return m_source.title;
    return QFileInfo(m_source.path).fileName() == QStringLiteral("collection.json") ? QFileInfo(m_source.path).dir().dirName()
                                                                                    : QFileInfo(m_source.path).fileName();
}

QString Importing::summary() const
{
    QStringList parts;
    if (m_added > 0)
        parts.append(tr("%n new", nullptr, int(m_added)));
    if (m_changed > 0)
        parts.append(tr("%n changed", nullptr, int(m_changed)));
    if (m_unchanged > 0)
        parts.append(tr("%n as before", nullptr, int(m_unchanged)));
    if (m_fetched > 0)
        parts.append(tr("%n fetched", nullptr, int(m_fetched)));
    if (m_here > 0)
        parts.append(tr("%n here already", nullptr, int(m_here)));
    if (m_passedOver > 0)
        parts.append(
            m_hasImported ? tr("%n passed over", nullptr, int(m_passedOver)) : tr("%n not fetched", nullptr, int(m_passedOver)));
    if (parts.isEmpty())
        parts.append(tr("nothing came"));
    const QString list = parts.join(QStringLiteral(", "));
    if (m_stopped)
        return tr("Stopped before the end: %1. What came is kept.").arg(list);
    return m_hasImported ? tr("Imported: %1.").arg(list) : tr("Pictures: %1.").arg(list);
}

void Importing::offer(const QList<QUrl>& addresses)
{
    for (const QUrl& address : addresses) {
        if (!address.isLocalFile()) {
            Q_EMIT published(address.toString(QUrl::FullyEncoded));
            continue;
        }
        // A path that ends in a slash has an empty last part.
        QString path = QFileInfo(address.toLocalFile()).absoluteFilePath();
        while (path.size() > 1 && path.endsWith(QChar::fromLatin1('/')))
            path.chop(1);
        if (!m_offered.contains(path))
            m_offered.append(path);
    }
    Q_EMIT changed();
}

void Importing::bringPublished(const QString& address, const QString& title)
{
    // Only small pictures: the others when somebody has chosen.
    begin({{address, QStringLiteral("institution"), title, {QStringLiteral("--set"), QStringLiteral("size=0")}}});
}

void Importing::fetch(const QStringList& items)
{
    QList<Source> sources;
    for (qsizetype from = 0; from < items.size(); from += mostItemsAtOnce) {
        Source source;
        source.items = items.mid(from, mostItemsAtOnce);
        sources.append(source);
    }
    if (!sources.isEmpty())
        begin(sources);
}

void Importing::answer(Origin origin)
{
    static constexpr std::array words = {"mine", "given", "institution", "unknown"};
    QList<Source> sources;
    for (const QString& path : std::exchange(m_offered, {}))
        sources.append({path, QString::fromLatin1(words[std::size_t(origin)])});
    begin(sources);
}

void Importing::forget()
{
    m_offered.clear();
    Q_EMIT changed();
}

void Importing::bringFirst()
{
    begin({{qtPath(firstCollection()), QStringLiteral("institution")}});
}

void Importing::begin(QList<Source> sources)
{
    if (!isRunning()) {
        m_added = m_changed = m_unchanged = m_fetched = m_here = m_passedOver = 0;
        m_remarks.clear();
        m_ended = m_stopped = m_hasImported = false;
    }
    m_sources.insert(m_sources.end(), sources.begin(), sources.end());
    if (!isRunning())
        next();
    Q_EMIT changed();
}

void Importing::next()
{
    if (m_sources.empty()) {
        m_tick.stop();
        m_ended = true;
        m_source = {};
        Q_EMIT came();
        Q_EMIT changed();
        lookForFirst();
        return;
    }
    m_source = m_sources.front();
    m_sources.pop_front();
    m_hasImported = m_hasImported || !isFetching();
    m_progress = -1;
    m_progressWords.clear();
    m_tail.clear();
    m_answered = false;
    m_skipped = 0;
    Q_EMIT progressed();
    const QString program = workerProgram();
    if (program.isEmpty()) {
        remark(source(), tr("Cannot find opificio-cli, which reads pictures. Install Opificio again."));
        ++m_passedOver;
        next();
        return;
    }
    m_process = std::make_unique<QProcess>();
    m_process->setProgram(program);
    m_process->setArguments(arguments(m_source));
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->setProcessChannelMode(QProcess::SeparateChannels);
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &Importing::readLines);
    connect(m_process.get(), &QProcess::finished, this, [this](int, QProcess::ExitStatus status) {
        readLines();
        finish(status == QProcess::CrashExit && !m_stopped
                ? tr("Reading %1 ended before its time. What came before is kept; bring it again to go on.").arg(source())
                : QString());
    });
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            finish(tr("Cannot start opificio-cli, which reads pictures. Install Opificio again."));
    });
    m_tick.start();
    m_process->start();
    Q_EMIT changed();
}

QStringList Importing::arguments(const Source& source)
{
    const QStringList words{QStringLiteral("--json"), QStringLiteral("--language"), qt(language())};
    if (!source.items.isEmpty())
        return words + QStringList{QStringLiteral("fetch"), QStringLiteral("--")} + source.items;
    return words + QStringList{QStringLiteral("import"), QStringLiteral("--origin"), source.origin} + source.settings
        + QStringList{QStringLiteral("--"), source.path};
}

void Importing::readLines()
{
    if (!m_process)
        return;
    m_tail += m_process->readAllStandardOutput();
    qsizetype from = 0;
    for (qsizetype end = m_tail.indexOf('\n'); end >= 0; end = m_tail.indexOf('\n', from)) {
        if (auto json = parseJson(std::string_view(m_tail.constData() + from, std::size_t(end - from)), "opificio-cli"))
            read(*json);
        from = end + 1;
    }
    m_tail.remove(0, from);
}

void Importing::read(const Json& event)
{
    const std::string kind = textAt(event, "event");
    if (kind == "progress") {
        const double of = numberAt(event, "of");
        m_progress = of > 0 ? std::clamp(numberAt(event, "done") / of, 0.0, 1.0) : -1;
        m_progressWords = qt(textAt(event, "words"));
        Q_EMIT progressed();
    } else if (kind == "warning") {
        remark(qt(textAt(event, "what")), qt(textAt(event, "sentence")));
    } else if (kind == "item") {
        m_skipped = qint64(numberAt(event, "skipped"));
        m_added += qint64(numberAt(event, "added"));
        m_changed += qint64(numberAt(event, "changed"));
        m_unchanged += qint64(numberAt(event, "unchanged"));
        m_fetched += qint64(numberAt(event, "brought"));
        m_here += qint64(numberAt(event, "already"));
        m_passedOver += m_skipped;
    } else if (kind == "result") {
        m_answered = true;
        const Json& error = at(event, "error");
        if (flagAt(event, "ok"))
            return;
        // A stop was asked for and is said by the summary; of what was passed over each has its own reason.
        if (textAt(error, "code") == "cancelled")
            m_stopped = true;
        else if (m_skipped == 0)
            remark(source(), qt(textAt(error, "sentence")));
    }
}

void Importing::remark(const QString& what, const QString& sentence)
{
    if (m_remarks.size() >= mostRemarks)
        return;
    m_remarks.append(QVariantMap{{QStringLiteral("what"), what}, {QStringLiteral("sentence"), sentence}});
    Q_EMIT changed();
}

void Importing::finish(const QString& failure)
{
    if (!m_process)
        return;
    const QString last = QString::fromUtf8(m_process->readAllStandardError()).trimmed();
    m_process->disconnect(this);
    m_process.release()->deleteLater();
    if (!failure.isEmpty())
        remark(source(), failure);
    else if (!m_answered && !m_stopped)
        remark(source(), last.isEmpty() ? tr("%1 could not be read.").arg(source()) : last.section(QChar::fromLatin1('\n'), -1));
    Q_EMIT came();
    next();
}

void Importing::stop()
{
    if (!m_process)
        return;
    m_sources.clear();
    m_stopped = true;
    m_process->terminate();
    Q_EMIT changed();
}

void Importing::dismiss()
{
    m_ended = false;
    m_remarks.clear();
    Q_EMIT changed();
}

void Importing::lookForFirst()
{
    m_reader.ask([self = QPointer<Importing>(this)](Result<const Library*> library) {
        QString name;
        const auto path = firstCollection();
        std::error_code code;
        if (library && std::filesystem::is_regular_file(path, code)) {
            auto importer = importerFor(path, {});
            auto collections = (*library)->collections();
            if (importer && collections) {
                const std::string own = (*importer)->collection(path);
                // The photographs of the first piece belong to it, too: it is there once all of it is.
                auto json = readJson(path);
                const std::size_t listed = json ? at(*json, "items").size() : 0;
                const bool isThere
                    = std::any_of(collections->begin(), collections->end(), [&](const Library::Collection& collection) {
                          return collection.name == own && collection.items >= std::int64_t(listed);
                      });
                if (!isThere && listed > 0)
                    name = qt(own);
            }
        }
        post(self, [name](Importing& importing) {
            if (importing.m_firstName == name)
                return;
            importing.m_firstName = name;
            Q_EMIT importing.firstChanged();
        });
    });
}

} // namespace opificio
