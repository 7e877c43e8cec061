// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "base/File.h"
#include "base/Hash.h"
#include "image/ImageFile.h"
#include "learning/Learning.h"
#include "learning/Recipe.h"
#include "models/Model.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

#include <cmath>
#include <csignal>
#include <dlfcn.h>

using namespace opificio;

namespace {

const LearningModule& module()
{
    static const LearningModule* opened = [] {
        void* library = ::dlopen(OPIFICIO_BUILD "/lib/opificio/libopificio-learning.so", RTLD_NOW | RTLD_LOCAL);
        if (!library)
            qFatal("%s", ::dlerror());
        return reinterpret_cast<LearningEntry>(::dlsym(library, learningEntry))();
    }();
    return *opened;
}

// Stripes and spots that need no fixtures; `which` turns and colours them.
std::filesystem::path madePicture(const std::filesystem::path& folder, int which)
{
    Size size{96, 80};
    std::vector<std::byte> pixels;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            double wave = std::sin((x * (1 + which % 3) + y * (which % 5)) * 0.35), spot = std::cos(x * 0.5) * std::cos(y * 0.45);
            for (double value : {0.6 + 0.3 * wave, 0.4 + 0.25 * spot + 0.03 * which, 0.35 - 0.2 * wave})
                pixels.push_back(std::byte(int(std::clamp(value, 0.0, 1.0) * 255)));
            pixels.push_back(std::byte(255));
        }
    }
    auto path = folder / ("picture" + std::to_string(which) + ".png");
    if (auto written = writePng(path, Image(size, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels))); !written)
        qFatal("%s", written.error().message.c_str());
    return path;
}

TrainRequest requestFor(const std::string& recipe, const std::filesystem::path& folder, const std::filesystem::path& pictures)
{
    TrainRequest request;
    request.recipe = recipe;
    request.folder = folder;
    request.name = "Prova";
    request.seed = 7;
    request.threads = 2;
    request.values.set("steps", std::int64_t(recipe == "vae" ? 12 : 12));
    if (recipe == "texture_nca") {
        request.values.set("size", std::int64_t(64));
        request.values.set("check", std::int64_t(0));
    }
    request.datasetHash = std::string(64, 'd');
    request.datasetName = "Two details";
    for (int which = 0; which < (recipe == "vae" ? 12 : 2); ++which) {
        TrainPicture picture;
        picture.path = madePicture(pictures, which);
        picture.sha256 = *sha256OfFile(picture.path);
        picture.item = {{"id", "made:" + std::to_string(which)}, {"title", {{"en", "Stripes"}}}, {"maker", {"A machine"}},
            {"holder", "Nobody"}};
        request.pictures.push_back(picture);
    }
    return request;
}

std::filesystem::path pathOf(const QTemporaryDir& folder)
{
    return folder.path().toStdString();
}

} // namespace

class TrainingTest : public test::Suite {
    Q_OBJECT

    static void recipes_data()
    {
        QTest::addColumn<QString>("recipe");
        for (const Recipe* recipe : module().recipes())
            QTest::newRow(recipe->name.c_str()) << QString::fromStdString(recipe->name);
    }

private Q_SLOTS:
    void everyRecipeDescribesItself()
    {
        QVERIFY(module().recipes().size() >= 1);
        for (const Recipe* recipe : module().recipes()) {
            QVERIFY(!recipe->name.empty() && !recipe->label.empty() && recipe->help.ends_with('.'));
            auto values = complete(recipe->params, {});
            VERIFY_OK(values);
            for (const Param& param : recipe->params) {
                QVERIFY2(param.help.ends_with('.') && !param.label.empty(), param.name.c_str());
                VERIFY_OK(checkValue(param, param.initial));
            }
            QVERIFY(recipe->seconds(*values, 2, 40) > 0);
            auto back = valuesFromJson(toJson(*values));
            QVERIFY(back && *back == *values);
        }
    }

