#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"

namespace opificio {

/// One word of a POSIX shell, whatever it holds, in single quotes. Everything that goes into a line for another computer goes
/// through here. A zero byte, which no word can hold, is left out.
std::string shellWord(std::string_view word);
/// Several, with blanks between.
std::string shellWords(const std::vector<std::string>& words);

/// What a script said.
struct ShellReply {
    std::string out; ///< without what the login shell printed before
    std::string err;
    int code = 0; ///< the script's own
};

/// A script between two lines that nobody else prints. A login may greet, and a shell that was cut off ends without a word: only
/// what stands between the two lines is an answer, and only where both are there. The script runs in a shell of its own, in the C
/// locale, with Slurm's times in seconds; `input` is what it reads.
class ShellFrame {
public:
    /// With a marker of its own.
    ShellFrame();
    /// What /bin/sh shall read from its standard input. With `beatSeconds` a zero byte comes on its standard error so often, as
    /// long as the script takes: whoever hears none knows that the line is dead, and not the script slow.
    std::string around(std::string_view script, std::string_view input = {}, int beatSeconds = 0) const;
    /// The same for a script that reads what is told to /bin/sh afterwards, and nothing of itself; the shell ends with it, so
    /// that nothing of that is ever taken for a command.
    std::string aroundTalk(std::string_view script, int beatSeconds) const;
    /// Where the answer begins in what was said; npos where nothing was heard of it yet.
    std::size_t beginOf(std::string_view said) const;
    /// An error where `said` is cut off.
    Result<ShellReply> read(std::string_view said) const;
    /// Whether the last line stands in it; what comes in pieces is asked with a little of the piece before.
    bool isEnded(std::string_view said) const;
    /// The same of what it complained, and what that is without the line.
    bool areErrorsEnded(std::string_view complained) const;
    std::string errors(std::string_view complained) const;
    /// No last line is longer.
    static constexpr std::size_t longestEnd = 256;

private:
    std::string begin(int beatSeconds) const;
    std::string end(int beatSeconds) const;

    std::string m_marker;
};

} // namespace opificio
