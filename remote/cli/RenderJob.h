#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <functional>
#include <memory>
#include <string>

#include "base/Json.h"
#include "base/Result.h"
#include "cli/JobMaterials.h"
#include "graph/NodeType.h"
#include "media/Format.h"
#include "remote/Job.h"
#include "render/Renderer.h"

namespace opificio {

/// Renders, encodes and writes the credits into out/. Called by the process that runs the job.
Result<Json> runRenderJob(JobRun& run, const NodeTypes& types);

/// What job.json asks of a render, checked.
struct RenderSpec {
    Graph graph;
    const Format* format = nullptr;
    Values settings; ///< of the format
    Size size;
    Frame first = 0, last = 0; ///< both included
    std::string name; ///< of the file, without its ending
    Image::Format pixels = Image::Format::Rgba8; ///< that the format is given
    Renderer::Background background = Renderer::Background::Black;
};
Result<RenderSpec> renderSpec(const JobRun& run);

struct MadeFrame {
    Image image; ///< as the format takes it
    Sources sources;
};

/// Makes the frames of a job on this machine's device. Refers to `spec` and `types`. One thread.
class FrameMaker {
public:
    static Result<FrameMaker> create(
        JobRun& run, const RenderSpec& spec, const NodeTypes& types, const std::shared_ptr<JobMaterials>& materials);
    Result<MadeFrame> make(Frame frame);
    Renderer& renderer() { return *m_renderer; }

private:
    FrameMaker(const RenderSpec& spec, const NodeTypes& types)
        : m_spec(spec)
        , m_types(types)
    {
    }
    const RenderSpec& m_spec;
    const NodeTypes& m_types;
    std::unique_ptr<Renderer> m_renderer;
};

/// The last step of every render: encodes the frames that `made` answers, in order, and writes credits and result.json, with the
/// digests of all of them, into out/.
Result<Json> writeDelivery(JobRun& run, const RenderSpec& spec, const NodeTypes& types, JobMaterials& materials,
    const std::function<Result<MadeFrame>(Frame)>& made);

} // namespace opificio
