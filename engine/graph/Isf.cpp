// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/Isf.h"

#include "base/File.h"
#include "base/Text.h"
#include "base/Utf8.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <set>

namespace opificio {

namespace {

constexpr std::size_t largestFile = 4u << 20;
constexpr std::size_t mostRounds = 128;
constexpr std::size_t mostInputs = 512;

int lineOf(std::string_view text, std::size_t offset)
{
    return 1 + int(std::count(text.begin(), text.begin() + std::ptrdiff_t(std::min(offset, text.size())), '\n'));
}

Error wrong(std::string_view name, int line, std::string sentence)
{
    return {Error::Code::Shader, std::move(sentence), std::string(name) + ":" + std::to_string(line)};
}

// The offsets of the header's braces: the first comment that begins with one.
bool findHeader(std::string_view text, std::size_t& begin, std::size_t& end)
{
    std::size_t at = 0;
    while ((at = text.find("/*", at)) != std::string_view::npos) {
        std::size_t close = text.find("*/", at + 2);
        if (close == std::string_view::npos)
            close = text.size();
        std::size_t open = text.find_first_not_of(" \t\r\n*", at + 2);
        if (open != std::string_view::npos && open < close && text[open] == '{') {
            begin = open;
            end = close;
            return true;
        }
        at = close == text.size() ? close : close + 2;
    }
    return false;
}

// Strict JSON out of what people write: commas before brackets go, control characters in words become blanks, numbers
// like .5, 1. and +2 get what they lack, comments become blanks. Every line stays where it is.
std::string strictJson(std::string_view loose)
{
    std::string out;
    out.reserve(loose.size() + 64);
    bool inWord = false;
    std::size_t comma = std::string::npos;
    for (std::size_t i = 0; i < loose.size(); ++i) {
        char c = loose[i];
        if (inWord) {
            if (c == '\\' && i + 1 < loose.size()) {
                char next = loose[i + 1];
                // Unknown escapes (\d, \.) are meant as they are written.
                if (std::string_view("\"\\/bfnrtu").find(next) == std::string_view::npos)
                    out += "\\\\";
                else
                    out += c;
                out += static_cast<unsigned char>(next) < 32 ? ' ' : next;
                ++i;
                continue;
            }
            if (c == '"')
                inWord = false;
            if (c == '\n')
                out += "\\n";
            else
                out += static_cast<unsigned char>(c) < 32 ? ' ' : c;
            continue;
        }
        if (c == '/' && i + 1 < loose.size() && loose[i + 1] == '/') {
            while (i < loose.size() && loose[i] != '\n')
                ++i;
            out += '\n';
            continue;
        }
        if (c == '"') {
            inWord = true;
            comma = std::string::npos;
        } else if (c == ',') {
            // Two commas in a row are one.
            if (comma != std::string::npos)
                continue;
            comma = out.size();
        } else if ((c == ']' || c == '}') && comma != std::string::npos) {
            out[comma] = ' ';
            comma = std::string::npos;
        } else if (c == '+' || c == '-' || c == '.' || std::isdigit(static_cast<unsigned char>(c))) {
            comma = std::string::npos;
            std::size_t stop = i;
            while (stop < loose.size()
                && (std::string_view("+-.eE").find(loose[stop]) != std::string_view::npos
                    || std::isdigit(static_cast<unsigned char>(loose[stop]))))
                ++stop;
            std::string_view number = loose.substr(i, stop - i);
            if (number.starts_with('+'))
                number.remove_prefix(1);
            double value = 0;
            auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), value);
            bool plain = failure == std::errc() && std::isfinite(value) && number.find_first_of(".eE") == std::string_view::npos;
            out += plain                                         ? std::to_string((long long)(value))
                : failure == std::errc() && std::isfinite(value) ? Json(value).dump()
                                                                 : std::string("0");
            (void)end;
            i = stop - 1;
            continue;
        } else if (static_cast<unsigned char>(c) < 32 && c != '\n') {
            c = ' ';
        } else if (!std::isspace(static_cast<unsigned char>(c))) {
            comma = std::string::npos;
        }
        out += c;
    }
    return out;
}

