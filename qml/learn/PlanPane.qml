// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The plan of a training, from top to bottom as a sentence: from what, into what, for how long.
FocusScope {
    id: root

    required property Session session
    required property LearnPlan plan
    required property SendPlan send
    property int cropping: -1
    readonly property bool empty: plan.datasets.looked && plan.datasets.count === 0
    readonly property real room: Math.min(width - Theme.unit * 16, Theme.px(840))

    signal went(place: string, subject: string)

    EmptyLearn {
        anchors.fill: parent
        visible: root.empty
        session: root.session
        onWent: (place, subject) => root.went(place, subject)
    }
    ScrollPane {
        id: steps

        anchors { fill: parent; bottomMargin: foot.height }
        visible: !root.empty && root.cropping < 0
        padding: Theme.unit * 8
        spacing: Theme.unit * 7

        PlanPictures {
            width: root.room
            session: root.session
            plan: root.plan
            onCropWanted: row => root.cropping = row
        }
        PlanRecipes {
            width: root.room
            plan: root.plan
        }
        PlanEfforts {
            width: root.room
            plan: root.plan
            send: root.send
            onSitesWanted: root.session.commands.trigger("sites")
            onTermsSaid: terms => steps.show(terms)
        }
        PlanMore {
            width: root.room
            plan: root.plan
        }
    }
    PlanFoot {
        id: foot

        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        visible: !root.empty && root.cropping < 0
        session: root.session
        plan: root.plan
        send: root.send
        room: root.room
    }
    Loader {
        anchors.fill: parent
        active: root.cropping >= 0
        focus: active
        sourceComponent: CropTool {
            pictures: root.plan.pictures
            row: root.cropping
            onDone: root.cropping = -1
        }
    }
}
