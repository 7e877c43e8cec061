// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Dialogs
import Opificio

/// Chooses the folder of a work.
FolderDialog {
    id: root

    required property Session session

    title: qsTr("Open a work: the folder NAME.opificio")
    currentFolder: "file://" + encodeURI(session.worksFolder())
    onAccepted: session.openAddress(selectedFolder)
}
