// SPDX-License-Identifier: GPL-3.0-or-later
#include "Browsing.h"

#include "Background.h"
#include "Text.h"
#include "WebPictures.h"
#include "base/File.h"
#include "base/Text.h"
#include "library/Places.h"
#include "library/Rights.h"
#include "library/iiif/Presentation.h"
#include "web/Address.h"
#include "web/Web.h"

#include <QClipboard>
#include <QGuiApplication>

namespace opificio {

namespace {

constexpr int thumbnailEdge = 256;
// A content state may point at another one, and no further.
constexpr int deepest = 3;

QString thumbnailOf(const iiif::Picture& picture)
{
    if (picture.service)
        return WebPictures::address(askThumbnail(*picture.service, thumbnailEdge).address);
    return WebPictures::address(picture.address);
}

QString thumbnailOf(const iiif::Canvas& canvas)
{
    if (canvas.thumbnail)
        return thumbnailOf(*canvas.thumbnail);
    return canvas.pictures.empty() ? QString() : thumbnailOf(canvas.pictures.front());
}

QString inLanguage(const Texts& texts)
{
    return qt(textIn(texts, language()));
}

template<class Page> void describe(Page& page, const iiif::Described& described, const std::vector<iiif::Provider>& providers)
{
    page.title = inLanguage(described.label);
    page.summary = inLanguage(described.summary);
    if (!providers.empty())
        page.holder = inLanguage(providers.front().name);
    if (described.requiredStatement)
        page.statement = inLanguage(described.requiredStatement->value);
    RightsOfItem rights;
    for (const std::string& stated : described.rights) {
        const std::string canonical = canonicalRights(stated), right = canonical.empty() ? stated : canonical;
        if (rights.object == notStated || strictness(right) > strictness(rights.object))
            rights.object = right;
    }
    page.rightsLabel = qt(rightsLabel(rights.object));
    page.rightsKind = qt(rightsKind(rights));
}

} // namespace

Browsing::Browsing(QObject* parent)
    : QAbstractListModel(parent)
    , m_pages{placesPage()}
{
}

Browsing::~Browsing()
{
    if (m_task)
        m_task->stop();
}

QString Browsing::address() const
{
    return qt(page().address);
}

QVariant Browsing::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = page().rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case LabelRole:
        return row.label;
    case DetailRole:
        return row.detail;
    case HolderRole:
        return row.holder;
    case ThumbnailRole:
        return row.thumbnail;
    case IsCollectionRole:
        return row.isCollection;
    default:
        return {};
    }
}

QHash<int, QByteArray> Browsing::roleNames() const
{
    return {{LabelRole, "label"}, {DetailRole, "detail"}, {HolderRole, "holder"}, {ThumbnailRole, "thumbnail"},
        {IsCollectionRole, "isCollection"}};
}

void Browsing::open(const QString& typed)
{
    if (!typed.trimmed().isEmpty())
        fetch(utf8(typed.trimmed()), As::NewPage);
}

void Browsing::enter(int row)
{
    if (row >= 0 && row < count() && !page().rows[std::size_t(row)].address.empty())
        fetch(page().rows[std::size_t(row)].address, As::NewPage);
}

void Browsing::back()
{
    stop();
    m_problem.clear();
    if (canGoBack()) {
        beginResetModel();
        m_pages.pop_back();
        endResetModel();
    }
    Q_EMIT changed();
}

void Browsing::more()
{
    if (hasMore() && !isBusy())
        fetch(page().next, As::MoreRows);
}

void Browsing::stop()
{
    if (!m_task)
        return;
    m_task->stop();
    m_task.reset();
    Q_EMIT changed();
}

void Browsing::forgive()
{
    m_problem.clear();
    Q_EMIT changed();
}

QString Browsing::clipboardAddress() const
{
    const QString words = QGuiApplication::clipboard()->text().trimmed();
    return words.size() < 4000 && (words.startsWith(QLatin1String("http://")) || words.startsWith(QLatin1String("https://")))
            && !words.contains(QLatin1Char(' ')) && !words.contains(QLatin1Char('\n'))
        ? words
        : QString();
}

void Browsing::fetch(const std::string& typed, As as)
{
    if (m_task)
        m_task->stop();
    m_task = std::make_shared<Task>();
    m_problem.clear();
    inBackground(
        this, [web = m_session->web(), typed, task = m_task] { return read(*web, typed, *task, 0); },
        [task = m_task, as](Browsing& self, Result<Page> answer) { self.take(task, std::move(answer), as); });
    Q_EMIT changed();
}

