// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Where models are trained, watched while they learn, played, and asked what they learned from. At the left: what there is; at the
/// right: the plan of a new training, a training, or a model.
FocusScope {
    id: root

    required property Session session
    /// "plan", "training" or "model", and of which folder or file.
    property string showing: "plan"
    property string chosen

    signal went(place: string, subject: string)

    function show(what: string, which: string) {
        root.showing = what
        root.chosen = which
    }

    /// A training is to be watched (its folder), or a dataset learned from (its name: a hash).
    function arrive(subject: string) {
        if (subject.startsWith("/")) {
            root.show("training", subject)
        } else {
            plan.datasets.refresh()
            plan.dataset = subject
            root.show("plan", "")
        }
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Learn")

    LearnPlan {
        id: plan

        session: root.session
        send: send
        watched: root.visible && root.showing === "plan"
        onStarted: folder => root.show("training", folder)
    }
    SendPlan {
        id: send

        session: root.session
        purpose: SendPlan.Train
    }
    ModelList {
        id: models

        session: root.session
    }
    Connections {
        target: root.session.document

        function onOpened() { root.show("plan", "") }
    }
    LearnCommands {
        session: root.session
        plan: plan
        showing: root.showing
        training: trainingLoader.item as TrainingPane
        onNewWanted: root.show("plan", "")
    }

    LearnSide {
        id: side

        width: Math.min(Theme.px(248), root.width * 0.28)
        height: parent.height
        session: root.session
        models: models
        showing: root.showing
        chosen: root.chosen
        onShown: (what, which) => root.show(what, which)
    }
    Item {
        anchors { left: side.right; leftMargin: Theme.px(1); right: parent.right; top: parent.top; bottom: parent.bottom }

        PlanPane {
            anchors.fill: parent
            visible: root.showing === "plan"
            focus: visible
            session: root.session
            plan: plan
            send: send
            onWent: (place, subject) => root.went(place, subject)
        }
        Loader {
            id: trainingLoader

            anchors.fill: parent
            active: root.showing === "training"
            focus: active
            sourceComponent: TrainingPane {
                session: root.session
                folder: root.chosen
                onBranched: folder => root.show("training", folder)
                onCardWanted: path => root.show("model", path)
            }
        }
        Loader {
            anchors.fill: parent
            active: root.showing === "model"
            focus: active
            sourceComponent: ModelPane {
                session: root.session
                path: root.chosen
            }
        }
    }
}
