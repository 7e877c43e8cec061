// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// What is said beside the main thing: one line, smaller and lower in contrast, still read with ease.
Label {
    color: Theme.textQuiet
    font.pixelSize: Theme.fontSmall
}
