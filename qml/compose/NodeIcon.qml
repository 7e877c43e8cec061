// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What kind of node it is, as a picture.
Icon {
    id: root

    required property string type

    name: ({ item: "image", film: "film", sequence: "dataset", model: "model", text: "text", output: "output-window", palette: "palette",
             mask: "eye-off", blend: "copy", transform: "crop", tile: "grid", feedback: "loop", noise: "random", exposure: "sun",
             displace: "wipe", blur: "cloud", grain: "texture", edge: "edit", threshold: "contrast", vignette: "frame" })[type] ?? "graph"
    color: Theme.textQuiet
}
