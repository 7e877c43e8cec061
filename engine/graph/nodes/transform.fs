/*{
  "DESCRIPTION": "Moves, turns and scales a picture.",
  "CREDIT": "Opificio",
  "ISFVSN": "2",
  "CATEGORIES": ["Geometry"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image", "LABEL": "Picture"},
    {"NAME": "move", "TYPE": "point2D", "LABEL": "Move", "DEFAULT": [0.0, 0.0], "MIN": [-4.0, -4.0], "MAX": [4.0, 4.0]},
    {"NAME": "turn", "TYPE": "float", "LABEL": "Turn", "MIN": -16.0, "MAX": 16.0, "DEFAULT": 0.0},
    {"NAME": "scale", "TYPE": "float", "LABEL": "Scale", "MIN": 0.01, "MAX": 100.0, "DEFAULT": 1.0},
    {"NAME": "pivot", "TYPE": "point2D", "LABEL": "Pivot", "DEFAULT": [0.5, 0.5]},
    {"NAME": "outside", "TYPE": "long", "LABEL": "Outside", "VALUES": [0, 1, 2, 3], "LABELS": ["nothing", "edge", "repeat", "mirror"], "DEFAULT": 0}
  ],
  "PASSES": [
    {"TARGET": "small", "FLOAT": true, "WIDTH": "$scale < 0.5 ? ceil(2 * $scale * $WIDTH) + 8 : 1", "HEIGHT": "$scale < 0.5 ? ceil(2 * $scale * $HEIGHT) + 8 : 1"},
    {}
  ],
  "OPIFICIO": {"LABEL": "Transform", "SPACE": "linear", "IDENTITY": {"move": [0.0, 0.0], "turn": 0.0, "scale": 1.0}, "UNITS": {"turn": "turns", "scale": "x"},
    "HELP": {"move": "How far, as a part of the picture's width and height.", "turn": "Against the clock; 1 is a whole turn.", "scale": "Larger or smaller.",
      "pivot": "The point that stays where it is.", "outside": "What is seen where the picture ends."}}
}*/
// SPDX-License-Identifier: GPL-3.0-or-later

// Below half its size a picture is made small first, to two pixels for each that is seen and a margin around them.
const float margin = 4.0;

// Which pixel stands for one beyond the edge.
float beyond(float i, float count, int way)
{
    float past = i < 0.0 ? i : max(i - count + 1.0, 0.0);
    float turned = i - (way == 2 ? sign(past) * count : way == 3 ? 2.0 * past - sign(past) : 0.0);
    return clamp(turned, 0.0, count - 1.0);
}

// The mean under a tent of that reach, in the picture's pixels, of which the first lies from 0 to 1; colours are weighted by
// their coverage. Places are rounded a little, so that one pixel read in its middle is itself.
vec4 averaged(sampler2D picture, bool straight, vec2 place, vec2 reach, int way)
{
    vec2 size = IMG_SIZE(picture);
    place = floor(place * 1024.0 + 0.5) / 1024.0;
    reach = max(reach, 1.0);
    vec2 from = floor(place - reach - 0.5) + 1.0, to = ceil(place + reach - 0.5) - 1.0;
    vec4 sum = vec4(0.0);
    float total = 0.0;
    for (float y = from.y; y <= to.y; y++) {
        float high = 1.0 - abs(y + 0.5 - place.y) / reach.y;
        float row = beyond(y, size.y, way);
        for (float x = from.x; x <= to.x; x++) {
            float weight = high * (1.0 - abs(x + 0.5 - place.x) / reach.x);
            vec4 read = texelFetch(picture, ivec2(beyond(x, size.x, way), row), 0);
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
    vec2 from, reach, inside = vec2(1.0);
    if (PASSINDEX == 0) {
        from = (gl_FragCoord.xy - margin) / smaller;
        reach = isSmall ? 1.0 / smaller : vec2(0.0);
    } else {
        float aspect = RENDERSIZE.x / RENDERSIZE.y;
        float angle = -turn * 6.28318530718;
        vec2 at = isf_FragNormCoord - pivot - move;
        at.x *= aspect;
        at = mat2(cos(angle), sin(angle), -sin(angle), cos(angle)) * at / scale;
        at.x /= aspect;
        at += pivot;
        vec2 edge = 1.0 / (RENDERSIZE * scale);
        if (outside == 0)
            inside = clamp(min(at, 1.0 - at) / edge + 0.5, 0.0, 1.0);
        if (outside == 2)
            from = fract(at);
        else if (outside == 3)
            from = 1.0 - abs(1.0 - mod(at, 2.0));
        else
            from = clamp(at, 0.0, 1.0);
        // The two tents together are as wide as one.
        reach = isSmall ? 0.866 * edge : edge;
    }
    if (inside.x * inside.y <= 0.0)
        return;
    vec4 sum;
    if (PASSINDEX == 0 || !isSmall)
        sum = averaged(inputImage, true, from * whole, reach * whole, outside);
    else
        sum = averaged(small, false, from * smaller + margin, reach * smaller, 0);
    if (PASSINDEX == 0)
        gl_FragColor = sum;
    else
        gl_FragColor = vec4(sum.a > 0.0 ? sum.rgb / sum.a : vec3(0.0), sum.a * inside.x * inside.y);
}
