// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Backend.h"

#include "base/Text.h"

#include <chrono>
#include <thread>

namespace opificio {

Result<> runAndWait(const Backend& backend, const std::filesystem::path& folder, Task& task)
{
    TRY_DO(backend.submit(folder));
    bool cancelled = false;
    int unknown = 0;
    JobStatus told;
    while (true) {
        TRY(auto status, backend.poll(folder));
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
            return Error{
                Error::Code::Cancelled, text("Stopped. What was done so far is kept in {0}.", folder.string()), folder.string()};
        case JobStatus::State::Unknown:
            // Its process is gone without a word: two looks, because it may just be writing its last one.
            if (++unknown > 10)
                return Error{Error::Code::Internal,
                    text("The job ended without saying why; its log lies in {0}.", (folder / "log.txt").string()),
                    folder.string()};
            break;
        case JobStatus::State::Running:
            if (status.done != told.done || status.of != told.of || status.words != told.words)
                task.progress(status.done, status.of, status.words);
            told = status;
            break;
        case JobStatus::State::Queued:
            break;
        }
        if (task.stopped() && !cancelled) {
            cancelled = true;
            TRY_DO(backend.cancel(folder));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

} // namespace opificio
