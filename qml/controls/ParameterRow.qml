// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A parameter in a panel: its name, the letter of what drives it (K keyed, E expression, M MIDI, O OSC, L linked, R
/// recorded, ! overridden), and its control, the one child. A double click on the name asks for the default.
///
///     ParameterRow { label: row.label; why: row.help; changed: !row.isDefault; onReset: row.reset()
///                    NumberField { width: parent.width; ... } }
Item {
    id: root

    required property string label
    property string technicalName
    property string why
    property string driver
    property bool changed: false
    property real labelWidth: Math.min(Theme.labelWidth, Math.max(Theme.px(72), width * 0.4))
    default property alias control: room.data

    signal reset()

    implicitWidth: Theme.labelWidth + Theme.fieldWidth + Theme.unit * 2
    implicitHeight: Math.max(Theme.controlHeight, room.childrenRect.height)
    height: implicitHeight

    Words {
        id: name

        width: root.labelWidth - (mark.visible ? mark.width + Theme.unit : 0)
        height: Theme.controlHeight
        text: root.label
        color: !root.enabled ? Theme.textDisabled : root.changed || pointer.containsMouse ? Theme.text : Theme.textQuiet
        font.weight: root.changed ? Theme.weightMedium : Theme.weightNormal
        Accessible.ignored: true
    }
    MouseArea {
        id: pointer

        width: root.labelWidth
        height: Theme.controlHeight
        hoverEnabled: true
        enabled: root.enabled
        Accessible.ignored: true
        onDoubleClicked: root.reset()
    }
    DriverMark {
        id: mark

        x: root.labelWidth - width
        y: Math.round((Theme.controlHeight - height) / 2)
        driver: root.driver
    }
    Item {
        id: room

        x: root.labelWidth + Theme.unit * 2
        y: Math.max(0, Math.round((Theme.controlHeight - height) / 2))
        width: root.width - x
        height: childrenRect.height
    }
    Hint {
        text: root.label + (root.technicalName === "" ? "" : "  ·  " + root.technicalName)
        detail: root.why
        shown: pointer.containsMouse && (root.why !== "" || root.technicalName !== "" || name.truncated)
    }
}
