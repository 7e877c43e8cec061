/*{
  "DESCRIPTION": "Lays drawn words over a picture.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "INPUTS": [
    {"NAME": "under", "TYPE": "image"},
    {"NAME": "drawn", "TYPE": "image"},
    {"NAME": "position", "TYPE": "point2D", "DEFAULT": [0.5, 0.5]},
    {"NAME": "opacity", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 1.0}
  ],
  "OPIFICIO": {"SPACE": "linear"}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

void main()
{
    vec4 base = IMG_THIS_PIXEL(under);
    // The words' own picture has the frame's middle in its own; whole pixels keep them crisp.
    vec2 size = IMG_SIZE(drawn);
    vec2 corner = floor((position - 0.5) * RENDERSIZE + 0.5) + 0.5 * (RENDERSIZE - size);
    vec2 at = (floor(isf_FragNormCoord * RENDERSIZE - corner) + 0.5) / size;
    vec4 ink = vec4(0.0);
    if (all(greaterThanEqual(at, vec2(0.0))) && all(lessThanEqual(at, vec2(1.0))))
        ink = IMG_NORM_PIXEL(drawn, at);
    float over = ink.a * opacity;
    float alpha = over + base.a * (1.0 - over);
    vec3 colour = ink.rgb * over + base.rgb * base.a * (1.0 - over);
    gl_FragColor = vec4(alpha > 0.0 ? colour / alpha : vec3(0.0), alpha);
}
