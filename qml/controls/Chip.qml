// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T

/// A short fact, with a letter in a shape or an icon before it. `removable`: a filter, with a cross that takes it away;
/// `pressable`: a button. See RightsChip and TypeMark for the two that speak of rights and of wires.
T.Button {
    id: root

    property string letter
    property string shape: "circle"
    property color tint: Theme.textQuiet
    property string iconName
    property string hint
    property bool removable: false
    property bool pressable: false

    signal removed()

    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: Theme.targetSize
    leftPadding: Theme.unit * (letter !== "" ? 1.25 : 2)
    rightPadding: Theme.unit * (removable ? 0.5 : 2)
    spacing: Theme.unit * 1.25
    hoverEnabled: true
    focusPolicy: pressable || removable ? Qt.StrongFocus : Qt.NoFocus
    font.family: Theme.fontFamily
    font.pixelSize: Theme.fontSmall

    Accessible.role: pressable || removable ? Accessible.Button : Accessible.StaticText
    Accessible.name: text
    Accessible.description: hint
    Accessible.onPressAction: removable && !pressable ? root.removed() : press.act()
    Keys.onDeletePressed: if (removable) root.removed()
    Keys.onReturnPressed: press.act()
    onPressed: if (!pressable) down = false

    background: Rectangle {
        radius: height / 2
        color: root.pressable && root.down ? Theme.controlPressed : root.pressable && root.hovered || root.checked ? Theme.controlHover : Theme.control

        FocusRing { shown: root.visualFocus; radius: height / 2 }
    }
    contentItem: Row {
        spacing: root.spacing

        ShapeMark {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.letter !== ""
            shape: root.shape
            letter: root.letter
            color: root.enabled ? root.tint : Theme.textDisabled
        }
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: name !== ""
            name: root.iconName
            size: Theme.iconSmall
            color: root.enabled ? root.tint : Theme.textDisabled
        }
        Words {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, Theme.px(220))
            text: root.text
            font: root.font
            color: root.enabled ? Theme.text : Theme.textDisabled
        }
        IconButton {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.removable
            implicitHeight: Theme.targetSize
            iconName: "close"
            iconSize: Theme.px(12)
            text: qsTr("Remove “%1”").arg(root.text)
            focusPolicy: Qt.NoFocus
            onClicked: root.removed()
        }
    }

    PressAction { id: press; button: root }
    Hint { text: root.hint !== "" ? root.hint : root.text; shown: root.hovered && (root.hint !== "" || words.truncated) }
}
