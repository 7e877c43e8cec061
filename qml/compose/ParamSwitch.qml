// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// On or off, of a form.
Item {
    id: root

    required property ParamRow row

    implicitHeight: Theme.controlHeight

    Switch {
        id: knob

        anchors.verticalCenter: parent.verticalCenter
        focus: true
        label: root.row.label
        text: checked ? qsTr("On") : qsTr("Off")
        onToggled: root.row.params.commit(root.row.index, checked)

        Binding { target: knob; property: "checked"; value: root.row.value; restoreMode: Binding.RestoreNone }
    }
}
