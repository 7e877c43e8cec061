// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// The curve of a training, with a sentence that says the same. A press looks at what was made then.
Item {
    id: root

    required property LossCurve curve
    required property TrainingView view
    required property JobView job
    required property int looked

    signal wanted(row: int)

    function nearest(step: real): int {
        let best = -1
        for (let i = 0; i < view.samples.length; ++i) {
            if (best < 0 || Math.abs(view.samples[i].step - step) < Math.abs(view.samples[best].step - step))
                best = i
        }
        return best
    }

    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("How far its pictures are from yours")
    Accessible.description: curve.words

    Label {
        id: title

        text: qsTr("How far its pictures are from yours")
        font.weight: Theme.weightMedium
    }
    LossPlot {
        id: plot

        anchors { left: parent.left; right: parent.right; top: title.bottom; topMargin: Theme.unit * 2; bottom: words.top; bottomMargin: Theme.unit * 2 }
        curve: root.curve
        steps: root.job.active || root.job.canResume ? root.job.steps : 0
        marks: root.view.marks
        lookedAt: root.looked < 0 ? -1 : (root.view.samples[root.looked]?.step ?? -1)
        line: Theme.accent
        points: Theme.textDisabled
        rule: Theme.line
        ink: Theme.textQuiet
        font.family: Theme.fontFamily
        font.pixelSize: Theme.fontTiny
        lineWidth: Theme.px(2)

        MouseArea {
            anchors.fill: parent
            onPressed: mouse => root.wanted(root.nearest(plot.stepAt(mouse.x)))
            onPositionChanged: mouse => root.wanted(root.nearest(plot.stepAt(mouse.x)))
        }
    }
    QuietText {
        id: words

        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        text: root.curve.words
        maximumLineCount: 2
        wrapMode: Text.Wrap
    }
}
