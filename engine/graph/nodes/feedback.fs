/*{
  "DESCRIPTION": "Keeps what was seen before and lets it drift, turn and fade under what comes.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "CATEGORIES": ["Time"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Picture"},
    {"NAME": "keep", "TYPE": "float", "LABEL": "Kept", "MIN": 0.0, "MAX": 0.999, "DEFAULT": 0.9},
    {"NAME": "grow", "TYPE": "float", "LABEL": "Grow", "MIN": 0.9, "MAX": 1.1, "DEFAULT": 1.005},
    {"NAME": "turn", "TYPE": "float", "LABEL": "Turn", "MIN": -0.05, "MAX": 0.05, "DEFAULT": 0.0},
    {"NAME": "drift", "TYPE": "point2D", "LABEL": "Drift", "DEFAULT": [0.0, 0.0], "MIN": [-0.1, -0.1], "MAX": [0.1, 0.1]},
    {"NAME": "lighter", "TYPE": "bool", "LABEL": "Lighter wins", "DEFAULT": false}
  ],
  "PASSES": [
    {"TARGET": "before", "PERSISTENT": true, "FLOAT": true},
    {}
  ],
  "OPIFICIO": {"LABEL": "Feedback", "SPACE": "linear", "IDENTITY": {"keep": 0.0}, "UNITS": {"turn": "turns", "grow": "x"},
    "HELP": {"keep": "How much of the frame before stays.", "grow": "How much what stays grows at every frame.", "turn": "How far what stays turns at every frame.",
      "drift": "How far what stays moves at every frame.", "lighter": "What is lighter is seen, instead of a mixture."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

void main()
{
    if (PASSINDEX == 0) {
        // Colours are weighted by their coverage, so that the colour of what cannot be seen does not bleed in.
        vec4 now = IMG_THIS_PIXEL(inputImage);
        now.rgb *= now.a;
        if (FRAMEINDEX == 0) {
            gl_FragColor = now;
            return;
        }
        float aspect = RENDERSIZE.x / RENDERSIZE.y;
        float angle = -turn * 6.28318530718;
        vec2 at = isf_FragNormCoord - 0.5 - drift;
        at.x *= aspect;
        at = mat2(cos(angle), sin(angle), -sin(angle), cos(angle)) * at / grow;
        at.x /= aspect;
        vec4 old = IMG_NORM_PIXEL(before, clamp(at + 0.5, 0.0, 1.0));
        if (lighter)
            gl_FragColor = max(now, old * keep);
        else
            gl_FragColor = mix(now, old, keep);
    } else {
        vec4 seen = IMG_THIS_PIXEL(before);
        gl_FragColor = vec4(seen.a > 0.0 ? seen.rgb / seen.a : vec3(0.0), seen.a);
    }
}
