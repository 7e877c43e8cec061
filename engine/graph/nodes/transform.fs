/*{
  "DESCRIPTION": "Moves, turns and scales a picture.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "CATEGORIES": ["Geometry"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Picture"},
    {"NAME": "move", "TYPE": "point2D", "LABEL": "Move", "DEFAULT": [0.0, 0.0], "MIN": [-4.0, -4.0], "MAX": [4.0, 4.0]},
    {"NAME": "turn", "TYPE": "float", "LABEL": "Turn", "MIN": -16.0, "MAX": 16.0, "DEFAULT": 0.0},
    {"NAME": "scale", "TYPE": "float", "LABEL": "Scale", "MIN": 0.01, "MAX": 100.0, "DEFAULT": 1.0},
    {"NAME": "pivot", "TYPE": "point2D", "LABEL": "Pivot", "DEFAULT": [0.5, 0.5]},
    {"NAME": "outside", "TYPE": "long", "LABEL": "Outside", "VALUES": [0, 1, 2, 3], "LABELS": ["nothing", "edge", "repeat", "mirror"], "DEFAULT": 0}
  ],
  "OPIFICIO": {"LABEL": "Transform", "SPACE": "linear", "IDENTITY": {"move": [0.0, 0.0], "turn": 0.0, "scale": 1.0}, "UNITS": {"turn": "turns", "scale": "x"},
    "HELP": {"move": "How far, as a part of the picture's width and height.", "turn": "Against the clock; 1 is a whole turn.", "scale": "Larger or smaller.",
      "pivot": "The point that stays where it is.", "outside": "What is seen where the picture ends."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

void main()
{
    float aspect = RENDERSIZE.x / RENDERSIZE.y;
    float angle = -turn * 6.28318530718;
    vec2 at = isf_FragNormCoord - pivot - move;
    at.x *= aspect;
    at = mat2(cos(angle), sin(angle), -sin(angle), cos(angle)) * at / scale;
    at.x /= aspect;
    at += pivot;
    vec2 from = at;
    if (outside == 2)
        from = fract(at);
    else if (outside == 3)
        from = 1.0 - abs(1.0 - mod(at, 2.0));
    else
        from = clamp(at, 0.0, 1.0);
    vec4 pixel = IMG_NORM_PIXEL(inputImage, from);
    if (outside == 0) {
        vec2 edge = 1.0 / (RENDERSIZE * scale);
        vec2 inside = clamp(min(at, 1.0 - at) / edge + 0.5, 0.0, 1.0);
        pixel.a *= inside.x * inside.y;
    }
    gl_FragColor = pixel;
}
