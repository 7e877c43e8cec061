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
    {"TARGET": "low", "FLOAT": true, "HEIGHT": "$radius * $HEIGHT > 3 ? ceil(1.6 / $radius) + 12 : $HEIGHT"},
    {"TARGET": "small", "FLOAT": true, "WIDTH": "$radius * $HEIGHT > 3 ? ceil(1.6 / $radius * $WIDTH / $HEIGHT) + 12 : 1",
      "HEIGHT": "$radius * $HEIGHT > 3 ? ceil(1.6 / $radius) + 12 : 1"},
    {"TARGET": "tall", "FLOAT": true, "WIDTH": "$radius * $HEIGHT > 3 ? ceil(1.6 / $radius * $WIDTH / $HEIGHT) + 12 : 1"},
    {}
  ],
  "OPIFICIO": {"LABEL": "Blur", "SPACE": "linear", "IDENTITY": {"radius": 0.0}, "HELP": {"radius": "Standard deviation as a part of the picture's height."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

// Narrow Gaussians are reckoned at full size, across and down. Wide ones are two: one of `first` makes a small picture of which
// a pixel is so large that the whole is `all` of its pixels, the other reads it back; their squares add up. At these widths
// the two agree with the one to a few parts in ten thousand wherever the small pixels lie, so nothing jumps when the radius moves.
const float narrowest = 3.0, first = 1.0, all = 1.6, second = sqrt(all * all - first * first);
// Small pixels beyond the edge, so that what is read there is blurred, too.
const float margin = 6.0;

// Along a row or column of texels, of which number i lies at i + 0.5.
vec4 gaussian(sampler2D picture, bool straight, ivec2 along, ivec2 across, float centre, float sigma)
{
    float reach = 3.5 * sigma;
    int last = int(floor(centre + reach - 0.5));
    vec4 sum = vec4(0.0);
    float total = 0.0;
    for (int i = int(ceil(centre - reach - 0.5)); i <= last; i++) {
        float away = (float(i) + 0.5 - centre) / sigma;
        float weight = exp(-0.5 * away * away);
        vec4 read = texelFetch(picture, along * i + across, 0);
        // Colours are weighted by their coverage.
        if (straight)
            read.rgb *= read.a;
        sum += read * weight;
        total += weight;
    }
    return sum / total;
}

// Thinner than samples can show: so much of a thin one that the deviation is right.
vec4 narrow(sampler2D picture, bool straight, ivec2 along, ivec2 across, float centre, float sigma)
{
    vec4 here = texelFetch(picture, along * int(centre) + across, 0);
    if (straight)
        here.rgb *= here.a;
    return mix(here, gaussian(picture, straight, along, across, centre, max(sigma, 0.6)), min(sigma * sigma / 0.3517, 1.0));
}

void main()
{
    float sigma = radius * IMG_SIZE(tall).y;
    bool wide = sigma > narrowest;
    float pixel = sigma / all;
    vec2 at = gl_FragCoord.xy;
    ivec2 here = ivec2(at);
    ivec2 column = ivec2(0, 1), row = ivec2(1, 0);
    if (PASSINDEX == 0) {
        float scale = IMG_SIZE(inputImage).y / IMG_SIZE(tall).y;
        ivec2 from = row * int(isf_FragNormCoord.x * IMG_SIZE(inputImage).x);
        if (wide)
            gl_FragColor = gaussian(inputImage, true, column, from, (at.y - margin) * pixel * scale, first * pixel * scale);
        else
            gl_FragColor = narrow(inputImage, true, column, from, at.y * scale, sigma * scale);
    } else if (PASSINDEX == 1) {
        gl_FragColor = gaussian(low, false, row, column * here.y, (at.x - margin) * pixel, first * pixel);
    } else if (PASSINDEX == 2) {
        gl_FragColor = gaussian(small, false, column, row * here.x, at.y / pixel + margin, second);
    } else {
        vec4 whole;
        if (wide)
            whole = gaussian(tall, false, row, column * here.y, at.x / pixel + margin, second);
        else
            whole = narrow(low, false, row, column * here.y, at.x, sigma);
        gl_FragColor = vec4(whole.a > 0.0 ? whole.rgb / whole.a : vec3(0.0), whole.a);
    }
}
