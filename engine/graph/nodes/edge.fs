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
  "PASSES": [
    {"TARGET": "across", "FLOAT": true},
    {}
  ],
  "OPIFICIO": {"LABEL": "Edge", "UNITS": {"width": "px"},
    "HELP": {"strength": "How small a change of light becomes a line.", "width": "How wide the lines are at a picture height of 1080.", "keep": "How much of the picture stays under the lines.",
      "ink": "Colour of the lines.", "paper": "Colour between the lines."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

// The slope of the picture softened by a Gaussian, first across (the softened tone and its slope), then down: a wide line is one
// line. A step from black to white is a slope of a half at any width.
void main()
{
    // Full ink reaches about four and a half deviations; below half a pixel there is nothing to soften.
    float wide = 0.22 * width * RENDERSIZE.y / 1080.0;
    float sigma = sqrt(0.25 + wide * wide);
    float reach = ceil(3.0 * sigma);
    vec2 slope = vec2(0.0);
    vec2 total = vec2(0.0);
    if (PASSINDEX == 0) {
        ivec2 here = ivec2(isf_FragNormCoord * IMG_SIZE(inputImage));
        for (float i = -reach; i <= reach; i++) {
            vec2 weight = exp(-0.5 * i * i / (sigma * sigma)) * vec2(1.0, i);
            total += abs(weight);
            slope += weight * dot(texelFetch(inputImage, here + ivec2(i, 0), 0).rgb, vec3(0.2126, 0.7152, 0.0722));
        }
        gl_FragColor = vec4(slope / total, 0.0, 1.0);
        return;
    }
    for (float i = -reach; i <= reach; i++) {
        vec2 weight = exp(-0.5 * i * i / (sigma * sigma)) * vec2(1.0, i);
        total += abs(weight);
        slope += weight * texelFetch(across, ivec2(gl_FragCoord.xy) + ivec2(0, i), 0).yx;
    }
    float line = clamp(length(slope / total) * strength * 4.0, 0.0, 1.0);
    vec4 pixel = IMG_THIS_PIXEL(inputImage);
    vec3 ground = mix(paper.rgb, pixel.rgb, keep);
    gl_FragColor = vec4(mix(ground, ink.rgb, line * ink.a), pixel.a);
}
