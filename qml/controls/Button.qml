// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T

/// A button with words: one Primary a screen, Plain for the rest, Quiet where it repeats in rows, Danger for what cannot
/// be taken back. While `busy` it keeps its place and takes no press.
T.Button {
    id: root

    enum Kind { Plain, Primary, Quiet, Danger }

    property int kind: Button.Plain
    property string iconName
    property string shortcut
    property string hint
    property bool busy: false
    readonly property real lead: iconName === "" && !busy ? 0 : Theme.iconSize + (text === "" ? 0 : spacing)
    readonly property color ink: {
        if (!enabled)
            return Theme.textDisabled
        switch (kind) {
        case Button.Primary: return Theme.accentText
        case Button.Danger: return hovered ? Theme.accentText : Theme.bad
        case Button.Quiet: return hovered || visualFocus || checked ? Theme.text : Theme.textQuiet
        default: return Theme.text
        }
    }

    implicitWidth: Math.max(implicitContentWidth + leftPadding + rightPadding, Theme.px(56))
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.unit * (iconName === "" && !busy ? 3 : 2)
    rightPadding: Theme.unit * (text === "" ? 2 : 3)
    spacing: Theme.unit * 1.5
    hoverEnabled: true
    font.family: Theme.fontFamily
    font.pixelSize: Theme.fontBase
    font.weight: Theme.weightMedium

    Accessible.role: Accessible.Button
    Accessible.name: text
    // Qt 6.4 does not tell that a control is disabled.
    Accessible.description: busy ? qsTr("Working") : enabled ? hint : qsTr("Not possible now")
    Accessible.onPressAction: press.act()

    background: Rectangle {
        radius: Theme.radius
        color: {
            if (!root.enabled)
                return root.kind === Button.Quiet ? "transparent" : Theme.raised
            const down = root.down || root.checked
            switch (root.kind) {
            case Button.Primary: return root.down ? Theme.accentFillPressed : root.hovered ? Theme.accentFillHover : Theme.accentFill
            case Button.Danger: return root.down ? Theme.badFillPressed : root.hovered ? Theme.badFill : Theme.control
            case Button.Quiet: return root.down ? Theme.pressed : root.hovered ? Theme.hover : "transparent"
            default: return down ? Theme.controlPressed : root.hovered ? Theme.controlHover : Theme.control
            }
        }
        border.width: Theme.highContrast ? Theme.hairline : 0
        border.color: Theme.outline

        FocusRing { shown: root.visualFocus }
    }
    contentItem: Item {
        implicitWidth: root.lead + words.implicitWidth
        implicitHeight: words.implicitHeight

        Row {
            id: content

            anchors.centerIn: parent
            spacing: root.spacing

            PulseDot {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.busy
                color: root.ink
            }
            Icon {
                id: picture

                anchors.verticalCenter: parent.verticalCenter
                visible: name !== "" && !root.busy
                name: root.iconName
                color: root.ink
            }
            Words {
                id: words

                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, root.availableWidth - root.lead)
                visible: text !== ""
                text: root.text
                color: root.ink
                font: root.font
            }
        }
    }

    PressAction { id: press; button: root; blocked: root.busy }
    Hint { text: root.hint; shortcut: root.shortcut; shown: root.hovered && root.hint !== "" }
    MouseArea { anchors.fill: parent; enabled: root.busy; cursorShape: Qt.ArrowCursor; Accessible.ignored: true }
    Keys.onPressed: (event) => { event.accepted = root.busy && (event.key === Qt.Key_Space || event.key === Qt.Key_Return) }
    Keys.onReturnPressed: press.act()
    Keys.onEnterPressed: press.act()
}
