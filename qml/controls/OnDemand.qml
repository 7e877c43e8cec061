// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A popup, sheet or dialog that is made when it is first opened and kept from then on: what is never opened costs the start
/// of the window nothing.
Loader {
    id: root

    readonly property bool opened: item !== null && (item["visible"] as bool)

    active: false

    /// The thing itself, made where it is not yet: for those that are opened with more than a word.
    function made(): QtObject {
        active = true
        return item
    }
    function open() {
        made()["open"]()
    }
    function close() {
        if (item)
            item["close"]()
    }
}
