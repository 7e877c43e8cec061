#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <chrono>
#include <string>
#include <string_view>

#include "base/Json.h"
#include "base/Result.h"
#include "base/Task.h"
#include "studio/Warn.h"

namespace opificio {

/// How a verb speaks: to a person (lines on stdout, messages and progress on stderr), or with --json to a program (JSON
/// lines on stdout: {"event": "progress" | "item" | "warning", ...} and last {"event": "result", "ok": ...}).
/// Every sentence is one line for a person: control characters in it, as of a file's name, are shown as \n or \x1b.
/// One thread at a time, but for task(), which any thread may use.
class Console {
public:
    enum class Voice { Person, Program };
    explicit Console(Voice voice);

    bool json() const { return m_voice == Voice::Program; }
    /// A line for a person, on stdout; nothing for a program.
    void say(std::string_view line);
    /// One answer among many, for a program; nothing for a person.
    void item(Json data);
    /// Done, but not as asked: a sentence on stderr, or an event.
    void warn(std::string_view sentence, std::string_view what = {});
    /// warn(), for those who know no console; not to be used when this is gone.
    Warn warnings();
    /// Progress of the work; stopped() after Ctrl+C or SIGTERM.
    Task& task() { return m_task; }
    /// The code with which the program ends after success or failure instead of 0 and 1 (75: stopped, may go on).
    void setExitCode(int code) { m_exitCode = code; }

    /// Called by main(): the last line, and the exit code. An answer that could not be written is a failure, but for a
    /// reader who went away.
    int finish(const Result<Json>& result);

private:
    void progress(const Task::Progress& progress);
    void answer(std::string_view line);

    Voice m_voice;
    int m_exitCode = -1;
    int m_answerError = 0; ///< errno of the first line that did not reach stdout
    bool m_onTerminal = false;
    bool m_lineOpen = false;
    std::chrono::steady_clock::time_point m_lastProgress;
    Task m_task;
};

} // namespace opificio
