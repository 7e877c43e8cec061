// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The settings of the work as a whole, where no node is chosen.
Column {
    id: root

    required property Session session

    spacing: Theme.unit * 2

    WorkForm {
        id: form

        session: root.session
    }
    Label {
        width: parent.width
        text: root.session.document.name
        font.weight: Theme.weightBold
    }
    QuietText {
        width: parent.width
        bottomPadding: Theme.unit
        text: qsTr("The whole work")
    }
    ParameterRow {
        width: parent.width
        label: qsTr("Size")
        enabled: form.editable

        ComboBox {
            width: parent.width
            label: qsTr("Size of the work")
            model: form.shapes
            currentIndex: form.shape
            displayText: form.shape < 0 ? qsTr("Of its own") : currentText.replace(/,.*/, "")
            onActivated: (index) => { form.chooseShape(index); currentIndex = Qt.binding(() => form.shape) }
        }
    }
    ParameterRow {
        width: parent.width
        label: qsTr("Pixels")
        enabled: form.editable

        Row {
            width: parent.width
            spacing: Theme.unit

            NumberField {
                width: (parent.width - turned.width) / 2 - parent.spacing
                label: qsTr("Width of the work")
                value: form.width
                from: 1
                to: form.largest
                stepSize: 2
                whole: true
                onCommitted: (v) => form.setSize(v, form.height)
                onTyped: (words) => form.typeEdge(Qt.Horizontal, words)
            }
            NumberField {
                width: (parent.width - turned.width) / 2 - parent.spacing
                label: qsTr("Height of the work")
                value: form.height
                from: 1
                to: form.largest
                stepSize: 2
                whole: true
                onCommitted: (v) => form.setSize(form.width, v)
                onTyped: (words) => form.typeEdge(Qt.Vertical, words)
            }
            IconButton {
                id: turned

                iconName: "rotate"
                text: qsTr("Turn the Picture")
                hint: qsTr("Wide becomes upright, upright becomes wide.")
                enabled: form.width !== form.height
                onClicked: form.turn()
            }
        }
    }
    ParameterRow {
        width: parent.width
        label: qsTr("Frame rate")
        why: qsTr("The work lasts as long as before; keyframes keep their moments.")
        enabled: form.editable

        ComboBox {
            width: parent.width
            label: qsTr("Frame rate of the work")
            model: form.rates
            currentIndex: form.rate
            displayText: form.rateWords
            onActivated: (index) => { form.chooseRate(index); currentIndex = Qt.binding(() => form.rate) }
        }
    }
    ParameterRow {
        id: lengthRow

        width: parent.width
        label: qsTr("Length")
        enabled: form.editable

        TextField {
            id: length

            width: parent.width
            label: qsTr("Length of the work")
            // A tool tip would cover the sentence below, which says the same and why.
            hint: form.problem === "" ? qsTr("10 s, 1:30 (minutes and seconds), 300 (frames) or +2 s.") : ""
            font.family: Theme.monoFamily
            onCommitted: (words) => { form.setLength(words); text = form.length }

            Binding {
                target: length
                property: "text"
                value: form.length
                when: !length.activeFocus
                restoreMode: Binding.RestoreNone
            }
        }
    }
    QuietText {
        x: lengthRow.labelWidth + Theme.unit * 2
        text: qsTr("%n frames", "", form.frames)
    }
    ParamProblem {
        width: parent.width
        text: form.problem
        wrong: true
    }
}
