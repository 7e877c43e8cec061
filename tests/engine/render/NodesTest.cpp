// SPDX-License-Identifier: GPL-3.0-or-later
// Every node there is: described, in range, through JSON and back, and its picture as it was when somebody last looked at
// it. A new node needs no new test, but a golden picture: run with OPIFICIO_RECORD_GOLDEN=1 and look at it.
#include "support/TestCard.h"
#include "support/TestMain.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <functional>

#include <QTemporaryDir>

#include "base/File.h"
#include "base/Text.h"
#include "image/ImageFile.h"
#include "media/Format.h"
#include "render/Renderer.h"

using namespace opificio;

class NodesTest : public test::Suite {
    Q_OBJECT

    static constexpr Size size = {160, 90};
    QTemporaryDir m_folder;
    NodeTypes m_types;
    std::map<std::string, std::filesystem::path> m_files;
    std::shared_ptr<const Json> m_dataset;
    std::string m_one, m_two, m_film;
    std::unique_ptr<Renderer> m_renderer;

    std::string addFile(const std::filesystem::path& path)
    {
        auto sha256 = sha256OfFile(path);
        if (!sha256)
            qFatal("%s", sha256.error().message.c_str());
        m_files[*sha256] = path;
        return *sha256;
    }

    // The node, with the two cards at its inputs, linked to an output.
    Graph graphOf(const NodeType& type, bool withInputs = true)
    {
        Graph graph;
        graph.size = size;
        NodeId node = graph.add(type.name);
        if (type.name == "output")
            return graph;
        NodeId output = graph.add("output");
        for (const Param& param : type.params) {
            if (param.type == Param::Type::Item)
                graph.nodes[node].values.set(param.name, m_one);
            else if (param.type == Param::Type::Dataset)
                graph.nodes[node].values.set(param.name, std::string("cards"));
            else if (param.type == Param::Type::File)
                graph.nodes[node].values.set(param.name, m_film);
        }
        // Where the defaults leave the picture as it is, something that shows.
        static const std::map<std::string, std::map<std::string, Value>> lively = {{"text", {{"text", std::string("Città")}}},
            {"exposure", {{"amount", -1.0}}}, {"transform", {{"turn", 0.06}, {"scale", 0.7}}},
            {"feedback", {{"grow", 1.1}, {"turn", 0.02}}}, {"vignette", {{"amount", 1.0}}}, {"blend", {{"opacity", 0.6}}}};
        if (auto found = lively.find(type.name); found != lively.end()) {
            for (const auto& [param, value] : found->second)
                graph.nodes[node].values.set(param, value);
        }
        for (std::size_t i = 0; withInputs && i < type.inputs.size(); ++i) {
            NodeId item = graph.add("item");
            graph.nodes[item].values.set("item", i % 2 ? m_two : m_one);
            if (!graph.connect({item, "image", node, type.inputs[i].name}, m_types))
                qFatal("link");
        }
        if (!graph.connect({node, "image", output, "image"}, m_types))
            qFatal("output");
        return graph;
    }

    Result<Image> rendered(const Graph& graph, Frame frame = 0)
    {
        m_renderer->reset();
        TRY(auto picture, m_renderer->render(graph, m_types, frame, size));
        return m_renderer->delivered(picture, size, Image::Format::Rgba8, Renderer::Background::Transparent);
    }

    using Pixel = std::array<int, 4>;

    // A picture file made pixel by pixel, from the top left.
    std::string drawn(const std::string& name, Size wanted, const std::function<Pixel(int x, int y)>& pixel)
    {
        std::vector<std::byte> bytes;
        for (int y = 0; y < wanted.height; ++y) {
            for (int x = 0; x < wanted.width; ++x) {
                for (int channel : pixel(x, y))
                    bytes.push_back(std::byte(channel));
            }
        }
        std::filesystem::path path = std::filesystem::path(m_folder.path().toStdString()) / (name + ".png");
        if (!writePng(path, Image(wanted, Image::Format::Rgba8, ColourSpace::Display, std::move(bytes))))
            qFatal("drawn");
        return addFile(path);
    }
    static Pixel grey(int value) { return {value, value, value, 255}; }

