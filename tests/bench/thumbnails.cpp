// SPDX-License-Identifier: GPL-3.0-or-later
// Thumbnails of photographs of ten megapixels: CPU time of thumbnail() against QImageReader with setScaledSize, one
// thread, in pairs; the median of the ratios of five pairs.
#include <QImage>
#include <QImageReader>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include "image/ImageFile.h"
#include "image/Thumbnail.h"

using namespace opificio;

namespace {

constexpr int pictures = 12, edge = 256;
constexpr Size full{3872, 2592};

double cpuSeconds()
{
    timespec now = {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) + double(now.tv_nsec) / 1e9;
}

// Soft forms under fine grain, as photographs have it: as many bytes as a camera's file of this quality.
Image photograph(int number)
{
    std::vector<std::byte> pixels(std::size_t(full.width) * std::size_t(full.height) * 4);
    std::uint32_t state = std::uint32_t(number) + 1;
    std::size_t at = 0;
    for (int y = 0; y < full.height; ++y) {
        for (int x = 0; x < full.width; ++x, at += 4) {
            state = state * 1664525u + 1013904223u;
            const int grain = int(state >> 28) - 8, form = (x * x / 4096 + y * y / (2048 + number * 64) + x * y / 8192) & 511;
            const int light = (form < 256 ? form : 511 - form) + grain;
            pixels[at] = std::byte(std::clamp(light + 20, 0, 255));
            pixels[at + 1] = std::byte(std::clamp(light, 0, 255));
            pixels[at + 2] = std::byte(std::clamp(255 - light, 0, 255));
            pixels[at + 3] = std::byte(255);
        }
    }
    return Image(full, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
}

} // namespace

int main()
{
    QTemporaryDir folder;
    std::vector<std::filesystem::path> files;
    std::uintmax_t bytes = 0;
    for (int number = 0; number < pictures; ++number) {
        files.push_back(std::filesystem::path(folder.path().toStdString()) / (std::to_string(number) + ".jpg"));
        if (!writeJpeg(files.back(), photograph(number), 89))
            return 1;
        bytes += std::filesystem::file_size(files.back());
    }
    bool good = true;
    auto ours = [&] {
        const double begin = cpuSeconds();
        for (const std::filesystem::path& file : files) {
            auto image = thumbnail(file, edge);
            good &= image && image->size().width == edge;
        }
        return (cpuSeconds() - begin) / pictures;
    };
    auto theirs = [&] {
        const double begin = cpuSeconds();
        for (const std::filesystem::path& file : files) {
            QImageReader reader(QString::fromStdString(file.string()));
            reader.setAutoTransform(true);
            reader.setScaledSize(reader.size().scaled(edge, edge, Qt::KeepAspectRatio));
            const QImage image = reader.read();
            good &= image.width() == edge;
        }
        return (cpuSeconds() - begin) / pictures;
    };
    ours();
    theirs();
    std::vector<double> ratios, mine, others;
    for (int pair = 0; pair < 5; ++pair) {
        // The order changes from pair to pair, so that warming up favours nobody.
        const double first = pair % 2 ? theirs() : ours(), second = pair % 2 ? ours() : theirs();
        mine.push_back(pair % 2 ? second : first);
        others.push_back(pair % 2 ? first : second);
        ratios.push_back(mine.back() / others.back());
    }
    for (std::vector<double>* list : {&ratios, &mine, &others})
        std::sort(list->begin(), list->end());
    if (!good) {
        std::fputs("A thumbnail was not made.\n", stderr);
        return 1;
    }
    std::printf("{\"bench\": \"thumbnails\", \"ratio\": %.4f, \"limit\": 1.1, \"words\": \"CPU time against QImageReader, 10 MP "
                "to 256 px\", \"ours_ms\": %.2f, \"peer_ms\": %.2f,"
                " \"megabytes_each\": %.2f}\n",
        ratios[2], mine[2] * 1000, others[2] * 1000, double(bytes) / pictures / 1e6);
    return 0;
}
