/*{
  "DESCRIPTION": "Softens evenly in all directions, as a lens out of focus.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "CATEGORIES": ["Blur"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Picture"},
    {"NAME": "radius", "TYPE": "float", "LABEL": "Radius", "MIN": 0.0, "MAX": 0.1, "DEFAULT": 0.01}
  ],
  "PASSES": [
    {"TARGET": "across", "FLOAT": true},
    {}
  ],
  "OPIFICIO": {"LABEL": "Blur", "SPACE": "linear", "IDENTITY": {"radius": 0.0}, "HELP": {"radius": "Standard deviation as a part of the picture's height."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

// A Gaussian in two passes. Wide ones skip pixels and read between them; colours are weighted by their coverage.
vec4 gaussian(bool horizontal)
{
    float sigma = max(radius * RENDERSIZE.y, 0.0001);
    float reach = min(ceil(sigma * 3.0), 240.0);
    float stride = max(1.0, reach / 40.0);
    vec2 step = horizontal ? vec2(1.0 / RENDERSIZE.x, 0.0) : vec2(0.0, 1.0 / RENDERSIZE.y);
    vec4 sum = vec4(0.0);
    float total = 0.0;
    for (float i = -reach; i <= reach; i += stride) {
        float weight = exp(-0.5 * (i / sigma) * (i / sigma));
        vec2 at = clamp(isf_FragNormCoord + step * i, 0.0, 1.0);
        vec4 read;
        if (horizontal) {
            read = IMG_NORM_PIXEL(inputImage, at);
            read = vec4(read.rgb * read.a, read.a);
        } else {
            read = IMG_NORM_PIXEL(across, at);
        }
        sum += read * weight;
        total += weight;
    }
    return sum / total;
}

void main()
{
    if (PASSINDEX == 0) {
        gl_FragColor = gaussian(true);
    } else {
        vec4 whole = gaussian(false);
        gl_FragColor = vec4(whole.a > 0.0 ? whole.rgb / whole.a : vec3(0.0), whole.a);
    }
}
