// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The settings of what is selected.
FocusScope {
    id: root

    required property Session session
    required property ParamModel params
    readonly property bool pane: filled
    readonly property bool filled: params.node !== ""
    readonly property bool many: params.total > 12

    Accessible.role: Accessible.Pane
    Accessible.name: filled ? qsTr("Settings of %1").arg(params.label) : qsTr("Settings")

    Rectangle {
        anchors.fill: parent
        color: Theme.panel
    }
    ParamHead {
        id: head

        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.unit * 3 }
        visible: root.filled
        params: root.params
    }
    SearchField {
        id: search

        anchors { left: head.left; right: head.right; top: head.bottom; topMargin: visible ? Theme.unit * 2 : 0 }
        height: visible ? implicitHeight : 0
        visible: root.filled && root.many
        label: qsTr("Find a setting")
        placeholderText: qsTr("Find a setting")
        onTextChanged: root.params.words = text
    }
    Connections {
        target: root.params

        function onNodeChanged() { if (!root.many) search.text = "" }
    }
    ScrollPane {
        anchors { left: parent.left; right: parent.right; top: search.bottom; topMargin: Theme.unit * 2; bottom: parent.bottom }
        visible: root.filled
        spacing: Theme.unit * 1.5
        padding: 0

        Repeater {
            model: root.params
            delegate: ParamRow {
                x: Theme.unit * 3
                width: root.width - Theme.unit * 6
                session: root.session
                params: root.params
                onMenuAsked: (row) => (menu.made() as ParamMenu).ask(row, keyed, keyHere)
            }
        }
        QuietText {
            x: Theme.unit * 3
            width: root.width - Theme.unit * 6
            visible: root.params.count === 0 && root.params.known
            wrapMode: Text.Wrap
            text: root.params.total === 0 ? qsTr("It has nothing to set.") : qsTr("No setting is called so.")
        }
        Item { width: 1; height: Theme.unit * 3 }
    }
    ScrollPane {
        anchors.fill: parent
        visible: !root.filled && root.session.document.isOpen
        padding: 0

        WorkPanel {
            x: Theme.unit * 3
            width: root.width - Theme.unit * 6
            topPadding: Theme.unit * 3
            session: root.session
        }
        QuietText {
            x: Theme.unit * 3
            width: root.width - Theme.unit * 6
            topPadding: Theme.unit * 4
            wrapMode: Text.Wrap
            text: qsTr("Choose a node on the canvas: here are its settings.")
        }
        Item { width: 1; height: Theme.unit * 3 }
    }
    OnDemand {
        id: menu

        file: Qt.resolvedUrl("ParamMenu.qml")
        given: ({ params: root.params })
    }
}
