// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// Sentences: as many lines as they need.
Label {
    wrapMode: Text.Wrap
    elide: maximumLineCount < 1000 ? Text.ElideRight : Text.ElideNone
    lineHeight: Theme.lineHeight
    verticalAlignment: Text.AlignTop
}
