#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <thread>
#include <vector>

namespace opificio {

/// part(0) .. part(count - 1), shared out over `threads` threads. Which thread does which part is fixed.
template<typename Part> void inParallel(int count, int threads, const Part& part)
{
    threads = std::clamp(threads, 1, std::max(1, count));
    auto share = [&](int thread) {
        for (int index = thread; index < count; index += threads)
            part(index);
    };
    std::vector<std::thread> helpers;
    for (int thread = 1; thread < threads; ++thread)
        helpers.emplace_back(share, thread);
    share(0);
    for (std::thread& helper : helpers)
        helper.join();
}

} // namespace opificio
