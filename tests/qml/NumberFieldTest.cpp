// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/Gallery.h"

#include <QClipboard>
#include <QSignalSpy>
#include <QWheelEvent>

using namespace opificio::test;

/// The control of a parameter, gesture by gesture: what the hand does and what goes out.
class NumberFieldTest : public Suite {
    Q_OBJECT

    struct Field {
        explicit Field(Gallery& gallery)
            : gallery(gallery)
        {
        }
        Gallery& gallery;
        QQuickItem* item = gallery.item("number");
        QSignalSpy scrubbed{item, SIGNAL(scrubbed(double))}, committed{item, SIGNAL(committed(double))};
        QSignalSpy typed{item, SIGNAL(typed(QString))}, cancelled{item, SIGNAL(cancelled())};

        double value() const { return item->property("value").toDouble(); }
        double shown() const { return item->property("shown").toDouble(); }
        double last(const QSignalSpy& spy) const { return spy.last().first().toDouble(); }
        QPoint middle() { return gallery.middle(item); }
        void press() { QTest::mousePress(&gallery.view(), Qt::LeftButton, {}, middle()); }
        /// Moves in steps, as a hand does. The first step passes the threshold of three pixels.
        void drag(int pixels, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
        {
            for (int step = 1; step <= 10; ++step)
                move(m_at + pixels * step / 10, modifiers);
            m_at += pixels;
        }
        void release() { QTest::mouseRelease(&gallery.view(), Qt::LeftButton, {}, middle() + QPoint(m_at, 0)); }
        void focus()
        {
            QTest::mouseClick(&gallery.view(), Qt::LeftButton, {}, middle());
            // The next click is no second half of a double one.
            QTest::mouseClick(&gallery.view(), Qt::RightButton, {}, QPoint(2, 2));
        }

    private:
        void move(int x, Qt::KeyboardModifiers modifiers)
        {
            QMouseEvent event(QEvent::MouseMove, middle() + QPoint(x, 0), gallery.view().mapToGlobal(middle() + QPoint(x, 0)),
                Qt::NoButton, Qt::LeftButton, modifiers);
            QCoreApplication::sendEvent(&gallery.view(), &event);
        }
        int m_at = 0;
    };

private Q_SLOTS:
    void aDragIsSeenAllAlongAndDoneOnce()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        Field field(gallery);
        field.press();
        field.drag(60);
        QVERIFY(field.scrubbed.count() > 5);
        QCOMPARE(field.committed.count(), 0);
        QVERIFY(field.shown() > 0.5);
        QCOMPARE(field.value(), 0.35);
        field.release();
        QCOMPARE(field.committed.count(), 1);
        // As far as the pointer went over the width of the range.
        QVERIFY(std::abs(field.value() - (0.35 + 60 / field.item->width())) < 0.002);
        QCOMPARE(field.typed.count(), 0);
    }

