// SPDX-License-Identifier: GPL-3.0-or-later
#include <vulkan/vulkan.h>

#include "WindowSetup.h"

#include "gpu/Device.h"

#include <QGuiApplication>
#include <QQuickGraphicsConfiguration>
#include <QQuickGraphicsDevice>
#include <QQuickWindow>
#include <QSGRendererInterface>
#include <QScreen>
#include <QVersionNumber>
#include <QVulkanInstance>

#include <algorithm>
#include <vector>

namespace opificio {

namespace {

std::vector<VkPhysicalDevice> devicesOf(QVulkanInstance& instance)
{
    auto list = reinterpret_cast<PFN_vkEnumeratePhysicalDevices>(instance.getInstanceProcAddr("vkEnumeratePhysicalDevices"));
    std::uint32_t count = 0;
    list(instance.vkInstance(), &count, nullptr);
    std::vector<VkPhysicalDevice> devices(count);
    list(instance.vkInstance(), &count, devices.data());
    devices.resize(count);
    return devices;
}

// The device that the engine takes, too, where it can show that window; null: Qt may choose.
VkPhysicalDevice deviceFor(QVulkanInstance& instance, QQuickWindow& window)
{
    auto properties
        = reinterpret_cast<PFN_vkGetPhysicalDeviceProperties>(instance.getInstanceProcAddr("vkGetPhysicalDeviceProperties"));
    auto families = reinterpret_cast<PFN_vkGetPhysicalDeviceQueueFamilyProperties>(
        instance.getInstanceProcAddr("vkGetPhysicalDeviceQueueFamilyProperties"));
    VkPhysicalDevice best = VK_NULL_HANDLE;
    int rank = -1;
    for (VkPhysicalDevice device : devicesOf(instance)) {
        VkPhysicalDeviceProperties is;
        properties(device, &is);
        int its = Device::rank(is.deviceType, is.apiVersion);
        if (its > rank) {
            rank = its;
            best = device;
        }
    }
    if (!best)
        return VK_NULL_HANDLE;
    std::uint32_t count = 0;
    families(best, &count, nullptr);
    std::vector<VkQueueFamilyProperties> list(count);
    families(best, &count, list.data());
    for (std::uint32_t i = 0; i < count; ++i) {
        if ((list[i].queueFlags & VK_QUEUE_GRAPHICS_BIT) && instance.supportsPresent(best, i, &window))
            return best;
    }
    return VK_NULL_HANDLE;
}

} // namespace

DriversOpened::DriversOpened()
    : m_instance(std::async(std::launch::async, []() -> void* {
        VkApplicationInfo application{VK_STRUCTURE_TYPE_APPLICATION_INFO};
        application.apiVersion = VK_API_VERSION_1_1;
        VkInstanceCreateInfo info{VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO};
        info.pApplicationInfo = &application;
        VkInstance instance = VK_NULL_HANDLE;
        if (vkCreateInstance(&info, nullptr, &instance) != VK_SUCCESS)
            return nullptr;
        std::uint32_t count = 0;
        vkEnumeratePhysicalDevices(instance, &count, nullptr);
        return instance;
    }))
{
}

DriversOpened::~DriversOpened()
{
    if (void* instance = m_instance.get())
        vkDestroyInstance(static_cast<VkInstance>(instance), nullptr);
}

WindowSetup::WindowSetup(Layers layers, QObject* parent)
    : QObject(parent)
{
    connect(qGuiApp, &QGuiApplication::screenAdded, this, &WindowSetup::screensChanged);
    connect(qGuiApp, &QGuiApplication::screenRemoved, this, &WindowSetup::screensChanged);
    // These know nothing of Vulkan and complain when they are asked.
    QString platform = QGuiApplication::platformName();
    if (platform == QStringLiteral("offscreen") || platform == QStringLiteral("minimal"))
        return;
    auto instance = std::make_unique<QVulkanInstance>();
    instance->setApiVersion(std::min(instance->supportedApiVersion(), QVersionNumber(1, 3)));
    instance->setExtensions(QQuickGraphicsConfiguration::preferredInstanceExtensions());
    if (layers == Layers::Validation)
        instance->setLayers({QByteArrayLiteral("VK_LAYER_KHRONOS_validation")});
    if (instance->supportedApiVersion() < QVersionNumber(1, 1) || !instance->create() || devicesOf(*instance).empty())
        return;
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Vulkan);
    m_instance = std::move(instance);
}

WindowSetup::~WindowSetup() = default;

int WindowSetup::screens() const
{
    return int(QGuiApplication::screens().size());
}

void WindowSetup::prepare(QQuickWindow* window)
{
    if (!m_instance || !window || window->vulkanInstance())
        return;
    window->setVulkanInstance(m_instance.get());
    QQuickGraphicsConfiguration configuration = window->graphicsConfiguration();
    // Where the device does not have it, Qt says so and goes on.
    configuration.setDeviceExtensions({QByteArrayLiteral("VK_KHR_external_memory_fd")});
    window->setGraphicsConfiguration(configuration);
    // Whether a device can show it is only known of a window that the screen knows.
    window->create();
    if (VkPhysicalDevice device = deviceFor(*m_instance, *window))
        window->setGraphicsDevice(QQuickGraphicsDevice::fromPhysicalDevice(device));
}

void WindowSetup::showFullScreen(QQuickWindow* window, QQuickWindow* from)
{
    if (!window)
        return;
    prepare(window);
    QScreen* screen = from ? from->screen() : window->screen();
    for (QScreen* other : QGuiApplication::screens()) {
        if (other != screen) {
            screen = other;
            break;
        }
    }
    window->setScreen(screen);
    window->setGeometry(screen->geometry());
    window->showFullScreen();
}

} // namespace opificio
