// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Text.h"

#include "base/EachLanguage.h"

#include "base/Json.h"
#include "base/File.h"
#include "base/Resources.h"

#include <cstdlib>
#include <map>
#include <mutex>

namespace opificio {

namespace {

using Table = std::map<std::string, std::string, std::less<>>;

struct State {
    // Guards: everything below.
    std::mutex mutex;
    std::string language;
    std::map<std::string, Table, std::less<>> tables;
};

State& state()
{
    static State value;
    return value;
}

std::string languageOfEnvironment()
{
    for (const char* name : {"OPIFICIO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value && *value)
            return std::string_view(value).starts_with("it") ? "it" : "en";
    }
    return "en";
}

// Files that cannot be read only cost their translations; reporting that would itself need a sentence.
Table load(std::string_view language)
{
    Table table;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(resource("text") / language, code)) {
        if (entry.path().extension() != ".json")
            continue;
        auto content = readFile(entry.path(), 4u << 20);
        if (!content)
            continue;
        Json json = Json::parse(*content, nullptr, false);
        if (!json.is_object())
            continue;
        for (auto& [english, translation] : json.items()) {
            if (translation.is_string() && english != "format")
                table[english] = translation.get<std::string>();
        }
    }
    return table;
}

// {0}, {1} ... replaced by the arguments.
std::string filled(const std::string& pattern, std::initializer_list<std::string> arguments)
{
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}' && pattern[i + 1] >= '0'
            && pattern[i + 1] <= '9') {
            std::size_t index = std::size_t(pattern[i + 1] - '0');
            if (index < arguments.size())
                out += arguments.begin()[index];
            i += 2;
            continue;
        }
        out += pattern[i];
    }
    return out;
}

} // namespace

std::string translated(std::string_view english, std::string_view language)
{
    if (language.empty() || language == "en")
        return std::string(english);
    State& s = state();
    {
        std::lock_guard lock(s.mutex);
        if (auto table = s.tables.find(language); table != s.tables.end()) {
            auto found = table->second.find(english);
            return found == table->second.end() ? std::string(english) : found->second;
        }
    }
    // Outside the lock: reading may fail, and a failure is a sentence that comes back here.
    Table table = load(language);
    auto found = table.find(english);
    std::string answer = found == table.end() ? std::string(english) : found->second;
    std::lock_guard lock(s.mutex);
    s.tables.emplace(std::string(language), std::move(table));
    return answer;
}

void setLanguage(std::string_view language)
{
    std::lock_guard lock(state().mutex);
    state().language = language == "it" ? "it" : "en";
}

std::string language()
{
    std::lock_guard lock(state().mutex);
    if (state().language.empty())
        state().language = languageOfEnvironment();
    return state().language;
}

std::string textOf(std::string_view english, std::initializer_list<std::string> arguments)
{
    return filled(translated(english, language()), arguments);
}

std::map<std::string, std::string> textInEach(std::string_view english, std::initializer_list<std::string> arguments)
{
    return {{"en", filled(std::string(english), arguments)}, {"it", filled(translated(english, "it"), arguments)}};
}

} // namespace opificio
