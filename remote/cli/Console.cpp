// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Console.h"

#include "base/Text.h"

#include <cstdio>

#include <unistd.h>

namespace opificio {

namespace {

void print(std::FILE* stream, std::string_view line)
{
    std::fwrite(line.data(), 1, line.size(), stream);
    std::fputc('\n', stream);
    std::fflush(stream);
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
        print(stdout, line);
}

void Console::item(Json data)
{
    if (!json())
        return;
    data["event"] = "item";
    print(stdout, printJsonLine(data));
}

void Console::warn(std::string_view sentence, std::string_view what)
{
    if (json()) {
        print(stdout, printJsonLine({{"event", "warning"}, {"sentence", sentence}, {"what", what}}));
        return;
    }
    if (m_lineOpen)
        std::fputs("\r\033[K", stderr);
    m_lineOpen = false;
    print(stderr, sentence);
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
        print(stdout,
            printJsonLine({{"event", "progress"}, {"done", progress.done}, {"of", progress.of}, {"words", progress.words}}));
    } else if (m_onTerminal) {
        std::fprintf(stderr, "\r\033[K%s", progress.words.c_str());
        std::fflush(stderr);
        m_lineOpen = true;
    } else {
        print(stderr, progress.words);
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
        print(stdout, printJsonLine(last));
    } else if (!result) {
        print(stderr, result.error().message);
    }
    if (m_exitCode >= 0)
        return m_exitCode;
    return result ? 0 : 1;
}

} // namespace opificio
