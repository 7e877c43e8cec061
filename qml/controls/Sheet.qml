// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T

/// What needs more room than a panel, inside the window and never in its way: it lies over the work, which goes on moving
/// behind it, and Esc or its cross puts it away. Its content is one item; buttons go into `footer`.
T.Popup {
    id: root

    required property string title
    property string detail
    property string iconName
    property list<Item> footer
    /// Nothing in the footer is to be seen now: its room is the content's.
    property bool footerHidden: false

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round(Math.max(Theme.unit * 4, (parent.height - height) * 0.4)) : 0
    width: Math.min(Theme.px(560), parent ? parent.width - Theme.unit * 8 : Theme.px(560))
    height: Math.min(implicitHeight, parent ? parent.height - Theme.unit * 8 : implicitHeight)
    implicitHeight: topPadding + implicitContentHeight + bottomPadding
    topPadding: head.height
    bottomPadding: foot.visible ? foot.height : Theme.unit * 5
    leftPadding: Theme.unit * 5
    rightPadding: Theme.unit * 5
    margins: Theme.unit * 2
    focus: true
    modal: false
    closePolicy: T.Popup.CloseOnEscape

    PopupFocus { popup: root; label: root.title; detail: root.detail }

    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.duration }
        NumberAnimation { property: "scale"; from: Theme.reducedMotion ? 1 : 0.98; to: 1; duration: Theme.duration; easing.type: Easing.OutCubic }
    }
    exit: Transition { NumberAnimation { property: "opacity"; from: 1; to: 0; duration: Theme.durationFast } }
    background: Rectangle {
        color: Theme.raised
        radius: Theme.radiusLarge
        border.width: Theme.hairline
        border.color: Theme.lineStrong

        Shadow { }
        // What lies behind does not feel the pointer.
        MouseArea { anchors.fill: parent; hoverEnabled: true; acceptedButtons: Qt.AllButtons; onWheel: (wheel) => { wheel.accepted = true } }
        SheetHead {
            id: head

            anchors { left: parent.left; right: parent.right; top: parent.top }
            title: root.title
            detail: root.detail
            iconName: root.iconName
            onClosed: root.close()
        }
        Row {
            id: foot

            anchors { right: parent.right; bottom: parent.bottom; rightMargin: Theme.unit * 5 }
            visible: children.length > 0 && !root.footerHidden
            height: Theme.controlHeight + Theme.unit * 9
            topPadding: Theme.unit * 4
            spacing: Theme.unit * 2
            layoutDirection: Qt.LeftToRight
            children: root.footer
        }
    }
}
