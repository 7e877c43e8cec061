// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Backend.h"

#include "base/Text.h"

#include <chrono>
#include <thread>

namespace opificio {

namespace {

// What takes the job up again, as it can be typed.
std::string runCommand(const std::filesystem::path& folder)
{
    std::string name = folder.string();
    return "opificio-cli run " + (name.find(' ') == std::string::npos ? name : "\"" + name + "\"");
}

// A job keeps what it is to go on from in checkpoint/.
Error cutOff(const std::filesystem::path& folder)
{
    std::error_code code;
    std::string log = (folder / "log.txt").string();
    std::string sentence = std::filesystem::is_directory(folder / "checkpoint", code)
        ? text("The job was cut off without a word; its log lies in {0}. It goes on from its last checkpoint with: {1}", log,
            runCommand(folder))
        : text("The job was cut off without a word; its log lies in {0}. It had no checkpoint yet and begins anew with: {1}", log,
            runCommand(folder));
    return {Error::Code::Internal, sentence, folder.string()};
}

} // namespace

Result<> runAndWait(const Backend& backend, const std::filesystem::path& folder, Task& task)
{
    if (auto started = backend.submit(folder); !started && started.error().code != Error::Code::Busy)
        return started;
    int stopping = 0;
    int unknown = 0;
    JobStatus told;
    while (true) {
        TRY(auto status, backend.poll(folder));
        std::size_t known = status.attempt == told.attempt ? told.warnings.size() : 0;
        for (std::size_t i = known; i < status.warnings.size(); ++i)
            task.note(status.warnings[i]);
        switch (status.state) {
        case JobStatus::State::Done:
            return {};
        case JobStatus::State::Failed:
            return Error{Error::Code::Internal,
                status.words.empty()
                    ? text("The job ended without saying why; its log lies in {0}.", (folder / "log.txt").string())
                    : status.words,
                folder.string()};
        case JobStatus::State::Cancelled:
            return Error{Error::Code::Cancelled,
                text("{0} To take it up again: {1}", status.words.empty() ? text("Stopped.") : status.words, runCommand(folder)),
                folder.string()};
        case JobStatus::State::Unknown:
            // Its process is gone without a word: some looks, because it may just be writing its last one.
            if (++unknown > 10) {
                JobStatus::markCutOff(folder);
                return cutOff(folder);
            }
            break;
        case JobStatus::State::Running:
            if (!status.words.empty() && (status.done != told.done || status.of != told.of || status.words != told.words))
                task.progress(status.done, status.of, status.words);
            break;
        case JobStatus::State::Queued:
            break;
        }
        told = status;
        // Asked again each second: a job that only just begins may not have heard it.
        if (task.stopped() && stopping++ % 20 == 0)
            TRY_DO(backend.cancel(folder));
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

} // namespace opificio
