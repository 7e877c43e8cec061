// SPDX-License-Identifier: GPL-3.0-or-later
#include "CreditsLook.h"

#include "base/Id.h"
#include "base/Text.h"
#include "graph/Credits.h"
#include "graph/SourceTracker.h"
#include "library/Item.h"
#include "library/Library.h"
#include "library/Rights.h"
#include "studio/WorkTools.h"

#include "Background.h"
#include "Session.h"
#include "Text.h"
#include "jobs/PictureProvider.h"
#include "library/Titles.h"

#include <algorithm>

namespace opificio {

namespace {

struct Question {
    Graph graph;
    std::shared_ptr<const NodeTypes> types;
    std::filesystem::path work;
    std::string name;
    Frame first = 0, last = 0;
};

Result<Json> recordOf(const Question& question, Task& task)
{
    const Materials materials = materialsIn(question.work);
    SourceTracker tracker;
    CreditsCollector collector;
    // What nodes remember of earlier frames counts, so that it begins at the beginning.
    for (Frame frame = 0; frame <= question.last; ++frame) {
        if (task.stopped())
            return Error{Error::Code::Cancelled, {}};
        TRY(auto plan, expand(question.graph, *question.types, materials, frame, question.graph.size));
        Sources sources = tracker.advance(plan);
        if (frame >= question.first)
            collector.add(frame - question.first, sources);
    }
    const CreditedWork credited{.file = question.name,
        .sha256 = {},
        .title = question.name,
        .made = nowText(),
        .rate = question.graph.rate,
        .frames = question.last - question.first + 1,
        .people = question.graph.people};
    const WorkFiles files{question.work};
    return creditsRecord(credited, collector, [&](const Source& source) -> Json {
        if (source.kind == Source::Kind::Shader) {
            const NodeType* type = question.types->find(source.id);
            return type ? Json{{"title", text(type->label)}} : Json();
        }
        return describeSource(files, source);
    });
}

QString namesOf(const Json& list)
{
    QStringList all;
    for (const std::string& name : listFrom(list))
        all.append(qt(name));
    return all.join(QStringLiteral(", "));
}

QVariantList rowsOf(const Json& record, const std::filesystem::path& work)
{
    std::map<std::string, QString> models;
    for (const Json& model : at(record, "models"))
        models[textAt(model, "id")] = qt(textAt(model, "name"));
    const WorkFiles files{work};
    auto library = Library::open();
    Titles titles;
    std::vector<std::pair<int, QVariantMap>> rows;
    for (const Json& item : at(record, "items")) {
        const std::string role = textAt(item, "role"), sha256 = textAt(item, "sha256");
        const Json& stated = at(item, "rights");
        const RightsOfItem rights{
            textAt(stated, "work", notStated), textAt(stated, "object", notStated), textAt(stated, "record", notStated)};
        std::filesystem::path file;
        if (auto media = files.media(sha256)) {
            file = *media;
        } else if (library) {
            if (auto known = library->find(sha256); known && *known)
                file = (*known)->file;
        }
        const std::string holder = textAt(item, "holder");
        QStringList through;
        for (const Json& id : at(item, "through")) {
            if (id.is_string() && models.contains(id.get<std::string>()))
                through.append(models[id.get<std::string>()]);
        }
        const int order = role == "shown" ? 0 : role == "learned" ? 1 : 2;
        rows.emplace_back(order,
            QVariantMap{{QStringLiteral("title"), titles.of(item)}, {QStringLiteral("maker"), namesOf(at(item, "maker"))},
                {QStringLiteral("holder"), holder == notStated ? QString() : qt(holder)}, {QStringLiteral("role"), qt(role)},
                {QStringLiteral("roleWord"),
                    role == "shown"         ? CreditsLook::tr("shown")
                        : role == "learned" ? CreditsLook::tr("learned")
                                            : CreditsLook::tr("steered")},
                {QStringLiteral("rightsKind"), qt(rightsKind(rights))},
                {QStringLiteral("rightsLabel"), qt(rightsLabel(rights.object))},
                {QStringLiteral("through"), through.join(QStringLiteral(", "))},
                {QStringLiteral("picture"), PictureProvider::address(file)}});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& one, const auto& other) { return one.first < other.first; });
    QVariantList all;
    for (auto& [order, row] : rows)
        all.append(row);
    return all;
}

int gravity(const QString& kind)
{
    return kind == QStringLiteral("no") ? 3 : kind == QStringLiteral("ask") ? 2 : kind == QStringLiteral("owed") ? 1 : 0;
}

} // namespace

QString dutyKind(const std::string& code)
{
    if (code == "permission" || code == "non-commercial")
        return QStringLiteral("no");
    if (code == "ask" || code == "not-stated" || code == "unknown" || code == "share-alike-learned")
        return QStringLiteral("ask");
    return QStringLiteral("owed");
}

CreditsLook::CreditsLook(QObject* parent)
    : QObject(parent)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(300);
    connect(&m_delay, &QTimer::timeout, this, &CreditsLook::look);
}

