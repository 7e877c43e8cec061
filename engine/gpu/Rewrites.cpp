// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Rewrites.h"

#include <algorithm>
#include <array>
#include <span>

namespace opificio {

namespace {

struct Rewrite {
    std::string_view ours;
    std::string_view told; ///< its name in complaints; empty: what the other rows make of it
    std::array<std::string_view, 6> theirs; ///< what becomes it; without any, the printing decides
};

constexpr Rewrite variables[] = {
    {"isf_FragColor", "gl_FragColor", {"gl_FragColor"}},
    {"isf_FragCoord", "gl_FragCoord", {"gl_FragCoord"}},
    {"isf_Position", "gl_Position", {"gl_Position"}},
    {"isf_FragData", "gl_FragData", {"gl_FragData"}},
    {"isf_FragDepth", "gl_FragDepth", {"gl_FragDepth"}},
    {"isf_FragNormCoord", "", {"vv_FragNormCoord"}},
    {"isf_PointCoord", "gl_PointCoord", {"gl_PointCoord"}},
    {"isf_TexCoord", "gl_TexCoord", {"gl_TexCoord"}},
    {"isf_MultiTexCoord0", "gl_MultiTexCoord0", {"gl_MultiTexCoord0"}},
    {"isf_TextureMatrix", "gl_TextureMatrix", {"gl_TextureMatrix"}},
    {"isf_Color", "gl_Color", {"gl_Color", "gl_FrontColor"}},
    {"isf_Vertex", "gl_Vertex", {"gl_Vertex"}},
    {"isf_vertShaderInit", "", {"vv_vertShaderInit"}},
    {"mat4(1.0)", "", {"gl_ModelViewProjectionMatrix", "gl_ModelViewMatrix", "gl_ProjectionMatrix"}},
    {"gl_VertexIndex", "", {"gl_VertexID"}},
    {"0", "", {"gl_InstanceID"}},
};

// Complaints are told in this order: a name that begins like another stands above it.
constexpr Rewrite functions[] = {
    {"isf_main", "main", {"main"}},
    {"isf_pixOf", "IMG_PIXEL", {}},
    {"isf_pix", "IMG_PIXEL", {"IMG_PIXEL"}},
    {"isf_texRect", "texture2DRect", {"texture2DRect", "textureRect"}},
    {"isf_texProj", "texture2DProj", {"texture2DProj", "textureProj"}},
    {"isf_texGrad", "textureGrad", {"textureGrad", "texture2DGradARB", "texture2DGradEXT"}},
    {"isf_texOffset", "textureOffset", {"textureOffset"}},
    {"isf_textureSize", "textureSize", {"textureSize", "textureSize2D"}},
    {"isf_thisOf", "IMG_THIS_PIXEL", {}},
    {"isf_this", "IMG_THIS_PIXEL", {"IMG_THIS_PIXEL", "IMG_THIS_NORM_PIXEL", "IMG_NORM_THIS_PIXEL"}},
    {"isf_fetch", "texelFetch", {"texelFetch", "texelFetch2D", "texelFetch2DRect"}},
    {"isf_tex", "texture2D", {"texture2D", "texture", "texture2DLod", "texture2DLodEXT", "textureLod", "IMG_NORM_PIXEL"}},
    {"isf_gather", "textureGather", {"textureGather"}},
    {"isf_size", "IMG_SIZE", {"IMG_SIZE"}},
    {"isf_ftransform", "ftransform", {"ftransform"}},
    // y points up for artists and down for Vulkan.
    {"-dFdy", "", {"dFdy"}},
    {"-dFdyFine", "", {"dFdyFine"}},
    {"-dFdyCoarse", "", {"dFdyCoarse"}},
};

struct FieldEnding {
    std::string_view ending, value;
};

constexpr FieldEnding fieldEndings[] = {
    {"_imgRect", "vec4(0.0, 0.0, 1.0, 1.0)"},
    {"_imgSize", ""},
    {"_flip", "false"},
    {"_texCoord", "isf_FragNormCoord"},
    {"_normTexCoord", "isf_FragNormCoord"},
};

constexpr std::string_view reserved = "isf_r_", variable = "isf_v_", function = "isf_f_";

std::string_view rewritten(std::span<const Rewrite> rows, std::string_view word)
{
    for (const Rewrite& row : rows) {
        if (std::find(row.theirs.begin(), row.theirs.end(), word) != row.theirs.end())
            return row.ours;
    }
    return {};
}

void tell(std::string& words, std::span<const Rewrite> rows)
{
    for (const auto& [ours, told, theirs] : rows) {
        if (told.empty())
            continue;
        for (std::size_t at = 0; (at = words.find(ours, at)) != std::string::npos; at += told.size())
            words.replace(at, ours.size(), told);
    }
}

} // namespace

std::string_view rewrittenVariable(std::string_view word)
{
    return rewritten(variables, word);
}

std::string_view rewrittenFunction(std::string_view word)
{
    return rewritten(functions, word);
}

std::optional<PictureField> pictureField(std::string_view word)
{
    if (!word.starts_with('_'))
        return {};
    for (auto [ending, value] : fieldEndings) {
        if (word.ends_with(ending) && word.size() > ending.size() + 1)
            return PictureField{word.substr(1, word.size() - 1 - ending.size()), value};
    }
    return {};
}

std::string reservedName(std::string_view name)
{
    return std::string(reserved).append(name);
}

std::string variableName(std::string_view name)
{
    return std::string(variable).append(name);
}

std::string functionName(std::string_view name)
{
    return std::string(function).append(name);
}

std::string withArtistsNames(std::string words)
{
    for (std::string_view prefix : {reserved, variable, function}) {
        for (std::size_t at = 0; (at = words.find(prefix, at)) != std::string::npos;)
            words.erase(at, prefix.size());
    }
    tell(words, variables);
    tell(words, functions);
    return words;
}

} // namespace opificio
