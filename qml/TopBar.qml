// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Which work this is, the five workspaces, and what is always at hand.
Rectangle {
    id: root

    required property Session session
    required property string place

    signal went(place: string)

    implicitHeight: Theme.px(44)
    color: Theme.panel

    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Work and workspaces")

    WorkButton {
        id: work

        anchors { left: parent.left; leftMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        width: Math.min(implicitWidth, tabs.x - x - Theme.unit * 2)
        session: root.session
    }
    Row {
        id: tabs

        anchors.centerIn: parent
        spacing: Theme.unit

        Repeater {
            model: [
                { name: "Library", label: qsTr("Library"), icon: "library" },
                { name: "Compose", label: qsTr("Compose"), icon: "compose" },
                { name: "Learn", label: qsTr("Learn"), icon: "learn" },
                { name: "Deliver", label: qsTr("Deliver"), icon: "deliver" },
                { name: "Jobs", label: qsTr("Jobs"), icon: "jobs" }
            ]

            WorkspaceTab {
                required property var modelData

                text: modelData.label
                iconName: modelData.icon
                checked: modelData.name === root.place
                checkable: false
                compact: root.width < Theme.px(900)
                shortcut: root.session.commands.count > 0 ? root.session.commands.find("go." + modelData.name)?.keyText ?? "" : ""
                onClicked: root.went(modelData.name)
            }
        }
    }
    Row {
        anchors { right: parent.right; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        spacing: Theme.unit

        Repeater {
            model: [
                { name: "undo", icon: "undo" }, { name: "redo", icon: "redo" }, { name: "history", icon: "history" },
                { name: "palette", icon: "search" }, { name: "leaves", icon: "shield" }, { name: "settings", icon: "settings" }
            ]

            CommandButton {
                required property var modelData

                session: root.session
                name: modelData.name
                iconName: modelData.icon
            }
        }
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.hairline
        color: Theme.line
    }
}
