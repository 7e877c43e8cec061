// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// How a job stands: a sentence, and a bar while that means anything.
Column {
    id: root

    required property JobView job
    readonly property bool showsBar: job.active || (job.canResume && job.progress > 0)

    spacing: Theme.unit * 2

    Item {
        width: parent.width
        height: words.height

        JobMark {
            id: mark

            y: Math.round((Theme.fontBase * Theme.lineHeight - height) / 2)
            jobState: root.job.state
        }
        BodyText {
            id: words

            anchors { left: mark.right; leftMargin: Theme.unit * 2; right: left.left; rightMargin: Theme.unit * 4 }
            text: root.job.sentence
        }
        QuietText {
            id: left

            anchors { right: parent.right; top: words.top; topMargin: Theme.px(1) }
            text: root.job.aside
        }
    }
    // In its own words, quieter than how it stands.
    BodyText {
        x: mark.width + Theme.unit * 2
        width: parent.width - x
        visible: text !== ""
        text: root.job.reason
        color: Theme.textQuiet
    }
    Rectangle {
        width: parent.width
        height: Theme.px(4)
        radius: height / 2
        visible: root.showsBar
        color: Theme.lineStrong
        Accessible.role: Accessible.ProgressBar
        Accessible.name: root.job.stateWords
        Accessible.description: root.job.timeLeft

        Rectangle {
            width: parent.width * Math.max(0, Math.min(1, root.job.progress))
            height: parent.height
            radius: height / 2
            color: root.job.active ? Theme.accent : Theme.outline
        }
    }
    Repeater {
        model: root.job.warnings

        Row {
            id: warning

            required property string modelData

            spacing: Theme.unit * 2

            Icon { y: Theme.px(1); name: "warning"; color: Theme.warning; size: Theme.iconSmall }
            BodyText {
                width: root.width - Theme.iconSmall - Theme.unit * 2
                text: warning.modelData
                color: Theme.textQuiet
                font.pixelSize: Theme.fontSmall
            }
        }
    }
}