std::string lower(std::string word)
{
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return word;
}

// Numbers are sometimes written as words, flags as numbers.
double numberIn(const Json& json, double otherwise)
{
    if (json.is_number())
        return std::isfinite(json.get<double>()) ? json.get<double>() : otherwise;
    if (json.is_boolean())
        return json.get<bool>() ? 1 : 0;
    if (json.is_string()) {
        std::string word = json.get<std::string>();
        double value = 0;
        auto [end, failure] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (failure == std::errc() && std::isfinite(value))
            return value;
        if (lower(word) == "true" || lower(word) == "yes")
            return 1;
        return otherwise;
    }
    if (json.is_array() && !json.empty())
        return numberIn(json[0], otherwise);
    return otherwise;
}

bool isNumber(const Json& json)
{
    return std::isnan(numberIn(json, std::nan(""))) == false;
}

double linearFromDisplay(double value)
{
    double size = std::abs(value);
    return std::copysign(size <= 0.04045 ? size / 12.92 : std::pow((size + 0.055) / 1.055, 2.4), value);
}

std::vector<double> numbersIn(const Json& json, std::vector<double> otherwise)
{
    if (json.is_array()) {
        for (std::size_t i = 0; i < otherwise.size() && i < json.size(); ++i)
            otherwise[i] = numberIn(json[i], otherwise[i]);
    } else if (json.is_number()) {
        std::fill(otherwise.begin(), otherwise.end(), numberIn(json, 0));
    }
    return otherwise;
}

std::string wordIn(const Json& json)
{
    if (json.is_string())
        return json.get<std::string>();
    return json.is_number() || json.is_boolean() ? json.dump() : std::string();
}

bool isName(std::string_view name)
{
    return !name.empty() && name.size() <= 200 && !std::isdigit(static_cast<unsigned char>(name[0]))
        && std::all_of(name.begin(), name.end(), [](unsigned char c) { return c == '_' || std::isalnum(c); });
}

class HeaderReader {
public:
    HeaderReader(Isf& isf, std::string_view text)
        : m_isf(isf)
        , m_text(text)
    {
    }

    Result<> read()
    {
        const Json& header = m_isf.header;
        m_isf.description = wordIn(at(header, "DESCRIPTION"));
        m_isf.credit = wordIn(at(header, "CREDIT"));
        const Json& categories = at(header, "CATEGORIES");
        if (categories.is_array()) {
            for (const Json& category : categories)
                m_isf.categories.push_back(wordIn(category));
        }
        m_isf.isLinear = textAt(at(header, "OPIFICIO"), "SPACE") == "linear";
        const Json& inputs = at(header, "INPUTS");
        if (inputs.is_array()) {
            if (inputs.size() > mostInputs)
                return fail("INPUTS", text("{0} has more than {1} inputs.", m_isf.name, mostInputs));
            for (const Json& input : inputs)
                TRY_DO(readInput(input));
        }
        readImported(at(header, "IMPORTED"));
        TRY_DO(readRounds());
        return {};
    }

private:
    // The line on which the header first mentions a word.
    Error fail(std::string_view word, std::string sentence) const
    {
        auto found = m_text.find(word);
        return wrong(m_isf.name, lineOf(m_text, found == std::string_view::npos ? 0 : found), std::move(sentence));
    }

