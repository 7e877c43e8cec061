// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// What one may do with a thing, at a glance: shape, letter and words. `kind` as in library/Rights.h; `text` is the
/// statement ("CC BY-SA 4.0"), without one the kind's own word stands there.
Chip {
    id: root

    required property string kind

    letter: Theme.rightsLetter(kind)
    shape: Theme.rightsShape(kind)
    tint: Theme.rightsColor(kind)
    text: Theme.rightsWord(kind)
    Accessible.name: qsTr("Rights: %1").arg(text === Theme.rightsWord(kind) ? text : text + ", " + Theme.rightsWord(kind))
}
