// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestCard.h"
#include "support/TestMain.h"

#include <QTemporaryDir>

#include "graph/Isf.h"
#include "graph/SourceTracker.h"
#include "image/ImageFile.h"
#include "render/Renderer.h"

#include <array>
#include <cmath>
#include <functional>

using namespace opificio;

class RendererTest : public test::Suite {
    Q_OBJECT

    static constexpr Size size = {96, 54};
    QTemporaryDir m_folder;
    NodeTypes m_types;
    std::map<std::string, std::filesystem::path> m_files;
    std::string m_one, m_two;

    std::string addPicture(const char* name, int kind)
    {
        std::filesystem::path path = std::filesystem::path(m_folder.path().toStdString()) / name;
        if (!writePng(path, test::testCard(size, kind)))
            qFatal("card");
        std::string sha256 = *sha256OfFile(path);
        m_files[sha256] = path;
        return sha256;
    }
    Materials materials()
    {
        return {.file = [this](const std::string& sha256) -> Result<std::filesystem::path> { return m_files.at(sha256); },
            .dataset = [](const std::string&) -> Result<std::shared_ptr<const Json>> {
                return Error{Error::Code::NotFound, "none"};
            },
            .modelHasMemory = [](const std::string&) -> Result<bool> { return true; }};
    }
    std::unique_ptr<Renderer> renderer(bool fuse = true)
    {
        auto made = Renderer::create(materials(), {.device = {.validation = true}, .fuse = fuse});
        if (!made)
            qFatal("%s", made.error().message.c_str());
        return std::move(*made);
    }
    NodeId item(Graph& graph, const std::string& sha256)
    {
        NodeId id = graph.add("item");
        graph.nodes.at(id).values.set("item", sha256);
        return id;
    }
    void link(Graph& graph, const NodeId& from, const NodeId& to, const char* port)
    {
        if (!graph.connect({from, "image", to, port}, m_types))
            qFatal("link");
    }
    Image image(Renderer& renderer, const Graph& graph, Frame frame)
    {
        auto picture = renderer.render(graph, m_types, frame, size);
        if (!picture)
            qFatal("%s", picture.error().message.c_str());
        auto shown = renderer.delivered(*picture, size, Image::Format::Rgba8, Renderer::Background::Black);
        if (!shown)
            qFatal("%s", shown.error().message.c_str());
        return *shown;
    }
    static bool same(const Image& a, const Image& b)
    {
        return a.size() == b.size() && std::equal(a.pixels().begin(), a.pixels().end(), b.pixels().begin());
    }