    void theSameSeedMakesTheSameWeights_data() { recipes_data(); }
    void theSameSeedMakesTheSameWeights()
    {
        QFETCH(QString, recipe);
        QTemporaryDir first, second, third;
        Task task;
        auto request = requestFor(recipe.toStdString(), pathOf(first), pathOf(first));
        auto one = module().train(request, task);
        VERIFY_OK(one);
        request.folder = pathOf(second);
        auto two = module().train(request, task);
        VERIFY_OK(two);
        QCOMPARE(one->sha256, two->sha256);
        request.folder = pathOf(third);
        request.seed = 8;
        auto other = module().train(request, task);
        VERIFY_OK(other);
        QVERIFY(other->sha256 != one->sha256);

        auto model = Model::load(one->model);
        VERIFY_OK(model);
        QVERIFY(std::filesystem::exists(pathOf(first) / "samples" / "000008.png"));
        auto losses = readFile(pathOf(first) / "loss.jsonl");
        VERIFY_OK(losses);
        QVERIFY(std::count(losses->begin(), losses->end(), '\n') > 0);
    }

    void aStoppedTrainingGoesOnToTheSameWeights_data() { recipes_data(); }
    void aStoppedTrainingGoesOnToTheSameWeights()
    {
        QFETCH(QString, recipe);
        QTemporaryDir whole, parts;
        Task task;
        auto request = requestFor(recipe.toStdString(), pathOf(whole), pathOf(whole));
        auto expected = module().train(request, task);
        VERIFY_OK(expected);
        request.folder = pathOf(parts);
        for (int stopAt : {3, 4, 9}) {
            Task* running = nullptr;
            Task stopping([&](const Task::Progress& progress) {
                if (int(progress.done) >= stopAt)
                    running->stop();
            });
            running = &stopping;
            auto stopped = module().train(request, stopping);
            QVERIFY(!stopped && stopped.error().code == Error::Code::Cancelled);
        }
        Task rest;
        auto resumed = module().train(request, rest);
        VERIFY_OK(resumed);
        QCOMPARE(resumed->sha256, expected->sha256);
        // Every step has one line.
        std::string lines = *readFile(pathOf(parts) / "loss.jsonl");
        QCOMPARE(std::size_t(std::count(lines.begin(), lines.end(), '\n')), std::size_t(numberAt(resumed->card, "steps")));
    }

