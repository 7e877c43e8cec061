// SPDX-License-Identifier: GPL-3.0-or-later
#include "ItemModel.h"

#include "Text.h"
#include "ThumbnailProvider.h"
#include "base/Text.h"

#include <QQmlEngine>

#include <algorithm>
#include <array>
#include <map>

namespace opificio {

namespace {

// Between the last letter typed and the search.
constexpr int patienceMs = 60;
// So many rows are shown before the rest of a library that is read for the first time.
constexpr std::size_t firstRows = 240;

QString firstLine(const std::vector<std::string>& list)
{
    QString all;
    for (const std::string& entry : list)
        all += (all.isEmpty() ? QString() : QStringLiteral(", ")) + qt(entry);
    return all;
}

std::optional<int> yearOf(const Item& item)
{
    return item.years ? item.years->earliest ? item.years->earliest : item.years->latest : std::nullopt;
}

} // namespace

struct ItemModel::Answer {
    quint64 number = 0;
    bool isWhole = true; ///< false: the first rows of it
    ItemCards rows;
    std::map<QString, int> rightsCounts;
    QVariantList collections;
    int total = 0;
    QString problem;
};

// What the reader keeps between questions; but for `newest` touched on its thread only.
struct ItemModel::Memory {
    std::atomic<quint64> newest = 0;
    QHash<QByteArray, std::shared_ptr<const ItemCard>> cards; ///< by id
    QHash<QByteArray, QString> labels; ///< of rights
    std::string language;

    std::shared_ptr<const ItemCard> cardOf(const Library::Row& row);
};

std::shared_ptr<const ItemCard> ItemModel::Memory::cardOf(const Library::Row& row)
{
    const QByteArray id(row.id.data(), qsizetype(row.id.size()));
    const std::size_t stamp = std::hash<std::string_view>()(row.json);
    std::shared_ptr<const ItemCard>& known = cards[id];
    if (known && known->stamp == stamp)
        return known;
    auto card = std::make_shared<ItemCard>();
    card->id = QString::fromUtf8(id);
    card->stamp = stamp;
    card->sha256 = QByteArray(row.sha256.data(), qsizetype(row.sha256.size()));
    card->rightsKind = qt(row.rightsKind);
    card->publicDomain = row.publicDomain;
    auto json = parseJson(row.json, "library.sqlite");
    auto item = json ? itemFromJson(*json) : Result<Item>(json.takeError());
    if (item) {
        card->title = qt(titleOf(*item, language));
        card->maker = firstLine(item->maker);
        card->date = item->date.empty() && item->years ? qt(yearsText(*item->years)) : qt(item->date);
        card->holder = qt(item->holder);
        card->type = qt(item->type);
        card->thumbnail = QByteArray::fromStdString(thumbnailKey(*item));
        card->isElsewhere = item->sha256.empty() && item->picture.has_value();
        card->width = item->width;
        card->height = item->height;
        card->year = yearOf(*item);
        QString& label = labels[QByteArray::fromStdString(item->rights.object)];
        if (label.isNull())
            label = qt(rightsLabel(item->rights.object));
        card->rightsLabel = label;
    }
    if (card->title.isEmpty())
        card->title = card->id;
    known = card;
    return card;
}

ItemModel::ItemModel(QObject* parent)
    : QAbstractListModel(parent)
    , m_memory(std::make_shared<Memory>())
{
    m_delay.setSingleShot(true);
    connect(&m_delay, &QTimer::timeout, this, &ItemModel::askNow);
}

ItemModel::~ItemModel()
{
    // Whatever is being read has lost its reader.
    ++m_memory->newest;
}

void ItemModel::componentComplete()
{
    if (!m_session)
        return;
    Shortlist* shortlist = m_session->shortlist();
    connect(shortlist, &Shortlist::decided, this, [this](const QStringList& items) {
        tell(items, {KeptRole, SkippedRole, SpokenRole});
        if (m_question.show != Show::Everything)
            ask(0);
    });
    connect(shortlist, &Shortlist::opened, this, [this] {
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0), index(count() - 1), {KeptRole, SkippedRole, SpokenRole});
        ask(0);
    });
    connect(m_session->importing(), &Importing::came, this, &ItemModel::refresh);
    connect(m_session, &Session::languageChanged, this, &ItemModel::refresh);
    if (QQmlEngine* engine = qmlEngine(this)) {
        if (auto* thumbnails = dynamic_cast<ThumbnailProvider*>(engine->imageProvider(QStringLiteral("thumbnails"))))
            connect(thumbnails, &ThumbnailProvider::failed, this, &ItemModel::note, Qt::QueuedConnection);
    }
    askNow();
}

