// SPDX-License-Identifier: GPL-3.0-or-later
#include "LibraryReader.h"

#include <atomic>
#include <optional>

namespace opificio {

struct LibraryReader::State {
    std::optional<Library> library;
    std::atomic<bool> ended = false;
};

LibraryReader::LibraryReader()
    : m_state(std::make_shared<State>())
{
    m_pool.setMaxThreadCount(1);
}

LibraryReader::~LibraryReader()
{
    m_state->ended = true;
    m_pool.clear();
    m_pool.waitForDone();
}

void LibraryReader::ask(std::function<void(Result<const Library*> library)> question)
{
    m_pool.start([state = m_state, question = std::move(question)] {
        if (state->ended)
            return;
        if (!state->library) {
            auto opened = Library::open();
            if (!opened) {
                question(opened.takeError());
                return;
            }
            state->library.emplace(std::move(*opened));
        }
        question(&*state->library);
    });
}

} // namespace opificio
