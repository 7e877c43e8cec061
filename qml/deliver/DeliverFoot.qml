// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The end of the plan: how long it may take, the one button, and, once pressed, how far it is and what came out.
Rectangle {
    id: root

    required property Session session
    required property DeliverPlan plan
    required property JobView job
    readonly property bool elsewhere: plan.send !== null && plan.send.isElsewhere

    height: Theme.px(72)
    color: Theme.raised

    Rectangle { width: parent.width; height: Theme.hairline; color: Theme.line }
    DeliverResult {
        anchors { left: parent.left; leftMargin: Theme.unit * 8; right: time.left; rightMargin: Theme.unit * 6; verticalCenter: parent.verticalCenter }
        visible: root.job.exists
        session: root.session
        job: root.job
    }
    QuietText {
        anchors { left: parent.left; leftMargin: Theme.unit * 8; right: time.left; rightMargin: Theme.unit * 6; verticalCenter: parent.verticalCenter }
        visible: !root.job.exists
        text: root.plan.problem !== "" ? root.plan.problem : qsTr("The credits are written beside the file.")
        maximumLineCount: 2
        wrapMode: Text.Wrap
    }
    QuietText {
        id: time

        anchors { right: go.left; rightMargin: Theme.unit * 4; verticalCenter: parent.verticalCenter }
        visible: !root.job.active && text !== ""
        text: root.plan.timeWords
    }
    CommandAction {
        id: go

        anchors { right: parent.right; rightMargin: Theme.unit * 6; verticalCenter: parent.verticalCenter }
        implicitHeight: Theme.controlHeightLarge
        session: root.session
        name: "deliver.export"
        kind: Button.Primary
        busy: root.plan.starting
        iconName: root.elsewhere ? "upload" : "export"
        text: root.elsewhere ? qsTr("Send") : qsTr("Export")
    }
}
