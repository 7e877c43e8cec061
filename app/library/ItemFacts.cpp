// SPDX-License-Identifier: GPL-3.0-or-later
#include "ItemFacts.h"

#include "RightsWords.h"
#include "Text.h"
#include "ThumbnailProvider.h"
#include "base/Text.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QLocale>
#include <QUrl>

#include <algorithm>

namespace opificio {

namespace {

bool isOfTheWeb(const QString& address)
{
    const QString scheme = QUrl(address).scheme();
    return scheme == QStringLiteral("https") || scheme == QStringLiteral("http");
}

QString joined(const std::vector<std::string>& list, const QString& separator)
{
    QStringList words;
    for (const std::string& entry : list)
        words.append(qt(entry));
    return words.join(separator);
}

QVariantMap rightOf(const QString& which, const std::string& stated)
{
    const auto known = findRights(stated);
    const QString kind = known ? qt(known->kind) : stated == notStated ? qt(notStated) : QStringLiteral("unclear");
    // What nobody stated permits nothing and forbids nothing.
    auto word
        = [&](Permission RightsStatement::*permission) { return permissionWord(known ? (*known).*permission : Permission::Ask); };
    return {{QStringLiteral("which"), which}, {QStringLiteral("kind"), kind}, {QStringLiteral("label"), qt(rightsLabel(stated))},
        {QStringLiteral("address"), known ? qt(known->address) : QString()}, {QStringLiteral("stated"), stated != notStated},
        {QStringLiteral("credit"), known && known->credit}, {QStringLiteral("shareAlike"), known && known->shareAlike},
        {QStringLiteral("show"), word(&RightsStatement::show)}, {QStringLiteral("derive"), word(&RightsStatement::derive)},
        {QStringLiteral("sell"), word(&RightsStatement::sell)}, {QStringLiteral("train"), word(&RightsStatement::train)}};
}

} // namespace

ItemFacts::ItemFacts(QObject* parent)
    : QObject(parent)
{
}

void ItemFacts::componentComplete()
{
    if (m_session) {
        connect(m_session, &Session::languageChanged, this, &ItemFacts::changed);
        connect(m_session->importing(), &Importing::came, this, &ItemFacts::read);
    }
    read();
}

void ItemFacts::setItem(const QString& id)
{
    if (m_id == id)
        return;
    m_id = id;
    Q_EMIT itemChanged();
    read();
}

void ItemFacts::read()
{
    if (m_id.isEmpty()) {
        m_item = {};
        m_problem.clear();
        Q_EMIT changed();
        return;
    }
    m_reader.ask([self = QPointer<ItemFacts>(this), id = m_id](Result<const Library*> library) {
        auto found = library ? (*library)->find(utf8(id)) : Result<std::optional<Item>>(library.error());
        QString problem;
        Item item;
        if (!found) {
            problem = qt(found.error().message);
        } else if (!*found) {
            problem = tr("This item is not in the library.");
        } else {
            item = std::move(**found);
            std::error_code code;
            if (item.file.empty() && item.picture)
                problem = tr("Its picture is not fetched yet.");
            else if (item.file.empty())
                problem = tr("Only its description is here: there is no file.");
            else if (!std::filesystem::exists(item.file, code))
                problem = tr("Its file is not where it was: %1. Bring back the disk it lies on, or bring the folder again.")
                              .arg(qtPath(item.file));
        }
        post(self, [id, item = std::make_shared<Item>(std::move(item)), problem](ItemFacts& facts) {
            if (facts.m_id != id)
                return;
            facts.m_item = *item;
            facts.m_problem = problem;
            Q_EMIT facts.changed();
        });
    });
}

QString ItemFacts::title() const
{
    const QString title = qt(titleOf(m_item, language()));
    return title.isEmpty() ? m_id : title;
}

Item ItemFacts::picture() const
{
    if (isElsewhere())
        return m_item;
    return m_item.type.empty() || m_item.type == "sound" || m_item.type == "film" ? Item() : m_item;
}

QString ItemFacts::maker() const
{
    return joined(m_item.maker, QStringLiteral(", "));
}

QString ItemFacts::description() const
{
    return qt(textIn(m_item.description, language()));
}

QVariantList ItemFacts::rows() const
{
    QVariantList rows;
    auto add = [&](const QString& label, const QString& words) {
        if (!words.isEmpty())
            rows.append(QVariantMap{{QStringLiteral("label"), label}, {QStringLiteral("words"), words}});
    };
    QString date = qt(m_item.date);
    if (m_item.years) {
        const QString years = qt(yearsText(*m_item.years));
        if (date.isEmpty())
            date = years;
        else if (!years.isEmpty() && years != date)
            date = tr("%1 (%2)").arg(date, years);
    }
    add(tr("Maker"), maker());
    add(tr("Date"), date);
    add(tr("Kept by"), qt(m_item.holder));
    add(tr("Place"), qt(m_item.place));
    add(tr("Shows"), joined(m_item.subjects, QStringLiteral(", ")));
    add(tr("Collections"), joined(m_item.collections, QStringLiteral(", ")));
    const QLocale locale;
    QString size = m_item.width > 0 ? tr("%1 × %2 pixels").arg(m_item.width).arg(m_item.height) : QString();
    if (m_item.bytes > 0)
        size += (size.isEmpty() ? QString() : QStringLiteral(", ")) + locale.formattedDataSize(m_item.bytes);
    if (!m_item.type.empty())
        size += (size.isEmpty() ? QString() : QStringLiteral(", ")) + qt(m_item.type).toUpper();
    add(tr("File"), size);
    if (m_item.picture && m_item.picture->width > 0) {
        const int there = std::max(m_item.picture->width, m_item.picture->height), here = std::max(m_item.width, m_item.height);
        if (m_item.file.empty())
            add(tr("On its server"),
                tr("%1 × %2 pixels, not fetched yet").arg(m_item.picture->width).arg(m_item.picture->height));
        else if (here < there)
            add(tr("Fetched"), tr("%1 of %2 pixels").arg(locale.toString(here), locale.toString(there)));
    }
    const std::string& origin = m_item.origin;
    add(tr("Comes from"),
        origin == "mine"              ? tr("you")
            : origin == "given"       ? tr("somebody who gave it to you")
            : origin == "institution" ? tr("an institution")
                                      : QString());
    return rows;
}

QVariantList ItemFacts::stated() const
{
    QVariantList stated;
    for (const Fact& fact : m_item.facts) {
        const QString words = qt(textIn(fact.value, language()));
        if (!words.isEmpty())
            stated.append(
                QVariantMap{{QStringLiteral("label"), qt(textIn(fact.label, language()))}, {QStringLiteral("words"), words}});
    }
    return stated;
}

QString ItemFacts::missing() const
{
    if (m_item.id.empty())
        return {};
    QStringList missing;
    if (!isTitled(m_item))
        missing.append(tr("title"));
    if (m_item.maker.empty())
        missing.append(tr("maker"));
    if (m_item.date.empty())
        missing.append(tr("date"));
    if (m_item.holder.empty())
        missing.append(tr("holder"));
    if (m_item.place.empty())
        missing.append(tr("place"));
    return missing.join(QStringLiteral(", "));
}

QVariantList ItemFacts::rights() const
{
    if (m_item.id.empty())
        return {};
    const bool isSound = m_item.type == "sound";
    return {rightOf(tr("The work"), m_item.rights.work),
        rightOf(isSound ? tr("This recording") : tr("This picture of it"), m_item.rights.object),
        rightOf(tr("The words about it"), m_item.rights.record)};
}

QString ItemFacts::rightsKind() const
{
    return qt(opificio::rightsKind(m_item.rights));
}

QString ItemFacts::rightsText() const
{
    return qt(m_item.rightsText);
}

QString ItemFacts::showing() const
{
    return rightsShowing(rightsKind());
}

QString ItemFacts::training() const
{
    return m_item.mining.starts_with("DMI-PROHIBITED") ? tr("Its file asks not to be used for training.")
                                                       : rightsTraining(rightsKind());
}

QVariantList ItemFacts::notes() const
{
    QVariantList notes;
    for (const Note& note : m_item.notes)
        notes.append(
            QVariantMap{{QStringLiteral("words"), qt(textIn(note.words, language()))}, {QStringLiteral("duty"), note.isDuty}});
    return notes;
}

QString ItemFacts::source() const
{
    return isOfTheWeb(qt(m_item.source)) ? qt(m_item.source) : QString();
}

QVariantList ItemFacts::links() const
{
    QVariantList links;
    for (const ItemLink& link : m_item.links) {
        const QString address = qt(link.address), own = qt(textIn(link.label, language()));
        if (!isOfTheWeb(address) || link.address == m_item.source || link.kind == "logo")
            continue;
        const QString kind = link.kind == "homepage" ? tr("A page about it")
            : link.kind == "manifest"                ? tr("Its manifest (IIIF)")
            : link.kind == "rendering"               ? tr("In another form")
            : link.kind == "partOf"                  ? tr("What it belongs to")
            : link.kind == "provider"                ? tr("Who publishes it")
                                                     : tr("More about it");
        links.append(QVariantMap{
            {QStringLiteral("label"), own.isEmpty() ? kind : tr("%1: %2").arg(kind, own)}, {QStringLiteral("address"), address}});
    }
    return links;
}

QString ItemFacts::thumbnail() const
{
    const QByteArray key = QByteArray::fromStdString(thumbnailKey(m_item));
    if (key.isEmpty() || m_item.type == "sound")
        return {};
    return ThumbnailProvider::address(key, isElsewhere() ? m_id : QString());
}

QString ItemFacts::file() const
{
    return qtPath(m_item.file);
}

QString ItemFacts::sha256() const
{
    return qt(m_item.sha256);
}

QString ItemFacts::type() const
{
    return qt(m_item.type);
}

void ItemFacts::openSource()
{
    if (!source().isEmpty())
        QDesktopServices::openUrl(QUrl(source()));
}

void ItemFacts::openLink(const QString& address)
{
    for (const QVariant& link : links()) {
        if (link.toMap().value(QStringLiteral("address")).toString() == address)
            QDesktopServices::openUrl(QUrl(address));
    }
}

void ItemFacts::fetch()
{
    if (m_session && isElsewhere())
        m_session->importing()->fetch({m_id});
}

void ItemFacts::copy(const QString& words)
{
    QGuiApplication::clipboard()->setText(words);
}

} // namespace opificio
