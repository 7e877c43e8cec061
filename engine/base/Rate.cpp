// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Rate.h"

#include "base/Text.h"

#include <charconv>
#include <cmath>
#include <numeric>

namespace opificio {

Frame Rate::frameAt(Seconds seconds) const
{
    // A hair above, so that secondsOf() and frameAt() are inverse in spite of rounding.
    return Frame(std::floor(seconds * double(numerator) / double(denominator) + 1e-6));
}

Frame Rate::framesIn(Seconds seconds) const
{
    return Frame(std::llround(seconds * double(numerator) / double(denominator)));
}

Result<Rate> Rate::parse(std::string_view typed)
{
    auto wrong = [&] {
        return Error{Error::Code::Invalid, opificio::text("\"{0}\" is not a frame rate; write it as 25 or 30000/1001.", typed)};
    };
    Rate rate;
    auto slash = typed.find('/');
    auto whole = [](std::string_view part, std::int64_t& number) {
        auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), number);
        return failure == std::errc() && end == part.data() + part.size();
    };
    if (slash != std::string_view::npos) {
        if (!whole(typed.substr(0, slash), rate.numerator) || !whole(typed.substr(slash + 1), rate.denominator))
            return wrong();
    } else if (!whole(typed, rate.numerator)) {
        double number = 0;
        auto [end, failure] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
        if (failure != std::errc() || end != typed.data() + typed.size() || !std::isfinite(number))
            return wrong();
        // The rates of television are multiples of 1000/1001.
        double television = std::round(number * 1.001);
        if (std::abs(television * 1000 / 1001 - number) < 0.005)
            rate = {std::int64_t(television) * 1000, 1001};
        else
            rate = {std::int64_t(std::llround(number * 1000)), 1000};
    }
    if (rate.numerator <= 0 || rate.denominator <= 0 || rate.numerator > rate.denominator * 1000 || rate.denominator > 1'000'000)
        return wrong();
    auto divisor = std::gcd(rate.numerator, rate.denominator);
    return Rate{rate.numerator / divisor, rate.denominator / divisor};
}

} // namespace opificio
