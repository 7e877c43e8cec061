// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "gpu/Fuse.h"
#include "gpu/Translator.h"

using namespace opificio;

class FuseTest : public test::Suite {
    Q_OBJECT

    static FusePart part(std::string text) { return {std::move(text), {"inputImage", "overImage", "amount"}}; }
    static std::string inMain(const char* body) { return std::string("void main() { ") + body + " }"; }

private Q_SLOTS:
    void whatReadsElsewhereStaysApart_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("here");
        auto row = [](const char* name, const std::string& text, bool here) {
            QTest::newRow(name) << QString::fromStdString(text) << here;
        };
        row("this pixel", inMain("gl_FragColor = IMG_THIS_PIXEL(inputImage) * amount;"), true);
        row("this pixel by its place", inMain("gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord.xy);"), true);
        row("texture2D", inMain("gl_FragColor = texture2D(inputImage, vv_FragNormCoord);"), true);
        row("through a macro", "#define HERE(i) IMG_THIS_PIXEL(i)\n" + inMain("gl_FragColor = HERE(inputImage);"), true);
        row("in a function", "vec4 f() { return IMG_THIS_PIXEL(inputImage); }\n" + inMain("gl_FragColor = f();"), true);
        row("and its size", inMain("gl_FragColor = IMG_THIS_PIXEL(inputImage) * IMG_SIZE(inputImage).x;"), true);
        row("another picture anywhere",
            inMain("gl_FragColor = IMG_THIS_PIXEL(inputImage) + IMG_NORM_PIXEL(overImage, vec2(0.5));"), true);
        row("a neighbour", inMain("gl_FragColor = IMG_PIXEL(inputImage, gl_FragCoord.xy + 1.0);"), false);
        row("hidden in a macro",
            "#define S(o) IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + o)\n" + inMain("gl_FragColor = S(0.1);"), false);
        row("a moved place", inMain("vec2 uv = isf_FragNormCoord; uv.x += 0.1; gl_FragColor = IMG_NORM_PIXEL(inputImage, uv);"),
            false);
        row("a shadowed place",
            inMain("vec2 isf_FragNormCoord = vec2(0.5); gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord);"), false);
        row("handed on", "vec4 f(sampler2D s) { return IMG_THIS_PIXEL(s); }\n" + inMain("gl_FragColor = f(inputImage);"), false);
        row("both", inMain("gl_FragColor = IMG_THIS_PIXEL(inputImage) + IMG_NORM_PIXEL(inputImage, vec2(0.0));"), false);
        row("before there is a pixel", "vec4 p = IMG_THIS_PIXEL(inputImage);\n" + inMain("gl_FragColor = p;"), false);
        row("before, by a function",
            "vec4 f() { return IMG_THIS_PIXEL(inputImage); }\nvec4 p = f();\n" + inMain("gl_FragColor = p;"), false);
        row("not at all", inMain("gl_FragColor = vec4(amount);"), false);
    }
    void whatReadsElsewhereStaysApart()
    {
        QFETCH(QString, text);
        QFETCH(bool, here);
        QCOMPARE(part(text.toStdString()).readsHere("inputImage"), here);
    }
    void whatDoesMoreThanColourStaysApart()
    {
        QVERIFY(part(inMain("gl_FragColor = vec4(1.0);")).isPlain());
        for (const char* text : {"void main() { if (gl_FragCoord.x > 3.0) discard; }", "struct A { float x; }; void main() { }",
                 "void main() { gl_FragDepth = 0.5; }", "out vec4 colour; void main() { colour = vec4(1.0); }",
                 "varying vec2 v; void main() { gl_FragColor = v.xyxy; }", "float mix(float a) { return a; } void main() { }",
                 "float amount = 2.0; void main() { }", "void main() { gl_FragData[0] = vec4(1.0); }", "void other() { }",
                 "#if\nvoid main() { }", "void main() { gl_FragColor = vec4(float(PASSINDEX)); }"})
            QVERIFY2(!part(text).isPlain(), text);
    }
    void aChainOfNamesakesCompiles()
    {
        // The same names at file scope, a global that is written, a return in the middle, a macro of the same name.
        FusePart one = part("#define GAIN 2.0\nfloat seen = 0.0; const float k[2] = float[2](0.5, 1.0), late = 3.0;\n"
                            "vec4 shade(vec4 c) { seen += 1.0; return c * GAIN * k[1] * late; }\n"
                            "void main() { if (amount > 9.0) { gl_FragColor = vec4(0.0); return; } "
                            "gl_FragColor = shade(IMG_THIS_PIXEL(inputImage)); gl_FragColor.a = seen; }");
        FusePart two
            = part("#define GAIN 0.25\nprecision highp float;\nfloat seen;\nvec4 shade(vec4 c);\n"
                   "vec4 shade(vec4 c) { return c.rgba * GAIN + amount; }\n"
                   "void main() { for (int i = 0; i < 3; i++) seen += 0.1; gl_FragColor = shade(IMG_THIS_PIXEL(inputImage)) "
                   "+ IMG_THIS_PIXEL(overImage) / IMG_SIZE(inputImage).x; }");
        for (const FusePart& each : {one, two})
            QVERIFY(each.isPlain() && each.readsHere("inputImage"));
        std::vector<FuseLink> chain = {{&one, ""}, {&two, "inputImage"}, {&one, "inputImage"}, {&two, "inputImage"}};
        ShaderSource source;
        source.name = "chain";
        source.fragment = fused(chain, true);
        for (std::size_t i = 0; i < chain.size(); ++i) {
            source.values.push_back({fusePrefix(i) + "amount", ShaderSource::Kind::Number});
            source.images.push_back(fusePrefix(i) + "overImage");
        }
        source.images.push_back(fusePrefix(0) + "inputImage");
        auto compiled = translate(source);
        QVERIFY2(compiled, compiled ? "" : (compiled.error().message + "\n" + source.fragment).c_str());
    }
};

OPIFICIO_TEST_MAIN(FuseTest)
#include "FuseTest.moc"
