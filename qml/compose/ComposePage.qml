// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Composing: the picture and its time, the settings of what is selected at its right, and below the composition itself.
PlaceKeys {
    id: root

    required property Session session

    commands: session.commands
    place: "Compose"

    GraphModel {
        id: graph

        session: root.session
    }
    ParamModel {
        id: params

        session: root.session
        nodes: graph.selection
    }
    ParamCommands {
        session: root.session
        params: params
    }
    SplitPanes {
        id: rows

        anchors.fill: parent
        orientation: Qt.Vertical

        SplitPanes {
            T.SplitView.preferredHeight: rows.height * 0.54
            T.SplitView.minimumHeight: Theme.px(180)

            FocusScope {
                T.SplitView.fillWidth: true
                T.SplitView.minimumWidth: Theme.px(320)

                Viewport {
                    id: viewport

                    anchors { left: parent.left; right: parent.right; top: parent.top; bottom: transport.top }
                    focus: true
                    session: root.session
                    params: params
                    selected: params.node
                    onAddAsked: pane.askToAdd()
                }
                TransportBar {
                    id: transport

                    anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
                    session: root.session
                    nodes: graph.selection
                }
            }
            ParamPanel {
                id: panel

                T.SplitView.preferredWidth: Math.min(Theme.px(320), Math.max(Theme.px(240), rows.width * 0.42))
                T.SplitView.minimumWidth: Theme.px(240)
                session: root.session
                params: params
            }
        }
        GraphPane {
            id: pane

            T.SplitView.fillHeight: true
            T.SplitView.minimumHeight: Theme.px(160)
            focus: true
            session: root.session
            graph: graph
            onActivated: panel.forceActiveFocus(Qt.TabFocusReason)
            onViewAsked: node => viewport.viewNode(node)
        }
    }
}
