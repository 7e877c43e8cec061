// SPDX-License-Identifier: GPL-3.0-or-later
#include "TrainingView.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Text.h"
#include "library/Item.h"
#include "models/Model.h"
#include "studio/BranchTraining.h"

#include "Background.h"
#include "Session.h"
#include "Text.h"
#include "jobs/PictureProvider.h"
#include "library/Titles.h"

#include <QLocale>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

namespace opificio {

namespace {

// Whoever shows one may still be reading the one before.
constexpr std::size_t keptModels = 3;

qint64 stampOf(const std::filesystem::path& path)
{
    std::error_code code;
    const auto time = std::filesystem::last_write_time(path, code);
    if (code)
        return 0;
    return qint64(std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count());
}

// The weights as they are at this moment under their own name, and how many numbers they are; older ones go.
std::string keepLive(const std::filesystem::path& folder, double& numbers)
{
    const std::filesystem::path live = folder / "live";
    auto content = readFile(live / "model.safetensors", 256u << 20);
    if (!content)
        return {};
    const std::string hash = sha256(*content);
    const std::filesystem::path kept = live / (hash + ".safetensors");
    std::error_code code;
    if (!std::filesystem::exists(kept, code)) {
        if (!writeFile(kept, *content))
            return {};
        // Read once here, so that what is damaged is never shown.
        auto model = Model::load(kept);
        if (!model) {
            std::filesystem::remove(kept, code);
            return {};
        }
        numbers = 0;
        for (const auto& [name, tensor] : (*model)->tensors) {
            if (!name.starts_with("map."))
                numbers += double(tensor.values.size());
        }
    }
    std::vector<std::pair<qint64, std::filesystem::path>> all;
    for (const auto& entry : std::filesystem::directory_iterator(live, code)) {
        if (isSha256(entry.path().stem().string()) && entry.path().extension() == ".safetensors")
            all.emplace_back(stampOf(entry.path()), entry.path());
    }
    std::sort(all.rbegin(), all.rend());
    for (std::size_t i = keptModels; i < all.size(); ++i) {
        if (all[i].second != kept)
            std::filesystem::remove(all[i].second, code);
    }
    return hash;
}

} // namespace

TrainingView::TrainingView(QObject* parent)
    : QObject(parent)
{
    m_timer.setInterval(400);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const auto job = m_session ? m_session->jobs()->job(m_folder) : nullptr;
        // What stands still is read once more than it changes.
        if (job && job->isActive())
            read();
    });
    m_timer.start();
}

void TrainingView::setSession(Session* session)
{
    if (session == m_session)
        return;
    m_session = session;
    if (m_session) {
        connect(m_session->jobs(), &Jobs::changed, this, [this](const QString& folder) {
            if (folder != m_folder)
                return;
            read();
            // What the job itself says, its model above all, needs no reading.
            Q_EMIT changed();
        });
    }
    Q_EMIT sessionChanged();
}

void TrainingView::setFolder(const QString& folder)
{
    if (folder == m_folder)
        return;
    m_folder = folder;
    m_seen = nullptr;
    m_isReading = false;
    Q_EMIT folderChanged();
    Q_EMIT changed();
    Q_EMIT liveModelChanged();
    read();
}

std::shared_ptr<const TrainingView::Seen> TrainingView::look(
    const std::filesystem::path& folder, std::shared_ptr<const Seen> before)
{
    auto seen = before ? std::make_shared<Seen>(*before) : std::make_shared<Seen>();
    bool isNew = !before;
    if (!seen->job) {
        auto job = Job::read(folder);
        if (!job || job->verb != "train")
            return nullptr;
        Titles titles;
        for (const Json& row : at(job->values, "pictures")) {
            const std::string sha256 = textAt(row, "sha256");
            auto input = std::find_if(
                job->inputs.begin(), job->inputs.end(), [&](const Job::Input& one) { return one.sha256 == sha256; });
            const std::string id = textAt(at(row, "item"), "id");
            seen->pictures.push_back({id.empty() ? sha256 : id, utf8(titles.of(at(row, "item"))),
                input == job->inputs.end() ? std::filesystem::path() : input->path});
        }
        seen->job = std::make_shared<const Job>(std::move(*job));
        isNew = true;
    }
    std::vector<Sample> samples;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "samples", code)) {
        const std::string stem = entry.path().stem().string();
        qint64 step = 0;
        if (entry.path().extension() == ".png" && std::from_chars(stem.data(), stem.data() + stem.size(), step).ec == std::errc())
            samples.push_back({step, entry.path()});
    }
    std::sort(samples.begin(), samples.end(), [](const Sample& one, const Sample& other) { return one.step < other.step; });
    isNew = isNew || samples.size() != seen->samples.size();
    seen->samples = std::move(samples);
    std::filesystem::path sample = folder / "live" / "sample.png";
    if (!std::filesystem::exists(sample, code))
        sample = seen->samples.empty() ? std::filesystem::path() : seen->samples.back().file;
    const qint64 sampleStamp = sample.empty() ? 0 : stampOf(sample);
    isNew = isNew || sample != seen->sample || sampleStamp != seen->sampleStamp;
    seen->sample = sample;
    seen->sampleStamp = sampleStamp;
    const qint64 modelStamp = stampOf(folder / "live" / "model.safetensors");
    if (modelStamp != seen->modelStamp) {
        seen->modelStamp = modelStamp;
        if (const std::string hash = keepLive(folder, seen->numbers); !hash.empty())
            seen->liveModel = hash;
        isNew = true;
    }
    const bool hasCheckpoint = std::filesystem::exists(folder / "checkpoint" / "state.safetensors", code);
    isNew = isNew || hasCheckpoint != seen->hasCheckpoint;
    seen->hasCheckpoint = hasCheckpoint;
    return isNew ? seen : before;
}

