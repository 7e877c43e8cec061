// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Opificio
import Opificio.Controls

/// The original under the hand: the wheel looks closer at what is below the pointer, dragging moves it, a double click goes
/// to one to one and back.
FocusScope {
    id: root

    required property Session session
    required property ItemFacts facts
    property alias pixelGrid: view.pixelGrid
    readonly property real zoom: view.zoom
    readonly property bool fitted: view.fitted
    readonly property bool pane: true

    function fit() { view.fit() }
    function oneToOne() { view.zoomTo(1, Qt.point(view.width / 2, view.height / 2)) }
    function zoomBy(factor: real) { view.zoomBy(factor, Qt.point(view.width / 2, view.height / 2)) }
    function step(x: int, y: int) { view.pan(x * view.width / 8, y * view.height / 8) }

    Rectangle { anchors.fill: parent; color: Theme.view }

    DeepZoom {
        id: view

        anchors.fill: parent
        margin: Theme.unit * 4
        activeFocusOnTab: true
        focus: true
        session: root.session
        item: root.facts.picture
        Accessible.role: Accessible.Graphic
        Accessible.name: root.facts.title
        Accessible.description: root.facts.description

        WheelHandler {
            acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
            onWheel: event => view.zoomBy(Math.pow(1.0015, event.angleDelta.y), Qt.point(event.x, event.y))
        }
        PinchHandler {
            property real before: 1

            target: null
            onActiveChanged: before = 1
            onActiveScaleChanged: { view.zoomBy(activeScale / before, centroid.position); before = activeScale }
        }
        MouseArea {
            property point last

            anchors.fill: parent
            acceptedButtons: Qt.LeftButton | Qt.MiddleButton
            cursorShape: view.fitted ? Qt.ArrowCursor : pressed ? Qt.ClosedHandCursor : Qt.OpenHandCursor
            Accessible.ignored: true
            onPressed: mouse => { view.forceActiveFocus(Qt.MouseFocusReason); last = Qt.point(mouse.x, mouse.y) }
            onPositionChanged: mouse => { view.pan(mouse.x - last.x, mouse.y - last.y); last = Qt.point(mouse.x, mouse.y) }
            onDoubleClicked: mouse => view.fitted ? view.zoomTo(1, Qt.point(mouse.x, mouse.y)) : view.fit()
        }
    }
    Image {
        anchors { fill: parent; margins: Theme.unit * 4 }
        visible: root.facts.type === "film"
        asynchronous: true
        fillMode: Image.PreserveAspectFit
        source: visible ? root.facts.thumbnail : ""
    }
    EmptyState {
        anchors.fill: parent
        readonly property string problem: view.problem !== "" ? view.problem : root.facts.problem

        visible: !view.shown && (problem !== "" || root.facts.type === "sound")
        iconName: problem !== "" ? "error" : "sound"
        text: problem !== "" ? problem : qsTr("A recording")
        detail: problem !== "" ? "" : root.facts.file
    }
    Rectangle {
        anchors { left: parent.left; bottom: parent.bottom; margins: Theme.unit * 2 }
        visible: stand.text !== ""
        width: stand.width + Theme.unit * 4
        height: Theme.targetSize
        radius: Theme.radius
        color: Theme.popup

        QuietText {
            id: stand

            anchors.centerIn: parent
            text: view.shown && view.problem !== "" ? view.problem
                : view.preparing >= 0 ? qsTr("Making it ready for a close look: %1 %…").arg(Math.round(view.preparing * 100))
                : view.loading ? (root.facts.elsewhere || view.host !== "" ? qsTr("Asking for the picture…") : qsTr("Reading the original…"))
                : view.host !== "" ? qsTr("From %1").arg(view.host) : ""
        }
    }
    ZoomNavigator {
        anchors { right: parent.right; bottom: parent.bottom; margins: Theme.unit * 3 }
        visible: !view.fitted && source !== "" && (view.seen.width < 0.999 || view.seen.height < 0.999)
        source: root.facts.thumbnail
        shape: view.pixels.height > 0 ? view.pixels.width / view.pixels.height : 1
        seen: view.seen
        onAsked: point => view.showAt(point)
    }
}
