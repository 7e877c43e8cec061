#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// Private to this folder.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gpu/Arithmetic.h"
#include "gpu/Compile.h"
#include "gpu/ShaderLoops.h"
#include "gpu/ShaderWords.h"
#include "gpu/Translator.h"

namespace opificio {

/// The number by which #line names the file of a stage; 0 is our own text.
constexpr int lineSource(Stage stage)
{
    return stage == Stage::Fragment ? 1 : 2;
}

/// One file of a shader, from an artist's words to the compiler's: reading decides what is renamed, dropped and counted,
/// printing does it. Reading is in ShaderFile.cpp, its loops in ShaderLoops.cpp, printing in ShaderPrint.cpp.
class ShaderFile {
public:
    /// Reads the words; without words there is no file, and the format's own stage stands in.
    ShaderFile(const ShaderSource& shader, Stage stage, std::vector<Token> words);

    /// A variable that leads from the vertex stage to the fragments.
    struct Varying {
        std::string type, name, array; ///< array with its brackets, or empty
        bool flat = false;
    };
    std::vector<Varying> varyings;
    std::vector<std::string> ownSamplers; ///< declared by the file and by no header
    std::string output; ///< the file's own `out vec4`, or empty
    bool hasMain = false;
    bool usesFragData = false; ///< known after print()

    const std::vector<PreprocessError>& errors() const { return m_words.errors; }
    const std::vector<ShaderLoop>& loops() const { return m_counted.loops; }
    bool countsTurns() const { return !m_counted.loops.empty() || m_counted.countsWhole; }
    int recursionLine() const { return opificio::recursionLine(m_functions, m_counted.calls); }

    /// Pictures that only the other file of the shader names.
    void addImage(const std::string& name, std::size_t index) { m_images.emplace(name, index); }
    /// What the compiler gets for a variable or a picture of that name.
    std::string nameOf(const std::string& name) const;
    /// The file for the compiler. `loopCodes` gives what each of loops() reports.
    std::string print(const std::vector<std::uint32_t>& loopCodes);

private:
    using Names = std::set<std::string, std::less<>>;

    // Several names may share a type: `const vec2 a = vec2(1.0), b[3];`
    struct Declaration {
        std::size_t begin = 0, type = 0, names = 0, end = 0; ///< end: of its semicolon
        Names qualifiers;

        bool has(std::string_view qualifier) const { return qualifiers.contains(qualifier); }
    };
    // One name with its array brackets and its initial value; value is 0 where there is none.
    struct Declarator {
        std::size_t name, array, value, end;
    };

    std::size_t declaration(std::size_t begin);
    std::optional<std::size_t> typeEnd(std::size_t type);
    std::size_t function(std::size_t name);
    std::vector<std::string> parameterTypes(std::size_t open, std::size_t close) const;
    std::vector<Declarator> declarators(std::size_t begin, std::size_t end) const;
    void variables(const Declaration& declaration);
    void constants(const Declaration& declaration, const std::vector<Declarator>& list);
    bool isConstant(std::size_t i, const Names& beside) const;
    std::string outsideVariable(const Declaration& declaration, const Declarator& one);
    bool isOurs(std::string_view name) const;
    void chooseNames();

    std::string forwards() const;
    std::string printed(std::size_t& i);
    std::string printedCall(std::size_t& i) const;
    std::optional<std::string> valueOfField(std::string_view word) const;

    Stage m_stage;
    bool m_hasOwnVertex; ///< the shader, that is
    ShaderWords m_words;
    std::vector<ShaderFunction> m_functions;
    CountedLoops m_counted;
    std::map<std::string, std::size_t, std::less<>> m_images;
    Names m_inputs, m_globals, m_constants, m_structs;
    KnownNumbers m_numbers;
    // What the artist's own functions and variables are called, where a built-in function has their name.
    std::map<std::string, std::string, std::less<>> m_functionNames, m_variableNames;
    bool m_mayChangeArguments = false;
};

} // namespace opificio
