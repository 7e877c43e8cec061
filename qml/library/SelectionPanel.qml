// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What is kept for the open work: the pictures, what their rights mean, the card begun, and the dataset that becomes of it.
PanelFrame {
    id: root

    required property Session session
    readonly property Shortlist shortlist: session.shortlist
    readonly property bool pane: true
    readonly property bool hasKept: shortlist.kept > 0

    signal looked(item: string)
    signal went(place: string, subject: string)

    title: qsTr("Kept so far")
    iconName: "keep"
    detail: hasKept ? qsTr("%n items", "", shortlist.kept) : ""

    ItemModel {
        id: keptItems

        session: root.session
        show: ItemModel.Kept
    }
    DatasetMaker {
        id: maker

        session: root.session
    }

    EmptyState {
        anchors.fill: parent
        visible: !root.hasKept
        iconName: "keep"
        text: root.shortlist.enabled ? qsTr("Keep what speaks to you.")
            : root.session.document.isOpen ? qsTr("This work can only be looked at; nothing can be kept for it.") : qsTr("Open a work to keep something for it.")
        detail: root.shortlist.enabled ? qsTr("Space keeps what is marked, Space again skips it. What is kept becomes the dataset of “%1”.").arg(root.session.document.name) : ""
    }
    ScrollPane {
        id: column

        readonly property real room: width - padding * 2

        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: foot.top }
        visible: root.hasKept

        KeptPictures {
            width: column.room
            focus: true
            items: keptItems
            onLooked: item => root.looked(item)
        }
        RightsSummary {
            width: column.room
            rights: maker.rights
            doubts: maker.doubts
        }
        CardQuestions {
            width: column.room
            shortlist: root.shortlist
            likelyWho: maker.likelyWho
        }
    }
    MakeDataset {
        id: foot

        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        visible: root.hasKept
        maker: maker
        onTrained: root.went("Learn", maker.hash)
        onComposed: root.went("Compose", "")
    }
}
