#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/TestMain.h"

#include <QAccessible>
#include <QGuiApplication>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickView>
#include <QtQml/qqmlextensionplugin.h>

#include "app/IconProvider.h"

Q_IMPORT_QML_PLUGIN(Opificio_ControlsPlugin)

namespace opificio::test {

/// tests/ui/gallery.qml in a window: the controls as a hand, the keyboard and a screen reader meet them.
class Gallery {
public:
    explicit Gallery(double scale = 1)
    {
        m_view.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
        m_view.engine()->addImageProvider(QStringLiteral("icons"), new IconProvider);
        m_view.setInitialProperties({{QStringLiteral("factor"), scale}});
        m_view.setSource(QUrl::fromLocalFile(QStringLiteral(OPIFICIO_SOURCE "/tests/ui/gallery.qml")));
        m_view.show();
        m_view.requestActivate();
    }
    bool isReady()
    {
        return m_view.status() == QQuickView::Ready && QTest::qWaitForWindowActive(&m_view)
            && QTest::qWaitForWindowExposed(&m_view);
    }
    QQuickView& view() { return m_view; }
    QObject* theme() { return m_view.rootObject()->property("theme").value<QObject*>(); }
    QColor colour(const char* name) { return theme()->property(name).value<QColor>(); }
    double size(const char* name) { return theme()->property(name).toDouble(); }
    double contrast(const QColor& one, const QColor& other)
    {
        // A function with typed arguments keeps them: it is called with colours, answered with a number.
        double answer = 0;
        QMetaObject::invokeMethod(theme(), "contrast", Q_RETURN_ARG(double, answer), Q_ARG(QColor, one), Q_ARG(QColor, other));
        return answer;
    }
    QQuickItem* item(const char* name) { return m_view.rootObject()->findChild<QQuickItem*>(QString::fromLatin1(name)); }
    /// The item within `root`, itself included, that speaks to a screen reader in `role`.
    static QQuickItem* speaking(QQuickItem* root, QAccessible::Role role)
    {
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(root);
        if (face && face->isValid() && face->role() == role && !face->text(QAccessible::Name).isEmpty())
            return root;
        for (QQuickItem* child : root->childItems()) {
            if (QQuickItem* found = speaking(child, role))
                return found;
        }
        return nullptr;
    }
    static bool act(QQuickItem* item, const QString& action)
    {
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(item);
        if (!face || !face->actionInterface() || !face->actionInterface()->actionNames().contains(action))
            return false;
        face->actionInterface()->doAction(action);
        return true;
    }
    QPoint middle(QQuickItem* item) { return item->mapToScene(QPointF(item->width() / 2, item->height() / 2)).toPoint(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { QTest::keyClick(&m_view, key, modifiers); }
    void type(std::string_view letters)
    {
        for (char letter : letters)
            QTest::keyClick(&m_view, letter);
    }

private:
    QQuickView m_view;
};

} // namespace opificio::test

/// A window without a screen: nothing here needs one.
#define OPIFICIO_GALLERY_MAIN(Class)                                                                                             \
    int main(int argc, char** argv)                                                                                              \
    {                                                                                                                            \
        qputenv("QT_QPA_PLATFORM", "offscreen");                                                                                 \
        qputenv("QT_QUICK_BACKEND", "software");                                                                                 \
        QQuickStyle::setStyle(QStringLiteral("Basic"));                                                                          \
        QGuiApplication application(argc, argv);                                                                                 \
        QAccessible::setActive(true);                                                                                            \
        opificio::test::LogGuard guard;                                                                                          \
        opificio::test::LogGuard::current() = &guard;                                                                            \
        Class suite;                                                                                                             \
        return QTest::qExec(&suite, argc, argv);                                                                                 \
    }
