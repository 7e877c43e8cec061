// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include <QTemporaryDir>

#include "base/File.h"
#include "base/Settings.h"

using namespace opificio;

class SettingsTest : public test::Suite {
    Q_OBJECT

private Q_SLOTS:
    void aLimitIsWhatTheArtistSaysAndOtherwiseTheInitialOne()
    {
        QTemporaryDir home;
        qputenv("OPIFICIO_HOME", home.path().toUtf8());
        QCOMPARE(limitSetting("picture_edge", 60'000), std::int64_t(60'000));
        VERIFY_OK(
            writeFile(settingsFile(), R"({"format": "opificio.settings/1", "limits": {"picture_edge": 100, "film_edge": -3}})"));
        QCOMPARE(limitSetting("picture_edge", 60'000), std::int64_t(100));
        QCOMPARE(limitSetting("picture_pixels", 7), std::int64_t(7));
        // What cannot be meant is said once and changes nothing.
        test::expectWarning("film_edge");
        QCOMPARE(limitSetting("film_edge", 16'384), std::int64_t(16'384));
        QCOMPARE(limitSetting("film_edge", 16'384), std::int64_t(16'384));
        VERIFY_OK(writeFile(settingsFile(), "{\"limits\": [1, 2"));
        QCOMPARE(limitSetting("picture_edge", 60'000), std::int64_t(60'000));
        VERIFY_OK(writeFile(settingsFile(), "{\"limits\": {\"picture_edge\": 5}}"));
        QCOMPARE(limitSetting("picture_edge", 60'000), std::int64_t(60'000));
    }
};

OPIFICIO_TEST_MAIN(SettingsTest)
#include "SettingsTest.moc"
