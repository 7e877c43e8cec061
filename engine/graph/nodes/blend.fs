/*{
  "DESCRIPTION": "Lays one picture over another, with the blend modes that painters and editors know.",
  "CREDIT": "Opificio; formulas of the W3C Compositing and Blending Level 1",
  "ISFVSN": "2",
  "CATEGORIES": ["Compositing"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Below"},
    {"NAME": "overImage", "TYPE": "image", "LABEL": "Above"},
    {"NAME": "opacity", "TYPE": "float", "LABEL": "Opacity", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 1.0},
    {"NAME": "mode", "TYPE": "long", "LABEL": "Mode", "DEFAULT": 0,
      "VALUES": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24],
      "LABELS": ["normal", "multiply", "screen", "overlay", "darken", "lighten", "colour dodge", "colour burn", "hard light", "soft light", "difference", "exclusion",
        "hue", "saturation", "colour", "luminosity", "add", "subtract", "divide", "linear burn", "linear light", "vivid light", "pin light", "hard mix", "average"]}
  ],
  "OPIFICIO": {"LABEL": "Blend", "IDENTITY": {"opacity": 0.0}, "HELP": {"opacity": "0 leaves what is below as it is.", "mode": "How the two are brought together."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

float luminosityOf(vec3 c)
{
    return dot(c, vec3(0.3, 0.59, 0.11));
}

vec3 clipped(vec3 c)
{
    float l = luminosityOf(c);
    float low = min(c.r, min(c.g, c.b));
    float high = max(c.r, max(c.g, c.b));
    if (low < 0.0)
        c = l + (c - l) * l / max(l - low, 1e-6);
    if (high > 1.0)
        c = l + (c - l) * (1.0 - l) / max(high - l, 1e-6);
    return c;
}

vec3 withLuminosity(vec3 c, float l)
{
    return clipped(c + (l - luminosityOf(c)));
}

float saturationOf(vec3 c)
{
    return max(c.r, max(c.g, c.b)) - min(c.r, min(c.g, c.b));
}

vec3 withSaturation(vec3 c, float s)
{
    float low = min(c.r, min(c.g, c.b));
    float range = saturationOf(c);
    return range > 0.0 ? (c - low) * s / range : vec3(0.0);
}

float screenOf(float b, float s)
{
    return b + s - b * s;
}

float hardLight(float b, float s)
{
    return s <= 0.5 ? b * 2.0 * s : screenOf(b, 2.0 * s - 1.0);
}

// White that went through half floats and back comes a hair below 1; what lies within half a step of eight bits is meant.
const float half8 = 0.5 / 255.0;

float dodge(float b, float s)
{
    return b <= half8 ? 0.0 : (s >= 1.0 ? 1.0 : min(1.0, b / (1.0 - s)));
}

float burn(float b, float s)
{
    return b >= 1.0 - half8 ? 1.0 : (s <= 0.0 ? 0.0 : 1.0 - min(1.0, (1.0 - b) / s));
}

float softLight(float b, float s)
{
    if (s <= 0.5)
        return b - (1.0 - 2.0 * s) * b * (1.0 - b);
    float d = b <= 0.25 ? ((16.0 * b - 12.0) * b + 4.0) * b : sqrt(b);
    return b + (2.0 * s - 1.0) * (d - b);
}

float vividLight(float b, float s)
{
    return s <= 0.5 ? burn(b, 2.0 * s) : dodge(b, 2.0 * s - 1.0);
}

float channel(int which, float b, float s)
{
    if (which == 1) return b * s;
    if (which == 2) return screenOf(b, s);
    if (which == 3) return hardLight(s, b);
    if (which == 4) return min(b, s);
    if (which == 5) return max(b, s);
    if (which == 6) return dodge(b, s);
    if (which == 7) return burn(b, s);
    if (which == 8) return hardLight(b, s);
    if (which == 9) return softLight(b, s);
    if (which == 10) return abs(b - s);
    if (which == 11) return b + s - 2.0 * b * s;
    if (which == 16) return min(b + s, 1.0);
    if (which == 17) return max(b - s, 0.0);
    if (which == 18) return s <= 0.0 ? 1.0 : min(b / s, 1.0);
    if (which == 19) return max(b + s - 1.0, 0.0);
    if (which == 20) return clamp(b + 2.0 * s - 1.0, 0.0, 1.0);
    if (which == 21) return vividLight(b, s);
    if (which == 22) return s <= 0.5 ? min(b, 2.0 * s) : max(b, 2.0 * s - 1.0);
    if (which == 23) return vividLight(b, s) < 0.5 ? 0.0 : 1.0;
    if (which == 24) return 0.5 * (b + s);
    return s;
}

vec3 blended(vec3 b, vec3 s)
{
    if (mode == 0)
        return s;
    b = clamp(b, 0.0, 1.0);
    s = clamp(s, 0.0, 1.0);
    if (mode == 12)
        return withLuminosity(withSaturation(s, saturationOf(b)), luminosityOf(b));
    if (mode == 13)
        return withLuminosity(withSaturation(b, saturationOf(s)), luminosityOf(b));
    if (mode == 14)
        return withLuminosity(s, luminosityOf(b));
    if (mode == 15)
        return withLuminosity(b, luminosityOf(s));
    return vec3(channel(mode, b.r, s.r), channel(mode, b.g, s.g), channel(mode, b.b, s.b));
}

void main()
{
    vec4 below = IMG_THIS_PIXEL(inputImage);
    vec4 above = IMG_THIS_PIXEL(overImage);
    float cover = above.a * opacity;
    vec3 source = mix(above.rgb, blended(below.rgb, above.rgb), below.a);
    float alpha = cover + below.a * (1.0 - cover);
    vec3 colour = source * cover + below.rgb * below.a * (1.0 - cover);
    gl_FragColor = vec4(alpha > 0.0 ? colour / alpha : vec3(0.0), alpha);
}
