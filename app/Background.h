#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <memory>
#include <type_traits>
#include <utility>

namespace opificio {

/// Steps of nice(1) by which long work and the engine's own threads on a processor stand back behind the window: it keeps its
/// pace, and a training goes on while what it learned is played.
inline constexpr int behindTheWindow = 5;

/// Does `work` on a thread of the pool and hands what it gives to `take` on the GUI thread, unless `self` is gone by then. What
/// `work` needs it has by value: it may outlive everything but the application. Called on the GUI thread. `pool` is Qt's own
/// where none is named.
///
///     inBackground(this, [path] { return readCard(path); }, [](ModelCard& self, Card card) { self.m_card = std::move(card); });
template<class Self, class Work, class Take>
void inBackground(Self* self, Work work, Take take, QThreadPool* pool = QThreadPool::globalInstance())
{
    pool->start([self = QPointer<Self>(self), work = std::move(work), take = std::move(take)]() mutable {
        // Shared, as what is posted must be copyable.
        auto given = std::make_shared<std::invoke_result_t<Work&>>(work());
        // To the application: `self` may go while this is under way.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, given, take = std::move(take)]() mutable {
                if (self)
                    take(*self, std::move(*given));
            },
            Qt::QueuedConnection);
    });
}

} // namespace opificio
