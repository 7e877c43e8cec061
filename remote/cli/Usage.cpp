// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Usage.h"

#include "base/Text.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace opificio {

namespace {

// What an option takes, out of what the library says of it: "TEXT:{mine,given}", "INT:NONNEGATIVE", "INT:INT in [0 - 64]".
struct Takes {
    bool number = false, whole = false;
    std::vector<std::string> words;
    std::string low, high;
};

std::string plainNumber(const std::string& typed)
{
    return textArgument(std::strtod(typed.c_str(), nullptr));
}

Takes takesOf(const CLI::Option& option)
{
    std::string type = option.get_type_name();
    Takes takes;
    takes.whole = type.starts_with("INT") || type.starts_with("UINT");
    takes.number = takes.whole || type.starts_with("FLOAT");
    if (type.find("NONNEGATIVE") != std::string::npos)
        takes.low = "0";
    if (auto open = type.find('{'), close = type.rfind('}'); open != std::string::npos && close > open)
        takes.words = CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
    if (auto open = type.find('['), dash = type.find(" - ", open), close = type.find(']', open);
        open != std::string::npos && dash < close && close != std::string::npos) {
        takes.low = plainNumber(type.substr(open + 1, dash - open - 1));
        takes.high = plainNumber(type.substr(dash + 3, close - dash - 3));
    }
    return takes;
}

class House : public CLI::Formatter {
public:
    std::string make_group(std::string group, bool positional, std::vector<const CLI::Option*> options) const override
    {
        return CLI::Formatter::make_group(group == "Options" ? text("Options") : group, positional, options);
    }
    std::string make_option_opts(const CLI::Option* option) const override
    {
        if (option->get_type_name().empty())
            return {};
        Takes takes = takesOf(*option);
        std::string line;
        if (!takes.words.empty())
            line += " " + CLI::detail::join(takes.words, "|");
        else if (!takes.high.empty())
            line += " " + takes.low + "-" + takes.high;
        else if (takes.number)
            line += " " + text("NUMBER");
        else if (!option->get_positional())
            line += " " + text("TEXT");
        if (!option->get_default_str().empty())
            line += "=" + option->get_default_str();
        if (option->get_expected_max() == CLI::detail::expected_max_vector_size)
            line += " ...";
        if (option->get_required())
            line += " " + text("(needed)");
        return line;
    }
};

const CLI::App* verbOf(const CLI::App& app)
{
    auto typed = app.get_subcommands();
    return typed.empty() ? nullptr : typed.front();
}

// The library's errors only name their option in the midst of a sentence.
const CLI::Option* subjectOf(const CLI::App& app, const std::string& message)
{
    const CLI::Option* found = nullptr;
    for (const CLI::App* place : {verbOf(app), &app}) {
        if (!place)
            continue;
        for (const CLI::Option* option : place->get_options()) {
            std::string name = option->get_name();
            bool named = message.starts_with(name + ":") || message.starts_with(name + " ")
                || message.starts_with("Could not convert: " + name + " =") || message.ends_with(" " + name);
            if (named && (!found || name.size() > found->get_name().size()))
                found = option;
        }
    }
    return found;
}

int distance(std::string_view one, std::string_view other)
{
    std::vector<int> row(other.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = int(j);
    for (std::size_t i = 0; i < one.size(); ++i) {
        int before = std::exchange(row[0], int(i) + 1);
        for (std::size_t j = 0; j < other.size(); ++j) {
            int changed = before + (one[i] != other[j]);
            before = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, before + 1});
        }
    }
    return row.back();
}

// The sentence, and the word that was probably meant.
std::string withGuess(std::string sentence, const std::string& typed, const std::vector<std::string>& known)
{
    const std::string* nearest = nullptr;
    int least = std::max(1, int(typed.size()) / 3) + 1;
    for (const std::string& word : known) {
        int far = typed.size() >= 2 && word.starts_with(typed) ? 1 : distance(typed, word);
        if (far < least) {
            least = far;
            nearest = &word;
        }
    }
    return nearest ? sentence + " " + text("Perhaps {0} is meant.", *nearest) : sentence;
}

bool isOption(const std::string& word)
{
    return word.size() > 1 && word.front() == '-';
}

std::string wrongVerb(const CLI::App& app, const std::string& word)
{
    std::vector<std::string> known;
    for (const CLI::App* verb : app.get_subcommands({}))
        known.push_back(verb->get_name());
    return withGuess(text("There is no verb {0}.", word), word, known);
}

std::string wrongOption(const CLI::App& app, const std::string& word)
{
    std::vector<std::string> known;
    for (const CLI::App* place : {verbOf(app), &app}) {
        if (!place)
            continue;
        for (const CLI::Option* option : place->get_options()) {
            for (const std::string& name : option->get_lnames())
                known.push_back("--" + name);
        }
    }
    std::string name = word.substr(0, word.find('='));
    return withGuess(text("{0} has no option {1}.", commandOf(app), name), name, known);
}

