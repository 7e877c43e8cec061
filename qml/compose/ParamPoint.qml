// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// A place or a way, of a form: a pad and two numbers. The pad reaches as far as the setting is likely to.
PointField {
    id: root

    required property ParamRow row
    // A place lies on the picture; a way goes from nothing to all sides.
    readonly property bool isPlace: row.initial.x > 0 && row.initial.x < 1 && row.initial.y > 0 && row.initial.y < 1

    label: row.label
    value: row.value
    defaultValue: row.initial
    lowest: isPlace ? Qt.point(0, 0) : Qt.point(-1, -1)
    highest: Qt.point(1, 1)
    onScrubbed: (v) => row.params.scrub(row.index, v)
    onCommitted: (v) => row.params.commit(row.index, v)
    onTyped: (axis, words) => row.params.type(row.index, words, axis)
}