    Result<> readInput(const Json& input)
    {
        std::string name = wordIn(at(input, "NAME"));
        std::string type = lower(wordIn(at(input, "TYPE")));
        if (!input.is_object() || name.empty())
            return {};
        if (!isName(name))
            return fail(name, text("{0}: \"{1}\" cannot be the name of an input.", m_isf.name, name));
        if (!m_names.insert(name).second)
            return {};
        std::string label = wordIn(at(input, "LABEL"));
        if (label.empty())
            label = name;
        if (type == "image" || type == "cube") {
            m_isf.pictures.push_back({name, label, Isf::Picture::Kind::Image});
            return {};
        }
        if (type == "audio" || type == "audiofft") {
            int columns = std::clamp(int(numberIn(at(input, "MAX"), 0)), 0, 16384);
            m_isf.pictures.push_back(
                {name, label, type == "audio" ? Isf::Picture::Kind::Audio : Isf::Picture::Kind::AudioSpectrum, {}, columns});
            return {};
        }
        const Json& own = at(m_isf.header, "OPIFICIO");
        Param param{.name = name, .label = label, .help = textAt(at(own, "HELP"), name), .unit = textAt(at(own, "UNITS"), name)};
        const Json& initial = at(input, "DEFAULT");
        if (type == "float") {
            param.type = Param::Type::Number;
            // As the format's own library: one bound alone is none, nothing said is the middle, and an initial value out
            // of its bounds is brought into them.
            bool bounded = isNumber(at(input, "MIN")) && isNumber(at(input, "MAX"));
            param.low = bounded ? numberIn(at(input, "MIN"), 0) : 0;
            param.high = bounded ? numberIn(at(input, "MAX"), 1) : 1;
            if (param.low > param.high)
                std::swap(param.low, param.high);
            param.initial = std::clamp(numberIn(initial, (param.low + param.high) / 2), param.low, param.high);
        } else if (type == "long" || type == "int") {
            readLong(param, input);
        } else if (type == "bool") {
            param.type = Param::Type::Switch;
            // The format's own library takes a switch without an initial value for on.
            param.initial = numberIn(initial, 1) > 0;
        } else if (type == "event") {
            param.type = Param::Type::Event;
            param.initial = false;
        } else if (type == "point2d") {
            param.type = Param::Type::Point;
            param.initial = numbersIn(initial, {0, 0});
        } else if (type == "color" || type == "colour") {
            param.type = Param::Type::Colour;
            std::vector<double> colour = numbersIn(initial, {0, 0, 0, initial.is_null() ? 0.0 : 1.0});
            // Files mean display values unless they say that they reckon with light; a Colour is scene-linear.
            for (std::size_t i = 0; i < 3 && !m_isf.isLinear; ++i)
                colour[i] = linearFromDisplay(colour[i]);
            param.initial = std::move(colour);
        } else {
            // A kind of a later version: the shader may do without it.
            return {};
        }
        m_isf.params.push_back(std::move(param));
        return {};
    }

    static void widen(Param& param, double value)
    {
        if (param.low > param.high)
            std::swap(param.low, param.high);
        param.low = std::min(param.low, value);
        param.high = std::max(param.high, value);
    }

    void readLong(Param& param, const Json& input)
    {
        auto value = std::int64_t(std::clamp(numberIn(at(input, "DEFAULT"), 0), -2e9, 2e9));
        const Json& values = at(input, "VALUES");
        const Json& labels = at(input, "LABELS");
        if (!values.is_array() || values.empty()) {
            param.type = Param::Type::Whole;
            bool bounded = !at(input, "MIN").is_null() || !at(input, "MAX").is_null();
            param.low = bounded ? numberIn(at(input, "MIN"), 0) : -2147483648.0;
            param.high = bounded ? numberIn(at(input, "MAX"), 1) : 2147483647.0;
            widen(param, double(value));
            param.initial = value;
            return;
        }
        param.type = Param::Type::Choice;
        std::vector<int> numbers;
        for (std::size_t i = 0; i < values.size() && i < 4096; ++i) {
            numbers.push_back(int(std::clamp(numberIn(values[i], double(i)), -2e9, 2e9)));
            std::string label = labels.is_array() && i < labels.size() ? wordIn(labels[i]) : std::string();
            param.choices.push_back(label.empty() ? std::to_string(numbers.back()) : label);
        }
        // The format's own applications start with DEFAULT, whether or not it is one of the values: then it is one more.
        auto found = std::find(numbers.begin(), numbers.end(), int(value));
        if (found == numbers.end()) {
            found = numbers.insert(numbers.begin(), int(value));
            param.choices.insert(param.choices.begin(), std::to_string(value));
        }
        param.initial = std::int64_t(found - numbers.begin());
        m_isf.choiceValues[param.name] = std::move(numbers);
    }

