#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdio>
#include <cstdlib>
#include <string>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace opificio::test {

/// Starts an X server of this program's own, which ends with it, and makes Qt use it. Before the application is made. False
/// where Xvfb is not there; a test then ends with skipped().
inline bool startDisplay(const char* screen = "1600x1000x24")
{
    int pipe[2];
    if (::pipe(pipe) != 0)
        return false;
    if (::fork() == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        ::close(pipe[0]);
        std::string fd = std::to_string(pipe[1]);
        if (!std::freopen("/dev/null", "w", stderr))
            ::_exit(127);
        ::execlp("Xvfb", "Xvfb", "-displayfd", fd.c_str(), "-screen", "0", screen, "-nolisten", "tcp", "-noreset", nullptr);
        ::_exit(127);
    }
    ::close(pipe[1]);
    std::string number;
    char c = 0;
    while (::read(pipe[0], &c, 1) == 1 && c != '\n')
        number += c;
    ::close(pipe[0]);
    if (number.empty())
        return false;
    ::setenv("DISPLAY", (":" + number).c_str(), 1);
    ::setenv("QT_QPA_PLATFORM", "xcb", 1);
    return true;
}

/// What main() answers when something that the test needs is not there.
inline int skipped(const char* why)
{
    std::printf("%s\n", why);
    return 77;
}

} // namespace opificio::test
