// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What one may ask for beside words. What is chosen is chosen again to take it away.
PanelFrame {
    id: root

    required property ItemModel items
    required property Importing importing
    required property Shortlist shortlist
    readonly property bool pane: true

    title: qsTr("Show")
    iconName: "filter"
    actions: [
        IconButton {
            iconName: "close"
            iconSize: Theme.iconSmall
            text: qsTr("Show Everything")
            enabled: root.items.narrowed
            onClicked: root.items.widen()
        }
    ]

    ScrollPane {
        id: column

        readonly property real room: width - padding * 2

        anchors.fill: parent
        padding: Theme.unit * 2
        spacing: Theme.px(2)

        Repeater {
            model: [qsTr("Everything"), qsTr("Kept so far"), qsTr("Skipped"), qsTr("Undecided")]

            FilterRow {
                required property int index
                required property string modelData

                width: column.room
                focus: index === 0
                text: modelData
                iconName: ["library", "keep", "skip", "question"][index]
                count: [root.items.total, root.shortlist.kept, root.shortlist.skipped, Math.max(0, root.items.total - root.shortlist.kept - root.shortlist.skipped)][index]
                selected: root.items.show === index
                onClicked: root.items.show = selected ? ItemModel.Everything : index
            }
        }
        Gap { width: 1; height: Theme.unit }
        SectionHeader {
            id: rights

            width: column.room
            text: qsTr("Rights")
        }
        Repeater {
            model: rights.open ? root.items.rightsCounts : []

            RightsRow {
                required property var modelData

                width: column.room
                kind: modelData.kind
                count: modelData.count
                selected: root.items.rights === kind
                onClicked: root.items.rights = selected ? "" : kind
            }
        }
        Gap { width: 1; height: Theme.unit }
        SectionHeader {
            id: years

            width: column.room
            text: qsTr("Years")
        }
        TextField {
            width: column.room
            visible: years.open
            label: qsTr("Years")
            placeholderText: qsTr("1860-1900, before 1644…")
            hint: root.items.yearsUnderstood
            problem: root.items.yearsProblem
            text: root.items.years
            onTextChanged: root.items.years = text
        }
        QuietText {
            width: column.room
            leftPadding: Theme.unit
            visible: years.open && text !== ""
            text: root.items.yearsUnderstood
        }
        Gap { width: 1; height: Theme.unit }
        SectionHeader {
            id: collections

            width: column.room
            text: qsTr("Collections")
        }
        Repeater {
            model: collections.open ? root.items.collections : []

            FilterRow {
                required property var modelData

                width: column.room
                text: modelData.name
                iconName: "folder"
                count: modelData.count
                selected: root.items.collection === modelData.name
                onClicked: root.items.collection = selected ? "" : modelData.name
            }
        }
        Button {
            x: column.padding
            visible: collections.open && root.importing.firstOffered && !root.importing.running
            kind: Button.Quiet
            text: qsTr("Import “%1”").arg(root.importing.firstName)
            iconName: "plus"
            hint: qsTr("A collection that lies ready on this computer.")
            onClicked: root.importing.bringFirst()
        }
    }
}
