// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// Takes what room is left in a row or column.
Item {
}
