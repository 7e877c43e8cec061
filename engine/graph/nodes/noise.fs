/*{
  "DESCRIPTION": "Clouds of chance: a field that flows, for masks, for pushing, for weather.",
  "CREDIT": "Opificio; gradient noise after K. Perlin, Improving Noise (2002)",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator"],
  "INPUTS": [
    {"NAME": "scale", "TYPE": "float", "LABEL": "Scale", "MIN": 0.1, "MAX": 100.0, "DEFAULT": 4.0},
    {"NAME": "detail", "TYPE": "long", "LABEL": "Detail", "VALUES": [1, 2, 3, 4, 5, 6, 7, 8], "LABELS": ["1", "2", "3", "4", "5", "6", "7", "8"], "DEFAULT": 5},
    {"NAME": "roughness", "TYPE": "float", "LABEL": "Roughness", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "speed", "TYPE": "float", "LABEL": "Speed", "MIN": 0.0, "MAX": 10.0, "DEFAULT": 0.2},
    {"NAME": "contrast", "TYPE": "float", "LABEL": "Contrast", "MIN": 0.0, "MAX": 8.0, "DEFAULT": 1.5},
    {"NAME": "seed", "TYPE": "float", "LABEL": "Seed", "MIN": 0.0, "MAX": 1000.0, "DEFAULT": 1.0},
    {"NAME": "low", "TYPE": "color", "LABEL": "Low", "DEFAULT": [0.0, 0.0, 0.0, 1.0]},
    {"NAME": "high", "TYPE": "color", "LABEL": "High", "DEFAULT": [1.0, 1.0, 1.0, 1.0]}
  ],
  "OPIFICIO": {"LABEL": "Noise",
    "HELP": {"scale": "How many clouds fit into the picture's height.", "detail": "How many sizes of clouds are laid over one another.", "roughness": "How strong the small ones are.",
      "speed": "How fast it changes.", "contrast": "How far it goes from grey.", "seed": "Another number is another field.", "low": "Colour of the low places.", "high": "Colour of the high places."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

uint scramble(uvec3 v)
{
    v = v * 1664525u + 1013904223u;
    v.x += v.y * v.z;
    v.y += v.z * v.x;
    v.z += v.x * v.y;
    v ^= v >> 16u;
    v.x += v.y * v.z;
    v.y += v.z * v.x;
    v.z += v.x * v.y;
    return v.x ^ v.z;
}

float slope(ivec3 corner, vec3 to)
{
    uint h = scramble(uvec3(corner + 100000)) & 15u;
    float u = h < 8u ? to.x : to.y;
    float v = h < 4u ? to.y : (h == 12u || h == 14u ? to.x : to.z);
    return ((h & 1u) == 0u ? u : -u) + ((h & 2u) == 0u ? v : -v);
}

float field(vec3 p)
{
    vec3 cell = floor(p);
    ivec3 i = ivec3(cell);
    vec3 f = p - cell;
    vec3 w = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
    float x00 = mix(slope(i, f), slope(i + ivec3(1, 0, 0), f - vec3(1.0, 0.0, 0.0)), w.x);
    float x10 = mix(slope(i + ivec3(0, 1, 0), f - vec3(0.0, 1.0, 0.0)), slope(i + ivec3(1, 1, 0), f - vec3(1.0, 1.0, 0.0)), w.x);
    float x01 = mix(slope(i + ivec3(0, 0, 1), f - vec3(0.0, 0.0, 1.0)), slope(i + ivec3(1, 0, 1), f - vec3(1.0, 0.0, 1.0)), w.x);
    float x11 = mix(slope(i + ivec3(0, 1, 1), f - vec3(0.0, 1.0, 1.0)), slope(i + ivec3(1, 1, 1), f - vec3(1.0, 1.0, 1.0)), w.x);
    return mix(mix(x00, x10, w.y), mix(x01, x11, w.y), w.z);
}

void main()
{
    vec3 p = vec3(isf_FragNormCoord * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0) * scale, TIME * speed);
    p.xy += seed * vec2(17.31, 9.73);
    float sum = 0.0;
    float weight = 1.0;
    float total = 0.0;
    for (int octave = 0; octave < 8; octave++) {
        if (octave >= detail)
            break;
        sum += weight * field(p);
        total += weight;
        weight *= roughness;
        p = p * 2.03 + vec3(31.7, 12.9, 5.3);
    }
    float value = clamp(0.5 + 0.5 * contrast * sum / total, 0.0, 1.0);
    gl_FragColor = mix(low, high, value);
}
