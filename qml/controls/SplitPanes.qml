// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// Panes side by side that the hand makes wider; sizes are attached, as SplitPanes.preferredWidth.
T.SplitView {
    handle: SplitHandle { }
}
