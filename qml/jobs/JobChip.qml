// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls

/// What runs now, in the status bar: a press shows it, the square stops it. Nothing while nothing runs.
Row {
    id: root

    required property Jobs jobs
    /// No wider than that.
    required property real most

    visible: jobs.active > 0 && view.exists
    spacing: Theme.unit

    JobView {
        id: view

        jobs: root.jobs
        folder: root.jobs.activeJob
    }
    PulseDot {
        anchors.verticalCenter: parent.verticalCenter
        beat: view.beat
    }
    Button {
        anchors.verticalCenter: parent.verticalCenter
        implicitHeight: Theme.targetSize
        leftPadding: Theme.unit
        rightPadding: Theme.unit
        kind: Button.Quiet
        font.pixelSize: Theme.fontSmall
        width: Math.min(implicitWidth, root.most - Theme.targetSize * 2)
        text: view.chipWords
        hint: qsTr("Show %1").arg(view.name)
        onClicked: root.jobs.show(view.folder)
    }
    IconButton {
        anchors.verticalCenter: parent.verticalCenter
        implicitHeight: Theme.targetSize
        iconSize: Theme.iconSmall
        iconName: view.verb === "train" ? "pause" : "stop"
        text: view.verb === "train" ? qsTr("Pause “%1”").arg(view.name) : qsTr("Stop “%1”").arg(view.name)
        onClicked: root.jobs.cancel(view.folder)
    }
}
