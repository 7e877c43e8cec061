// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A square of saturation and brightness, a bar of hues, a bar of opacity, and the digits.
FocusScope {
    id: root

    required property string label
    property bool hasAlpha: true
    property real hue: 0
    property real saturation: 0
    property real brightness: 1
    property real alpha: 1
    readonly property color colour: Qt.hsva(hue, saturation, brightness, alpha)

    signal scrubbed(colour: color)
    signal committed(colour: color)
    signal typed(newText: string)

    /// A grey has no hue and black no saturation: those stay where they were.
    function take(colour: color) {
        if (colour.hsvHue >= 0)
            root.hue = colour.hsvHue
        if (colour.hsvValue > 0)
            root.saturation = colour.hsvSaturation
        root.brightness = colour.hsvValue
        root.alpha = colour.a
    }
    function spell(): string {
        const name = root.colour.toString()
        return name.length === 9 ? "#" + name.substring(3) + name.substring(1, 3) : name
    }
    function read(words: string) {
        const found = /^#?([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(words.trim())
        if (!found) {
            root.typed(words)
        } else {
            const digits = found[1]
            root.take("#" + (digits.length === 8 ? digits.substring(6) + digits.substring(0, 6) : digits))
            root.committed(root.colour)
        }
        code.text = Qt.binding(() => root.spell())
    }

    implicitWidth: Theme.px(208)
    implicitHeight: column.implicitHeight

    Column {
        id: column

        width: parent.width
        spacing: Theme.unit * 2

        Pad {
            width: parent.width
            height: Theme.px(136)
            focus: true
            label: qsTr("Saturation and brightness")
            ruled: false
            knobColor: Qt.rgba(root.colour.r, root.colour.g, root.colour.b, 1)
            xValue: root.saturation
            yValue: root.brightness
            defaultValue: Qt.point(root.saturation, root.brightness)
            onScrubbed: (x, y) => { root.saturation = x; root.brightness = y; root.scrubbed(root.colour) }
            onCommitted: (x, y) => { root.saturation = x; root.brightness = y; root.committed(root.colour) }

            Rectangle {
                anchors.fill: parent
                gradient: Gradient {
                    orientation: Gradient.Horizontal
                    GradientStop { position: 0; color: "#ffffff" }
                    GradientStop { position: 1; color: Qt.hsva(root.hue, 1, 1, 1) }
                }
            }
            Rectangle {
                anchors.fill: parent
                gradient: Gradient {
                    GradientStop { position: 0; color: "transparent" }
                    GradientStop { position: 1; color: "#000000" }
                }
            }
        }
        Slider {
            width: parent.width
            label: qsTr("Hue")
            value: root.hue
            knob: Qt.hsva(root.hue, 1, 1, 1)
            onScrubbed: (v) => { root.hue = v; root.scrubbed(root.colour) }
            onCommitted: (v) => { root.hue = v; root.committed(root.colour) }
            track: Gradient {
                orientation: Gradient.Horizontal
                GradientStop { position: 0; color: "#ff0000" }
                GradientStop { position: 1 / 6; color: "#ffff00" }
                GradientStop { position: 2 / 6; color: "#00ff00" }
                GradientStop { position: 3 / 6; color: "#00ffff" }
                GradientStop { position: 4 / 6; color: "#0000ff" }
                GradientStop { position: 5 / 6; color: "#ff00ff" }
                GradientStop { position: 1; color: "#ff0000" }
            }
        }
        Slider {
            width: parent.width
            visible: root.hasAlpha
            label: qsTr("Alpha")
            value: root.alpha
            knob: Qt.rgba(alpha0.r, alpha0.g, alpha0.b, 1)
            readonly property color alpha0: root.colour
            onScrubbed: (v) => { root.alpha = v; root.scrubbed(root.colour) }
            onCommitted: (v) => { root.alpha = v; root.committed(root.colour) }
            track: Gradient {
                orientation: Gradient.Horizontal
                GradientStop { position: 0; color: Theme.window }
                GradientStop { position: 1; color: Qt.hsva(root.hue, root.saturation, root.brightness, 1) }
            }
        }
        Row {
            width: parent.width
            spacing: Theme.unit * 2

            Swatch { id: sample; width: Theme.px(36); height: code.height; colour: root.colour }
            TextField {
                id: code

                width: parent.width - sample.width - parent.spacing
                label: qsTr("%1 in digits").arg(root.label)
                text: root.spell()
                font.family: Theme.monoFamily
                font.pixelSize: Theme.fontSmall
                onCommitted: (words) => root.read(words)
            }
        }
    }
}
