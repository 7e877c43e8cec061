// SPDX-License-Identifier: GPL-3.0-or-later
// Writing 1080p frames as H.264: our writer against the ffmpeg command on the same raw frames, with the same settings and
// the same meaning of colours. Pairs in turn, the median of the pairs' ratios; wall time and CPU time.
#include "base/Log.h"
#include "media/Film.h"
#include "media/Format.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

using namespace opificio;

namespace {

constexpr Size size = {1920, 1080};
constexpr int count = 30;

// Overlapping leaves of many sizes with grain, moving slowly: edges, flats and texture, as scans have them.
std::vector<Image> frames()
{
    std::uint32_t state = 1;
    auto random = [&state] {
        state = state * 747796405u + 2891336453u;
        std::uint32_t word = ((state >> ((state >> 28) + 4)) ^ state) * 277803737u;
        return double((word >> 22) ^ word) / 4294967296.0;
    };
    constexpr int wide = size.width + 8 * count;
    std::vector<std::uint8_t> ground(std::size_t(wide) * size.height * 3, 90);
    for (int leaf = 0; leaf < 3000; ++leaf) {
        double radius = 6 / std::pow(random() * 0.97 + 0.03, 0.9) * 1.6, x = random() * wide, y = random() * size.height;
        std::uint8_t colour[3]
            = {std::uint8_t(30 + 200 * random()), std::uint8_t(30 + 190 * random()), std::uint8_t(20 + 180 * random())};
        for (int row = std::max(0, int(y - radius)); row < std::min(size.height, int(y + radius)); ++row) {
            double half = std::sqrt(std::max(0.0, radius * radius - (row - y) * (row - y)));
            for (int column = std::max(0, int(x - half)); column < std::min(wide, int(x + half)); ++column)
                std::copy(colour, colour + 3, &ground[(std::size_t(row) * wide + std::size_t(column)) * 3]);
        }
    }
    std::vector<Image> all;
    for (int number = 0; number < count; ++number) {
        std::vector<std::byte> pixels(std::size_t(size.width) * size.height * 4);
        std::size_t to = 0;
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x) {
                const std::uint8_t* from = &ground[(std::size_t(y) * wide + std::size_t(x + 7 * number)) * 3];
                int grain = int(random() * 9) - 4;
                for (int channel = 0; channel < 3; ++channel)
                    pixels[to++] = std::byte(std::clamp(int(from[channel]) + grain, 0, 255));
                pixels[to++] = std::byte(255);
            }
        }
        all.emplace_back(size, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
    }
    return all;
}

double cpu(int whose)
{
    rusage usage;
    getrusage(whose, &usage);
    auto seconds = [](timeval time) { return double(time.tv_sec) + double(time.tv_usec) * 1e-6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Cost {
    double wall = 0, cpu = 0;
};

template<typename Work> Cost costOf(int whose, Work work)
{
    auto start = std::chrono::steady_clock::now();
    double before = cpu(whose);
    work();
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), cpu(whose) - before};
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

int main()
{
    std::filesystem::path folder
        = std::filesystem::is_directory("/dev/shm") ? "/dev/shm" : std::filesystem::temp_directory_path();
    folder /= "opificio-bench-" + std::to_string(::getpid());
    std::filesystem::create_directories(folder);
    std::string raw = (folder / "frames.rgba").string(), ours = (folder / "ours.mp4").string(),
                theirs = (folder / "theirs.mp4").string();
    std::vector<Image> pictures = frames();
    {
        std::ofstream to(raw, std::ios::binary);
        for (const Image& picture : pictures)
            to.write(reinterpret_cast<const char*>(picture.pixels().data()), std::streamsize(picture.pixels().size()));
    }
    int failed = 0;
    for (const char* preset : {"medium", "veryfast"}) {
        std::string command = "ffmpeg -v error -nostdin -y -f rawvideo -pix_fmt rgba -video_size 1920x1080 -framerate 25 -i "
            + raw
            + " -vf "
              "scale=in_range=pc:out_color_matrix=bt709:out_range=tv:out_h_chr_pos=0:out_v_chr_pos=128:flags=bicubic+accurate_"
              "rnd+full_chroma_int"
              " -color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range tv -pix_fmt yuv420p -c:v libx264 -crf 18 "
              "-preset "
            + preset + " -movflags +faststart " + theirs;
        std::vector<double> walls, cpus;
        for (int pair = 0; pair < 5; ++pair) {
            Cost peer = costOf(RUSAGE_CHILDREN, [&] { failed += std::system(command.c_str()) != 0; });
            Cost own = costOf(RUSAGE_SELF, [&] {
                Task task;
                Values values;
                values.set("effort", std::string(preset));
                auto writer = openWriter(**findFormat("h264"), ours, size, {25, 1}, count, values, task);
                bool well = bool(writer);
                for (const Image& picture : pictures)
                    well = well && (*writer)->write(picture);
                well = well && (*writer)->finish();
                failed += !well;
            });
            walls.push_back(own.wall / peer.wall);
            cpus.push_back(own.cpu / peer.cpu);
            std::fprintf(stderr, "%s: wall %.2f s, %.2f s; CPU %.2f s, %.2f s\n", preset, own.wall, peer.wall, own.cpu, peer.cpu);
        }
        double bytes = failed ? 0 : double(std::filesystem::file_size(ours)) / double(std::filesystem::file_size(theirs));
        for (auto [what, values] : {std::pair{"wall", &walls}, {"cpu", &cpus}}) {
            std::printf("{\"bench\": \"export h264 %s %s\", \"ratio\": %.4f, \"limit\": 1.05, \"words\": \"%d frames of 1080p "
                        "against the ffmpeg "
                        "command; bytes %.4f\"}\n",
                what, preset, median(*values), count, bytes);
        }
        std::fflush(stdout);
    }
    std::filesystem::remove_all(folder);
    return failed ? 1 : 0;
}
