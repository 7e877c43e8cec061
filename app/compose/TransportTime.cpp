// SPDX-License-Identifier: GPL-3.0-or-later
#include "TransportTime.h"

#include "base/Param.h"
#include "base/Text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

namespace opificio {

namespace {

Frame counted(const Rate& rate)
{
    return std::max<Frame>(1, Frame(std::llround(double(rate.numerator) / double(rate.denominator))));
}

std::string twoDigits(Frame number)
{
    std::string digits = std::to_string(number);
    return digits.size() < 2 ? "0" + digits : digits;
}

std::string plain(std::string_view typed)
{
    std::string words;
    for (char letter : typed) {
        if (letter == ',')
            letter = '.';
        if (letter >= 'A' && letter <= 'Z')
            letter = char(letter - 'A' + 'a');
        if (letter != ' ' || (!words.empty() && words.back() != ' '))
            words.push_back(letter);
    }
    while (!words.empty() && words.back() == ' ')
        words.pop_back();
    return words;
}

// "1:10", "0:01:10", "00:01:10:05"; the last of four counts frames.
std::optional<Frame> ofClock(std::string_view words, const Rate& rate)
{
    std::vector<double> parts;
    while (true) {
        auto colon = words.find(':');
        std::string_view part = words.substr(0, colon);
        double number = 0;
        auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), number);
        if (failure != std::errc() || end != part.data() + part.size() || number < 0 || number > 1e6)
            return {};
        parts.push_back(number);
        if (colon == std::string_view::npos)
            break;
        words.remove_prefix(colon + 1);
    }
    if (parts.size() < 2 || parts.size() > 4)
        return {};
    if (parts.size() == 4) {
        double seconds = (parts[0] * 60 + parts[1]) * 60 + parts[2];
        return Frame(std::llround(seconds)) * counted(rate) + Frame(std::llround(parts[3]));
    }
    double seconds = 0;
    for (double part : parts)
        seconds = seconds * 60 + part;
    return rate.framesIn(seconds);
}

std::optional<Frame> ofNumber(std::string_view words, const Rate& rate)
{
    struct Unit {
        std::string_view word;
        double seconds; // 0: frames
    };
    static constexpr std::array units = {Unit{"milliseconds", 0.001}, Unit{"millisecondi", 0.001}, Unit{"fotogrammi", 0},
        Unit{"fotogramma", 0}, Unit{"minutes", 60}, Unit{"seconds", 1}, Unit{"secondi", 1}, Unit{"frames", 0}, Unit{"minuti", 60},
        Unit{"minute", 60}, Unit{"minuto", 60}, Unit{"second", 1}, Unit{"secondo", 1}, Unit{"frame", 0}, Unit{"sec", 1},
        Unit{"min", 60}, Unit{"ms", 0.001}, Unit{"fr", 0}, Unit{"s", 1}, Unit{"f", 0}};
    double scale = 0;
    for (const Unit& unit : units) {
        if (words.ends_with(unit.word)) {
            words.remove_suffix(unit.word.size());
            scale = unit.seconds;
            break;
        }
    }
    auto value = parseValue({.name = "time", .label = "", .help = "", .low = -1e12, .high = 1e12}, words);
    if (!value)
        return {};
    double number = numberOf(*value);
    return scale > 0 ? rate.framesIn(number * scale) : Frame(std::llround(number));
}

} // namespace

std::string timeText(Frame frame, const Rate& rate)
{
    Frame each = counted(rate);
    Frame seconds = frame / each;
    return twoDigits(seconds / 3600) + ":" + twoDigits(seconds / 60 % 60) + ":" + twoDigits(seconds % 60) + ":"
        + twoDigits(frame % each);
}

Result<Frame> frameTyped(std::string_view typed, const Rate& rate, Frame at, Frame frames)
{
    std::string words = plain(typed);
    std::string_view rest = words;
    int direction = 0;
    if (!rest.empty() && (rest.front() == '+' || rest.front() == '-')) {
        direction = rest.front() == '+' ? 1 : -1;
        rest.remove_prefix(1);
    }
    auto frame = rest.find(':') == std::string_view::npos ? ofNumber(rest, rate) : ofClock(rest, rate);
    if (!frame)
        return Error{Error::Code::Invalid,
            text("\"{0}\" is no place in time; write a frame (112), seconds (4.5 s) or 00:00:04:12.", typed)};
    Frame wanted = direction == 0 ? *frame : at + direction * *frame;
    return std::clamp<Frame>(wanted, 0, std::max<Frame>(0, frames - 1));
}

} // namespace opificio
