// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The map of a model: its pictures where they lie, what it makes between them, and the place of a node, which the hand moves.
Item {
    id: root

    required property Session session
    required property MapBoard board
    required property LivePlay play
    required property string sha256
    readonly property bool walks: board.canMove && (play.kept === sha256 || play.on)

    Label {
        id: title

        text: qsTr("The map")
        font.weight: Theme.weightBold
        Accessible.role: Accessible.Heading
    }
    ToggleButton {
        anchors { right: parent.right; verticalCenter: title.verticalCenter }
        iconName: "record"
        text: qsTr("Record")
        hint: qsTr("While the piece plays, a drag on the map becomes a path in time.")
        enabled: root.walks
        checked: root.board.recording
        onToggled: root.board.recording = checked
    }
    MapGround {
        id: ground

        anchors { top: title.bottom; topMargin: Theme.unit * 4; horizontalCenter: parent.horizontalCenter }
        width: Math.min(parent.width, parent.height - title.height - words.height - Theme.unit * 8)
        height: width
        board: root.board
        enabled: root.walks
    }
    QuietText {
        id: words

        anchors { top: ground.bottom; topMargin: Theme.unit * 2; left: ground.left; right: ground.right }
        wrapMode: Text.Wrap
        elide: Text.ElideNone
        text: root.walks ? qsTr("Near “%1”. Drag, or use the arrows; the piece follows.").arg(root.board.nearest(root.board.position.x, root.board.position.y))
            : qsTr("Play this model in the piece to walk on its map.")
    }
    PieceView {
        anchors { top: words.bottom; topMargin: Theme.unit * 3; left: ground.left; right: ground.right; bottom: parent.bottom }
        visible: root.walks && height > Theme.px(80)
        session: root.session
        picture: ""
    }
}