void ItemModel::setWords(const QString& words)
{
    if (m_question.words == words)
        return;
    m_question.words = words;
    Q_EMIT questionChanged();
    ask(patienceMs);
}

void ItemModel::setRights(const QString& rights)
{
    if (m_question.rights == rights)
        return;
    m_question.rights = rights;
    Q_EMIT questionChanged();
    ask(0);
}

void ItemModel::setCollection(const QString& collection)
{
    if (m_question.collection == collection)
        return;
    m_question.collection = collection;
    Q_EMIT questionChanged();
    ask(0);
}

void ItemModel::setYears(const QString& years)
{
    if (m_years == years)
        return;
    m_years = years;
    m_question.years = parseDate(utf8(years));
    Q_EMIT questionChanged();
    ask(patienceMs);
}

QString ItemModel::yearsUnderstood() const
{
    return m_question.years ? qt(yearsText(*m_question.years)) : QString();
}

QString ItemModel::yearsProblem() const
{
    if (m_years.trimmed().isEmpty() || m_question.years)
        return {};
    return tr("“%1” is not understood. Write 1860, 1860-1900, before 1644 or 19th century.").arg(m_years);
}

void ItemModel::setShow(Show show)
{
    if (m_question.show == show)
        return;
    m_question.show = show;
    Q_EMIT questionChanged();
    ask(0);
}

void ItemModel::setOrder(Order order)
{
    if (m_question.order == order)
        return;
    m_question.order = order;
    Q_EMIT questionChanged();
    ask(0);
}

bool ItemModel::isNarrowed() const
{
    return !m_question.words.trimmed().isEmpty() || !m_question.rights.isEmpty() || !m_question.collection.isEmpty()
        || m_question.years || m_question.show != Show::Everything;
}

void ItemModel::widen()
{
    Order order = m_question.order;
    m_question = {};
    m_question.order = order;
    m_years.clear();
    Q_EMIT questionChanged();
    ask(0);
}

void ItemModel::refresh()
{
    ask(0);
}

void ItemModel::ask(int delayMs)
{
    // Several changes in one go are one question.
    m_delay.start(delayMs);
}

