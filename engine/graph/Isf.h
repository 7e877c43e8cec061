#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/Hash.h"
#include "base/Param.h"
#include "base/Result.h"
#include "image/Image.h"

namespace opificio {

/// A size in pixels as a formula: "$WIDTH/2.0", "max($HEIGHT, 16)", "$inputName * 3".
class Formula {
public:
    Formula() = default;
    /// Numbers, + - * / % ^, parentheses, comparisons, `a ? b : c`, $NAMES, pi, e and the usual functions. Length and depth are
    /// bounded.
    static Result<Formula> parse(std::string_view typed);
    bool isEmpty() const { return m_text.empty(); }
    /// Names without $; absent ones count as 0. Never throws; what is not a number is 0.
    double value(const std::map<std::string, double, std::less<>>& names) const;

private:
    std::string m_text;
};

/// A shader of the Interactive Shader Format (https://github.com/mrRay/ISF_Spec, versions 1 and 2): GLSL whose first
/// comment is a JSON header. Read tolerantly, as files in the wild are: trailing commas, control characters, comments,
/// numbers as text. A value; any thread.
struct Isf {
    /// A picture that the shader reads.
    struct Picture {
        enum class Kind {
            Image, ///< linked in the graph
            Audio, ///< samples of sound as a picture
            AudioSpectrum, ///< "audioFFT"
            Imported, ///< a file beside the shader
        };
        std::string name;
        std::string label;
        Kind kind = Kind::Image;
        std::string file = {}; ///< Imported: relative to the shader's folder
        int columns = 0; ///< Audio: most columns wanted; 0: any
    };
    /// One round of the shader. Without a target the round's picture is the shader's.
    struct Round {
        std::string target;
        bool isPersistent = false;
        bool isFloat = false;
        Formula width, height; ///< empty: as large as the output
    };

    std::string name; ///< of the file, for messages: "vignette.fs"
    std::filesystem::path folder; ///< for imported files; empty when there is no file
    std::string text; ///< the whole file
    std::string vertexName, vertexText; ///< the .vs beside it; usually empty
    std::string description, credit;
    std::vector<std::string> categories;
    /// Settings in the file's order; label and help come from the header. Their names are unique.
    std::vector<Param> params;
    /// For "long" inputs: the numbers that the choices stand for, by param name.
    std::map<std::string, std::vector<int>> choiceValues;
    std::vector<Picture> pictures;
    std::vector<Round> rounds; ///< at least one
    Json header = Json::object(); ///< everything, unknown keys included

    /// Ours, "OPIFICIO": {"SPACE": "linear"}: works on scene-linear light, not on display values.
    bool isLinear = false;

    bool hasMemory() const;
    /// Whether the picture depends on the moment: the text names TIME, TIMEDELTA, FRAMEINDEX or DATE, or it remembers.
    bool followsTime = false;
    CacheKey content; ///< of the texts
    const Picture* picture(std::string_view name) const;

    /// `name` is for messages. An error's `what` is "name:line".
    static Result<Isf> parse(std::string_view text, std::string_view name);
    /// Reads FILE.fs and, where there is one, FILE.vs.
    static Result<Isf> read(const std::filesystem::path& path);

private:
    void digest();
};

/// The number that the shader gets for a chosen value of that param: for choices the header's VALUES, else the number.
double shaderNumber(const Isf& isf, const Param& param, const Values& values);

} // namespace opificio