    void readImported(const Json& imported)
    {
        auto add = [&](const std::string& name, const Json& entry) {
            std::string file = entry.is_string() ? wordIn(entry) : wordIn(at(entry, "PATH"));
            if (isName(name) && m_names.insert(name).second)
                m_isf.pictures.push_back({name, name, Isf::Picture::Kind::Imported, file});
        };
        if (imported.is_object()) {
            for (const auto& [name, entry] : imported.items())
                add(name, entry);
        } else if (imported.is_array()) {
            for (const Json& entry : imported)
                add(wordIn(at(entry, "NAME")), entry);
        }
    }

    Result<Formula> formula(const Json& json)
    {
        if (json.is_number())
            return Formula::parse(json.dump());
        auto parsed = Formula::parse(wordIn(json));
        if (!parsed)
            return fail(wordIn(json), m_isf.name + ": " + parsed.takeError().message);
        return parsed;
    }

    Result<> describe(Isf::Round& round, const Json& entry)
    {
        round.isPersistent = round.isPersistent || numberIn(at(entry, "PERSISTENT"), 0) != 0;
        round.isFloat = round.isFloat || numberIn(at(entry, "FLOAT"), 0) != 0;
        if (!at(entry, "WIDTH").is_null()) {
            TRY(round.width, formula(at(entry, "WIDTH")));
        }
        if (!at(entry, "HEIGHT").is_null()) {
            TRY(round.height, formula(at(entry, "HEIGHT")));
        }
        return {};
    }

    Result<> readRounds()
    {
        // Version 1 names what persists in a list of its own.
        std::map<std::string, Json> persistent;
        const Json& buffers = at(m_isf.header, "PERSISTENT_BUFFERS");
        if (buffers.is_object()) {
            for (const auto& [name, entry] : buffers.items())
                persistent[name] = entry;
        } else if (buffers.is_array()) {
            for (const Json& entry : buffers) {
                if (entry.is_string())
                    persistent[entry.get<std::string>()] = Json::object();
                else
                    persistent[wordIn(at(entry, "NAME"))] = entry;
            }
        }
        const Json& passes = at(m_isf.header, "PASSES");
        if (passes.is_array()) {
            if (passes.size() > mostRounds)
                return fail("PASSES", text("{0} has more than {1} passes.", m_isf.name, mostRounds));
            for (const Json& entry : passes) {
                Isf::Round round;
                round.target = wordIn(at(entry, "TARGET"));
                if (!round.target.empty() && !isName(round.target))
                    return fail(round.target, text("{0}: \"{1}\" cannot be the name of a target.", m_isf.name, round.target));
                if (auto found = persistent.find(round.target); found != persistent.end()) {
                    round.isPersistent = true;
                    TRY_DO(describe(round, found->second));
                }
                TRY_DO(describe(round, entry));
                m_isf.rounds.push_back(std::move(round));
            }
        }
        // A target is one buffer however often it is named: as large as it is last said to be, and it persists when its
        // first mention says so.
        for (const Isf::Round& first : std::vector<Isf::Round>(m_isf.rounds)) {
            if (first.target.empty())
                continue;
            Isf::Round sum = first;
            std::vector<Isf::Round*> same;
            for (Isf::Round& round : m_isf.rounds) {
                if (round.target != first.target)
                    continue;
                if (same.empty())
                    sum.isPersistent = round.isPersistent;
                if (!round.width.isEmpty())
                    sum.width = round.width;
                if (!round.height.isEmpty())
                    sum.height = round.height;
                sum.isFloat = round.isFloat;
                same.push_back(&round);
            }
            for (Isf::Round* round : same)
                *round = sum;
        }
        if (m_isf.rounds.empty())
            m_isf.rounds.emplace_back();
        return {};
    }

    Isf& m_isf;
    std::string_view m_text;
    std::set<std::string> m_names;
};

} // namespace

bool Isf::hasMemory() const
{
    return std::any_of(rounds.begin(), rounds.end(), [](const Round& round) { return round.isPersistent; });
}

const Isf::Picture* Isf::picture(std::string_view wanted) const
{
    for (const Picture& one : pictures) {
        if (one.name == wanted)
            return &one;
    }
    return nullptr;
}

