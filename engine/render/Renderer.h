#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/Hash.h"
#include "base/Result.h"
#include "base/Sources.h"
#include "gpu/Device.h"
#include "gpu/SharedImage.h"
#include "graph/Graph.h"
#include "graph/NodeType.h"
#include "graph/Plan.h"
#include "image/Image.h"
#include "image/ImageFile.h"
#include "render/ViewSettings.h"

namespace opificio {

struct RendererOptions {
    DeviceOptions device;
    /// Pictures kept by hash on the device; 0: as many as suit it, fewer where its memory is the computer's own.
    std::size_t cacheBytes = 0;
    ImageLimits limits = ImageLimits::chosen();
    /// Chains of pointwise shaders that move with time are one pass; see Fusion.h.
    bool fuse = true;
    /// Asked before each earlier frame that nodes with memory need, with its number and that of the frame which was asked
    /// for: false stops there with Error::Code::Cancelled, and a later call goes on from where it stopped.
    std::function<bool(Frame at, Frame goal)> mayRoll = {};
};

/// A finished picture: scene-linear Rgba16F on the device, and what it came from.
struct Picture {
    GpuImagePtr image; ///< null when nothing is linked to the output
    Sources sources;
    CacheKey key;
};

/// What the last call cost.
struct RenderStatistics {
    int passes = 0; ///< in the plan
    int rendered = 0; ///< of them, not found in the cache
    int rolled = 0; ///< earlier frames that nodes with memory needed
};

/// Runs plans: graph + frame + size to a picture. Preview, export, the command line and tests use this one. It keeps
/// pictures by the hash of all that they follow from, so nothing has to be invalidated, and the state of nodes with
/// memory. One thread at a time.
///
/// A frame after the one before advances nodes with memory by one; any other frame is reached by rolling from frame 0
/// (or from a state that was restored), so that it is the same picture however it is asked for. While a graph is edited
/// at the running frame the memory lives on; reset() makes it begin again.
///
///     TRY(auto renderer, Renderer::create(materials));
///     TRY(auto picture, renderer->render(graph, types, 12, {1280, 720}));
///     TRY(auto image, renderer->delivered(picture, Image::Format::Rgba8, Background::Black));
class Renderer {
public:
    static Result<std::unique_ptr<Renderer>> create(Materials materials, const RendererOptions& options = {});
    ~Renderer();

    /// A device that was lost is replaced once; then the frame is rendered again from its start.
    Result<Picture> render(const Graph& graph, const NodeTypes& types, Frame frame, Size size);
    /// The picture of any node.
    Result<Picture> renderNode(const Graph& graph, const NodeId& node, const NodeTypes& types, Frame frame, Size size);

    /// The picture as files have it: Display space; Rgba8 is dithered. A null picture is transparent (or black).
    enum class Background { Transparent, Black };
    Result<Image> delivered(const Picture& picture, Size size, Image::Format format, Background background);

    /// The picture as screens have it, into `shared`: what delivered() makes of it in Rgba8 over black, as `view` wants it
    /// seen. Waits for the device. A null picture is black of `size`.
    Result<> show(const Picture& picture, Size size, const ViewSettings& view, SharedImage& shared);
    /// One pixel of it, scene-linear with straight alpha; places outside are moved to the edge.
    Result<std::array<float, 4>> pixel(const Picture& picture, int x, int y);

    /// Forgets the state of every node with memory.
    void reset();
    /// The memory of every node as it is now, to go back to while the device lives; costs next to nothing. After another
    /// device took its place, going back is reset().
    struct Mark;
    std::shared_ptr<const Mark> mark() const;
    void goBack(const std::shared_ptr<const Mark>& mark);
    /// The memory of every node after the last frame, one file a node, and the frame; bit for bit.
    Result<> saveMemory(const std::filesystem::path& folder) const;
    Result<> restoreMemory(const std::filesystem::path& folder);

    const RenderStatistics& statistics() const;
    Device& device();

private:
    Renderer();
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace opificio
