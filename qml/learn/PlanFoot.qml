// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The end of the plan, always in sight: its name, what hinders it, and the one button.
Rectangle {
    id: root

    required property Session session
    required property LearnPlan plan
    required property SendPlan send
    required property real room

    height: Theme.px(64)
    color: Theme.panel

    Rectangle { width: parent.width; height: Theme.hairline; color: Theme.line }
    Item {
        x: Theme.unit * 8
        width: root.room
        height: parent.height

        TextField {
            id: name

            anchors { left: parent.left; verticalCenter: parent.verticalCenter }
            width: Theme.px(240)
            label: qsTr("The model's name")
            placeholderText: root.plan.suggestedName === "" ? qsTr("The model's name") : root.plan.suggestedName
            text: root.plan.name
            onCommitted: typed => root.plan.name = typed
        }
        QuietText {
            anchors { left: name.right; right: go.left; margins: Theme.unit * 4; verticalCenter: parent.verticalCenter }
            text: root.plan.problem
            maximumLineCount: 2
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignRight
        }
        CommandAction {
            id: go

            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            implicitHeight: Theme.controlHeightLarge
            session: root.session
            name: "learn.train"
            kind: Button.Primary
            busy: root.plan.starting
            iconName: root.send.isElsewhere ? "upload" : "learn"
            text: root.plan.starting ? qsTr("Starting…") : root.send.isElsewhere ? qsTr("Send to Train") : qsTr("Train Here")
        }
    }
}
