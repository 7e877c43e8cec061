#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/Hash.h"
#include "base/Sources.h"
#include "graph/Graph.h"
#include "graph/NodeType.h"

namespace opificio {

/// What a composition is made of, handed in by whoever has it: a work's folder, the library, a job's inputs.
/// Called on the thread that expands; each may fail with a sentence.
struct Materials {
    std::function<Result<std::filesystem::path>(const std::string& sha256)> file;
    /// datasets/HASH.json, checked.
    std::function<Result<std::shared_ptr<const Json>>(const std::string& hash)> dataset;
    /// Whether that model's picture follows from its picture before (an automaton).
    std::function<Result<bool>(const std::string& sha256)> modelHasMemory;
};

/// One step of a plan; it makes one picture.
struct Pass {
    enum class Kind {
        Shader, ///< an ISF program with all its own passes
        Picture, ///< a still by hash, as large as `size` asks along its longer edge, in its own shape
        Film, ///< a film's frame: `source` at values["moment"] seconds
        Text, ///< drawn words, exactly `size`
        Model, ///< what a trained model shows
    };
    Kind kind = Kind::Shader;
    NodeId node; ///< whose memory it uses
    std::string source; ///< SHA-256 of a file or model
    std::shared_ptr<const Isf> isf = {}; ///< Shader only
    Values values = {};
    std::map<std::string, int> inputs = {}; ///< name -> index of an earlier pass
    Size size;
    Seconds time = 0;
    Frame frame = 0;
    bool hasMemory = false;
    /// Its picture can be another one at another time: it is keyed, asked for the time, or follows from what does.
    bool moves = false;
    /// Of this pass alone; those of its inputs come along by themselves.
    Sources sources = {};
    /// Inputs whose sources only steer.
    std::vector<std::string> steering = {};
    /// All of the above but the inputs; the time only if the picture depends on it.
    CacheKey key = {};
};

/// The flat list of passes that makes one picture of a graph at one time and size. Inputs come before their users; what
/// is not needed (unused branches, muted nodes, weights of zero) is not in it.
struct Plan {
    std::vector<Pass> passes;
    int output = -1; ///< -1: nothing is linked to the output
    Size size;
    Frame frame = 0;
};

/// What a node type's expand() works with.
class Expansion {
public:
    static constexpr int nothing = -1;

    const Node& node() const;
    const NodeId& id() const;
    /// Every setting at this moment, checked.
    const Values& values() const;
    Seconds time() const;
    Frame frame() const;
    const Rate& rate() const;
    Size size() const;
    const Materials& materials() const;

    /// Expands what feeds that input; `nothing` when nothing does.
    Result<int> input(std::string_view name);
    /// Key, node, time, frame and, unless given, size are filled in.
    int add(Pass pass);
    /// A helper pass of engine/graph/passes by name.
    Result<int> helper(std::string_view name, Values values, std::map<std::string, int> inputs);
    /// A still brought into the frame: values fit, zoom, centre of `placement`; crop as x, y, width, height in 0..1.
    Result<int> placedPicture(const std::string& sha256, const Values& placement, const std::vector<double>& crop);
    const Pass& pass(int index) const;

private:
    friend class Expander;
    struct State;
    State* m = nullptr;
};

Result<Plan> expand(const Graph& graph, const NodeTypes& types, const Materials& materials, Frame frame, Size size);
/// The plan for the picture of any node.
Result<Plan> expandNode(
    const Graph& graph, const NodeId& node, const NodeTypes& types, const Materials& materials, Frame frame, Size size);

} // namespace opificio
