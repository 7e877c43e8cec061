#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <memory>
#include <vector>

#include "base/Rate.h"
#include "base/Result.h"

namespace opificio {

/// A sound file, or the sound of a film, read once from its start as stereo floats at a rate of one's choice. One thread
/// at a time.
class Sound {
public:
    static Result<Sound> open(const std::filesystem::path& path, int samplesPerSecond);
    Sound(Sound&&) noexcept;
    Sound& operator=(Sound&&) noexcept;
    ~Sound();

    /// As stated by the file; 0 when it does not say.
    Seconds duration() const;
    /// The next `count` samples, left and right in turn (2 * count numbers); fewer at the end, none after it. A damaged
    /// place is passed over.
    Result<std::vector<float>> read(int count);

private:
    struct State;
    explicit Sound(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace opificio
