// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick

/// A sentence that wants to be read, with at most one button that helps; details are folded. It never blocks anything.
Rectangle {
    id: root

    enum Kind { Done, Warning, Error, Info }

    property int kind: NoticeBar.Info
    required property string text
    property string action
    property string details
    property bool unfolded: false
    readonly property string sign: ["done", "warning", "error", "info"][kind] ?? "info"
    readonly property color tint: [Theme.good, Theme.warning, Theme.bad, Theme.accent][kind] ?? Theme.accent

    signal activated()
    signal dismissed()

    implicitWidth: Theme.px(420)
    implicitHeight: column.implicitHeight + Theme.unit * 4
    color: Theme.popup
    radius: Theme.radiusLarge
    border.width: Theme.hairline
    border.color: Theme.lineStrong
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text
    Accessible.description: details

    Rectangle {
        anchors { left: parent.left; top: parent.top; bottom: parent.bottom; margins: Theme.unit * 2 }
        anchors.leftMargin: Theme.px(5)
        width: Theme.px(3)
        radius: width / 2
        color: root.tint
    }
    Icon {
        id: picture

        x: Theme.unit * 4
        y: Theme.unit * 2 + Math.round((Theme.controlHeight - height) / 2)
        name: root.sign
        size: Theme.px(18)
        color: root.tint
    }
    Column {
        id: column

        anchors { left: picture.right; leftMargin: Theme.unit * 2.5; right: cross.left; rightMargin: Theme.unit; top: parent.top; topMargin: Theme.unit * 2 }
        spacing: Theme.unit * 1.5

        BodyText {
            width: parent.width
            topPadding: Math.max(0, Math.round((Theme.controlHeight - font.pixelSize * Theme.lineHeight * 1.1) / 2))
            text: root.text
        }
        MonoText {
            width: parent.width
            visible: root.unfolded && text !== ""
            text: root.details
            wrapMode: Text.WrapAnywhere
            elide: Text.ElideNone
            color: Theme.textQuiet
        }
        Row {
            x: root.action === "" ? -Theme.unit * 2 : 0
            visible: root.action !== "" || root.details !== ""
            spacing: Theme.unit * 2

            Button {
                visible: text !== ""
                text: root.action
                onClicked: root.activated()
            }
            Button {
                visible: root.details !== ""
                kind: Button.Quiet
                iconName: root.unfolded ? "chevron-up" : "chevron-down"
                text: root.unfolded ? qsTr("Fewer Details") : qsTr("Details")
                onClicked: root.unfolded = !root.unfolded
            }
        }
    }
    IconButton {
        id: cross

        anchors { right: parent.right; top: parent.top; margins: Theme.unit * 2 }
        iconName: "close"
        text: qsTr("Dismiss")
        onClicked: root.dismissed()
    }
}
