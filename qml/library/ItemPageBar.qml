// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// Back to the grid, which item this is, keep, and how close one looks.
Rectangle {
    id: root

    required property string title
    required property string place
    required property bool kept
    required property bool canKeep
    required property real zoom
    required property bool isFirst
    required property bool isLast

    signal closed()
    signal walked(step: int)
    signal keepAsked()
    signal fitAsked()
    signal oneToOneAsked()
    signal zoomAsked(factor: real)

    implicitHeight: Theme.px(44)
    color: Theme.panel
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Item")

    Row {
        id: left

        anchors { left: parent.left; leftMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        spacing: Theme.unit

        IconButton { iconName: "grid"; text: qsTr("Back to the Grid"); shortcut: "Esc"; onClicked: root.closed() }
        IconButton { iconName: "arrow-left"; text: qsTr("Previous"); shortcut: "←"; enabled: !root.isFirst; onClicked: root.walked(-1) }
        IconButton { iconName: "arrow-right"; text: qsTr("Next"); shortcut: "→"; enabled: !root.isLast; onClicked: root.walked(1) }
    }
    Label {
        id: name

        anchors { left: left.right; leftMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        width: Math.min(implicitWidth, right.x - x - count.implicitWidth - Theme.unit * 5)
        text: root.title
        font.weight: Theme.weightBold
    }
    QuietText {
        id: count

        anchors { left: name.right; leftMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        text: root.place
    }
    Row {
        id: right

        anchors { right: parent.right; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        spacing: Theme.unit

        QuietText {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(52)
            horizontalAlignment: Text.AlignRight
            text: qsTr("%1 %").arg(Math.round(root.zoom * 100))
        }
        IconButton { iconName: "zoom-out"; text: qsTr("Farther"); shortcut: "-"; onClicked: root.zoomAsked(1 / 1.5) }
        IconButton { iconName: "zoom-in"; text: qsTr("Closer"); shortcut: "+"; onClicked: root.zoomAsked(1.5) }
        IconButton { iconName: "fit"; text: qsTr("Fit the Picture"); shortcut: "Ctrl+0"; onClicked: root.fitAsked() }
        IconButton { iconName: "one-to-one"; text: qsTr("One to One"); shortcut: "Ctrl+1"; onClicked: root.oneToOneAsked() }
        Gap { width: Theme.unit; height: 1 }
        ToggleButton {
            anchors.verticalCenter: parent.verticalCenter
            checkable: false
            checked: root.kept
            kind: root.kept ? Button.Primary : Button.Plain
            text: root.kept ? qsTr("Kept for the Work") : qsTr("Keep")
            iconName: root.kept ? "check" : "keep"
            shortcut: qsTr("Space")
            hint: root.kept ? qsTr("Once more skips it.") : qsTr("For the dataset of the open work.")
            enabled: root.canKeep
            onClicked: root.keepAsked()
        }
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.hairline
        color: Theme.line
    }
}
