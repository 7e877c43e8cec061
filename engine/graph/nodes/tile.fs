/*{
  "DESCRIPTION": "Repeats a picture as a pattern, as printers of cloth and paper do.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "CATEGORIES": ["Geometry"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Picture"},
    {"NAME": "across", "TYPE": "float", "LABEL": "Across", "MIN": 1.0, "MAX": 64.0, "DEFAULT": 3.0},
    {"NAME": "down", "TYPE": "float", "LABEL": "Down", "MIN": 1.0, "MAX": 64.0, "DEFAULT": 3.0},
    {"NAME": "mirror", "TYPE": "bool", "LABEL": "Mirror", "DEFAULT": true},
    {"NAME": "drop", "TYPE": "float", "LABEL": "Drop", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0}
  ],
  "OPIFICIO": {"LABEL": "Tile", "SPACE": "linear", "IDENTITY": {"across": 1.0, "down": 1.0, "drop": 0.0},
    "HELP": {"across": "How many beside one another.", "down": "How many above one another.", "mirror": "Every second one is mirrored, so that the edges meet.", "drop": "How far every second column is let down; 0.5 is a half-drop repeat."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

void main()
{
    vec2 count = vec2(across, down);
    vec2 at = isf_FragNormCoord * count;
    at.y += drop * mod(floor(at.x), 2.0);
    vec2 cell = floor(at);
    vec2 from = at - cell;
    if (mirror)
        from = mix(from, 1.0 - from, mod(cell, 2.0));
    // Four reads inside the pixel: a pattern of many small ones must not shimmer.
    vec2 quarter = 0.25 * count / RENDERSIZE;
    vec4 sum = vec4(0.0);
    for (int i = 0; i < 4; i++) {
        vec2 offset = vec2(i == 1 || i == 3 ? quarter.x : -quarter.x, i >= 2 ? quarter.y : -quarter.y);
        vec4 read = IMG_NORM_PIXEL(inputImage, clamp(from + offset, 0.0, 1.0));
        sum += vec4(read.rgb * read.a, read.a);
    }
    gl_FragColor = vec4(sum.a > 0.0 ? sum.rgb / sum.a : vec3(0.0), sum.a * 0.25);
}
