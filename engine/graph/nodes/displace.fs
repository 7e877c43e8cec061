/*{
  "DESCRIPTION": "Pushes the pixels of a picture by the light and dark of another.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "CATEGORIES": ["Distortion"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Picture"},
    {"NAME": "byImage", "TYPE": "image", "LABEL": "Pushed by"},
    {"NAME": "amount", "TYPE": "float", "LABEL": "Amount", "MIN": -1.0, "MAX": 1.0, "DEFAULT": 0.05},
    {"NAME": "way", "TYPE": "long", "LABEL": "Way", "VALUES": [0, 1, 2], "LABELS": ["red and green", "along the slope", "one direction"], "DEFAULT": 1},
    {"NAME": "direction", "TYPE": "float", "LABEL": "Direction", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0}
  ],
  "OPIFICIO": {"LABEL": "Displace", "SPACE": "linear", "IDENTITY": {"amount": 0.0}, "STEERS": ["byImage"], "UNITS": {"direction": "turns"},
    "HELP": {"amount": "How far, as a part of the picture's height.", "way": "What in the other picture pushes: its red and green, its slopes, or its tone in one direction.", "direction": "For one direction: which."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

float tone(vec2 at)
{
    return clamp(dot(IMG_NORM_PIXEL(byImage, clamp(at, 0.0, 1.0)).rgb, vec3(0.2126, 0.7152, 0.0722)), 0.0, 1.0);
}

// Between pixels, whose colours are weighted by their coverage.
vec4 between(vec2 at)
{
    vec2 size = IMG_SIZE(inputImage);
    vec2 place = floor(at * size * 1024.0 + 0.5) / 1024.0 - 0.5;
    vec2 first = floor(place), part = place - first;
    vec4 sum = vec4(0.0);
    for (int i = 0; i < 4; i++) {
        vec2 corner = vec2(i & 1, i >> 1);
        vec4 read = texelFetch(inputImage, ivec2(clamp(first + corner, vec2(0.0), size - 1.0)), 0);
        vec2 weight = mix(1.0 - part, part, corner);
        sum += vec4(read.rgb * read.a, read.a) * (weight.x * weight.y);
    }
    return vec4(sum.a > 0.0 ? sum.rgb / sum.a : vec3(0.0), sum.a);
}

void main()
{
    vec2 at = isf_FragNormCoord;
    vec2 push;
    if (way == 0) {
        push = sqrt(clamp(IMG_NORM_PIXEL(byImage, at).rg, 0.0, 1.0)) * 2.0 - 1.0;
    } else if (way == 1) {
        vec2 d = vec2(RENDERSIZE.y / RENDERSIZE.x, 1.0) * 0.01;
        push = vec2(tone(at + vec2(d.x, 0.0)) - tone(at - vec2(d.x, 0.0)), tone(at + vec2(0.0, d.y)) - tone(at - vec2(0.0, d.y))) * 4.0;
    } else {
        float angle = direction * 6.28318530718;
        push = vec2(cos(angle), sin(angle)) * (sqrt(tone(at)) * 2.0 - 1.0);
    }
    // Without another picture nothing pushes.
    if (IMG_SIZE(byImage).x < 1.5)
        push = vec2(0.0);
    push.x *= RENDERSIZE.y / RENDERSIZE.x;
    // What is pushed in from outside the picture is its mirror image.
    vec2 from = at + push * amount;
    from = 1.0 - abs(1.0 - mod(from, 2.0));
    gl_FragColor = between(from);
}
