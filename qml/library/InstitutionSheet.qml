// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The door to what institutions publish: an address is pasted or a place is chosen by its name, looked through, and brought. Small
/// pictures come first, the large ones once they are kept.
Sheet {
    id: root

    required property Session session
    readonly property Browsing browsing: look
    readonly property int kind: look.kind
    readonly property bool isLow: parent !== null && parent.height < Theme.px(620)

    title: qsTr("From an institution")
    detail: qsTr("Anything published as IIIF: the address of a manifest or a collection, a link to a viewer.")
    iconName: "globe"
    footerHidden: kind !== Browsing.Thing && !look.busy
    width: Math.min(Theme.px(820), parent ? parent.width - Theme.unit * 8 : Theme.px(820))
    height: parent ? parent.height - Theme.unit * (isLow ? 8 : 16) : implicitHeight
    /// An address that came from elsewhere.
    function openAt(address: string) {
        field.text = address
        root.open()
        look.open(address)
    }
    onOpened: {
        if (look.kind === Browsing.Places && field.text === "")
            field.text = look.clipboardAddress()
        field.forceActiveFocus(Qt.TabFocusReason)
        field.selectAll()
    }
    onClosed: look.stop()
    // The keyboard stays where one looks.
    onKindChanged: if (opened && !field.activeFocus) Qt.callLater(() => (kind === Browsing.Thing ? pictures : rows).forceActiveFocus(Qt.TabFocusReason))

    Browsing {
        id: look

        session: root.session
    }

    contentItem: Item {
        Keys.onPressed: event => {
            event.accepted = look.canGoBack && (event.key === Qt.Key_Backspace || event.key === Qt.Key_Back || event.key === Qt.Key_Left && event.modifiers & Qt.AltModifier)
            if (event.accepted)
                look.back()
        }

        TextField {
            id: field

            anchors { left: parent.left; right: go.left; rightMargin: Theme.unit * 2; top: parent.top }
            implicitHeight: Theme.controlHeightLarge
            iconName: "link"
            label: qsTr("Address")
            placeholderText: qsTr("Paste an address")
            onAccepted: look.open(text)
        }
        Button {
            id: go

            anchors { right: parent.right; verticalCenter: field.verticalCenter }
            implicitHeight: Theme.controlHeightLarge
            text: qsTr("Look")
            busy: look.busy
            enabled: field.text !== ""
            onClicked: look.open(field.text)
        }
        NoticeBar {
            id: trouble

            anchors { left: parent.left; right: parent.right; top: field.bottom; topMargin: Theme.unit * 3 }
            visible: look.problem !== ""
            height: visible ? implicitHeight : 0
            kind: NoticeBar.Error
            text: look.problem
            onDismissed: look.forgive()
        }
        InstitutionHead {
            id: head

            anchors { left: parent.left; right: parent.right; top: trouble.bottom; topMargin: Theme.unit * 4 }
            browsing: look
            low: root.isLow
        }
        InstitutionRows {
            id: rows

            anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom; topMargin: Theme.unit * 2 }
            visible: look.kind !== Browsing.Thing
            browsing: look
        }
        InstitutionPictures {
            id: pictures

            anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom; topMargin: Theme.unit * 3 }
            visible: look.kind === Browsing.Thing
            browsing: look
        }
    }
    footer: [
        QuietText {
            width: Math.min(implicitWidth, root.availableWidth - bring.width - (stop.visible ? stop.width + Theme.unit * 2 : 0) - Theme.unit * 2)
            height: Theme.controlHeight
            verticalAlignment: Text.AlignVCenter
            visible: look.kind === Browsing.Thing
            text: qsTr("Small pictures come first; those that you keep come whole.")
        },
        Button {
            id: stop

            text: qsTr("Stop")
            visible: look.busy
            onClicked: look.stop()
        },
        Button {
            id: bring

            kind: Button.Primary
            iconName: "import"
            visible: look.kind === Browsing.Thing
            enabled: look.total > 0 && !look.busy
            text: qsTr("Bring %n Pictures", "", look.total)
            onClicked: { root.session.importing.bringPublished(look.address, look.title); root.close() }
        }
    ]
}
