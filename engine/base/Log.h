#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <functional>
#include <string>
#include <string_view>

namespace opificio {

/// Error: something the artist asked for was not done. Warning: done, but not as asked. Info: done. Debug: for us.
enum class Level { Debug, Info, Warning, Error };

using LogSink = std::function<void(Level level, std::string_view area, std::string_view line)>;

/// `area` is the library's name. Any thread. Never a secret, a token, or a path on somebody else's machine.
void log(Level level, std::string_view area, std::string_view line);

/// Where lines go; by default Info and above to stderr. Returns the sink that was there. Called by main() and by tests.
LogSink setLogSink(LogSink sink);

} // namespace opificio
