/*{
  "DESCRIPTION": "The grain of film: fine, alive, strongest in the middle tones.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "CATEGORIES": ["Film"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Picture"},
    {"NAME": "amount", "TYPE": "float", "LABEL": "Amount", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.12},
    {"NAME": "size", "TYPE": "float", "LABEL": "Size", "MIN": 0.5, "MAX": 8.0, "DEFAULT": 1.4},
    {"NAME": "colour", "TYPE": "float", "LABEL": "Colour", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.25},
    {"NAME": "rate", "TYPE": "float", "LABEL": "Changes a second", "MIN": 0.0, "MAX": 60.0, "DEFAULT": 24.0}
  ],
  "OPIFICIO": {"LABEL": "Grain", "IDENTITY": {"amount": 0.0}, "UNITS": {"size": "px"},
    "HELP": {"amount": "How strong it is.", "size": "How large a grain is at a picture height of 1080.", "colour": "0 is grey grain, 1 has each colour its own.", "rate": "How often it changes; 0 stands still."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

vec3 chance(uvec3 v)
{
    v = v * 1664525u + 1013904223u;
    v.x += v.y * v.z;
    v.y += v.z * v.x;
    v.z += v.x * v.y;
    v ^= v >> 16u;
    v.x += v.y * v.z;
    v.y += v.z * v.x;
    v.z += v.x * v.y;
    return vec3(v & 0xffffu) / 65535.0;
}

vec3 grainAt(vec2 at, uint moment)
{
    vec2 cell = floor(at);
    vec2 f = at - cell;
    f = f * f * (3.0 - 2.0 * f);
    uvec2 c = uvec2(cell + 65536.0);
    vec3 a = chance(uvec3(c, moment)), b = chance(uvec3(c + uvec2(1u, 0u), moment));
    vec3 d = chance(uvec3(c + uvec2(0u, 1u), moment)), e = chance(uvec3(c + uvec2(1u, 1u), moment));
    return mix(mix(a, b, f.x), mix(d, e, f.x), f.y) - 0.5;
}

void main()
{
    vec4 pixel = IMG_THIS_PIXEL(inputImage);
    uint moment = uint(max(floor(TIME * rate + 0.0001), 0.0));
    vec2 at = isf_FragNormCoord * RENDERSIZE / (size * RENDERSIZE.y / 1080.0);
    vec3 three = grainAt(at, moment) + 0.5 * grainAt(at * 1.93 + 7.7, moment + 7919u);
    vec3 grain = mix(vec3(three.g), three, colour);
    float tone = clamp(dot(pixel.rgb, vec3(0.2126, 0.7152, 0.0722)), 0.0, 1.0);
    float where = 0.25 + 3.0 * tone * (1.0 - tone);
    gl_FragColor = vec4(max(pixel.rgb + grain * amount * where, 0.0), pixel.a);
}