    void aKilledTrainingGoesOnToTheSameWeights_data() { recipes_data(); }
    void aKilledTrainingGoesOnToTheSameWeights()
    {
        QFETCH(QString, recipe);
        QTemporaryDir whole, parts;
        Task task;
        auto expected = module().train(requestFor(recipe.toStdString(), pathOf(whole), pathOf(whole)), task);
        VERIFY_OK(expected);
        // This program again, as a child that kills itself without warning after some steps.
        for (int dieAt : {5, 10}) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("--die"), recipe, parts.path(), whole.path(), QString::number(dieAt)});
            QVERIFY(child.waitForFinished(-1));
            QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        }
        auto request = requestFor(recipe.toStdString(), pathOf(parts), pathOf(whole));
        std::vector<std::string> notes;
        Task rest({}, [&](std::string_view line) { notes.emplace_back(line); });
        auto resumed = module().train(request, rest);
        VERIFY_OK(resumed);
        QCOMPARE(resumed->sha256, expected->sha256);
        QVERIFY(!notes.empty()); // it did go on, and said so
    }

    void itCanBeWatchedAndPlayedWhileItLearns_data() { recipes_data(); }
    void itCanBeWatchedAndPlayedWhileItLearns()
    {
        QFETCH(QString, recipe);
        QTemporaryDir folder;
        auto request = requestFor(recipe.toStdString(), pathOf(folder), pathOf(folder));
        const auto live = pathOf(folder) / "live";
        bool pictureAtOnce = false, modelAfterOne = false;
        Task* running = nullptr;
        Task stopping([&](const Task::Progress& progress) {
            if (progress.of > 0 && progress.done == 1) {
                pictureAtOnce = std::filesystem::exists(live / "sample.png");
                modelAfterOne = std::filesystem::exists(live / "model.safetensors");
            }
            if (progress.done >= 4)
                running->stop();
        });
        running = &stopping;
        QVERIFY(!module().train(request, stopping));
        QVERIFY(pictureAtOnce && modelAfterOne);
        auto picture = readImage(live / "sample.png");
        VERIFY_OK(picture);
        auto model = Model::load(live / "model.safetensors");
        VERIFY_OK(model);
        const Json& card = (*model)->card;
        QVERIFY(flagAt(card, "unfinished") && numberAt(card, "step") >= 1 && numberAt(card, "step") <= 4);
        // It names what it has seen so far, and only that.
        auto sources = (*model)->sources().expand();
        QVERIFY(sources.contains(Source{Source::Kind::Dataset, request.datasetHash}));
        QVERIFY(!sources.contains(Source{Source::Kind::Unknown, ""}));
        const Json& items = card["datasets"][0]["items"];
        QVERIFY(!items.empty());
        for (const Json& item : items)
            QVERIFY(numberAt(item, "draws") > 0 && sources.contains(Source{Source::Kind::Item, textAt(item, "sha256")}));
        // The last look is at the end.
        Task rest;
        VERIFY_OK(module().train(request, rest));
        auto last = Model::load(live / "model.safetensors");
        VERIFY_OK(last);
        QCOMPARE(numberAt((*last)->card, "step"), 12.0);
    }

    void aBranchNamesAllThatItsWeightsSaw_data() { recipes_data(); }
    void aBranchNamesAllThatItsWeightsSaw()
    {
        QFETCH(QString, recipe);
        QTemporaryDir parent, branch, again;
        Task* running = nullptr;
        Task stopping([&](const Task::Progress& progress) {
            if (progress.done >= 5)
                running->stop();
        });
        running = &stopping;
        auto request = requestFor(recipe.toStdString(), pathOf(parent), pathOf(parent));
        QVERIFY(!module().train(request, stopping));
        const TrainPicture gone = request.pictures[1];
        const std::string before = request.datasetHash;
        request.earlier = Json::array(
            {{{"hash", before}, {"items", Json::array({{{"id", "made:1"}, {"sha256", gone.sha256}, {"draws", 3}}})}}});
        request.pictures.erase(request.pictures.begin() + 1);
        request.datasetHash = std::string(64, 'e');
        request.start = pathOf(parent) / "checkpoint" / "state.safetensors";
        request.startSha256 = *sha256OfFile(request.start);
        request.folder = pathOf(branch);
        Task task;
        auto one = module().train(request, task);
        VERIFY_OK(one);
        auto model = Model::load(one->model);
        VERIFY_OK(model);
        const Json& datasets = (*model)->card["datasets"];
        QCOMPARE(datasets.size(), std::size_t(2));
        QCOMPARE(textAt(datasets[0], "hash"), request.datasetHash);
        for (const Json& item : datasets[0]["items"])
            QVERIFY(textAt(item, "sha256") != gone.sha256);
        QCOMPARE(numberAt(datasets[1]["items"][0], "draws"), 3.0);
        auto sources = (*model)->sources().expand();
        QVERIFY(sources.contains(Source{Source::Kind::Item, gone.sha256}));
        QVERIFY(sources.contains(Source{Source::Kind::Dataset, before}));
        QVERIFY(sources.contains(Source{Source::Kind::Dataset, request.datasetHash}));
        // It went on from step 5, and does so again to the same weights, also when it is stopped on the way.
        std::string lines = *readFile(pathOf(branch) / "loss.jsonl");
        QCOMPARE(std::count(lines.begin(), lines.end(), '\n'), std::ptrdiff_t(7));
        request.folder = pathOf(again);
        Task pausing([&](const Task::Progress& progress) {
            if (progress.done >= 8)
                running->stop();
        });
        running = &pausing;
        QVERIFY(!module().train(request, pausing));
        auto two = module().train(request, task);
        VERIFY_OK(two);
        QCOMPARE(two->sha256, one->sha256);
        // What is not the checkpoint that was meant is not branched from.
        request.startSha256 = std::string(64, '0');
        request.folder = pathOf(again) / "other";
        QVERIFY(!module().train(request, task));
        // Nothing left to learn is said.
        request.startSha256 = *sha256OfFile(request.start);
        request.values.set("steps", std::int64_t(5));
        auto nothing = module().train(request, task);
        QVERIFY(!nothing && nothing.error().code == Error::Code::Invalid);
    }

    void predictionsAreOfThisMachine_data() { recipes_data(); }
    void predictionsAreOfThisMachine()
    {
        QFETCH(QString, recipe);
        QTemporaryDir folder;
        Task task;
        auto request = requestFor(recipe.toStdString(), pathOf(folder), pathOf(folder));
        auto tried = module().predict(request, task);
        VERIFY_OK(tried);
        QVERIFY(*tried > 0);
        QVERIFY(!std::filesystem::exists(pathOf(folder) / "loss.jsonl"));
        for (TrainPicture& picture : request.pictures)
            picture.path.clear();
        VERIFY_OK(module().predict(request, task));
    }

    void checkpointsOfOthersAreNotUsed()
    {
        QTemporaryDir folder, other;
        Task task;
        auto request = requestFor("texture_nca", pathOf(folder), pathOf(folder));
        VERIFY_OK(module().train(request, task));
        auto expected = requestFor("texture_nca", pathOf(other), pathOf(other));
        expected.seed = 9;
        auto clean = module().train(expected, task);
        VERIFY_OK(clean);
        request.seed = 9;
        std::vector<std::string> notes;
        Task noting({}, [&](std::string_view line) { notes.emplace_back(line); });
        auto again = module().train(request, noting);
        VERIFY_OK(again);
        QCOMPARE(again->sha256, clean->sha256);
        QVERIFY(!notes.empty());
        VERIFY_OK(writeFile(pathOf(folder) / "checkpoint" / "state.safetensors", "rubbish"));
        VERIFY_OK(module().train(request, noting));
    }

    void theCardNamesWhatWasSeenAndNothingElse()
    {
        QTemporaryDir folder;
        Task task;
        auto request = requestFor("texture_nca", pathOf(folder), pathOf(folder));
        request.pictures[1].weight = 0;
        request.values.set("check", std::int64_t(20));
        auto outcome = module().train(request, task);
        VERIFY_OK(outcome);
        auto model = Model::load(outcome->model);
        VERIFY_OK(model);
        QVERIFY(numberAt(at((*model)->card, "checks"), "ratio") > 0);
        const Json& items = (*model)->card["datasets"][0]["items"];
        QCOMPARE(textAt((*model)->card["datasets"][0], "name"), request.datasetName);
        QCOMPARE(items.size(), std::size_t(1));
        QCOMPARE(textAt(items[0], "id"), std::string("made:0"));
        QVERIFY(numberAt(items[0], "draws") > 0);
        auto sources = (*model)->sources().expand();
        QVERIFY(sources.contains(Source{Source::Kind::Item, request.pictures[0].sha256}));
        QVERIFY(!sources.contains(Source{Source::Kind::Item, request.pictures[1].sha256}));
        QVERIFY(sources.contains(Source{Source::Kind::Dataset, request.datasetHash}));
        for (const auto& [source, roles] : sources)
            QVERIFY(source.kind != Source::Kind::Unknown && roles == std::set<Role>{Role::Learned});
    }

    void whatCannotBeLearnedFromIsASentence()
    {
        QTemporaryDir folder;
        Task task;
        auto request = requestFor("texture_nca", pathOf(folder), pathOf(folder));
        auto refused = [&](TrainRequest wrong) {
            auto answer = module().train(wrong, task);
            return !answer && answer.error().message.ends_with('.');
        };
        auto wrong = request;
        wrong.recipe = "oracle";
        QVERIFY(refused(wrong));
        wrong = request;
        wrong.values.set("size", std::int64_t(3));
        QVERIFY(refused(wrong));
        wrong = request;
        wrong.pictures.clear();
        QVERIFY(refused(wrong));
        wrong = request;
        wrong.pictures[0].crop = {0.5, 0.5, 0.6, 0.2};
        QVERIFY(refused(wrong));
        wrong = request;
        wrong.pictures[0].crop = {0, 0, 0.02, 0.02};
        QVERIFY(refused(wrong));
        wrong = request;
        wrong.pictures[0].path = "/nowhere.png";
        QVERIFY(refused(wrong));
        wrong = request;
        wrong.pictures[0].sha256 = std::string(64, '0');
        QVERIFY(refused(wrong));
    }
};

// The child of aKilledTrainingGoesOnToTheSameWeights().
static int trainAndDie(const QStringList& words)
{
    int dieAt = words[5].toInt();
    auto request = requestFor(words[2].toStdString(), words[3].toStdString(), words[4].toStdString());
    request.checkpointSeconds = 0;
    Task task([&](const Task::Progress& progress) {
        if (int(progress.done) >= dieAt)
            ::raise(SIGKILL);
    });
    (void)module().train(request, task);
    return 0;
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == QStringLiteral("--die"))
        return trainAndDie(application.arguments());
    opificio::test::LogGuard guard;
    opificio::test::LogGuard::current() = &guard;
    TrainingTest suite;
    return QTest::qExec(&suite, argc, argv);
}
#include "TrainingTest.moc"
