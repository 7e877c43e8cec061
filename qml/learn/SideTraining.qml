// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// A training in the list at the side; jobs of other kinds are not shown.
ListRow {
    id: root

    required property string folder
    required property string name
    required property string verb
    required property string stateWords
    required property int jobState
    required iconName

    visible: verb === "train"
    height: visible ? implicitHeight : 0
    implicitHeight: Theme.px(44)
    twoLines: true
    focusPolicy: Qt.StrongFocus
    text: name
    detail: stateWords

    JobMark {
        anchors.verticalCenter: parent.verticalCenter
        jobState: root.jobState
        size: Theme.iconSmall
    }
}
