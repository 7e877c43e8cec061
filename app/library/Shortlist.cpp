// SPDX-License-Identifier: GPL-3.0-or-later
#include "Shortlist.h"

#include "base/File.h"
#include "base/Log.h"

#include "Text.h"

#include <QThreadPool>

#include <algorithm>
#include <chrono>

#include <fcntl.h>
#include <unistd.h>

namespace opificio {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t largestFile = std::size_t(256) << 20;
// A longer file is written anew when it is opened.
constexpr std::size_t mostLines = 1000;

std::filesystem::path pathIn(const std::filesystem::path& work)
{
    return work / "selection.jsonl";
}

Json jsonOf(const Shortlist::Choice& choice)
{
    if (choice.state == Shortlist::State::Undecided)
        return {};
    return Json::array({choice.state == Shortlist::State::Kept ? "keep" : "skip", choice.order});
}

Shortlist::Choice choiceFrom(const Json& json)
{
    if (!json.is_array() || json.size() != 2 || !json[1].is_number())
        return {};
    return {json[0] == "keep" ? Shortlist::State::Kept : Shortlist::State::Skipped, json[1].get<qint64>()};
}

} // namespace

Shortlist::Shortlist(Document& document)
    : m_document(document)
{
    connect(&document, &Document::opened, this, &Shortlist::read);
    m_sync.setSingleShot(true);
    m_sync.setInterval(700ms);
    connect(&m_sync, &QTimer::timeout, this, [this] {
        if (!m_document.isOpen())
            return;
        QThreadPool::globalInstance()->start([path = pathIn(m_document.work().folder())] {
            if (int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC); file >= 0) {
                ::fdatasync(file);
                ::close(file);
            }
        });
    });
}

void Shortlist::read()
{
    m_choices.clear();
    m_card.clear();
    m_kept = 0;
    m_order = 0;
    std::error_code code;
    const auto path = m_document.isOpen() ? pathIn(m_document.work().folder()) : std::filesystem::path();
    if (!path.empty() && std::filesystem::exists(path, code)) {
        auto content = readFile(path, largestFile);
        if (!content)
            Q_EMIT m_document.failed(qt(content.error().message));
        std::string_view rest = content ? std::string_view(*content) : std::string_view();
        std::size_t lines = 0, whole = 0;
        while (!rest.empty()) {
            const std::size_t end = rest.find('\n');
            // The last line of a power cut.
            auto json = end == std::string_view::npos ? Result<Json>(Error{}) : parseJson(rest.substr(0, end), "selection.jsonl");
            if (!json)
                break;
            Act act;
            for (const auto& [item, choice] : at(*json, "set").items())
                act.choices.insert(qt(item), choiceFrom(choice));
            for (const auto& [field, words] : at(*json, "card").items())
                act.card.insert(qt(field), words.is_string() ? qt(words.get<std::string>()) : QString());
            take(act);
            ++lines;
            whole += end + 1;
            rest.remove_prefix(end + 1);
        }
        if (content && isEnabled()) {
            if (whole < content->size()) {
                if (::truncate(path.c_str(), off_t(whole)) != 0)
                    log(Level::Warning, "window", "Cannot cut the torn line off " + path.string());
            }
            if (lines > mostLines) {
                Json set = Json::object(), card = Json::object();
                for (auto entry = m_choices.cbegin(); entry != m_choices.cend(); ++entry)
                    set[utf8(entry.key())] = jsonOf(*entry);
                for (auto field = m_card.cbegin(); field != m_card.cend(); ++field)
                    card[utf8(field.key())] = utf8(field.value());
                if (auto written = writeFile(path, printJsonLine({{"set", set}, {"card", card}}) + "\n"); !written)
                    log(Level::Warning, "window", written.error().message);
            }
        }
    }
    Q_EMIT opened();
    Q_EMIT changed();
    Q_EMIT cardChanged();
}

