// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// Words on a screen. What does not fit ends in "…" and is whole in a tool tip.
Words {
    id: root

    property string hint

    Accessible.ignored: text === ""
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    HoverHandler { id: pointer; enabled: root.truncated || root.hint !== "" }
    Hint { text: root.hint !== "" ? root.hint : root.text; shown: pointer.hovered && (root.truncated || root.hint !== "") }
}
