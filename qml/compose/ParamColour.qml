// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// A colour, of a form.
ColourField {
    id: root

    required property ParamRow row

    label: row.label
    value: row.value
    defaultValue: row.initial
    onScrubbed: (v) => row.params.scrub(row.index, v)
    onCommitted: (v) => row.params.commit(row.index, v)
    onTyped: (words) => row.params.type(row.index, words)
}
