// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The picture of the work, or of one of its nodes, on a neutral grey. Tools come with the pointer and go with it; what is not
/// as files will have it stays written on it.
PlaceKeys {
    id: root

    required property Session session
    /// The form whose places are dots on the picture, and the node that the keys 1 to 9 show.
    property ParamModel params
    property string selected
    readonly property Stage stage: session.stage
    readonly property bool pane: true

    signal addAsked()

    function viewNode(node: string) {
        viewer.viewNode(node)
    }

    commands: session.commands
    place: "Viewport"
    Accessible.role: Accessible.Graphic
    Accessible.name: viewer.label !== "" ? qsTr("Picture of %1").arg(viewer.label) : qsTr("Picture of the work")
    Accessible.focusable: true

    ViewportModel {
        id: viewer

        session: root.session
    }
    ViewportCommands {
        session: root.session
        viewer: viewer
        picture: picture
        output: output
        selected: root.selected
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.view
    }
    PreviewItem {
        id: picture

        anchors.fill: parent
        stage: root.stage
    }
    ViewportOriginal {
        id: original

        anchors.fill: parent
        picture: picture
        viewer: viewer
        stage: root.stage
    }
    ViewportHand {
        id: hand

        anchors.fill: parent
        focus: true
        session: root.session
        picture: picture
        viewer: viewer
        probing: bar.probing
    }
    ViewportSamples {
        anchors.fill: parent
        picture: picture
        viewer: viewer
    }
    ViewportPlaces {
        anchors.fill: parent
        visible: picture.hasPicture && viewer.fed
        picture: picture
        params: root.params
    }
    ViewportBar {
        id: bar

        anchors { left: parent.left; right: parent.right; top: parent.top }
        session: root.session
        picture: picture
        viewer: viewer
        output: output
        near: hand.hovered || bar.hovered || root.activeFocus
    }
    ViewportBadges {
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: parent.bottom; margins: Theme.unit * 2 }
        session: root.session
        picture: picture
        viewer: viewer
        probing: bar.probing
        originalZoom: original.zoom
    }
    ViewportMessage {
        anchors.fill: parent
        session: root.session
        viewer: viewer
        shown: picture.hasPicture
        onAddAsked: root.addAsked()
    }
    FocusRing { shown: root.activeFocus && hand.activeFocus && hand.byKey; inset: Theme.focusWidth }

    OutputWindow {
        id: output

        session: root.session
    }
}
