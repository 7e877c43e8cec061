/*{
  "DESCRIPTION": "Divides a picture into two tones.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "CATEGORIES": ["Colour"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Picture"},
    {"NAME": "level", "TYPE": "float", "LABEL": "Level", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "softness", "TYPE": "float", "LABEL": "Softness", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.02},
    {"NAME": "below", "TYPE": "color", "LABEL": "Below", "DEFAULT": [0.0, 0.0, 0.0, 1.0]},
    {"NAME": "above", "TYPE": "color", "LABEL": "Above", "DEFAULT": [1.0, 1.0, 1.0, 1.0]}
  ],
  "OPIFICIO": {"LABEL": "Threshold",
    "HELP": {"level": "The tone at which the picture is divided.", "softness": "How wide the passage from one tone to the other is.", "below": "Colour of what is darker.", "above": "Colour of what is lighter."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

void main()
{
    vec4 pixel = IMG_THIS_PIXEL(inputImage);
    float tone = dot(pixel.rgb, vec3(0.2126, 0.7152, 0.0722));
    float halfWidth = max(softness * 0.5, 0.0005);
    vec4 two = mix(below, above, smoothstep(level - halfWidth, level + halfWidth, tone));
    gl_FragColor = vec4(two.rgb, two.a * pixel.a);
}
