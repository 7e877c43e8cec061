// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T

/// One of a few, all in sight. Tab reaches it once, arrows choose. `current` is only read: chosen says what the hand wants.
///
///     SegmentedControl { label: qsTr("Show as"); choices: [qsTr("Wall"), qsTr("Map")]; current: view.mode; onChosen: (i) => view.mode = i }
FocusScope {
    id: root

    required property string label
    property var choices: []
    property var iconNames: []
    property int current: 0
    property bool iconsOnly: false

    signal chosen(index: int)

    function choose(index: int) {
        if (!root.enabled || index < 0 || index >= root.choices.length)
            return
        if (index !== root.current)
            root.chosen(index)
        const segment = segments.itemAt(index)
        if (segment && root.activeFocus)
            segment.forceActiveFocus(Qt.TabFocusReason)
    }

    implicitWidth: row.implicitWidth + Theme.px(4)
    implicitHeight: Theme.controlHeight
    Accessible.role: Accessible.Grouping
    Accessible.name: label

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.field
        border.width: Theme.hairline
        border.color: Theme.line
    }
    Row {
        id: row

        x: Theme.px(2)
        height: parent.height

        Repeater {
            id: segments

            model: root.choices

            SegmentButton {
                required property int index
                required property string modelData

                width: root.width >= row.implicitWidth + Theme.px(4) ? implicitWidth : Math.floor((root.width - Theme.px(4)) / root.choices.length)
                text: modelData
                iconName: root.iconNames[index] ?? ""
                iconOnly: root.iconsOnly
                on: index === root.current
                focus: on
                onClicked: root.choose(index)
                Keys.onLeftPressed: root.choose(index - 1)
                Keys.onRightPressed: root.choose(index + 1)
                Keys.onUpPressed: root.choose(index - 1)
                Keys.onDownPressed: root.choose(index + 1)
            }
        }
    }
}
