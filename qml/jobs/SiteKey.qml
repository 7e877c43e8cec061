// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// The key that a computer shows, to be compared with what its people publish.
Column {
    id: root

    required property string host
    required property string fingerprint

    signal accepted()

    spacing: Theme.unit * 2

    BodyText { width: parent.width; text: qsTr("%1 shows this key. Compare it with what its people publish; only then is anything sent.").arg(root.host) }
    MonoText { width: parent.width; text: root.fingerprint; wrapMode: Text.WrapAnywhere }
    Button { text: qsTr("It Is the Same"); iconName: "check"; onClicked: root.accepted() }
}
