// SPDX-License-Identifier: GPL-3.0-or-later
// A piece that plays for an hour takes no more memory than one that plays for a minute: every node, both models, and shaders
// whose loops and branches hang on their settings. Software drivers may compile such a shader anew for every frame.
#include "support/TestCard.h"
#include "support/TestMain.h"

#include <QTemporaryDir>

#include "graph/Isf.h"
#include "image/ImageFile.h"
#include "models/Model.h"
#include "render/ModelStage.h"
#include "render/Renderer.h"

#include <fstream>
#include <malloc.h>
#include <unistd.h>

using namespace opificio;

class LongPlayTest : public test::Suite {
    Q_OBJECT

    static constexpr Size size = {96, 54};
    static constexpr int first = 12, more = 40; // frames
    static constexpr double allowed = 12; // MB of pages that come and go; a shader is some 2 MB
    QTemporaryDir m_folder;
    NodeTypes m_types;
    std::map<std::string, std::filesystem::path> m_files;
    std::string m_one, m_two;

    static double used() // MB
    {
        malloc_trim(0);
        std::ifstream file("/proc/self/statm");
        double total = 0, resident = 0;
        file >> total >> resident;
        return resident * double(sysconf(_SC_PAGESIZE)) / 1e6;
    }
    std::string addPicture(const char* name, int kind)
    {
        std::filesystem::path path = std::filesystem::path(m_folder.path().toStdString()) / name;
        if (!writePng(path, test::testCard(size, kind)))
            qFatal("card");
        std::string sha256 = *sha256OfFile(path);
        m_files[sha256] = path;
        return sha256;
    }
    void addShader(const char* name, const char* text)
    {
        auto isf = Isf::parse(text, name);
        if (!isf)
            qFatal("%s", isf.error().message.c_str());
        auto type = nodeTypeOf(std::make_shared<const Isf>(*isf), name);
        if (!type)
            qFatal("%s", type.error().message.c_str());
        if (!m_types.add(*type))
            qFatal("add");
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_one = addPicture("one.png", 0);
        m_two = addPicture("two.png", 1);
        auto types = NodeTypes::builtIn();
        VERIFY_OK(types);
        m_types = *types;
        addShader("samples", R"(/*{"ISFVSN": "2", "INPUTS": [{"NAME": "inputImage", "TYPE": "image"},
            {"NAME": "samples", "TYPE": "float", "MIN": 1, "MAX": 32, "DEFAULT": 8}, {"NAME": "kind", "TYPE": "long",
            "VALUES": [0, 1, 2], "LABELS": ["a", "b", "c"], "DEFAULT": 1}, {"NAME": "turned", "TYPE": "bool", "DEFAULT": false}]}*/
            void main() {
                vec4 sum = vec4(0.0);
                for (int i = 0; i < int(samples); i++) {
                    vec2 at = isf_FragNormCoord + vec2(float(i), sin(TIME)) / RENDERSIZE;
                    if (kind == 0) sum += IMG_NORM_PIXEL(inputImage, at);
                    else if (kind == 1) sum += IMG_NORM_PIXEL(inputImage, at.yx) * cos(float(i));
                    else sum += sqrt(IMG_NORM_PIXEL(inputImage, fract(at * 3.0)));
                }
                if (turned) sum = 1.0 - sum;
                gl_FragColor = sum / samples;
            })");
        addShader("branches", R"(/*{"ISFVSN": "2", "INPUTS": [{"NAME": "inputImage", "TYPE": "image"},
            {"NAME": "kind", "TYPE": "long", "VALUES": [0, 1], "LABELS": ["a", "b"], "DEFAULT": 0}]}*/
            void main() {
                vec4 sum = vec4(0.0);
                for (int i = 0; i < 12; i++) {
                    vec2 at = isf_FragNormCoord + vec2(float(i), sin(TIME)) / RENDERSIZE;
                    if (kind == 1) { sum += IMG_NORM_PIXEL(inputImage, at.yx) * cos(float(i)); sum = sqrt(sum * sum + 0.1); }
                    else sum += IMG_NORM_PIXEL(inputImage, at);
                }
                gl_FragColor = sum / 12.0;
            })");
    }

    void aNode_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto& [name, type] : m_types) {
            if (name != "output" && name != "model" && name != "film" && name != "sequence")
                QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }
    void aNode()
    {
        QFETCH(QString, name);
        Materials materials{
            .file = [this](const std::string& sha256) -> Result<std::filesystem::path> { return m_files.at(sha256); },
            .dataset = {},
            .modelHasMemory = {}};
        auto renderer = Renderer::create(materials, {});
        VERIFY_OK(renderer);
        auto type = m_types.find(name.toStdString());
        QVERIFY(type);
        Graph graph;
        graph.size = size;
        NodeId node = graph.add(type->name), output = graph.add("output");
        for (const Param& param : type->params) {
            if (param.type == Param::Type::Item)
                graph.nodes.at(node).values.set(param.name, m_one);
        }
        for (std::size_t i = 0; i < type->inputs.size(); ++i) {
            NodeId item = graph.add("item");
            graph.nodes.at(item).values.set("item", i % 2 ? m_two : m_one);
            VERIFY_OK(graph.connect({item, "image", node, type->inputs[i].name}, m_types));
        }
        VERIFY_OK(graph.connect({node, "image", output, "image"}, m_types));
        double before = 0;
        for (Frame frame = 0; frame < first + more; ++frame) {
            if (frame == first)
                before = used();
            auto picture = (*renderer)->render(graph, m_types, frame, size);
            VERIFY_OK(picture);
            VERIFY_OK((*renderer)->delivered(*picture, size, Image::Format::Rgba8, Renderer::Background::Black));
        }
        double grown = used() - before;
        QVERIFY2(grown < allowed, qPrintable(QStringLiteral("%1 MB more after %2 frames").arg(grown).arg(more)));
    }

    void aModel_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("shaders");
        for (const char* name : {"trama", "prima"}) {
            for (bool shaders : {false, true})
                QTest::addRow("%s%s", name, shaders ? ", shaders" : "") << name << shaders;
        }
    }
    void aModel()
    {
        QFETCH(QString, name);
        QFETCH(bool, shaders);
        auto device = Device::create({});
        VERIFY_OK(device);
        auto model
            = Model::load(std::filesystem::path(OPIFICIO_SOURCE) / "resources/models" / (name.toStdString() + ".safetensors"));
        VERIFY_OK(model);
        auto stage = ModelStage::create(**device, *model, shaders ? ModelStage::Where::OnDevice : ModelStage::Where::Fitting);
        VERIFY_OK(stage);
        Values values;
        values.set("warm", std::int64_t(0));
        values.set("scale", 24.0);
        std::shared_ptr<ModelState> state;
        double before = 0;
        for (int frame = 0; frame < first + more; ++frame) {
            if (frame == first)
                before = used();
            auto recorder = Recorder::begin(**device);
            VERIFY_OK(recorder);
            values.set("position", std::vector<double>{frame / 60.0, 0.5});
            VERIFY_OK((*stage)->render(*recorder, values, {.frame = frame, .size = size}, {}, state));
            VERIFY_OK(recorder->finish());
        }
        double grown = used() - before;
        QVERIFY2(grown < allowed, qPrintable(QStringLiteral("%1 MB more after %2 frames").arg(grown).arg(more)));
    }
};

OPIFICIO_TEST_MAIN(LongPlayTest)
#include "LongPlayTest.moc"
