// SPDX-License-Identifier: GPL-3.0-or-later
#include "ModelCard.h"

#include "base/Text.h"
#include "library/Item.h"
#include "library/Library.h"
#include "library/Rights.h"
#include "models/Model.h"
#include "studio/WorkTools.h"

#include "Background.h"
#include "Session.h"
#include "Text.h"
#include "jobs/PictureProvider.h"

#include <QDate>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <map>

namespace opificio {

namespace {

struct Read {
    Json card = Json::object();
    QString sha256, problem;
    QVariantList rights, pictures;
};

QString number(double value)
{
    return QLocale().toString(qint64(std::llround(std::clamp(value, -1e15, 1e15))));
}

std::filesystem::path fileOf(const std::string& sha256, const WorkFiles& work, const Result<Library>& library)
{
    if (!work.folder.empty()) {
        if (auto media = work.media(sha256))
            return *media;
    }
    if (library) {
        if (auto item = library->find(sha256); item && *item)
            return (*item)->file;
    }
    return {};
}

Read readCard(const std::filesystem::path& path, const std::filesystem::path& work)
{
    Read read;
    auto model = Model::load(path);
    if (!model) {
        read.problem = qt(model.error().message);
        return read;
    }
    read.card = (*model)->card;
    read.sha256 = qt((*model)->sha256);
    const WorkFiles files{work};
    auto library = Library::open();
    // A picture counts once, however many crops or versions of the dataset had it.
    struct Seen {
        Json item;
        double draws = 0;
        int crops = 0;
    };
    std::map<std::string, Seen> seen;
    for (const Json& dataset : at(read.card, "datasets")) {
        for (const Json& item : at(dataset, "items")) {
            Seen& one = seen[textAt(item, "sha256", textAt(item, "id"))];
            one.item = item;
            one.draws += std::max(0.0, numberAt(item, "draws"));
            ++one.crops;
        }
    }
    double most = 1;
    for (const auto& [id, one] : seen)
        most = std::max(most, one.draws);
    std::map<std::string, int> kinds;
    std::vector<std::pair<double, QVariantMap>> rows;
    for (const auto& [sha256, one] : seen) {
        const Json& stated = at(one.item, "rights");
        RightsOfItem rights{
            textAt(stated, "work", notStated), textAt(stated, "object", notStated), textAt(stated, "record", notStated)};
        const std::string kind = rightsKind(rights);
        ++kinds[kind];
        QStringList makers;
        for (const std::string& maker : listFrom(at(one.item, "maker")))
            makers.append(qt(maker));
        const std::string title = textIn(textsFrom(at(one.item, "title")), language());
        const std::string holder = textAt(one.item, "holder");
        rows.emplace_back(one.draws,
            QVariantMap{{QStringLiteral("title"), title.empty() ? qt(sha256.substr(0, 8)) : qt(title)},
                {QStringLiteral("maker"), makers.join(QStringLiteral(", "))},
                {QStringLiteral("holder"), holder == notStated ? QString() : qt(holder)},
                {QStringLiteral("rightsKind"), qt(kind)}, {QStringLiteral("rightsLabel"), qt(rightsLabel(rights.object))},
                {QStringLiteral("draws"), one.draws}, {QStringLiteral("share"), one.draws / most},
                {QStringLiteral("drawsWords"), ModelCard::tr("looked at %n times", nullptr, int(std::min(one.draws, 1e9)))},
                {QStringLiteral("picture"), PictureProvider::address(fileOf(sha256, files, library))}});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (auto& [draws, row] : rows)
        read.pictures.append(row);
    for (const char* kind : {"restricted", "unclear", "not stated", "conditions", "open"}) {
        if (auto found = kinds.find(kind); found != kinds.end())
            read.rights.append(
                QVariantMap{{QStringLiteral("kind"), QString::fromLatin1(kind)}, {QStringLiteral("count"), found->second}});
    }
    return read;
}

} // namespace

void ModelCard::setSession(Session* session)
{
    if (session == m_session)
        return;
    m_session = session;
    read();
}

void ModelCard::setPath(const QString& path)
{
    if (path == m_path)
        return;
    m_path = path;
    read();
}

void ModelCard::read()
{
    m_ready = false;
    m_card = Json::object();
    m_problem.clear();
    m_sha256.clear();
    m_rights.clear();
    m_pictures.clear();
    Q_EMIT changed();
    if (m_path.isEmpty() || !m_session)
        return;
    const auto work = m_session->document()->isOpen() ? pathOf(m_session->document()->folder()) : std::filesystem::path();
    inBackground(
        this, [path = pathOf(m_path), work] { return readCard(path, work); },
        [asked = ++m_asked](ModelCard& self, Read answer) {
            if (asked != self.m_asked)
                return;
            self.m_ready = true;
            self.m_card = std::move(answer.card);
            self.m_sha256 = answer.sha256;
            self.m_problem = answer.problem;
            self.m_rights = answer.rights;
            self.m_pictures = answer.pictures;
            Q_EMIT self.changed();
        });
}

QString ModelCard::name() const
{
    return qt(textAt(m_card, "name"));
}

QString ModelCard::recipe() const
{
    return qt(textAt(m_card, "recipe"));
}

QString ModelCard::kind() const
{
    return recipe() == QStringLiteral("vae")        ? tr("Map of pictures")
        : recipe() == QStringLiteral("texture_nca") ? tr("Living texture")
                                                    : recipe();
}

QStringList ModelCard::sentences() const
{
    QStringList all;
    if (!m_ready || !m_problem.isEmpty())
        return all;
    const bool isMap = recipe() == QStringLiteral("vae");
    if (m_pictures.isEmpty())
        all.append(tr("It does not say what it learned from: whatever is made with it comes from where nobody can tell."));
    else
        all.append(isMap
                ? tr("It knows %n pictures and every place between them, and nothing else.", nullptr, int(m_pictures.size()))
                : tr("It learned one surface from %n pictures, and nothing else.", nullptr, int(m_pictures.size())));
    const double steps = numberAt(m_card, "steps");
    const QDate made = QDate::fromString(qt(textAt(m_card, "made")).left(10), Qt::ISODate);
    if (steps > 0)
        all.append(made.isValid()
                ? tr("It was trained here for %1 steps, on %2.").arg(number(steps), QLocale().toString(made, QLocale::LongFormat))
                : tr("It was trained for %1 steps.").arg(number(steps)));
    if (flagAt(m_card, "unfinished"))
        all.append(tr("It is not finished: this is how it was at step %1.").arg(number(numberAt(m_card, "step"))));
    if (at(m_card, "seed").is_number())
        all.append(
            tr("Seed %1: the same pictures, settings and seed give the same model again.").arg(number(numberAt(m_card, "seed"))));
    const Json& checks = at(m_card, "checks");
    if (const double likeness = numberAt(checks, "likeness", -1); likeness >= 0)
        all.append(tr("At the end, a picture that it makes at the place of one that it saw was like it to %1 percent.")
                       .arg(number(likeness * 100)));
    if (at(checks, "stable").is_boolean())
        all.append(flagAt(checks, "stable") ? tr("It was checked that the texture stays itself for a long time.")
                                            : tr("Checked for a long time, the texture changes: use it for short passages."));
    if (m_pictures.size() > 1) {
        const double first = m_pictures.constFirst().toMap().value(QStringLiteral("draws")).toDouble();
        const double last = m_pictures.constLast().toMap().value(QStringLiteral("draws")).toDouble();
        if (last > 0 && first > 3 * last)
            all.append(tr("It looked at “%1” most of all, %2 times as often as at “%3”.")
                           .arg(m_pictures.constFirst().toMap().value(QStringLiteral("title")).toString(), number(first / last),
                               m_pictures.constLast().toMap().value(QStringLiteral("title")).toString()));
    }
    return all;
}

} // namespace opificio