void Browsing::take(const std::shared_ptr<Task>& task, Result<Page> answer, As as)
{
    // Somebody asked for something else meanwhile.
    if (task != m_task)
        return;
    m_task.reset();
    if (!answer) {
        m_problem = qt(answer.error().message);
    } else if (as == As::NewPage) {
        beginResetModel();
        m_pages.push_back(std::move(*answer));
        endResetModel();
    } else {
        Page& known = m_pages.back();
        if (!answer->rows.empty()) {
            beginInsertRows({}, count(), count() + int(answer->rows.size()) - 1);
            known.rows.insert(
                known.rows.end(), std::make_move_iterator(answer->rows.begin()), std::make_move_iterator(answer->rows.end()));
            endInsertRows();
        }
        known.next = answer->next == known.next ? std::string() : answer->next;
    }
    Q_EMIT changed();
}

Result<Browsing::Page> Browsing::read(Web& web, const std::string& typed, Task& task, int depth)
{
    const iiif::Given given = iiif::given(typed);
    std::string bytes = given.json;
    if (!given.address.empty()) {
        FetchOptions options;
        options.accept = "application/ld+json, application/json;q=0.9, */*;q=0.5";
        TRY(const Fetched fetched, web.fetch(given.address, options, task));
        TRY(bytes, readFile(fetched.file, std::size_t(options.limitBytes)));
    }
    TRY(const iiif::Document document, iiif::readDocument(bytes, given.address));
    using Kind = iiif::Document::Kind;
    switch (document.kind) {
    case Kind::Collection: {
        // Some publish a collection as pages only: the first one is what there is to see.
        const std::string& first = document.collection.first;
        if (document.collection.members.empty() && !first.empty() && first != given.address && depth < deepest) {
            TRY(Page page, read(web, first, task, depth + 1));
            page.address = given.address;
            if (const QString title = inLanguage(document.collection.label); !title.isEmpty())
                page.title = title;
            if (document.collection.total > 0)
                page.total = document.collection.total;
            return page;
        }
        return pageOf(document.collection);
    }
    case Kind::Annotations:
        for (const iiif::Target& target : document.targets) {
            if (!target.manifest.empty() && target.manifest != given.address && depth < deepest)
                return read(web, target.manifest, task, depth + 1);
        }
        return Error{Error::Code::Unsupported,
            text("{0} is a note about something and does not say where that is published.", given.address), given.address};
    case Kind::Service: {
        Page page;
        page.kind = Browsing::Kind::Thing;
        page.address = given.address;
        page.title = qt(text("A single picture"));
        page.total = 1;
        page.rows.push_back({.thumbnail = WebPictures::address(askThumbnail(*document.service, thumbnailEdge).address)});
        return page;
    }
    default:
        break;
    }
    Page page = pageOf(document.manifest);
    if (page.address.empty())
        page.address = given.address;
    return page;
}

Browsing::Page Browsing::pageOf(const iiif::Manifest& manifest)
{
    Page page;
    page.kind = Kind::Thing;
    page.address = manifest.address;
    describe(page, manifest, manifest.providers);
    page.total = 0;
    for (const iiif::Canvas& canvas : manifest.canvases) {
        page.total += qint64(canvas.pictures.size());
        if (!canvas.pictures.empty())
            page.rows.push_back({.label = inLanguage(canvas.label), .thumbnail = thumbnailOf(canvas)});
    }
    return page;
}

Browsing::Page Browsing::pageOf(const iiif::Collection& collection)
{
    Page page;
    page.kind = Kind::Collection;
    page.address = collection.address;
    page.next = collection.next;
    describe(page, collection, collection.providers);
    page.total = collection.total > 0 ? collection.total : collection.next.empty() ? qint64(collection.members.size()) : -1;
    for (const iiif::Member& member : collection.members) {
        if (member.address.empty())
            continue;
        page.rows.push_back({.label = inLanguage(member.label),
            .thumbnail = WebPictures::address(member.thumbnail),
            .address = member.address,
            .isCollection = member.isCollection});
        if (page.rows.back().label.isEmpty())
            page.rows.back().label = qt(member.address);
    }
    return page;
}

Browsing::Page Browsing::placesPage()
{
    Page page;
    auto known = opificio::places();
    if (!known)
        return page;
    for (const PublishedPlace& place : *known) {
        page.rows.push_back({.label = inLanguage(place.label),
            .detail = inLanguage(place.words),
            .holder = qt(place.holder),
            .address = place.address,
            .isCollection = true});
    }
    page.total = qint64(page.rows.size());
    return page;
}

} // namespace opificio
