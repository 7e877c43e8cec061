// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A picture that is often another one: what was there stays until the next is read, so that nothing flickers.
Item {
    id: root

    required property string source
    property int fillMode: Image.PreserveAspectFit
    property int edge: 1024
    property bool smooth: true
    readonly property bool ready: front.status === Image.Ready

    Image {
        id: front

        anchors.fill: parent
        fillMode: root.fillMode
        smooth: root.smooth
        cache: true
        asynchronous: true
        sourceSize: Qt.size(root.edge, root.edge)
        Accessible.ignored: true
    }
    Image {
        id: back

        visible: false
        asynchronous: true
        cache: true
        sourceSize: Qt.size(root.edge, root.edge)
        source: root.source
        Accessible.ignored: true
        onStatusChanged: if (status === Image.Ready || status === Image.Null) front.source = source
    }
}
