// SPDX-License-Identifier: GPL-3.0-or-later
#include "LearnPlan.h"

#include "base/Text.h"
#include "library/Library.h"
#include "studio/WorkTools.h"

#include "Background.h"
#include "Session.h"
#include "Text.h"
#include "jobs/TimeWords.h"

#include <algorithm>
#include <cmath>

namespace opificio {

namespace {

constexpr int efforts_ = 3;
// As the recipes bound them.
constexpr int mostOfTexture = 8, leastOfMap = 2, recommendedOfMap = 12;

// As it can be typed, with the same digits in every language.
std::string typedAs(const Param& param, const Value& value)
{
    const auto place = std::size_t(std::max(0.0, numberOf(value)));
    if (param.type == Param::Type::Choice && place < param.choices.size())
        return param.choices[place];
    const Json json = toJson(value);
    return json.is_string() ? json.get<std::string>() : json.dump();
}

// The file of each picture: the work's own, else the library's.
std::vector<PictureList::Picture> picturesOf(const Dataset& dataset, const std::filesystem::path& work)
{
    std::vector<PictureList::Picture> pictures;
    const WorkFiles files{work};
    auto library = Library::open();
    for (const DatasetItem& entry : dataset.items) {
        if (!(entry.weight > 0) || entry.item.sha256.empty())
            continue;
        PictureList::Picture picture{.entry = entry};
        if (library) {
            if (auto item = library->find(entry.item.sha256); item && *item)
                picture.file = (*item)->file;
        }
        // What has no title is called as its file is called where it came from.
        if (picture.entry.item.file.empty())
            picture.entry.item.file = picture.file.filename();
        if (auto file = files.media(entry.item.sha256))
            picture.file = *file;
        pictures.push_back(std::move(picture));
    }
    return pictures;
}

// As the job's inputs will be; what is nowhere at hand is left out by the training too.
Outgoing weighed(const std::vector<PictureList::Picture>& pictures, std::size_t most)
{
    const bool cropped = std::any_of(
        pictures.begin(), pictures.end(), [](const PictureList::Picture& picture) { return !picture.crops.empty(); });
    std::vector<Job::Input> inputs;
    for (const PictureList::Picture& picture : pictures) {
        if (picture.file.empty() || (cropped && picture.crops.empty()) || inputs.size() == most)
            continue;
        const Item& item = picture.entry.item;
        inputs.push_back(
            {.sha256 = item.sha256, .path = picture.file, .sharing = item.sharing, .title = titleOf(item, language())});
    }
    return outgoing(inputs);
}

} // namespace

LearnPlan::LearnPlan(QObject* parent)
    : QObject(parent)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(400);
    connect(&m_delay, &QTimer::timeout, this, &LearnPlan::predictNext);
    connect(&m_datasets, &DatasetList::read, this, [this] {
        if (m_datasets.rowOf(m_dataset) < 0) {
            setDataset(m_datasets.hashAt(0));
        } else if (m_pictures.rowCount() == 0) {
            // It was chosen before the list knew it.
            showPictures();
            predictLater();
        }
    });
    connect(this, &LearnPlan::changed, this, &LearnPlan::tellSend);
    connect(this, &LearnPlan::predicted, this, &LearnPlan::tellSend);
    connect(&m_pictures, &PictureList::changed, this, [this] {
        weigh();
        Q_EMIT changed();
        predictLater();
    });
    connect(&m_settings, &ParamList::edited, this, [this] {
        Q_EMIT changed();
        predictLater();
    });
}

LearnPlan::~LearnPlan() = default;

void LearnPlan::setSession(Session* session)
{
    if (session == m_session)
        return;
    m_session = session;
    m_datasets.setSession(session);
    if (m_session) {
        // Labels come in the language of the day.
        connect(m_session, &Session::languageChanged, this, &LearnPlan::askRecipes);
        askRecipes();
    }
    Q_EMIT sessionChanged();
}

