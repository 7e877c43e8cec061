#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <functional>
#include <memory>

#include "library/Library.h"

namespace opificio {

/// A thread with its own connection to the library, for whoever reads much: questions are answered one after the other. What
/// they find goes back with post(). GUI thread, but for the questions themselves.
class LibraryReader {
public:
    LibraryReader();
    /// Waits for the question that is being answered and drops the others.
    ~LibraryReader();

    /// `question` is asked with the library, or with the reason why it cannot be opened.
    void ask(std::function<void(Result<const Library*> library)> question);

private:
    struct State;
    std::shared_ptr<State> m_state;
    QThreadPool m_pool;
};

/// Calls on the thread of `object`, unless it is gone by then.
template<typename Object, typename Function> void post(const QPointer<Object>& object, Function function)
{
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [object, function = std::move(function)]() mutable {
            if (object)
                function(*object);
        },
        Qt::QueuedConnection);
}

} // namespace opificio
