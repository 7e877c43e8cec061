// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Prelude.h"

#include <algorithm>

namespace opificio {

constexpr std::string_view blockOpening = R"(#version 450
layout(set = 0, binding = 0, std140) uniform isf_Block {
vec4 DATE; vec2 RENDERSIZE; float TIME; float TIMEDELTA; int PASSINDEX; int FRAMEINDEX; float isf_height; int isf_unused; vec4 isf_grid;
)";

constexpr std::string_view readingFunctions = R"(
vec2 isf_up(vec2 c) { return vec2(c.x, 1.0 - c.y); }
vec4 isf_tex(sampler2D s, vec2 c) { return textureLod(s, isf_up(c), 0.0); }
vec4 isf_tex(sampler2D s, vec2 c, float bias) { return textureLod(s, isf_up(c), 0.0); }
vec2 isf_size(sampler2D s) { return vec2(textureSize(s, 0)); }
vec4 isf_pixOf(sampler2D s, vec2 size, vec2 c) { return isf_tex(s, c / size); }
vec4 isf_pixOf(sampler2D s, vec2 size, vec2 c, float bias) { return isf_tex(s, c / size); }
vec4 isf_pix(sampler2D s, vec2 c) { return isf_tex(s, c / isf_size(s)); }
vec4 isf_pix(sampler2D s, vec2 c, float bias) { return isf_tex(s, c / isf_size(s)); }
vec4 isf_this(sampler2D s) { return isf_tex(s, isf_FragNormCoord); }
vec4 isf_this(sampler2D s, float bias) { return isf_tex(s, isf_FragNormCoord); }
vec4 isf_texRect(sampler2D s, vec2 c) { return isf_pix(s, c); }
vec4 isf_texProj(sampler2D s, vec3 c) { return isf_tex(s, c.xy / c.z); }
vec4 isf_texProj(sampler2D s, vec4 c) { return isf_tex(s, c.xy / c.w); }
vec4 isf_texGrad(sampler2D s, vec2 c, vec2 x, vec2 y) { return isf_tex(s, c); }
vec4 isf_texOffset(sampler2D s, vec2 c, ivec2 o) { return isf_tex(s, c + vec2(o) / isf_size(s)); }
vec4 isf_fetch(sampler2D s, ivec2 c, int lod) { ivec2 z = textureSize(s, 0); return texelFetch(s, clamp(ivec2(c.x, z.y - 1 - c.y), ivec2(0), z - 1), 0); }
vec4 isf_fetch(sampler2D s, ivec2 c) { return isf_fetch(s, c, 0); }
vec4 isf_gather(sampler2D s, vec2 c) { return textureGather(s, isf_up(c)).wzyx; }
ivec2 isf_textureSize(sampler2D s, int lod) { return textureSize(s, 0); }
ivec2 isf_textureSize(sampler2D s) { return textureSize(s, 0); }
)";

// A constant and no number of the block decides what becomes of the colour: a processor's driver computes both sides of every
// branch.
constexpr std::string_view fragmentOpening = R"(layout(constant_id = 0) const int isf_variant = 0;
const int isf_store = isf_variant & 3;
layout(location = 0) out vec4 isf_out;
vec4 isf_FragCoord = vec4(gl_FragCoord.x, isf_height - gl_FragCoord.y, gl_FragCoord.z, 1.0);
)";

constexpr std::string_view coordinateOfVertexStage = "layout(location = 0) in vec2 isf_FragNormCoord;\n";

// Where the quad is the format's own, its coordinate is reckoned as the format's desktop applications get it on a
// processor's OpenGL, to the last bit: noise that is seeded with it is the same noise.
constexpr std::string_view coordinateOfGrid
    = R"(vec2 isf_norm() { precise vec2 at = isf_grid.zw * vec2(floor(isf_FragCoord.x), isf_FragCoord.y); precise float x = isf_grid.x + at.x; return vec2(x, at.y); }
vec2 isf_FragNormCoord = isf_norm();
)";

constexpr std::string_view fragmentVariables
    = R"(vec4 isf_thisOf(sampler2D s, bool fits) { return fits ? texelFetch(s, ivec2(gl_FragCoord.xy), 0) : isf_tex(s, isf_FragNormCoord); }
vec4 isf_FragColor = vec4(0.0);
vec4 isf_FragData[8];
float isf_FragDepth = 0.0;
vec4 isf_Color = vec4(1.0);
vec2 isf_PointCoord = vec2(0.0);
vec4 isf_TexCoord[8] = vec4[8](vec4(isf_FragNormCoord, 0.0, 1.0), vec4(0.0), vec4(0.0), vec4(0.0), vec4(0.0), vec4(0.0), vec4(0.0), vec4(0.0));
)";

constexpr std::string_view decodingFunction
    = "float isf_linear(float c) { return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4); }\n";

constexpr std::string_view fragmentMainOpening = R"(
#line 1 0
void main()
{
    isf_main();
)";

std::string fragmentMainClosing(const std::string& colour)
{
    return "    vec4 isf_c = vec4(" + colour + R"();
    if (isf_store >= 1)
        isf_c = clamp(isf_c, vec4(0.0), vec4(1.0));
    if (isf_store == 2)
        isf_c.rgb = vec3(isf_linear(isf_c.r), isf_linear(isf_c.g), isf_linear(isf_c.b));
    isf_out = isf_c;
}
)";
}

constexpr std::string_view vertexVariables = R"(vec2 isf_corner = vec2(gl_VertexIndex & 1, gl_VertexIndex >> 1) * 2.0 - 1.0;
vec4 isf_Position = vec4(isf_corner, 0.0, 1.0);
vec4 isf_Vertex = vec4(isf_corner, 0.0, 1.0);
vec4 isf_MultiTexCoord0 = vec4(isf_corner * 0.5 + 0.5, 0.0, 1.0);
vec4 isf_TexCoord[8];
vec4 isf_Color = vec4(1.0);
mat4 isf_TextureMatrix[1] = mat4[1](mat4(1.0));
vec4 isf_ftransform() { return isf_Vertex; }
void isf_vertShaderInit() { isf_Position = vec4(isf_corner, 0.0, 1.0); isf_FragNormCoord = (isf_corner + 1.0) / 2.0; }
)";

constexpr std::string_view vertexMainOpening = R"(
#line 1 0
void main()
{
    isf_FragNormCoord = (isf_corner + 1.0) / 2.0;
    isf_main();
)";

constexpr std::string_view vertexMainClosing
    = R"(    gl_Position = vec4(isf_Position.x, -isf_Position.y, (isf_Position.z + isf_Position.w) * 0.5, isf_Position.w);
}
)";

// The last thousands of turns are watched: the outermost loop that still turns there is the one that never ends, not
// the innocent one inside of it that happened to make the last turn.
std::string countingFunctions(int budget)
{
    const int watched = std::max(1, budget - std::max(1, budget / 12));
    return "const int isf_budget = " + std::to_string(budget) + ";\nconst int isf_watched = " + std::to_string(watched) + R"(;
int isf_turns = 0;
uint isf_outer = 0xffffffffu;
bool isf_turn(uint loop)
{
    isf_turns += 1;
    if (isf_turns > isf_watched) {
        isf_outer = min(isf_outer, loop);
        isf_turns = min(isf_turns, isf_budget + 1);
    }
    return isf_turns <= isf_budget;
}
int isf_skip(int turns, int value) { isf_turns += turns; return value; }
float isf_skip(int turns, float value) { isf_turns += turns; return value; }
)";
}

} // namespace opificio
