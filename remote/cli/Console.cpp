// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Console.h"

#include "base/File.h"
#include "base/Text.h"

#include <cerrno>
#include <cstdio>

#include <unistd.h>

namespace opificio {

namespace {

bool print(std::FILE* stream, std::string_view line)
{
    bool whole = std::fwrite(line.data(), 1, line.size(), stream) == line.size();
    whole = std::fputc('\n', stream) != EOF && whole;
    return std::fflush(stream) == 0 && whole;
}

// One line, whatever a name in it holds: a control character would break it, or tell the terminal what to do.
std::string visible(std::string_view line)
{
    std::string shown;
    shown.reserve(line.size());
    for (std::size_t at = 0; at < line.size(); ++at) {
        auto byte = static_cast<unsigned char>(line[at]);
        auto next = at + 1 < line.size() ? static_cast<unsigned char>(line[at + 1]) : 0u;
        // U+0080 to U+009F are two bytes.
        bool second = byte == 0xc2 && next >= 0x80 && next < 0xa0;
        char code[8] = {};
        if (byte == '\n')
            shown += "\\n";
        else if (byte == '\t')
            shown += "\\t";
        else if (byte < 0x20 || byte == 0x7f || second)
            std::snprintf(code, sizeof code, "\\x%02x", second ? next : unsigned(byte));
        else
            shown += line[at];
        shown += code;
        at += second;
    }
    return shown;
}

} // namespace

Console::Console(Voice voice)
    : m_voice(voice)
    , m_onTerminal(::isatty(2))
    , m_task([this](const Task::Progress& progress) { this->progress(progress); }, [this](std::string_view line) { warn(line); })
{
}

void Console::say(std::string_view line)
{
    if (!json())
        answer(visible(line));
}

void Console::answer(std::string_view line)
{
    if (m_answerError == 0 && !print(stdout, line))
        m_answerError = errno != 0 ? errno : EIO;
}

void Console::item(Json data)
{
    if (!json())
        return;
    data["event"] = "item";
    answer(printJsonLine(data));
}

void Console::warn(std::string_view sentence, std::string_view what)
{
    if (json()) {
        answer(printJsonLine({{"event", "warning"}, {"sentence", sentence}, {"what", what}}));
        return;
    }
    if (m_lineOpen)
        std::fputs("\r\033[K", stderr);
    m_lineOpen = false;
    print(stderr, visible(sentence));
}

Warn Console::warnings()
{
    return [this](std::string_view sentence, std::string_view what) { warn(sentence, what); };
}

void Console::progress(const Task::Progress& progress)
{
    auto now = std::chrono::steady_clock::now();
    bool last = progress.of > 0 && progress.done >= progress.of;
    auto pause = m_onTerminal || json() ? std::chrono::milliseconds(100) : std::chrono::milliseconds(5000);
    if (!last && now - m_lastProgress < pause)
        return;
    m_lastProgress = now;
    if (json()) {
        answer(printJsonLine({{"event", "progress"}, {"done", progress.done}, {"of", progress.of}, {"words", progress.words}}));
    } else if (m_onTerminal) {
        std::fprintf(stderr, "\r\033[K%s", visible(progress.words).c_str());
        std::fflush(stderr);
        m_lineOpen = true;
    } else {
        print(stderr, visible(progress.words));
    }
}

int Console::finish(const Result<Json>& result)
{
    if (m_lineOpen)
        std::fputs("\r\033[K", stderr);
    if (json()) {
        Json last = {{"event", "result"}, {"ok", bool(result)}};
        if (result)
            last["data"] = *result;
        else
            last["error"]
                = {{"code", codeWord(result.error().code)}, {"sentence", result.error().message}, {"what", result.error().what}};
        answer(printJsonLine(last));
    } else if (!result) {
        print(stderr, visible(result.error().message));
    }
    bool lost = m_answerError != 0 && m_answerError != EPIPE;
    if (lost)
        print(stderr, visible(writeError(text("the answer"), m_answerError).message));
    if (m_exitCode >= 0)
        return m_exitCode;
    return result && !lost ? 0 : 1;
}

} // namespace opificio
