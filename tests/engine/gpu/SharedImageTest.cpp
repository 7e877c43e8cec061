// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures that are handed to another Vulkan instance and device, as a window has them. Validation is on at both.
#include "support/TestMain.h"

#include <QDir>

#include "gpu/SharedImage.h"
#include "gpu/Vulkan.h"

#include <set>

#include <unistd.h>

using namespace opificio;

namespace {

// Noise in every byte: a wrong pitch, tiling or offset shows.
constexpr const char* noise = R"(#version 450
layout(location = 0) out vec4 color;
layout(binding = 0) uniform Settings { uint seed; };
void main()
{
    uvec2 p = uvec2(gl_FragCoord.xy);
    uint h = p.x * 1664525u + p.y * 22695477u + seed * 747796405u;
    h ^= h >> 13; h *= 0x5bd1e995u; h ^= h >> 15;
    color = vec4(h & 255u, (h >> 8) & 255u, (h >> 16) & 255u, 255u) / 255.0;
}
)";

constexpr const char* copied = R"(#version 450
layout(location = 0) out vec4 color;
layout(binding = 0) uniform sampler2D picture;
void main() { color = texelFetch(picture, ivec2(gl_FragCoord.xy), 0); }
)";

int openFiles()
{
    return int(QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
}

// What a window does with a lease: takes the memory over on a device that knows nothing of the one that drew, and reads it.
Result<Image> imported(Device& viewer, const SharedImage::Lease& lease)
{
    DeviceState& state = viewer.state();
    const SharedImage::Set& set = *lease.set;
    const auto& slot = set.slots[std::size_t(lease.slot)];
    VkExternalMemoryImageCreateInfo external{VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_IMAGE_CREATE_INFO};
    external.handleTypes = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT;
    VkImageCreateInfo info{VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO};
    info.pNext = &external;
    info.imageType = VK_IMAGE_TYPE_2D;
    info.format = VkFormat(set.format);
    info.extent = {std::uint32_t(set.size.width), std::uint32_t(set.size.height), 1};
    info.mipLevels = info.arrayLayers = 1;
    info.samples = VK_SAMPLE_COUNT_1_BIT;
    info.usage = set.usage;
    ImageMemory image;
    TRY_DO(state.check(vkCreateImage(state.device, &info, nullptr, &image.image)));
    VkMemoryDedicatedAllocateInfo dedicated{VK_STRUCTURE_TYPE_MEMORY_DEDICATED_ALLOCATE_INFO};
    dedicated.image = image.image;
    VkImportMemoryFdInfoKHR import{VK_STRUCTURE_TYPE_IMPORT_MEMORY_FD_INFO_KHR};
    import.pNext = &dedicated;
    import.handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT;
    import.fd = ::dup(slot.file);
    VkMemoryAllocateInfo allocate{VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO};
    allocate.pNext = &import;
    allocate.allocationSize = slot.bytes;
    allocate.memoryTypeIndex = slot.memoryType;
    TRY_DO(state.check(vkAllocateMemory(state.device, &allocate, nullptr, &image.memory)));
    TRY_DO(state.check(vkBindImageMemory(state.device, image.image, image.memory, 0)));

    VkImageViewCreateInfo view{VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO};
    view.image = image.image;
    view.viewType = VK_IMAGE_VIEW_TYPE_2D;
    view.format = info.format;
    view.subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
    TRY_DO(state.check(vkCreateImageView(state.device, &view, nullptr, &image.view)));

    TRY(auto context, state.takeContext());
    // Windows take it with two equal layouts. Where synchronisation 2 is enabled, as it is here, this validation layer does
    // not note such a one and takes the layout for undefined; so it is changed, and changed back.
    VkImageMemoryBarrier2 take{VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2};
    take.dstStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT;
    take.dstAccessMask = VK_ACCESS_2_MEMORY_READ_BIT;
    take.oldLayout = restingLayout;
    take.newLayout = VK_IMAGE_LAYOUT_GENERAL;
    take.srcQueueFamilyIndex = VK_QUEUE_FAMILY_EXTERNAL;
    take.dstQueueFamilyIndex = state.family;
    take.image = image.image;
    take.subresourceRange = view.subresourceRange;
    VkDependencyInfo dependency{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
    dependency.imageMemoryBarrierCount = 1;
    dependency.pImageMemoryBarriers = &take;
    vkCmdPipelineBarrier2(context->commands, &dependency);
    imageBarrier(context->commands, image.image, VK_IMAGE_LAYOUT_GENERAL, restingLayout, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, 0,
        VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_MEMORY_READ_BIT);
    TRY_DO(state.run(*context));
    state.giveContext(std::move(context));

    // It is sampled, as a window does: an ordinary picture lends its place in a pass.
    TRY(auto spirv, compileFragment(copied, "copied"));
    TRY(auto kernel, FragmentKernel::create(viewer, spirv));
    TRY(auto stand, GpuImageAccess::make(viewer.sharedState(), set.size, Image::Format::Rgba8, ColourSpace::Display));
    auto& place = const_cast<ImageMemory&>(GpuImageAccess::memory(*stand));
    std::swap(place, image);
    auto seen = [&]() -> Result<Image> {
        TRY(auto recorder, Recorder::begin(viewer));
        TRY(auto drawn, recorder.draw(*kernel, set.size, Image::Format::Rgba8, ColourSpace::Display, {{0, GpuImagePtr(stand)}}));
        TRY_DO(recorder.finish());
        return viewer.download(*drawn);
    }();
    std::swap(place, image);
    state.destroy(image);
    return seen;
}

} // namespace

class SharedImageTest : public test::Suite {
    Q_OBJECT
    Spirv m_spirv;

    std::shared_ptr<Device> device()
    {
        auto made = Device::create({.validation = true});
        if (!made)
            qFatal("%s", made.error().message.c_str());
        return *made;
    }
    std::shared_ptr<const FragmentKernel> kernel(Device& device)
    {
        auto made = FragmentKernel::create(device, m_spirv);
        if (!made)
            qFatal("%s", made.error().message.c_str());
        return *made;
    }
    static std::vector<Binding> seed(unsigned number) { return {{0, constants(number, 0u, 0u, 0u)}}; }
    static Image drawn(Device& device, const FragmentKernel& kernel, Size size, unsigned number)
    {
        auto recorder = Recorder::begin(device);
        auto image = recorder->draw(kernel, size, Image::Format::Rgba8, ColourSpace::Display, seed(number));
        if (!image || !recorder->finish())
            qFatal("draw");
        return *device.download(**image);
    }
    static bool same(const Image& a, const Image& b)
    {
        return a.size() == b.size() && std::ranges::equal(a.pixels(), b.pixels());
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto spirv = compileFragment(noise, "noise");
        VERIFY_OK(spirv);
        m_spirv = *spirv;
        auto one = device();
        if (!one->canShare())
            QSKIP("This graphics device cannot hand pictures over.");
    }
    void anotherDeviceSeesTheSameBytes()
    {
        auto engine = device(), viewer = device();
        QVERIFY(engine->identity() == viewer->identity());
        QVERIFY(engine->identity() != DeviceIdentity());
        auto draws = kernel(*engine);
        SharedImage shared;
        QCOMPARE(shared.latest().serial, std::uint64_t(0));
        for (Size size : {Size{640, 360}, Size{37, 11}}) {
            for (unsigned number = 1; number < 8; ++number) {
                VERIFY_OK(shared.draw(*engine, *draws, size, seed(number)));
                auto lease = shared.latest();
                QVERIFY(lease.set && lease.copy.isNull());
                QCOMPARE(lease.size, size);
                auto seen = imported(*viewer, lease);
                VERIFY_OK(seen);
                QVERIFY(same(*seen, drawn(*engine, *draws, size, number)));
            }
        }
    }
    void whatSomebodyHoldsIsNotDrawnOver()
    {
        auto engine = device(), viewer = device();
        auto draws = kernel(*engine);
        SharedImage shared;
        Size size{64, 36};
        std::vector<std::pair<unsigned, SharedImage::Lease>> held; // as many as one view may hold
        std::uint64_t generation = 0;
        for (unsigned number = 1; number < 40; ++number) {
            VERIFY_OK(shared.draw(*engine, *draws, size, seed(number)));
            held.emplace_back(number, shared.latest());
            if (held.size() > 3)
                held.erase(held.begin());
            if (number == 1)
                generation = held.back().second.set->generation;
            QCOMPARE(held.back().second.set->generation, generation);
            for (const auto& [drawnWith, lease] : held) {
                auto seen = imported(*viewer, lease);
                VERIFY_OK(seen);
                QVERIFY(same(*seen, drawn(*engine, *draws, size, drawnWith)));
            }
        }
    }
    void oneMoreWhoLooksGetsMoreSlots()
    {
        auto engine = device(), viewer = device();
        auto draws = kernel(*engine);
        SharedImage shared;
        Size size{64, 36};
        std::vector<std::pair<unsigned, SharedImage::Lease>> held; // as many as two views may hold
        std::set<std::uint64_t> generations;
        for (unsigned number = 1; number < 40; ++number) {
            VERIFY_OK(shared.draw(*engine, *draws, size, seed(number)));
            held.emplace_back(number, shared.latest());
            generations.insert(held.back().second.set->generation);
            if (held.size() > 6)
                held.erase(held.begin());
            auto seen = imported(*viewer, held.front().second);
            VERIFY_OK(seen);
            QVERIFY(same(*seen, drawn(*engine, *draws, size, held.front().first)));
        }
        QCOMPARE(generations.size(), std::size_t(2));
        QCOMPARE(held.back().second.set->slots.size(), std::size_t(8));
    }
    void itOutlivesTheDeviceThatDrewIt()
    {
        auto engine = device(), viewer = device();
        auto draws = kernel(*engine);
        SharedImage shared;
        Size size{320, 180};
        VERIFY_OK(shared.draw(*engine, *draws, size, seed(5)));
        Image expected = drawn(*engine, *draws, size, 5);
        auto lease = shared.latest();
        engine->loseForTest();
        QVERIFY(!shared.draw(*engine, *draws, size, seed(6)));
        QCOMPARE(shared.latest().serial, lease.serial);
        shared.letGo();
        draws.reset();
        engine.reset();
        auto seen = imported(*viewer, lease);
        VERIFY_OK(seen);
        QVERIFY(same(*seen, expected));

        engine = device();
        draws = kernel(*engine);
        VERIFY_OK(shared.draw(*engine, *draws, size, seed(6)));
        auto next = shared.latest();
        QVERIFY(next.set->generation > lease.set->generation);
        QVERIFY(next.serial > lease.serial);
        seen = imported(*viewer, next);
        VERIFY_OK(seen);
        QVERIFY(same(*seen, drawn(*engine, *draws, size, 6)));
    }
    void copiesComeWhereTheyAreAskedFor()
    {
        auto engine = device();
        auto draws = kernel(*engine);
        SharedImage shared;
        VERIFY_OK(shared.draw(*engine, *draws, {64, 36}, seed(1)));
        QCOMPARE(int(shared.latest().copied), int(SharedImage::Copied::No));
        shared.askForCopies();
        VERIFY_OK(shared.draw(*engine, *draws, {64, 36}, seed(2)));
        auto lease = shared.latest();
        QVERIFY(!lease.set);
        QCOMPARE(int(lease.copied), int(SharedImage::Copied::Asked));
        QVERIFY(same(lease.copy, drawn(*engine, *draws, {64, 36}, 2)));
    }
    void anImpossibleSizeIsASentence()
    {
        auto engine = device();
        auto draws = kernel(*engine);
        SharedImage shared;
        auto result = shared.draw(*engine, *draws, {100'000, 4}, seed(1));
        QVERIFY(!result);
        QCOMPARE(int(result.error().code), int(Error::Code::TooLarge));
        VERIFY_OK(shared.draw(*engine, *draws, {8, 4}, seed(1)));
    }
    void filesAreClosedWithTheirSet()
    {
        auto engine = device(), viewer = device();
        auto draws = kernel(*engine);
        {
            SharedImage shared;
            VERIFY_OK(shared.draw(*engine, *draws, {64, 36}, seed(1)));
        }
        int before = openFiles();
        SharedImage shared;
        VERIFY_OK(shared.draw(*engine, *draws, {64, 36}, seed(1)));
        int open = openFiles();
        QVERIFY(open > before);
        for (int k = 0; k < 10; ++k) {
            VERIFY_OK(shared.draw(*engine, *draws, {64, 40 + k}, seed(1)));
            VERIFY_OK(imported(*viewer, shared.latest()));
            QCOMPARE(openFiles(), open);
        }
        shared.askForCopies();
        VERIFY_OK(shared.draw(*engine, *draws, {64, 36}, seed(1)));
        QCOMPARE(openFiles(), before);
    }
};

OPIFICIO_TEST_MAIN(SharedImageTest)
#include "SharedImageTest.moc"
