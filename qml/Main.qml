// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The window: five workspaces between a bar that says where one is and a line that says what goes on.
ApplicationWindow {
    id: root

    required property Session session
    property string place: session.preferences.remembered("place", "Compose")

    width: 1280
    height: 800
    minimumWidth: 960
    minimumHeight: 600
    visible: false
    color: Theme.window
    title: session.document.isOpen ? qsTr("%1 — Opificio").arg(session.document.name) : "Opificio"
    font.family: Theme.fontFamily
    font.pixelSize: Theme.fontBase

    // Where the desktop has no dialogs of its own for files, Qt draws some, in these colours.
    palette {
        window: Theme.popup
        windowText: Theme.text
        base: Theme.field
        text: Theme.text
        button: Theme.control
        buttonText: Theme.text
        light: Theme.panel
        midlight: Theme.hover
        mid: Theme.controlPressed
        dark: Theme.lineStrong
        highlight: Theme.accent
        highlightedText: Theme.text
        placeholderText: Theme.textQuiet
        shadow: Theme.shadow
    }

    /// To a workspace and, where a subject is named, to that in it: a job's folder, a dataset's name.
    function go(place: string, subject: string) {
        root.place = place
        if (subject)
            workspaces.arrive(place, subject)
        root.session.preferences.remember("place", place)
    }

    Binding { target: Theme; property: "scale"; value: root.session.preferences.scale }
    Binding { target: Theme; property: "reducedMotion"; value: root.session.preferences.reducedMotion }
    Binding { target: Theme; property: "highContrast"; value: root.session.preferences.highContrast }

    DialogColours {
        window: root
    }
    // Every command's key works wherever its place is open.
    Instantiator {
        model: root.session.commands
        delegate: CommandKey {
            place: root.place
        }
    }
    WindowCommands {
        window: root
        session: root.session
        onWent: place => root.go(place, "")
        onTurned: steps => root.go(workspaces.neighbour(steps), "")
        onPaletteAsked: palette.open()
        onHistoryAsked: history.opened ? history.close() : history.open()
        onSettingsAsked: settings.open()
        onLeavesAsked: leaves.open()
        onSitesAsked: sites.open()
        onOpenAsked: openDialog.open()
        onNewAsked: newWork.open()
    }

    Connections {
        target: root.session.jobs

        function onWanted(folder: string) { root.go("Jobs", folder) }
    }

    Connections {
        target: root.session

        function onSiteWanted(name: string) { sites.made()["show"](name) }
    }

    header: TopBar {
        session: root.session
        place: root.place
        onWent: place => root.go(place, "")
    }
    footer: StatusBar {
        session: root.session
    }

    Workspaces {
        id: workspaces

        anchors.fill: parent
        session: root.session
        place: root.place
        onWent: (place, subject) => root.go(place, subject)
    }
    Doors {
        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.unit * (narrow ? 9 : 14) }
        session: root.session
        here: root.place === "Compose"
        onPlayChosen: root.go("Compose", "")
        onBringChosen: root.go("Library", "")
        onEmptyChosen: newWork.open()
    }
    NoticeList {
        // Where every page has its empty place.
        anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; topMargin: Theme.unit * 2 }
        notices: root.session.notices
    }

    OnDemand {
        id: palette

        file: Qt.resolvedUrl("CommandPalette.qml")
        given: ({ session: root.session })
    }
    OnDemand {
        id: history

        file: Qt.resolvedUrl("HistoryPanel.qml")
        given: ({ session: root.session })
    }
    OnDemand {
        id: settings

        file: Qt.resolvedUrl("SettingsSheet.qml")
        given: ({ session: root.session })
    }
    OnDemand {
        id: leaves

        file: Qt.resolvedUrl("LeavesSheet.qml")
    }
    OnDemand {
        id: sites

        file: Qt.resolvedUrl("jobs/SitesSheet.qml")
        given: ({ session: root.session })
        onClosed: root.session.tellSites()
    }
    OnDemand {
        id: newWork

        file: Qt.resolvedUrl("NewWorkSheet.qml")
        given: ({ session: root.session })
    }
    OnDemand {
        id: openDialog

        file: Qt.resolvedUrl("OpenWorkDialog.qml")
        given: ({ session: root.session })
    }
}
