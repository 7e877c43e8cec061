// SPDX-License-Identifier: GPL-3.0-or-later
#include "Document.h"

#include "base/Log.h"
#include "base/Text.h"

#include "Text.h"

#include <QLocale>
#include <QThreadPool>

#include <chrono>

namespace opificio {

using namespace std::chrono_literals;

namespace {

// Earlier ones cannot be gone back to; the journal still has them.
constexpr std::size_t mostSteps = 1000;

QString nameOf(const Document::Step& step)
{
    return step.label.isEmpty() ? Document::tr("Opened") : step.label;
}

} // namespace

Document::Document(QObject* parent)
    : QObject(parent)
    , m_history(new History(*this))
{
    m_history->setParent(this);
    m_sync.setSingleShot(true);
    m_sync.setInterval(700ms);
    connect(&m_sync, &QTimer::timeout, this, [this] {
        if (!m_work)
            return;
        QThreadPool::globalInstance()->start([folder = m_work->folder()] {
            if (auto synced = Work::sync(folder); !synced)
                log(Level::Warning, "window", synced.error().message);
        });
    });
    // Opening is quicker afterwards; nothing depends on it.
    m_snapshot.setSingleShot(true);
    m_snapshot.setInterval(60s);
    connect(&m_snapshot, &QTimer::timeout, this, [this] {
        if (!m_work || isReadOnly())
            return;
        if (auto written = m_work->snapshot(); !written)
            log(Level::Warning, "window", written.error().message);
    });
}

Document::~Document()
{
    close();
}

Result<> Document::open(const std::filesystem::path& folder)
{
    // Only what can be opened takes the place of what is open.
    if (auto work = Work::open(folder, Work::Access::Write))
        return take(std::move(*work), {});
    else {
        Error error = work.takeError();
        bool mayBeRead = error.code == Error::Code::Busy || error.code == Error::Code::ReadOnly;
        auto other = mayBeRead ? Work::open(folder, Work::Access::Read) : Result<Work>(error);
        if (!other)
            return other.takeError();
        QString reason = error.code == Error::Code::Busy
            ? tr("%1 is open in another window, which may change it; here it can be looked at.").arg(qt(other->name()))
            : tr("%1 cannot be written where it lies; it can be looked at.").arg(qt(other->name()));
        return take(std::move(*other), reason);
    }
}

Result<> Document::create(const std::filesystem::path& folder, const Graph& graph)
{
    TRY(auto work, Work::create(folder, graph));
    return take(std::move(work), {});
}

Result<> Document::take(Work work, const QString& reason)
{
    close();
    m_work.emplace(std::move(work));
    m_reason = reason;
    m_graph = m_work->graph();
    m_steps.clear();
    // The opening is named when it is read, in the language of then.
    m_steps.push_back({m_graph, {}, QDateTime::currentDateTime(), {}});
    m_at = 0;
    m_history->reset();
    Q_EMIT opened();
    Q_EMIT changed();
    Q_EMIT edited();
    return {};
}

void Document::close()
{
    if (!m_work)
        return;
    if (!isReadOnly() && m_work->edits() > 0) {
        if (auto written = m_work->snapshot(); !written)
            log(Level::Warning, "window", written.error().message);
    }
    m_sync.stop();
    m_snapshot.stop();
    m_work.reset();
    m_reason.clear();
    m_preview.reset();
    m_graph = {};
    m_steps.clear();
    m_at = 0;
}

QString Document::name() const
{
    return m_work ? qt(m_work->name()) : QString();
}

QString Document::folder() const
{
    return m_work ? qtPath(m_work->folder()) : QString();
}

QSize Document::size() const
{
    return {graph().size.width, graph().size.height};
}

double Document::rate() const
{
    return double(graph().rate.numerator) / double(graph().rate.denominator);
}

bool Document::write(const Graph& next, const QString& label)
{
    if (!m_work)
        return false;
    if (isReadOnly()) {
        Q_EMIT failed(m_reason);
        return false;
    }
    if (auto written = m_work->edit(next, utf8(label), "artist", Work::Sync::Later); !written) {
        Q_EMIT failed(qt(written.error().message));
        return false;
    }
    if (!m_sync.isActive())
        m_sync.start();
    if (!m_snapshot.isActive())
        m_snapshot.start();
    m_graph = next;
    return true;
}

bool Document::edit(const Graph& next, const QString& label)
{
    bool previewed = m_preview.has_value();
    m_preview.reset();
    if (next == m_graph) {
        if (previewed)
            Q_EMIT changed();
        return true;
    }
    if (!write(next, label)) {
        if (previewed)
            Q_EMIT changed();
        return false;
    }
    push({next, label, QDateTime::currentDateTime(), {}});
    Q_EMIT changed();
    Q_EMIT edited();
    return true;
}

void Document::push(Step step)
{
    m_steps.erase(m_steps.begin() + std::ptrdiff_t(m_at) + 1, m_steps.end());
    m_steps.push_back(std::move(step));
    if (m_steps.size() > mostSteps)
        m_steps.erase(m_steps.begin());
    m_at = m_steps.size() - 1;
    m_history->reset();
}

void Document::note(const QString& label, Go go)
{
    if (!m_work)
        return;
    push({m_graph, label, QDateTime::currentDateTime(), std::move(go)});
    Q_EMIT edited();
}

void Document::preview(const Graph& next)
{
    if (isReadOnly())
        return;
    m_preview = next;
    Q_EMIT changed();
}

void Document::dropPreview()
{
    if (!m_preview)
        return;
    m_preview.reset();
    Q_EMIT changed();
}

QString Document::undoLabel() const
{
    return canUndo() ? m_steps[m_at].label : QString();
}

QString Document::redoLabel() const
{
    return canRedo() ? m_steps[m_at + 1].label : QString();
}

bool Document::step(std::size_t to, const QString& label)
{
    m_preview.reset();
    if (!(m_steps[to].graph == m_graph) && !write(m_steps[to].graph, label))
        return false;
    // What lies beside the graph goes step by step, and stops where it could not be written.
    std::size_t at = m_at;
    bool going = true;
    while (going && at != to) {
        bool back = at > to;
        const Go& go = m_steps[back ? at : at + 1].go;
        going = !go || go(back ? Direction::Undo : Direction::Redo);
        if (going)
            at = back ? at - 1 : at + 1;
    }
    if (!going && !(m_steps[at].graph == m_graph))
        write(m_steps[at].graph, label);
    m_at = at;
    m_history->reset();
    Q_EMIT changed();
    Q_EMIT edited();
    return going;
}

bool Document::undo()
{
    return canUndo() && step(m_at - 1, tr("Undo: %1").arg(m_steps[m_at].label));
}

bool Document::redo()
{
    return canRedo() && step(m_at + 1, tr("Redo: %1").arg(m_steps[m_at + 1].label));
}

bool Document::goTo(int to)
{
    if (isReadOnly() || to < 0 || to >= int(m_steps.size()))
        return false;
    return std::size_t(to) == m_at || step(std::size_t(to), tr("Back to: %1").arg(nameOf(m_steps[std::size_t(to)])));
}

void Document::refresh()
{
    if (!m_work || !isReadOnly())
        return;
    if (auto failure = open(m_work->folder()); !failure)
        Q_EMIT failed(qt(failure.error().message));
}

History::History(Document& document)
    : m_document(document)
{
}

int History::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_document.steps().size());
}

QVariant History::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Document::Step& step = m_document.steps()[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case LabelRole:
        return nameOf(step);
    case TimeRole:
        return QLocale().toString(step.time.time(), QLocale::ShortFormat);
    case UndoneRole:
        return index.row() > current();
    default:
        return {};
    }
}

QHash<int, QByteArray> History::roleNames() const
{
    return {{LabelRole, "label"}, {TimeRole, "time"}, {UndoneRole, "undone"}};
}

void History::reset()
{
    beginResetModel();
    endResetModel();
    Q_EMIT currentChanged();
}

} // namespace opificio
