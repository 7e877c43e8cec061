/*{
  "DESCRIPTION": "Shows a picture only where another one is light (or opaque).",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "CATEGORIES": ["Compositing"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Picture"},
    {"NAME": "maskImage", "TYPE": "image", "LABEL": "Mask"},
    {"NAME": "backImage", "TYPE": "image", "LABEL": "Behind"},
    {"NAME": "amount", "TYPE": "float", "LABEL": "Amount", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 1.0},
    {"NAME": "by", "TYPE": "long", "LABEL": "Mask by", "VALUES": [0, 1], "LABELS": ["light", "alpha"], "DEFAULT": 0},
    {"NAME": "invert", "TYPE": "bool", "LABEL": "Invert", "DEFAULT": false}
  ],
  "OPIFICIO": {"LABEL": "Mask", "SPACE": "linear", "IDENTITY": {"amount": 0.0}, "STEERS": ["maskImage"],
    "HELP": {"amount": "0 shows the whole picture.", "by": "What of the mask counts: its light or its alpha.", "invert": "Shows what the mask hides."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

void main()
{
    vec4 pixel = IMG_THIS_PIXEL(inputImage);
    vec4 mask = IMG_THIS_PIXEL(maskImage);
    vec4 back = IMG_THIS_PIXEL(backImage);
    // The eye's middle grey is far below the middle of light: a mask is read as it looks.
    float tone = pow(clamp(dot(mask.rgb, vec3(0.2126, 0.7152, 0.0722)), 0.0, 1.0), 1.0 / 2.2) * mask.a;
    float open = by == 0 ? tone : mask.a;
    if (invert)
        open = 1.0 - open;
    // Without a mask nothing is hidden.
    if (IMG_SIZE(maskImage).x < 1.5)
        open = 1.0;
    float cover = pixel.a * mix(1.0, open, amount);
    float alpha = cover + back.a * (1.0 - cover);
    vec3 colour = pixel.rgb * cover + back.rgb * back.a * (1.0 - cover);
    gl_FragColor = vec4(alpha > 0.0 ? colour / alpha : vec3(0.0), alpha);
}
