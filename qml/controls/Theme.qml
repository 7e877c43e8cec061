// SPDX-License-Identifier: GPL-3.0-or-later
pragma Singleton
import QtQuick

/// Every size, colour and duration of the window. Greys are neutral (R = G = B), so that nothing beside a picture tints
/// it; one accent, a calm blue, because collections are warm and amber already says "ask". The window sets `scale`,
/// `reducedMotion` and `highContrast`; everything else follows.
QtObject {
    id: root

    property real scale: 1
    property bool reducedMotion: false
    property bool highContrast: false

    // Sizes, in pixels. Spacing is a multiple of `unit`; px() is for what has to sit on whole pixels.
    readonly property real unit: 4 * scale
    readonly property real hairline: Math.max(1, Math.floor(scale))
    readonly property real controlHeight: px(28)
    readonly property real controlHeightLarge: px(32)
    readonly property real rowHeight: px(28)
    readonly property real targetSize: px(24)
    readonly property real iconSmall: px(14)
    readonly property real iconSize: px(16)
    readonly property real iconLarge: px(20)
    readonly property real iconHuge: px(40)
    readonly property real labelWidth: px(112)
    readonly property real fieldWidth: px(160)
    readonly property real radiusSmall: px(3)
    readonly property real radius: px(4)
    readonly property real radiusLarge: px(8)
    readonly property real focusWidth: px(2)
    readonly property real focusGap: px(1)

    // Letters. What must be read is `fontSmall` or larger; `fontTiny` is for letters in marks and key caps.
    readonly property string fontFamily: "Inter"
    readonly property string monoFamily: "JetBrains Mono"
    readonly property int fontTiny: px(11)
    readonly property int fontSmall: px(12)
    readonly property int fontBase: px(13)
    readonly property int fontLarge: px(15)
    readonly property int fontTitle: px(20)
    readonly property int fontDisplay: px(28)
    readonly property int weightNormal: Font.Normal
    readonly property int weightMedium: Font.Medium
    readonly property int weightBold: Font.DemiBold
    readonly property real lineHeight: 1.35

    // Time, in milliseconds.
    readonly property int durationFast: reducedMotion ? 0 : 80
    readonly property int duration: reducedMotion ? 0 : 140
    readonly property int durationSlow: reducedMotion ? 0 : 200
    readonly property int tooltipDelay: 500
    readonly property int noticeTime: 8000

    // What lies above what.
    readonly property int zRaised: 10
    readonly property int zSheet: 50
    readonly property int zNotice: 80
    readonly property int zOverlay: 100

    // Surfaces, from the floor up. `view` is what surrounds a picture, 18 % of the screen's white; `viewPrint` is the
    // grey that reflects 18 %, for judging what will be printed.
    readonly property color window: "#191919"
    readonly property color panel: "#222222"
    readonly property color raised: "#2a2a2a"
    readonly property color popup: "#2c2c2c"
    readonly property color view: "#2e2e2e"
    readonly property color viewPrint: "#777777"
    readonly property color field: "#181818"
    readonly property color hover: "#323232"
    readonly property color pressed: "#1d1d1d"
    readonly property color control: "#383838"
    readonly property color controlHover: "#434343"
    readonly property color controlPressed: "#2d2d2d"
    readonly property color selected: "#293a52"
    readonly property color scrim: "#a0000000"
    readonly property color shadow: "#000000"

    // Lines. `line` parts surfaces and carries no meaning; `outline` is the edge by which a control is known.
    readonly property color line: highContrast ? "#8c8c8c" : "#363636"
    readonly property color lineStrong: highContrast ? "#a8a8a8" : "#4d4d4d"
    readonly property color outline: highContrast ? "#c4c4c4" : "#8a8a8a"
    readonly property color bar: highContrast ? "#565656" : "#3c3c3c"

    // Letters on all surfaces; disabled ones are exempt from 4.5 and keep 3.
    readonly property color text: highContrast ? "#ffffff" : "#e6e6e6"
    readonly property color textQuiet: highContrast ? "#d6d6d6" : "#adadad"
    readonly property color textDisabled: "#757575"

    // The accent: `accent` for lines, marks and words, `accentFill` under `accentText`.
    readonly property color accent: "#7fb0f5"
    readonly property color accentFill: "#2f68b8"
    readonly property color accentFillHover: "#3a73c4"
    readonly property color accentFillPressed: "#27589e"
    readonly property color accentText: "#ffffff"
    readonly property color focus: "#9cc3ff"

    // States; never without their icon or letter.
    readonly property color good: "#6cc48d"
    readonly property color warning: "#e5b54d"
    readonly property color bad: "#f48a7d"
    readonly property color badFill: "#a63a30"
    readonly property color badFillPressed: "#8c3028"
    readonly property color markText: "#141414"

    /// A size of the design at scale 1, on whole pixels.
    function px(size: real): real {
        return Math.round(size * root.scale)
    }

    function luminance(colour: color): real {
        const linear = [colour.r, colour.g, colour.b].map(c => c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4))
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// The ratio of WCAG 2, 1 to 21.
    function contrast(one: color, other: color): real {
        const a = root.luminance(one), b = root.luminance(other)
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    }

    /// Black or white letters, whichever are read better on `surface`.
    function textOn(surface: color): color {
        return root.contrast(surface, root.markText) >= root.contrast(surface, root.accentText) ? root.markText : root.accentText
    }

    // Rights: "open", "conditions", "restricted", "unclear", as in library/Rights.h. Colour, shape, word and its letter.
    function rightsColor(kind: string): color {
        return ({ open: "#6cc48d", conditions: "#e5b54d", restricted: "#f48a7d" })[kind] ?? "#c3b6ee"
    }
    function rightsShape(kind: string): string {
        return ({ open: "circle", conditions: "diamond", restricted: "square" })[kind] ?? "ring"
    }
    function rightsWord(kind: string): string {
        switch (kind) {
        case "open": return qsTr("Free use")
        case "conditions": return qsTr("Conditions")
        case "restricted": return qsTr("Restricted")
        default: return qsTr("Unclear")
        }
    }
    function rightsLetter(kind: string): string {
        return ["open", "conditions", "restricted"].includes(kind) ? root.rightsWord(kind).charAt(0) : "?"
    }

    /// What drives a parameter: K keyed, E expression, M MIDI, O OSC, L linked, R recorded, ! overridden.
    function driverColor(driver: string): color {
        return ({ K: root.accent, E: "#c7a4ec", M: "#7fc8b8", O: "#7fc8b8", R: root.bad, "!": root.warning })[driver] ?? "#b0b0b0"
    }

    // What travels on a wire. Letter, colour and shape; equal in lightness, so that none shouts.
    function typeColor(type: string): color {
        return ({ image: "#e0c36a", film: "#e8a872", sound: "#7fc8b8", text: "#c9c9c9", model: "#c7a4ec", dataset: "#8fc28a",
                  map: "#79b8e6", texture: "#d9a0b8", number: "#a9b4c2", whole: "#a9b4c2", choice: "#a9b4c2", colour: "#f09a94",
                  point: "#8fb3f0", event: "#e6e6e6", file: "#b8ab98", item: "#b8ab98" })[type] ?? "#b0b0b0"
    }
    function typeLetter(type: string): string {
        return ({ image: "I", film: "F", sound: "S", text: "T", model: "M", dataset: "D", map: "L", texture: "X", number: "N",
                  whole: "N", choice: "O", colour: "C", point: "P", event: "!", "switch": "B", file: "A", item: "A" })[type] ?? "?"
    }
    function typeShape(type: string): string {
        return ({ image: "circle", film: "circle", texture: "circle", map: "ring", model: "diamond", dataset: "square",
                  item: "square", file: "square", text: "square" })[type] ?? "ring"
    }
}