CreditsLook::~CreditsLook()
{
    if (m_task)
        m_task->stop();
}

void CreditsLook::setSession(Session* session)
{
    if (session == m_session)
        return;
    m_session = session;
    if (m_session) {
        connect(m_session->document(), &Document::opened, this, &CreditsLook::later);
        connect(m_session->document(), &Document::edited, this, &CreditsLook::later);
        connect(m_session, &Session::languageChanged, this, &CreditsLook::later);
    }
    Q_EMIT sessionChanged();
    later();
}

void CreditsLook::setFirst(qint64 frame)
{
    if (frame == m_first)
        return;
    m_first = frame;
    Q_EMIT rangeChanged();
    later();
}

void CreditsLook::setLast(qint64 frame)
{
    if (frame == m_last)
        return;
    m_last = frame;
    Q_EMIT rangeChanged();
    later();
}

void CreditsLook::setWatched(bool watched)
{
    if (watched == m_watched)
        return;
    m_watched = watched;
    Q_EMIT watchedChanged();
    if (watched)
        later();
}

void CreditsLook::later()
{
    m_delay.start();
}

void CreditsLook::look()
{
    if (!m_session || !m_watched)
        return;
    if (m_task)
        m_task->stop();
    m_task = nullptr;
    Document* document = m_session->document();
    if (!document->isOpen()) {
        m_ready = false;
        take(Json::object(), {}, {});
        return;
    }
    Question question{document->written(), m_session->types(), pathOf(document->folder()), utf8(document->name())};
    const Frame end = std::max<Frame>(0, question.graph.frames - 1);
    question.last = m_last < 0 ? end : std::min<Frame>(m_last, end);
    question.first = std::clamp<Frame>(m_first, 0, question.last);
    auto task = m_task = std::make_shared<Task>();
    Q_EMIT changed();
    struct Looked {
        Result<Json> record;
        QVariantList rows;
    };
    inBackground(
        this,
        [question = std::move(question), task] {
            Looked looked{recordOf(question, *task), {}};
            if (looked.record)
                looked.rows = rowsOf(*looked.record, question.work);
            return looked;
        },
        [task](CreditsLook& self, const Looked& looked) {
            if (self.m_task != task)
                return;
            self.m_task = nullptr;
            self.m_ready = bool(looked.record);
            if (looked.record)
                self.take(*looked.record, {}, looked.rows);
            else
                self.take(Json::object(), qt(looked.record.error().message), {});
        });
}

void CreditsLook::take(const Json& record, const QString& problem, const QVariantList& items)
{
    m_problem = problem;
    m_items = items;
    m_unknown = flagAt(record, "unknown");
    std::vector<QVariantMap> rows;
    for (const Json& duty : at(record, "duties")) {
        const std::string words = textIn(textsFrom(at(duty, "words")), language());
        const Json& about = at(duty, "items");
        rows.push_back({{QStringLiteral("kind"), dutyKind(textAt(duty, "code"))}, {QStringLiteral("words"), qt(words)},
            {QStringLiteral("items"), about.is_array() ? int(about.size()) : 0}});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const QVariantMap& one, const QVariantMap& other) {
        return gravity(one.value(QStringLiteral("kind")).toString()) > gravity(other.value(QStringLiteral("kind")).toString());
    });
    m_duties.clear();
    for (const QVariantMap& row : rows)
        m_duties.append(row);
    Q_EMIT changed();
}

QString CreditsLook::verdict() const
{
    return m_duties.isEmpty() ? QStringLiteral("free") : m_duties.constFirst().toMap().value(QStringLiteral("kind")).toString();
}

QString CreditsLook::summary() const
{
    if (!m_ready)
        return {};
    int shown = 0, learned = 0, steered = 0;
    for (const QVariant& row : m_items) {
        const QString role = row.toMap().value(QStringLiteral("role")).toString();
        (role == QStringLiteral("shown") ? shown : role == QStringLiteral("learned") ? learned : steered) += 1;
    }
    QStringList words;
    if (shown)
        words.append(tr("%n pictures shown", nullptr, shown));
    if (learned)
        words.append(tr("%n learned from", nullptr, learned));
    if (steered)
        words.append(tr("%n that steered", nullptr, steered));
    return words.isEmpty() ? tr("Nothing from any collection takes part in it.") : words.join(QStringLiteral(" · "));
}

QString CreditsLook::verdictWords() const
{
    if (!m_ready)
        return {};
    const QString kind = verdict();
    if (kind == QStringLiteral("no"))
        return tr("Some of it may not be used freely: read below before you show it.");
    if (kind == QStringLiteral("ask"))
        return tr("There is somebody to ask before you publish it.");
    if (kind == QStringLiteral("owed"))
        return tr("It may be shown; the credits written beside it are what you owe.");
    return tr("It may be shown; nothing is owed.");
}

} // namespace opificio
