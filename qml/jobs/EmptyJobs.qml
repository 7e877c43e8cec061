// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// What a job is, where there is none yet.
EmptyState {
    id: root

    signal learnWanted()

    iconName: "jobs"
    text: qsTr("Nothing runs, and nothing has run yet")
    detail: qsTr("What takes long becomes a job: a model that learns, a film that is exported. It goes on when the window is closed, can be stopped at any time, and is found here again.")
    action: qsTr("Train a Model")
    onActivated: root.learnWanted()
}
