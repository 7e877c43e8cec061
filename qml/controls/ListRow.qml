// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T

/// A line of a list: icon, title, a quiet detail; anything else goes into its right end as a child. What is selected has
/// a bar at its left, not only another grey.
T.ItemDelegate {
    id: root

    property string detail
    property string iconName
    property color iconColor: highlighted ? Theme.accent : Theme.textQuiet
    property bool selected: false
    property int depth: 0
    default property alias trailing: end.data

    implicitWidth: Theme.px(200)
    implicitHeight: detail === "" || !twoLines ? Theme.rowHeight : Theme.px(44)
    property bool twoLines: false
    leftPadding: Theme.unit * (2 + 4 * depth)
    rightPadding: Theme.unit * 2
    spacing: Theme.unit * 2
    highlighted: selected
    hoverEnabled: true
    font.family: Theme.fontFamily
    font.pixelSize: Theme.fontBase

    Accessible.role: Accessible.ListItem
    Accessible.name: text
    Accessible.description: enabled ? detail : qsTr("Not possible now")
    Accessible.selectable: true
    Accessible.selected: selected
    Accessible.onPressAction: press.act()

    background: Rectangle {
        radius: Theme.radius
        color: root.selected ? Theme.selected : root.down ? Theme.pressed : root.hovered ? Theme.hover : "transparent"

        Rectangle {
            anchors { left: parent.left; verticalCenter: parent.verticalCenter }
            width: Theme.px(3)
            height: parent.height - Theme.unit * 3
            radius: width / 2
            visible: root.selected
            color: Theme.accent
        }
        FocusRing { shown: root.visualFocus; inset: 0 }
    }
    contentItem: Item {
        Icon {
            id: picture

            anchors { left: parent.left; verticalCenter: parent.verticalCenter }
            visible: name !== ""
            name: root.iconName
            color: root.enabled ? root.iconColor : Theme.textDisabled
        }
        Grid {
            id: words

            anchors { left: parent.left; right: end.left; verticalCenter: parent.verticalCenter }
            anchors { leftMargin: picture.visible ? picture.width + root.spacing : 0; rightMargin: end.width > 0 ? root.spacing : 0 }
            columns: root.twoLines ? 1 : 2
            columnSpacing: root.spacing
            rowSpacing: Theme.px(1)
            verticalItemAlignment: Grid.AlignVCenter

            Words {
                id: title

                width: Math.min(implicitWidth, words.width)
                text: root.text
                font: root.font
                color: root.enabled ? Theme.text : Theme.textDisabled
            }
            Words {
                id: note

                width: Math.max(0, root.twoLines ? words.width : Math.min(implicitWidth, words.width - title.width - root.spacing))
                visible: text !== "" && width > Theme.unit * 4
                text: root.detail
                font.pixelSize: Theme.fontSmall
                color: root.enabled ? Theme.textQuiet : Theme.textDisabled
            }
        }
        Row {
            id: end

            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            spacing: Theme.unit
        }
    }

    PressAction { id: press; button: root }
    Hint { text: root.text; detail: root.detail; shown: root.hovered && !root.down && (title.truncated || note.truncated || root.detail !== "" && !note.visible) }
    Keys.onReturnPressed: press.act()
    Keys.onEnterPressed: press.act()
}
