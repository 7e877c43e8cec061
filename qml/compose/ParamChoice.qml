// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// One of many, of a form.
ComboBox {
    id: root

    required property ParamRow row

    label: row.label
    model: row.choices
    onActivated: (index) => row.params.commit(row.index, index)

    Binding { target: root; property: "currentIndex"; value: root.row.value; restoreMode: Binding.RestoreNone }
}
