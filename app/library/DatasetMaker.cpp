// SPDX-License-Identifier: GPL-3.0-or-later
#include "DatasetMaker.h"

#include "RightsWords.h"
#include "Text.h"
#include "base/Text.h"
#include "library/Bring.h"
#include "studio/FreezeDataset.h"

#include <array>

namespace opificio {

namespace {

// What is kept, as far as the library still knows it; its whole items.
Result<std::vector<Item>> itemsOf(const Library& library, const QStringList& ids)
{
    std::vector<Item> items;
    for (const QString& id : ids) {
        TRY(auto item, library.find(utf8(id)));
        if (item)
            items.push_back(std::move(*item));
    }
    return items;
}

// Its picture lies on somebody's server: it is fetched before anything is frozen.
bool isElsewhere(const Item& item)
{
    return item.sha256.empty() && item.picture;
}

// Only pictures and films can be looked at and learned from.
bool isPicture(const Item& item)
{
    return item.width > 0 && !item.sha256.empty();
}

struct Made {
    Dataset dataset;
    std::vector<std::string> warnings;
    bool hasFetched = false;
};

// More than a few of them have the same reason.
constexpr std::size_t mostReasons = 3;

Result<> fetchFirst(const std::vector<Item>& items, Web& web, Task& task, Made& made)
{
    std::vector<std::string> ids;
    for (const Item& item : items) {
        if (isElsewhere(item))
            ids.push_back(item.id);
    }
    if (ids.empty())
        return {};
    TRY(Library library, Library::open());
    BringOptions options;
    options.web = &web;
    TRY(const BringReport report, bringPictures(library, ids, options, task));
    made.hasFetched = true;
    if (report.stopped)
        return Error{Error::Code::Cancelled, text("Stopped before all pictures were there. Those that came are kept.")};
    for (std::size_t at = 0; at < std::min(mostReasons, report.skipped.size()); ++at)
        made.warnings.push_back(report.skipped[at].sentence);
    if (!report.skipped.empty())
        made.warnings.push_back(text("Left out of the dataset, since their pictures did not come: {0}.", report.skipped.size()));
    return {};
}

Result<Made> madeOf(const Library& library, const WorkFiles& work, const QStringList& ids, DatasetPlan plan, Web& web, Task& task)
{
    Made made;
    TRY(auto items, itemsOf(library, ids));
    TRY_DO(fetchFirst(items, web, task, made));
    if (made.hasFetched) {
        TRY(items, itemsOf(library, ids));
    }
    for (Item& item : items) {
        if (isPicture(item))
            plan.items.push_back({std::move(item)});
    }
    if (plan.items.empty() && made.hasFetched)
        return Error{
            Error::Code::Network, made.warnings.empty() ? text("None of the pictures could be fetched.") : made.warnings.front()};
    TRY(made.dataset,
        freezeInto(work, plan, [&](std::string_view sentence, std::string_view) { made.warnings.emplace_back(sentence); }));
    return made;
}

} // namespace

DatasetMaker::DatasetMaker(QObject* parent)
    : QObject(parent)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(80);
    connect(&m_delay, &QTimer::timeout, this, &DatasetMaker::look);
}

DatasetMaker::~DatasetMaker()
{
    stop();
}

void DatasetMaker::componentComplete()
{
    if (!m_session)
        return;
    Shortlist* shortlist = m_session->shortlist();
    connect(shortlist, &Shortlist::changed, this, [this] {
        setHash({}, 0);
        m_delay.start();
    });
    connect(shortlist, &Shortlist::cardChanged, this, [this] { setHash({}, 0); });
    connect(m_session->importing(), &Importing::came, &m_delay, qOverload<>(&QTimer::start));
    connect(m_session, &Session::languageChanged, &m_delay, qOverload<>(&QTimer::start));
    look();
}

bool DatasetMaker::canMake() const
{
    return m_session && m_session->shortlist()->isEnabled() && !m_rights.isEmpty();
}

QString DatasetMaker::likelyWho() const
{
    if (!m_session)
        return {};
    const Json& people = m_session->document()->graph().people;
    return people.is_array() && !people.empty() ? qt(textAt(people.front(), "name")) : QString();
}

