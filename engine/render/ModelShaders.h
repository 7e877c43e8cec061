#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string_view>

namespace opificio::shaders {

/// One step of the automaton: see models/Nca.h. A cell an invocation; cells that do not fire are only copied.
constexpr std::string_view automatonStep = R"(#version 450
layout(local_size_x = 64) in;
layout(binding = 0) readonly buffer From { vec4 from[]; };
layout(binding = 1) writeonly buffer To { vec4 to[]; };
// For each hidden unit: 12 vec4 of w1 (what it sees), 3 vec4 of w2 (what it answers); then the biases.
layout(binding = 2) readonly buffer Weights { vec4 weights[]; };
layout(push_constant) uniform Settings { uint width, height, key; };

uint pcg(uint value)
{
    uint state = value * 747796405u + 2891336453u;
    uint word = ((state >> ((state >> 28) + 4u)) ^ state) * 277803737u;
    return (word >> 22) ^ word;
}

void main()
{
    uint cell = gl_GlobalInvocationID.x;
    if (cell >= width * height)
        return;
    vec4 self[3] = vec4[3](from[cell * 3u], from[cell * 3u + 1u], from[cell * 3u + 2u]);
    if ((pcg(cell ^ key) & 0x80000000u) == 0u) {
        for (uint c = 0u; c < 3u; ++c)
            to[cell * 3u + c] = self[c];
        return;
    }
    uint y = cell / width, x = cell - y * width;
    uint up = (y == 0u ? height - 1u : y - 1u) * width, row = y * width, down = (y == height - 1u ? 0u : y + 1u) * width;
    uint left = x == 0u ? width - 1u : x - 1u, right = x == width - 1u ? 0u : x + 1u;
    vec4 saw[12];
    for (uint c = 0u; c < 3u; ++c) {
        vec4 a = from[(up + left) * 3u + c], b = from[(up + x) * 3u + c], d = from[(up + right) * 3u + c];
        vec4 e = from[(row + left) * 3u + c], f = self[c], g = from[(row + right) * 3u + c];
        vec4 h = from[(down + left) * 3u + c], i = from[(down + x) * 3u + c], j = from[(down + right) * 3u + c];
        saw[c] = f;
        saw[3u + c] = ((d - a) + 2.0 * (g - e) + (j - h)) * 0.125;
        saw[6u + c] = ((h - a) + 2.0 * (i - b) + (j - d)) * 0.125;
        saw[9u + c] = (a + d + h + j + 2.0 * (b + e + g + i) - 12.0 * f) * 0.0625;
    }
    vec4 change[3] = vec4[3](vec4(0.0), vec4(0.0), vec4(0.0));
    for (uint unit = 0u; unit < 96u; unit += 4u) {
        vec4 hidden = weights[96u * 15u + unit / 4u];
        for (uint n = 0u; n < 4u; ++n) {
            uint at = (unit + n) * 15u;
            vec4 sum = vec4(0.0);
            for (uint k = 0u; k < 12u; ++k)
                sum += saw[k] * weights[at + k];
            float value = max(hidden[n] + sum.x + sum.y + sum.z + sum.w, 0.0);
            for (uint c = 0u; c < 3u; ++c)
                change[c] += value * weights[at + 12u + c];
        }
    }
    for (uint c = 0u; c < 3u; ++c)
        to[cell * 3u + c] = self[c] + change[c];
}
)";

/// A disc of cells that begins again, as ncaStart() sows them.
constexpr std::string_view automatonSow = R"(#version 450
layout(local_size_x = 64) in;
layout(binding = 0) buffer Cells { vec4 cells[]; };
layout(push_constant) uniform Settings { uint width, height, x, y, radius, key; };

uint pcg(uint value)
{
    uint state = value * 747796405u + 2891336453u;
    uint word = ((state >> ((state >> 28) + 4u)) ^ state) * 277803737u;
    return (word >> 22) ^ word;
}

void main()
{
    uint across = 2u * radius + 1u, index = gl_GlobalInvocationID.x;
    ivec2 away = ivec2(index % across, index / across) - int(radius);
    if (index >= across * across || dot(vec2(away), vec2(away)) > float(radius * radius))
        return;
    uint cell = (y + uint(away.y + int(height))) % height * width + (x + uint(away.x + int(width))) % width;
    for (uint c = 0u; c < 3u; ++c) {
        vec4 value;
        for (uint k = 0u; k < 4u; ++k)
            value[k] = (float(pcg((cell * 12u + c * 4u + k) ^ key) >> 8) * (1.0 / 16777216.0) - 0.5) * 0.2;
        cells[cell * 3u + c] = value;
    }
}
)";

/// A picture that pushes into the first three channels. `touch` 0..1; pictures are scene-linear.
constexpr std::string_view automatonTouch = R"(#version 450
layout(local_size_x = 64) in;
layout(binding = 0) readonly buffer From { vec4 from[]; };
layout(binding = 1) writeonly buffer To { vec4 to[]; };
layout(binding = 2) uniform sampler2D picture;
layout(push_constant) uniform Settings { uint width, height; float touch; };
void main()
{
    uint cell = gl_GlobalInvocationID.x;
    if (cell >= width * height)
        return;
    vec2 place = (vec2(cell % width, cell / width) + 0.5) / vec2(width, height);
    vec4 light = textureLod(picture, place, 0.0);
    vec3 linear = clamp(light.rgb, 0.0, 1.0);
    vec3 display = mix(linear * 12.92, 1.055 * pow(linear, vec3(1.0 / 2.4)) - 0.055, greaterThan(linear, vec3(0.0031308)));
    vec4 colours = from[cell * 3u];
    colours.rgb = mix(colours.rgb, display * 2.0 - 1.0, touch * clamp(light.a, 0.0, 1.0));
    to[cell * 3u] = colours;
    to[cell * 3u + 1u] = from[cell * 3u + 1u];
    to[cell * 3u + 2u] = from[cell * 3u + 2u];
}
)";

