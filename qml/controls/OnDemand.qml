// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A popup, sheet or dialog that is made when it is first opened and kept from then on: what is never opened costs the start
/// of the window nothing, its file is not even read. It opens at the place of this item, which takes no room.
///
///     OnDemand { id: settings; file: Qt.resolvedUrl("SettingsSheet.qml"); given: ({ session: root.session }) }
Loader {
    id: root

    required property url file
    /// What its properties begin with.
    property var given: ({})
    readonly property bool opened: item !== null && item["visible"] === true

    signal closed()

    /// The thing itself, made where it is not yet: for those that are opened with more than a word.
    function made(): QtObject {
        if (!item)
            setSource(root.file, root.given)
        return item
    }
    function open() {
        made()["open"]()
    }
    function close() {
        if (item)
            item["close"]()
    }

    Connections {
        target: root.item
        ignoreUnknownSignals: true

        function onClosed() { root.closed() }
    }
}
