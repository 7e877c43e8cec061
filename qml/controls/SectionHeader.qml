// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// The heading of a group that folds: `open` is what the section below follows.
T.Button {
    id: root

    property bool open: true
    property string detail
    property bool foldable: true
    default property alias actions: end.data

    signal folded(open: bool)

    implicitWidth: Theme.px(200)
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.unit
    rightPadding: Theme.unit
    hoverEnabled: true
    focusPolicy: foldable ? Qt.StrongFocus : Qt.NoFocus
    onClicked: if (foldable) { open = !open; folded(open) }
    Keys.onReturnPressed: clicked()
    Keys.onLeftPressed: if (open) clicked()
    Keys.onRightPressed: if (!open) clicked()

    Accessible.role: Accessible.Button
    Accessible.ignored: !foldable
    Accessible.name: text
    Accessible.description: open ? qsTr("Unfolded") : qsTr("Folded")
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radius
        color: root.foldable && root.down ? Theme.pressed : root.foldable && root.hovered ? Theme.hover : "transparent"

        FocusRing { shown: root.visualFocus; inset: 0 }
    }
    contentItem: Item {
        Icon {
            id: chevron

            anchors.verticalCenter: parent.verticalCenter
            visible: root.foldable
            name: root.open ? "chevron-down" : "chevron-right"
            size: Theme.iconSmall
            color: Theme.textQuiet
        }
        Words {
            id: title

            anchors { left: parent.left; leftMargin: chevron.visible ? chevron.width + Theme.unit * 1.5 : 0; verticalCenter: parent.verticalCenter }
            width: Math.min(implicitWidth, parent.width - x - end.width - Theme.unit)
            text: root.text
            font.weight: Theme.weightBold
            Accessible.ignored: root.foldable
            Accessible.role: Accessible.Heading
            Accessible.name: text
            color: root.enabled ? Theme.text : Theme.textDisabled
        }
        Words {
            anchors { left: title.right; leftMargin: Theme.unit * 2; right: end.left; rightMargin: Theme.unit; verticalCenter: parent.verticalCenter }
            text: root.detail
            font.pixelSize: Theme.fontSmall
            color: Theme.textQuiet
        }
        Row {
            id: end

            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            spacing: Theme.px(2)
        }
    }
}