void LearnPlan::askRecipes()
{
    if (m_asking)
        return;
    m_asking = CliCall::make({QStringLiteral("list"), QStringLiteral("recipes")}, this, [this](Result<Json> answer) {
        if (!answer) {
            m_recipeProblem = qt(answer.error().message);
        } else {
            m_recipeProblem.clear();
            m_recipes.clear();
            for (const Json& row : at(*answer, "recipes"))
                m_recipes.push_back({qt(textAt(row, "name")), qt(textAt(row, "label")), qt(textAt(row, "help")),
                    paramsFromJson(at(row, "params"))});
            if (const Recipe* chosen = chosenRecipe())
                m_settings.setParams(chosen->params, {QStringLiteral("effort")});
        }
        Q_EMIT recipesChanged();
        Q_EMIT changed();
        predictLater();
    });
}

const LearnPlan::Recipe* LearnPlan::chosenRecipe() const
{
    auto found = std::find_if(m_recipes.begin(), m_recipes.end(), [this](const Recipe& row) { return row.name == m_recipe; });
    return found == m_recipes.end() ? nullptr : &*found;
}

QVariantList LearnPlan::recipes() const
{
    QVariantList all;
    // The two that the house knows, in words that promise nothing.
    const auto add
        = [&all](const QString& name, const QString& label, const QString& icon, const QString& shows, const QString& showsNot) {
              all.append(QVariantMap{{QStringLiteral("name"), name}, {QStringLiteral("label"), label},
                  {QStringLiteral("icon"), icon}, {QStringLiteral("shows"), shows}, {QStringLiteral("showsNot"), showsNot}});
          };
    add(QStringLiteral("texture_nca"), tr("Living texture"), QStringLiteral("texture"),
        tr("It will look like the surface of your pictures: their grain, their strokes and colours, growing for ever at any "
           "size."),
        tr("It will not show things: no face, no house, no composition. One to eight pictures or crops are enough."));
    add(QStringLiteral("vae"), tr("Map of pictures"), QStringLiteral("map"),
        tr("It will look like soft memories of your pictures: their light, their palette, their layout, and every place between "
           "them."),
        tr("It will not be sharp, and it invents nothing that is not in them. Twelve to five hundred pictures."));
    for (const Recipe& row : m_recipes) {
        if (row.name != QStringLiteral("texture_nca") && row.name != QStringLiteral("vae"))
            add(row.name, row.label, QStringLiteral("model"), row.help, {});
    }
    return all;
}

void LearnPlan::setRecipe(const QString& recipe)
{
    if (recipe == m_recipe)
        return;
    m_recipe = recipe;
    if (const Recipe* chosen = chosenRecipe())
        m_settings.setParams(chosen->params, {QStringLiteral("effort")});
    weigh();
    Q_EMIT changed();
    Q_EMIT predicted();
    predictLater();
}

void LearnPlan::setDataset(const QString& hash)
{
    if (hash == m_dataset)
        return;
    m_dataset = hash;
    showPictures();
    Q_EMIT changed();
    Q_EMIT predicted();
    predictLater();
}

void LearnPlan::showPictures()
{
    auto dataset = m_datasets.dataset(m_dataset);
    m_pictures.show({});
    if (!dataset || !m_session)
        return;
    inBackground(
        this, [dataset, work = pathOf(m_session->document()->folder())] { return picturesOf(*dataset, work); },
        [number = ++m_shown](LearnPlan& self, std::vector<PictureList::Picture> pictures) {
            if (number == self.m_shown)
                self.m_pictures.show(std::move(pictures));
        });
}

QString LearnPlan::datasetName() const
{
    const int row = m_datasets.rowOf(m_dataset);
    return row < 0 ? QString() : m_datasets.data(m_datasets.index(row), DatasetList::NameRole).toString();
}

void LearnPlan::setEffort(int effort)
{
    effort = std::clamp(effort, 0, efforts_ - 1);
    if (effort == m_effort)
        return;
    m_effort = effort;
    Q_EMIT changed();
    Q_EMIT predicted();
}

void LearnPlan::setSend(SendPlan* send)
{
    const auto told = [this] {
        Q_EMIT predicted();
        Q_EMIT changed();
    };
    if (!SendPlan::hold(m_send, send, SendPlan::Train, this, told))
        return;
    weigh();
    Q_EMIT changed();
}