std::string wrongValue(const CLI::Option& option)
{
    std::string name = option.get_name(), value = option.results().empty() ? std::string() : option.results().back();
    Takes takes = takesOf(option);
    if (option.get_type_name().empty())
        return text("{0} takes no value.", name);
    if (!takes.words.empty())
        return withGuess(text("{0} takes one of these words: {1}. \"{2}\" is none of them.", name,
                             CLI::detail::join(takes.words, ", "), value),
            value, takes.words);
    if (!takes.high.empty())
        return takes.whole ? text("{0} takes a whole number from {1} to {2}, not \"{3}\".", name, takes.low, takes.high, value)
                           : text("{0} takes a number from {1} to {2}, not \"{3}\".", name, takes.low, takes.high, value);
    if (!takes.low.empty())
        return takes.whole ? text("{0} takes a whole number from {1} on, not \"{2}\".", name, takes.low, value)
                           : text("{0} takes a number from {1} on, not \"{2}\".", name, takes.low, value);
    return takes.whole ? text("{0} takes a whole number, not \"{1}\".", name, value)
                       : text("{0} takes a number, not \"{1}\".", name, value);
}

std::string sentenceOf(const CLI::App& app, const CLI::ParseError& wrong)
{
    std::vector<std::string> strange = app.remaining(true);
    if (!verbOf(app)) {
        for (const std::string& word : strange) {
            if (!isOption(word))
                return wrongVerb(app, word);
        }
        if (strange.empty() && wrong.get_name() == "RequiredError")
            return text("A verb is missing: what is to be done, such as import, search or render.");
    }
    if (!strange.empty() && isOption(strange.front()))
        return wrongOption(app, strange.front());
    const CLI::Option* option = subjectOf(app, wrong.what());
    // What is needed and absent comes before what is there and not needed.
    if (wrong.get_name() == "RequiredError" && option)
        return text("{0} needs {1}: {2}", commandOf(app), option->get_name(), option->get_description());
    if (!strange.empty())
        return text("{0} has no use for \"{1}\".", commandOf(app), strange.front());
    if (!option)
        return text("The command line cannot be understood: {0}", wrong.what());
    // "--one excludes --other", "--one requires --other"
    auto besides = [&](std::string_view word, auto say) -> std::optional<std::string> {
        const std::string_view what = wrong.what();
        const std::size_t at = what.find(word);
        return at == what.npos ? std::nullopt : std::optional(say(what.substr(0, at), what.substr(at + word.size())));
    };
    if (wrong.get_name() == "ExcludesError")
        if (auto sentence
            = besides(" excludes ", [](auto one, auto other) { return text("{0} and {1} do not go together.", one, other); }))
            return *sentence;
    if (wrong.get_name() == "RequiresError")
        if (auto sentence
            = besides(" requires ", [](auto one, auto other) { return text("{0} only has a meaning with {1}.", one, other); }))
            return *sentence;
    if (wrong.get_name() == "ArgumentMismatch")
        return option->results().size() > 1 ? text("{0} can be given only once.", option->get_name())
                                            : text("{0} lacks its value: {1}", option->get_name(), option->get_description());
    return wrongValue(*option);
}

} // namespace

void speakHouse(CLI::App& app)
{
    auto house = std::make_shared<House>();
    house->label("Usage", text("Usage"));
    house->label("OPTIONS", text("OPTIONS"));
    house->label("Positionals", text("Words"));
    house->label("SUBCOMMAND", text("VERB"));
    app.formatter(house);
}

std::optional<Error> meaninglessWord(const CLI::App& app)
{
    const CLI::App* verb = verbOf(app);
    for (const CLI::Option* option : verb ? verb->get_options() : std::vector<const CLI::Option*>()) {
        for (const std::string& value : option->results()) {
            if (value.empty() && option->get_required())
                return Error{Error::Code::Invalid,
                    text("{0} is empty here, and {1} needs it: {2}", option->get_name(), commandOf(app),
                        option->get_description()),
                    option->get_name()};
            if (takesOf(*option).number && !std::isfinite(std::strtod(value.c_str(), nullptr)))
                return Error{Error::Code::Invalid, wrongValue(*option), option->get_name()};
        }
    }
    return {};
}

std::string commandOf(const CLI::App& app)
{
    const CLI::App* verb = verbOf(app);
    return app.get_name() + (verb ? " " + verb->get_name() : std::string());
}

Error usageError(const CLI::App& app, const CLI::ParseError& wrong)
{
    return {Error::Code::Invalid, sentenceOf(app, wrong)};
}

} // namespace opificio
