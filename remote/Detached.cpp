// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Detached.h"

#include "base/Resources.h"
#include "base/Text.h"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace opificio {

namespace {

constexpr std::size_t longestInput = 4096;

} // namespace

std::filesystem::path cliProgram()
{
    auto own = programFile();
    if (own.filename() == "opificio-cli")
        return own;
    auto beside = own.parent_path() / "opificio-cli";
    std::error_code code;
    return std::filesystem::exists(beside, code) ? beside : own.parent_path().parent_path() / "bin" / "opificio-cli";
}

Result<> startDetached(const std::filesystem::path& program, std::vector<std::string> arguments, const std::filesystem::path& log,
    int nice, const FileLock* held, std::string_view input)
{
    std::string file = program.string(), lines = log.string();
    if (::access(file.c_str(), X_OK) != 0)
        return Error{Error::Code::NotFound, text("Cannot find {0}, which runs jobs.", file), file};
    std::vector<char*> words = {file.data()};
    for (std::string& argument : arguments)
        words.push_back(argument.data());
    words.push_back(nullptr);
    // All of it lies in the pipe before anybody reads: it holds more than that.
    int pipe[2] = {-1, -1};
    if (!input.empty()
        && (input.size() > longestInput || ::pipe2(pipe, O_CLOEXEC) != 0
            || ::write(pipe[1], input.data(), input.size()) != ssize_t(input.size()))) {
        const int why = input.size() > longestInput ? E2BIG : errno;
        ::close(pipe[0]);
        ::close(pipe[1]);
        return Error{Error::Code::OutOfMemory, text("Cannot start the job: {0}.", std::strerror(why)), lines};
    }
    const int kept = held ? held->copyForChild() : -1;
    // A grandchild: closing the caller's window or terminal does not reach it.
    const pid_t child = ::fork();
    if (child == 0) {
        ::setsid();
        const pid_t grandchild = ::fork();
        if (grandchild != 0)
            ::_exit(grandchild < 0 ? 1 : 0);
        const int nothing = ::open("/dev/null", O_RDWR);
        const int complaints = ::open(lines.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
        ::dup2(pipe[0] >= 0 ? pipe[0] : nothing, 0);
        ::dup2(nothing, 1);
        ::dup2(complaints >= 0 ? complaints : nothing, 2);
        ::signal(SIGPIPE, SIG_DFL);
        // Where it is not let stand back, it does its work all the same.
        (void)!::nice(nice);
        ::execv(file.c_str(), words.data());
        ::_exit(127);
    }
    const int number = errno;
    for (int file : {kept, pipe[0], pipe[1]}) {
        if (file >= 0)
            ::close(file);
    }
    if (child < 0)
        return Error{Error::Code::OutOfMemory, text("Cannot start the job: {0}.", std::strerror(number)), lines};
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return Error{Error::Code::OutOfMemory, text("Cannot start the job: {0}.", std::strerror(EAGAIN)), lines};
    return {};
}

} // namespace opificio
