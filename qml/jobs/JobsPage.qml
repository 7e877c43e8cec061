// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// All long work: the list at the left, what is chosen in it at the right.
FocusScope {
    id: root

    required property Session session
    readonly property Jobs jobs: session.jobs
    property string chosen
    readonly property string shown: jobs.rowOf(chosen) >= 0 ? chosen : jobs.folderAt(0)

    signal went(place: string, subject: string)

    /// A job is to be seen.
    function arrive(folder: string) { root.chosen = folder }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Jobs")

    // Rows come and go below the binding of `shown`.
    Connections {
        target: root.jobs

        function onModelReset() { root.chosen = root.jobs.rowOf(root.chosen) >= 0 ? root.chosen : root.jobs.folderAt(0) }
    }
    JobCommands {
        session: root.session
        job: details.job
    }

    EmptyJobs {
        anchors.fill: parent
        visible: root.jobs.looked && root.jobs.count === 0
        onLearnWanted: root.went("Learn", "")
    }
    Rectangle {
        id: side

        width: Math.min(Theme.px(340), root.width * 0.34)
        height: parent.height
        visible: root.jobs.count > 0
        color: Theme.panel

        JobList {
            anchors { fill: parent; margins: Theme.unit }
            focus: true
            jobs: root.jobs
            chosen: root.shown
            onChose: folder => root.chosen = folder
        }
    }
    JobDetails {
        id: details

        anchors { left: side.right; leftMargin: Theme.px(1); right: parent.right; top: parent.top; bottom: parent.bottom }
        visible: side.visible
        session: root.session
        folder: root.shown
        onWent: (place, subject) => root.went(place, subject)
    }
}
