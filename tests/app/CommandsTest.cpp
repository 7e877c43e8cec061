// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done has a name, is found by it, and has a key that the artist may change.
#include "support/TestMain.h"

#include <QQmlComponent>
#include <QQmlEngine>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "Commands.h"
#include "Fuzzy.h"
#include "Words.h"
#include "base/File.h"

using namespace opificio;

class CommandsTest : public test::Suite {
    Q_OBJECT

    QTemporaryDir m_home;

private Q_SLOTS:
    void initTestCase() { qputenv("OPIFICIO_HOME", m_home.path().toUtf8()); }

    void lettersInTheirOrderFitAndBeginningsComeFirst()
    {
        auto score
            = [](const char* typed, const char* name) { return fuzzyScore(QString::fromUtf8(typed), QString::fromUtf8(name)); };
        QVERIFY(score("bl", "Blur") > score("bl", "Add Blur"));
        QVERIFY(score("add blur", "Add Blur") > 0);
        QVERIFY(score("blur add", "Add Blur") > 0);
        QVERIFY(score("gv", "Graph view") > 0);
        QVERIFY(score("sfocatura", "Sfocatura") > 0);
        QVERIFY(score("intensita", "Intensità") > 0);
        QCOMPARE(score("xyz", "Add Blur"), 0.0);
        QCOMPARE(score("", "Anything"), 1.0);
        // Letters strewn over a long sentence are no match.
        QCOMPARE(score("nhl", "Open the collection of pictures in use"), 0.0);
    }

    void aKeyThatWasChosenWinsAndCollisionsAreKnown()
    {
        Preferences preferences;
        Commands commands(preferences);
        auto make = [&](const char* name, const char* key, const char* place) {
            auto* command = new Command(&commands);
            command->setProperty("commands", QVariant::fromValue(&commands));
            command->setProperty("name", QString::fromLatin1(name));
            command->setProperty("label", QString::fromLatin1(name));
            command->setProperty("key", QString::fromLatin1(key));
            command->setProperty("place", QString::fromLatin1(place));
            command->componentComplete();
            return command;
        };
        Command* undo = make("undo", "Ctrl+Z", "");
        Command* keep = make("keep", "Space", "Library");
        Command* play = make("play", "Space", "Compose");
        QCOMPARE(undo->chosenKey(), QStringLiteral("Ctrl+Z"));
        QCOMPARE(commands.holderOf(QStringLiteral("Space"), play), static_cast<Command*>(nullptr));
        QCOMPARE(commands.holderOf(QStringLiteral("Ctrl+Z"), keep), undo);
        QSignalSpy changed(undo, &Command::keyChanged);
        preferences.setKey(QStringLiteral("undo"), QStringLiteral("Ctrl+U"));
        QVERIFY(changed.count() >= 1);
        QCOMPARE(undo->chosenKey(), QStringLiteral("Ctrl+U"));
        // Another start knows it.
        Preferences again;
        QCOMPARE(again.keyOf(QStringLiteral("undo"), QStringLiteral("Ctrl+Z")), QStringLiteral("Ctrl+U"));
        preferences.resetKey(QStringLiteral("undo"));
        QCOMPARE(undo->chosenKey(), QStringLiteral("Ctrl+Z"));
    }

    void aKeyIsSaidAsItStandsOnTheKeyboard()
    {
        Preferences preferences;
        Commands commands(preferences);
        auto said = [&](const char* key) {
            Command command;
            command.setProperty("commands", QVariant::fromValue(&commands));
            command.setProperty("name", QStringLiteral("any"));
            command.setProperty("key", QString::fromLatin1(key));
            return command.keyText();
        };
        QCOMPARE(said("Ctrl+Left"), QStringLiteral("Ctrl+←"));
        QCOMPARE(said("Ctrl+Shift+Down"), QStringLiteral("Ctrl+Shift+↓"));
        QCOMPARE(said("Ctrl++"), QStringLiteral("Ctrl++"));
        QCOMPARE(said("+"), QStringLiteral("+"));
        QCOMPARE(said("Shift+A | Tab"), QStringLiteral("Shift+A"));
        QCOMPARE(said(""), QString());
        Words italian(QStringLiteral("it"));
        QVERIFY(QCoreApplication::installTranslator(&italian));
        QCOMPARE(said("Shift+Space"), QStringLiteral("Maiusc+Spazio"));
        QCOMPARE(said("Del"), QStringLiteral("Canc"));
        QCoreApplication::removeTranslator(&italian);
    }

