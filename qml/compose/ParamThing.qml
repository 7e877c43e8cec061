// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Opificio.Controls
import Opificio.Screens

/// A model, dataset, picture or film, of a form: what it is now; pressed, what else there is.
T.Button {
    id: root

    required property ParamRow row
    readonly property string nothing: ({ item: qsTr("Choose a picture…"), dataset: qsTr("Choose a dataset…"), model: qsTr("Choose a model…"),
                                         file: qsTr("Choose a film…") })[row.kind]
    readonly property bool empty: row.value === ""

    implicitHeight: Math.max(Theme.px(44), Theme.controlHeight)
    hoverEnabled: true
    enabled: !row.busy
    onClicked: picker.open()
    Keys.onReturnPressed: picker.open()
    Keys.onDeletePressed: row.params.reset(row.index)

    Accessible.role: Accessible.Button
    Accessible.name: row.label
    Accessible.description: empty ? nothing : row.thing + ", " + row.detail
    Accessible.onPressAction: picker.open()

    background: FieldFrame {
        active: root.activeFocus || picker.opened
        hovered: root.hovered

        FocusRing { shown: root.visualFocus }
    }
    contentItem: Item {
        ParamPicture {
            id: picture

            anchors { left: parent.left; leftMargin: Theme.px(4); verticalCenter: parent.verticalCenter }
            source: root.row.picture
            kind: root.row.kind
        }
        Label {
            id: title

            anchors { left: picture.right; leftMargin: Theme.unit * 2; right: chevron.left; rightMargin: Theme.unit }
            y: details.visible ? Math.round(parent.height / 2 - height) : Math.round((parent.height - height) / 2)
            text: root.row.busy ? qsTr("Taken into the work…") : root.empty ? root.nothing : root.row.thing !== "" ? root.row.thing : "…"
            color: root.empty ? Theme.textQuiet : Theme.text
        }
        QuietText {
            id: details

            anchors { left: title.left; right: title.right; top: title.bottom }
            visible: text !== "" && !root.row.busy
            text: root.empty ? "" : root.row.detail
        }
        Icon {
            id: chevron

            anchors { right: parent.right; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
            name: "chevron-down"
            size: Theme.iconSmall
            color: Theme.textQuiet
        }
    }

    OnDemand {
        id: picker

        y: root.height + Theme.px(2)
        file: Qt.resolvedUrl("ParamPicker.qml")
        given: ({ row: root.row, field: root })
    }
}
