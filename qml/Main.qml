// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Opificio

ApplicationWindow {
    id: root

    required property Session session

    width: 1280
    height: 800
    minimumWidth: 960
    minimumHeight: 600
    visible: false
    color: "#1d1d1d"
    title: session.document.isOpen ? session.document.name + " — Opificio" : "Opificio"
}
