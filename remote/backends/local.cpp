// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Backend.h"

#include "base/File.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "remote/Job.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace opificio::backends {

namespace {

// Held by the process of the job from before it starts until it is gone, whatever becomes of it.
std::filesystem::path livePath(const std::filesystem::path& folder)
{
    return folder / ".live";
}

std::filesystem::path worker()
{
    auto own = programFile();
    if (own.filename() == "opificio-cli")
        return own;
    auto beside = own.parent_path() / "opificio-cli";
    std::error_code code;
    return std::filesystem::exists(beside, code) ? beside : own.parent_path().parent_path() / "bin" / "opificio-cli";
}

// Its status may say that it has ended while its process still puts its files away: asked to go on in that moment, it is waited
// for. One that runs is Busy at once.
Result<FileLock> takenOnceItIsGone(const std::filesystem::path& folder)
{
    using State = JobStatus::State;
    using namespace std::chrono_literals;
    for (auto until = std::chrono::steady_clock::now() + 20s;;) {
        auto live = FileLock::take(livePath(folder));
        if (live || live.error().code != Error::Code::Busy || std::chrono::steady_clock::now() > until)
            return live;
        auto status = JobStatus::read(folder);
        if (!status || (status->state != State::Cancelled && status->state != State::Failed && status->state != State::Done))
            return live;
        std::this_thread::sleep_for(50ms);
    }
}

// The job is a grandchild in a session of its own: closing the caller's window or terminal does not reach it, and
// nobody has to wait for it.
Result<> submit(const std::filesystem::path& folder)
{
    std::string program = worker().string();
    std::string argument = folder.string();
    std::string log = (folder / "log.txt").string();
    if (::access(program.c_str(), X_OK) != 0)
        return Error{Error::Code::NotFound, text("Cannot find {0}, which runs jobs.", program), program};
    TRY(auto live, takenOnceItIsGone(folder));
    JobStatus::markQueued(folder);
    int kept = live.copyForChild();
    pid_t child = ::fork();
    if (child < 0) {
        int number = errno;
        ::close(kept);
        return Error{Error::Code::OutOfMemory, text("Cannot start the job: {0}.", std::strerror(number)), argument};
    }
    if (child == 0) {
        ::setsid();
        pid_t grandchild = ::fork();
        if (grandchild != 0)
            ::_exit(grandchild < 0 ? 1 : 0);
        int nothing = ::open("/dev/null", O_RDWR);
        int lines = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
        ::dup2(nothing, 0);
        ::dup2(nothing, 1);
        ::dup2(lines >= 0 ? lines : nothing, 2);
        ::signal(SIGPIPE, SIG_DFL);
        ::execl(program.c_str(), program.c_str(), "run", argument.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
    }
    ::close(kept);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return Error{Error::Code::OutOfMemory, text("Cannot start the job: {0}.", std::strerror(EAGAIN)), argument};
    return {};
}

Result<JobStatus> poll(const std::filesystem::path& folder)
{
    TRY(auto status, JobStatus::read(folder));
    // It was started, is gone, and never said a word: cut off before it began.
    std::error_code code;
    if (status.state == JobStatus::State::Queued && std::filesystem::exists(livePath(folder), code)
        && !FileLock::isHeld(livePath(folder))) {
        // It may have spoken between the two looks.
        TRY(status, JobStatus::read(folder));
        if (status.state == JobStatus::State::Queued)
            status.state = JobStatus::State::Unknown;
    }
    return status;
}

Result<> cancel(const std::filesystem::path& folder)
{
    // The running process looks for this file; a signal by number could reach a stranger that took over the number.
    return writeFile(folder / "cancel", "");
}

} // namespace

extern const Backend localBackend = {
    .name = "local",
    .help = words("This computer: a process of its own, which goes on when the window is closed."),
    .submit = submit,
    .poll = poll,
    .cancel = cancel,
};

} // namespace opificio::backends
