// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/TextImage.h"

#include "base/Text.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <fontconfig/fontconfig.h>
#include <fribidi.h>
#include <hb-ft.h>
#include <hb.h>

namespace opificio {

namespace {

constexpr double mostPixels = 1 << 26; // half a gigabyte of half floats
constexpr std::size_t mostLetters = 100'000;

using Letters = std::vector<std::uint32_t>;

// Valid code points; anything else is U+FFFD. Control characters but the new line are left out.
Letters lettersOf(std::string_view utf8)
{
    Letters letters;
    for (std::size_t at = 0; at < utf8.size() && letters.size() < mostLetters;) {
        auto byte = [&](std::size_t index) { return index < utf8.size() ? std::uint8_t(utf8[index]) : 0u; };
        std::uint32_t first = byte(at), letter = 0xfffd;
        int length = first < 0x80           ? 1
            : first >= 0xc2 && first < 0xe0 ? 2
            : first >= 0xe0 && first < 0xf0 ? 3
            : first >= 0xf0 && first < 0xf5 ? 4
                                            : 0;
        bool valid = length > 0;
        std::uint32_t value = length == 1 ? first : first & (0x7fu >> length);
        for (int index = 1; index < length; ++index) {
            std::uint32_t next = byte(at + std::size_t(index));
            valid = valid && (next & 0xc0) == 0x80;
            value = value << 6 | (next & 0x3f);
        }
        constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
        if (valid && value >= least[length] && value <= 0x10ffff && !(value >= 0xd800 && value < 0xe000))
            letter = value;
        else
            length = 1;
        at += std::size_t(length);
        if (letter == '\t')
            letter = ' ';
        if (letter >= 32 || letter == '\n')
            letters.push_back(letter);
    }
    return letters;
}

struct Free {
    void operator()(FcPattern* pattern) const { FcPatternDestroy(pattern); }
    void operator()(FcFontSet* set) const { FcFontSetDestroy(set); }
    void operator()(FT_Library library) const { FT_Done_FreeType(library); }
    void operator()(hb_font_t* font) const { hb_font_destroy(font); }
    void operator()(hb_buffer_t* buffer) const { hb_buffer_destroy(buffer); }
};
using PatternPtr = std::unique_ptr<FcPattern, Free>;
using FontSetPtr = std::unique_ptr<FcFontSet, Free>;
using LibraryPtr = std::unique_ptr<FT_LibraryRec_, Free>;
using FontPtr = std::unique_ptr<hb_font_t, Free>;
using BufferPtr = std::unique_ptr<hb_buffer_t, Free>;

// As fontconfig compares families: without case and blanks.
std::string compared(const FcChar8* family)
{
    std::string plain;
    for (; *family; ++family) {
        if (*family != ' ')
            plain += char(FcToLower(*family));
    }
    return plain;
}

// The first family that the pattern names.
std::string familyOf(const FcPattern* pattern)
{
    FcChar8* family = nullptr;
    return FcPatternGetString(pattern, FC_FAMILY, 0, &family) == FcResultMatch ? reinterpret_cast<const char*>(family) : "";
}

// Whether the font bears one of the families that were wished for, or any will do.
bool isOfFamily(const FcPattern* found, const FcPattern* wished)
{
    static const std::set<std::string> whatever
        = {"sans-serif", "sans", "serif", "monospace", "mono", "cursive", "fantasy", "system-ui", "emoji", "math"};
    FcChar8 *wish = nullptr, *has = nullptr;
    bool any = false;
    for (int index = 0; FcPatternGetString(wished, FC_FAMILY, index, &wish) == FcResultMatch; ++index) {
        any = true;
        std::string name = compared(wish);
        if (name.empty() || whatever.contains(name))
            return true;
        for (int other = 0; FcPatternGetString(found, FC_FAMILY, other, &has) == FcResultMatch; ++other) {
            if (compared(has) == name)
                return true;
        }
    }
    return !any;
}

struct Face {
    FT_Face face = nullptr;
    FontPtr font;
    ~Face()
    {
        font.reset();
        if (face)
            FT_Done_Face(face);
    }
};

// The font that was asked for, and others for the letters that it lacks. Lives for one call.
class Fonts {
public:
    Result<> open(const TextStyle& style)
    {
        FT_Library library = nullptr;
        if (FT_Init_FreeType(&library) != 0)
            return Error{Error::Code::OutOfMemory, text("Cannot draw words: there is not enough memory.")};
        m_library.reset(library);
        m_size = std::clamp(style.sizePixels, 1.0, 4000.0);
        std::error_code code;
        if (style.font.find('/') != std::string::npos || std::filesystem::is_regular_file(style.font, code)) {
            if (!load(style.font, 0)) {
                return Error{Error::Code::Unreadable,
                    text("Cannot read {0}: it is not a font.", std::filesystem::path(style.font).filename().string()),
                    style.font};
            }
        }
        m_wish.reset(
            FcNameParse(reinterpret_cast<const FcChar8*>(m_faces.empty() && !style.font.empty() ? style.font.c_str() : "Inter")));
        if (!m_wish)
            m_wish.reset(FcPatternCreate());
        PatternPtr asked(FcPatternDuplicate(m_wish.get()));
        FcConfigSubstitute(nullptr, m_wish.get(), FcMatchPattern);
        FcDefaultSubstitute(m_wish.get());
        if (m_faces.empty()) {
            FcResult result = FcResultNoMatch;
            PatternPtr found(FcFontMatch(nullptr, m_wish.get(), &result));
            if (!found || !load(found.get()))
                return Error{Error::Code::NotFound, text("Cannot draw words: this computer has no fonts.")};
            if (!isOfFamily(found.get(), asked.get()))
                m_remark = text(
                    "The font {0} is not on this computer; {1} stands in for it.", familyOf(asked.get()), familyOf(found.get()));
        }
        return {};
    }