/// Cells to a picture: cubic between cells, display-encoded [-1, 1] to scene-linear. `stride` in vec4, `wraps` 1: a torus.
constexpr std::string_view cellsPicture = R"(#version 450
layout(location = 0) in vec2 position;
layout(location = 0) out vec4 colour;
layout(binding = 0) readonly buffer Cells { vec4 cells[]; };
layout(binding = 1) uniform Settings { int width, height, stride, wraps; float soft; };

vec3 cellAt(int x, int y)
{
    // Arithmetic and no branch: lavapipe compiles a shader anew, and keeps what it compiled, whenever a setting that a branch
    // hangs on was written, which is every frame.
    int ends = 1 - wraps;
    x = ends * clamp(x, 0, width - 1) + wraps * (x + width * (int(x < 0) - int(x >= width)));
    y = ends * clamp(y, 0, height - 1) + wraps * (y + height * (int(y < 0) - int(y >= height)));
    return cells[(y * width + x) * stride].rgb;
}

// Between the sharp cubic of Catmull and Rom (soft 0) and the smooth B-spline (soft 1): the family of Mitchell and Netravali.
vec4 shares(float t)
{
    float B = soft, C = 0.5 * (1.0 - soft);
    vec4 d = vec4(1.0 + t, t, 1.0 - t, 2.0 - t), d2 = d * d, d3 = d2 * d;
    vec4 near = ((12.0 - 9.0 * B - 6.0 * C) * d3 + (-18.0 + 12.0 * B + 6.0 * C) * d2 + (6.0 - 2.0 * B)) / 6.0;
    vec4 far = ((-B - 6.0 * C) * d3 + (6.0 * B + 30.0 * C) * d2 + (-12.0 * B - 48.0 * C) * d + (8.0 * B + 24.0 * C)) / 6.0;
    return vec4(far.x, near.y, near.z, far.w);
}

void main()
{
    vec2 place = vec2(position.x, 1.0 - position.y) * vec2(width, height) - 0.5;
    ivec2 first = ivec2(floor(place));
    vec4 across = shares(place.x - float(first.x)), along = shares(place.y - float(first.y));
    vec3 sum = vec3(0.0);
    for (int dy = 0; dy < 4; ++dy) {
        vec3 line = across.x * cellAt(first.x - 1, first.y + dy - 1) + across.y * cellAt(first.x, first.y + dy - 1)
            + across.z * cellAt(first.x + 1, first.y + dy - 1) + across.w * cellAt(first.x + 2, first.y + dy - 1);
        sum += along[dy] * line;
    }
    vec3 display = clamp(sum * 0.5 + 0.5, 0.0, 1.0);
    vec3 linear = mix(display / 12.92, pow((display + 0.055) / 1.055, vec3(2.4)), greaterThan(display, vec3(0.04045)));
    colour = vec4(linear, 1.0);
}
)";

/// One layer of the decoder: see models/Vae.h. Four channels of a cell an invocation; cells are vec4 after vec4.
constexpr std::string_view decoderLayer = R"(#version 450
layout(local_size_x = 64) in;
layout(binding = 0) readonly buffer From { vec4 from[]; };
layout(binding = 1) writeonly buffer To { vec4 to[]; };
// [from][4 x 4][to / 4], then the biases
layout(binding = 2) readonly buffer Weights { vec4 weights[]; };
// What is added to the answer where `adds` is 1.
layout(binding = 3) readonly buffer Base { vec4 base[]; };
layout(push_constant) uniform Settings { int side, fromChannels, toGroups, adds; };
void main()
{
    int index = int(gl_GlobalInvocationID.x), width = side * 2;
    if (index >= width * width * toGroups)
        return;
    int group = index % toGroups, cell = index / toGroups, y = cell / width, x = cell - y * width;
    vec4 answer = weights[fromChannels * 16 * toGroups + group];
    int fromGroups = fromChannels / 4;
    for (int tap = 0; tap < 4; ++tap) {
        int ky = ((y + 1) & 1) + (tap & 2), kx = ((x + 1) & 1) + (tap & 1) * 2;
        int sy = (y + 1 - ky) >> 1, sx = (x + 1 - kx) >> 1;
        if (sy < 0 || sy >= side || sx < 0 || sx >= side)
            continue;
        int source = (sy * side + sx) * fromGroups, at = (ky * 4 + kx) * toGroups + group, next = 16 * toGroups;
        vec4 sum = vec4(0.0);
        float squares = 0.0;
        for (int c = 0; c < fromGroups; ++c, at += next * 4) {
            vec4 value = from[source + c];
            value = max(value, 0.2 * value);
            squares += dot(value, value);
            sum += value.x * weights[at] + value.y * weights[at + next] + value.z * weights[at + next * 2] + value.w * weights[at + next * 3];
        }
        answer += sum * inversesqrt(squares / float(fromChannels) + 1e-6);
    }
    to[index] = answer + float(adds) * base[adds * index];
}
)";

} // namespace opificio::shaders
