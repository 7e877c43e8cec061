// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// A line of words, of a form.
TextField {
    id: root

    required property ParamRow row

    label: row.label
    onCommitted: (words) => row.params.type(row.index, words)

    Binding { target: root; property: "text"; value: root.row.value; when: !root.activeFocus; restoreMode: Binding.RestoreNone }
}