    const Face& at(std::size_t index) const { return *m_faces[index]; }

    // A sentence when the first face is not the one that was asked for.
    const std::string& remark() const { return m_remark; }

    // The face that has the letter; the first one when none has it.
    std::size_t faceFor(std::uint32_t letter)
    {
        for (std::size_t index = 0; index < m_faces.size(); ++index) {
            if (FT_Get_Char_Index(m_faces[index]->face, letter))
                return index;
        }
        if (auto known = m_lacking.find(letter); known != m_lacking.end())
            return 0;
        if (!m_others) {
            FcResult result = FcResultNoMatch;
            m_others.reset(FcFontSort(nullptr, m_wish.get(), FcTrue, nullptr, &result));
        }
        for (int index = 0; m_others && index < m_others->nfont; ++index) {
            FcCharSet* has = nullptr;
            FcBool scalable = FcFalse;
            FcPattern* pattern = m_others->fonts[index];
            if (FcPatternGetCharSet(pattern, FC_CHARSET, 0, &has) == FcResultMatch && FcCharSetHasChar(has, letter)
                && FcPatternGetBool(pattern, FC_SCALABLE, 0, &scalable) == FcResultMatch && scalable && load(pattern))
                return m_faces.size() - 1;
        }
        m_lacking[letter] = true;
        return 0;
    }

private:
    bool load(FcPattern* pattern)
    {
        FcChar8* file = nullptr;
        int index = 0;
        if (FcPatternGetString(pattern, FC_FILE, 0, &file) != FcResultMatch)
            return false;
        FcPatternGetInteger(pattern, FC_INDEX, 0, &index);
        return load(reinterpret_cast<const char*>(file), index);
    }

    bool load(const std::string& file, int index)
    {
        auto face = std::make_unique<Face>();
        if (FT_New_Face(m_library.get(), file.c_str(), index, &face->face) != 0)
            return false;
        if (!FT_IS_SCALABLE(face->face) || FT_Set_Char_Size(face->face, 0, FT_F26Dot6(std::lround(m_size * 64)), 72, 72) != 0)
            return false;
        face->font.reset(hb_ft_font_create_referenced(face->face));
        hb_ft_font_set_load_flags(face->font.get(), FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP);
        m_faces.push_back(std::move(face));
        return true;
    }

