// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Shell.h"

#include "base/Id.h"
#include "base/Text.h"

#include <charconv>

namespace opificio {

std::string shellWord(std::string_view word)
{
    std::string quoted = "'";
    for (char letter : word) {
        if (letter == '\'')
            quoted += "'\\''";
        else if (letter != '\0')
            quoted += letter;
    }
    return quoted + "'";
}

std::string shellWords(const std::vector<std::string>& words)
{
    std::string line;
    for (const std::string& word : words)
        line += (line.empty() ? "" : " ") + shellWord(word);
    return line;
}

ShellFrame::ShellFrame()
    : m_marker("opificio-" + newId() + newId())
{
}

std::string ShellFrame::begin(int beatSeconds) const
{
    std::string all = "unset LANGUAGE\nexport LC_ALL=C SLURM_TIME_FORMAT=%s\nprintf '%s\\n' " + m_marker + "-begin\n";
    // No job of this shell, which would say that it was ended; and what sleeps holds no end of the line.
    if (beatSeconds > 0)
        all += "beat=$( (while sleep " + std::to_string(beatSeconds)
            + " </dev/null >/dev/null 2>&1; do printf '\\0' >&2 || exit; done) </dev/null >/dev/null & echo $!)\n";
    return all + "(\n";
}

std::string ShellFrame::end(int beatSeconds) const
{
    const std::string all = beatSeconds > 0 ? "code=$?\nkill \"$beat\" 2>/dev/null\n" : "code=$?\n";
    return all + "printf '\\n%s %d\\n' " + m_marker + "-end \"$code\"\nprintf '\\n%s\\n' " + m_marker + "-errors >&2\n";
}

std::string ShellFrame::aroundTalk(std::string_view script, int beatSeconds) const
{
    // sh reads the whole of { } before it runs any of it.
    return "{\n" + begin(beatSeconds) + std::string(script) + "\n)\n" + end(beatSeconds) + "exit\n}\n";
}

std::size_t ShellFrame::beginOf(std::string_view said) const
{
    const std::string mark = m_marker + "-begin\n";
    const auto at = said.find(mark);
    return at == std::string_view::npos ? at : at + mark.size();
}

std::string ShellFrame::around(std::string_view script, std::string_view input, int beatSeconds) const
{
    // sh reads the whole of ( ) before it runs any of it: what the script reads cannot be the rest of the script.
    std::string all = begin(beatSeconds);
    all += script;
    all += "\n) ";
    if (input.empty()) {
        all += "</dev/null\n";
    } else {
        all += "<<'" + m_marker + "-input'\n";
        all += input;
        all += (input.ends_with('\n') ? "" : "\n") + m_marker + "-input\n";
    }
    return all + end(beatSeconds);
}

bool ShellFrame::isEnded(std::string_view said) const
{
    const auto last = said.rfind("\n" + m_marker + "-end ");
    return last != std::string_view::npos && said.find('\n', last + 1) != std::string_view::npos;
}

bool ShellFrame::areErrorsEnded(std::string_view complained) const
{
    return complained.find("\n" + m_marker + "-errors\n") != std::string_view::npos;
}

std::string ShellFrame::errors(std::string_view complained) const
{
    return std::string(complained.substr(0, complained.find("\n" + m_marker + "-errors\n")));
}

Result<ShellReply> ShellFrame::read(std::string_view said) const
{
    const std::string begin = m_marker + "-begin\n", end = "\n" + m_marker + "-end ";
    const auto first = said.find(begin), last = said.rfind(end);
    ShellReply reply;
    if (first != std::string_view::npos && last != std::string_view::npos && last + 1 >= first + begin.size()) {
        const char* number = said.data() + last + end.size();
        auto [after, failure] = std::from_chars(number, said.data() + said.size(), reply.code);
        if (failure == std::errc() && after != said.data() + said.size() && *after == '\n') {
            const auto start = first + begin.size();
            reply.out = last >= start ? said.substr(start, last - start) : std::string_view();
            return reply;
        }
    }
    return Error{Error::Code::Network, text("The answer was cut off on its way.")};
}

} // namespace opificio
