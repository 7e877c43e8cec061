/*{
  "DESCRIPTION": "Turns one picture into another.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "INPUTS": [
    {"NAME": "from", "TYPE": "image"},
    {"NAME": "to", "TYPE": "image"},
    {"NAME": "amount", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5}
  ],
  "OPIFICIO": {"SPACE": "linear"}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

void main()
{
    vec4 a = IMG_THIS_PIXEL(from);
    vec4 b = IMG_THIS_PIXEL(to);
    // Weighted by coverage, so that the colour of what cannot be seen does not bleed in.
    float alpha = mix(a.a, b.a, amount);
    vec3 colour = mix(a.rgb * a.a, b.rgb * b.a, amount);
    gl_FragColor = vec4(alpha > 0.0 ? colour / alpha : vec3(0.0), alpha);
}
