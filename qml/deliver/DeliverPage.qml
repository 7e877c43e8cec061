// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Where a work becomes a file: what it will be, at the left; what it is made from and what that asks for, at the right.
FocusScope {
    id: root

    required property Session session

    signal went(place: string, subject: string)

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Deliver")

    DeliverPlan {
        id: plan

        session: root.session
        send: send
        millisecondsPerFrame: root.session.stage.millisecondsPerFrame * root.session.stage.reduction * root.session.stage.reduction
    }
    SendPlan { id: send; session: root.session }
    CreditsLook {
        id: credits

        session: root.session
        watched: root.visible
        first: plan.first
        last: plan.last
    }
    JobView { id: job; jobs: root.session.jobs; folder: plan.job }
    Command { commands: root.session.commands; name: "deliver.export"; place: "Deliver"; label: qsTr("Export"); synonyms: qsTr("render film save"); key: "Ctrl+Return"
        enabled: plan.problem === "" && !plan.starting && !job.active; onTriggered: plan.deliver() }
    FolderDialog {
        id: folders

        title: qsTr("Where to")
        currentFolder: plan.folderUrl
        onAccepted: plan.setFolderUrl(selectedFolder)
    }

    EmptyState {
        anchors.fill: parent
        visible: !root.session.document.isOpen
        iconName: "deliver"
        text: qsTr("No work is open")
        detail: qsTr("Open a work, or make a new one; here it becomes a film or pictures, with its credits beside it.")
        action: qsTr("Open a Work")
        actionIconName: "folder"
        onActivated: root.session.commands.trigger("open")
    }
    ScrollPane {
        id: form

        anchors { left: parent.left; top: parent.top; bottom: foot.top }
        width: Math.min(Math.max(Theme.px(440), parent.width * 0.46), parent.width * 0.62)
        visible: root.session.document.isOpen
        padding: Theme.unit * 8
        spacing: Theme.unit * 6

        DeliverFormat { width: form.width - Theme.unit * 16; plan: plan }
        DeliverSize { width: form.width - Theme.unit * 16; plan: plan }
        DeliverRange { width: form.width - Theme.unit * 16; plan: plan }
        DeliverPlace { width: form.width - Theme.unit * 16; plan: plan; onFolderWanted: folders.open() }
        MadeWhere {
            width: form.width - Theme.unit * 16
            send: send
            onSitesWanted: root.session.commands.trigger("sites")
            onTermsSaid: terms => form.show(terms)
        }
    }
    CreditsPane {
        anchors { left: form.right; leftMargin: Theme.px(1); right: parent.right; top: parent.top; bottom: foot.top }
        visible: form.visible
        session: root.session
        look: credits
    }
    DeliverFoot {
        id: foot

        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        visible: form.visible
        session: root.session
        plan: plan
        job: job
    }
}
