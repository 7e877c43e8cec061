// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// The name of a screen, a sheet or a work.
Label {
    font.pixelSize: Theme.fontTitle
    font.weight: Theme.weightBold
    font.letterSpacing: -0.01 * Theme.fontTitle
    Accessible.role: Accessible.Heading
}
