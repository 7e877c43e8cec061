// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio

/// What can be done where models learn.
Item {
    id: root

    required property Session session
    required property LearnPlan plan
    required property string showing
    required property TrainingPane training
    readonly property Commands commands: session.commands
    readonly property bool watches: showing === "training" && training !== null

    signal newWanted()

    Command { commands: root.commands; name: "learn.train"; place: "Learn"; label: qsTr("Train Here"); synonyms: qsTr("start learn model"); key: "Ctrl+Return"
        enabled: root.showing === "plan" && root.plan.problem === "" && !root.plan.starting; onTriggered: root.plan.train() }
    Command { commands: root.commands; name: "learn.new"; place: "Learn"; label: qsTr("New Training"); key: "Ctrl+Shift+N"; onTriggered: root.newWanted() }
    Command { commands: root.commands; name: "learn.pause"; place: "Learn"; label: qsTr("Pause the Training"); key: "Ctrl+."
        enabled: root.watches && root.training.job.active; onTriggered: root.session.jobs.cancel(root.training.folder) }
    Command { commands: root.commands; name: "learn.resume"; place: "Learn"; label: qsTr("Resume the Training"); key: "Ctrl+Return"
        enabled: root.watches && root.training.job.canResume; onTriggered: root.session.jobs.start(root.training.folder) }
    Command { commands: root.commands; name: "learn.branch"; place: "Learn"; label: qsTr("Branch Off"); synonyms: qsTr("leave out pictures fork"); key: "Ctrl+B"
        enabled: root.watches && root.training.view.canBranch; onTriggered: root.training.askBranch() }
    Command { commands: root.commands; name: "learn.play"; place: "Learn"; label: qsTr("Play It in the Piece"); key: "Ctrl+P"
        enabled: root.watches && root.training.play.possible; onTriggered: root.training.play.on = !root.training.play.on }
}
