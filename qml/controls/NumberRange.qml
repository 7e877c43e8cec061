// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A number as a control sees it: value, range, step, words. What NumberField and its parts share.
FocusScope {
    id: root

    property string label
    property real value: 0
    property real from: 0
    property real to: 1
    property real lowest: ranged ? from : -Infinity
    property real highest: ranged ? to : Infinity
    property bool whole: false
    property real stepSize: whole ? 1 : ranged ? Math.pow(10, Math.floor(Math.log10(to - from) + 1e-9) - 2) : 0.01
    /// Four digits in all, so that Shift has something to be fine about.
    property int decimals: {
        const size = ranged ? Math.max(Math.abs(from), Math.abs(to)) : 10
        return whole ? 0 : Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(size) + 1e-9)))
    }
    property real defaultValue: NaN
    property string suffix
    property string hint
    property string shortcut
    property bool moving: false
    property bool editing: false
    property real shown: value
    readonly property bool ranged: to > from
    readonly property bool atDefault: isNaN(defaultValue) || Math.abs(value - defaultValue) < 1e-9

    signal scrubbed(newValue: real)
    signal committed(newValue: real)
    signal cancelled()
    signal typed(newText: string)

    function say(number: real): string {
        return number.toFixed(root.decimals).replace(".", Qt.locale().decimalPoint)
    }
    function bound(number: real): real {
        const inside = Math.min(root.highest, Math.max(root.lowest, number))
        return root.whole ? Math.round(inside) : inside
    }
    function place(number: real): real {
        return root.ranged ? Math.min(1, Math.max(0, (number - root.from) / (root.to - root.from))) : 0
    }
    function reset() {
        if (root.enabled && !isNaN(root.defaultValue))
            root.committed(root.defaultValue)
    }
}
