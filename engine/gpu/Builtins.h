#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// Private to this folder.

#include <string>
#include <string_view>
#include <vector>

namespace opificio {

/// One form of a function of GLSL 4.50, with plain types.
struct BuiltinForm {
    std::string result;
    std::vector<std::string> parameters;
};

bool isBuiltinFunction(std::string_view name);
/// The forms that must stay callable when an artist's file defines a function of the same name; empty for functions
/// that no such file calls by accident (textures, bits, packing).
std::vector<BuiltinForm> builtinForms(std::string_view name);

/// A word that means something in GLSL 4.50 for Vulkan and nothing in the versions that artists write: a name there.
bool isLaterKeyword(std::string_view word);
/// float, vec3, mat4, sampler2D ...
bool isTypeName(std::string_view word);
/// What may stand in front of a declaration: const, in, flat ...
bool isQualifier(std::string_view word);

} // namespace opificio
