// SPDX-License-Identifier: GPL-3.0-or-later
#include "ParamNames.h"

#include "Text.h"

#include "base/File.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "graph/WorkFiles.h"
#include "library/Dataset.h"
#include "library/Library.h"
#include "library/Thumbnails.h"
#include "models/Safetensors.h"

#include <QCoreApplication>
#include <QPointer>
#include <QUrl>

#include <algorithm>
#include <set>

namespace opificio {

namespace {

constexpr int mostItems = 60;

QString recipeWord(const std::string& recipe)
{
    if (recipe == "texture_nca")
        return qt(text("texture that lives"));
    if (recipe == "vae")
        return qt(text("map of pictures"));
    return qt(recipe);
}

// The card alone, without the weights; null where it cannot be read.
Json cardOf(const std::filesystem::path& model)
{
    auto file = Safetensors::open(model);
    if (!file)
        return {};
    auto card = file->metadata().find("card");
    return card == file->metadata().end() ? Json() : Json::parse(card->second, nullptr, false);
}

ParamThing modelThing(const std::filesystem::path& path, const QString& typed, const QString& place)
{
    ParamThing thing{typed, {}, {}, {}, {}};
    Json card = cardOf(path);
    if (card.is_object()) {
        thing.name = qt(textAt(card, "name"));
        thing.detail = recipeWord(textAt(card, "recipe"));
    }
    if (thing.name.isEmpty())
        thing.name = qt(path.stem().string()).left(12);
    if (!place.isEmpty())
        thing.detail = thing.detail.isEmpty() ? place : thing.detail + QStringLiteral(" · ") + place;
    return thing;
}

QString thumbnailOf(const std::filesystem::path& file, const std::string& sha256)
{
    auto made = thumbnailPath(homeFolder() / "thumbnails", sha256);
    std::error_code code;
    if (std::filesystem::exists(made, code))
        return QUrl::fromLocalFile(qtPath(made)).toString();
    if (file.empty())
        return {};
    auto now = makeThumbnail(homeFolder() / "thumbnails", file, sha256);
    return now ? QUrl::fromLocalFile(qtPath(*now)).toString() : QString();
}

ParamThing itemThing(const Item& item, const std::filesystem::path& file)
{
    QString maker = item.maker.empty() ? QString() : qt(item.maker.front());
    QString date = qt(item.date);
    return {qt(item.sha256), qt(titleOf(item, language())),
        maker.isEmpty()      ? date
            : date.isEmpty() ? maker
                             : maker + QStringLiteral(", ") + date,
        thumbnailOf(file, item.sha256), qt(item.sha256)};
}

bool isSound(const Item& item)
{
    return item.type == "sound";
}

std::vector<ParamThing> models(const std::filesystem::path& work)
{
    std::vector<ParamThing> things;
    std::set<QString> names;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(work / "models", code)) {
        if (entry.path().extension() != ".safetensors")
            continue;
        QString stem = qt(entry.path().stem().string());
        ParamThing thing = modelThing(entry.path(), stem, qt(text("in this work")));
        thing.hash = stem;
        names.insert(thing.name);
        things.push_back(thing);
    }
    for (const auto& entry : std::filesystem::directory_iterator(resource("models"), code)) {
        if (entry.path().extension() != ".safetensors")
            continue;
        ParamThing thing = modelThing(entry.path(), qt(entry.path().stem().string()), qt(text("built in")));
        // A copy of it is in the work already.
        if (!names.contains(thing.name))
            things.push_back(thing);
    }
    return things;
}

std::vector<ParamThing> datasets(const std::filesystem::path& work)
{
    std::vector<ParamThing> things;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(work / "datasets", code)) {
        if (entry.path().extension() == ".json")
            things.push_back(paramThing(Param::Type::Dataset, work, entry.path().stem().string()));
    }
    return things;
}