    void aPressWithoutAMoveChangesNothing()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        Field field(gallery);
        field.press();
        field.release();
        QCOMPARE(field.scrubbed.count(), 0);
        QCOMPARE(field.committed.count(), 0);
        QVERIFY(field.item->hasActiveFocus());
    }

    void shiftIsTenTimesFinerAlsoInTheMiddleOfADrag()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        Field field(gallery);
        field.press();
        field.drag(40);
        double before = field.shown();
        field.drag(40, Qt::ShiftModifier);
        double fine = field.shown() - before;
        QVERIFY2(std::abs(fine - 4 / field.item->width()) < 0.002, qPrintable(QString::number(fine)));
        field.release();
    }

    void controlGoesInRoundSteps()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        Field field(gallery);
        field.press();
        field.drag(73, Qt::ControlModifier);
        field.release();
        double steps = field.value() / 0.05;
        QVERIFY2(std::abs(steps - std::round(steps)) < 1e-6, qPrintable(QString::number(field.value())));
    }

    void aDragEndsAtTheEndsOfTheRange()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        Field field(gallery);
        field.press();
        field.drag(300);
        QCOMPARE(field.shown(), 1.0);
        // The way back counts at once: nothing was wound up beyond the end.
        field.drag(-30);
        QVERIFY(field.shown() < 0.95);
        field.release();
    }

    void escapeTakesADragBack()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        Field field(gallery);
        field.press();
        field.drag(60);
        gallery.key(Qt::Key_Escape);
        QCOMPARE(field.cancelled.count(), 1);
        QCOMPARE(field.last(field.scrubbed), 0.35);
        QCOMPARE(field.shown(), 0.35);
        field.drag(20);
        field.release();
        QCOMPARE(field.committed.count(), 0);
        QCOMPARE(field.shown(), 0.35);
    }

    void arrowsStepAndOneHeldKeyIsOneAct()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        Field field(gallery);
        field.focus();
        gallery.key(Qt::Key_Up);
        QCOMPARE(field.value(), 0.36);
        gallery.key(Qt::Key_Left);
        QCOMPARE(field.value(), 0.35);
        gallery.key(Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(field.value(), 0.45);
        gallery.key(Qt::Key_PageDown);
        QCOMPARE(field.value(), 0.35);
        gallery.key(Qt::Key_End);
        QCOMPARE(field.value(), 1.0);
        gallery.key(Qt::Key_Home);
        QCOMPARE(field.value(), 0.0);
        field.committed.clear();
        for (int i = 0; i < 5; ++i) {
            QKeyEvent again(QEvent::KeyPress, Qt::Key_Right, Qt::NoModifier, {}, i > 0);
            QCoreApplication::sendEvent(&gallery.view(), &again);
        }
        QCOMPARE(field.committed.count(), 0);
        QKeyEvent up(QEvent::KeyRelease, Qt::Key_Right, Qt::NoModifier);
        QCoreApplication::sendEvent(&gallery.view(), &up);
        QCOMPARE(field.committed.count(), 1);
        QCOMPARE(field.value(), 0.05);
    }

    void theWheelTurnsTheDigitBelowThePointer()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        Field field(gallery);
        auto roll = [&](QPointF at, int angle) {
            QWheelEvent event(
                at, gallery.view().mapToGlobal(at), {}, QPoint(0, angle), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(&gallery.view(), &event);
        };
        // Without the keyboard it is left to what scrolls.
        roll(field.middle(), 120);
        QCOMPARE(field.scrubbed.count(), 0);
        field.focus();
        roll(field.middle(), 120);
        QCOMPARE(field.last(field.scrubbed), 0.36);
        QTRY_COMPARE(field.committed.count(), 1);
        // The tenths: the second digit of "0.360", which ends eight pixels before the edge.
        double digit = (gallery.size("fontSmall") * 0.6);
        QPointF tenths = field.item->mapToScene(QPointF(field.item->width() - 8 - digit * 2.5, field.item->height() / 2));
        roll(tenths, 120);
        QCOMPARE(field.last(field.scrubbed), 0.46);
        QTRY_COMPARE(field.committed.count(), 2);
    }

    void whatIsTypedGoesOutAsItIs()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        Field field(gallery);
        QTest::mouseDClick(&gallery.view(), Qt::LeftButton, {}, field.middle());
        QVERIFY(field.item->property("editing").toBool());
        gallery.type("1920/2");
        gallery.key(Qt::Key_Return);
        QCOMPARE(field.typed.count(), 1);
        QCOMPARE(field.typed.last().first().toString(), QStringLiteral("1920/2"));
        QCOMPARE(field.committed.count(), 0);
        QVERIFY(!field.item->property("editing").toBool());
        // A digit or a sign begins at once.
        gallery.type("*1.1");
        QVERIFY(field.item->property("editing").toBool());
        gallery.key(Qt::Key_Tab);
        QCOMPARE(field.typed.count(), 2);
        QCOMPARE(field.typed.last().first().toString(), QStringLiteral("*1.1"));
        QVERIFY(!field.item->hasActiveFocus());
    }

    void escapeAndTheSameWordsTypeNothing()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        Field field(gallery);
        field.focus();
        gallery.key(Qt::Key_Return);
        gallery.key(Qt::Key_Return);
        QCOMPARE(field.typed.count(), 0);
        gallery.type("7");
        gallery.key(Qt::Key_Escape);
        QCOMPARE(field.typed.count(), 0);
        QVERIFY(!field.item->property("editing").toBool());
        QVERIFY(field.item->hasActiveFocus());
    }

    void backspaceIsTheDefault()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        Field field(gallery);
        field.focus();
        gallery.key(Qt::Key_Backspace);
        QCOMPARE(field.committed.count(), 1);
        QCOMPARE(field.value(), 0.5);
    }

    void aValueIsCopiedAndPasted()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        Field field(gallery);
        field.focus();
        gallery.key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("0.350"));
        QGuiApplication::clipboard()->setText(QStringLiteral("0.8"));
        gallery.key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(field.typed.count(), 1);
        QCOMPARE(field.typed.last().first().toString(), QStringLiteral("0.8"));
    }

    void aScreenReaderReadsAndStepsIt()
    {
        Gallery gallery;
        QVERIFY(gallery.isReady());
        Field field(gallery);
        QQuickItem* hand = Gallery::speaking(field.item, QAccessible::SpinBox);
        QVERIFY(hand);
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(hand);
        QCOMPARE(face->text(QAccessible::Name), QStringLiteral("Radius"));
        QVERIFY(face->valueInterface());
        QCOMPARE(face->valueInterface()->currentValue().toDouble(), 0.35);
        QVERIFY(Gallery::act(hand, QAccessibleActionInterface::increaseAction()));
        QCOMPARE(field.value(), 0.36);
        QVERIFY(Gallery::act(hand, QAccessibleActionInterface::decreaseAction()));
        QCOMPARE(field.value(), 0.35);
        face->valueInterface()->setCurrentValue(0.7);
        QTRY_COMPARE(field.committed.count(), 3);
        QCOMPARE(field.value(), 0.7);
        QCOMPARE(face->valueInterface()->currentValue().toDouble(), 0.7);
        QVERIFY(Gallery::act(hand, QAccessibleActionInterface::pressAction()));
        QVERIFY(field.item->property("editing").toBool());
    }
};

OPIFICIO_GALLERY_MAIN(NumberFieldTest)
#include "NumberFieldTest.moc"