    void thePaletteFindsRunsAndRemembers()
    {
        Preferences preferences;
        Commands commands(preferences);
        int done = 0;
        auto make = [&](const char* name, const char* label, bool enabled) {
            auto* command = new Command(&commands);
            command->setProperty("commands", QVariant::fromValue(&commands));
            command->setProperty("name", QString::fromLatin1(name));
            command->setProperty("label", QString::fromLatin1(label));
            command->setProperty("enabled", enabled);
            command->componentComplete();
            connect(command, &Command::triggered, this, [&] { ++done; });
        };
        make("blur", "Add Blur", true);
        make("export", "Export a Film", true);
        make("redo", "Redo", false);
        Palette palette;
        palette.setCommands(&commands);
        QCOMPARE(palette.count(), 3);
        palette.setTyped(QStringLiteral("film"));
        QCOMPARE(palette.count(), 1);
        palette.choose(0)->trigger();
        QCOMPARE(done, 1);
        palette.setTyped({});
        QCOMPARE(palette.data(palette.index(0, 0), Palette::LabelRole).toString(), QStringLiteral("Export a Film"));
        // What is not possible now is shown and does nothing.
        palette.setTyped(QStringLiteral("redo"));
        QCOMPARE(palette.count(), 1);
        palette.choose(0)->trigger();
        QCOMPARE(done, 1);
        QVERIFY(!palette.choose(1));
    }

    // What is done while the palette is open must not take the row from under the hand, nor leave one that is gone.
    void thePaletteFollowsItsCommandsCalmly()
    {
        Preferences preferences;
        Commands commands(preferences);
        auto make = [&](const char* name) {
            auto* command = new Command(&commands);
            command->setProperty("commands", QVariant::fromValue(&commands));
            command->setProperty("name", QString::fromLatin1(name));
            command->setProperty("label", QString::fromLatin1(name));
            command->componentComplete();
            return command;
        };
        Command* alpha = make("alpha");
        Command* beta = make("beta");
        Palette palette;
        palette.setCommands(&commands);
        QCOMPARE(palette.count(), 2);
        QSignalSpy resets(&palette, &QAbstractItemModel::modelReset), told(&palette, &QAbstractItemModel::dataChanged),
            typed(&palette, &Palette::typedChanged);
        alpha->setProperty("enabled", false);
        alpha->setProperty("enabled", true);
        beta->setProperty("synonyms", QStringLiteral("other"));
        QCOMPARE(told.count(), 0);
        QCoreApplication::processEvents();
        QCOMPARE(resets.count(), 0);
        QCOMPARE(told.count(), 1);
        QCOMPARE(typed.count(), 0);
        delete alpha;
        QCOMPARE(palette.count(), 1);
        QCOMPARE(palette.data(palette.index(0, 0), Palette::LabelRole).toString(), QStringLiteral("beta"));
        // Nobody looks any more.
        palette.setCommands(nullptr);
        QCOMPARE(palette.count(), 0);
        make("gamma");
        QCoreApplication::processEvents();
        QCOMPARE(palette.count(), 0);
    }

    void preferencesThatCannotBeReadAreSaidAndReplaced()
    {
        VERIFY_OK(writeFile(std::filesystem::path(m_home.path().toStdString()) / "window.json", "{ not json"));
        test::expectWarning("cannot be understood");
        Preferences preferences;
        QCOMPARE(preferences.scale(), 1.0);
        preferences.setScale(9);
        QCOMPARE(preferences.scale(), 2.5);
        Preferences again;
        QCOMPARE(again.scale(), 2.5);
    }

    void wordsHaveOneFormForOneAndAnotherForMore()
    {
        QTemporaryDir resources;
        std::filesystem::path folder(resources.path().toStdString());
        VERIFY_OK(
            writeFile(folder / "text/it/window.json", R"({"%n pictures": ["%n immagine", "%n immagini"], "Open": "Apri"})"));
        qputenv("OPIFICIO_RESOURCES", resources.path().toUtf8());
        Words words(QStringLiteral("it"));
        qunsetenv("OPIFICIO_RESOURCES");
        QCOMPARE(words.translate("Any", "%n pictures", nullptr, 1), QStringLiteral("%n immagine"));
        QCOMPARE(words.translate("Any", "%n pictures", nullptr, 0), QStringLiteral("%n immagini"));
        QCOMPARE(words.translate("Any", "Open", nullptr, -1), QStringLiteral("Apri"));
        QVERIFY(words.translate("Any", "Nothing", nullptr, -1).isNull());
    }
};

OPIFICIO_TEST_MAIN(CommandsTest)
#include "CommandsTest.moc"
