/*{
  "DESCRIPTION": "Draws the contours of a picture: where light changes, a line.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "CATEGORIES": ["Stylize"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Picture"},
    {"NAME": "strength", "TYPE": "float", "LABEL": "Strength", "MIN": 0.0, "MAX": 8.0, "DEFAULT": 2.0},
    {"NAME": "width", "TYPE": "float", "LABEL": "Width", "MIN": 0.5, "MAX": 8.0, "DEFAULT": 1.0},
    {"NAME": "keep", "TYPE": "float", "LABEL": "Picture kept", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "ink", "TYPE": "color", "LABEL": "Line", "DEFAULT": [0.08, 0.07, 0.10, 1.0]},
    {"NAME": "paper", "TYPE": "color", "LABEL": "Ground", "DEFAULT": [0.95, 0.93, 0.88, 1.0]}
  ],
  "OPIFICIO": {"LABEL": "Edge", "UNITS": {"width": "px"},
    "HELP": {"strength": "How small a change of light becomes a line.", "width": "Width of the lines.", "keep": "How much of the picture stays under the lines.",
      "ink": "Colour of the lines.", "paper": "Colour between the lines."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

float tone(vec2 offset)
{
    vec3 read = IMG_NORM_PIXEL(inputImage, clamp(isf_FragNormCoord + offset * width / RENDERSIZE, 0.0, 1.0)).rgb;
    return dot(read, vec3(0.2126, 0.7152, 0.0722));
}

void main()
{
    float nw = tone(vec2(-1.0, 1.0)), n = tone(vec2(0.0, 1.0)), ne = tone(vec2(1.0, 1.0));
    float w = tone(vec2(-1.0, 0.0)), e = tone(vec2(1.0, 0.0));
    float sw = tone(vec2(-1.0, -1.0)), s = tone(vec2(0.0, -1.0)), se = tone(vec2(1.0, -1.0));
    vec2 gradient = vec2(ne + 2.0 * e + se - nw - 2.0 * w - sw, nw + 2.0 * n + ne - sw - 2.0 * s - se) / 8.0;
    float line = clamp(length(gradient) * strength * 4.0, 0.0, 1.0);
    vec4 pixel = IMG_THIS_PIXEL(inputImage);
    vec3 ground = mix(paper.rgb, pixel.rgb, keep);
    gl_FragColor = vec4(mix(ground, ink.rgb, line * ink.a), pixel.a);
}
