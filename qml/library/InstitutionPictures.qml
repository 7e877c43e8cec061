// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The pictures of one thing, small, in their order.
GridView {
    id: root

    required property Browsing browsing
    readonly property int columns: Math.max(2, Math.floor((width - Theme.unit * 3) / Theme.px(124)))

    clip: true
    model: browsing
    cellWidth: Math.floor((width - Theme.unit * 3) / columns)
    cellHeight: cellWidth + Theme.px(22)
    boundsBehavior: Flickable.StopAtBounds
    activeFocusOnTab: true
    keyNavigationEnabled: true
    Accessible.role: Accessible.List
    Accessible.name: browsing.title
    T.ScrollBar.vertical: ScrollBar { }

    delegate: Item {
        id: one

        required property int index
        required property string label
        required property string thumbnail

        width: root.cellWidth
        height: root.cellHeight
        Accessible.role: Accessible.ListItem
        Accessible.focusable: true
        Accessible.focused: root.activeFocus && GridView.isCurrentItem
        Accessible.name: label === "" ? qsTr("Picture %1").arg(index + 1) : label

        FocusRing { shown: root.activeFocus && one.GridView.isCurrentItem; inset: 0 }
        Rectangle { anchors { fill: picture; margins: -Theme.px(1) } color: Theme.window; radius: Theme.radiusSmall; visible: picture.status !== Image.Ready }
        Image {
            id: picture

            anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.unit }
            height: width
            fillMode: Image.PreserveAspectFit
            asynchronous: true
            source: one.thumbnail
            sourceSize: Qt.size(256, 256)
        }
        Icon { anchors.centerIn: picture; visible: picture.status === Image.Error; name: visible ? "cloud" : ""; size: Theme.iconLarge; color: Theme.outline }
        Words {
            anchors { left: picture.left; right: picture.right; top: picture.bottom; topMargin: Theme.px(2) }
            horizontalAlignment: Text.AlignHCenter
            text: one.label
            color: Theme.textQuiet
            font.pixelSize: Theme.fontSmall
        }
    }
}
