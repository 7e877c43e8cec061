// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/Format.h"

#include "media/Yuv.h"
#include "base/File.h"
#include "base/Id.h"
#include "base/Text.h"
#include "image/ImageFile.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace opificio::format {

namespace {

enum Depth { AsRendered, Eight, Sixteen };

using Words = std::vector<std::pair<std::string, std::string>>;

// Numbered stills, each an independent file: a few threads compress, each one frame. They grow in a folder beside, whose
// files are moved in place at the end.
class Stills final : public Writer {
public:
    Stills(std::filesystem::path path, Size size, Frame total, Depth depth, Frame start, Words words, Task& task)
        : m_path(std::move(path))
        , m_size(size)
        , m_total(total)
        , m_depth(depth)
        , m_start(start)
        , m_words(std::move(words))
        , m_task(task)
    {
    }

    ~Stills() override
    {
        {
            std::lock_guard lock(m_mutex);
            m_halt = true;
            m_changed.notify_all();
        }
        join();
        std::error_code ignored;
        if (!m_beside.empty())
            std::filesystem::remove_all(m_beside, ignored);
    }

    Result<> open()
    {
        std::filesystem::path folder = m_path.has_parent_path() ? m_path.parent_path() : std::filesystem::path(".");
        TRY_DO(makeFolder(folder));
        std::filesystem::path beside = folder / ("." + m_path.filename().string() + "." + newId() + ".part");
        std::error_code code;
        std::filesystem::create_directory(beside, code);
        if (code)
            return writeError(m_path, code.value());
        m_beside = beside;
        unsigned workers = std::clamp(std::thread::hardware_concurrency(), 1u, 8u);
        for (unsigned number = 0; number < workers; ++number)
            m_threads.emplace_back([this] { work(); });
        return {};
    }

    Result<> write(const Image& frame) override
    {
        std::string name = m_path.filename().string();
        if (frame.isNull() || !(frame.size() == m_size)) {
            return Error{Error::Code::Invalid,
                text("Cannot write {0}: frame {1} is {2} × {3} pixels and not {4} × {5}.", name, m_taken + 1, frame.size().width,
                    frame.size().height, m_size.width, m_size.height)};
        }
        if (m_total && m_taken >= m_total)
            return Error{Error::Code::Invalid, text("Cannot write {0}: more frames came than the {1} announced.", name, m_total)};
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_failure || m_waiting.size() + m_working < 4; });
        if (m_failure)
            return *m_failure;
        if (m_task.stopped())
            return Error{Error::Code::Cancelled, text("Writing {0} was stopped.", name)};
        m_waiting.push_back({m_taken++, frame});
        m_changed.notify_all();
        return {};
    }

    Result<std::vector<std::filesystem::path>> finish() override
    {
        {
            std::lock_guard lock(m_mutex);
            m_complete = true;
            m_changed.notify_all();
        }
        join();
        std::string name = m_path.filename().string();
        if (m_failure)
            return *m_failure;
        if (m_task.stopped())
            return Error{Error::Code::Cancelled, text("Writing {0} was stopped.", name)};
        if (m_taken == 0 || m_taken < m_total)
            return Error{
                Error::Code::Invalid, text("Cannot write {0}: {1} frames came, {2} were announced.", name, m_taken, m_total)};
        std::vector<std::filesystem::path> files;
        for (Frame number = 0; number < m_taken; ++number) {
            std::filesystem::path file = final(number);
            std::error_code code;
            std::filesystem::rename(beside(number), file, code);
            if (code)
                return writeError(file, code.value());
            files.push_back(std::move(file));
        }
        return files;
    }

