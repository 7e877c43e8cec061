// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/Gallery.h"

#include <array>
#include <map>

using namespace opificio::test;

/// What eyes need of the colours and sizes: WCAG 2.2, measured with the Theme's own function.
class ThemeTest : public Suite {
    Q_OBJECT

    static constexpr std::array surfaces{"window", "panel", "raised", "popup", "view", "field", "hover", "pressed", "selected"};

    static void contrasts(Gallery& gallery)
    {
        QStringList poor;
        auto need = [&](const char* ink, const char* ground, double least) {
            double ratio = gallery.contrast(gallery.colour(ink), gallery.colour(ground));
            if (ratio < least)
                poor.append(
                    QStringLiteral("%1 on %2: %3, not %4").arg(QLatin1String(ink), QLatin1String(ground)).arg(ratio).arg(least));
        };
        for (const char* ground : surfaces) {
            for (const char* ink : {"text", "textQuiet", "accent", "good", "warning", "bad"})
                need(ink, ground, 4.5);
            need("focus", ground, 3);
        }
        for (const char* ground : {"control", "controlHover", "controlPressed", "bar"})
            need("text", ground, 4.5);
        for (const char* ground : {"control", "controlPressed", "bar"})
            need("textQuiet", ground, 4.5);
        need("bad", "control", 4.5);
        need("accent", "control", 4.5);
        need("accent", "controlHover", 3);
        for (const char* ground : {"accentFill", "accentFillHover", "accentFillPressed", "badFill", "badFillPressed"})
            need("accentText", ground, 4.5);
        for (const char* ground : {"accent", "good", "warning", "bad"})
            need("markText", ground, 4.5);
        // By these a control is known without words.
        for (const char* ground : {"panel", "raised", "field", "window"})
            need("outline", ground, 3);
        QVERIFY2(poor.isEmpty(), qPrintable(poor.join(QStringLiteral("; "))));
    }

    static QColor asked(Gallery& gallery, const char* function, const QString& word)
    {
        QColor answer;
        QMetaObject::invokeMethod(gallery.theme(), function, Q_RETURN_ARG(QColor, answer), Q_ARG(QString, word));
        return answer;
    }

private Q_SLOTS:
    void lettersAreReadOnEverySurface()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        // Black on white is 21, as in WCAG.
        QCOMPARE(std::round(gallery.contrast(Qt::black, Qt::white) * 100) / 100, 21.0);
        contrasts(gallery);
    }

    void lettersAreReadInHighContrastToo()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        gallery.theme()->setProperty("highContrast", true);
        contrasts(gallery);
    }

    void signsOfRightsAndWiresStandOut()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        for (const char* kind : {"open", "conditions", "restricted", "unclear"}) {
            QVERIFY2(
                gallery.contrast(asked(gallery, "rightsColor", QString::fromLatin1(kind)), gallery.colour("control")) >= 3, kind);
        }
        for (const char* type : {"image", "film", "sound", "text", "model", "dataset", "map", "texture", "number", "whole",
                 "choice", "colour", "point", "event", "switch", "file", "item"}) {
            QVERIFY2(
                gallery.contrast(asked(gallery, "typeColor", QString::fromLatin1(type)), gallery.colour("raised")) >= 3, type);
        }
    }

    void greysDoNotColourTheEye()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        for (const char* name :
            {"window", "panel", "raised", "popup", "view", "viewPrint", "field", "hover", "pressed", "control", "controlHover",
                "controlPressed", "line", "lineStrong", "outline", "bar", "text", "textQuiet", "textDisabled"}) {
            QColor colour = gallery.colour(name);
            QVERIFY2(colour.isValid() && colour.red() == colour.green() && colour.green() == colour.blue(), name);
        }
        // 18 % of the screen's white around pictures.
        QVERIFY(std::abs(gallery.colour("view").valueF() - 0.18) < 0.005);
    }

    void twiceTheScaleIsTwiceTheSize()
    {
        const std::array sizes{"unit", "controlHeight", "rowHeight", "targetSize", "iconSize", "fontSmall", "fontBase",
            "fontLarge", "fontTitle", "fontDisplay", "radius", "focusWidth", "hairline", "labelWidth"};
        const std::array controls{
            "primary", "icon", "check", "switch", "combo", "number", "slider", "row", "progress", "point", "area"};
        std::map<std::string, double> once;
        for (double scale : {1.0, 2.0}) {
            Gallery gallery(scale);
            QVERIFY(gallery.isReady());
            for (const char* name : sizes) {
                if (scale == 1)
                    once[name] = gallery.size(name);
                QCOMPARE(gallery.size(name), once[name] * scale);
            }
            // Lines of letters are rounded to whole pixels.
            for (const char* name : controls) {
                if (scale == 1)
                    once[name] = gallery.item(name)->height();
                QVERIFY2(std::abs(gallery.item(name)->height() - once[name] * scale) <= 2, name);
            }
        }
        QCOMPARE(once["fontSmall"], 12.0);
    }

    void nothingMovesWhereMotionIsUnwanted()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        for (const char* name : {"durationFast", "duration", "durationSlow"})
            QVERIFY(gallery.size(name) > 0 && gallery.size(name) <= 200);
        gallery.theme()->setProperty("reducedMotion", true);
        for (const char* name : {"durationFast", "duration", "durationSlow"})
            QCOMPARE(gallery.size(name), 0.0);
    }
};

OPIFICIO_GALLERY_MAIN(ThemeTest)
#include "ThemeTest.moc"
