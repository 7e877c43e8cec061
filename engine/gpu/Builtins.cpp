// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Builtins.h"

#include <array>
#include <map>
#include <set>

namespace opificio {

namespace {

// Forms in shorthand, after the GLSL specification 4.50, chapter 8. First the result, then the parameters.
// F: float and its vectors. f: float. I, i: the same of int. B: bool and its vectors. V: the vectors of float only, and
// W of int, with b: the vectors of bool of their length. M: the square matrices. 3: vec3. _: bool.
const std::map<std::string_view, std::vector<std::string_view>>& forms()
{
    static const std::map<std::string_view, std::vector<std::string_view>> table = [] {
        std::map<std::string_view, std::vector<std::string_view>> all = {
            {"abs", {"FF", "II"}},
            {"sign", {"FF", "II"}},
            {"atan", {"FFF", "FF"}},
            {"pow", {"FFF"}},
            {"mod", {"FFF", "FFf"}},
            {"modf", {}},
            {"min", {"FFF", "FFf", "III", "IIi"}},
            {"max", {"FFF", "FFf", "III", "IIi"}},
            {"clamp", {"FFFF", "FFff", "IIII", "IIii"}},
            {"mix", {"FFFF", "FFFf", "FFFB"}},
            {"step", {"FFF", "FfF"}},
            {"smoothstep", {"FFFF", "FffF"}},
            {"length", {"fF"}},
            {"distance", {"fFF"}},
            {"dot", {"fFF"}},
            {"cross", {"333"}},
            {"reflect", {"FFF"}},
            {"refract", {"FFFf"}},
            {"faceforward", {"FFFF"}},
            {"fma", {"FFFF"}},
            {"isnan", {"BF"}},
            {"isinf", {"BF"}},
            {"lessThan", {"bVV", "bWW"}},
            {"lessThanEqual", {"bVV", "bWW"}},
            {"greaterThan", {"bVV", "bWW"}},
            {"greaterThanEqual", {"bVV", "bWW"}},
            {"equal", {"bVV", "bWW"}},
            {"notEqual", {"bVV", "bWW"}},
            {"any", {"_b"}},
            {"all", {"_b"}},
            {"not", {"bb"}},
            {"transpose", {"MM"}},
            {"inverse", {"MM"}},
            {"determinant", {"fM"}},
            {"matrixCompMult", {"MMM"}},
            {"outerProduct", {}},
        };
        for (std::string_view name : {"radians", "degrees", "sin", "cos", "tan", "asin", "acos", "sinh", "cosh", "tanh", "asinh",
                 "acosh", "atanh", "exp", "log", "exp2", "log2", "sqrt", "inversesqrt", "floor", "trunc", "round", "roundEven",
                 "ceil", "fract", "normalize", "dFdx", "dFdy", "fwidth"})
            all[name] = {"FF"};
        for (std::string_view name :
            {"frexp", "ldexp", "uaddCarry", "usubBorrow", "umulExtended", "imulExtended", "bitfieldExtract", "bitfieldInsert",
                "bitfieldReverse", "bitCount", "findLSB", "findMSB", "packUnorm2x16", "packSnorm2x16", "packUnorm4x8",
                "packSnorm4x8", "unpackUnorm2x16", "unpackSnorm2x16", "unpackUnorm4x8", "unpackSnorm4x8", "packHalf2x16",
                "unpackHalf2x16", "packDouble2x32", "unpackDouble2x32", "floatBitsToInt", "floatBitsToUint", "intBitsToFloat",
                "uintBitsToFloat", "textureSize", "textureQueryLod", "textureQueryLevels", "texture", "textureProj", "textureLod",
                "textureOffset", "texelFetch", "texelFetchOffset", "textureGrad", "textureGather", "textureProjLod", "texture2D",
                "texture2DLod", "texture2DProj", "texture2DRect", "dFdxFine", "dFdyFine", "fwidthFine", "dFdxCoarse",
                "dFdyCoarse", "fwidthCoarse", "interpolateAtCentroid", "interpolateAtSample", "interpolateAtOffset", "barrier",
                "memoryBarrier", "groupMemoryBarrier", "atomicAdd", "atomicMin", "atomicMax", "atomicAnd", "atomicOr",
                "atomicXor", "atomicExchange", "imageLoad", "imageStore", "imageSize", "matrixCompMult", "noise1", "noise2",
                "noise3", "noise4", "EmitVertex", "EndPrimitive", "subpassLoad", "anyInvocation", "allInvocations", "shadow2D",
                "texture3D", "textureCube", "texture1D", "ftransform"})
            all.try_emplace(name);
        return all;
    }();
    return table;
}

// A letter of the shorthand as a type, for vectors of `count` components.
std::string typeOf(char letter, int count)
{
    std::string digits = std::to_string(count);
    switch (letter) {
    case 'f':
        return "float";
    case 'i':
        return "int";
    case '_':
        return "bool";
    case '3':
        return "vec3";
    case 'F':
        return count == 1 ? "float" : "vec" + digits;
    case 'V':
        return "vec" + digits;
    case 'I':
        return count == 1 ? "int" : "ivec" + digits;
    case 'W':
        return "ivec" + digits;
    case 'B':
        return count == 1 ? "bool" : "bvec" + digits;
    case 'b':
        return "bvec" + digits;
    default:
        return "mat" + digits;
    }
}

} // namespace

bool isBuiltinFunction(std::string_view name)
{
    return forms().contains(name);
}

std::vector<BuiltinForm> builtinForms(std::string_view name)
{
    std::vector<BuiltinForm> result;
    auto found = forms().find(name);
    if (found == forms().end())
        return result;
    std::set<std::vector<std::string>> seen;
    for (std::string_view form : found->second) {
        bool several = form.find_first_of("FIB") != std::string_view::npos;
        bool vectors = form.find_first_of("VWbM") != std::string_view::npos;
        for (int count = vectors ? 2 : 1; count <= (several || vectors ? 4 : 1); ++count) {
            BuiltinForm one{typeOf(form[0], count), {}};
            for (char letter : form.substr(1))
                one.parameters.push_back(typeOf(letter, count));
            if (seen.insert(one.parameters).second)
                result.push_back(std::move(one));
        }
    }
    return result;
}

bool isLaterKeyword(std::string_view word)
{
    static const std::set<std::string_view> words = {"sample", "buffer", "shared", "coherent", "volatile", "restrict", "readonly",
        "writeonly", "resource", "patch", "subroutine", "precise", "common", "partition", "active", "asm", "class", "union",
        "enum", "typedef", "template", "this", "goto", "inline", "noinline", "public", "static", "extern", "external",
        "interface", "long", "short", "half", "fixed", "unsigned", "superp", "input", "output", "hvec2", "hvec3", "hvec4",
        "fvec2", "fvec3", "fvec4", "filter", "sizeof", "cast", "namespace", "using", "row_major", "packed", "atomic_uint",
        "sampler", "samplerShadow", "texture1D", "texture3D", "textureCube", "texture1DArray", "texture2DArray", "textureBuffer",
        "texture2DMS", "itexture2D", "utexture2D", "subpassInput", "image1D", "image2D", "image3D", "imageCube", "imageBuffer",
        "image2DRect", "iimage2D", "uimage2D", "sampler3DRect", "attribute", "nonuniformEXT", "demote", "terminateInvocation",
        "terminateRayEXT", "ignoreIntersectionEXT", "float16_t", "float32_t", "float64_t", "int8_t", "int16_t", "int32_t",
        "int64_t", "uint8_t", "uint16_t", "uint32_t", "uint64_t", "f16vec2", "f16vec3", "f16vec4", "f32vec2", "f32vec3",
        "f32vec4", "u8vec2", "u8vec3", "u8vec4", "i8vec2", "i8vec3", "i8vec4", "devicecoherent", "queuefamilycoherent",
        "workgroupcoherent", "subgroupcoherent", "nonprivate", "taskPayloadSharedEXT", "perprimitiveNV", "pervertexNV",
        "__explicitInterpAMD", "varying", "double", "dvec2", "dvec3", "dvec4"};
    return words.contains(word);
}

bool isTypeName(std::string_view word)
{
    static const std::set<std::string_view> words
        = {"void", "float", "int", "uint", "bool", "vec2", "vec3", "vec4", "ivec2", "ivec3", "ivec4", "uvec2", "uvec3", "uvec4",
            "bvec2", "bvec3", "bvec4", "mat2", "mat3", "mat4", "mat2x2", "mat2x3", "mat2x4", "mat3x2", "mat3x3", "mat3x4",
            "mat4x2", "mat4x3", "mat4x4", "sampler2D", "sampler2DRect", "sampler3D", "samplerCube", "sampler1D"};
    return words.contains(word);
}

bool isQualifier(std::string_view word)
{
    static const std::set<std::string_view> words = {"const", "uniform", "varying", "attribute", "in", "out", "inout", "flat",
        "smooth", "noperspective", "centroid", "invariant", "highp", "mediump", "lowp", "precise"};
    return words.contains(word);
}

} // namespace opificio