void Shortlist::take(const Act& act)
{
    for (auto entry = act.choices.cbegin(); entry != act.choices.cend(); ++entry) {
        m_kept -= stateOf(entry.key()) == State::Kept;
        if (entry->state == State::Undecided) {
            m_choices.remove(entry.key());
            continue;
        }
        m_choices.insert(entry.key(), *entry);
        m_order = std::max(m_order, entry->order);
        m_kept += entry->state == State::Kept;
    }
    for (auto field = act.card.cbegin(); field != act.card.cend(); ++field)
        m_card.insert(field.key(), field.value());
}

QStringList Shortlist::keptItems() const
{
    QStringList items;
    for (auto entry = m_choices.cbegin(); entry != m_choices.cend(); ++entry) {
        if (entry->state == State::Kept)
            items.append(entry.key());
    }
    std::sort(items.begin(), items.end(),
        [this](const QString& a, const QString& b) { return m_choices[a].order < m_choices[b].order; });
    return items;
}

bool Shortlist::append(const Act& act, const QString& label)
{
    if (!m_document.isOpen())
        return false;
    if (m_document.isReadOnly()) {
        Q_EMIT m_document.failed(m_document.readOnlyReason());
        return false;
    }
    Json line = {
        {"time", utf8(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs))}, {"actor", "artist"}, {"label", utf8(label)}};
    for (auto entry = act.choices.cbegin(); entry != act.choices.cend(); ++entry)
        line["set"][utf8(entry.key())] = jsonOf(*entry);
    for (auto field = act.card.cbegin(); field != act.card.cend(); ++field)
        line["card"][utf8(field.key())] = utf8(field.value());
    if (auto written = appendLine(pathIn(m_document.work().folder()), printJsonLine(line)); !written) {
        Q_EMIT m_document.failed(qt(written.error().message));
        return false;
    }
    if (!m_sync.isActive())
        m_sync.start();
    take(act);
    if (!act.choices.isEmpty()) {
        Q_EMIT decided(act.choices.keys());
        Q_EMIT changed();
    }
    if (!act.card.isEmpty())
        Q_EMIT cardChanged();
    return true;
}

bool Shortlist::perform(const Act& act, const QString& label)
{
    Act before;
    for (auto entry = act.choices.cbegin(); entry != act.choices.cend(); ++entry)
        before.choices.insert(entry.key(), m_choices.value(entry.key()));
    for (auto field = act.card.cbegin(); field != act.card.cend(); ++field)
        before.card.insert(field.key(), m_card.value(field.key()));
    if (!append(act, label))
        return false;
    m_document.note(label, [this, act, before, label](Document::Direction direction) {
        return direction == Document::Direction::Undo ? append(before, Document::tr("Undo: %1").arg(label))
                                                      : append(act, Document::tr("Redo: %1").arg(label));
    });
    return true;
}

bool Shortlist::decide(const QStringList& items, State state, const QString& title)
{
    Act act;
    qint64 order = m_order;
    for (const QString& item : items) {
        if (stateOf(item) != state)
            act.choices.insert(item, {state, state == State::Undecided ? 0 : ++order});
    }
    if (act.choices.isEmpty())
        return true;
    const int count = int(act.choices.size());
    QString label;
    if (count == 1 && !title.isEmpty())
        label = (state == State::Kept     ? tr("Keep “%1”")
                : state == State::Skipped ? tr("Skip “%1”")
                                          : tr("Leave “%1” undecided"))
                    .arg(title);
    else
        label = state == State::Kept  ? tr("Keep %n items", nullptr, count)
            : state == State::Skipped ? tr("Skip %n items", nullptr, count)
                                      : tr("Leave %n items undecided", nullptr, count);
    return perform(act, label);
}

bool Shortlist::clear()
{
    return decide(m_choices.keys(), State::Undecided);
}

void Shortlist::write(const QString& field, const QString& words, const QString& label)
{
    if (m_card.value(field) == words)
        return;
    Act act;
    act.card.insert(field, words);
    perform(act, label);
}

} // namespace opificio
