// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// How far the export is, and then what came out of it.
Item {
    id: root

    required property Session session
    required property JobView job

    height: Theme.px(52)

    SteadyPicture {
        id: picture

        visible: root.job.done && root.job.picture !== ""
        width: visible ? Theme.px(86) : 0
        height: parent.height
        source: root.job.done ? root.job.picture : ""
        edge: 320
    }
    JobMark { id: mark; anchors { left: picture.right; leftMargin: picture.visible ? Theme.unit * 3 : 0; verticalCenter: words.verticalCenter } jobState: root.job.state }
    Label {
        id: words

        anchors { left: mark.right; leftMargin: Theme.unit * 2; right: buttons.left; rightMargin: Theme.unit * 3 }
        y: root.job.active ? Theme.px(10) : Math.round((parent.height - height) / 2)
        text: root.job.done ? root.job.resultWords : root.job.active && root.job.reason !== "" ? root.job.stateWords + "  ·  " + root.job.reason : root.job.active && root.job.timeLeft !== "" ? root.job.stateWords + "  ·  " + root.job.timeLeft : root.job.sentence
    }
    Rectangle {
        anchors { left: mark.left; right: words.right; top: words.bottom; topMargin: Theme.unit * 2 }
        height: Theme.px(4)
        radius: height / 2
        visible: root.job.active
        color: Theme.lineStrong
        Accessible.role: Accessible.ProgressBar
        Accessible.name: root.job.stateWords

        Rectangle {
            width: parent.width * Math.max(0, Math.min(1, root.job.progress))
            height: parent.height
            radius: height / 2
            color: Theme.accent
        }
    }
    Row {
        id: buttons

        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        spacing: Theme.unit * 2

        Button { visible: root.job.active; text: qsTr("Stop"); iconName: "stop"; onClicked: root.session.jobs.cancel(root.job.folder) }
        Button { visible: root.job.done; text: qsTr("Open"); iconName: "play"; onClicked: root.session.jobs.openFile(root.job.files[0]) }
        Button { visible: root.job.done; text: qsTr("Credits"); iconName: "people"; hint: qsTr("Opens the page that names what it was made from, in the browser."); onClicked: root.session.jobs.openFile(root.job.creditsPage) }
        Button { visible: root.job.done; text: qsTr("Show in Folder"); iconName: "folder"; onClicked: root.session.jobs.openFolder(root.job.folder) }
        Button { visible: root.job.canResume; text: qsTr("Resume"); iconName: "resume"; onClicked: root.session.jobs.start(root.job.folder) }
    }
}