Result<Isf> Isf::parse(std::string_view given, std::string_view name)
{
    if (given.starts_with("\xEF\xBB\xBF"))
        given.remove_prefix(3);
    if (given.size() > largestFile)
        return Error{Error::Code::TooLarge, opificio::text("{0} is too large to be a shader.", name), std::string(name)};
    std::size_t begin = 0, end = 0;
    if (!findHeader(given, begin, end))
        return wrong(name, 1, opificio::text("{0} has no ISF header: a comment with its description in JSON at the top.", name));
    std::size_t close = given.substr(0, end).find_last_of('}');
    Isf isf;
    isf.name = std::string(name);
    isf.text = std::string(given);
    std::string_view written = given.substr(begin, close == std::string_view::npos || close < begin ? 0 : close + 1 - begin);
    // Old editors save in the code page of their system.
    std::string strict = strictJson(isUtf8(written) ? std::string(written) : utf8FromLatin1(written));
    try {
        int deepest = 0;
        isf.header = Json::parse(strict, [&](int depth, Json::parse_event_t, Json&) {
            deepest = std::max(deepest, depth);
            if (depth > 100)
                throw std::runtime_error("depth");
            return true;
        });
    } catch (const Json::parse_error& failure) {
        int line = lineOf(given, begin) + lineOf(strict, failure.byte ? failure.byte - 1 : 0) - 1;
        return wrong(name, line, opificio::text("{0}, line {1}: the description at the top is not valid JSON.", name, line));
    } catch (const std::exception&) {
        return wrong(name, lineOf(given, begin), opificio::text("{0}: the description at the top is not valid JSON.", name));
    }
    if (!isf.header.is_object())
        return wrong(name, lineOf(given, begin), opificio::text("{0}: the description at the top is not valid JSON.", name));
    TRY_DO(HeaderReader(isf, isf.text).read());
    // The code begins behind the header; lines keep their numbers.
    for (std::size_t i = 0; i < std::min(end + 2, isf.text.size()); ++i) {
        if (isf.text[i] != '\n' && isf.text[i] != '\r')
            isf.text[i] = ' ';
    }
    isf.digest();
    return isf;
}

namespace {

// Whether a word of the shader is one of those that change by themselves. Every shader is read as the studio opens, so no
// regular expression does it.
bool namesTime(std::string_view code)
{
    auto isLetter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
    for (std::size_t begin = 0; begin < code.size(); ++begin) {
        if (!isLetter(code[begin]))
            continue;
        std::size_t end = begin;
        while (end < code.size() && isLetter(code[end]))
            ++end;
        std::string_view word = code.substr(begin, end - begin);
        if (word == "TIME" || word == "TIMEDELTA" || word == "FRAMEINDEX" || word == "DATE")
            return true;
        begin = end;
    }
    return false;
}

} // namespace

void Isf::digest()
{
    followsTime = hasMemory() || namesTime(text) || namesTime(vertexText);
    content = Hasher().add(text).add(vertexText).add(printJsonLine(header)).key();
}

Result<Isf> Isf::read(const std::filesystem::path& path)
{
    TRY(auto content, readFile(path, largestFile));
    TRY(auto isf, parse(content, path.filename().string()));
    isf.folder = path.parent_path();
    std::filesystem::path vertex = path;
    vertex.replace_extension(".vs");
    std::error_code code;
    if (std::filesystem::is_regular_file(vertex, code)) {
        TRY(isf.vertexText, readFile(vertex, largestFile));
        isf.vertexName = vertex.filename().string();
        isf.digest();
    }
    return isf;
}

double shaderNumber(const Isf& isf, const Param& param, const Values& values)
{
    double number = values.has(param.name) ? values.number(param.name) : numberOf(param.initial);
    if (param.type != Param::Type::Choice)
        return number;
    auto list = isf.choiceValues.find(param.name);
    if (list == isf.choiceValues.end() || number < 0 || number >= double(list->second.size()))
        return number;
    return list->second[std::size_t(number)];
}

} // namespace opificio
