#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

namespace opificio {

/// How a picture is looked at, beside how it is: for the eye alone, never part of what is delivered.
struct ViewSettings {
    enum class Channel { All, Red, Green, Blue, Alpha, Luma };
    /// One alone is shown as grey.
    Channel channel = Channel::All;
    double gainStops = 0;
    /// Above 1 shows what lies in the dark.
    double gamma = 1;
    enum class Behind { Black, Checkerboard };
    Behind behind = Behind::Black;
    friend bool operator==(const ViewSettings&, const ViewSettings&) = default;
};

} // namespace opificio
