#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <string_view>
#include <vector>

namespace opificio {

/// A list in rows as spreadsheets write it, read leniently: commas, semicolons, tabs or bars; quotes with breaks inside;
/// UTF-8 with or without a mark, UTF-16, Windows-1252. A title above the names of the columns is passed over.
struct Table {
    struct Row {
        int line = 0; ///< where it begins, from 1
        std::vector<std::string> fields;
        bool isBroken = false; ///< an open quote, or not as many fields as the header
    };
    char separator = ',';
    std::vector<std::string> header;
    std::vector<Row> rows; ///< without the header and without empty lines
};

/// Never fails: what cannot be understood is a broken row, and the next line is read anew.
Table parseTable(std::string_view bytes);

} // namespace opificio