    LibraryPtr m_library; ///< outlives the faces below
    double m_size = 48;
    PatternPtr m_wish;
    FontSetPtr m_others;
    std::vector<std::unique_ptr<Face>> m_faces;
    std::map<std::uint32_t, bool> m_lacking;
    std::string m_remark;
};

// Letters of one face, script and direction.
struct Run {
    std::size_t first = 0, end = 0;
    std::size_t face = 0;
    hb_script_t script = HB_SCRIPT_LATIN;
    FriBidiLevel level = 0;
};

struct Glyph {
    std::size_t face;
    std::uint32_t index; ///< 0: the box of a letter that no font has
    std::uint32_t letter; ///< the first of those that it stands for
    double x, y; ///< from the line's start, on its base line, pixels, y down; later from the block's middle
};

struct Line {
    std::vector<Glyph> glyphs;
    double width = 0;
};

// What one paragraph is made of before it is broken into lines.
struct Paragraph {
    Letters letters;
    std::vector<FriBidiLevel> levels;
    std::vector<Run> runs;
};

Paragraph analysed(Letters letters, Fonts& fonts)
{
    Paragraph paragraph;
    std::size_t count = letters.size();
    std::vector<FriBidiCharType> types(count);
    std::vector<FriBidiBracketType> brackets(count);
    paragraph.levels.resize(count);
    fribidi_get_bidi_types(letters.data(), FriBidiStrIndex(count), types.data());
    fribidi_get_bracket_types(letters.data(), FriBidiStrIndex(count), types.data(), brackets.data());
    FriBidiParType base = FRIBIDI_PAR_ON;
    if (!fribidi_get_par_embedding_levels_ex(
            types.data(), brackets.data(), FriBidiStrIndex(count), &base, paragraph.levels.data()))
        std::fill(paragraph.levels.begin(), paragraph.levels.end(), FriBidiLevel(0));

    hb_unicode_funcs_t* unicode = hb_unicode_funcs_get_default();
    hb_script_t script = HB_SCRIPT_COMMON;
    std::size_t face = 0;
    // Marks and signs without a script of their own belong to the letters before them, at the start to those after.
    std::vector<hb_script_t> scripts(count);
    for (std::size_t at = 0; at < count; ++at) {
        hb_script_t own = hb_unicode_script(unicode, letters[at]);
        if (own != HB_SCRIPT_COMMON && own != HB_SCRIPT_INHERITED && own != HB_SCRIPT_UNKNOWN)
            script = own;
        scripts[at] = script;
    }
    for (std::size_t at = count; at-- > 0;) {
        if (scripts[at] == HB_SCRIPT_COMMON)
            scripts[at] = at + 1 < count ? scripts[at + 1] : HB_SCRIPT_LATIN;
    }
    for (std::size_t at = 0; at < count; ++at) {
        bool joined = at > 0
            && (letters[at] == ' ' || hb_unicode_script(unicode, letters[at]) == HB_SCRIPT_INHERITED || letters[at] == 0x200d
                || letters[at] == 0xfe0f);
        // A space or a mark stays in the face of its neighbour when that has it, so that words are not torn.
        if (!joined || !FT_Get_Char_Index(fonts.at(face).face, letters[at]))
            face = fonts.faceFor(letters[at]);
        std::vector<Run>& runs = paragraph.runs;
        if (!runs.empty() && runs.back().face == face && runs.back().script == scripts[at]
            && runs.back().level == paragraph.levels[at])
            runs.back().end = at + 1;
        else
            runs.push_back({at, at + 1, face, scripts[at], paragraph.levels[at]});
    }
    paragraph.letters = std::move(letters);
    return paragraph;
}

// Shapes letters [first, end) of the paragraph as one line, in the order in which they are seen.
Line shaped(
    const Paragraph& paragraph, std::size_t first, std::size_t end, const Fonts& fonts, std::vector<double>* advances = nullptr)
{
    std::vector<Run> runs;
    for (Run run : paragraph.runs) {
        run.first = std::max(run.first, first);
        run.end = std::min(run.end, end);
        if (run.first < run.end)
            runs.push_back(run);
    }
    // Rule L2 of the bidirectional algorithm, on whole runs; HarfBuzz turns the letters within.
    FriBidiLevel highest = 0, lowestOdd = 127;
    for (const Run& run : runs) {
        highest = std::max(highest, run.level);
        if (run.level % 2)
            lowestOdd = std::min(lowestOdd, run.level);
    }
    for (int level = highest; level >= lowestOdd; --level) {
        for (std::size_t at = 0; at < runs.size();) {
            std::size_t until = at;
            while (until < runs.size() && runs[until].level >= level)
                ++until;
            std::reverse(runs.begin() + std::ptrdiff_t(at), runs.begin() + std::ptrdiff_t(until));
            at = std::max(until, at + 1);
        }
    }
    Line line;
    for (const Run& run : runs) {
        BufferPtr buffer(hb_buffer_create());
        hb_buffer_add_utf32(
            buffer.get(), paragraph.letters.data(), int(paragraph.letters.size()), unsigned(run.first), int(run.end - run.first));
        hb_buffer_set_direction(buffer.get(), run.level % 2 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
        hb_buffer_set_script(buffer.get(), run.script);
        hb_shape(fonts.at(run.face).font.get(), buffer.get(), nullptr, 0);
        unsigned count = 0;
        const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer.get(), &count);
        const hb_glyph_position_t* places = hb_buffer_get_glyph_positions(buffer.get(), &count);
        for (unsigned index = 0; index < count; ++index) {
            line.glyphs.push_back({run.face, infos[index].codepoint, paragraph.letters[infos[index].cluster],
                line.width + places[index].x_offset / 64.0, -places[index].y_offset / 64.0});
            line.width += places[index].x_advance / 64.0;
            if (advances)
                (*advances)[infos[index].cluster] += places[index].x_advance / 64.0;
        }
    }
    return line;
}

bool isIdeograph(std::uint32_t letter)
{
    return (letter >= 0x3040 && letter < 0xa000) || (letter >= 0xac00 && letter < 0xd7a4) || (letter >= 0xf900 && letter < 0xfb00)
        || (letter >= 0x20000 && letter < 0x3fffe);
}

// Whether a line may end between these two.
bool mayBreak(std::uint32_t before, std::uint32_t after)
{
    if (after == ' ')
        return false;
    if (before == ' ' || before == 0x200b)
        return true;
    if (before == '-' || before == 0x2013 || before == 0x2014 || before == 0x2010)
        return after > ' ' && !(after >= '0' && after <= '9');
    return isIdeograph(before) || isIdeograph(after);
}

std::vector<Line> broken(const Paragraph& paragraph, double width, const Fonts& fonts)
{
    std::size_t count = paragraph.letters.size();
    std::vector<Line> lines;
    if (count == 0)
        return {Line{}};
    std::vector<double> advances(count, 0);
    Line whole = shaped(paragraph, 0, count, fonts, &advances);
    if (width <= 0 || whole.width <= width)
        return {std::move(whole)};
    std::size_t start = 0;
    while (start < count) {
        double used = 0, spaces = 0;
        std::size_t fit = start, candidate = start;
        for (std::size_t at = start; at < count; ++at) {
            bool space = paragraph.letters[at] == ' ';
            spaces = space ? spaces + advances[at] : 0;
            used += advances[at];
            // Spaces at the end of a line need no room.
            if (used - spaces > width && at > start) {
                fit = candidate;
                break;
            }
            if (at + 1 == count || mayBreak(paragraph.letters[at], paragraph.letters[at + 1]))
                candidate = at + 1;
            fit = at + 1 == count ? count : fit;
        }
        if (fit <= start) {
            // One word longer than the line: broken where it is full, never within a cluster.
            used = 0;
            fit = start + 1;
            for (std::size_t at = start; at < count && used + advances[at] <= width; ++at) {
                used += advances[at];
                fit = std::max(fit, at + 1);
            }
            while (fit < count && advances[fit] == 0)
                ++fit;
        }
        std::size_t end = fit;
        while (end > start && paragraph.letters[end - 1] == ' ')
            --end;
        lines.push_back(end > start ? shaped(paragraph, start, end, fonts) : Line{});
        start = fit;
    }
    return lines;
}

std::uint16_t halfOf(float value)
{
    std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    std::uint32_t sign = bits >> 16 & 0x8000;
    int exponent = int(bits >> 23 & 255) - 112;
    std::uint32_t fraction = bits & 0x7fffff;
    if (exponent >= 31 || std::isnan(value))
        return std::uint16_t(sign | (std::isnan(value) ? 0 : 0x7bff));
    if (exponent <= 0) {
        if (exponent < -10)
            return std::uint16_t(sign);
        fraction = (fraction | 0x800000) >> (1 - exponent);
        return std::uint16_t(sign | ((fraction + 0x1000) >> 13));
    }
    return std::uint16_t(sign + (std::uint32_t(exponent) << 10) + ((fraction + 0x1000) >> 13));
}

// "⟁ (U+27C1), U+10FFFD": a letter that is for private use or unknown says nothing by itself.
std::string named(const std::set<std::uint32_t>& letters)
{
    constexpr std::size_t most = 8;
    std::string list;
    std::size_t count = 0;
    for (std::uint32_t letter : letters) {
        if (count++ == most)
            return list + " …";
        hb_unicode_general_category_t category = hb_unicode_general_category(hb_unicode_funcs_get_default(), letter);
        bool known = category != HB_UNICODE_GENERAL_CATEGORY_PRIVATE_USE && category != HB_UNICODE_GENERAL_CATEGORY_UNASSIGNED
            && category != HB_UNICODE_GENERAL_CATEGORY_CONTROL;
        char code[16];
        std::snprintf(code, sizeof code, "U+%04X", unsigned(letter));
        FcChar8 utf8[FC_UTF8_MAX_LEN];
        list += list.empty() ? "" : ", ";
        if (known)
            list += std::string(reinterpret_cast<const char*>(utf8), std::size_t(FcUcs4ToUtf8(letter, utf8))) + " (" + code + ")";
        else
            list += code;
    }
    return list;
}

} // namespace

Result<Image> drawText(std::string_view words, const TextStyle& style, std::vector<std::string>* remarks)
{
    Fonts fonts;
    TRY_DO(fonts.open(style));
    double em = std::clamp(style.sizePixels, 1.0, 4000.0);

    std::vector<Line> lines;
    Letters letters = lettersOf(words), paragraph;
    letters.push_back('\n');
    for (std::uint32_t letter : letters) {
        if (letter != '\n') {
            paragraph.push_back(letter);
            continue;
        }
        for (Line& line : broken(analysed(std::move(paragraph), fonts), style.widthPixels, fonts))
            lines.push_back(std::move(line));
        paragraph.clear();
    }

    const FT_Size_Metrics& metrics = fonts.at(0).face->size->metrics;
    double ascent = double(metrics.ascender) / 64, descent = -double(metrics.descender) / 64;
    double step = em * std::clamp(style.lineSpacing, 0.1, 10.0);
    double wide = 0;
    for (const Line& line : lines)
        wide = std::max(wide, line.width);
    double high = ascent + descent + step * double(lines.size() - 1);

    // Places from the block's middle, y down; and how far from there anything reaches, be it a flourish that leans out.
    std::vector<Glyph> placed;
    double reachX = wide / 2, reachY = high / 2;
    std::map<std::pair<std::size_t, std::uint32_t>, FT_BBox> boxes;
    std::set<std::uint32_t> lacking;
    for (std::size_t number = 0; number < lines.size(); ++number) {
        const Line& line = lines[number];
        double spare = wide - line.width;
        double start = -wide / 2
            + (style.align == TextStyle::Align::Left          ? 0
                    : style.align == TextStyle::Align::Centre ? spare / 2
                                                              : spare);
        double base = -high / 2 + ascent + step * double(number);
        for (Glyph glyph : line.glyphs) {
            if (glyph.index == 0)
                lacking.insert(glyph.letter);
            auto [box, isNew] = boxes.try_emplace({glyph.face, glyph.index});
            if (isNew) {
                FT_Face face = fonts.at(glyph.face).face;
                if (FT_Load_Glyph(face, glyph.index, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) == 0
                    && face->glyph->format == FT_GLYPH_FORMAT_OUTLINE)
                    FT_Outline_Get_CBox(&face->glyph->outline, &box->second);
            }
            glyph.x += start;
            glyph.y += base;
            const FT_BBox& ink = box->second;
            if (ink.xMax <= ink.xMin || ink.yMax <= ink.yMin)
                continue;
            reachX = std::max({reachX, -(glyph.x + double(ink.xMin) / 64), glyph.x + double(ink.xMax) / 64});
            reachY = std::max({reachY, -(glyph.y - double(ink.yMax) / 64), glyph.y - double(ink.yMin) / 64});
            placed.push_back(glyph);
        }
    }
    if (remarks && !fonts.remark().empty())
        remarks->push_back(fonts.remark());
    if (remarks && !lacking.empty())
        remarks->push_back(
            text("No font of this computer has these letters, and boxes stand in their place: {0}.", named(lacking)));
    // A pixel more for rounding, and one where the frame's edge is odd.
    double needed[2]
        = {2 * (std::ceil(reachX) + 1) + style.frame.width % 2, 2 * (std::ceil(reachY) + 1) + style.frame.height % 2};
    if (needed[0] > largestEdge || needed[1] > largestEdge || needed[0] * needed[1] > mostPixels) {
        return Error{Error::Code::TooLarge,
            text("Cannot draw words: they would be {0} × {1} pixels large. Make the letters smaller, or divide the words between "
                 "two nodes.",
                std::int64_t(needed[0]), std::int64_t(needed[1]))};
    }
    Size size = {int(needed[0]), int(needed[1])};

    std::vector<std::uint8_t> covered(std::size_t(size.width) * std::size_t(size.height), 0);
    for (const Glyph& glyph : placed) {
        double x = glyph.x + size.width / 2.0, y = glyph.y + size.height / 2.0;
        FT_Face face = fonts.at(glyph.face).face;
        if (FT_Load_Glyph(face, glyph.index, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0
            || face->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
            continue;
        double wholeX = std::floor(x), wholeY = std::floor(y);
        FT_Outline_Translate(
            &face->glyph->outline, FT_Pos(std::lround((x - wholeX) * 64)), FT_Pos(-std::lround((y - wholeY) * 64)));
        if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) != 0)
            continue;
        const FT_Bitmap& bitmap = face->glyph->bitmap;
        int atX = int(wholeX) + face->glyph->bitmap_left, atY = int(wholeY) - face->glyph->bitmap_top;
        for (int row = std::max(0, -atY); row < int(bitmap.rows) && atY + row < size.height; ++row) {
            const std::uint8_t* from = bitmap.buffer + row * bitmap.pitch;
            std::uint8_t* to = covered.data() + std::size_t(atY + row) * std::size_t(size.width);
            for (int column = std::max(0, -atX); column < int(bitmap.width) && atX + column < size.width; ++column) {
                std::uint8_t& pixel = to[atX + column];
                pixel = std::uint8_t(255 - (255 - pixel) * (255 - from[column]) / 255);
            }
        }
    }

    std::vector<std::byte> pixels(covered.size() * 8);
    auto* to = reinterpret_cast<std::uint16_t*>(pixels.data());
    std::uint16_t colour[3], alpha[256];
    for (std::size_t channel = 0; channel < 3; ++channel)
        colour[channel] = halfOf(style.colour[channel]);
    for (int step_ = 0; step_ < 256; ++step_)
        alpha[step_] = halfOf(std::clamp(style.colour[3], 0.f, 1.f) * float(step_) / 255);
    for (std::uint8_t coverage : covered) {
        *to++ = colour[0];
        *to++ = colour[1];
        *to++ = colour[2];
        *to++ = alpha[coverage];
    }
    return Image(size, Image::Format::Rgba16F, ColourSpace::SceneLinear, std::move(pixels));
}

} // namespace opificio
