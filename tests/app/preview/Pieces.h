#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>

#include <QTemporaryDir>

#include "base/File.h"
#include "graph/Graph.h"
#include "graph/NodeType.h"
#include "graph/Plan.h"

namespace opificio::test {

/// Small works whose pictures tell what they are.
class Pieces {
public:
    Pieces()
    {
        std::filesystem::path folder = m_folder.path().toStdString();
        auto shader = [&](const char* name, const std::string& body, const char* header = R"("ISFVSN": "2", "INPUTS": [])") {
            if (!writeFile(folder / (std::string(name) + ".fs"), std::string("/*{") + header + "}*/\n" + body))
                qFatal("shader");
        };
        // Noise in every byte, another one with each frame.
        shader("rustle", R"(float mixed(float n) { return fract(sin(n) * 43758.5453); }
void main()
{
    vec2 p = gl_FragCoord.xy + float(FRAMEINDEX) * 3.7;
    gl_FragColor = vec4(mixed(dot(p, vec2(12.9898, 78.233))), mixed(dot(p, vec2(39.346, 11.135))), mixed(dot(p, vec2(73.156, 52.235))), 1.0);
})");
        // One colour a frame, all over.
        shader("flash",
            R"(void main() { float f = float(FRAMEINDEX); gl_FragColor = vec4(fract(f * 0.31), fract(f * 0.57), fract(f * 0.83), 1.0); })");
        // Takes its time.
        shader("toil", R"(void main()
{
    float a = isf_FragNormCoord.x;
    for (int i = 0; i < 3000; ++i)
        a = sin(a * 1.37 + sin(a + 1.0) + float(i) * 1e-4 + TIME);
    gl_FragColor = vec4(abs(a), isf_FragNormCoord, 1.0);
})");
        // Counts its frames: red is their number in hundredths.
        shader("count", R"(void main() { gl_FragColor = vec4(IMG_THIS_NORM_PIXEL(before).r + 0.01, 0.0, 0.0, 1.0); })",
            R"("ISFVSN": "2", "INPUTS": [], "PASSES": [{"TARGET": "before", "PERSISTENT": true, "FLOAT": true}])");
        shader("broken", "void main() { nonsense; }");
        auto types = NodeTypes::builtIn();
        std::vector<Error> skipped;
        if (!types || !types->addFolder(folder, skipped) || !skipped.empty())
            qFatal("types");
        m_types = std::make_shared<const NodeTypes>(std::move(*types));
    }

    const std::shared_ptr<const NodeTypes>& types() const { return m_types; }
    static Materials materials()
    {
        auto none = [](const std::string&) { return Error{Error::Code::NotFound, "none"}; };
        return {.file = [none](const std::string& hash) -> Result<std::filesystem::path> { return none(hash); },
            .dataset = [none](const std::string& hash) -> Result<std::shared_ptr<const Json>> { return none(hash); },
            .modelHasMemory = [none](const std::string& hash) -> Result<bool> { return none(hash); }};
    }
    std::shared_ptr<Graph> piece(const char* type, Size size = {640, 360}) const
    {
        auto graph = std::make_shared<Graph>();
        NodeId node = graph->add(type), output = graph->add("output");
        if (!graph->connect({node, "image", output, "image"}, *m_types))
            qFatal("connect");
        graph->size = size;
        graph->rate = {60, 1};
        graph->frames = 100;
        return graph;
    }

private:
    QTemporaryDir m_folder;
    std::shared_ptr<const NodeTypes> m_types;
};

} // namespace opificio::test