void ItemModel::askNow()
{
    if (!m_session)
        return;
    m_delay.stop();
    m_question.choices = m_session->shortlist()->choices();
    m_question.language = language();
    const quint64 number = ++m_memory->newest;
    m_reader.ask(
        [self = QPointer<ItemModel>(this), memory = m_memory, question = m_question, number](Result<const Library*> library) {
            auto isOld = [&] { return memory->newest != number; };
            if (isOld())
                return;
            auto answer = std::make_shared<Answer>();
            answer->number = number;
            auto send = [&](std::shared_ptr<Answer> what) {
                post(self, [what = std::move(what)](ItemModel& model) { model.take(*what); });
            };
            auto fail = [&](const Error& error) {
                answer->problem = qt(error.message);
                send(answer);
            };
            if (!library)
                return fail(library.error());
            if (memory->language != question.language) {
                memory->cards.clear();
                memory->labels.clear();
                memory->language = question.language;
            }
            const qsizetype known = memory->cards.size();
            Search search{.words = utf8(question.words), .collection = utf8(question.collection), .limit = 0};
            if (question.years) {
                search.from = question.years->earliest;
                search.until = question.years->latest;
            }
            bool partSent = false;
            auto visited = (*library)->visit(search, [&](const Library::Row& row) {
                if (isOld())
                    return false;
                auto card = memory->cardOf(row);
                if (question.show != Show::Everything) {
                    const Shortlist::State state = question.choices.value(card->id).state;
                    const Shortlist::State wanted = question.show == Show::Kept ? Shortlist::State::Kept
                        : question.show == Show::Skipped                        ? Shortlist::State::Skipped
                                                                                : Shortlist::State::Undecided;
                    if (state != wanted)
                        return true;
                }
                ++answer->rightsCounts[card->rightsKind];
                if (!question.rights.isEmpty()
                    && (question.rights == QStringLiteral("public domain") ? !card->publicDomain
                                                                           : card->rightsKind != question.rights))
                    return true;
                answer->rows.push_back(std::move(card));
                // A library that is read for the first time takes a moment; its beginning is shown meanwhile.
                if (!partSent && question.order == Order::Found && answer->rows.size() >= firstRows
                    && memory->cards.size() - known >= qsizetype(firstRows)) {
                    partSent = true;
                    auto part = std::make_shared<Answer>();
                    part->number = number;
                    part->isWhole = false;
                    part->rows = answer->rows;
                    send(std::move(part));
                }
                return true;
            });
            if (isOld())
                return;
            if (!visited)
                return fail(visited.error());
            auto total = (*library)->count();
            auto collections = (*library)->collections();
            if (!total || !collections)
                return fail(total ? collections.error() : total.error());
            answer->total = int(*total);
            for (const Library::Collection& collection : *collections)
                answer->collections.append(
                    QVariantMap{{QStringLiteral("name"), qt(collection.name)}, {QStringLiteral("count"), int(collection.items)}});
            auto byText = [&](QString ItemCard::*text) {
                // What says nothing comes last.
                std::stable_sort(answer->rows.begin(), answer->rows.end(), [text](const auto& a, const auto& b) {
                    const QString &one = (*a).*text, &other = (*b).*text;
                    return one.isEmpty() || other.isEmpty() ? !one.isEmpty() && other.isEmpty()
                                                            : QString::compare(one, other, Qt::CaseInsensitive) < 0;
                });
            };
            if (question.order == Order::ByTitle)
                byText(&ItemCard::title);
            else if (question.order == Order::ByMaker)
                byText(&ItemCard::maker);
            else if (question.order == Order::ByDate)
                std::stable_sort(answer->rows.begin(), answer->rows.end(), [](const auto& a, const auto& b) {
                    return a->year && b->year ? *a->year < *b->year : a->year.has_value() && !b->year;
                });
            send(answer);
        });
}

void ItemModel::take(const Answer& answer)
{
    if (answer.number != m_memory->newest)
        return;
    m_waiting = false;
    show(answer.rows);
    if (answer.isWhole) {
        m_problem = answer.problem;
        m_total = answer.total;
        m_collections = answer.collections;
        m_rightsCounts.clear();
        static constexpr std::array kinds = {"open", "conditions", "restricted", "unclear", "not stated"};
        for (const char* kind : kinds) {
            auto found = answer.rightsCounts.find(QString::fromLatin1(kind));
            m_rightsCounts.append(QVariantMap{{QStringLiteral("kind"), QString::fromLatin1(kind)},
                {QStringLiteral("count"), found == answer.rightsCounts.end() ? 0 : found->second}});
        }
        // What is not shown any more is not meant by the next act.
        if (!m_marked.isEmpty()) {
            QSet<QString> shown;
            for (const auto& card : m_rows) {
                if (m_marked.contains(card->id))
                    shown.insert(card->id);
            }
            if (shown.size() != m_marked.size()) {
                m_marked = shown;
                Q_EMIT markedChanged();
            }
        }
    }
    Q_EMIT answered();
}