void TrainingView::read()
{
    if (m_folder.isEmpty() || m_isReading)
        return;
    m_isReading = true;
    inBackground(
        this, [folder = pathOf(m_folder), before = m_seen] { return look(folder, before); },
        [folder = m_folder, before = m_seen](TrainingView& self, std::shared_ptr<const Seen> seen) {
            if (self.m_folder != folder)
                return;
            self.m_isReading = false;
            if (seen == before)
                return;
            self.m_seen = seen;
            Q_EMIT self.changed();
            if (!before || !seen || before->liveModel != seen->liveModel)
                Q_EMIT self.liveModelChanged();
        });
}

QString TrainingView::sample() const
{
    return m_seen ? PictureProvider::address(m_seen->sample, m_seen->sampleStamp) : QString();
}

QVariantList TrainingView::samples() const
{
    QVariantList all;
    for (const Sample& sample : m_seen ? m_seen->samples : std::vector<Sample>())
        all.append(QVariantMap{
            {QStringLiteral("step"), sample.step}, {QStringLiteral("picture"), PictureProvider::address(sample.file)}});
    return all;
}

QString TrainingView::learnsWords() const
{
    if (!m_seen || m_seen->pictures.empty())
        return {};
    const int count = int(m_seen->pictures.size());
    if (!(m_seen->numbers > 0))
        return tr("Learns from %n pictures.", nullptr, count);
    // Two digits are what a person keeps.
    const double unit = std::pow(10.0, std::max(0.0, std::floor(std::log10(m_seen->numbers)) - 1));
    const QString numbers = QLocale().toString(qint64(std::llround(std::floor(m_seen->numbers / unit) * unit)));
    return tr("About %1 numbers learn from %n pictures.", nullptr, count).arg(numbers);
}

QVariantList TrainingView::pictures() const
{
    QVariantList all;
    for (const Picture& picture : m_seen ? m_seen->pictures : std::vector<Picture>())
        all.append(QVariantMap{{QStringLiteral("item"), qt(picture.id)}, {QStringLiteral("title"), qt(picture.title)},
            {QStringLiteral("picture"), PictureProvider::address(picture.file)}});
    return all;
}

QVariantList TrainingView::marks() const
{
    const Json& branch = m_seen && m_seen->job ? at(m_seen->job->values, "branch") : at(Json(), "");
    if (!branch.is_object())
        return {};
    const Json& without = at(branch, "without");
    const int left = without.is_array() ? int(without.size()) : 0;
    return {QVariantMap{{QStringLiteral("step"), numberAt(branch, "step")},
        {QStringLiteral("text"), left > 0 ? tr("−%n items", nullptr, left) : tr("branch")}}};
}

QString TrainingView::finalModel() const
{
    const auto job = m_session ? m_session->jobs()->job(m_folder) : nullptr;
    return job && job->isFinished ? qt(textAt(job->result, "sha256")) : QString();
}

QString TrainingView::recipe() const
{
    return m_seen && m_seen->job ? qt(textAt(m_seen->job->values, "recipe")) : QString();
}

void TrainingView::branch(const QStringList& without)
{
    if (m_branching || m_folder.isEmpty())
        return;
    m_branching = true;
    Q_EMIT branchingChanged();
    BranchChanges changes;
    for (const QString& item : without)
        changes.without.push_back(utf8(item));
    inBackground(
        this, [folder = pathOf(m_folder), changes] { return branchTraining(folder, changes); },
        [](TrainingView& self, const Result<std::filesystem::path>& made) {
            self.m_branching = false;
            Q_EMIT self.branchingChanged();
            if (!made) {
                self.m_session->notices()->show(made.error());
                return;
            }
            const QString there = qtPath(*made);
            self.m_session->jobs()->start(there);
            Q_EMIT self.branched(there);
        });
}

} // namespace opificio
