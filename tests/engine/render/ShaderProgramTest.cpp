// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "image/ImageFile.h"
#include "render/ShaderProgram.h"

#include <cmath>

using namespace opificio;

namespace {

const std::filesystem::path folder = std::filesystem::path(OPIFICIO_SOURCE) / "tests/fixtures/isf";

Image filled(Size size, Image::Format format, ColourSpace space, std::array<float, 4> colour)
{
    std::vector<float> numbers;
    for (int i = 0; i < size.width * size.height; ++i)
        numbers.insert(numbers.end(), colour.begin(), colour.end());
    std::vector<std::byte> bytes(numbers.size() * 4);
    std::memcpy(bytes.data(), numbers.data(), bytes.size());
    Image whole(size, Image::Format::Rgba32F, space, std::move(bytes));
    return format == Image::Format::Rgba32F ? whole : converted(whole, format, space);
}

// Red grows to the right, green upwards, in 8 steps.
Image steps()
{
    std::vector<std::byte> pixels;
    for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 8; ++x) {
            for (int value : {int(std::lround(x * 255 / 7.0)), int(std::lround((7 - y) * 255 / 7.0)), 0, 255})
                pixels.push_back(std::byte(value));
        }
    }
    return Image({8, 8}, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
}

std::string shader(const std::string& body, const std::string& header = "\"ISFVSN\": \"2\"")
{
    return "/*{" + header + "}*/\n" + body;
}

// JSON with the other kind of quotes, which the meta-object compiler reads better.
std::string quoted(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

const std::string passing = quoted("'INPUTS': [{'NAME': 'inputImage', 'TYPE': 'image'}]");

} // namespace

class ShaderProgramTest : public test::Suite {
    Q_OBJECT
    std::shared_ptr<Device> m_device;

