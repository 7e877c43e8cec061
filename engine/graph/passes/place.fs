/*{
  "DESCRIPTION": "Brings a picture of any shape into the frame.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "INPUTS": [
    {"NAME": "picture", "TYPE": "image"},
    {"NAME": "fit", "TYPE": "long", "VALUES": [0, 1, 2], "LABELS": ["cover", "contain", "stretch"], "DEFAULT": 0},
    {"NAME": "zoom", "TYPE": "float", "MIN": 0.05, "MAX": 50.0, "DEFAULT": 1.0},
    {"NAME": "centre", "TYPE": "point2D", "DEFAULT": [0.5, 0.5]},
    {"NAME": "cropOrigin", "TYPE": "point2D", "DEFAULT": [0.0, 0.0]},
    {"NAME": "cropSize", "TYPE": "point2D", "DEFAULT": [1.0, 1.0]}
  ],
  "OPIFICIO": {"SPACE": "linear"}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

// Crops count from the top left of the picture, as those who look at scans do; the shader's world is y-up.
void main()
{
    vec2 pictureSize = IMG_SIZE(picture) * cropSize;
    float pictureAspect = pictureSize.x / max(pictureSize.y, 1.0);
    float frameAspect = RENDERSIZE.x / RENDERSIZE.y;
    vec2 scale = vec2(1.0);
    bool wide = pictureAspect > frameAspect;
    if (fit == 0)
        scale = wide ? vec2(frameAspect / pictureAspect, 1.0) : vec2(1.0, pictureAspect / frameAspect);
    else if (fit == 1)
        scale = wide ? vec2(1.0, pictureAspect / frameAspect) : vec2(frameAspect / pictureAspect, 1.0);
    vec2 at = (isf_FragNormCoord - 0.5) * scale / zoom + centre;
    // Half a pixel of the frame softens the edge where the picture ends inside it.
    vec2 edge = scale / zoom / RENDERSIZE;
    vec2 inside = clamp(min(at, 1.0 - at) / edge + 0.5, 0.0, 1.0);
    vec2 origin = vec2(cropOrigin.x, 1.0 - cropOrigin.y - cropSize.y);
    // A quarter-pixel grid of four reads: pictures are kept up to two and a half times the frame's pixels.
    vec2 quarter = 0.25 * scale / zoom / RENDERSIZE;
    vec4 sum = vec4(0.0);
    for (int i = 0; i < 4; i++) {
        vec2 offset = vec2(i == 1 || i == 3 ? quarter.x : -quarter.x, i >= 2 ? quarter.y : -quarter.y);
        vec4 read = IMG_NORM_PIXEL(picture, origin + clamp(at + offset, 0.0, 1.0) * cropSize);
        sum += vec4(read.rgb * read.a, read.a);
    }
    sum *= 0.25;
    float alpha = sum.a * inside.x * inside.y;
    gl_FragColor = vec4(sum.a > 0.0 ? sum.rgb / sum.a : vec3(0.0), alpha);
}
