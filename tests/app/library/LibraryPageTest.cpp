// SPDX-License-Identifier: GPL-3.0-or-later
// The library under the hand: keys walk, keep, search and look closely, and what is read aloud is whole.
#include "support/TestMain.h"

#include "Shelf.h"

#include "IconProvider.h"
#include "library/ItemModel.h"
#include "library/DeepZoom.h"
#include "library/ThumbnailProvider.h"

#include <QAccessible>
#include <QGuiApplication>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickView>
#include <QRegularExpression>
#include <QSet>
#include <QtQml/QQmlExtensionPlugin>

Q_IMPORT_QML_PLUGIN(OpificioPlugin)
Q_IMPORT_QML_PLUGIN(Opificio_ControlsPlugin)
Q_IMPORT_QML_PLUGIN(Opificio_ScreensPlugin)

using namespace opificio;

class LibraryPageTest : public test::Suite {
    Q_OBJECT

    std::unique_ptr<test::Home> m_home;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<QQuickView> m_window;

    ItemModel* items() const { return m_window->rootObject()->findChild<ItemModel*>(); }
    QQuickItem* grid() const
    {
        for (QQuickItem* item : m_window->rootObject()->findChildren<QQuickItem*>()) {
            if (QByteArray(item->metaObject()->className()).startsWith("ItemGrid_"))
                return item;
        }
        return nullptr;
    }
    // Delegates are children to the eye only.
    static QQuickItem* tileIn(QQuickItem* item, const QString& title)
    {
        if (item->property("spoken").isValid() && item->property("title").toString() == title)
            return item;
        for (QQuickItem* child : item->childItems()) {
            if (QQuickItem* found = tileIn(child, title))
                return found;
        }
        return nullptr;
    }
    int row() const { return grid()->property("currentRow").toInt(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(m_window.get(), key, modifiers); }
    // Keys of commands are Main.qml's; here the command itself is asked, which is what its key does.
    bool command(const char* name) { return m_session->commands()->trigger(QString::fromLatin1(name)); }

private Q_SLOTS:
    void init()
    {
        m_window.reset();
        m_session.reset();
        m_home = std::make_unique<test::Home>();
        auto library = Library::open();
        VERIFY_OK(library);
        std::vector<Item> all;
        for (int number = 1; number <= 40; ++number) {
            all.push_back(test::itemWith(m_home->path(), number, "Picture " + std::to_string(number),
                "http://creativecommons.org/publicdomain/mark/1.0/"));
            all.back().maker = {"Urse Ovidiu"};
        }
        VERIFY_OK(library->put(all));
        m_session = std::make_unique<Session>();
        m_session->newWork(QStringLiteral("Trial"));
        m_window = std::make_unique<QQuickView>();
        m_window->engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
        connect(m_window->engine(), &QQmlEngine::warnings, this, [](const QList<QQmlError>& warnings) {
            for (const QQmlError& warning : warnings)
                QTest::qFail(qPrintable(warning.toString()), __FILE__, __LINE__);
        });
        m_window->engine()->addImageProvider(QStringLiteral("icons"), new IconProvider);
        m_window->engine()->addImageProvider(QStringLiteral("thumbnails"), new ThumbnailProvider);
        m_window->setResizeMode(QQuickView::SizeRootObjectToView);
        m_window->resize(1280, 800);
        m_window->setInitialProperties({{QStringLiteral("session"), QVariant::fromValue(m_session.get())}});
        m_window->setSource(QUrl(QStringLiteral("qrc:/qt/qml/Opificio/Screens/library/LibraryPage.qml")));
        QVERIFY2(m_window->status() == QQuickView::Ready,
            m_window->errors().isEmpty() ? "" : qPrintable(m_window->errors().constFirst().toString()));
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QTRY_COMPARE(items()->count(), 40);
        QVERIFY(grid());
        grid()->forceActiveFocus(Qt::TabFocusReason);
    }

    void arrowsWalkAndShiftMarks()
    {
        press(Qt::Key_Right);
        press(Qt::Key_Right);
        QCOMPARE(row(), 2);
        press(Qt::Key_Down);
        QVERIFY(row() > 3);
        press(Qt::Key_Home);
        QCOMPARE(row(), 0);
        press(Qt::Key_Right, Qt::ShiftModifier);
        press(Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(items()->marked(), 3);
        press(Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(items()->marked(), 2);
        press(Qt::Key_End);
        QCOMPARE(items()->marked(), 0);
        QCOMPARE(row(), 39);
        QVERIFY(command("library.markAll"));
        QCOMPARE(items()->marked(), 40);
        press(Qt::Key_Escape);
        QCOMPARE(items()->marked(), 0);
    }

    void keepingSkippingAndUndo()
    {
        press(Qt::Key_Right);
        QVERIFY(command("library.keep"));
        QCOMPARE(m_session->shortlist()->keptItems(), QStringList(QStringLiteral("test:2")));
        press(Qt::Key_Right);
        press(Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(command("library.keep"));
        QCOMPARE(m_session->shortlist()->kept(), 3);
        QVERIFY(m_session->document()->undo());
        QCOMPARE(m_session->shortlist()->kept(), 1);
        QVERIFY(command("library.skip"));
        QCOMPARE(m_session->shortlist()->skipped(), 2);
    }

    void lettersBeginASearchAndDownGoesBack()
    {
        for (char letter : std::string_view("picture 17"))
            QTest::keyClick(m_window.get(), letter);
        QTRY_COMPARE(items()->count(), 1);
        QCOMPARE(items()->words(), QStringLiteral("picture 17"));
        // A space in a search is a space.
        QCOMPARE(m_session->shortlist()->kept(), 0);
        press(Qt::Key_Down);
        QVERIFY(grid()->hasActiveFocus());
        QVERIFY(command("library.keep"));
        QCOMPARE(m_session->shortlist()->keptItems(), QStringList(QStringLiteral("test:17")));
        QVERIFY(command("library.widen"));
        QTRY_COMPARE(items()->count(), 40);
    }

    void lookingCloselyWalkingAndBack()
    {
        press(Qt::Key_Right);
        QVERIFY(command("library.look"));
        auto* picture = m_window->rootObject()->findChild<DeepZoom*>();
        QVERIFY(picture);
        QTRY_VERIFY(picture->isVisible() && !picture->item().file.empty());
        QTRY_VERIFY(!picture->isLoading() && picture->pixels().width() > 0);
        QVERIFY(picture->isFitted());
        QVERIFY(picture->problem().isEmpty());
        const std::string first = picture->item().id;
        press(Qt::Key_Right);
        QTRY_VERIFY(picture->item().id != first);
        QCOMPARE(row(), 2);
        QVERIFY(command("library.keep"));
        QCOMPARE(m_session->shortlist()->keptItems(), QStringList(QStringLiteral("test:3")));
        press(Qt::Key_Plus);
        QTRY_VERIFY(picture->zoom() > 1.4);
        press(Qt::Key_Escape);
        QTRY_VERIFY(!picture->isVisible());
        QVERIFY(grid()->hasActiveFocus());
        QCOMPARE(row(), 2);
    }

    void theFourAnswersAreReachedByTheKeyboard()
    {
        Importing* importing = m_session->importing();
        importing->offer({QUrl::fromLocalFile(qtPath(m_home->path() / "picture1.png"))});
        QTRY_VERIFY(m_window->activeFocusItem() && m_window->activeFocusItem()->property("detail").isValid());
        const QString first = m_window->activeFocusItem()->property("text").toString();
        press(Qt::Key_Down);
        QVERIFY(m_window->activeFocusItem()->property("text").toString() != first);
        press(Qt::Key_Tab);
        press(Qt::Key_Up);
        press(Qt::Key_Return);
        QVERIFY(!importing->isAsking());
        QVERIFY(importing->isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(importing->hasEnded(), 60'000);
        auto item = Library::open()->item("test:1");
        VERIFY_OK(item);
    }

    void everyFilterIsReachedByTab()
    {
        QSet<QQuickItem*> seen;
        QStringList names;
        for (QQuickItem* item = m_window->activeFocusItem(); item && !seen.contains(item);) {
            seen.insert(item);
            QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(item);
            names.append(spoken ? spoken->text(QAccessible::Name) : QString());
            QVERIFY2(!names.constLast().isEmpty(), item->metaObject()->className());
            press(Qt::Key_Tab);
            item = m_window->activeFocusItem();
        }
        QVERIFY(names.filter(QRegularExpression(QStringLiteral("^Undecided"))).size() == 1);
        QVERIFY(names.filter(QRegularExpression(QStringLiteral("^Free use, 40"))).size() == 1);
        QVERIFY(names.contains(QStringLiteral("Picture 1, Urse Ovidiu, Public Domain Mark 1.0")));
        QVERIFY(names.contains(QStringLiteral("Search the library")));
    }

    void tilesAreSpokenWhole()
    {
        QVERIFY(command("library.keep"));
        // The grid makes its tiles with the next frame, not with the model.
        QTRY_VERIFY(tileIn(grid(), QStringLiteral("Picture 1")));
        QQuickItem* tile = tileIn(grid(), QStringLiteral("Picture 1"));
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(tile);
        QVERIFY(spoken);
        QCOMPARE(spoken->text(QAccessible::Name), QStringLiteral("Picture 1, Urse Ovidiu, Public Domain Mark 1.0, kept"));
        QCOMPARE(spoken->role(), QAccessible::ListItem);
        QVERIFY(spoken->actionInterface());
    }
};

int main(int argc, char** argv)
{
    qputenv("QT_QUICK_BACKEND", "software");
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(argc, argv);
    test::LogGuard guard;
    test::LogGuard::current() = &guard;
    LibraryPageTest suite;
    return QTest::qExec(&suite, argc, argv);
}
#include "LibraryPageTest.moc"
