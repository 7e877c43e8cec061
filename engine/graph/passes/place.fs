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
    if (inside.x * inside.y <= 0.0)
        return;
    // From here on in the picture's own pixels, of which the first lies from 0 to 1. Places are rounded a little, so that a picture
    // as large as the frame is itself to the last bit.
    vec2 origin = vec2(cropOrigin.x, 1.0 - cropOrigin.y - cropSize.y) * IMG_SIZE(picture);
    vec2 whole = cropSize * IMG_SIZE(picture);
    vec2 first = floor(origin + 0.001), last = max(ceil(origin + whole - 0.001) - 1.0, first);
    vec2 place = floor((origin + clamp(at, 0.0, 1.0) * whole) * 1024.0 + 0.5) / 1024.0;
    // A tent as wide as two pixels of the frame or of the picture, whichever are larger: what is made smaller is averaged, what is
    // made larger is smooth. Stills come with less than twice the frame's pixels; from films far larger than it some are left out.
    vec2 reach = max(edge * whole, 1.0);
    vec2 stride = 1.0 + floor(reach / 12.0);
    vec2 from = floor(place - reach - 0.5) + 1.0, to = ceil(place + reach - 0.5) - 1.0;
    vec4 sum = vec4(0.0);
    float total = 0.0;
    for (float y = from.y; y <= to.y; y += stride.y) {
        float high = 1.0 - abs(y + 0.5 - place.y) / reach.y;
        for (float x = from.x; x <= to.x; x += stride.x) {
            float weight = high * (1.0 - abs(x + 0.5 - place.x) / reach.x);
            vec4 read = texelFetch(picture, ivec2(clamp(vec2(x, y), first, last)), 0);
            sum += vec4(read.rgb * read.a, read.a) * weight;
            total += weight;
        }
    }
    sum /= total;
    gl_FragColor = vec4(sum.a > 0.0 ? sum.rgb / sum.a : vec3(0.0), sum.a * inside.x * inside.y);
}
