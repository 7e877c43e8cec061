// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The works that were open lately, and the ways to another one.
PopupPanel {
    id: root

    required property Session session

    width: Theme.px(320)
    padding: Theme.unit * 2
    label: qsTr("Works")

    contentItem: Column {

        QuietText {
            leftPadding: Theme.unit * 2
            bottomPadding: Theme.unit
            visible: recent.count > 0
            text: qsTr("Open lately")
        }
        Repeater {
            id: recent

            model: root.session.preferences.recentWorks

            ListRow {
                required property string modelData

                width: parent.width
                focusPolicy: Qt.StrongFocus
                text: modelData.replace(/^.*\//, "").replace(/\.opificio$/, "")
                selected: modelData === root.session.document.folder
                iconName: "folder"
                onClicked: { root.close(); root.session.openWork(modelData) }
            }
        }
        Item { width: 1; height: Theme.unit * 2 }
        Repeater {
            model: [{ name: "new", icon: "plus" }, { name: "open", icon: "folder" }, { name: "first", icon: "star" }]

            ListRow {
                required property var modelData
                readonly property Command command: root.session.commands.count > 0 ? root.session.commands.find(modelData.name) : null

                width: parent.width
                focusPolicy: Qt.StrongFocus
                text: command?.label ?? ""
                iconName: modelData.icon
                onClicked: { root.close(); command.trigger() }

                KeyCap { visible: text !== ""; text: command?.keyText ?? "" }
            }
        }
    }
}
