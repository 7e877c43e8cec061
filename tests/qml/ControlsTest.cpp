// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/Gallery.h"

#include <functional>

#include <QSignalSpy>

using namespace opificio::test;

/// Every control of the house without a mouse: its name, what pressing does, where Tab goes, how large the target is.
class ControlsTest : public Suite {
    Q_OBJECT

    static void walk(QQuickItem* item, const std::function<void(QQuickItem*)>& visit)
    {
        if (!item->isVisible())
            return;
        visit(item);
        for (QQuickItem* child : item->childItems())
            walk(child, visit);
    }
    static QString described(QQuickItem* item)
    {
        return QString::fromLatin1(item->metaObject()->className()) + QLatin1Char(' ') + item->objectName() + QLatin1Char(' ')
            + item->property("text").toString();
    }

private Q_SLOTS:
    void whatTheKeyboardReachesHasANameAndARole()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        QStringList mute;
        int reached = 0;
        walk(gallery.view().rootObject(), [&](QQuickItem* item) {
            if (!item->activeFocusOnTab() || !item->isEnabled() || (item->isFocusScope() && item->property("editing").isValid()))
                return;
            ++reached;
            QAccessibleInterface* face = QAccessible::queryAccessibleInterface(item);
            if (!face || face->text(QAccessible::Name).isEmpty() || face->role() == QAccessible::NoRole
                || face->role() == QAccessible::Client)
                mute.append(described(item));
        });
        QVERIFY(reached > 50);
        QVERIFY2(mute.isEmpty(), qPrintable(mute.join(QStringLiteral("; "))));
    }

    // Whether a screen reader was there first or the field was.
    void aPasswordSaysThatItIsOneAndOfWhat()
    {
        for (bool isThere : {true, false}) {
            QAccessible::setActive(isThere);
            Gallery gallery;
            QVERIFY(gallery.isReady());
            QAccessible::setActive(true);
            QAccessibleInterface* face = QAccessible::queryAccessibleInterface(gallery.item("password"));
            QVERIFY(face);
            QCOMPARE(face->text(QAccessible::Name), QStringLiteral("Passphrase"));
            QVERIFY(face->state().passwordEdit);
        }
    }

    void targetsAreLargeEnoughForAHand()
    {
        for (double scale : {1.0, 2.0}) {
            Gallery gallery(scale);
            QVERIFY(gallery.isReady());
            QStringList small;
            walk(gallery.view().rootObject(), [&](QQuickItem* item) {
                if (item->activeFocusOnTab() && (item->width() < 24 * scale || item->height() < 24 * scale))
                    small.append(described(item) + QStringLiteral(" %1x%2").arg(item->width()).arg(item->height()));
            });
            QVERIFY2(small.isEmpty(), qPrintable(small.join(QStringLiteral("; "))));
        }
    }

    void tabGoesThroughEverythingAndComesBack()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        QSet<QQuickItem*> wanted, seen;
        walk(gallery.view().rootObject(), [&](QQuickItem* item) {
            if (item->activeFocusOnTab() && item->isEnabled() && !item->isFocusScope())
                wanted.insert(item);
        });
        for (int i = 0; i < wanted.size() * 2 + 20; ++i) {
            gallery.key(Qt::Key_Tab);
            QVERIFY(gallery.view().activeFocusItem());
            seen.insert(gallery.view().activeFocusItem());
        }
        QStringList missed;
        for (QQuickItem* item : wanted) {
            if (!seen.contains(item))
                missed.append(described(item));
        }
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join(QStringLiteral("; "))));
    }

    void aScreenReaderPresses_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("role");
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("button") << "primary" << int(QAccessible::Button) << QByteArray(SIGNAL(clicked()));
        QTest::newRow("icon button") << "icon" << int(QAccessible::Button) << QByteArray(SIGNAL(clicked()));
        QTest::newRow("check box") << "check" << int(QAccessible::CheckBox) << QByteArray(SIGNAL(toggled()));
        QTest::newRow("switch") << "switch" << int(QAccessible::CheckBox) << QByteArray(SIGNAL(toggled()));
        QTest::newRow("row") << "row" << int(QAccessible::ListItem) << QByteArray(SIGNAL(clicked()));
        QTest::newRow("filter chip") << "filter" << int(QAccessible::Button) << QByteArray(SIGNAL(removed()));
        QTest::newRow("segments") << "segments" << int(QAccessible::RadioButton) << QByteArray(SIGNAL(chosen(int)));
        QTest::newRow("stop of a progress") << "progress" << int(QAccessible::Button) << QByteArray(SIGNAL(stopped()));
        QTest::newRow("button of a notice") << "notice" << int(QAccessible::Button) << QByteArray(SIGNAL(activated()));
    }
    void aScreenReaderPresses()
    {
        QFETCH(QString, name);
        QFETCH(int, role);
        QFETCH(QByteArray, answer);
        Gallery gallery;
        QVERIFY(gallery.isReady());
        QQuickItem* control = gallery.item(name.toLatin1().constData());
        QVERIFY(control);
        QQuickItem* target = Gallery::speaking(control, QAccessible::Role(role));
        QVERIFY(target);
        QSignalSpy spy(control, answer.constData());
        QVERIFY(Gallery::act(target, QAccessibleActionInterface::pressAction()));
        QCOMPARE(spy.count(), 1);
    }

    void returnAndSpacePressAlike()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        for (const char* name : {"primary", "icon", "row"}) {
            QSignalSpy clicked(gallery.item(name), SIGNAL(clicked()));
            gallery.item(name)->forceActiveFocus(Qt::TabFocusReason);
            gallery.key(Qt::Key_Space);
            QCOMPARE(clicked.count(), 1);
            gallery.key(Qt::Key_Return);
            QCOMPARE(clicked.count(), 2);
        }
        QSignalSpy toggled(gallery.item("check"), SIGNAL(toggled()));
        gallery.item("check")->forceActiveFocus(Qt::TabFocusReason);
        gallery.key(Qt::Key_Space);
        QCOMPARE(gallery.item("check")->property("checked").toBool(), false);
        gallery.key(Qt::Key_Return);
        QCOMPARE(gallery.item("check")->property("checked").toBool(), true);
        QCOMPARE(toggled.count(), 2);
    }

    void whatIsBusyTakesNoPress()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        QQuickItem* button = gallery.item("primary");
        button->setProperty("busy", true);
        QSignalSpy clicked(button, SIGNAL(clicked()));
        QTest::mouseClick(&gallery.view(), Qt::LeftButton, {}, gallery.middle(button));
        button->forceActiveFocus(Qt::TabFocusReason);
        gallery.key(Qt::Key_Space);
        gallery.key(Qt::Key_Return);
        Gallery::act(button, QAccessibleActionInterface::pressAction());
        QCOMPARE(clicked.count(), 0);
    }

    void aSliderMovesByKeysByTheReaderAndBySettingItsValue()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        QQuickItem* slider = gallery.item("slider");
        QSignalSpy committed(slider, SIGNAL(committed(double))), scrubbed(slider, SIGNAL(scrubbed(double)));
        QQuickItem* face = Gallery::speaking(slider, QAccessible::Slider);
        QVERIFY(face);
        QVERIFY(Gallery::act(face, QAccessibleActionInterface::increaseAction()));
        QCOMPARE(slider->property("value").toDouble(), 0.61);
        QAccessible::queryAccessibleInterface(face)->valueInterface()->setCurrentValue(0.25);
        QTRY_COMPARE(slider->property("value").toDouble(), 0.25);
        QCOMPARE(committed.count(), 2);
        slider->forceActiveFocus(Qt::TabFocusReason);
        gallery.key(Qt::Key_Right);
        QCOMPARE(slider->property("value").toDouble(), 0.26);
        QCOMPARE(committed.count(), 3);
        QCOMPARE(scrubbed.count(), 1);
    }

    void aPointMovesByArrows()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        QQuickItem* field = gallery.item("point");
        QSignalSpy committed(field, SIGNAL(committed(QPointF)));
        field->forceActiveFocus(Qt::TabFocusReason);
        gallery.key(Qt::Key_Up);
        QCOMPARE(committed.count(), 1);
        QCOMPARE(committed.last().first().toPointF(), QPointF(0.62, 0.31));
        gallery.key(Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(committed.last().first().toPointF(), QPointF(0.52, 0.31));
    }

    void aColourIsChosenTypedAndTakenBack()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        QQuickItem* field = gallery.item("colour");
        QSignalSpy committed(field, SIGNAL(committed(QColor))), scrubbed(field, SIGNAL(scrubbed(QColor)));
        QVERIFY(Gallery::act(field, QAccessibleActionInterface::pressAction()));
        // The square has the keyboard: brighter by a step.
        QTRY_VERIFY(gallery.view().activeFocusItem() && gallery.view().activeFocusItem() != field);
        gallery.key(Qt::Key_Up);
        QCOMPARE(scrubbed.count(), 1);
        QCOMPARE(committed.count(), 1);
        QVERIFY(committed.last().first().value<QColor>().valueF() > QColor(0xc9, 0x8b, 0x4a).valueF());
        gallery.key(Qt::Key_Escape);
        QTRY_VERIFY(field->hasActiveFocus());
    }

    void aListOfChoicesIsOpenedAndChosenFromByKeys()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        QQuickItem* box = gallery.item("combo");
        QSignalSpy activated(box, SIGNAL(activated(int)));
        box->forceActiveFocus(Qt::TabFocusReason);
        gallery.key(Qt::Key_Space);
        gallery.key(Qt::Key_Down);
        gallery.key(Qt::Key_Return);
        QCOMPARE(activated.count(), 1);
        QCOMPARE(box->property("currentIndex").toInt(), 1);
        QVERIFY(Gallery::act(box, QAccessibleActionInterface::increaseAction()));
        QCOMPARE(box->property("currentIndex").toInt(), 2);
    }

    void aMenuIsWalkedByKeysAndPressedByAReader()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        QObject* menu = gallery.view().rootObject()->findChild<QObject*>(QStringLiteral("menu"));
        auto* bypass = gallery.view().rootObject()->findChild<QQuickItem*>(QStringLiteral("bypass"));
        QVERIFY(menu && bypass);
        QSignalSpy triggered(bypass, SIGNAL(triggered()));
        QQuickItem* opener = gallery.item("opener");
        opener->forceActiveFocus(Qt::TabFocusReason);
        gallery.key(Qt::Key_Space);
        QTRY_VERIFY(menu->property("opened").toBool());
        gallery.key(Qt::Key_Down);
        gallery.key(Qt::Key_Return);
        QCOMPARE(triggered.count(), 1);
        QTRY_VERIFY(!menu->property("visible").toBool());
        QTRY_VERIFY(opener->hasActiveFocus());
        gallery.key(Qt::Key_Space);
        QTRY_VERIFY(menu->property("opened").toBool());
        QVERIFY(Gallery::speaking(bypass, QAccessible::MenuItem));
        QVERIFY(Gallery::act(bypass, QAccessibleActionInterface::pressAction()));
        QCOMPARE(triggered.count(), 2);
        QTRY_VERIFY(!menu->property("visible").toBool());
    }

    void aSheetTakesTheKeyboardAndGivesItBack()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        QObject* sheet = gallery.view().rootObject()->findChild<QObject*>(QStringLiteral("sheet"));
        auto* tell = gallery.view().rootObject()->findChild<QQuickItem*>(QStringLiteral("tell"));
        QVERIFY(sheet && tell);
        QQuickItem* sender = gallery.item("sender");
        sender->forceActiveFocus(Qt::TabFocusReason);
        gallery.key(Qt::Key_Return);
        QTRY_VERIFY(sheet->property("opened").toBool());
        QTRY_VERIFY(tell->hasActiveFocus());
        gallery.key(Qt::Key_Escape);
        QTRY_VERIFY(!sheet->property("visible").toBool());
        QTRY_VERIFY(sender->hasActiveFocus());
    }

    void segmentsAreOneTabStopAndArrowsChoose()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        QQuickItem* segments = gallery.item("segments");
        QSignalSpy chosen(segments, SIGNAL(chosen(int)));
        segments->forceActiveFocus(Qt::TabFocusReason);
        gallery.key(Qt::Key_Right);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(segments->property("current").toInt(), 2);
        gallery.key(Qt::Key_Right);
        QCOMPARE(chosen.count(), 1);
        gallery.key(Qt::Key_Tab);
        QVERIFY(!segments->hasActiveFocus());
    }

    void anEditOfWordsIsDoneOnceAndEscTakesItBack()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        QQuickItem* field = gallery.item("name");
        QSignalSpy committed(field, SIGNAL(committed(QString)));
        field->forceActiveFocus(Qt::TabFocusReason);
        gallery.key(Qt::Key_Return);
        QCOMPARE(committed.count(), 0);
        gallery.key(Qt::Key_End);
        gallery.type(" it");
        gallery.key(Qt::Key_Return);
        QCOMPARE(committed.count(), 1);
        gallery.type(" not");
        gallery.key(Qt::Key_Escape);
        QCOMPARE(field->property("text").toString(), QStringLiteral("The river remembers it"));
        gallery.key(Qt::Key_Tab);
        QCOMPARE(committed.count(), 1);

        QQuickItem* area = gallery.item("area");
        QSignalSpy noted(area, SIGNAL(committed(QString)));
        area->forceActiveFocus(Qt::TabFocusReason);
        gallery.type("So. ");
        QCOMPARE(noted.count(), 0);
        gallery.key(Qt::Key_Tab);
        QVERIFY(!area->hasActiveFocus());
        QCOMPARE(noted.count(), 1);
    }
};

OPIFICIO_GALLERY_MAIN(ControlsTest)
#include "ControlsTest.moc"
