// SPDX-License-Identifier: GPL-3.0-or-later
#include "LogFile.h"

#include "base/File.h"
#include "base/Id.h"
#include "base/Log.h"
#include "base/Resources.h"

#include "Text.h"

#include <QLoggingCategory>
#include <QStandardPaths>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace opificio {

namespace {

constexpr std::uintmax_t mostBytes = 2u << 20;

std::filesystem::path logPath()
{
    if (const char* home = std::getenv("OPIFICIO_HOME"); home && *home)
        return homeFolder() / "opificio.log";
    if (const char* state = std::getenv("XDG_STATE_HOME"); state && *state)
        return std::filesystem::path(state) / "opificio" / "opificio.log";
    return pathOf(QStandardPaths::writableLocation(QStandardPaths::HomeLocation)) / ".local/state/opificio/opificio.log";
}

const char* levelWord(Level level)
{
    switch (level) {
    case Level::Debug:
        return "debug";
    case Level::Info:
        return "info";
    case Level::Warning:
        return "warning";
    case Level::Error:
        return "error";
    }
    return "";
}

void fromQt(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    Level level = type == QtDebugMsg ? Level::Debug
        : type == QtInfoMsg          ? Level::Info
        : type == QtWarningMsg       ? Level::Warning
                                     : Level::Error;
    log(level, context.category && *context.category ? context.category : "qt", utf8(message));
}

} // namespace

std::filesystem::path keepLog()
{
    std::filesystem::path path = logPath();
    std::error_code code;
    if (std::filesystem::file_size(path, code) > mostBytes && !code)
        std::filesystem::rename(path, path.string() + ".1", code);
    // A folder that cannot be written costs the log and nothing else.
    bool possible = bool(makeFolder(path.parent_path()));
    auto before = std::make_shared<LogSink>();
    *before = setLogSink([before, path, possible](Level level, std::string_view area, std::string_view line) {
        if (*before)
            (*before)(level, area, line);
        if (possible && level > Level::Debug) {
            std::string whole = nowText() + " " + levelWord(level) + " " + std::string(area) + ": " + std::string(line);
            std::replace(whole.begin(), whole.end(), '\n', ' ');
            (void)appendLine(path, whole);
        }
    });
    qInstallMessageHandler(fromQt);
    return path;
}

} // namespace opificio
