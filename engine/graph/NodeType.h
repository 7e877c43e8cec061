#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/EmbeddedText.h"
#include "base/Param.h"
#include "base/Result.h"

namespace opificio {

class Expansion;
struct Isf;

/// A place where a picture comes into a node.
struct Input {
    std::string name;
    std::string label;
};

/// A kind of node: a row of the table. A one-kernel node is an ISF file, engine/graph/nodes/NAME.fs; a node that must
/// think is engine/graph/nodes/NAME.cpp with `extern const NodeType NAMENode`.
struct NodeType {
    std::string name;
    std::string label;
    std::string help;
    std::vector<Input> inputs = {};
    std::vector<Param> params = {};
    bool hasOutput = true;
    /// Frames follow from the frames before: rendered in order from the declared start.
    bool hasMemory = false;
    /// Adds the passes that make this node's picture and answers the last one's index, or Expansion::nothing.
    std::function<Result<int>(Expansion&)> expand;
    /// Of nodes that are .fs files.
    std::shared_ptr<const Isf> isf = {};
};

const Input* findInput(const NodeType& type, std::string_view name);

/// The node types that are known: those built in and the .fs files found at run time. A value.
class NodeTypes {
public:
    /// The rows of engine/graph/nodes.
    static Result<NodeTypes> builtIn();
    /// Every .fs in a folder; the name is the file's stem. Files that are no ISF are listed in `skipped`.
    Result<> addFolder(const std::filesystem::path& folder, std::vector<Error>& skipped);
    Result<> add(NodeType type);

    const NodeType* find(std::string_view name) const;
    auto begin() const { return m_types.begin(); }
    auto end() const { return m_types.end(); }

private:
    std::map<std::string, std::shared_ptr<const NodeType>, std::less<>> m_types;
};

/// A node type out of an ISF file. Keys of our own in its header, under "OPIFICIO": LABEL; IDENTITY {param: value} (then
/// the node is its first input); UNUSED {input: {param: value}} (then that input is not a source); STEERS [input, ...].
Result<NodeType> nodeTypeOf(std::shared_ptr<const Isf> isf, std::string_view name);

/// The C++ rows and the embedded .fs files; use NodeTypes.
std::span<const NodeType* const> allNodes();
std::span<const EmbeddedText> allNodesTexts();

} // namespace opificio
