#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/Rate.h"
#include "base/Result.h"
#include "image/Image.h"

namespace opificio {

/// What a hostile or mistaken film meets.
struct FilmLimits {
    int edge = largestEdge; ///< more pixels along an edge are refused before memory is taken
    std::int64_t pixels = 100'000'000;
    /// As set: limits.film_pixels and limits.film_edge of base/Settings.h.
    static FilmLimits chosen();
};

/// A film on disk, read as pictures: always upright, with square pixels, in Display space, as it would be played. Colours
/// follow the file's tags for matrix, range and chroma siting; a file without tags is taken for BT.709 from 720 lines
/// upward and for BT.601 below. Ordinary transfer curves are left as they are: a film's BT.709 values are shown as Display
/// values, as players do. High dynamic range and BT.2020's primaries become Display as media/Light.h says. An interlaced frame is
/// the picture at the moment of its first field: what moves is made whole from the lines around (media/Fields.h), what stands is
/// kept line for line. Progressive frames are left as they are. Used by one thread at a time; two films on the same file are
/// independent. Decoding uses threads of its own.
class Film {
public:
    static Result<Film> open(const std::filesystem::path& path, const FilmLimits& limits = FilmLimits::chosen());
    Film(Film&&) noexcept;
    Film& operator=(Film&&) noexcept;
    ~Film();

    /// As it is shown: turned upright, pixels made square.
    Size size() const;
    /// The nominal rate. A film whose frames last differently is read by its own times, whatever is said here.
    Rate rate() const;
    /// From the first frame's beginning to the last one's end.
    Seconds duration() const;
    /// As stated by the file, else counted from its length and rate. A film that was cut short has fewer.
    Frame frames() const;
    /// 8, or more: pictures then come as Rgba16.
    int bitsPerChannel() const;
    /// "h264", "prores" ...
    std::string_view codec() const;

    /// The frame that is shown at that time, exactly, counted from the first frame; before the start the first, after
    /// the end the last. Going forward is fast: the decoder runs on. Fails only when no frame near can be decoded.
    Result<Image> frameAt(Seconds seconds);
    /// Frame `index` of the nominal rate.
    Result<Image> frame(Frame index);

    /// A sentence when the film turned out to be damaged or cut short while it was read; empty otherwise. The frames
    /// before and after the damage are still given.
    const std::string& damage() const;

private:
    struct State;
    explicit Film(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace opificio