// The rows between those that stay at the beginning and at the end change; so a list keeps its place while an import goes on.
void ItemModel::show(ItemCards rows)
{
    auto same = [](const auto& a, const auto& b) { return a == b || a->id == b->id; };
    const std::size_t before = m_rows.size(), after = rows.size();
    std::size_t head = 0, tail = 0;
    while (head < before && head < after && same(m_rows[head], rows[head]))
        ++head;
    while (tail < before - head && tail < after - head && same(m_rows[before - 1 - tail], rows[after - 1 - tail]))
        ++tail;
    m_rowOf.clear();
    auto replaceSame = [&](std::size_t from, std::size_t to, std::size_t shift) {
        for (std::size_t row = from; row < to; ++row) {
            auto& shown = m_rows[row + shift];
            if (shown != rows[row]) {
                shown = rows[row];
                Q_EMIT dataChanged(index(int(row + shift)), index(int(row + shift)));
            }
        }
    };
    const std::size_t gone = before - head - tail, come = after - head - tail;
    // Hardly anything in common: one reset is cheaper for everybody than two long moves.
    if (gone > 0 && come > 0 && head + tail < std::max(gone, come)) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    if (gone > 0) {
        beginRemoveRows({}, int(head), int(head + gone) - 1);
        m_rows.erase(m_rows.begin() + std::ptrdiff_t(head), m_rows.begin() + std::ptrdiff_t(head + gone));
        endRemoveRows();
    }
    if (come > 0) {
        beginInsertRows({}, int(head), int(head + come) - 1);
        m_rows.insert(m_rows.begin() + std::ptrdiff_t(head), rows.begin() + std::ptrdiff_t(head),
            rows.begin() + std::ptrdiff_t(head + come));
        endInsertRows();
    }
    replaceSame(0, head, 0);
    replaceSame(after - tail, after, 0);
}

QVariant ItemModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const ItemCard& card = *m_rows[std::size_t(index.row())];
    auto state = [&] { return m_session->shortlist()->stateOf(card.id); };
    switch (role) {
    case ItemIdRole:
        return card.id;
    case Sha256Role:
        return QString::fromLatin1(card.sha256);
    case Qt::DisplayRole:
    case TitleRole:
        return card.title;
    case MakerRole:
        return card.maker;
    case DateRole:
        return card.date;
    case HolderRole:
        return card.holder;
    case RightsKindRole:
        return card.rightsKind;
    case RightsLabelRole:
        return card.rightsLabel;
    case ThumbnailRole:
        if (card.thumbnail.isEmpty() || card.type == QStringLiteral("sound"))
            return QString();
        return card.isElsewhere ? ThumbnailProvider::address(card.thumbnail, card.id)
                                : ThumbnailProvider::address(card.thumbnail);
    case TypeRole:
        return card.type;
    case KeptRole:
        return state() == Shortlist::State::Kept;
    case SkippedRole:
        return state() == Shortlist::State::Skipped;
    case MarkedRole:
        return m_marked.contains(card.id);
    case SizeRole:
        return QSize(card.width, card.height);
    case ProblemRole:
        return m_problems.value(QString::fromLatin1(card.thumbnail));
    case ElsewhereRole:
        return card.isElsewhere;
    case SpokenRole: {
        QString spoken = card.title;
        for (const QString& part : {card.maker, card.rightsLabel}) {
            if (!part.isEmpty())
                spoken += QStringLiteral(", ") + part;
        }
        if (card.type == QStringLiteral("sound"))
            spoken += QStringLiteral(", ") + tr("recording");
        if (card.isElsewhere)
            spoken += QStringLiteral(", ") + tr("not fetched yet");
        if (state() != Shortlist::State::Undecided)
            spoken += QStringLiteral(", ") + (state() == Shortlist::State::Kept ? tr("kept") : tr("skipped"));
        return spoken;
    }
    default:
        return {};
    }
}

QHash<int, QByteArray> ItemModel::roleNames() const
{
    return {{ItemIdRole, "itemId"}, {Sha256Role, "sha256"}, {TitleRole, "title"}, {MakerRole, "maker"}, {DateRole, "date"},
        {HolderRole, "holder"}, {RightsKindRole, "rightsKind"}, {RightsLabelRole, "rightsLabel"}, {ThumbnailRole, "thumbnail"},
        {TypeRole, "type"}, {KeptRole, "kept"}, {SkippedRole, "skipped"}, {MarkedRole, "marked"}, {SizeRole, "pixels"},
        {ProblemRole, "problem"}, {ElsewhereRole, "elsewhere"}, {SpokenRole, "spoken"}};
}

