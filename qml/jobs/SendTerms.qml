// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// What it may cost elsewhere, what it may take there, and what would leave this computer. Nothing where it is made here.
Column {
    id: root

    required property SendPlan send
    /// The place was chosen just now, and not everything is said yet.
    property bool isNew

    /// There is more of it than before, and somebody waits for it.
    signal said()

    function tell() {
        root.said()
        if (root.send.timeWords !== "")
            root.isNew = false
    }

    visible: root.send.isElsewhere
    spacing: Theme.unit * 2
    onHeightChanged: if (isNew) Qt.callLater(tell)

    ParameterRow {
        width: parent.width
        label: qsTr("At most")

        NumberField {
            label: qsTr("At most, in core hours")
            value: root.send.cap
            from: 0
            to: 100
            highest: 1000000
            decimals: 1
            suffix: qsTr("core hours")
            defaultValue: 10
            onCommitted: hours => root.send.cap = hours
            onTyped: words => root.send.typeCap(words)
        }
    }
    BodyText { width: parent.width; visible: text !== ""; text: root.send.timeWords }
    BodyText { width: parent.width; visible: text !== ""; text: root.send.costWords }
    BodyText { width: parent.width; visible: text !== ""; color: Theme.textQuiet; text: root.send.groundWords }
    BodyText { width: parent.width; visible: text !== ""; text: root.send.sendWords }
}
