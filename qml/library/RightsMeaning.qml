// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// "12 Open": and what that means for showing and for training.
Item {
    id: root

    required property string kind
    readonly property string word: kind === "not stated" ? qsTr("Not stated") : Theme.rightsWord(kind)
    required property int count
    required property string showing
    required property string training

    implicitHeight: words.implicitHeight
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("%1: %2. %3 %4").arg(word).arg(count).arg(showing).arg(training)

    ShapeMark {
        id: mark

        y: Theme.px(1)
        shape: Theme.rightsShape(root.kind)
        letter: Theme.rightsLetter(root.kind)
        color: Theme.rightsColor(root.kind)
        size: Theme.px(15)
    }
    Column {
        id: words

        anchors { left: mark.right; leftMargin: Theme.unit * 2; right: parent.right }
        spacing: Theme.px(2)

        Item {
            width: parent.width
            height: name.implicitHeight

            Label {
                id: name

                width: parent.width - number.width - Theme.unit
                text: root.word
                font.weight: Theme.weightMedium
                Accessible.ignored: true
            }
            QuietText {
                id: number

                anchors { right: parent.right; baseline: name.baseline }
                text: root.count
                Accessible.ignored: true
            }
        }
        BodyText {
            width: parent.width
            text: root.showing
            color: Theme.textQuiet
            font.pixelSize: Theme.fontSmall
            Accessible.ignored: true
        }
        BodyText {
            width: parent.width
            text: root.training
            color: Theme.textQuiet
            font.pixelSize: Theme.fontSmall
            Accessible.ignored: true
        }
    }
}
