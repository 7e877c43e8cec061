// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// One item, as large as the window: the original to be looked at closely, and all that is known of it.
FocusScope {
    id: root

    required property Session session
    required property ItemModel items
    property string item
    property int row: -1
    readonly property bool kept: isKept()

    signal walked(row: int)
    signal closed()

    function isKept(): bool {
        return root.session.shortlist.kept >= 0 && root.items.data(root.items.index(root.row, 0), ItemModel.KeptRole) === true
    }
    function open(row: int) {
        root.row = row
        root.item = root.items.itemAt(row)
        root.visible = true
        root.forceActiveFocus(Qt.OtherFocusReason)
    }
    function close() {
        root.visible = false
        root.item = ""
        root.closed()
    }
    function walk(step: int) {
        const next = Math.min(root.items.count - 1, Math.max(0, root.row + step))
        if (next === root.row || root.items.itemAt(next) === "")
            return
        root.items.clearMarks()
        root.open(next)
        root.walked(next)
    }

    visible: false
    Accessible.role: Accessible.Pane
    Accessible.name: facts.title

    Keys.onPressed: event => {
        event.accepted = true
        switch (event.key) {
        case Qt.Key_Escape: case Qt.Key_Return: case Qt.Key_Enter: return root.close()
        // Where the picture is larger than the view, arrows move it.
        case Qt.Key_Left: return frame.fitted ? root.walk(-1) : frame.step(1, 0)
        case Qt.Key_Right: return frame.fitted ? root.walk(1) : frame.step(-1, 0)
        case Qt.Key_PageUp: return root.walk(-1)
        case Qt.Key_PageDown: return root.walk(1)
        case Qt.Key_Up: return frame.step(0, 1)
        case Qt.Key_Down: return frame.step(0, -1)
        case Qt.Key_Plus: case Qt.Key_Equal: return frame.zoomBy(1.5)
        case Qt.Key_Minus: return frame.zoomBy(1 / 1.5)
        case Qt.Key_0: return frame.fit()
        case Qt.Key_1: return frame.oneToOne()
        }
        event.accepted = false
    }

    ItemFacts {
        id: facts

        session: root.session
        item: root.item
    }
    Command { commands: root.session.commands; place: "Library"; name: "library.oneToOne"; label: qsTr("One to One"); synonyms: qsTr("100 % zoom pixels")
        key: "Ctrl+1"; enabled: root.visible && root.enabled; onTriggered: frame.oneToOne() }
    Command { commands: root.session.commands; place: "Library"; name: "library.fit"; label: qsTr("Fit the Picture"); synonyms: qsTr("zoom all")
        key: "Ctrl+0"; enabled: root.visible && root.enabled; onTriggered: frame.fit() }
    Command { commands: root.session.commands; place: "Library"; name: "library.pixelGrid"; label: frame.pixelGrid ? qsTr("Hide the Lines between Pixels") : qsTr("Show Lines between Pixels"); synonyms: qsTr("grid zoom raster")
        enabled: root.visible && root.enabled; onTriggered: frame.pixelGrid = !frame.pixelGrid }

    Rectangle { anchors.fill: parent; color: Theme.view }
    MouseArea { anchors.fill: parent; acceptedButtons: Qt.AllButtons; hoverEnabled: true; Accessible.ignored: true; onWheel: wheel => wheel.accepted = true }

    ItemPageBar {
        id: bar

        anchors { left: parent.left; right: parent.right; top: parent.top }
        title: facts.title
        place: qsTr("%1 of %2").arg(root.row + 1).arg(root.items.count)
        kept: root.kept
        canKeep: root.session.shortlist.enabled
        zoom: frame.zoom
        isFirst: root.row <= 0
        isLast: root.row >= root.items.count - 1
        onClosed: root.close()
        onWalked: step => root.walk(step)
        onKeepAsked: root.items.keepOrSkip(root.row)
        onFitAsked: frame.fit()
        onOneToOneAsked: frame.oneToOne()
        onZoomAsked: factor => frame.zoomBy(factor)
    }
    SplitPanes {
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: parent.bottom }

        PictureFrame {
            id: frame

            T.SplitView.fillWidth: true
            focus: true
            session: root.session
            facts: facts
        }
        FactsPanel {
            T.SplitView.preferredWidth: Theme.px(320)
            T.SplitView.minimumWidth: Theme.px(240)
            facts: facts
        }
    }
}