    // The picture of the last of some frames at 25 a second.
    Result<Image> render(const Isf& isf, Working working, Size size, int frames, const std::map<std::string, Image>& images = {},
        const Values& values = {}, ShaderState* kept = nullptr, Frame first = 0)
    {
        TRY(auto program, ShaderProgram::compile(*m_device, isf, working));
        std::map<std::string, GpuImagePtr> uploaded;
        for (const auto& [name, image] : images) {
            TRY(uploaded[name], m_device->upload(image));
        }
        ShaderState state = kept ? *kept : ShaderState();
        GpuImagePtr picture;
        for (Frame frame = first; frame < first + frames; ++frame) {
            TRY(auto recorder, Recorder::begin(*m_device));
            TRY(picture,
                program->render(recorder, uploaded, values,
                    {.time = double(frame) / 25, .delta = frame ? 0.04 : 0, .frame = frame, .size = size}, state));
            TRY_DO(recorder.finish());
        }
        if (kept)
            *kept = state;
        return m_device->download(*picture);
    }
    Result<Image> render(const std::string& text, Working working = Working::Display, Size size = {16, 8},
        const std::map<std::string, Image>& images = {})
    {
        TRY(auto isf, Isf::parse(text, "test.fs"));
        return render(isf, working, size, 1, images);
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto device = Device::create({.validation = true});
        VERIFY_OK(device);
        m_device = *device;
    }
    void everyHabitOfTheWildRenders_data()
    {
        QTest::addColumn<QString>("file");
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() == ".fs")
                QTest::newRow(entry.path().stem().c_str()) << QString::fromStdString(entry.path().string());
        }
    }
    // Each of these files checks itself and is green all over when it is right.
    void everyHabitOfTheWildRenders()
    {
        QFETCH(QString, file);
        auto isf = Isf::read(file.toStdString());
        VERIFY_OK(isf);
        std::map<std::string, Image> images;
        if (isf->picture("inputImage"))
            images["inputImage"] = steps();
        auto image = render(*isf, Working::Display, {64, 36}, isf->hasMemory() ? 3 : 1, images);
        VERIFY_OK(image);
        auto bytes = converted(*image, Image::Format::Rgba8, ColourSpace::Display);
        for (std::size_t i = 0; i < bytes.pixels().size(); i += 4) {
            std::array<int, 4> pixel;
            for (std::size_t k = 0; k < 4; ++k)
                pixel[k] = int(bytes.pixels()[i + k]);
            if (pixel != std::array<int, 4>{0, 255, 0, 255})
                QFAIL(qPrintable(QStringLiteral("pixel %1, %2 is %3 %4 %5 %6")
                                     .arg(i / 4 % 64)
                                     .arg(i / 4 / 64)
                                     .arg(pixel[0])
                                     .arg(pixel[1])
                                     .arg(pixel[2])
                                     .arg(pixel[3])));
        }
    }
    void aLoopThatNeverEndsIsAnErrorWithItsLine_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<int>("line");
        QTest::newRow("while") << QStringLiteral(
            "void main() {\n  float a = 0.0;\n  while (a < 1.0) a *= 0.5;\n  gl_FragColor = vec4(a);\n}")
                               << 4;
        QTest::newRow("for without a condition")
            << QStringLiteral("void main() {\n  float a = 0.0;\n  for (;;) { a += 0.1; }\n}") << 4;
        QTest::newRow("do") << QStringLiteral(
            "void main() {\n\n  float a = 0.0;\n  do { a = fract(a + 0.1); } while (a >= 0.0);\n  gl_FragColor = vec4(a);\n}")
                            << 5;
        QTest::newRow("in a function") << QStringLiteral("float f(float x) {\n  for (int i = 0; i < 1; i += 0) x += 0.1;\n  "
                                                         "return x;\n}\nvoid main() { gl_FragColor = vec4(f(1.0)); }")
                                       << 3;
        QTest::newRow("an innocent one inside")
            << QStringLiteral("void main() {\n  float a = 0.0;\n  while (a >= 0.0) {\n    for (int i = 0; i < 90; i++)\n      a "
                              "= fract(a + 0.1);\n  }\n  gl_FragColor = vec4(a);\n}")
            << 4;
        QTest::newRow("in a macro") << QStringLiteral(
            "#define FOREVER while (true)\nvoid main() {\n  float a = 0.0;\n  FOREVER { a += 0.1; }\n}")
                                    << 5;
        QTest::newRow("for some pixels only") << QStringLiteral(
            "void main() {\n  int a = 0;\n  for (int i = 0; i < 10; i++) { if (gl_FragCoord.x > 14.0) i = 0; a++; }\n  "
            "gl_FragColor = vec4(a);\n}") << 4;
    }
    void aLoopThatNeverEndsIsAnErrorWithItsLine()
    {
        QFETCH(QString, body);
        QFETCH(int, line);
        auto image = render(shader(body.toStdString()));
        QVERIFY(!image);
        QCOMPARE(int(image.error().code), int(Error::Code::Shader));
        QCOMPARE(image.error().what, "test.fs:" + std::to_string(line));
        QVERIFY(image.error().message.find("line " + std::to_string(line)) != std::string::npos);
    }
    void aVertexStageThatNeverEndsIsAnErrorWithItsLine()
    {
        auto isf = Isf::parse(shader("void main() { gl_FragColor = vec4(1.0); }"), "endless.fs");
        VERIFY_OK(isf);
        isf->vertexName = "endless.vs";
        isf->vertexText = "void main()\n{\n    isf_vertShaderInit();\n    float a = 1.0;\n    while (a > 0.0) a += 1.0;\n}\n";
        auto image = render(*isf, Working::Display, {16, 8}, 1);
        QVERIFY(!image);
        QCOMPARE(int(image.error().code), int(Error::Code::Shader));
        QCOMPARE(image.error().what, std::string("endless.vs:5"));
    }
    void arraysThatNoDeviceHoldsAreASentence()
    {
        auto image = render(shader(
            "void main() { float a[100000]; a[int(gl_FragCoord.x)] = 1.0; gl_FragColor = vec4(a[int(gl_FragCoord.y)]); }"));
        QVERIFY(!image);
        QVERIFY2(image.error().message.find("numbers for each pixel") != std::string::npos, image.error().message.c_str());
    }
    void errorsNameTheArtistsLines_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        auto row = [](const char* name, const std::string& text, int line) {
            QTest::newRow(name) << QString::fromStdString(text) << line;
        };
        row("unknown name", "/*{\n\"ISFVSN\": \"2\"\n}*/\n\nvoid main() {\n  gl_FragColor = vec4(unknown);\n}\n", 6);
        row("behind a macro", shader("#define A(x) \\\n  (x)\nvoid main() {\n  gl_FragColor = A(nothing);\n}"), 5);
        row("wrong type", shader("void main() {\n\n\n\n\n\n\n\n\n\n  vec2 a = vec3(1.0);\n}"), 12);
        row("returned type", shader("float f() {\n  return vec2(1.0);\n}\nvoid main() { gl_FragColor = vec4(f()); }"), 3);
        row("written input", shader("void main() {\n  TIME = 3.0;\n}"), 3);
        row("syntax", shader("void main() {\n  float a = ;\n}"), 3);
        row("unclosed", shader("void main() {\n  if (true) {\n}\n"), 2);
        row("no main", shader("float a;"), 1);
        row("recursion",
            shader("float f(float x) {\n return x > 1.0 ? f(x - 1.0) : x; }\nvoid main() { gl_FragColor = vec4(f(3.0)); }"), 2);
        row("header", "/*{\n\"INPUTS\": [\n{\"NAME\" \"a\" : : }\n]}*/\nvoid main() {}", 3);
        row("no header", "void main() {}", 1);
        row("bomb",
            shader("#define A(x) x x x x x x x x\n#define B(x) A(A(A(A(x))))\n#define C(x) B(B(B(B(x))))\nvoid main() {\n "
                   "C(C(C(1.0;)))\n}"),
            6);
        row("#error", shader("\n#error not today\nvoid main() {}"), 3);
    }
    void errorsNameTheArtistsLines()
    {
        QFETCH(QString, text);
        QFETCH(int, line);
        auto image = render(text.toStdString());
        QVERIFY(!image);
        QCOMPARE(int(image.error().code), int(Error::Code::Shader));
        QCOMPARE(image.error().what, "test.fs:" + std::to_string(line));
        QVERIFY(!image.error().message.empty());
    }
    void severalErrorsAreListed()
    {
        auto image = render(shader("void main() {\n  a = 1.0;\n  float c = 1.0;\n  b = 2.0;\n}"));
        QVERIFY(!image);
        QVERIFY2(image.error().message.find("Line 3") != std::string::npos
                && image.error().message.find("Line 5") != std::string::npos,
            image.error().message.c_str());
    }
    void memoryIsSavedAndRestoredBitForBit()
    {
        auto isf = Isf::parse(
            shader("void main() {\n if (PASSINDEX == 0) gl_FragColor = fract(IMG_THIS_PIXEL(memory) * 1.7 + "
                   "vec4(isf_FragNormCoord, TIME, 0.1));\n"
                   " else gl_FragColor = IMG_THIS_PIXEL(memory);\n}",
                quoted(
                    "'PASSES': [{'TARGET': 'memory', 'PERSISTENT': true, 'FLOAT': true}, {'FLOAT': true, 'TARGET': 'shown'}]")),
            "memory.fs");
        VERIFY_OK(isf);
        for (Working working : {Working::Display, Working::SceneLinear}) {
            ShaderState whole, first;
            auto together = render(*isf, working, {20, 10}, 9, {}, {}, &whole);
            VERIFY_OK(together);
            VERIFY_OK(render(*isf, working, {20, 10}, 4, {}, {}, &first));
            auto saved = first.save(*m_device);
            VERIFY_OK(saved);
            auto restored = ShaderState::restore(*m_device, *saved);
            VERIFY_OK(restored);
            auto apart = render(*isf, working, {20, 10}, 5, {}, {}, &*restored, 4);
            VERIFY_OK(apart);
            QVERIFY(std::ranges::equal(together->pixels(), apart->pixels()));
        }
    }
    void communityShadersSeeDisplayValuesAndOursSeeLight()
    {
        // 0.2 in light is 0.4845 on a screen.
        Image light = filled({4, 4}, Image::Format::Rgba32F, ColourSpace::SceneLinear, {0.2f, 2.0f, 0.0f, 0.5f});
        auto probe = [&](const std::string& header, const std::string& body) {
            auto image = render(shader("void main() { vec4 c = IMG_THIS_PIXEL(inputImage); " + body + " }", header),
                Working::SceneLinear, {4, 4}, {{"inputImage", light}});
            std::array<float, 4> result = {-1, -1, -1, -1};
            if (image) {
                Image floats = converted(*image, Image::Format::Rgba32F, image->space());
                std::memcpy(result.data(), floats.pixels().data(), 16);
            }
            return result;
        };
        const std::string linear = passing + quoted(", 'OPIFICIO': {'SPACE': 'linear'}");
        auto same = probe(passing, "gl_FragColor = c;");
        QVERIFY(std::abs(same[0] - 0.2f) < 0.001f && std::abs(same[1] - 1.0f) < 0.001f && std::abs(same[3] - 0.5f) < 0.001f);
        auto seen = probe(passing, "gl_FragColor = vec4(abs(c.r - 0.4845) < 0.001 ? 1.0 : 0.0);");
        QCOMPARE(seen[0], 1.0f);
        auto kept = probe(linear, "gl_FragColor = c;");
        QVERIFY(std::abs(kept[0] - 0.2f) < 0.001f && std::abs(kept[1] - 2.0f) < 0.001f);
    }
    void coloursReachTheShaderAsItMeansThem()
    {
        const std::string colour = quoted("'INPUTS': [{'NAME': 'tone', 'TYPE': 'color', 'DEFAULT': [0.5, 0.5, 0.5, 1.0]}]");
        for (const std::string& header : {colour, colour + quoted(", 'OPIFICIO': {'SPACE': 'linear'}")}) {
            auto image = render(
                shader("void main() { gl_FragColor = vec4(distance(tone.rgb, vec3(0.5)) < 0.0001 ? 1.0 : 0.0); }", header),
                Working::SceneLinear);
            VERIFY_OK(image);
            Image floats = converted(*image, Image::Format::Rgba32F, image->space());
            QCOMPARE(reinterpret_cast<const float*>(floats.pixels().data())[0], 1.0f);
        }
    }
    void importedPicturesLieBelowTheFile()
    {
        for (const char* path : {"../../../README.md", "/etc/passwd", "absent.png"}) {
            auto isf = Isf::parse(shader("void main() { gl_FragColor = IMG_THIS_PIXEL(x); }",
                                      std::string(quoted("'IMPORTED': {'x': {'PATH': '")) + path + quoted("'}}")),
                "import.fs");
            VERIFY_OK(isf);
            isf->folder = folder;
            auto program = ShaderProgram::compile(*m_device, *isf, Working::Display);
            QVERIFY(!program);
            QVERIFY(program.error().message.find("import") != std::string::npos
                || program.error().message.find("absent") != std::string::npos);
        }
    }
    void aLostDeviceIsReplacedAndThePictureIsTheSame()
    {
        const std::string text
            = shader("void main() { gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord.yx); }", passing);
        auto before = render(text, Working::Display, {32, 32}, {{"inputImage", steps()}});
        VERIFY_OK(before);
        m_device->loseForTest();
        auto lost = render(text, Working::Display, {32, 32}, {{"inputImage", steps()}});
        QVERIFY(!lost);
        QCOMPARE(int(lost.error().code), int(Error::Code::Device));
        auto fresh = Device::create({.validation = true});
        VERIFY_OK(fresh);
        m_device = *fresh;
        auto after = render(text, Working::Display, {32, 32}, {{"inputImage", steps()}});
        VERIFY_OK(after);
        QVERIFY(std::ranges::equal(before->pixels(), after->pixels()));
    }
    void cleanupTestCase() { m_device.reset(); }
};

OPIFICIO_TEST_MAIN(ShaderProgramTest)
#include "ShaderProgramTest.moc"
