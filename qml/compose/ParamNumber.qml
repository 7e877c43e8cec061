// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// A number of a form.
NumberField {
    id: root

    required property ParamRow row

    label: row.label
    value: row.value
    from: row.softLow
    to: row.softHigh
    lowest: row.low
    highest: row.high
    whole: row.kind === "whole"
    stepSize: row.step
    decimals: whole ? 0 : Math.max(0, Math.min(4, 1 - Math.floor(Math.log10(row.step) + 1e-9)))
    defaultValue: row.initial
    suffix: row.unit
    onScrubbed: (v) => row.params.scrub(row.index, v)
    onCommitted: (v) => row.params.commit(row.index, v)
    onCancelled: row.params.cancel()
    onTyped: (words) => row.params.type(row.index, words)
}
