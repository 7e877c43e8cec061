// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The picture alone, over a whole screen: the other one where there are two. Only a held Escape ends it.
Window {
    id: root

    required property Session session
    readonly property int holdMs: 1000

    function toggle() {
        if (root.visible)
            root.close()
        else
            root.session.windows?.showFullScreen(root, null)
    }

    visible: false
    flags: Qt.Window | Qt.FramelessWindowHint
    color: "#000000"
    title: qsTr("%1 — output").arg(root.session.document.name)
    onVisibleChanged: if (visible) { hint.show(); requestActivate() }

    Item {
        anchors.fill: parent
        focus: true
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Picture of the work, alone")
        Keys.onPressed: (event) => {
            event.accepted = true
            if (event.key === Qt.Key_Escape) {
                if (!event.isAutoRepeat) {
                    leaving.restart()
                    hint.show()
                }
            } else if (event.key === Qt.Key_F11 && event.modifiers & Qt.ShiftModifier) {
                root.close()
            } else if (event.key === Qt.Key_Space) {
                root.session.transport.toggle()
            } else {
                event.accepted = false
            }
        }
        Keys.onReleased: (event) => { if (event.key === Qt.Key_Escape && !event.isAutoRepeat) leaving.stop() }

        PreviewItem {
            anchors.fill: parent
            stage: root.session.stage
        }
        // Nobody wants an arrow on a wall.
        MouseArea {
            anchors.fill: parent
            hoverEnabled: true
            cursorShape: hint.opacity > 0 ? Qt.ArrowCursor : Qt.BlankCursor
            onPositionChanged: hint.show()
            onClicked: hint.show()
        }
        Rectangle {
            id: hint

            function show() {
                opacity = 1
                away.restart()
            }

            anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.unit * 8 }
            width: words.width + Theme.unit * 8
            height: Theme.px(40)
            radius: Theme.radiusLarge
            color: Qt.alpha(Theme.popup, 0.94)
            opacity: 0
            visible: opacity > 0

            Label {
                id: words

                anchors.centerIn: parent
                text: qsTr("Hold Esc to leave")
            }
            Behavior on opacity { NumberAnimation { duration: Theme.duration } }
            Timer { id: away; interval: 2500; onTriggered: hint.opacity = 0 }
        }
        Timer { id: leaving; interval: root.holdMs; onTriggered: root.close() }
    }
}