    // A node with its settings, linked to the one before.
    struct Step {
        std::string type;
        std::map<std::string, Value> values = {};
        std::string port = "inputImage";
        std::map<std::string, std::string> items = {}; ///< by port: pictures that come in besides
    };
    Graph chain(const std::string& item, const std::vector<Step>& steps)
    {
        Graph graph;
        auto picture = [&](const std::string& sha256) {
            NodeId id = graph.add("item");
            graph.nodes.at(id).values.set("item", sha256);
            return id;
        };
        auto link = [&](const NodeId& from, const NodeId& to, const std::string& port) {
            if (!graph.connect({from, "image", to, port}, m_types))
                qFatal("link");
        };
        NodeId last = picture(item);
        for (const Step& step : steps) {
            NodeId next = graph.add(step.type);
            for (const auto& [name, value] : step.values)
                graph.nodes.at(next).values.set(name, value);
            for (const auto& [port, sha256] : step.items)
                link(picture(sha256), next, port);
            link(last, next, step.port);
            last = next;
        }
        link(last, graph.add("output"), "image");
        return graph;
    }

    // Light, four numbers a pixel from the top left.
    Result<std::vector<float>> light(const Graph& graph, Size wanted, Frame frame = 0)
    {
        m_renderer->reset();
        TRY(auto picture, m_renderer->render(graph, m_types, frame, wanted));
        TRY(auto image, m_renderer->device().download(*picture.image));
        image = converted(image, Image::Format::Rgba32F, ColourSpace::SceneLinear);
        std::vector<float> numbers(image.pixels().size() / sizeof(float));
        std::memcpy(numbers.data(), image.pixels().data(), image.pixels().size());
        return numbers;
    }

