#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <string_view>

#include "base/Rate.h"

namespace opificio {

/// "00:00:04:12": hours, minutes, seconds, frames; every frame of the work has its own, none is left out. Where a rate is no
/// whole number its next one is counted.
std::string timeText(Frame frame, const Rate& rate);

/// What a person types for a place in time: "112" (a frame), "4.5 s", "112 frames", "1:10" (minutes and seconds), "00:00:04:12",
/// "2 min", each also as a step from `at` when it begins with + or -. Inside 0 to frames - 1. Any thread.
Result<Frame> frameTyped(std::string_view typed, const Rate& rate, Frame at, Frame frames);

} // namespace opificio
