// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "gpu/Device.h"
#include "gpu/Kernel.h"
#include "gpu/Recorder.h"

#include <cmath>
#include <thread>

using namespace opificio;

namespace {

Image noise(Size size, Image::Format format, unsigned seed)
{
    std::vector<std::byte> pixels(std::size_t(size.width) * size.height * Image::bytesPerPixel(format));
    for (std::byte& byte : pixels) {
        seed = seed * 1664525u + 1013904223u;
        // The high bit of a float's exponent stays clear, so that no NaN is made: those may change on their way.
        byte = std::byte((seed >> 24) & 0x3f);
    }
    return Image(size, format, ColourSpace::Display, std::move(pixels));
}

bool same(const Image& left, const Image& right)
{
    return left.size() == right.size() && left.format() == right.format() && std::ranges::equal(left.pixels(), right.pixels());
}

constexpr const char* position = R"(#version 450
layout(location = 0) in vec2 position;
layout(location = 0) out vec4 colour;
void main() { colour = vec4(position, 0.25, 1.0); }
)";

constexpr const char* add = R"(#version 450
layout(location = 0) in vec2 position;
layout(location = 0) out vec4 colour;
layout(binding = 0) uniform sampler2D picture;
layout(binding = 3) uniform Settings { vec4 offset; };
void main() { colour = texelFetch(picture, ivec2(gl_FragCoord.xy), 0) + offset; }
)";

} // namespace

class DeviceTest : public test::Suite {
    Q_OBJECT
    std::shared_ptr<Device> m_device;