void LearnPlan::tellSend()
{
    if (m_send)
        m_send->setTraining(m_seconds.value(questionOf(m_effort), -1));
}

void LearnPlan::weigh()
{
    if (!m_send)
        return;
    const std::size_t most = m_recipe == QStringLiteral("texture_nca") ? mostOfTexture : m_pictures.pictures().size();
    m_send->weighBy([pictures = m_pictures.pictures(), most] { return SendPlan::Weight{.outgoing = weighed(pictures, most)}; });
}

void LearnPlan::setName(const QString& name)
{
    if (name == m_name)
        return;
    m_name = name;
    Q_EMIT changed();
}

QString LearnPlan::suggestedName() const
{
    if (m_pictures.crops() > 0) {
        for (int row = 0; row < m_pictures.count(); ++row) {
            if (!m_pictures.pictures()[std::size_t(row)].crops.empty())
                return m_pictures.titleAt(row);
        }
    }
    return datasetName();
}

int LearnPlan::learned() const
{
    return m_pictures.crops() > 0 ? m_pictures.crops() : m_pictures.count();
}

QString LearnPlan::hindrance() const
{
    if (!m_session || !m_session->document()->isOpen())
        return tr("No work is open. Open one, or make a new one.");
    if (m_session->document()->isReadOnly())
        return m_session->document()->readOnlyReason();
    if (!m_recipeProblem.isEmpty())
        return m_recipeProblem;
    // Before they are known nothing of the plan would be said to the training, not even for how long.
    if (!chosenRecipe())
        return tr("One moment: the recipes are being read.");
    if (m_dataset.isEmpty())
        return m_datasets.hasLooked()
            ? tr("There is nothing to learn from yet. Keep pictures in the library and freeze them as a dataset.")
            : QString();
    if (m_recipe == QStringLiteral("vae") && m_pictures.count() > 0 && learned() < leastOfMap)
        return tr("A map needs at least two pictures; twelve are better.");
    return {};
}

QString LearnPlan::problem() const
{
    const QString here = hindrance();
    return here.isEmpty() && m_send ? m_send->problem() : here;
}

QString LearnPlan::remark() const
{
    const int count = learned();
    if (count == 0)
        return {};
    if (m_recipe == QStringLiteral("texture_nca") && count > mostOfTexture)
        return tr("A texture learns from at most eight: the first eight of these %1 are taken. Crop what matters to choose.")
            .arg(count);
    if (m_recipe == QStringLiteral("texture_nca") && m_pictures.crops() == 0)
        return tr("Whole pictures give a mixed texture. A crop of one surface gives a clear one.");
    if (m_recipe == QStringLiteral("vae") && count < recommendedOfMap)
        return tr("A map of %n pictures will be coarse; twelve or more give it places between them.", nullptr, count);
    return {};
}

QVariantList LearnPlan::efforts() const
{
    const bool isMap = m_recipe == QStringLiteral("vae");
    const QString labels[] = {tr("Sketch"), tr("Study"), tr("Deep")};
    const QString details[]
        = {isMap ? tr("The palette, and roughly where things lie.") : tr("The colours, and roughly the grain."),
            isMap ? tr("Each picture is told from the others.") : tr("A texture that holds and can be used."),
            isMap ? tr("As clear as a map of this size gets.") : tr("The finest that this recipe reaches.")};
    QVariantList all;
    for (int i = 0; i < efforts_; ++i) {
        const double here = m_seconds.value(questionOf(i), -1), seconds = m_send ? m_send->trainingThere(here) : here;
        all.append(QVariantMap{{QStringLiteral("label"), labels[i]}, {QStringLiteral("detail"), details[i]},
            {QStringLiteral("seconds"), seconds}, {QStringLiteral("time"), aboutTime(seconds)}});
    }
    return all;
}

