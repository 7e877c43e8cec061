#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

namespace opificio {

/// The way into long work: progress and lines of log go out, a wish to stop comes in.
/// progress() and note() are called by the worker; stop() by anybody, any thread.
class Task {
public:
    struct Progress {
        double done = 0; ///< of `of`; in the work's own unit (frames, items, steps)
        double of = 0; ///< 0 when it is not known
        std::string words; ///< "frame 12 of 250"
    };
    using Listener = std::function<void(const Progress&)>;

    /// Nobody listens.
    Task() = default;
    explicit Task(Listener listener, std::function<void(std::string_view)> lines = {})
        : m_listener(std::move(listener))
        , m_lines(std::move(lines))
    {
    }
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;

    void progress(double done, double of, std::string_view words)
    {
        if (m_listener)
            m_listener({done, of, std::string(words)});
    }
    /// A line for the log of this work: something that was skipped or done otherwise, as a sentence.
    void note(std::string_view line)
    {
        if (m_lines)
            m_lines(line);
    }
    bool stopped() const { return m_stop.load(std::memory_order_relaxed); }
    /// Safe in a signal handler.
    void stop() { m_stop.store(true, std::memory_order_relaxed); }

private:
    Listener m_listener;
    std::function<void(std::string_view)> m_lines;
    std::atomic<bool> m_stop = false;
};

} // namespace opificio
