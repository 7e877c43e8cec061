// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Opificio.Controls

/// What a model made at earlier steps: scrub over it, or walk with the arrows. The last place is now.
ListView {
    id: root

    required property var samples
    required property int looked

    signal wanted(row: int)

    implicitHeight: Theme.px(84)
    orientation: ListView.Horizontal
    spacing: Theme.unit
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    model: samples.length + 1
    currentIndex: looked < 0 ? samples.length : looked
    highlightMoveDuration: 0
    activeFocusOnTab: true
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Earlier samples")
    onCountChanged: if (looked < 0) positionViewAtEnd()
    Keys.onLeftPressed: root.wanted(Math.max(0, currentIndex - 1))
    Keys.onRightPressed: root.wanted(currentIndex + 1 >= samples.length ? -1 : currentIndex + 1)

    delegate: T.AbstractButton {
        id: cell

        required property int index
        readonly property bool last: index === root.samples.length
        readonly property var sample: last ? null : root.samples[index]
        readonly property bool current: ListView.isCurrentItem

        width: Theme.px(64)
        height: root.height
        focusPolicy: Qt.NoFocus
        text: last ? qsTr("Now") : qsTr("Step %1").arg(Number(sample?.step ?? 0).toLocaleString(Qt.locale(), "f", 0))
        Accessible.role: Accessible.ListItem
        Accessible.name: text
        Accessible.selected: current
        Accessible.onPressAction: clicked()
        onClicked: root.wanted(last ? -1 : index)

        contentItem: Item {
            Rectangle {
                id: frame

                width: parent.width
                height: width
                radius: Theme.radiusSmall
                color: Theme.raised
                border.width: cell.current ? Theme.px(2) : 0
                border.color: Theme.accent

                Image {
                    anchors { fill: parent; margins: Theme.px(3) }
                    visible: !cell.last
                    source: cell.sample?.picture ?? ""
                    sourceSize: Qt.size(160, 160)
                    fillMode: Image.PreserveAspectCrop
                    asynchronous: true
                    Accessible.ignored: true
                }
                Icon { anchors.centerIn: parent; visible: cell.last; name: "play"; color: cell.current ? Theme.accent : Theme.textQuiet }
                FocusRing { shown: cell.current && root.activeFocus; inset: 0 }
            }
            Words {
                anchors { top: frame.bottom; topMargin: Theme.px(2); horizontalCenter: parent.horizontalCenter }
                text: cell.last ? qsTr("Now") : Number(cell.sample?.step ?? 0).toLocaleString(Qt.locale(), "f", 0)
                color: cell.current ? Theme.text : Theme.textQuiet
                font.pixelSize: Theme.fontTiny
            }
        }
    }
}
