// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Letters on a card: sharp at every zoom, where those of the house are sharp at one size.
Words {
    renderType: Text.QtRendering
}
