// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// The sign of what travels on a wire: "image", "model", "number"... as in graph/Graph.h.
ShapeMark {
    required property string type

    shape: Theme.typeShape(type)
    letter: Theme.typeLetter(type)
    color: Theme.typeColor(type)
}
