// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls

/// All that is kept, small and close together.
GridView {
    id: root

    required property ItemModel items
    readonly property int columns: Math.max(1, Math.floor(width / Theme.px(52)))

    signal looked(item: string)

    implicitHeight: Math.min(Math.ceil(count / columns), 4) * cellHeight
    cellWidth: Math.floor(width / columns)
    cellHeight: cellWidth
    clip: true
    reuseItems: true
    activeFocusOnTab: count > 0
    boundsBehavior: Flickable.StopAtBounds
    model: items
    Accessible.role: Accessible.List
    Accessible.name: qsTr("What is kept")
    T.ScrollBar.vertical: ScrollBar { }
    Keys.onDeletePressed: root.items.undecide(currentIndex)
    Keys.onReturnPressed: root.looked(root.items.itemAt(currentIndex))

    delegate: Item {
        id: cell

        required property int index
        required property string itemId
        required property string thumbnail
        required property string type
        required property bool elsewhere
        required property string title
        required property string spoken

        width: root.cellWidth
        height: root.cellHeight
        Accessible.role: Accessible.ListItem
        Accessible.name: spoken
        Accessible.focusable: true
        Accessible.onPressAction: root.looked(itemId)

        Image {
            anchors { fill: parent; margins: Theme.px(1) }
            asynchronous: true
            fillMode: Image.PreserveAspectCrop
            source: cell.thumbnail
            sourceSize: Qt.size(192, 192)
        }
        Icon {
            anchors.centerIn: parent
            visible: cell.thumbnail === ""
            name: cell.type === "sound" ? "sound" : "text"
            color: Theme.outline
        }
        // On a ground of its own: it lies on any picture.
        Rectangle {
            anchors { left: parent.left; bottom: parent.bottom; margins: Theme.px(2) }
            visible: cell.elsewhere
            width: Theme.px(16)
            height: Theme.px(14)
            radius: Theme.radiusSmall
            color: Theme.popup

            Icon { anchors.centerIn: parent; name: cell.elsewhere ? "cloud" : ""; size: Theme.px(12); color: Theme.textQuiet }
        }
        FocusRing { shown: root.activeFocus && cell.GridView.isCurrentItem; inset: 0 }
        MouseArea {
            id: hand

            anchors.fill: parent
            hoverEnabled: true
            Accessible.ignored: true
            onClicked: root.looked(cell.itemId)
        }
        Hint { text: cell.title; shown: hand.containsMouse }
    }
}
