// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// Parts the commands of a Menu.
T.MenuSeparator {
    implicitHeight: Theme.unit * 2 + Theme.hairline
    verticalPadding: Theme.unit
    horizontalPadding: Theme.unit * 2
    Accessible.role: Accessible.Separator
    Accessible.name: ""

    contentItem: Rectangle {
        implicitHeight: Theme.hairline
        color: Theme.lineStrong
    }
}