// What the work holds comes first, then what the library finds.
std::vector<ParamThing> items(const std::filesystem::path& work, const QString& words, bool films)
{
    std::vector<ParamThing> things;
    std::set<QString> seen;
    auto add = [&](ParamThing thing) {
        if (seen.insert(thing.hash).second && int(things.size()) < mostItems)
            things.push_back(std::move(thing));
    };
    std::error_code code;
    const WorkFiles files{work};
    for (const auto& entry : std::filesystem::directory_iterator(work / "media", code)) {
        std::string stem = entry.path().stem().string(), ending = entry.path().extension().string();
        bool film = ending == ".mp4" || ending == ".mov" || ending == ".mkv" || ending == ".webm" || ending == ".avi";
        if (!isSha256(stem) || ending == ".json" || film != films)
            continue;
        ParamThing thing = paramThing(Param::Type::Item, work, stem);
        if (words.isEmpty() || thing.name.contains(words, Qt::CaseInsensitive)
            || thing.detail.contains(words, Qt::CaseInsensitive))
            add(std::move(thing));
    }
    auto library = Library::open();
    if (!library)
        return things;
    auto found = library->search({.words = utf8(words), .limit = mostItems * 2});
    if (!found)
        return things;
    for (const Item& item : *found) {
        if (!item.sha256.empty() && !item.file.empty() && !isSound(item) && (item.type == "film") == films)
            add(itemThing(item, item.type == "film" ? std::filesystem::path() : item.file));
    }
    return things;
}

} // namespace

std::vector<ParamThing> paramThings(
    Param::Type type, const std::filesystem::path& work, const QString& words, const std::string& held)
{
    std::vector<ParamThing> things;
    switch (type) {
    case Param::Type::Model:
        things = models(work);
        break;
    case Param::Type::Dataset:
        things = datasets(work);
        break;
    case Param::Type::Item:
    case Param::Type::File:
        return items(work, words, type == Param::Type::File);
    default:
        return {};
    }
    std::erase_if(things, [&](const ParamThing& thing) {
        return !words.isEmpty() && !thing.name.contains(words, Qt::CaseInsensitive)
            && !thing.detail.contains(words, Qt::CaseInsensitive) && thing.hash != qt(held);
    });
    std::stable_sort(things.begin(), things.end(),
        [](const ParamThing& a, const ParamThing& b) { return a.name.localeAwareCompare(b.name) < 0; });
    return things;
}

ParamThing paramThing(Param::Type type, const std::filesystem::path& work, const std::string& hash)
{
    const WorkFiles files{work};
    ParamThing thing{qt(hash), {}, {}, {}, qt(hash)};
    if (hash.empty())
        return thing;
    auto missing = [&] {
        thing.name = qt(text("Missing"));
        thing.detail = qt(hash).left(12);
        return thing;
    };
    switch (type) {
    case Param::Type::Model: {
        auto path = files.model(hash);
        if (!path)
            return missing();
        ParamThing found = modelThing(*path, qt(hash), {});
        found.hash = qt(hash);
        return found;
    }
    case Param::Type::Dataset: {
        auto json = files.dataset(hash);
        if (!json)
            return missing();
        thing.name = qt(textAt(**json, "name"));
        const Json& list = at(**json, "items");
        thing.detail = ParamNames::tr("%n pictures", nullptr, list.is_array() ? int(list.size()) : 0);
        if (list.is_array() && !list.empty()) {
            std::string sha256 = textAt(list.front(), "sha256");
            if (auto file = files.media(sha256))
                thing.picture = thumbnailOf(*file, sha256);
        }
        if (thing.name.isEmpty())
            thing.name = qt(text("Dataset without a name"));
        return thing;
    }
    default: {
        auto file = files.media(hash);
        Json record = files.record(hash);
        if (!file && !record.is_object())
            return missing();
        if (record.is_object()) {
            if (auto item = itemFromJson(record)) {
                ParamThing found = itemThing(*item, type == Param::Type::File || !file ? std::filesystem::path() : *file);
                found.typed = found.hash = qt(hash);
                if (found.picture.isEmpty() && file && type == Param::Type::Item)
                    found.picture = thumbnailOf(*file, hash);
                return found;
            }
        }
        thing.name = file ? qt(file->filename().string()).left(16) : qt(hash).left(12);
        return thing;
    }
    }
}

ParamNames::ParamNames(QObject* parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

ParamNames::~ParamNames()
{
    m_pool.clear();
    m_pool.waitForDone();
}

ParamThing ParamNames::of(Param::Type type, const QString& work, const std::string& hash)
{
    if (hash.empty() || work.isEmpty())
        return {};
    QString key = qt(hash);
    if (auto known = m_known.constFind(key); known != m_known.constEnd())
        return *known;
    m_known.insert(key, {});
    m_pool.start([self = QPointer<ParamNames>(this), type, folder = pathOf(work), hash, key] {
        ParamThing thing = paramThing(type, folder, hash);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, key, thing] {
                if (!self)
                    return;
                self->m_known.insert(key, thing);
                Q_EMIT self->changed();
            },
            Qt::QueuedConnection);
    });
    return {};
}

} // namespace opificio
