// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// A row of WorkspaceTab; arrows go from one to the next.
T.TabBar {
    id: root

    required property string label

    implicitWidth: contentWidth + leftPadding + rightPadding
    implicitHeight: contentHeight + topPadding + bottomPadding
    contentHeight: Theme.px(36)
    spacing: 0
    Accessible.role: Accessible.PageTabList
    Accessible.name: label

    contentItem: ListView {
        model: root.contentModel
        currentIndex: root.currentIndex
        spacing: root.spacing
        orientation: ListView.Horizontal
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentWidth > width
        highlightMoveDuration: 0
        clip: true
    }
}
