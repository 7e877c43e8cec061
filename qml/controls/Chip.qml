// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A short fact, with a letter in a shape or an icon before it. `removable`: a filter, with a cross that takes it away (Del
/// does, too); `pressable`: a button. See RightsChip and TypeMark for the two that speak of rights and of wires.
Pressable {
    id: root

    property string text
    property string letter
    property string shape: "circle"
    property color tint: Theme.textQuiet
    property string iconName
    property string hint
    property bool removable: false
    property bool checked: false
    readonly property real lead: letter !== "" ? mark.width + row.spacing : iconName !== "" ? picture.width + row.spacing : 0

    signal removed()

    pressable: false
    implicitWidth: row.x + lead + words.implicitWidth + (removable ? cross.width + Theme.px(2) : Theme.unit * 2)
    implicitHeight: Theme.targetSize
    activeFocusOnTab: enabled && (pressable || removable)

    Accessible.role: pressable || removable ? Accessible.Button : Accessible.StaticText
    Accessible.name: text
    Accessible.description: hint
    Accessible.onPressAction: if (enabled && removable && !pressable) root.removed()
    Keys.onDeletePressed: if (removable) root.removed()

    Rectangle {
        anchors.fill: parent
        radius: height / 2
        color: !root.enabled ? Theme.raised : root.down ? Theme.controlPressed : root.pressable && root.hovered || root.checked ? Theme.controlHover : Theme.control
        border.width: Theme.highContrast || root.checked ? Theme.hairline : 0
        border.color: root.checked ? Theme.accent : Theme.outline
    }
    Row {
        id: row

        x: Theme.unit * (root.letter !== "" ? 1 : 2)
        height: parent.height
        spacing: Theme.unit * 1.25

        ShapeMark {
            id: mark

            anchors.verticalCenter: parent.verticalCenter
            visible: root.letter !== ""
            shape: root.shape
            letter: root.letter
            color: root.enabled ? root.tint : Theme.textDisabled
        }
        Icon {
            id: picture

            anchors.verticalCenter: parent.verticalCenter
            visible: name !== ""
            name: root.iconName
            size: Theme.iconSmall
            color: root.enabled ? root.tint : Theme.textDisabled
        }
        Words {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, root.width - row.x - root.lead - (root.removable ? cross.width + Theme.px(2) : Theme.unit * 2))
            text: root.text
            font.pixelSize: Theme.fontSmall
            color: root.enabled ? Theme.text : Theme.textDisabled
        }
    }
    IconButton {
        id: cross

        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        visible: root.removable
        implicitHeight: Theme.targetSize
        iconName: "close"
        iconSize: Theme.px(12)
        text: qsTr("Remove “%1”").arg(root.text)
        shortcut: root.visualFocus ? "Del" : ""
        focusPolicy: Qt.NoFocus
        onClicked: root.removed()
    }
    FocusRing { shown: root.visualFocus; radius: height / 2 }
    Hint { text: root.hint !== "" ? root.hint : root.text; shown: root.hovered && (root.hint !== "" || words.truncated) }
}
