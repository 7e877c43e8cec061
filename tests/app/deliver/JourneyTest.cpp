// SPDX-License-Identifier: GPL-3.0-or-later
// From twelve pictures to a film that names them, as an artist goes: with the objects that the screens use, and nothing else.
#include "support/TestMain.h"

#include <algorithm>
#include <set>

#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "Session.h"
#include "Text.h"
#include "base/File.h"
#include "base/Resources.h"
#include "deliver/CreditsLook.h"
#include "deliver/DeliverPlan.h"
#include "jobs/JobView.h"
#include "learn/LearnPlan.h"
#include "learn/LivePlay.h"
#include "learn/ModelCard.h"
#include "learn/TrainingView.h"
#include "library/Import.h"
#include "library/Library.h"
#include "studio/FreezeDataset.h"

using namespace opificio;

namespace {

constexpr int patience = 240000; // milliseconds; a machine that is busy with other things trains slowly

bool canTrain()
{
    std::error_code code;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(OPIFICIO_BUILD) / "lib", code)) {
        if (entry.path().filename() == "libopificio-learning.so")
            return true;
    }
    return false;
}

// Twelve of the test pictures, frozen as a dataset of the work.
Result<Dataset> twelvePictures(const std::filesystem::path& work, const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(test::fixtures() / "images")) {
        if (entry.path().filename().string().starts_with("metmuseum") && entry.path().extension() == ".png")
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    TRY_DO(makeFolder(folder));
    for (std::size_t i = 0; i < 12 && i < files.size(); ++i)
        std::filesystem::copy_file(files[i], folder / files[i].filename());
    TRY(auto library, Library::open());
    Task task;
    TRY(auto report,
        importSource(library, folder,
            {.importer = {},
                .collection = {},
                .origin = "institution",
                .values = {},
                .thumbnails = homeFolder() / "thumbnails",
                .probe = {}},
            task));
    TRY(auto items, library.search({.limit = 0}));
    DatasetPlan plan{.name = "Twelve", .who = "test", .how = "by hand", .parent = {}, .items = {}};
    for (Item& item : items)
        plan.items.push_back({.item = std::move(item)});
    return freezeInto(WorkFiles{work}, plan, [](std::string_view, std::string_view) {});
}

} // namespace

class JourneyTest : public test::Suite {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("OPIFICIO_HOME", (m_folder.path() + QStringLiteral("/home")).toUtf8());
        qputenv("OPIFICIO_LANGUAGE", "en");
    }

    void fromTwelvePicturesToAFilmThatNamesThem()
    {
        REQUIRE_FIXTURES();
        if (!canTrain())
            QSKIP("The learning module was not built; this slot needs it.");
        Session session;
        session.newWork(QStringLiteral("Journey"));
        QVERIFY(session.document()->isOpen());
        const auto work = pathOf(session.document()->folder());
        auto dataset = twelvePictures(work, m_folder.path().toStdString() + "/pictures");
        VERIFY_OK(dataset);
        QCOMPARE(dataset->items.size(), std::size_t(12));

        // Learn: the smallest sketch of a map.
        LearnPlan plan;
        plan.setSession(&session);
        QTRY_COMPARE_WITH_TIMEOUT(plan.dataset(), qt(dataset->hash), patience);
        QTRY_COMPARE_WITH_TIMEOUT(plan.pictures()->count(), 12, patience);
        plan.setRecipe(QStringLiteral("vae"));
        QTRY_VERIFY_WITH_TIMEOUT(plan.settings()->count() > 0, patience);
        plan.settings()->set(QStringLiteral("steps"), 12);
        plan.setName(QStringLiteral("Small map"));
        QCOMPARE(plan.problem(), QString());
        QSignalSpy started(&plan, &LearnPlan::started);
        plan.train();
        QTRY_COMPARE_WITH_TIMEOUT(started.size(), 1, patience);
        const QString folder = started.first().first().toString();
        TrainingView training;
        training.setSession(&session);
        training.setFolder(folder);
        JobView job;
        job.setJobs(session.jobs());
        job.setFolder(folder);
        QTRY_VERIFY_WITH_TIMEOUT(job.isDone(), patience);
        QVERIFY(!job.model().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(!training.sample().isEmpty(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(training.learnsWords().contains(QStringLiteral("12 pictures")), patience);

        // Keep it: one edit, which one step of undo takes back.
        LivePlay play;
        play.setSession(&session);
        play.keep(job.model(), QStringLiteral("Small map"));
        QCOMPARE(play.kept(), job.model());
        const std::size_t steps = session.document()->steps().size();
        QVERIFY(session.document()->undo());
        QVERIFY(play.kept().isEmpty());
        QVERIFY(session.document()->redo());
        QCOMPARE(session.document()->steps().size(), steps);

        // Its card names the twelve.
        ModelCard card;
        card.setSession(&session);
        card.setPath(qtPath(work / "models" / (utf8(job.model()) + ".safetensors")));
        QTRY_VERIFY_WITH_TIMEOUT(card.isReady(), patience);
        QCOMPARE(card.pictures().size(), 12);
        QVERIFY(!card.sentences().isEmpty());

        // Before anything is rendered it is known what it is made from.
        CreditsLook credits;
        credits.setSession(&session);
        credits.setWatched(true);
        QTRY_VERIFY_WITH_TIMEOUT(credits.isReady(), patience);
        QCOMPARE(credits.items().size(), 12);
        QCOMPARE(credits.items().first().toMap().value(QStringLiteral("role")).toString(), QStringLiteral("learned"));
        QCOMPARE(credits.items().first().toMap().value(QStringLiteral("through")).toString(), QStringLiteral("Small map"));

        // Deliver five frames.
        DeliverPlan deliver;
        deliver.setSession(&session);
        QVERIFY(deliver.typeSize(QStringLiteral("160x90")));
        deliver.setLast(4);
        QCOMPARE(deliver.problem(), QString());
        QSignalSpy begun(&deliver, &DeliverPlan::started);
        deliver.deliver();
        QTRY_COMPARE_WITH_TIMEOUT(begun.size(), 1, patience);
        JobView film;
        film.setJobs(session.jobs());
        film.setFolder(deliver.job());
        QTRY_VERIFY_WITH_TIMEOUT(film.isDone(), patience);
        QCOMPARE(film.files().size(), 1);
        QVERIFY(std::filesystem::exists(pathOf(film.files().first().toLocalFile())));
        QVERIFY(film.resultWords().contains(QStringLiteral("160 × 90")));
        QVERIFY(film.creditsPage().isLocalFile());
        auto record = readJson(pathOf(film.creditsPage().toLocalFile()).parent_path() / "credits.json");
        VERIFY_OK(record);
        std::set<std::string> named;
        for (const Json& item : at(*record, "items"))
            named.insert(textAt(item, "sha256"));
        for (const DatasetItem& entry : dataset->items)
            QVERIFY(named.contains(entry.item.sha256));
    }
};

int main(int argc, char** argv)
{
    QGuiApplication application(argc, argv);
    opificio::test::LogGuard guard;
    opificio::test::LogGuard::current() = &guard;
    JourneyTest suite;
    return QTest::qExec(&suite, argc, argv);
}
#include "JourneyTest.moc"
