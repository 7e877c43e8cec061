/*{
  "DESCRIPTION": "Gives a picture the colours of a palette, from its shadows to its lights.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "CATEGORIES": ["Colour"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Picture"},
    {"NAME": "paletteImage", "TYPE": "image", "LABEL": "Palette"},
    {"NAME": "amount", "TYPE": "float", "LABEL": "Amount", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 1.0},
    {"NAME": "dark", "TYPE": "color", "LABEL": "Shadows", "DEFAULT": [0.07, 0.09, 0.16, 1.0]},
    {"NAME": "lower", "TYPE": "color", "LABEL": "Lower tones", "DEFAULT": [0.36, 0.20, 0.28, 1.0]},
    {"NAME": "middle", "TYPE": "color", "LABEL": "Middle tones", "DEFAULT": [0.75, 0.38, 0.27, 1.0]},
    {"NAME": "upper", "TYPE": "color", "LABEL": "Upper tones", "DEFAULT": [0.93, 0.70, 0.44, 1.0]},
    {"NAME": "light", "TYPE": "color", "LABEL": "Lights", "DEFAULT": [0.98, 0.95, 0.86, 1.0]},
    {"NAME": "band", "TYPE": "float", "LABEL": "Where in the palette picture", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5}
  ],
  "OPIFICIO": {"LABEL": "Colour map", "IDENTITY": {"amount": 0.0}, "STEERS": ["paletteImage"],
    "HELP": {"amount": "How much of the palette's colour is taken.", "dark": "The colour of the darkest tones.", "lower": "The colour of the tones between shadows and middle.",
      "middle": "The colour of the middle tones.", "upper": "The colour of the tones between middle and lights.", "light": "The colour of the lightest tones.",
      "band": "With a palette picture linked: the height at which it is read from left (shadows) to right (lights)."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

vec3 fromPicture(float tone)
{
    // A band of some height is averaged, so that the grain of a scan does not become stripes.
    vec3 sum = vec3(0.0);
    for (int i = -3; i <= 3; i++)
        sum += IMG_NORM_PIXEL(paletteImage, vec2(0.01 + 0.98 * tone, clamp(band + float(i) * 0.012, 0.0, 1.0))).rgb;
    return sum / 7.0;
}

vec3 fromColours(float tone)
{
    float t = tone * 4.0;
    vec3 c = mix(dark.rgb, lower.rgb, clamp(t, 0.0, 1.0));
    c = mix(c, middle.rgb, clamp(t - 1.0, 0.0, 1.0));
    c = mix(c, upper.rgb, clamp(t - 2.0, 0.0, 1.0));
    return mix(c, light.rgb, clamp(t - 3.0, 0.0, 1.0));
}

void main()
{
    vec4 pixel = IMG_THIS_PIXEL(inputImage);
    float tone = clamp(dot(pixel.rgb, vec3(0.2126, 0.7152, 0.0722)), 0.0, 1.0);
    vec2 size = IMG_SIZE(paletteImage);
    vec3 mapped = size.x > 1.5 ? fromPicture(tone) : fromColours(tone);
    gl_FragColor = vec4(mix(pixel.rgb, mapped, amount), pixel.a);
}
