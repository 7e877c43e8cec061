// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio

/// One workspace: its page is qml/NAME/NAMEPage.qml, made when it is first gone to.
FocusScope {
    id: root

    required property Session session
    required property string name
    required property bool current

    signal went(place: string, subject: string)

    visible: current
    enabled: current
    focus: current
    onCurrentChanged: load()
    Component.onCompleted: load()

    function load() {
        if (current && page.status === Loader.Null)
            page.setSource(Qt.resolvedUrl("%1/%2Page.qml".arg(name.toLowerCase()).arg(name)), { session: root.session })
    }

    /// Someone came here for something: the page is told what, where it has a function arrive(subject).
    function arrive(subject: string) {
        load()
        if (page.item && page.item["arrive"])
            page.item["arrive"](subject)
    }

    Loader {
        id: page

        anchors.fill: parent
        focus: true
    }
    Connections {
        target: page.item
        ignoreUnknownSignals: true

        function onWent(place: string, subject: string) { root.went(place, subject) }
    }
}
