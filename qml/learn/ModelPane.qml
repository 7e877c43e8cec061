// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// A model that is there: what it says about itself, and, where it has one, its map to walk on.
FocusScope {
    id: root

    required property Session session
    required property string path

    ModelCard { id: card; session: root.session; path: root.path }
    LivePlay { id: play; session: root.session; model: card.sha256 }
    MapBoard { id: board; session: root.session; path: root.path; node: play.node }

    ScrollPane {
        anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
        width: map.visible ? parent.width - map.width - Theme.unit * 8 : Math.min(parent.width, Theme.px(820))
        padding: Theme.unit * 6
        spacing: Theme.unit * 4

        ModelSentences {
            width: parent.width - Theme.unit * 12
            session: root.session
            card: card
            play: play
        }
        Repeater {
            model: card.pictures

            LearnedPicture {
                required property var modelData

                width: parent.width - Theme.unit * 12
                entry: modelData
            }
        }
    }
    MapPane {
        id: map

        anchors { right: parent.right; top: parent.top; bottom: parent.bottom; margins: Theme.unit * 6; leftMargin: 0 }
        width: Math.min(parent.width * 0.5, height - Theme.px(96))
        visible: board.ready
        session: root.session
        board: board
        play: play
        sha256: card.sha256
    }
}
