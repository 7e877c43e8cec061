// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// The beginning of the dataset's card: a name, and two sentences that only a person can say.
Column {
    id: root

    required property Shortlist shortlist
    required property string likelyWho

    spacing: Theme.unit * 2
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Card of the dataset")

    QuietText { topPadding: Theme.unit * 2; text: qsTr("Name") }
    TextField {
        width: parent.width
        label: qsTr("Name of the dataset")
        placeholderText: qsTr("For example: Flood 1966")
        text: root.shortlist.name
        onCommitted: words => root.shortlist.name = words
    }
    QuietText { text: qsTr("What is it?") }
    TextArea {
        width: parent.width
        label: qsTr("What is it?")
        placeholderText: qsTr("For example: photographs of the river in flood, from the town's archive.")
        text: root.shortlist.what
        onCommitted: words => root.shortlist.what = words
    }
    QuietText { text: qsTr("What is missing from it?") }
    TextArea {
        width: parent.width
        label: qsTr("What is missing from it?")
        placeholderText: qsTr("For example: nothing from the left bank; nobody is named.")
        text: root.shortlist.lacks
        onCommitted: words => root.shortlist.lacks = words
    }
    QuietText { text: qsTr("Who chose?") }
    TextField {
        width: parent.width
        label: qsTr("Who chose?")
        placeholderText: root.likelyWho !== "" ? root.likelyWho : qsTr("Your name, as it shall be read")
        text: root.shortlist.who
        onCommitted: words => root.shortlist.who = words
    }
}
