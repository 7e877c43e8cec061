// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// A training that is watched: what it makes now and made before, how well it guesses, and the piece in which it plays.
FocusScope {
    id: root

    required property Session session
    required property string folder
    readonly property JobView job: jobView
    readonly property TrainingView view: trainingView
    readonly property LivePlay play: livePlay
    /// The sample that is looked at: a row of view.samples; -1 for what it makes now.
    property int looked: -1

    signal branched(folder: string)
    signal cardWanted(path: string)

    function askBranch() { branchSheet.open() }

    onFolderChanged: looked = -1

    JobView { id: jobView; jobs: root.session.jobs; folder: root.folder }
    TrainingView { id: trainingView; session: root.session; folder: root.folder; onBranched: folder => root.branched(folder) }
    LossCurve { id: lossCurve; folder: root.folder; following: jobView.active }
    LivePlay {
        id: livePlay

        session: root.session
        model: trainingView.finalModel !== "" ? trainingView.finalModel : trainingView.liveModel
    }
    BranchSheet { id: branchSheet; view: trainingView; job: jobView }

    TrainingHead {
        id: head

        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.unit * 5 }
        session: root.session
        job: jobView
        view: trainingView
        play: livePlay
        onCardWanted: path => root.cardWanted(path)
    }
    SampleView {
        id: sample

        anchors { left: head.left; top: head.bottom; topMargin: Theme.unit * 4; bottom: strip.top; bottomMargin: Theme.unit * 2 }
        width: Math.min(parent.width * 0.56, Math.max(height * 1.15, parent.width * 0.4))
        picture: root.looked < 0 ? trainingView.sample : (trainingView.samples[root.looked]?.picture ?? "")
        words: root.looked < 0 ? (jobView.active ? qsTr("Now") : jobView.done ? qsTr("The end") : qsTr("Where it stands")) : qsTr("Step %1").arg(Number(trainingView.samples[root.looked]?.step ?? 0).toLocaleString(Qt.locale(), "f", 0))
    }
    PieceView {
        anchors.fill: sample
        session: root.session
        picture: sample.picture
        visible: livePlay.on
    }
    SampleStrip {
        id: strip

        anchors { left: head.left; right: head.right; bottom: parent.bottom; bottomMargin: Theme.unit * 4 }
        samples: trainingView.samples
        looked: root.looked
        onWanted: row => root.looked = row
    }
    TrainingWords {
        id: words

        anchors { left: sample.right; leftMargin: Theme.unit * 5; right: head.right; top: sample.top }
        job: jobView
        view: trainingView
        curve: lossCurve
    }
    LossPane {
        anchors { left: words.left; right: words.right; top: words.bottom; topMargin: Theme.unit * 4; bottom: sample.bottom }
        curve: lossCurve
        view: trainingView
        job: jobView
        looked: root.looked
        onWanted: row => root.looked = row
    }
}
