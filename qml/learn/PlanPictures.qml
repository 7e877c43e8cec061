// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// From what it learns: a dataset of the work, and, where one wants, only parts of its pictures.
Column {
    id: root

    required property Session session
    required property LearnPlan plan

    signal cropWanted(row: int)

    spacing: Theme.unit * 3

    PlanHeading {
        width: parent.width
        text: qsTr("Learn from")
        detail: root.plan.pictures.crops > 0 ? qsTr("%n crops", "", root.plan.pictures.crops) : qsTr("%n pictures", "", root.plan.pictures.count)

        Button {
            visible: root.plan.pictures.crops > 0
            kind: Button.Quiet
            text: qsTr("Whole Pictures Again")
            onClicked: root.plan.pictures.clearCrops()
        }
        ComboBox {
            width: Theme.px(240)
            label: qsTr("Dataset")
            model: root.plan.datasets
            textRole: "name"
            currentIndex: root.plan.datasets.rowOf(root.plan.dataset)
            onActivated: index => root.plan.dataset = root.plan.datasets.hashAt(index)
        }
    }
    GridView {
        id: wall

        readonly property real tile: Theme.px(104)

        width: parent.width
        height: Math.min(contentHeight, cellHeight * 2)
        cellWidth: Math.floor(width / Math.max(1, Math.floor(width / tile)))
        cellHeight: Theme.px(88)
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: root.plan.pictures
        activeFocusOnTab: true
        keyNavigationEnabled: true
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Pictures to learn from")
        Keys.onReturnPressed: root.cropWanted(currentIndex)
        Keys.onSpacePressed: root.cropWanted(currentIndex)
        delegate: PictureTile {
            width: wall.cellWidth - Theme.unit
            height: wall.cellHeight - Theme.unit
            showsFocus: GridView.isCurrentItem && wall.activeFocus
            onClicked: root.cropWanted(index)
        }
    }
    QuietText {
        width: parent.width
        visible: text !== ""
        text: root.plan.remark
        wrapMode: Text.Wrap
        elide: Text.ElideNone
    }
}
