/*{
  "DESCRIPTION": "Brightens or darkens as a camera does, in stops of light.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "CATEGORIES": ["Colour"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Picture"},
    {"NAME": "amount", "TYPE": "float", "LABEL": "Exposure", "MIN": -10.0, "MAX": 10.0, "DEFAULT": 0.0}
  ],
  "OPIFICIO": {"LABEL": "Exposure", "SPACE": "linear", "IDENTITY": {"amount": 0.0}, "UNITS": {"amount": "stops"}, "HELP": {"amount": "Each stop doubles or halves the light."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

void main()
{
    vec4 pixel = IMG_THIS_PIXEL(inputImage);
    gl_FragColor = vec4(pixel.rgb * exp2(amount), pixel.a);
}