    // The mean and the largest difference of a channel, in 1/255.
    static std::pair<double, int> difference(const Image& a, const Image& b)
    {
        if (a.size() != b.size())
            return {255, 255};
        double sum = 0;
        int largest = 0;
        for (std::size_t i = 0; i < a.pixels().size(); ++i) {
            int one = std::abs(int(a.pixels()[i]) - int(b.pixels()[i]));
            sum += one;
            largest = std::max(largest, one);
        }
        return {sum / double(a.pixels().size()), largest};
    }

private Q_SLOTS:
    void initTestCase()
    {
        std::filesystem::path folder = m_folder.path().toStdString();
        VERIFY_OK(writePng(folder / "one.png", test::testCard({200, 150})));
        VERIFY_OK(writePng(folder / "two.png", test::testCard({160, 90}, 1)));
        m_one = addFile(folder / "one.png");
        m_two = addFile(folder / "two.png");
        Task task;
        auto format = findFormat("h264");
        VERIFY_OK(format);
        auto writer = openWriter(**format, folder / "film.mp4", {160, 90}, {25, 1}, 5, {}, task);
        VERIFY_OK(writer);
        for (int i = 0; i < 5; ++i)
            VERIFY_OK((*writer)->write(test::testCard({160, 90}, i)));
        VERIFY_OK((*writer)->finish());
        m_film = addFile(folder / "film.mp4");
        m_dataset = std::make_shared<const Json>(
            Json{{"items", {{{"sha256", m_one}}, {{"sha256", m_two}, {"crop", {0.25, 0.25, 0.5, 0.5}}}}}});
        auto types = NodeTypes::builtIn();
        VERIFY_OK(types);
        m_types = *types;
        Materials materials{.file = [this](const std::string& sha256) -> Result<std::filesystem::path> {
                                auto found = m_files.find(sha256);
                                if (found == m_files.end())
                                    return Error{Error::Code::NotFound, "missing"};
                                return found->second;
                            },
            .dataset = [this](const std::string&) -> Result<std::shared_ptr<const Json>> { return m_dataset; },
            .modelHasMemory = [](const std::string&) -> Result<bool> { return true; }};
        auto renderer = Renderer::create(materials, {.device = {.validation = true}});
        VERIFY_OK(renderer);
        m_renderer = std::move(*renderer);
    }
    void everyNodeIsDescribed()
    {
        for (const auto& [name, type] : m_types) {
            QVERIFY2(!type->label.empty() && !type->help.empty(), name.c_str());
            std::set<std::string> names;
            for (const Input& input : type->inputs)
                QVERIFY2(names.insert(input.name).second && !input.label.empty(), name.c_str());
            for (const Param& param : type->params) {
                std::string where = name + "." + param.name;
                QVERIFY2(names.insert(param.name).second, where.c_str());
                QVERIFY2(!param.label.empty() && !param.help.empty(), where.c_str());
                auto checked = checkValue(param, param.initial);
                QVERIFY2(bool(checked), where.c_str());
                QVERIFY2(*checked == param.initial, where.c_str());
            }
        }
    }
    void everyNodeGoesThroughJson()
    {
        for (const auto& [name, type] : m_types) {
            Graph graph = graphOf(*type);
            for (const Param& param : type->params) {
                for (auto& [id, node] : graph.nodes) {
                    if (node.type == name && !node.values.has(param.name))
                        node.values.set(param.name, param.initial);
                }
            }
            auto again = graphFromJson(toJson(graph));
            QVERIFY2(again && *again == graph, name.c_str());
            if (name != "output")
                QVERIFY2(problems(graph, m_types).empty(), name.c_str());
        }
    }
    void everyNodeLooksAsItDidWhenItWasLookedAt()
    {
        bool record = std::getenv("OPIFICIO_RECORD_GOLDEN");
        std::filesystem::path goldens = std::filesystem::path(OPIFICIO_SOURCE) / "tests/golden/nodes";
        for (const auto& [name, type] : m_types) {
            // Letters depend on the fonts of the machine, models have tests of their own, and the output is every other's.
            if (name == "text" || name == "model" || name == "output")
                continue;
            auto image = rendered(graphOf(*type), name == "feedback" ? 3 : 1);
            QVERIFY2(bool(image), (name + ": " + (image ? "" : image.error().message)).c_str());
            std::filesystem::path golden = goldens / (name + ".png");
            if (record) {
                VERIFY_OK(writePng(golden, *image));
                continue;
            }
            auto expected = readImage(golden);
            QVERIFY2(bool(expected), (name + " has no golden picture yet: record one and look at it.").c_str());
            auto [mean, largest] = difference(*image, *expected);
            // Drivers round differently in the last bit, and a threshold turns that into a whole step at an edge.
            QVERIFY2(mean < 0.5 && (largest <= 4 || mean < 0.1),
                (name + ": mean " + std::to_string(mean) + ", largest " + std::to_string(largest)).c_str());
        }
    }
    void everyNodeWithoutInputsIsAPictureAndNotAFailure()
    {
        for (const auto& [name, type] : m_types) {
            if (type->inputs.empty() || name == "output")
                continue;
            auto image = rendered(graphOf(*type, false));
            QVERIFY2(bool(image), (name + ": " + (image ? "" : image.error().message)).c_str());
        }
    }
    void theIdentityIsTheInput()
    {
        Graph plain = graphOf(*m_types.find("item"));
        auto expected = rendered(plain);
        VERIFY_OK(expected);
        for (const auto& [name, settings] : std::map<std::string, std::map<std::string, Value>>{{"exposure", {{"amount", 0.0}}},
                 {"blur", {{"radius", 0.0}}}, {"blend", {{"opacity", 0.0}}}, {"mask", {{"amount", 0.0}}},
                 {"displace", {{"amount", 0.0}}}, {"grain", {{"amount", 0.0}}}, {"vignette", {{"amount", 0.0}}},
                 {"palette", {{"amount", 0.0}}}, {"feedback", {{"keep", 0.0}}}, {"tile", {{"across", 1.0}, {"down", 1.0}}},
                 {"transform", {{"turn", 0.0}, {"scale", 1.0}}}}) {
            Graph graph = graphOf(*m_types.find(name));
            for (auto& [id, node] : graph.nodes) {
                if (node.type == name) {
                    for (const auto& [param, value] : settings)
                        node.values.set(param, value);
                }
            }
            auto image = rendered(graph);
            VERIFY_OK(image);
            QVERIFY2(difference(*image, *expected).second == 0, name.c_str());
        }
    }
    void twoHalfTurnsAreNone()
    {
        Graph graph = graphOf(*m_types.find("transform"));
        NodeId first, output = graph.output();
        for (auto& [id, node] : graph.nodes) {
            if (node.type == "transform")
                first = id;
        }
        NodeId second = graph.add("transform");
        VERIFY_OK(graph.connect({first, "image", second, "inputImage"}, m_types));
        VERIFY_OK(graph.connect({second, "image", output, "image"}, m_types));
        for (const NodeId& id : {first, second})
            graph.nodes.at(id).values.set("turn", 0.5), graph.nodes.at(id).values.set("scale", 1.0);
        auto image = rendered(graph);
        auto expected = rendered(graphOf(*m_types.find("item")));
        VERIFY_OK(image);
        VERIFY_OK(expected);
        QVERIFY(difference(*image, *expected).first < 1.0);
    }
    void aPictureStandsUpright()
    {
        auto image = rendered(graphOf(*m_types.find("item")));
        VERIFY_OK(image);
        // The card's bright corner is at the top left, its half-transparent band at the bottom (cut by cover: 200x150 to 16:9).
        Graph stretched = graphOf(*m_types.find("item"));
        for (auto& [id, node] : stretched.nodes) {
            if (node.type == "item")
                node.values.set("fit", std::int64_t(2));
        }
        image = rendered(stretched);
        VERIFY_OK(image);
        QVERIFY(int(image->row(3)[3 * 4 + 1]) > 240);
        QVERIFY(std::abs(int(image->row(87)[80 * 4 + 3]) - 128) <= 2);
        QCOMPARE(int(image->row(3)[80 * 4 + 3]), 255);
    }
    void exposureIsAStopOfLight()
    {
        Graph graph = graphOf(*m_types.find("exposure"));
        for (auto& [id, node] : graph.nodes) {
            if (node.type == "exposure")
                node.values.set("amount", -1.0);
        }
        auto before = rendered(graphOf(*m_types.find("item")));
        auto after = rendered(graph);
        VERIFY_OK(before);
        VERIFY_OK(after);
        auto light = [](std::byte value) {
            double v = int(value) / 255.0;
            return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        };
        for (int x = 20; x < 150; x += 10) {
            double was = light(before->row(40)[x * 4]), is = light(after->row(40)[x * 4]);
            QVERIFY(std::abs(is - was / 2) < 0.006);
        }
    }
    void everyBlendModeIsDifferentAndFinite()
    {
        const NodeType* blend = m_types.find("blend");
        const Param* mode = findParam(blend->params, "mode");
        std::set<std::string> seen;
        for (std::size_t i = 0; i < mode->choices.size(); ++i) {
            Graph graph = graphOf(*blend);
            for (auto& [id, node] : graph.nodes) {
                if (node.type == "blend")
                    node.values.set("mode", std::int64_t(i)), node.values.set("opacity", 1.0);
            }
            auto image = rendered(graph);
            VERIFY_OK(image);
            seen.insert(sha256(std::string_view(reinterpret_cast<const char*>(image->pixels().data()), image->pixels().size())));
        }
        QCOMPARE(seen.size(), mode->choices.size());
    }
    void multiplyIsTheProductOfDisplayValues()
    {
        Graph graph = graphOf(*m_types.find("blend"));
        for (auto& [id, node] : graph.nodes) {
            if (node.type == "blend")
                node.values.set("mode", std::int64_t(1)), node.values.set("opacity", 1.0);
        }
        auto below = rendered(graphOf(*m_types.find("item")));
        Graph other = graphOf(*m_types.find("item"));
        for (auto& [id, node] : other.nodes) {
            if (node.type == "item")
                node.values.set("item", m_two);
        }
        auto above = rendered(other);
        auto product = rendered(graph);
        VERIFY_OK(below);
        VERIFY_OK(above);
        VERIFY_OK(product);
        for (int x = 5; x < 155; x += 7) {
            for (int c = 0; c < 3; ++c) {
                int expected = int(below->row(30)[x * 4 + c]) * int(above->row(30)[x * 4 + c]) / 255;
                QVERIFY(std::abs(int(product->row(30)[x * 4 + c]) - expected) <= 3);
            }
        }
    }
    void aBlurIsAsWideAsItSaysAtEverySize()
    {
        for (int height : {64, 200, 1080, 4320}) {
            std::string line = drawn(
                "line" + std::to_string(height), {5, height}, [&](int, int y) { return grey(y == height / 2 ? 255 : 0); });
            for (double radius : {0.003, 0.01, 0.03, 0.1}) {
                auto seen = light(chain(line, {{"blur", {{"radius", radius}}}}), {5, height});
                VERIFY_OK(seen);
                std::vector<double> row;
                for (int y = 0; y < height; ++y)
                    row.push_back((*seen)[(std::size_t(y) * 5 + 2) * 4]);
                double sum = 0, mean = 0, spread = 0;
                for (int y = 0; y < height; ++y)
                    sum += row[std::size_t(y)], mean += row[std::size_t(y)] * y;
                mean /= sum;
                for (int y = 0; y < height; ++y)
                    spread += row[std::size_t(y)] * (y - mean) * (y - mean);
                double sigma = std::sqrt(spread / sum) / height;
                // Samples at whole pixels cannot show much less than half a pixel to the last percent.
                std::string where = std::to_string(height) + ", " + std::to_string(radius) + ": " + std::to_string(sigma);
                QVERIFY2(std::abs(sigma / radius - 1) < 0.015, where.c_str());
                // Half floats are rounded down.
                QVERIFY2(std::abs(sum - 1) < 0.003, where.c_str());
                for (int y = height / 2; y + 1 < height; ++y)
                    QVERIFY2(row[std::size_t(y)] >= row[std::size_t(y) + 1], where.c_str());
            }
        }
    }
    void aBlurIsRound()
    {
        Size wide = {320, 180};
        std::string dot = drawn("dot", wide, [](int x, int y) { return grey(x == 160 && y == 90 ? 255 : 0); });
        for (double radius : {0.015, 0.05}) {
            auto seen = light(chain(dot, {{"blur", {{"radius", radius}}}}), wide);
            VERIFY_OK(seen);
            double sigma = radius * 180, peak = 1 / (2 * 3.14159265 * sigma * sigma);
            for (int y = 0; y < 180; ++y) {
                for (int x = 0; x < 320; ++x) {
                    double away = std::hypot(x - 160, y - 90) / sigma;
                    double is = (*seen)[(std::size_t(y) * 320 + std::size_t(x)) * 4];
                    QVERIFY(std::abs(is - peak * std::exp(-0.5 * away * away)) < 0.005 * peak);
                }
            }
        }
    }
    void aBlurThatGrowsDoesNotJump()
    {
        // Below three pixels it is made at full size, above from a small picture.
        auto below = rendered(chain(m_one, {{"blur", {{"radius", 0.03332}}}}));
        auto above = rendered(chain(m_one, {{"blur", {{"radius", 0.03335}}}}));
        VERIFY_OK(below);
        VERIFY_OK(above);
        QVERIFY(difference(*below, *above).second <= 1);
    }
    void aPictureAsLargeAsTheWorkIsItself()
    {
        Size small = {64, 36};
        std::string lines
            = drawn("lines", small, [](int x, int y) { return grey(y < 18 ? x % 2 * 255 : (x * 7 + y * 31) % 256); });
        m_renderer->reset();
        auto picture = m_renderer->render(chain(lines, {}), m_types, 0, small);
        VERIFY_OK(picture);
        // Sixteen bits are not dithered.
        auto image = m_renderer->delivered(*picture, small, Image::Format::Rgba16, Renderer::Background::Transparent);
        VERIFY_OK(image);
        for (int y = 0; y < 36; ++y) {
            for (int x = 0; x < 64; ++x) {
                std::uint16_t is = 0;
                std::memcpy(&is, image->row(y) + std::size_t(x) * 8, 2);
                QCOMPARE(int(std::lround(is / 257.0)), y < 18 ? x % 2 * 255 : (x * 7 + y * 31) % 256);
            }
        }
    }
    void whatIsMadeSmallerIsTheMeanOfItsLight()
    {
        std::string check = drawn("check", size, [](int x, int y) { return grey((x + y) % 2 * 255); });
        Graph zoomed = chain(check, {});
        for (auto& [id, node] : zoomed.nodes) {
            if (node.type == "item")
                node.values.set("zoom", 1.0 / 3);
        }
        // The part of the frame that is looked at, and how far from the mean: a tent is not a perfect filter.
        struct Case {
            std::string name;
            Graph graph;
            int width, height;
            double tolerance;
        };
        for (const Case& one : std::vector<Case>{{"place", zoomed, 40, 20, 0.01},
                 {"third", chain(check, {{"transform", {{"scale", 1.0 / 3}}}}), 40, 20, 0.01},
                 {"turned", chain(check, {{"transform", {{"scale", 0.23}, {"turn", 0.04}, {"outside", std::int64_t(2)}}}}), 150,
                     80, 0.01},
                 {"tiny", chain(check, {{"transform", {{"scale", 0.03}, {"outside", std::int64_t(3)}}}}), 150, 80, 0.01},
                 {"tile", chain(check, {{"tile", {{"across", 9.3}, {"down", 9.3}}}}), 150, 80, 0.01},
                 {"uneven", chain(check, {{"tile", {{"across", 31.0}, {"down", 2.5}, {"mirror", false}}}}), 150, 80, 0.03}}) {
            auto seen = light(one.graph, size);
            VERIFY_OK(seen);
            for (int y = (90 - one.height) / 2; y < (90 + one.height) / 2; ++y) {
                for (int x = (160 - one.width) / 2; x < (160 + one.width) / 2; ++x) {
                    double is = (*seen)[(std::size_t(y) * 160 + std::size_t(x)) * 4];
                    QVERIFY2(std::abs(is - 0.5) < one.tolerance, (one.name + ": " + std::to_string(is)).c_str());
                }
            }
        }
    }
    void whiteOnNothingStaysWhite()
    {
        std::string white = drawn("white", size, [](int, int) { return grey(255); });
        std::string disc = drawn("disc", size, [](int x, int y) {
            return std::hypot(x - 80, y - 45) < 30 ? Pixel{255, 255, 255, 255} : Pixel{0, 0, 0, 0};
        });
        for (const Step& step : std::vector<Step>{{"transform", {{"turn", 0.07}}}, {"transform", {{"scale", 0.4}}},
                 {"transform", {{"scale", 3.0}, {"outside", std::int64_t(2)}}}, {"tile", {{"across", 3.3}}},
                 {"tile", {{"across", 1.3}, {"down", 1.0}}}, {"blur"},
                 {"displace", {{"amount", 0.3}}, "inputImage", {{"byImage", m_one}}}, {"feedback", {{"turn", 0.02}}},
                 {"feedback", {{"lighter", true}}}}) {
            Graph graph = chain(disc, {step, {"blend", {}, "overImage", {{"inputImage", white}}}});
            auto image = rendered(graph, 3);
            VERIFY_OK(image);
            int darkest = 255;
            for (std::byte channel : image->pixels())
                darkest = std::min(darkest, int(channel));
            QVERIFY2(darkest >= 253, (step.type + ": " + std::to_string(darkest)).c_str());
        }
    }
    void whiteUnderBlackStaysWhiteWhereTheFormulaSaysSo()
    {
        std::string white = drawn("under", size, [](int, int) { return grey(255); });
        std::string black = drawn("over", size, [](int, int) { return grey(0); });
        const Param* mode = findParam(m_types.find("blend")->params, "mode");
        for (const char* name : {"colour burn", "vivid light"}) {
            Value choice = *parseValue(*mode, name);
            // What was through another node besides is a hair darker.
            for (bool twice : {false, true}) {
                std::vector<Step> steps;
                if (twice)
                    steps.push_back({"transform", {{"turn", 0.1}, {"outside", std::int64_t(1)}}});
                steps.push_back({"blend", {{"mode", choice}}, "inputImage", {{"overImage", black}}});
                auto image = rendered(chain(white, steps));
                VERIFY_OK(image);
                QVERIFY2(int(image->row(45)[80 * 4]) == 255, name);
            }
        }
    }
    void whatSteersAndIsNotThereDoesNothing()
    {
        auto expected = rendered(chain(m_one, {}));
        VERIFY_OK(expected);
        for (const Step& step : std::vector<Step>{{"mask"}, {"mask", {{"invert", true}}}, {"mask", {{"by", std::int64_t(1)}}},
                 {"displace", {{"way", std::int64_t(0)}}}, {"displace"}, {"displace", {{"way", std::int64_t(2)}}}}) {
            auto image = rendered(chain(m_one, {step}));
            VERIFY_OK(image);
            QVERIFY2(difference(*image, *expected).second <= 1, step.type.c_str());
        }
    }
    void theMaskSteersAndIsNotShown()
    {
        auto picture = m_renderer->render(chain(m_one, {{"mask", {}, "inputImage", {{"maskImage", m_two}}}}), m_types, 0, size);
        VERIFY_OK(picture);
        auto all = picture->sources.expand();
        QVERIFY(all[Source(Source::Kind::Item, m_one)].contains(Role::Shown));
        QVERIFY(all[Source(Source::Kind::Item, m_two)] == std::set<Role>{Role::Steered});
    }
    void linesOfAnEdgeAreAsWideAtEverySizeAndSingle()
    {
        auto inked = [&](const std::string& picture, int height, int from, int to) -> double {
            auto seen = light(
                chain(picture,
                    {{"edge",
                        {{"width", 8.0}, {"ink", std::vector<double>{0, 0, 0, 1}}, {"paper", std::vector<double>{1, 1, 1, 1}}}}}),
                {64, height});
            if (!seen)
                qFatal("%s", seen.error().message.c_str());
            double sum = 0;
            for (int x = from; x < to; ++x)
                sum += 1 - (*seen)[(std::size_t(height / 2) * 64 + std::size_t(x)) * 4];
            return sum;
        };
        for (int height : {1080, 1620, 2160}) {
            std::string name = std::to_string(height);
            std::string step = drawn("step" + name, {64, height}, [](int x, int) { return grey(x < 32 ? 60 : 230); });
            double pixels = 8 * height / 1080.0, is = inked(step, height, 0, 64);
            QVERIFY2(std::abs(is / pixels - 1) < 0.1, (name + ": " + std::to_string(is)).c_str());
        }
        // A thin line is not drawn once more to its left and right.
        std::string thin = drawn("thin", {64, 1080}, [](int x, int) { return grey(x == 32 ? 255 : 0); });
        QVERIFY(inked(thin, 1080, 26, 39) > 2);
        QVERIFY(inked(thin, 1080, 0, 24) + inked(thin, 1080, 41, 64) < 0.1);
    }
};

OPIFICIO_TEST_MAIN(NodesTest)
#include "NodesTest.moc"
