/*{
  "DESCRIPTION": "Repeats a picture as a pattern, as printers of cloth and paper do.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "CATEGORIES": ["Geometry"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Picture"},
    {"NAME": "across", "TYPE": "float", "LABEL": "Across", "MIN": 1.0, "MAX": 64.0, "DEFAULT": 3.0},
    {"NAME": "down", "TYPE": "float", "LABEL": "Down", "MIN": 1.0, "MAX": 64.0, "DEFAULT": 3.0},
    {"NAME": "mirror", "TYPE": "bool", "LABEL": "Mirror", "DEFAULT": true},
    {"NAME": "drop", "TYPE": "float", "LABEL": "Drop", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0}
  ],
  "PASSES": [
    {"TARGET": "small", "FLOAT": true, "WIDTH": "max($across, $down) > 2 ? ceil(2 * $WIDTH / max($across, 2)) + 8 : 1",
      "HEIGHT": "max($across, $down) > 2 ? ceil(2 * $HEIGHT / max($down, 2)) + 8 : 1"},
    {}
  ],
  "OPIFICIO": {"LABEL": "Tile", "SPACE": "linear", "IDENTITY": {"across": 1.0, "down": 1.0, "drop": 0.0},
    "HELP": {"across": "How many beside one another.", "down": "How many above one another.", "mirror": "Every second one is mirrored, so that the edges meet.", "drop": "How far every second column is let down; 0.5 is a half-drop repeat."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

// More than two beside one another are made small first, to two pixels for each that is seen and a margin around them.
const float margin = 4.0;

// Which pixel stands for one beyond the edge, where the next picture begins.
float beyond(float i, float count)
{
    float past = i < 0.0 ? i : max(i - count + 1.0, 0.0);
    return clamp(i - (mirror ? 2.0 * past - sign(past) : sign(past) * count), 0.0, count - 1.0);
}

// The mean under a tent of that reach, in the picture's pixels, of which the first lies from 0 to 1; colours are weighted by
// their coverage. Places are rounded a little, so that one pixel read in its middle is itself.
vec4 averaged(sampler2D picture, bool straight, vec2 place, vec2 reach)
{
    vec2 size = IMG_SIZE(picture);
    place = floor(place * 1024.0 + 0.5) / 1024.0;
    reach = max(reach, 1.0);
    vec2 from = floor(place - reach - 0.5) + 1.0, to = ceil(place + reach - 0.5) - 1.0;
    vec4 sum = vec4(0.0);
    float total = 0.0;
    for (float y = from.y; y <= to.y; y++) {
        float high = 1.0 - abs(y + 0.5 - place.y) / reach.y;
        float row = beyond(y, size.y);
        for (float x = from.x; x <= to.x; x++) {
            float weight = high * (1.0 - abs(x + 0.5 - place.x) / reach.x);
            vec4 read = texelFetch(picture, ivec2(beyond(x, size.x), row), 0);
            if (straight)
                read.rgb *= read.a;
            sum += read * weight;
            total += weight;
        }
    }
    return sum / total;
}

void main()
{
    vec2 whole = IMG_SIZE(inputImage), smaller = IMG_SIZE(small) - 2.0 * margin;
    bool isSmall = smaller.x > 0.0;
    vec2 from, reach;
    if (PASSINDEX == 0) {
        from = (gl_FragCoord.xy - margin) / smaller;
        reach = isSmall ? 1.0 / smaller : vec2(0.0);
    } else {
        vec2 count = vec2(across, down);
        vec2 at = isf_FragNormCoord * count;
        at.y += drop * mod(floor(at.x), 2.0);
        vec2 cell = floor(at);
        from = at - cell;
        if (mirror)
            from = mix(from, 1.0 - from, mod(cell, 2.0));
        // The two tents together are as wide as one.
        reach = count / RENDERSIZE * mix(vec2(1.0), vec2(0.866), greaterThan(count, vec2(2.0)));
    }
    vec4 sum;
    if (PASSINDEX == 0 || !isSmall)
        sum = averaged(inputImage, true, from * whole, reach * whole);
    else
        sum = averaged(small, false, from * smaller + margin, reach * smaller);
    if (PASSINDEX == 0)
        gl_FragColor = sum;
    else
        gl_FragColor = vec4(sum.a > 0.0 ? sum.rgb / sum.a : vec3(0.0), sum.a);
}
