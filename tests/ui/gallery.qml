// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick

import Opificio.Controls

// Every control in every state that can be shown without a hand, at one glance: for eyes, and for tests that look for names,
// roles and sizes. Not shipped.
Rectangle {
    id: root

    property real factor: 1
    readonly property QtObject theme: Theme
    readonly property var rights: ["open", "conditions", "restricted", "unclear"]
    readonly property var types: ["image", "film", "sound", "text", "model", "dataset", "map", "texture", "number", "colour", "point", "event", "switch", "file"]

    implicitWidth: Theme.px(1400)
    implicitHeight: Theme.px(1040)
    color: Theme.panel
    Component.onCompleted: Theme.scale = factor

    Menu {
        id: menu

        objectName: "menu"
        label: "Node"

        MenuItem { objectName: "bypass"; text: "Bypass"; shortcut: "D"; iconName: "bypass" }
        MenuItem { text: "Show preview"; checkable: true; checked: true }
        MenuSeparator { }
        MenuItem { text: "Delete"; danger: true; iconName: "trash" }
    }
    Sheet {
        id: sheet

        objectName: "sheet"
        title: "Send to Leonardo"
        iconName: "cloud"
        detail: "Four GPUs, about 3 to 5 hours, about 18 of your 500 hours."
        footer: [ Button { text: "Not Now" }, Button { text: "Send"; kind: Button.Primary } ]

        CheckBox { objectName: "tell"; focus: true; text: "Tell me when it is done" }
    }
    Row {
        x: Theme.unit * 5
        y: Theme.unit * 4
        spacing: Theme.unit * 7

        Column {
            width: Theme.px(420)
            spacing: Theme.unit * 2.5

            SectionHeader { width: parent.width; text: "Buttons"; foldable: false }
            Flow {
                width: parent.width
                spacing: Theme.unit * 2

                Button { objectName: "primary"; text: "Train Here"; kind: Button.Primary; iconName: "learn" }
                Button { objectName: "plain"; text: "Open" }
                Button { text: "Quiet"; kind: Button.Quiet; iconName: "plus" }
                Button { text: "Delete Run"; kind: Button.Danger; iconName: "trash" }
                Button { text: "Rendering"; busy: true }
                Button { text: "Disabled"; enabled: false; iconName: "play" }
                Button { text: "Disabled"; enabled: false; kind: Button.Primary }
                Button { text: "Quiet"; enabled: false; kind: Button.Quiet }
                Button { width: Theme.px(150); text: "Una parola molto lunga in italiano"; iconName: "export" }
                ToggleButton { text: "Loop"; iconName: "loop"; checked: true }
                ToggleButton { text: "Follow" }
                ToggleButton { text: "Follow"; enabled: false; checked: true }
                Button { objectName: "opener"; text: "Menu"; onClicked: menu.popup() }
                Button { objectName: "sender"; text: "Sheet"; onClicked: sheet.open() }
            }
            Row {
                spacing: Theme.px(2)

                IconButton { objectName: "icon"; iconName: "play"; text: "Play"; shortcut: "Space" }
                IconButton { iconName: "stop"; text: "Stop" }
                IconButton { iconName: "loop"; text: "Loop"; checkable: true; checked: true }
                IconButton { iconName: "eye"; checkedIconName: "eye-off"; text: "Hide"; checkable: true; checked: true }
                IconButton { iconName: "mute"; text: "Mute"; checkable: true; hint: "The node passes nothing on." }
                IconButton { iconName: "settings"; text: "Settings" }
                IconButton { iconName: "more"; text: "More" }
                IconButton { iconName: "undo"; text: "Undo"; enabled: false }
                IconButton { iconName: "loop"; text: "Off"; enabled: false; checkable: true; checked: true }
                Item { width: Theme.unit * 3; height: 1 }
                Badge { anchors.verticalCenter: parent.verticalCenter; text: "3" }
                Item { width: Theme.unit; height: 1 }
                Badge { anchors.verticalCenter: parent.verticalCenter; text: "1/2"; tint: Theme.warning; hint: "The view is half size." }
                Item { width: Theme.unit; height: 1 }
                Badge { anchors.verticalCenter: parent.verticalCenter; text: "Ready"; iconName: "check"; tint: Theme.good }
                Item { width: Theme.unit; height: 1 }
                KeyCap { anchors.verticalCenter: parent.verticalCenter; text: "Ctrl+K" }
            }
            SectionHeader { width: parent.width; text: "Choices"; detail: "3 of 5"; IconButton { iconName: "plus"; text: "Add" } }
            Grid {
                columns: 3
                columnSpacing: Theme.unit * 6
                rowSpacing: Theme.unit

                CheckBox { objectName: "check"; text: "Keep originals"; checked: true }
                RadioRow { text: "Sketch"; checked: true }
                Switch { objectName: "switch"; text: "Live"; checked: true }
                CheckBox { text: "Ask first" }
                RadioRow { text: "Study" }
                Switch { text: "Off" }
                CheckBox { text: "Some"; tristate: true; checkState: Qt.PartiallyChecked }
                RadioRow { text: "Deep"; enabled: false; checked: true }
                Switch { text: "Disabled"; enabled: false; checked: true }
                CheckBox { text: "Disabled"; enabled: false; checked: true }
                RadioRow { text: "Disabled"; enabled: false }
                Switch { text: "Disabled"; enabled: false }
            }
            RadioRow { width: parent.width; text: "Study, about an hour"; detail: "Shapes are known, details are dreamt. Good enough to compose with, not to print." }
            Row {
                spacing: Theme.unit * 3

                SegmentedControl { objectName: "segments"; label: "Show as"; choices: ["Wall", "Map", "Timeline"]; current: 1; onChosen: (i) => current = i }
                SegmentedControl { label: "Lay out"; choices: ["Grid", "List"]; iconNames: ["grid", "list"]; iconsOnly: true }
            }
            Row {
                spacing: Theme.unit * 2

                ComboBox { objectName: "combo"; label: "Format"; model: ["ProRes 4444", "H.264", "PNG sequence"] }
                ComboBox { enabled: false; label: "Format"; model: ["Disabled"] }
            }
            Flow {
                width: parent.width
                spacing: Theme.unit * 1.5

                Repeater {
                    model: root.rights

                    RightsChip { required property string modelData; kind: modelData; hint: "What one may do with it." }
                }
                RightsChip { kind: "open"; text: "CC BY-SA 4.0" }
                Chip { objectName: "filter"; text: "1951–1953"; removable: true }
                Chip { text: "Bologna"; pressable: true; iconName: "place" }
                Chip { text: "Disabled"; enabled: false; letter: "D"; removable: true }
            }
            Row {
                spacing: Theme.unit * 1.5

                Repeater {
                    model: root.types

                    TypeMark { required property string modelData; type: modelData }
                }
            }
            PersonLine { width: parent.width; name: "Maria Rossi"; part: "photographs, 1951" }
            PersonLine { width: parent.width; name: "Archivio storico comunale"; part: "holds 212 of them"; organisation: true }
        }
        Column {
            width: Theme.px(420)
            spacing: Theme.unit * 2.5

            SectionHeader { width: parent.width; text: "Fields" }
            Row {
                spacing: Theme.unit * 2

                TextField { objectName: "name"; width: Theme.px(206); label: "Name"; text: "The river remembers" }
                TextField { width: Theme.px(206); placeholderText: "A name for this version" }
            }
            Row {
                spacing: Theme.unit * 2

                TextField { width: Theme.px(206); label: "Address"; text: "htps://archivio"; problem: "This is no address: it should begin with https." }
                TextField { width: Theme.px(206); label: "Off"; text: "Disabled"; enabled: false }
            }
            PasswordField { objectName: "password"; width: Theme.px(206); label: "Passphrase"; text: "acqua alta" }
            Row {
                spacing: Theme.unit * 2

                SearchField { objectName: "search"; width: Theme.px(206); shortcut: "Ctrl+F" }
                SearchField { width: Theme.px(206); text: "alluvione" }
            }
            TextArea { objectName: "area"; width: parent.width; height: Theme.px(60); label: "Note"; text: "1966: album lost. We asked the family; two of the boxes may be in Ferrara." }
            SectionHeader { width: parent.width; text: "Parameters"; detail: "Blur" }
            ParameterRow {
                width: parent.width
                label: "Radius"
                technicalName: "radius"
                why: "How far light spreads."
                NumberField { objectName: "number"; width: parent.width; label: "Radius"; value: 0.35; defaultValue: 0.5; onCommitted: (v) => value = v }
            }
            ParameterRow {
                width: parent.width
                label: "Shift"
                driver: "K"
                changed: true
                NumberField { width: parent.width; label: "Shift"; from: -1; to: 1; value: -0.4 }
            }
            ParameterRow {
                width: parent.width
                label: "Width"
                driver: "E"
                NumberField { width: parent.width; label: "Width"; whole: true; from: 16; to: 8192; value: 3840; suffix: "px" }
            }
            ParameterRow {
                width: parent.width
                label: "Angle"
                driver: "!"
                enabled: false
                NumberField { width: parent.width; label: "Angle"; from: 0; to: 360; value: 90; suffix: "°" }
            }
            ParameterRow {
                width: parent.width
                label: "Colour"
                changed: true
                ColourField { objectName: "colour"; width: parent.width; label: "Colour"; value: "#c98b4a"; onCommitted: (c) => value = c }
            }
            ParameterRow {
                width: parent.width
                label: "Fog"
                driver: "M"
                ColourField { width: parent.width; label: "Fog"; value: "#803a6ea5" }
            }
            ParameterRow {
                width: parent.width
                label: "Centro della sfocatura"
                PointField { objectName: "point"; width: parent.width; label: "Centre"; value: Qt.point(0.62, 0.3); onCommitted: (p) => value = p }
            }
            ParameterRow {
                width: parent.width
                label: "Invert"
                Switch { label: "Invert" }
            }
            ParameterRow {
                width: parent.width
                label: "Gain"
                Slider { objectName: "slider"; width: parent.width; label: "Gain"; value: 0.6; defaultValue: 0.5; onCommitted: (v) => value = v }
            }
            Row {
                spacing: Theme.unit * 2

                NumberField { width: Theme.px(134); label: "Opacity"; labelled: true; value: 1 }
                NumberField { width: Theme.px(134); label: "Frames"; labelled: true; whole: true; from: 0; to: 0; value: 240 }
                NumberField { width: Theme.px(134); label: "Disabled"; labelled: true; enabled: false; value: 0.25 }
            }
            Slider { width: parent.width; label: "Disabled"; value: 0.3; enabled: false }
        }
        Column {
            width: Theme.px(420)
            spacing: Theme.unit * 2.5

            TabStrip {
                label: "Workspaces"

                WorkspaceTab { text: "Library"; iconName: "library"; shortcut: "Ctrl+1" }
                WorkspaceTab { text: "Compose"; iconName: "compose" }
                WorkspaceTab { text: "Jobs"; iconName: "jobs"; count: 2 }
            }
            Rectangle {
                width: parent.width
                height: rows.height + Theme.unit * 2
                radius: Theme.radius
                color: Theme.window

                Column {
                    id: rows

                    x: Theme.unit
                    y: Theme.unit
                    width: parent.width - Theme.unit * 2

                    ListRow { objectName: "row"; width: parent.width; text: "Flood, via Emilia"; detail: "1951"; iconName: "image" }
                    ListRow { width: parent.width; text: "Archive of the river"; detail: "340 items"; iconName: "folder"; selected: true }
                    ListRow { width: parent.width; text: "Un titolo molto lungo che non trova posto nella riga"; detail: "1953"; iconName: "image" }
                    ListRow { width: parent.width; twoLines: true; text: "Child on a raft"; detail: "Archivio storico comunale, 1951"; iconName: "image"; RightsChip { kind: "conditions"; text: "CC BY-NC 4.0" } }
                    ListRow { width: parent.width; depth: 1; text: "Disabled"; iconName: "film"; enabled: false }
                }
            }
            ProgressBar { objectName: "progress"; width: parent.width; text: "Training on 326 pictures"; remaining: "about 4 minutes"; value: 0.42 }
            ProgressBar { width: parent.width; text: "Asking the archive"; beat: 3 }
            NoticeBar { objectName: "notice"; width: parent.width; kind: NoticeBar.Warning; text: "The preview runs at half size, because training uses the graphics card."; action: "Show at Full Size" }
            NoticeBar { width: parent.width; kind: NoticeBar.Error; text: "Cannot read drawing-12.tif: it is cut short."; details: "tiff: strip 41 of 96 is missing" }
            NoticeBar { width: parent.width; kind: NoticeBar.Done; text: "The film is ready." }
            PanelFrame {
                width: parent.width
                height: Theme.px(264)
                title: "Viewer"
                iconName: "image"
                detail: "half size"
                surface: Theme.window
                actions: [ IconButton { iconName: "zoom-in"; text: "Zoom In" }, IconButton { iconName: "fit"; text: "Fit" } ]

                EmptyState {
                    anchors.fill: parent
                    iconName: "drop"
                    text: "Nothing is here yet"
                    detail: "Drop a folder of pictures, or paste the address of a collection."
                    action: "Bring Pictures"
                    actionIconName: "plus"
                }
            }
            TitleText { width: parent.width; text: "Il fiume ricorda" }
            BodyText { width: parent.width; text: "Body: four hundred words may stand here, in lines that one can read without getting tired." }
            QuietText { width: Theme.px(160); text: "Quiet, cut off at the end of its room" }
            MonoText { width: Theme.px(160); text: "sha256:f3c9a0d2e1b4778899aabbcc" }
        }
    }
}
