// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// A node on the canvas. From far away only its picture and its name; near, all of it.
Item {
    id: root

    required property CanvasHand hand
    required property string nodeId
    required property string label
    required property string type
    required property string typeLabel
    required property string name
    required property string stateWord
    required property string sentence
    required property string summary
    required property string pictureSource
    required property var inputs
    required property real atX
    required property real atY
    required property real down
    required property int condition
    required property bool muted
    required property bool bypassed
    required property bool selected
    required property bool current
    required property bool hasOutput

    readonly property bool far: hand.far
    readonly property bool hovered: hand.hoveredNode === nodeId
    readonly property string detail: condition !== GraphModel.Ready ? stateWord
        : [label !== typeLabel ? typeLabel : "", summary].filter(words => words !== "").join(" · ") || stateWord

    signal pressed()
    signal bypassAsked()

    x: atX * Theme.scale
    y: atY * Theme.scale
    width: hand.nodeWidth * Theme.scale
    height: down * Theme.scale
    z: selected ? 1 : 0
    focus: current
    opacity: muted ? 0.5 : 1

    Accessible.role: Accessible.ListItem
    Accessible.name: name
    Accessible.description: sentence
    Accessible.selectable: true
    Accessible.selected: selected
    Accessible.focusable: true
    Accessible.onPressAction: root.pressed()
    Accessible.onToggleAction: root.bypassAsked()

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusLarge
        color: root.far ? (root.selected ? Theme.accentFill : Theme.control) : root.bypassed ? Theme.window : Theme.raised
        // Among several that are selected the brightest is the one that is spoken to.
        border.width: (root.selected || root.activeFocus ? Theme.px(2) : Theme.hairline) * root.hand.lineScale
        border.color: root.activeFocus ? Theme.focus : root.selected ? Theme.accent : root.hovered ? Theme.outline : root.far ? "transparent" : Theme.lineStrong
    }
    // No Loader: Qt 6.4 refuses the bound component of one in some delegates.
    Image {
        id: farPicture

        readonly property bool active: root.far && root.hand.graph.pictures && root.pictureSource !== ""

        anchors { left: parent.left; right: parent.right; top: parent.top; margins: root.hand.nodeMargin * Theme.scale }
        height: root.hand.pictureHeight * Theme.scale
        visible: active
        source: active ? root.pictureSource : ""
        asynchronous: true
        cache: false
        fillMode: Image.PreserveAspectFit
        Accessible.ignored: true
    }
    CardText {
        anchors { fill: parent; margins: Theme.unit; topMargin: farPicture.active ? farPicture.y + farPicture.height : Theme.unit * 2 }
        visible: root.far && !root.hand.nameless
        text: root.label
        wrapMode: Text.Wrap
        maximumLineCount: farPicture.active ? 2 : 3
        horizontalAlignment: Text.AlignHCenter
        lineHeight: 0.95
        font.pixelSize: Theme.px(24)
    }
    Loader {
        readonly property bool wanted: !root.far

        function follow() {
            if (wanted)
                setSource("NodeInside.qml", { card: root })
            else
                source = ""
        }

        anchors.fill: parent
        asynchronous: true
        onWantedChanged: follow()
        Component.onCompleted: follow()
    }
}
