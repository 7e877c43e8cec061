// SPDX-License-Identifier: GPL-3.0-or-later
// A QML window with a little text and nothing behind it: what Qt itself takes to start.
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>

int main(int argc, char** argv)
{
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Vulkan);
    QGuiApplication application(argc, argv);
    QQmlApplicationEngine engine;
    engine.loadData(R"(
import QtQuick
import QtQuick.Controls
ApplicationWindow {
    width: 1280; height: 800; visible: true; color: "#202020"
    Column {
        anchors.centerIn: parent
        Repeater { model: 16; Label { text: "A window with nothing in it, line " + index; color: Qt.rgba(1, 1 - index / 32, index / 16, 1) } }
    }
})");
    return application.exec();
}
