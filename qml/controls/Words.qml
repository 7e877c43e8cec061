// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// Letters inside a control: the family, size and sharpness of the house. On a screen use Label and its kin, which show
/// what is cut off and speak to a screen reader.
Text {
    color: Theme.text
    elide: Text.ElideRight
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
    font.family: Theme.fontFamily
    font.pixelSize: Theme.fontBase
    renderType: Text.NativeRendering
    Accessible.ignored: true
}
