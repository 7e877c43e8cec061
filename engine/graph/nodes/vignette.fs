/*{
  "DESCRIPTION": "Darkens towards the corners, as old lenses do.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "CATEGORIES": ["Film"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Picture"},
    {"NAME": "amount", "TYPE": "float", "LABEL": "Amount", "MIN": -1.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "radius", "TYPE": "float", "LABEL": "Radius", "MIN": 0.1, "MAX": 2.0, "DEFAULT": 0.9},
    {"NAME": "softness", "TYPE": "float", "LABEL": "Softness", "MIN": 0.01, "MAX": 2.0, "DEFAULT": 0.8},
    {"NAME": "centre", "TYPE": "point2D", "LABEL": "Centre", "DEFAULT": [0.5, 0.5]}
  ],
  "OPIFICIO": {"LABEL": "Vignette", "SPACE": "linear", "IDENTITY": {"amount": 0.0},
    "HELP": {"amount": "Below 0 the corners grow lighter.", "radius": "Where the darkening ends; 1 reaches the corners.", "softness": "How wide the passage is.", "centre": "The lightest point."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

void main()
{
    vec4 pixel = IMG_THIS_PIXEL(inputImage);
    vec2 from = (isf_FragNormCoord - centre) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
    float corner = length(vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0)) * 0.5;
    float shade = smoothstep(radius - softness, radius, length(from) / corner);
    gl_FragColor = vec4(pixel.rgb * max(1.0 - amount * shade, 0.0), pixel.a);
}
