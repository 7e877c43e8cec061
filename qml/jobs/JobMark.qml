// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// How a job stands, as a shape with its own colour; the words beside it say the same.
Icon {
    id: root

    required property int jobState

    name: {
        switch (jobState) {
        case Jobs.Running: return "play"
        case Jobs.Waiting: return "clock"
        case Jobs.Done: return "done"
        case Jobs.Failed: return "error"
        case Jobs.Stopped: return "pause"
        case Jobs.CutOff: return "warning"
        default: return "clock"
        }
    }
    color: {
        switch (jobState) {
        case Jobs.Running: return Theme.accent
        case Jobs.Done: return Theme.good
        case Jobs.Failed: return Theme.bad
        case Jobs.CutOff: return Theme.warning
        default: return Theme.textQuiet
        }
    }
}
