// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/Encoder.h"
#include "media/Format.h"

#include "base/Text.h"

namespace opificio::format {

namespace {

const std::vector<std::string> efforts
    = {"ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"};
const std::vector<std::string> tunes = {"none", "film", "animation", "grain", "stillimage"};
enum OddEdges { Repeat, Refuse };

Result<std::unique_ptr<Writer>> open(
    const std::filesystem::path& path, Size size, Rate rate, Frame total, const Values& values, Task& task)
{
    if (size.width % 2 || size.height % 2) {
        std::string name = path.filename().string();
        if (values.whole("odd") == Refuse) {
            return Error{Error::Code::Invalid,
                text("Cannot write {0}: H.264 needs an even width and height, and {1} × {2} is odd.", name, size.width,
                    size.height),
                path.string()};
        }
        task.note(text("{0} becomes {1} × {2} pixels: H.264 needs even edges, so the last column or row is repeated.", name,
            size.width + size.width % 2, size.height + size.height % 2));
    }
    EncoderSettings settings;
    settings.path = path;
    settings.size = size;
    settings.rate = rate;
    settings.total = total;
    settings.container = "mp4";
    settings.codec = "libx264";
    settings.codecOptions
        = {{"crf", textArgument(values.number("quality"))}, {"preset", efforts.at(std::size_t(values.whole("effort")))}};
    if (std::int64_t tune = values.whole("tune"); tune > 0)
        settings.codecOptions["tune"] = tunes.at(std::size_t(tune));
    // The index before the pictures, so that a player can start before it has everything; times counted in the film's own
    // ticks instead of thousandths of a second, so that its length is exact.
    settings.containerOptions = {{"movflags", "+faststart"}, {"movie_timescale", std::to_string(rate.numerator)}};
    settings.metadata = {{"title", values.text("title")}, {"comment", values.text("comment")}};
    settings.sound = values.text("sound");
    settings.soundBitsPerSecond = int(values.whole("sound_kbps")) * 1000;
    return openEncoder(std::move(settings), task);
}

} // namespace

extern const Format h264Format;
const Format h264Format = {
    .name = "h264",
    .label = words("Film, H.264"),
    .help = words("One MP4 file that plays nearly everywhere: H.264, 8 bits, 4:2:0, BT.709. Transparent parts become black."),
    .extension = ".mp4",
    .shape = Format::Shape::Film,
    .params = {
        {.name = "quality", .label = words("Quality"),
            .help = words("The constant rate factor: less is better and larger. 18 is hard to tell from the original; 0 keeps every value, but not every player can show that."),
            .low = 0, .high = 51, .initial = 18.0},
        {.name = "effort", .label = words("Effort"),
            .help = words("Slower makes smaller files of the same quality."),
            .type = Param::Type::Choice, .low = 0, .high = 8, .initial = std::int64_t(5), .choices = efforts},
        {.name = "tune", .label = words("Made of"),
            .help = words("What the encoder keeps first: the grain of a scan, flat drawn areas, single stills."),
            .type = Param::Type::Choice, .low = 0, .high = 4, .initial = std::int64_t(0), .choices = tunes},
        {.name = "odd", .label = words("Odd edges"),
            .help = words("What to do with an odd width or height, which H.264 does not have: repeat the last column or row, or refuse."),
            .type = Param::Type::Choice, .low = 0, .high = 1, .initial = std::int64_t(Repeat), .choices = {"repeat", "refuse"}},
        {.name = "sound", .label = words("Sound"),
            .help = words("A sound file, or a film whose sound is taken. It starts with the film and ends with it at the latest."),
            .type = Param::Type::File, .initial = std::string()},
        {.name = "sound_kbps", .label = words("Sound quality"),
            .help = words("How much the sound may weigh, as AAC at 48 kHz in stereo."),
            .type = Param::Type::Whole, .low = 64, .high = 512, .initial = std::int64_t(256), .unit = "kbit/s"},
        titleParam(),
        commentParam(),
    },
    .open = open,
};

} // namespace opificio::format
