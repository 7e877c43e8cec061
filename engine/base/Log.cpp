// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Log.h"

#include <cstdio>
#include <mutex>
#include <utility>

namespace opificio {

namespace {

// Guards: the sink below.
std::mutex mutex;

void toStandardError(Level level, std::string_view area, std::string_view line)
{
    if (level < Level::Warning)
        return;
    std::fprintf(stderr, "%.*s: %.*s\n", int(area.size()), area.data(), int(line.size()), line.data());
}

// The one place in the process where lines end; main() and tests set it.
LogSink& currentSink()
{
    static LogSink sink = toStandardError;
    return sink;
}

} // namespace

void log(Level level, std::string_view area, std::string_view line)
{
    std::lock_guard lock(mutex);
    if (currentSink())
        currentSink()(level, area, line);
}

LogSink setLogSink(LogSink sink)
{
    std::lock_guard lock(mutex);
    return std::exchange(currentSink(), std::move(sink));
}

} // namespace opificio
