// SPDX-License-Identifier: GPL-3.0-or-later
// How soon the window is there, and what it costs: the time from starting the program to the first frame with something in
// it, and memory once it stands still, against a QML window with nothing in it and against Olive, Debian's editor of films.
// Each on a screen of its own (Xvfb), one after another and in turns; medians of the pairs. The frame is that of the last
// work, the first piece; the memory is compared with an empty work, as the peers have nothing open, and reported for the
// first piece as it plays.
//
// The first frame is the first look at the largest window, five milliseconds apart, where 32 of its lines have 24 colours:
// panels and letters; a splash screen does not count, the window must be 800 x 500 at least. The piece is there when
// they have a thousand: a photograph.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include "support/Display.h"

namespace {

double now()
{
    timespec time = {};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

struct Seen {
    double firstFrame = 0; ///< seconds
    double picture = 0; ///< seconds until a photograph is seen; 0: none was
    double megabytes = 0; ///< proportional share of memory, of all its processes
};

double memoryOf(pid_t root)
{
    std::vector<pid_t> processes = {root};
    double kilobytes = 0;
    for (std::size_t i = 0; i < processes.size(); ++i) {
        std::ifstream rollup("/proc/" + std::to_string(processes[i]) + "/smaps_rollup");
        for (std::string line; std::getline(rollup, line);) {
            if (line.starts_with("Pss:"))
                kilobytes += std::atof(line.c_str() + 4);
        }
        std::ifstream children("/proc/" + std::to_string(processes[i]) + "/task/" + std::to_string(processes[i]) + "/children");
        for (pid_t child; children >> child;)
            processes.push_back(child);
    }
    return kilobytes / 1024;
}

int ignore(Display*, XErrorEvent*)
{
    return 0;
}

// The colours on 32 lines of the largest window; none while there is no window.
std::set<unsigned long> look(Display* display)
{
    Window root = DefaultRootWindow(display), rootAgain, parent, *windows = nullptr;
    unsigned count = 0;
    XWindowAttributes best = {};
    if (XQueryTree(display, root, &rootAgain, &parent, &windows, &count)) {
        for (unsigned i = 0; i < count; ++i) {
            XWindowAttributes one;
            if (XGetWindowAttributes(display, windows[i], &one) && one.map_state == IsViewable && one.c_class == InputOutput
                && one.width >= 800 && one.height >= 500 && one.width * one.height > best.width * best.height)
                best = one;
        }
        if (windows)
            XFree(windows);
    }
    std::set<unsigned long> colours;
    if (best.width == 0)
        return colours;
    XWindowAttributes screen;
    XGetWindowAttributes(display, root, &screen);
    int x = std::max(0, best.x), y = std::max(0, best.y);
    int width = std::min(best.width, screen.width - x), height = std::min(best.height, screen.height - y);
    // Lines, not all of it: looking must not take the time that is measured.
    for (int j = 0; j < 32; ++j) {
        XImage* image = XGetImage(display, root, x, y + (2 * j + 1) * height / 64, unsigned(width), 1, AllPlanes, ZPixmap);
        if (!image)
            continue;
        for (int i = 0; i < width; ++i)
            colours.insert(XGetPixel(image, i, 0));
        XDestroyImage(image);
    }
    return colours;
}

std::optional<Seen> start(
    Display* display, const std::vector<std::string>& command, const std::string& home, bool showsPicture = false)
{
    double begin = now();
    pid_t process = fork();
    if (process == 0) {
        int nothing = open("/dev/null", O_RDWR);
        dup2(nothing, 1);
        dup2(nothing, 2);
        setenv("HOME", home.c_str(), 1);
        setenv("OPIFICIO_HOME", (home + "/opificio").c_str(), 1);
        setenv("XDG_RUNTIME_DIR", home.c_str(), 1);
        setenv("QT_QPA_PLATFORM", "xcb", 1);
        std::vector<char*> words;
        for (const std::string& word : command)
            words.push_back(const_cast<char*>(word.c_str()));
        words.push_back(nullptr);
        execvp(words[0], words.data());
        _exit(127);
    }
    std::optional<Seen> seen;
    while (now() - begin < 60) {
        int status = 0;
        if (waitpid(process, &status, WNOHANG) == process)
            return {};
        std::size_t colours = look(display).size();
        if (!seen && colours >= 24)
            seen = Seen{.firstFrame = now() - begin};
        if (seen && colours >= 1000)
            seen->picture = now() - begin;
        if (seen && (!showsPicture || seen->picture > 0))
            break;
        usleep(5'000);
    }
    if (seen) {
        sleep(3);
        seen->megabytes = memoryOf(process);
    }
    kill(process, SIGTERM);
    for (int i = 0; i < 50 && waitpid(process, nullptr, WNOHANG) == 0; ++i)
        usleep(100'000);
    kill(process, SIGKILL);
    waitpid(process, nullptr, WNOHANG);
    return seen;
}

double median(std::vector<double> numbers)
{
    std::sort(numbers.begin(), numbers.end());
    return numbers[numbers.size() / 2];
}

void print(const char* name, double ratio, double limit, const std::string& words)
{
    std::printf("{\"bench\": \"%s\", \"ratio\": %.3f, \"limit\": %.2f, \"words\": \"%s\"}\n", name, ratio, limit, words.c_str());
}

std::string spoken(const char* pattern, double one, double other)
{
    char text[200];
    std::snprintf(text, sizeof(text), pattern, one, other);
    return text;
}

} // namespace

int main()
{
    if (!opificio::test::startDisplay("1920x1080x24")) {
        std::fprintf(stderr, "Xvfb did not start; install xvfb.\n");
        return 1;
    }
    XSetErrorHandler(ignore);
    Display* display = XOpenDisplay(nullptr);
    std::string home = (std::filesystem::temp_directory_path() / ("opificio-start-" + std::to_string(getpid()))).string();
    std::filesystem::create_directories(home);
    std::filesystem::permissions(home, std::filesystem::perms::owner_all);

    const std::vector<std::string> ours = {OPIFICIO_BUILD "/bin/opificio", "--new-window"};
    std::string empty = home + "/Empty.opificio";
    const std::vector<std::string> oursEmpty = {OPIFICIO_BUILD "/bin/opificio", "--new-window", empty};
    const std::vector<std::string> bare = {OPIFICIO_BUILD "/bench/peers/bare_window"};
    const std::vector<std::string> olive = {"olive-editor"};
    constexpr int pairs = 5;
    int code = 0;
    // Once each, so that nobody reads from a cold disk; and our first start, on which the first piece is made.
    double fresh = 0;
    if (auto first = start(display, ours, home, true); first && first->picture > 0)
        fresh = first->picture - first->firstFrame;
    else
        code = 1;
    if (pid_t maker = fork(); maker == 0) {
        freopen("/dev/null", "w", stdout);
        execl(OPIFICIO_BUILD "/bin/opificio-cli", "opificio-cli", "new", empty.c_str(), nullptr);
        _exit(127);
    } else
        waitpid(maker, nullptr, 0);
    start(display, bare, home);
    bool hasOlive = start(display, olive, home).has_value();
    std::vector<double> frames, pictures, memories, emptySizes, frameRatios, memoryRatios, oliveFrames, oliveMemories, oliveTimes,
        oliveSizes, bareTimes, bareSizes;
    // The empty work is opened by a home of its own, so that the other goes on with the first piece.
    std::string second = home + "/second";
    std::filesystem::create_directories(second);
    std::filesystem::permissions(second, std::filesystem::perms::owner_all);
    for (int i = 0; code == 0 && i < pairs; ++i) {
        auto own = start(display, ours, home, true), other = start(display, bare, home),
             without = start(display, oursEmpty, second);
        if (!own || !other || !without) {
            code = 1;
            break;
        }
        frames.push_back(own->firstFrame);
        pictures.push_back(own->picture);
        memories.push_back(own->megabytes);
        emptySizes.push_back(without->megabytes);
        bareTimes.push_back(other->firstFrame);
        bareSizes.push_back(other->megabytes);
        memoryRatios.push_back(without->megabytes / other->megabytes);
        frameRatios.push_back(own->firstFrame / other->firstFrame);
        if (hasOlive) {
            if (auto editor = start(display, olive, home)) {
                oliveFrames.push_back(own->firstFrame / editor->firstFrame);
                oliveMemories.push_back(without->megabytes / editor->megabytes);
                oliveTimes.push_back(editor->firstFrame);
                oliveSizes.push_back(editor->megabytes);
            }
        }
    }
    if (code == 0) {
        print("window first frame, bare", median(frameRatios), 3,
            spoken("%.2f s against %.2f s of an empty QML window", median(frames), median(bareTimes)));
        print("window memory, bare", median(memoryRatios), 3,
            spoken("%.0f MB with an empty work against %.0f MB", median(emptySizes), median(bareSizes)));
        if (!oliveFrames.empty()) {
            print("window first frame, Olive", median(oliveFrames), 1,
                spoken("%.2f s against %.2f s", median(frames), median(oliveTimes)));
            print("window memory, Olive", median(oliveMemories), 1,
                spoken("%.0f MB with an empty work against %.0f MB", median(emptySizes), median(oliveSizes)));
        } else {
            std::fprintf(stderr, "olive-editor is not there; it was not compared with.\n");
        }
        std::printf(
            "{\"bench\": \"window memory, playing\", \"words\": \"%.0f MB with the first piece playing\"}\n", median(memories));
        std::printf("{\"bench\": \"window, last work\", \"words\": \"%.2f s until its picture is seen\"}\n", median(pictures));
        char words[120];
        std::snprintf(words, sizeof(words),
            "%.2f s from the window to the first picture of the first piece, which is made meanwhile", fresh);
        print("window first start", fresh / 5, 1, words);
    }
    XCloseDisplay(display);
    std::error_code ignored;
    std::filesystem::remove_all(home, ignored);
    return code;
}
