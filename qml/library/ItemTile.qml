// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Opificio.Controls
import Opificio.Screens

/// An item in the grid: its picture, title and maker, the sign of its rights, and whether it is kept. It is light, because
/// hundreds pass by in a second.
Item {
    id: root

    required property int index
    required property string title
    required property string maker
    required property string date
    required property string rightsKind
    required property string thumbnail
    required property string type
    required property string problem
    required property string spoken
    required property bool elsewhere
    required property bool kept
    required property bool skipped
    required property bool marked
    /// Waits to be another tile; nobody sees it and nobody should hear it.
    property bool pooled: false
    property bool current: false
    property bool lit: false
    readonly property int edge: Screen.devicePixelRatio * picture.width > 192 ? 384 : 192

    signal chosen(modifiers: int)
    signal opened()
    signal menuAsked()
    signal keepAsked()

    Accessible.role: Accessible.ListItem
    Accessible.name: spoken
    Accessible.description: problem
    Accessible.focusable: true
    Accessible.focused: lit
    Accessible.selectable: true
    Accessible.selected: marked
    Accessible.onPressAction: opened()
    Accessible.onToggleAction: keepAsked()

    Rectangle {
        anchors { fill: parent; margins: Theme.px(3) }
        radius: Theme.radius
        color: root.marked ? Theme.selected : root.current ? Theme.controlPressed : "transparent"
        border.width: root.lit ? Theme.focusWidth : 0
        border.color: Theme.focus
    }
    Image {
        id: picture

        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.unit * 2 }
        height: width
        fillMode: Image.PreserveAspectFit
        asynchronous: true
        source: root.thumbnail
        sourceSize: Qt.size(root.edge, root.edge)
        opacity: root.skipped ? 0.3 : 1
    }
    Icon {
        anchors.centerIn: picture
        visible: root.thumbnail === "" || picture.status === Image.Error
        name: !visible ? "" : root.type === "sound" ? "sound" : root.thumbnail === "" ? "text" : root.elsewhere ? "cloud" : "error"
        size: Theme.iconHuge
        color: Theme.outline
    }
    Words {
        id: name

        anchors { left: picture.left; right: cloud.visible ? cloud.left : mark.left; rightMargin: Theme.unit; top: picture.bottom; topMargin: Theme.px(3) }
        text: root.title
        // Leaves of one thing differ at their end.
        elide: Text.ElideMiddle
        color: root.skipped ? Theme.textQuiet : Theme.text
        font.pixelSize: Theme.fontSmall
    }
    Words {
        anchors { left: picture.left; right: picture.right; top: name.bottom; topMargin: Theme.px(1) }
        text: root.maker === "" ? root.date : root.date === "" ? root.maker : root.maker + ", " + root.date
        color: Theme.textQuiet
        font.pixelSize: Theme.fontSmall
    }
    ShapeMark {
        id: mark

        anchors { right: picture.right; verticalCenter: name.verticalCenter }
        shape: Theme.rightsShape(root.rightsKind)
        letter: Theme.rightsLetter(root.rightsKind)
        color: Theme.rightsColor(root.rightsKind)
        size: Theme.px(13)
    }
    Icon {
        id: cloud

        anchors { right: mark.left; rightMargin: Theme.unit; verticalCenter: name.verticalCenter }
        visible: root.elsewhere
        name: visible ? "cloud" : ""
        size: Theme.px(13)
        color: Theme.textQuiet
    }
    MouseArea {
        id: hand

        anchors.fill: parent
        hoverEnabled: true
        acceptedButtons: Qt.LeftButton | Qt.RightButton
        Accessible.ignored: true
        onPressed: mouse => mouse.button === Qt.RightButton ? root.menuAsked() : root.chosen(mouse.modifiers)
        onDoubleClicked: mouse => { if (mouse.button === Qt.LeftButton) root.opened() }
    }
    KeepMark {
        anchors { right: picture.right; top: picture.top }
        visible: kept || skipped || hand.containsMouse
        kept: root.kept
        skipped: root.skipped
        onPressed: root.keepAsked()
    }
    Rectangle {
        anchors { left: picture.left; top: picture.top }
        visible: root.marked
        width: Theme.px(18)
        height: width
        radius: Theme.radiusSmall
        color: Theme.accentFill

        Icon {
            anchors.centerIn: parent
            name: "check"
            size: Theme.px(12)
            color: Theme.accentText
        }
    }
    Hint {
        text: root.title
        detail: root.problem
        shown: hand.containsMouse && !hand.pressed && (root.problem !== "" || name.truncated)
    }
}