    // A card that turns, leaving a trail.
    Graph trail()
    {
        Graph graph;
        NodeId picture = item(graph, m_one), turn = graph.add("transform"), feedback = graph.add("feedback"),
               output = graph.add("output");
        link(graph, picture, turn, "inputImage");
        link(graph, turn, feedback, "inputImage");
        link(graph, feedback, output, "image");
        if (!graph.setKey(turn, "turn", {.time = 0, .value = 0.0}, m_types)
            || !graph.setKey(turn, "turn", {.time = 1, .value = 0.5}, m_types))
            qFatal("key");
        return graph;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_one = addPicture("one.png", 0);
        m_two = addPicture("two.png", 1);
        auto types = NodeTypes::builtIn();
        VERIFY_OK(types);
        m_types = *types;
    }
    // Light and display nodes, one that reads two pictures, one that reads neighbours in between.
    Graph pointwise()
    {
        Graph graph;
        NodeId first = item(graph, m_one), second = item(graph, m_two), last = first;
        for (const char* type :
            {"exposure", "vignette", "exposure", "threshold", "palette", "blend", "grain", "blur", "exposure", "vignette"}) {
            NodeId next = graph.add(type);
            link(graph, last, next, "inputImage");
            if (std::string_view(type) == "blend") {
                link(graph, second, next, "overImage");
                graph.nodes.at(next).values.set("opacity", 0.5);
            }
            if (std::string_view(type) == "exposure"
                && (!graph.setKey(next, "amount", {.time = 0, .value = -0.7}, m_types)
                    || !graph.setKey(next, "amount", {.time = 4, .value = 0.9}, m_types)))
                qFatal("key");
            if (std::string_view(type) == "threshold")
                graph.nodes.at(next).values.set("softness", 0.6);
            last = next;
        }
        NodeId output = graph.add("output");
        link(graph, last, output, "image");
        return graph;
    }
    void chainsOfPointwiseNodesAreOnePassAndTheSamePicture()
    {
        Graph graph = pointwise();
        auto together = renderer(), apart = renderer(false);
        for (Frame frame : {0, 20, 55}) {
            Image a = image(*together, graph, frame), b = image(*apart, graph, frame);
            QVERIFY(together->statistics().rendered + 4 <= apart->statistics().rendered);
            int furthest = 0;
            for (std::size_t i = 0; i < a.pixels().size(); ++i)
                furthest = std::max(furthest, std::abs(int(a.pixels()[i]) - int(b.pixels()[i])));
            // Apart, every step is rounded to half floats, on a processor downwards.
            QVERIFY2(furthest <= 6, std::to_string(furthest).c_str());
        }
        // The same sources, and the same picture however it is asked for.
        auto one = together->render(graph, m_types, 55, size), two = apart->render(graph, m_types, 55, size);
        QVERIFY(one->sources.expand() == two->sources.expand());
        QVERIFY(same(image(*renderer(), graph, 55), image(*together, graph, 55)));
    }
    void aNodeThatOthersReadAndOneThatStandsStillStayApart()
    {
        Graph graph;
        NodeId picture = item(graph, m_one), still = graph.add("exposure"), moving = graph.add("exposure"),
               left = graph.add("vignette"), right = graph.add("vignette"), both = graph.add("blend"),
               output = graph.add("output");
        graph.nodes.at(still).values.set("amount", 0.4);
        if (!graph.setKey(moving, "amount", {.time = 0, .value = -0.7}, m_types)
            || !graph.setKey(moving, "amount", {.time = 4, .value = 0.9}, m_types))
            qFatal("key");
        link(graph, picture, still, "inputImage");
        link(graph, still, moving, "inputImage");
        link(graph, moving, left, "inputImage");
        link(graph, moving, right, "inputImage");
        link(graph, left, both, "inputImage");
        link(graph, right, both, "overImage");
        link(graph, both, output, "image");
        auto r = renderer();
        image(*r, graph, 0);
        image(*r, graph, 1);
        // moving, which two read; one of the vignettes; the other with the blend, unless they differ in what they reckon with.
        QVERIFY(r->statistics().rendered >= 3 && r->statistics().rendered <= 4);
    }
    void aMistakeInAChainIsSaidOfTheArtistsOwnFile()
    {
        auto isf = Isf::parse("/*{\"ISFVSN\": \"2\", \"INPUTS\": [{\"NAME\": \"inputImage\", \"TYPE\": \"image\"}]}*/\n"
                              "void main() {\n  float a = TIME;\n  while (a >= 0.0) a += 0.1;\n  gl_FragColor = "
                              "IMG_THIS_PIXEL(inputImage) + a;\n}\n",
            "endless.fs");
        VERIFY_OK(isf);
        auto type = nodeTypeOf(std::make_shared<const Isf>(*isf), "endless");
        VERIFY_OK(type);
        NodeTypes types = m_types;
        VERIFY_OK(types.add(*type));
        Graph graph;
        NodeId last = item(graph, m_one);
        for (const char* name : {"endless", "grain", "threshold"}) {
            NodeId next = graph.add(name);
            if (!graph.connect({last, "image", next, "inputImage"}, types))
                qFatal("link");
            last = next;
        }
        NodeId output = graph.add("output");
        if (!graph.connect({last, "image", output, "image"}, types))
            qFatal("link");
        auto picture = renderer()->render(graph, types, 3, size);
        QVERIFY(!picture);
        QCOMPARE(picture.error().what, std::string("endless.fs:4"));
    }
    void onlyWhatFollowsAChangeIsRenderedAgain()
    {
        auto r = renderer();
        Graph graph;
        NodeId picture = item(graph, m_one), last = picture;
        for (int i = 0; i < 10; ++i) {
            NodeId blur = graph.add("blur");
            link(graph, last, blur, "inputImage");
            last = blur;
        }
        NodeId output = graph.add("output");
        link(graph, last, output, "image");
        image(*r, graph, 0);
        QCOMPARE(r->statistics().rendered, r->statistics().passes);
        image(*r, graph, 1);
        QCOMPARE(r->statistics().rendered, 0);
        VERIFY_OK(graph.set(last, "radius", 0.02, m_types));
        image(*r, graph, 2);
        QCOMPARE(r->statistics().rendered, 1);
    }
    void aFrameIsTheSameHoweverItIsAskedFor()
    {
        Graph graph = trail();
        auto r = renderer();
        Image walked;
        for (Frame frame = 0; frame <= 8; ++frame)
            walked = image(*r, graph, frame);
        auto other = renderer();
        Image jumped = image(*other, graph, 8);
        QCOMPARE(other->statistics().rolled, 8);
        QVERIFY(same(walked, jumped));
        QVERIFY(same(image(*other, graph, 3), image(*r, graph, 3)));
        // Asked again: the same, and nothing moves on.
        QVERIFY(same(image(*r, graph, 3), image(*other, graph, 3)));
        QVERIFY(!same(walked, image(*r, graph, 2)));
    }
    void memoryThatWasSavedGoesOnBitForBit()
    {
        Graph graph = trail();
        auto r = renderer();
        for (Frame frame = 0; frame <= 5; ++frame)
            image(*r, graph, frame);
        QTemporaryDir folder;
        VERIFY_OK(r->saveMemory(folder.path().toStdString()));
        auto other = renderer();
        VERIFY_OK(other->restoreMemory(folder.path().toStdString()));
        Image resumed = image(*other, graph, 6);
        QCOMPARE(other->statistics().rolled, 0);
        QVERIFY(same(resumed, image(*r, graph, 6)));
    }
    void aLostDeviceIsReplacedAndTheFrameIsTheSame()
    {
        Graph graph = trail();
        auto r = renderer();
        Image before;
        for (Frame frame = 0; frame <= 4; ++frame)
            before = image(*r, graph, frame);
        r->device().loseForTest();
        QVERIFY(same(image(*r, graph, 4), before));
        QVERIFY(!r->device().isLost());
    }
    void theRenderersSourcesAreThoseOfTheTracker()
    {
        Graph graph = trail();
        NodeId blend = graph.add("blend"), other = item(graph, m_two), output = graph.output();
        NodeId feedback = graph.linkTo(output, "image")->from;
        link(graph, feedback, blend, "inputImage");
        link(graph, other, blend, "overImage");
        link(graph, blend, output, "image");
        VERIFY_OK(graph.setKey(blend, "opacity", {.time = 0, .value = 0.0, .curve = Key::Curve::Hold}, m_types));
        VERIFY_OK(graph.setKey(blend, "opacity", {.time = 0.1, .value = 0.7}, m_types));
        auto r = renderer();
        SourceTracker tracker;
        Materials materials{.file = [](const std::string&) -> Result<std::filesystem::path> { return std::filesystem::path(); },
            .dataset = {},
            .modelHasMemory = {}};
        for (Frame frame = 0; frame < 6; ++frame) {
            auto picture = r->render(graph, m_types, frame, size);
            VERIFY_OK(picture);
            auto plan = expand(graph, m_types, materials, frame, size);
            VERIFY_OK(plan);
            auto tracked = tracker.advance(*plan).expand();
            QVERIFY(picture->sources.expand() == tracked);
            bool shows = tracked.contains({Source::Kind::Item, m_two});
            QCOMPARE(shows, frame >= 3);
        }
    }
    void wordsTallerThanTheFrameAreAllThereWhenTheyAreMoved()
    {
        std::string lines;
        for (int line = 1; line <= 40; ++line)
            lines += "onda " + std::to_string(line) + "\n";
        auto r = renderer();
        auto rendered = [&](Size at, double height, double y) {
            Graph graph;
            NodeId words = graph.add("text"), output = graph.add("output");
            for (const auto& [name, value] :
                std::map<std::string, Value>{{"text", lines}, {"height", height}, {"position", std::vector<double>{0.5, y}}})
                graph.nodes.at(words).values.set(name, value);
            link(graph, words, output, "image");
            auto picture = r->render(graph, m_types, 0, at);
            if (!picture)
                qFatal("%s", picture.error().message.c_str());
            // Sixteen bits are not dithered.
            return *r->delivered(*picture, at, Image::Format::Rgba16, Renderer::Background::Black);
        };
        auto redAt = [](const Image& image, int x, int y) { return reinterpret_cast<const std::uint16_t*>(image.row(y))[4 * x]; };
        // A frame three times as high shows what three positions show one below the other.
        for (int width : {192, 193}) {
            Image tall = rendered({width, 324}, 0.125 / 3, 0.5);
            for (int part = 0; part < 3; ++part) {
                Image window = rendered({width, 108}, 0.125, 0.5 + (part - 1));
                int lit = 0;
                for (int y = 0; y < 108; ++y) {
                    QVERIFY(std::equal(window.row(y), window.row(y) + window.rowBytes(), tall.row(part * 108 + y)));
                    for (int x = 0; x < width; ++x) {
                        if (redAt(window, x, y) > 15'000) {
                            ++lit;
                            break;
                        }
                    }
                }
                QVERIFY2(lit > 30, std::to_string(lit).c_str());
            }
        }
        // A letter as large as the frame, moved down: its upper edge is round, not straight.
        lines = "O";
        Image moved = rendered({192, 108}, 1, 0.15);
        int inFirst = 0;
        for (int y = 0; y < 108 && !inFirst; ++y) {
            for (int x = 0; x < 192; ++x)
                inFirst += redAt(moved, x, y) > 15'000;
        }
        QVERIFY2(inFirst > 0 && inFirst < 40, std::to_string(inFirst).c_str());
    }
    void aFontThatIsNotThereIsSaidOnce()
    {
        Graph graph;
        NodeId words = graph.add("text"), output = graph.add("output");
        graph.nodes.at(words).values.set("text", std::string("onda"));
        graph.nodes.at(words).values.set("font", std::string("NoSuchFontXYZ"));
        link(graph, words, output, "image");
        std::vector<std::string> lines;
        LogSink before = setLogSink([&lines](Level level, std::string_view, std::string_view line) {
            if (level == Level::Warning)
                lines.emplace_back(line);
        });
        auto r = renderer();
        image(*r, graph, 0);
        image(*r, graph, 1);
        graph.nodes.at(words).values.set("text", std::string("mare"));
        image(*r, graph, 1);
        setLogSink(before);
        QCOMPARE(lines.size(), std::size_t(1));
        QVERIFY2(lines[0].find("NoSuchFontXYZ") != std::string::npos, lines[0].c_str());
    }
    void aShaderThatNeverEndsIsASentenceAndTheRendererGoesOn()
    {
        std::filesystem::path folder = m_folder.path().toStdString();
        folder /= "nodes";
        VERIFY_OK(makeEndless(folder));
        NodeTypes types = m_types;
        std::vector<Error> skipped;
        VERIFY_OK(types.addFolder(folder, skipped));
        QVERIFY(skipped.empty());
        Graph graph;
        NodeId endless = graph.add("endless"), output = graph.add("output");
        VERIFY_OK(graph.connect({endless, "image", output, "image"}, types));
        auto r = renderer();
        auto picture = r->render(graph, types, 0, size);
        QVERIFY(!picture);
        QCOMPARE(picture.error().code, Error::Code::Shader);
        QVERIFY2(picture.error().what.find("endless.fs:3") != std::string::npos, picture.error().what.c_str());
        image(*r, trail(), 0);
    }
    void whatIsShownIsWhatIsDelivered()
    {
        auto made = renderer();
        Graph graph = pointwise();
        auto picture = made->render(graph, m_types, 3, size);
        VERIFY_OK(picture);
        Image expected = image(*made, graph, 3);
        SharedImage shared;
        shared.askForCopies();
        VERIFY_OK(made->show(*picture, size, {}, shared));
        QVERIFY(same(shared.latest().copy, expected));
        // Nothing linked to the output is black.
        VERIFY_OK(made->show(Picture(), {8, 4}, {}, shared));
        for (std::size_t i = 0; i < 8 * 4; ++i)
            QVERIFY(shared.latest().copy.pixels()[4 * i] <= std::byte(1));
    }
    void waysToLookAreWhatTheySay()
    {
        auto made = renderer();
        Graph graph;
        NodeId card = item(graph, m_one), output = graph.add("output");
        link(graph, card, output, "image");
        auto picture = made->render(graph, m_types, 0, size);
        VERIFY_OK(picture);
        SharedImage shared;
        shared.askForCopies();
        auto encode = [](double light) {
            light = std::clamp(light, 0.0, 1.0);
            return light <= 0.0031308 ? light * 12.92 : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
        };
        using Light = std::array<float, 4>;
        auto check = [&](const ViewSettings& view, std::function<double(const Light&, int channel, bool odd)> shown) {
            VERIFY_OK(made->show(*picture, size, view, shared));
            Image seen = shared.latest().copy;
            for (int y = 1; y < size.height; y += 13) {
                for (int x = 2; x < size.width; x += 23) {
                    auto light = made->pixel(*picture, x, y);
                    VERIFY_OK(light);
                    for (int channel = 0; channel < 3; ++channel) {
                        // Half a step for rounding and one for the dither.
                        double wanted = 255 * shown(*light, channel, ((x >> 3) ^ (y >> 3)) & 1);
                        double is = int(seen.row(y)[x * 4 + channel]);
                        QVERIFY2(std::abs(is - wanted) <= 1.6, qPrintable(QStringLiteral("%1, %2").arg(is).arg(wanted)));
                    }
                }
            }
        };
        using Channel = ViewSettings::Channel;
        check({.channel = Channel::Green}, [&](const Light& l, int, bool) { return encode(l[1] * l[3]); });
        check({.channel = Channel::Alpha}, [&](const Light& l, int, bool) { return l[3]; });
        check({.channel = Channel::Luma},
            [&](const Light& l, int, bool) { return encode(l[3] * (0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2])); });
        check(
            {.gainStops = -1.5}, [&](const Light& l, int c, bool) { return encode(l[std::size_t(c)] * l[3] * std::exp2(-1.5)); });
        check({.gamma = 2}, [&](const Light& l, int c, bool) { return std::sqrt(encode(l[std::size_t(c)] * l[3])); });
        check({.behind = ViewSettings::Behind::Checkerboard},
            [&](const Light& l, int c, bool odd) { return encode(l[std::size_t(c)] * l[3] + (1 - l[3]) * (odd ? 0.13 : 0.05)); });
    }
    void rollingStopsWhereItIsToldAndGoesOnFromThere()
    {
        Frame stopAt = 3;
        std::vector<Frame> rolled;
        auto made = Renderer::create(materials(), {.device = {.validation = true}, .mayRoll = [&](Frame at, Frame goal) {
                                                       if (goal != 6)
                                                           qFatal("goal");
                                                       rolled.push_back(at);
                                                       return at != stopAt;
                                                   }});
        VERIFY_OK(made);
        Graph graph = trail();
        auto stopped = (*made)->render(graph, m_types, 6, size);
        QVERIFY(!stopped);
        QCOMPARE(int(stopped.error().code), int(Error::Code::Cancelled));
        QCOMPARE(rolled, (std::vector<Frame>{0, 1, 2, 3}));
        stopAt = -1;
        rolled.clear();
        Image late = image(**made, graph, 6);
        QCOMPARE(rolled, (std::vector<Frame>{3, 4, 5}));
        QVERIFY(same(late, image(*renderer(), graph, 6)));
    }

private:
    static Result<> makeEndless(const std::filesystem::path& folder);
};

#include "base/File.h"

Result<> RendererTest::makeEndless(const std::filesystem::path& folder)
{
    return writeFile(folder / "endless.fs",
        "/*{\"INPUTS\": []}*/\nvoid main() { float x = 0.0;\n while (x < 1.0) x *= 0.5;\n gl_FragColor = vec4(x); }\n");
}

OPIFICIO_TEST_MAIN(RendererTest)
#include "RendererTest.moc"