void DatasetMaker::look()
{
    const quint64 number = ++m_number;
    m_reader.ask(
        [self = QPointer<DatasetMaker>(this), number, ids = m_session->shortlist()->keptItems()](Result<const Library*> library) {
            std::map<std::string, int> kinds;
            int reserved = 0, hidden = 0, other = 0, gone = 0, unknown = 0, elsewhere = 0;
            if (library) {
                if (auto items = itemsOf(**library, ids)) {
                    unknown = int(ids.size()) - int(items->size());
                    for (const Item& item : *items) {
                        std::error_code code;
                        if (!isPicture(item) && !isElsewhere(item)) {
                            ++other;
                            continue;
                        }
                        ++kinds[rightsKind(item.rights)];
                        reserved += item.mining.starts_with("DMI-PROHIBITED");
                        hidden += item.sharing == "private";
                        elsewhere += isElsewhere(item);
                        gone += !isElsewhere(item) && !std::filesystem::exists(item.file, code);
                    }
                }
            }
            post(self, [=](DatasetMaker& maker) {
                if (number != maker.m_number)
                    return;
                maker.m_rights.clear();
                maker.m_doubts.clear();
                for (const char* kind : {"open", "conditions", "restricted", "unclear", "not stated"}) {
                    auto found = kinds.find(kind);
                    if (found == kinds.end())
                        continue;
                    const QString name = QString::fromLatin1(kind);
                    maker.m_rights.append(QVariantMap{{QStringLiteral("kind"), name}, {QStringLiteral("count"), found->second},
                        {QStringLiteral("showing"), rightsShowing(name)}, {QStringLiteral("training"), rightsTraining(name)}});
                }
                if (reserved > 0)
                    maker.m_doubts.append(tr("%n of them ask not to be used for training.", nullptr, reserved));
                if (hidden > 0)
                    maker.m_doubts.append(tr("%n of them may be shown to nobody until somebody is asked.", nullptr, hidden));
                if (other > 0)
                    maker.m_doubts.append(tr("%n of them are not pictures and stay out of the dataset.", nullptr, other));
                if (elsewhere > 0)
                    maker.m_doubts.append(tr("%n of them are fetched before the dataset is made.", nullptr, elsewhere));
                if (gone > 0)
                    maker.m_doubts.append(tr("The files of %n of them are not where they were.", nullptr, gone));
                if (unknown > 0)
                    maker.m_doubts.append(tr("%n of them are not in this library.", nullptr, unknown));
                Q_EMIT maker.summaryChanged();
            });
        });
}

void DatasetMaker::make()
{
    if (m_busy || !canMake())
        return;
    setBusy(true);
    const Shortlist* shortlist = m_session->shortlist();
    DatasetPlan plan{.name = utf8(shortlist->name().trimmed()),
        .who = utf8(shortlist->who().trimmed()),
        .how = "by hand",
        .what = utf8(shortlist->what().trimmed()),
        .lacks = utf8(shortlist->lacks().trimmed())};
    const WorkFiles work{m_session->document()->work().folder()};
    m_fetch = std::make_shared<Task>([self = QPointer<DatasetMaker>(this)](const Task::Progress& progress) {
        post(self, [words = qt(progress.words)](DatasetMaker& maker) {
            maker.m_busyWords = words;
            Q_EMIT maker.busyChanged();
        });
    });
    m_reader.ask([self = QPointer<DatasetMaker>(this), work, plan, ids = shortlist->keptItems(), web = m_session->web(),
                     task = m_fetch](Result<const Library*> library) {
        auto made = std::make_shared<Result<Made>>(
            library ? madeOf(**library, work, ids, plan, *web, *task) : Result<Made>(library.error()));
        post(self, [made, work](DatasetMaker& maker) {
            maker.m_fetch.reset();
            maker.m_busyWords.clear();
            maker.setBusy(false);
            // Also after a stop something may have come.
            Q_EMIT maker.m_session->importing()->came();
            Notices* notices = maker.m_session->notices();
            if (!*made) {
                notices->show(made->error());
                return;
            }
            for (const std::string& warning : (*made)->warnings)
                notices->show(Notices::Kind::Warning, qt(warning));
            // Another work was opened meanwhile: the dataset is where it belongs and none of this one's.
            if (!maker.m_session->document()->isOpen() || maker.m_session->document()->work().folder() != work.folder)
                return;
            maker.setHash(qt((*made)->dataset.hash), int((*made)->dataset.items.size()));
            Q_EMIT maker.made(maker.m_hash);
        });
    });
}

void DatasetMaker::stop()
{
    if (m_fetch)
        m_fetch->stop();
}

QString DatasetMaker::putIntoComposition()
{
    Document* document = m_session ? m_session->document() : nullptr;
    if (m_hash.isEmpty() || !document || !document->isOpen())
        return {};
    Graph next = document->written();
    // Below what is there, so that nothing is covered.
    std::array<double, 2> place = {160, 160};
    bool first = true;
    for (const auto& [id, node] : next.nodes) {
        if (node.type == "output")
            continue;
        place = first ? std::array{node.at[0], node.at[1] + 200}
                      : std::array{std::min(place[0], node.at[0]), std::max(place[1], node.at[1] + 200)};
        first = false;
    }
    const NodeId id = next.add("sequence", place);
    const auto types = m_session->types();
    auto set = next.set(id, "dataset", utf8(m_hash), *types);
    const NodeId output = next.output();
    if (set && !output.empty() && !next.linkTo(output, "image"))
        set = next.connect({id, "image", output, "image"}, *types);
    if (!set) {
        m_session->notices()->show(set.error());
        return {};
    }
    const QString name = m_session->shortlist()->name().trimmed();
    return document->edit(
               next, name.isEmpty() ? tr("Put a dataset into the composition") : tr("Put “%1” into the composition").arg(name))
        ? qt(id)
        : QString();
}

void DatasetMaker::setBusy(bool busy)
{
    if (m_busy == busy)
        return;
    m_busy = busy;
    Q_EMIT busyChanged();
}

void DatasetMaker::setHash(const QString& hash, int items)
{
    if (m_hash == hash)
        return;
    m_hash = hash;
    m_items = items;
    Q_EMIT hashChanged();
}

} // namespace opificio