QString ItemModel::itemAt(int row) const
{
    return row >= 0 && row < count() ? m_rows[std::size_t(row)]->id : QString();
}

int ItemModel::rowOf(const QString& item) const
{
    if (m_rowOf.isEmpty()) {
        for (int row = 0; row < count(); ++row)
            m_rowOf.insert(m_rows[std::size_t(row)]->id, row);
    }
    return m_rowOf.value(item, -1);
}

void ItemModel::tell(const QStringList& items, const QList<int>& roles)
{
    // One signal for many is cheaper than many.
    if (items.size() > 200) {
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0), index(count() - 1), roles);
        return;
    }
    for (const QString& item : items) {
        if (int row = rowOf(item); row >= 0)
            Q_EMIT dataChanged(index(row), index(row), roles);
    }
}

void ItemModel::note(const QString& thumbnail, const QString& problem)
{
    m_problems.insert(thumbnail, problem);
    for (int row = 0; row < count(); ++row) {
        if (QString::fromLatin1(m_rows[std::size_t(row)]->thumbnail) == thumbnail)
            Q_EMIT dataChanged(index(row), index(row), {ProblemRole});
    }
}

void ItemModel::mark(int row, bool marked)
{
    const QString item = itemAt(row);
    if (item.isEmpty() || m_marked.contains(item) == marked)
        return;
    if (marked)
        m_marked.insert(item);
    else
        m_marked.remove(item);
    tell({item}, {MarkedRole});
    Q_EMIT markedChanged();
}

void ItemModel::markBetween(int row, int other)
{
    const int first = std::max(0, std::min(row, other)), last = std::min(count() - 1, std::max(row, other));
    QSet<QString> between;
    for (int at = first; at <= last; ++at)
        between.insert(itemAt(at));
    const QSet<QString> changed = (m_marked - between) + (between - m_marked);
    m_marked = between;
    tell(QStringList(changed.cbegin(), changed.cend()), {MarkedRole});
    Q_EMIT markedChanged();
}

void ItemModel::markAll()
{
    markBetween(0, count() - 1);
}

void ItemModel::clearMarks()
{
    if (m_marked.isEmpty())
        return;
    const QStringList before(m_marked.cbegin(), m_marked.cend());
    m_marked.clear();
    tell(before, {MarkedRole});
    Q_EMIT markedChanged();
}

QStringList ItemModel::meant(int row) const
{
    if (m_marked.isEmpty()) {
        const QString item = itemAt(row);
        return item.isEmpty() ? QStringList() : QStringList(item);
    }
    QStringList items;
    for (const auto& card : m_rows) {
        if (m_marked.contains(card->id))
            items.append(card->id);
    }
    return items;
}

void ItemModel::keepOrSkip(int row)
{
    const QStringList items = meant(row);
    const bool allKept = std::all_of(items.begin(), items.end(),
        [this](const QString& item) { return m_session->shortlist()->stateOf(item) == Shortlist::State::Kept; });
    decide(row, allKept ? Shortlist::State::Skipped : Shortlist::State::Kept);
}

void ItemModel::fetch(int row)
{
    QStringList items;
    if (m_marked.isEmpty())
        items = m_session->shortlist()->keptItems();
    if (items.isEmpty())
        items = meant(row);
    // What is here already is sorted out by whoever fetches.
    m_session->importing()->fetch(items);
}

void ItemModel::decide(int row, Shortlist::State state)
{
    const QStringList items = meant(row);
    if (items.isEmpty())
        return;
    const int first = items.size() == 1 ? rowOf(items.constFirst()) : -1;
    m_session->shortlist()->decide(items, state, first < 0 ? QString() : m_rows[std::size_t(first)]->title);
}

} // namespace opificio