private:
    std::filesystem::path beside(Frame number) const { return m_beside / (std::to_string(number) + ".png"); }

    // flood.png: flood.0001.png ...; a single frame keeps the name as it is.
    std::filesystem::path final(Frame number) const
    {
        if (m_total == 1)
            return m_path;
        std::string digits = std::to_string(m_start + number);
        std::size_t wide = std::max<std::size_t>(4, std::to_string(m_start + std::max<Frame>(m_total, m_taken) - 1).size());
        digits.insert(0, wide - std::min(wide, digits.size()), '0');
        return m_path.parent_path() / (m_path.stem().string() + "." + digits + m_path.extension().string());
    }

    void work()
    {
        for (;;) {
            std::pair<Frame, Image> mine;
            {
                std::unique_lock lock(m_mutex);
                m_changed.wait(lock, [this] { return m_halt || m_failure || m_complete || !m_waiting.empty(); });
                if (m_halt || m_failure || m_waiting.empty())
                    return;
                mine = std::move(m_waiting.front());
                m_waiting.pop_front();
                ++m_working;
            }
            Result<> done = m_task.stopped()
                ? Error{Error::Code::Cancelled, text("Writing {0} was stopped.", m_path.filename().string())}
                : save(mine.first, mine.second);
            std::lock_guard lock(m_mutex);
            --m_working;
            if (!done && !m_failure)
                m_failure = done.takeError();
            m_changed.notify_all();
        }
    }

    Result<> save(Frame number, const Image& image)
    {
        bool deep = m_depth == Sixteen || (m_depth == AsRendered && image.format() != Image::Format::Rgba8);
        std::filesystem::path file = beside(number);
        auto named = [this](Error error) {
            // The sentence is about the file that was asked for, not about the one beside it.
            if (error.code == Error::Code::DiskFull)
                error.message
                    = text("Cannot write {0}: the disk is full. Free some space and try again.", m_path.filename().string());
            error.what = m_path.string();
            return error;
        };
        Image ready = deep ? converted(image, Image::Format::Rgba16, ColourSpace::Display) : toRgba8(image);
        if (auto written = writePng(file, ready, m_words); !written)
            return named(written.takeError());
        return {};
    }

    void join()
    {
        for (std::thread& thread : m_threads)
            thread.join();
        m_threads.clear();
    }

    std::filesystem::path m_path, m_beside;
    Size m_size;
    Frame m_total, m_taken = 0;
    Depth m_depth;
    Frame m_start;
    Words m_words;
    Task& m_task;
    std::vector<std::thread> m_threads;
    std::condition_variable m_changed;
    // Guards: everything below.
    std::mutex m_mutex;
    std::deque<std::pair<Frame, Image>> m_waiting;
    std::size_t m_working = 0;
    std::optional<Error> m_failure;
    bool m_complete = false, m_halt = false;
};

Result<std::unique_ptr<Writer>> open(
    const std::filesystem::path& path, Size size, Rate, Frame total, const Values& values, Task& task)
{
    Words said;
    for (auto [keyword, param] : {std::pair("Title", "title"), std::pair("Comment", "comment")}) {
        if (std::string content = values.text(param); !content.empty())
            said.emplace_back(keyword, std::move(content));
    }
    auto stills
        = std::make_unique<Stills>(path, size, total, Depth(values.whole("depth")), values.whole("start"), std::move(said), task);
    TRY_DO(stills->open());
    return std::unique_ptr<Writer>(std::move(stills));
}

} // namespace

extern const Format pngFormat;
const Format pngFormat = {
    .name = "png",
    .label = words("Stills, PNG"),
    .help = words("One numbered PNG a frame (NAME.0001.png ...), or a single one for a single frame. Nothing is lost but what 8 bits round; transparency is kept."),
    .extension = ".png",
    .shape = Format::Shape::Stills,
    .params = {
        {.name = "depth", .label = words("Depth"),
            .help = words("Bits a channel: 16 for further grading, 8 for showing; as rendered takes 8 for pictures of 8 bits and 16 for all others."),
            .type = Param::Type::Choice, .low = 0, .high = 2, .initial = std::int64_t(AsRendered), .choices = {"as rendered", "8", "16"}},
        {.name = "start", .label = words("First number"),
            .help = words("The number of the first still."),
            .type = Param::Type::Whole, .low = 0, .high = 1e9, .initial = std::int64_t(1), .unit = "frames"},
        titleParam(),
        commentParam(),
    },
    .open = open,
};

} // namespace opificio::format
