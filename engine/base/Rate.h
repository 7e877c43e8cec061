#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <string>
#include <string_view>

#include "base/Result.h"

namespace opificio {

using Seconds = double;
using Frame = std::int64_t;

/// Frames a second as a fraction; written "25/1" or "30000/1001".
struct Rate {
    std::int64_t numerator = 25, denominator = 1;

    Seconds secondsOf(Frame frame) const { return double(frame) * double(denominator) / double(numerator); }
    /// The frame that is shown at that time.
    Frame frameAt(Seconds seconds) const;
    /// How many frames last about so long: the nearest number.
    Frame framesIn(Seconds seconds) const;
    std::string text() const { return std::to_string(numerator) + "/" + std::to_string(denominator); }
    /// "25", "25/1", "29.97" (taken for 30000/1001); more than 0, at most 1000.
    static Result<Rate> parse(std::string_view typed);
    friend bool operator==(const Rate&, const Rate&) = default;
};

} // namespace opificio
