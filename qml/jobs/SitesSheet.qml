// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import QtQuick.Dialogs
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Other computers that make what is heavy: brought by a gate that is dropped here, or described in a few words; each is walked
/// through step by step before anything is sent.
Sheet {
    id: root

    required property Session session
    property bool describing: false

    title: qsTr("Other computers")
    detail: qsTr("A supercomputer's partition, a lab's machine. Nothing is sent before you send it.")
    iconName: "cloud"
    width: Math.min(Theme.px(760), parent ? parent.width - Theme.unit * 8 : Theme.px(760))
    height: Math.min(Theme.px(600), parent ? parent.height - Theme.unit * 12 : Theme.px(600))
    onAboutToShow: sites.look()
    onClosed: { sites.stop(); sites.forgetGate(); root.describing = false }

    /// Opens with that one chosen.
    function show(name: string): void {
        open()
        sites.chosen = name
    }

    Sites { id: sites }

    contentItem: Item {
        DropArea {
            anchors.fill: parent
            keys: ["text/uri-list"]
            onEntered: drag => drag.accept(Qt.CopyAction)
            onDropped: drop => { drop.accept(Qt.CopyAction); sites.openGate(drop.urls[0]) }
        }
        SiteList {
            id: list

            width: Theme.px(220)
            height: parent.height
            visible: sites.count > 0
            sites: sites
        }
        EmptyState {
            anchors.fill: parent
            visible: sites.count === 0 && !root.describing && !sites.gateWaits
            iconName: "cloud"
            text: qsTr("No other computer is known yet")
            detail: sites.problem !== "" ? sites.problem : qsTr("The people of a computing centre hand out a gate: a small file that says how to reach it. Drop it here.")
            action: qsTr("Open a Gate")
            actionIconName: "folder"
            onActivated: gates.open()
        }
        GatePane {
            anchors { left: list.visible ? list.right : parent.left; leftMargin: list.visible ? Theme.unit * 5 : 0; right: parent.right; top: parent.top; bottom: parent.bottom }
            visible: sites.gateWaits
            sites: sites
        }
        SiteForm {
            anchors { left: list.visible ? list.right : parent.left; leftMargin: list.visible ? Theme.unit * 5 : 0; right: parent.right; top: parent.top; bottom: parent.bottom }
            visible: root.describing && !sites.gateWaits
            sites: sites
            onEnded: root.describing = false
        }
        SitePane {
            anchors { left: list.right; leftMargin: Theme.unit * 5; right: parent.right; top: parent.top; bottom: parent.bottom }
            visible: sites.count > 0 && !root.describing && !sites.gateWaits
            sites: sites
        }
    }
    footer: [
        Button { text: qsTr("Open a Gate…"); iconName: "folder"; visible: sites.count > 0 && !root.describing && !sites.gateWaits; onClicked: gates.open() },
        Button { text: qsTr("Describe One…"); iconName: "edit"; visible: !root.describing && !sites.gateWaits; onClicked: root.describing = true }
    ]

    FileDialog {
        id: gates

        title: qsTr("Open a gate")
        currentFolder: StandardPaths.writableLocation(StandardPaths.HomeLocation)
        nameFilters: [qsTr("Gates (*.json *.gate)")]
        onAccepted: sites.openGate(selectedFile)
    }
}
