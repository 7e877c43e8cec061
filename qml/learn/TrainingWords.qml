// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// How a training stands, in words before numbers.
Column {
    id: root

    required property JobView job
    required property TrainingView view
    required property LossCurve curve

    spacing: Theme.unit * 3

    Row {
        spacing: Theme.unit * 2

        JobMark { anchors.verticalCenter: parent.verticalCenter; jobState: root.job.state; size: Theme.iconLarge }
        Label { anchors.verticalCenter: parent.verticalCenter; text: root.job.stateWords; font.pixelSize: Theme.fontLarge; font.weight: Theme.weightMedium }
    }
    BodyText { width: parent.width; visible: text !== ""; text: root.job.reason; color: Theme.textQuiet }
    Rectangle {
        width: parent.width
        height: Theme.px(4)
        radius: height / 2
        visible: root.job.active || root.job.canResume
        color: Theme.lineStrong
        Accessible.role: Accessible.ProgressBar
        Accessible.name: root.job.stateWords

        Rectangle {
            width: parent.width * Math.max(0, Math.min(1, root.job.progress))
            height: parent.height
            radius: height / 2
            color: root.job.active ? Theme.accent : Theme.outline
        }
    }
    QuietText {
        width: parent.width
        visible: text !== ""
        text: root.job.resumeWords !== "" ? root.job.resumeWords : root.job.active ? root.job.aside : ""
    }
    BodyText { width: parent.width; visible: text !== ""; text: root.view.learnsWords }
    Flow {
        width: parent.width
        spacing: Theme.unit

        Repeater {
            model: root.view.pictures.slice(0, 24)

            Image {
                id: one

                required property var modelData

                width: Theme.px(32)
                height: width
                source: modelData.picture
                sourceSize: Qt.size(80, 80)
                fillMode: Image.PreserveAspectCrop
                asynchronous: true
                Accessible.role: Accessible.Graphic
                Accessible.name: modelData.title

                HoverHandler { id: pointer }
                Hint { text: one.modelData.title; shown: pointer.hovered }
            }
        }
    }
    Repeater {
        model: root.job.warnings

        QuietText {
            required property string modelData

            width: root.width
            text: modelData
            wrapMode: Text.Wrap
            elide: Text.ElideNone
        }
    }
}
