// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// The well in which one types: darker than the panel, its edge the accent while it has the keyboard.
Rectangle {
    id: root

    property bool active: false
    property bool hovered: false
    property bool wrong: false

    radius: Theme.radius
    color: enabled ? Theme.field : Theme.panel
    border.width: active || wrong ? Math.max(Theme.hairline, Theme.px(1.5)) : Theme.hairline
    border.color: wrong ? Theme.bad : active ? Theme.accent : hovered ? Theme.lineStrong : Theme.line
}
