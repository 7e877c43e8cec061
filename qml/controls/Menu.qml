// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import QtQuick.Templates as T

/// A list of commands; popup() opens it at the pointer, as a context menu.
///
///     Menu { id: menu; label: qsTr("Node"); MenuItem { text: qsTr("Bypass"); shortcut: "D"; onTriggered: ... } }
T.Menu {
    id: root

    property string label

    implicitWidth: Math.max(Theme.px(180), Math.min(Theme.px(360), widest()))
    implicitHeight: implicitContentHeight + topPadding + bottomPadding
    padding: Theme.unit
    margins: Theme.unit
    overlap: Theme.px(2)
    delegate: MenuItem { }

    function widest(): real {
        let most = 0
        for (let i = 0; i < root.count; ++i)
            most = Math.max(most, root.itemAt(i)?.implicitWidth ?? 0)
        return most + root.leftPadding + root.rightPadding
    }

    PopupFocus { popup: root; label: root.label !== "" ? root.label : root.title }

    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.durationFast } }
    background: Rectangle {
        color: Theme.popup
        radius: Theme.radiusLarge
        border.width: Theme.hairline
        border.color: Theme.lineStrong

        Shadow { }
    }
    contentItem: ListView {
        implicitHeight: contentHeight
        model: root.contentModel
        interactive: Window.window ? contentHeight + root.topPadding + root.bottomPadding > Window.window.height : false
        clip: true
        currentIndex: root.currentIndex
        T.ScrollBar.vertical: ScrollBar { }
    }
}