    static std::shared_ptr<Device> make(DeviceOptions options = {})
    {
        options.validation = true;
        auto device = Device::create(options);
        return device ? *device : nullptr;
    }
private Q_SLOTS:
    void initTestCase()
    {
        auto device = Device::create({.validation = true});
        VERIFY_OK(device);
        m_device = *device;
        QVERIFY(!m_device->name().empty());
    }
    void picturesComeBackBitForBit()
    {
        for (auto format : {Image::Format::Rgba8, Image::Format::Rgba16, Image::Format::Rgba16F, Image::Format::Rgba32F}) {
            for (Size size : {Size{1, 1}, Size{37, 11}, Size{640, 360}}) {
                Image image = noise(size, format, 7);
                auto uploaded = m_device->upload(image);
                VERIFY_OK(uploaded);
                auto back = m_device->download(**uploaded);
                VERIFY_OK(back);
                QVERIFY(same(image, *back));
            }
        }
    }
    void anImpossibleSizeIsASentence()
    {
        auto recorder = Recorder::begin(*m_device);
        VERIFY_OK(recorder);
        auto image = recorder->emptyImage({100'000, 4}, Image::Format::Rgba8, ColourSpace::Display);
        QVERIFY(!image);
        QCOMPARE(int(image.error().code), int(Error::Code::TooLarge));
        QVERIFY(!recorder->emptyImage({0, 4}, Image::Format::Rgba8, ColourSpace::Display));
    }
    void passesSeeWhatTheOnesBeforeWrote()
    {
        auto first = compileFragment(position, "position");
        VERIFY_OK(first);
        auto second = compileFragment(add, "add");
        VERIFY_OK(second);
        auto positionKernel = FragmentKernel::create(*m_device, *first);
        VERIFY_OK(positionKernel);
        auto addKernel = FragmentKernel::create(*m_device, *second);
        VERIFY_OK(addKernel);
        auto recorder = Recorder::begin(*m_device);
        VERIFY_OK(recorder);
        Size size{64, 32};
        auto image = recorder->draw(**positionKernel, size, Image::Format::Rgba32F, ColourSpace::SceneLinear, {});
        VERIFY_OK(image);
        for (int i = 0; i < 20; ++i) {
            image = recorder->draw(**addKernel, size, Image::Format::Rgba32F, ColourSpace::SceneLinear,
                {{0, *image}, {3, constants(0.f, 0.f, 1.f, 0.f)}});
            VERIFY_OK(image);
        }
        VERIFY_OK(recorder->finish());
        auto back = m_device->download(**image);
        VERIFY_OK(back);
        for (int y = 0; y < size.height; ++y) {
            auto row = reinterpret_cast<const float*>(back->row(y));
            for (int x = 0; x < size.width; ++x) {
                QVERIFY(std::abs(row[4 * x] - (x + 0.5f) / 64) < 1e-6f);
                QVERIFY(std::abs(row[4 * x + 1] - (1 - (y + 0.5f) / 32)) < 1e-6f); // y up
                QCOMPARE(row[4 * x + 2], 20.25f);
            }
        }
    }
    void computeKernelsReadAndWriteBuffersAndPictures()
    {
        auto spirv = compileCompute(R"(#version 450
layout(local_size_x = 64) in;
layout(binding = 0) buffer Numbers { float numbers[]; };
layout(binding = 1, rgba32f) uniform writeonly image2D picture;
layout(push_constant) uniform Settings { float factor; uint count; };
void main()
{
    uint i = gl_GlobalInvocationID.x;
    if (i >= count)
        return;
    numbers[i] *= factor;
    imageStore(picture, ivec2(i % 16u, i / 16u), vec4(numbers[i]));
})",
            "doubling");
        VERIFY_OK(spirv);
        auto kernel = ComputeKernel::create(*m_device, *spirv);
        VERIFY_OK(kernel);
        std::vector<float> numbers(100);
        for (std::size_t i = 0; i < numbers.size(); ++i)
            numbers[i] = float(i);
        auto buffer = m_device->buffer(numbers.size() * 4);
        VERIFY_OK(buffer);
        VERIFY_OK(m_device->write(**buffer, std::as_bytes(std::span(numbers))));
        auto recorder = Recorder::begin(*m_device);
        VERIFY_OK(recorder);
        auto picture = recorder->emptyImage({16, 16}, Image::Format::Rgba32F, ColourSpace::SceneLinear);
        VERIFY_OK(picture);
        for (int i = 0; i < 3; ++i) {
            auto dispatched = recorder->dispatch(**kernel, {2, 1, 1}, {{0, *buffer}, {1, *picture}}, constants(2.f, 100u));
            VERIFY_OK(dispatched);
        }
        VERIFY_OK(recorder->finish());
        std::vector<float> result(numbers.size());
        VERIFY_OK(m_device->read(**buffer, std::as_writable_bytes(std::span(result))));
        auto image = m_device->download(**picture);
        VERIFY_OK(image);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            QCOMPARE(result[i], 8.f * float(i));
            QCOMPARE(reinterpret_cast<const float*>(image->pixels().data())[4 * i], 8.f * float(i));
        }
        QCOMPARE(reinterpret_cast<const float*>(image->pixels().data())[4 * 255], 0.f);
    }
    void aFreshBufferHoldsZerosEvenWhenItsMemoryIsOld()
    {
        std::vector<std::byte> ones(4096, std::byte(255));
        {
            auto buffer = m_device->buffer(ones.size());
            VERIFY_OK(buffer);
            VERIFY_OK(m_device->write(**buffer, ones));
        }
        auto buffer = m_device->buffer(ones.size());
        VERIFY_OK(buffer);
        VERIFY_OK(m_device->read(**buffer, ones));
        QVERIFY(std::ranges::all_of(ones, [](std::byte byte) { return byte == std::byte(0); }));
        QVERIFY(!m_device->write(**buffer, ones, 1));
    }
    void memoryIsUsedAgainAndBounded()
    {
        auto device = make({.poolBytes = 1 << 20});
        QVERIFY(device);
        std::size_t before = device->usedBytes();
        for (int i = 0; i < 30; ++i) {
            auto image = device->upload(noise({200 + i, 100}, Image::Format::Rgba32F, unsigned(i)));
            VERIFY_OK(image);
        }
        QCOMPARE(device->usedBytes(), before);
        QVERIFY(device->pooledBytes() <= 1 << 20);
    }
    void aKernelWithoutItsPictureIsASentence()
    {
        auto kernel = FragmentKernel::create(*m_device, *compileFragment(add, "add"));
        VERIFY_OK(kernel);
        auto recorder = Recorder::begin(*m_device);
        VERIFY_OK(recorder);
        auto image = recorder->draw(**kernel, {8, 8}, Image::Format::Rgba8, ColourSpace::Display, {{0, GpuImagePtr()}});
        QVERIFY(!image);
        QVERIFY(image.error().message.find("binding 0") != std::string::npos);
    }
    void aShaderErrorNamesItsLine()
    {
        auto result
            = compileCompute("#version 450\nlayout(local_size_x = 1) in;\nvoid main() {\n  float a = b;\n}\n", "step.comp");
        QVERIFY(!result);
        QCOMPARE(result.error().what, std::string("step.comp:4"));
        QCOMPARE(int(result.error().code), int(Error::Code::Shader));
    }
    void afterALossEverythingSaysSoAndANewDeviceWorks()
    {
        auto device = make();
        QVERIFY(device);
        Image image = noise({32, 32}, Image::Format::Rgba8, 3);
        auto picture = device->upload(image);
        VERIFY_OK(picture);
        auto kernel = FragmentKernel::create(*device, *compileFragment(add, "add"));
        VERIFY_OK(kernel);
        auto recorder = Recorder::begin(*device);
        VERIFY_OK(recorder);
        auto drawn = recorder->draw(
            **kernel, {32, 32}, Image::Format::Rgba8, ColourSpace::Display, {{0, *picture}, {3, constants(0.f, 0.f, 0.f, 0.f)}});
        VERIFY_OK(drawn);
        device->loseForTest();
        QVERIFY(device->isLost());
        auto isDevice = [](const auto& result) {
            return !result && result.error().code == Error::Code::Device && !result.error().message.empty();
        };
        QVERIFY(isDevice(recorder->finish()));
        QVERIFY(isDevice(recorder->draw(**kernel, {32, 32}, Image::Format::Rgba8, ColourSpace::Display, {{0, *picture}})));
        QVERIFY(isDevice(device->upload(image)));
        QVERIFY(isDevice(device->download(**picture)));
        QVERIFY(isDevice(device->buffer(16)));
        QVERIFY(isDevice(Recorder::begin(*device)));
        QVERIFY(isDevice(FragmentKernel::create(*device, *compileFragment(add, "add"))));

        auto fresh = make();
        QVERIFY(fresh);
        auto again = Recorder::begin(*fresh);
        VERIFY_OK(again);
        auto newKernel = FragmentKernel::create(*fresh, *compileFragment(add, "add"));
        VERIFY_OK(newKernel);
        // What belonged to the lost device is refused, not used.
        QVERIFY(isDevice(again->draw(**kernel, {32, 32}, Image::Format::Rgba8, ColourSpace::Display, {{0, *picture}})));
        QVERIFY(isDevice(again->draw(**newKernel, {32, 32}, Image::Format::Rgba8, ColourSpace::Display,
            {{0, *picture}, {3, constants(0.f, 0.f, 0.f, 0.f)}})));
        QVERIFY(isDevice(fresh->download(**picture)));
        auto uploaded = fresh->upload(image);
        VERIFY_OK(uploaded);
        auto output = again->draw(**newKernel, {32, 32}, Image::Format::Rgba8, ColourSpace::Display,
            {{0, *uploaded}, {3, constants(0.f, 0.f, 0.f, 0.f)}});
        VERIFY_OK(output);
        VERIFY_OK(again->finish());
        auto back = fresh->download(**output);
        VERIFY_OK(back);
        QVERIFY(same(image, *back));
        // The old device goes before its picture does.
        device.reset();
    }
    void severalThreadsMayUseOneDevice()
    {
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (unsigned t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (unsigned i = 0; i < 10; ++i) {
                    Image image = noise({64, int(16 + t)}, Image::Format::Rgba8, t * 100 + i);
                    auto uploaded = m_device->upload(image);
                    auto back = uploaded ? m_device->download(**uploaded) : Result<Image>(uploaded.error());
                    if (!back || !same(image, *back))
                        ++wrong;
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }
    void aMachineWithoutVulkanGetsASentence()
    {
        qputenv("VK_ICD_FILENAMES", "/nowhere/none.json");
        qputenv("VK_DRIVER_FILES", "/nowhere/none.json");
        auto device = Device::create();
        qunsetenv("VK_ICD_FILENAMES");
        qunsetenv("VK_DRIVER_FILES");
        QVERIFY(!device);
        QCOMPARE(int(device.error().code), int(Error::Code::Device));
        QVERIFY(device.error().message.find("mesa-vulkan-drivers") != std::string::npos);
    }
    void cleanupTestCase() { m_device.reset(); }
};

OPIFICIO_TEST_MAIN(DeviceTest)
#include "DeviceTest.moc"
