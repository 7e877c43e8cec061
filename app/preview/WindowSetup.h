#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <future>
#include <memory>

#include <QObject>
#include <QQuickWindow>
#include <QtQml/qqmlregistration.h>

class QVulkanInstance;

namespace opificio {

/// Opens the drivers of the graphics devices from a thread of its own, which takes a good part of what a start takes, while the
/// program goes on. main() makes one first of all; when it ends it lets go of them, which a window's instance holds by then.
class DriversOpened {
public:
    DriversOpened();
    ~DriversOpened();
    DriversOpened(const DriversOpened&) = delete;
    DriversOpened& operator=(const DriversOpened&) = delete;

private:
    std::future<void*> m_instance;
};

/// Gives every window what it needs to take the engine's pictures over: one Vulkan instance for all of them, the extension
/// for it, and the same graphics device. main() makes the only one, after the application and before any window, and
/// lets it end after the last of them. Without Vulkan nothing happens: Qt draws as it can, and pictures are copied. GUI thread.
///
///     WindowSetup windows;
///     engine.load(...);                                   // Main.qml with visible: false
///     windows.prepare(window);
///     window->show();
class WindowSetup : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("main() makes the only one")
    Q_PROPERTY(bool drawsWithVulkan READ drawsWithVulkan CONSTANT)
    /// How many there are to show a work on.
    Q_PROPERTY(int screens READ screens NOTIFY screensChanged)

public:
    enum class Layers { None, Validation };
    explicit WindowSetup(Layers layers = Layers::None, QObject* parent = nullptr);
    ~WindowSetup() override;

    bool drawsWithVulkan() const { return bool(m_instance); }
    int screens() const;
    /// Before the window is shown for the first time; a window of QML is declared with visible: false and shown after this.
    Q_INVOKABLE void prepare(QQuickWindow* window);
    /// Prepared, on the screen where `from` is not (or on the same, where there is only one), over all of it.
    Q_INVOKABLE void showFullScreen(QQuickWindow* window, QQuickWindow* from);

Q_SIGNALS:
    void screensChanged();

private:
    std::unique_ptr<QVulkanInstance> m_instance;
};

} // namespace opificio