QStringList LearnPlan::arguments(int effort) const
{
    QStringList all = {QStringLiteral("train"), QStringLiteral("--recipe"), m_recipe, QStringLiteral("--work"),
        m_session ? m_session->document()->folder() : QString()};
    Values chosen = m_settings.values();
    chosen.set("effort", std::int64_t(effort));
    for (const auto& [name, value] : chosen) {
        if (const Param* param = findParam(m_settings.params(), name))
            all << QStringLiteral("--set") << qt(name + "=" + typedAs(*param, value));
    }
    for (const QString& crop : m_pictures.arguments())
        all << QStringLiteral("--crop") << crop;
    return all << QStringLiteral("--") << m_dataset;
}

QString LearnPlan::questionOf(int effort) const
{
    return arguments(effort).join(QChar::fromLatin1('\n'));
}

void LearnPlan::setWatched(bool watched)
{
    if (watched == m_watched)
        return;
    m_watched = watched;
    if (!watched && m_predicting)
        delete m_predicting.data();
    Q_EMIT watchedChanged();
    if (watched)
        m_datasets.refresh();
    predictLater();
}

void LearnPlan::predictLater()
{
    m_delay.start();
}

void LearnPlan::predictNext()
{
    // Trying out steps beside a training would measure the training.
    if (!m_watched || m_predicting || m_starting || !hindrance().isEmpty() || m_dataset.isEmpty() || m_pictures.count() == 0
        || m_session->jobs()->active() > 0)
        return;
    for (int i = 0; i < efforts_; ++i) {
        // The one that is chosen first.
        const int effort = (m_effort + i) % efforts_;
        const QString question = questionOf(effort);
        if (m_seconds.contains(question))
            continue;
        QStringList words = arguments(effort);
        words.insert(1, QStringLiteral("--predict"));
        m_predicting = CliCall::make(words, this, [this, question](Result<Json> answer) {
            m_predicting = nullptr;
            // What cannot be said is not asked again; training it says why.
            m_seconds[question] = answer && at(*answer, "seconds").is_number() ? numberAt(*answer, "seconds") : -1;
            Q_EMIT predicted();
            predictNext();
        });
        return;
    }
}

void LearnPlan::train()
{
    if (!problem().isEmpty() || m_starting || m_dataset.isEmpty())
        return;
    if (m_predicting)
        delete m_predicting.data();
    const JobPlace place = (m_send ? m_send->jobPlace() : std::nullopt).value_or(JobPlace());
    QStringList words = arguments(m_effort);
    words.insert(1, QStringLiteral("--job-only"));
    const QString name = (m_name.trimmed().isEmpty() ? suggestedName() : m_name.trimmed());
    if (!name.isEmpty()) {
        words.insert(2, QStringLiteral("--name"));
        words.insert(3, name);
    }
    m_starting = CliCall::make(words, this, [this, place](Result<Json> answer) {
        const QStringList warnings = m_starting ? m_starting->warnings() : QStringList();
        m_starting = nullptr;
        Q_EMIT startingChanged();
        for (const QString& warning : warnings)
            m_session->notices()->show(Notices::Kind::Warning, warning);
        if (answer)
            begin(*answer, place);
        else
            m_session->notices()->show(answer.error());
    });
    Q_EMIT startingChanged();
}

void LearnPlan::begin(const Json& made, const JobPlace& place)
{
    const QString folder = qt(textAt(made, "job"));
    const auto seen = m_session->jobs()->job(folder);
    const bool isGoingOn = seen && (jobState(*seen) == Jobs::State::Running || jobState(*seen) == Jobs::State::Waiting);
    if (flagAt(made, "finished") || !textAt(made, "sha256").empty()) {
        m_session->notices()->show(Notices::Kind::Done,
            tr("The same training was done before, from the same pictures with the same settings: its model is used."));
    } else if (!isGoingOn) {
        // The same training may have begun somewhere else; it goes on where it was chosen now.
        std::error_code code;
        if (!place.isHere() || std::filesystem::exists(pathOf(folder) / "place.json", code)) {
            if (auto written = place.write(pathOf(folder)); !written) {
                m_session->notices()->show(written.error());
                return;
            }
        }
        m_session->jobs()->start(folder);
    }
    m_session->jobs()->look();
    Q_EMIT started(folder);
}

} // namespace opificio
