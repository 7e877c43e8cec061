// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio

/// What can be done with the job that is shown.
Item {
    id: root

    required property Session session
    required property JobView job
    readonly property Commands commands: session.commands
    readonly property Jobs jobs: session.jobs

    Command { commands: root.commands; name: "jobs.resume"; place: "Jobs"; label: qsTr("Resume the Job"); key: "Ctrl+Return"
        enabled: root.job.canResume; onTriggered: root.jobs.start(root.job.folder) }
    Command { commands: root.commands; name: "jobs.stop"; place: "Jobs"; label: qsTr("Stop the Job"); key: "Ctrl+."
        enabled: root.job.active; onTriggered: root.jobs.cancel(root.job.folder) }
    Command { commands: root.commands; name: "jobs.site"; place: "Jobs"; label: qsTr("Look at Its Computer"); synonyms: qsTr("login passphrase key cluster")
        key: "Ctrl+Shift+O"; enabled: root.job.site !== ""; onTriggered: root.session.showSite(root.job.site) }
    Command { commands: root.commands; name: "jobs.folder"; place: "Jobs"; label: qsTr("Show in Folder"); key: "Ctrl+Shift+F"
        enabled: root.job.exists; onTriggered: root.jobs.openFolder(root.job.folder) }
    Command { commands: root.commands; name: "jobs.remove"; place: "Jobs"; label: qsTr("Take the Job off the List"); key: "Delete"
        enabled: root.job.exists && !root.job.active; onTriggered: root.jobs.remove(root.job.folder) }
}
