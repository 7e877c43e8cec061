// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/Light.h"

#include <algorithm>
#include <cmath>

namespace opificio::ffmpeg {

namespace {

constexpr int steps = 65'535;
constexpr double referenceWhite = 203; // cd/m2
constexpr double hlgPeak = 1000, hlgGamma = 1.2;
constexpr float knee = 0.8f;

// E of E', 0 to 1.
double hlgScene(double value)
{
    constexpr double a = 0.17883277, b = 0.28466892, c = 0.55991073;
    return value <= 0.5 ? value * value / 3 : (std::exp((value - c) / a) + b) / 12;
}

double pqNits(double value)
{
    constexpr double m1 = 2610.0 / 16384, m2 = 2523.0 / 32, c1 = 3424.0 / 4096, c2 = 2413.0 / 128, c3 = 2392.0 / 128;
    double power = std::pow(value, 1 / m2);
    return 10'000 * std::pow(std::max(power - c1, 0.0) / (c2 - c3 * power), 1 / m1);
}

double fromDisplay(double value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double displayed(double light)
{
    return light <= 0.0031308 ? light * 12.92 : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

} // namespace

Light::Kind Light::kindOf(const AVFrame& frame)
{
    Kind kind;
    if (frame.color_trc == AVCOL_TRC_ARIB_STD_B67)
        kind.curve = Curve::Hlg;
    else if (frame.color_trc == AVCOL_TRC_SMPTE2084)
        kind.curve = Curve::Pq;
    kind.wide = frame.color_primaries == AVCOL_PRI_BT2020
        || (kind.curve != Curve::Video
            && (frame.color_primaries == AVCOL_PRI_UNSPECIFIED || frame.color_primaries == AVCOL_PRI_RESERVED0));
    return kind;
}

Light::Light(Kind kind)
    : m_kind(kind)
    , m_linear(steps + 1)
    , m_encoded(steps + 1)
{
    for (int step = 0; step <= steps; ++step) {
        double value = double(step) / steps;
        m_linear[std::size_t(step)] = float(kind.curve == Curve::Hlg ? hlgScene(value)
                : kind.curve == Curve::Pq                            ? pqNits(value) / referenceWhite
                                                                     : fromDisplay(value));
        m_encoded[std::size_t(step)] = std::uint16_t(std::lround(displayed(value * value) * 65'535));
    }
    if (kind.curve != Curve::Hlg)
        return;
    m_gain.resize(steps + 1);
    for (int step = 0; step <= steps; ++step)
        m_gain[std::size_t(step)] = float(hlgPeak / referenceWhite * std::pow(double(step) / steps, 2 * (hlgGamma - 1)));
}

void Light::toDisplay(std::span<std::uint16_t> rgba) const
{
    bool high = m_kind.curve != Curve::Video;
    const float luma[3] = {m_kind.wide ? 0.2627f : 0.2126f, m_kind.wide ? 0.6780f : 0.7152f, m_kind.wide ? 0.0593f : 0.0722f};
    for (std::size_t at = 0; at + 3 < rgba.size(); at += 4) {
        float r = m_linear[rgba[at]], g = m_linear[rgba[at + 1]], b = m_linear[rgba[at + 2]];
        if (m_kind.curve == Curve::Hlg) {
            float scene = std::sqrt(std::clamp(luma[0] * r + luma[1] * g + luma[2] * b, 0.f, 1.f));
            float gain = m_gain[std::size_t(scene * steps + 0.5f)];
            r *= gain, g *= gain, b *= gain;
        }
        if (m_kind.wide) {
            float red = 1.660491f * r - 0.587641f * g - 0.072850f * b, green = -0.124550f * r + 1.132900f * g - 0.008349f * b;
            b = std::max(0.f, -0.018151f * r - 0.100579f * g + 1.118730f * b);
            r = std::max(0.f, red);
            g = std::max(0.f, green);
        }
        if (float most = std::max({r, g, b}); high && most > knee) {
            float rolled = (knee + (1 - knee) * (1 - std::exp((knee - most) / (1 - knee)))) / most;
            r *= rolled, g *= rolled, b *= rolled;
        }
        const float lights[3] = {r, g, b};
        for (std::size_t channel = 0; channel < 3; ++channel)
            rgba[at + channel] = m_encoded[std::size_t(std::sqrt(std::min(lights[channel], 1.f)) * steps + 0.5f)];
    }
}

} // namespace opificio::ffmpeg
