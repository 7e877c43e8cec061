// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A place in a picture: a small pad and its two numbers.
FocusScope {
    id: root

    required property string label
    property point value: Qt.point(0.5, 0.5)
    property point defaultValue: Qt.point(0.5, 0.5)
    property point lowest: Qt.point(0, 0)
    property point highest: Qt.point(1, 1)
    property string hint

    signal scrubbed(newValue: point)
    signal committed(newValue: point)
    signal typed(axis: int, newText: string)

    function inside(x: real, y: real): point {
        return Qt.point(lowest.x + x * (highest.x - lowest.x), lowest.y + y * (highest.y - lowest.y))
    }
    function outside(place: point): point {
        return Qt.point((place.x - lowest.x) / (highest.x - lowest.x), (place.y - lowest.y) / (highest.y - lowest.y))
    }

    implicitWidth: Theme.fieldWidth
    implicitHeight: Theme.controlHeight * 2 + Theme.unit
    Accessible.role: Accessible.Grouping
    Accessible.name: label

    Pad {
        id: pad

        width: height
        height: parent.height
        focus: true
        label: root.label
        xValue: root.outside(root.value).x
        yValue: root.outside(root.value).y
        defaultValue: root.outside(root.defaultValue)
        onScrubbed: (x, y) => root.scrubbed(root.inside(x, y))
        onCommitted: (x, y) => root.committed(root.inside(x, y))
    }
    Column {
        anchors { left: pad.right; leftMargin: Theme.unit; right: parent.right }
        spacing: Theme.unit

        NumberField {
            width: parent.width
            label: qsTr("%1, across").arg(root.label)
            prefix: "X"
            hint: root.hint
            value: root.value.x
            from: root.lowest.x
            to: root.highest.x
            decimals: 3
            defaultValue: root.defaultValue.x
            onScrubbed: (v) => root.scrubbed(Qt.point(v, root.value.y))
            onCommitted: (v) => root.committed(Qt.point(v, root.value.y))
            onTyped: (words) => root.typed(0, words)
        }
        NumberField {
            width: parent.width
            label: qsTr("%1, up").arg(root.label)
            prefix: "Y"
            hint: root.hint
            value: root.value.y
            from: root.lowest.y
            to: root.highest.y
            decimals: 3
            defaultValue: root.defaultValue.y
            onScrubbed: (v) => root.scrubbed(Qt.point(root.value.x, v))
            onCommitted: (v) => root.committed(Qt.point(root.value.x, v))
            onTyped: (words) => root.typed(1, words)
        }
    }
}
