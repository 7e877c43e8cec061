// SPDX-License-Identifier: GPL-3.0-or-later
// Every sentence that the engine and the window say to a person has its Italian, and every Italian still has its sentence.
#include "house/Source.h"
#include "support/TestMain.h"

#include <map>
#include <set>

#include "base/Json.h"

using namespace opificio;
using namespace opificio::house;

namespace {

/// A sentence and where it stands ("engine/base/File.cpp:42").
using Sentences = std::map<std::string, std::string>;

struct Found {
    Sentences sentences;
    /// Sentences for people that pass by text() altogether.
    std::vector<std::string> untranslated;
};

/// The sentences of a C++ or QML file: the literals in the first argument of text(), words(), tr() and qsTr(), and what a
/// table row gives as label or help.
Found sentencesOf(const std::string& file, const std::string& code)
{
    Found found;
    const std::vector<Token> all = tokens(code);
    const auto is = [&](std::size_t i, const char* text) {
        return i < all.size() && all[i].kind != Token::Kind::Literal && all[i].text == text;
    };
    const auto literal = [&](std::size_t i) { return i < all.size() && all[i].kind == Token::Kind::Literal; };
    const auto place = [&](std::size_t i) { return file + ":" + std::to_string(all[i].line); };
    const auto isSentence = [](const std::string& text) { return text.find(' ') != std::string::npos; };
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool member = i > 0 && (is(i - 1, ".") || is(i - 1, ">"));
        const bool speaks = is(i, "text") || is(i, "words") || is(i, "tr") || is(i, "qsTr");
        if (speaks && !member && is(i + 1, "(")) {
            int depth = 1;
            for (std::size_t k = i + 2; k < all.size() && depth > 0; ++k) {
                if (is(k, "(") || is(k, "{") || is(k, "["))
                    ++depth;
                else if (is(k, ")") || is(k, "}") || is(k, "]"))
                    --depth;
                else if (is(k, ",") && depth == 1)
                    break;
                else if (literal(k) && depth == 1 && !all[k].text.empty())
                    found.sentences.emplace(all[k].text, place(k));
            }
        } else if (is(i, ".") && (is(i + 1, "label") || is(i + 1, "help")) && is(i + 2, "=") && literal(i + 3)
            && !all[i + 3].text.empty()) {
            found.sentences.emplace(all[i + 3].text, place(i + 3));
        } else if (is(i, "Error") && is(i + 1, "{")) {
            // Error{Error::Code::Name, "..."}
            if (is(i + 2, "Error") && is(i + 5, "Code") && is(i + 9, ",") && literal(i + 10))
                found.untranslated.push_back(place(i + 10) + ": \"" + all[i + 10].text + "\" does not pass through text().");
        } else if (member && (is(i, "say") || is(i, "warn")) && is(i + 1, "(") && literal(i + 2) && isSentence(all[i + 2].text)) {
            found.untranslated.push_back(place(i + 2) + ": \"" + all[i + 2].text + "\" does not pass through text().");
        }
    }
    return found;
}

/// The sentences in the JSON header of an ISF file: DESCRIPTION, the labels of its inputs, and everything people read under
/// OPIFICIO.
Sentences sentencesOfShader(const std::string& file, const std::string& code)
{
    Sentences found;
    const std::size_t open = code.find("/*"), close = code.find("*/");
    if (open == std::string::npos || close == std::string::npos)
        return found;
    const Json header = Json::parse(code.substr(open + 2, close - open - 2), nullptr, false);
    if (!header.is_object())
        return found;
    const auto add = [&](const Json& value) {
        if (value.is_string() && !value.get<std::string>().empty())
            found.emplace(value.get<std::string>(), file);
    };
    if (header.contains("DESCRIPTION"))
        add(header["DESCRIPTION"]);
    if (header.contains("INPUTS") && header["INPUTS"].is_array()) {
        for (const Json& input : header["INPUTS"]) {
            if (input.is_object() && input.contains("LABEL"))
                add(input["LABEL"]);
        }
    }
    if (header.contains("OPIFICIO") && header["OPIFICIO"].is_object()) {
        const Json& own = header["OPIFICIO"];
        for (const char* key : {"LABEL", "DESCRIPTION"}) {
            if (own.contains(key))
                add(own[key]);
        }
        if (own.contains("HELP")) {
            if (own["HELP"].is_object()) {
                for (const auto& [name, help] : own["HELP"].items())
                    add(help);
            } else {
                add(own["HELP"]);
            }
        }
    }
    return found;
}

/// "{0}", "{1}" ... in a sentence of the engine, "%1", "%n" ... in one of the window.
std::set<std::string> places(const std::string& sentence)
{
    std::set<std::string> found;
    const auto isDigit = [&](std::size_t i) { return std::isdigit(static_cast<unsigned char>(sentence[i])); };
    for (std::size_t i = 0; i + 1 < sentence.size(); ++i) {
        if (i + 2 < sentence.size() && sentence[i] == '{' && isDigit(i + 1) && sentence[i + 2] == '}')
            found.insert(sentence.substr(i, 3));
        if (sentence[i] == '%' && (isDigit(i + 1) || sentence[i + 1] == 'n'))
            found.insert(sentence.substr(i, 2));
    }
    return found;
}

bool isCounted(const std::string& sentence)
{
    return sentence.find("%n") != std::string::npos;
}

/// What is wrong between the sentences and the files of translations (name to content).
std::vector<std::string> wrongTexts(const Sentences& sentences, const std::map<std::string, std::string>& translations)
{
    std::vector<std::string> wrong;
    std::map<std::string, std::string> italian, home;
    for (const auto& [file, content] : translations) {
        const Json json = Json::parse(content, nullptr, false);
        if (!json.is_object()) {
            wrong.push_back(file + " is no JSON object.");
            continue;
        }
        for (const auto& [english, value] : json.items()) {
            if (english == "format")
                continue;
            // What is counted has a form for one and one for more.
            const Json forms = value.is_array() ? value : Json::array({value});
            const bool whole = std::all_of(forms.begin(), forms.end(),
                [](const Json& form) { return form.is_string() && !form.get<std::string>().empty(); });
            if (!whole || forms.size() != (isCounted(english) ? 2u : 1u)) {
                wrong.push_back(file + ": \"" + english + "\" has no translation"
                    + (isCounted(english) ? " for one and one for more." : "."));
                continue;
            }
            if (!home.emplace(english, file).second)
                wrong.push_back(file + ": \"" + english + "\" is in " + home[english] + ", too.");
            for (const Json& form : forms) {
                if (places(english) != places(form.get<std::string>()))
                    wrong.push_back(file + ": \"" + english + "\" and its translation do not have the same {0}, %1 ...");
            }
            italian[english] = forms.front().get<std::string>();
        }
    }
    for (const auto& [english, place] : sentences) {
        if (!italian.contains(english))
            wrong.push_back(place + ": \"" + english + "\" has no Italian.");
    }
    for (const auto& [english, file] : home) {
        if (!sentences.contains(english))
            wrong.push_back(file + ": \"" + english + "\" is said nowhere any more.");
    }
    return wrong;
}

std::filesystem::path source(const std::string& file)
{
    return std::filesystem::path(OPIFICIO_SOURCE) / file;
}

} // namespace

class TextsTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void everySentenceHasItsItalian()
    {
        Sentences sentences;
        for (const std::string& file : files(OPIFICIO_SOURCE, {"engine", "remote", "app", "qml"}, {".h", ".cpp", ".qml"})) {
            // The home of text() itself speaks of it only in its comments and its signature.
            if (file != "engine/base/Text.h")
                sentences.merge(sentencesOf(file, readAll(source(file))).sentences);
        }
        for (const std::string& file : files(OPIFICIO_SOURCE, {"engine", "plugins"}, {".fs"}))
            sentences.merge(sentencesOfShader(file, readAll(source(file))));
        std::map<std::string, std::string> translations;
        for (const std::string& file : files(OPIFICIO_SOURCE, {"resources/text/it"}, {".json"}))
            translations.emplace(file, readAll(source(file)));
        VERIFY_NONE(wrongTexts(sentences, translations));
    }
    void whatIsCountedHasItsEnglishForms()
    {
        std::vector<std::string> wrong;
        const Json english = Json::parse(readAll(source("resources/text/en/window.json")), nullptr, false);
        const Json italian = Json::parse(readAll(source("resources/text/it/window.json")), nullptr, false);
        for (const auto& [sentence, forms] : italian.items()) {
            if (isCounted(sentence) && (!english.is_object() || !english.contains(sentence) || english[sentence].size() != 2))
                wrong.push_back("resources/text/en/window.json: \"" + sentence + "\" has no form for one and one for more.");
        }
        VERIFY_NONE(wrong);
    }
    void noSentencePassesByTheTranslation()
    {
        std::vector<std::string> wrong;
        for (const std::string& file : files(OPIFICIO_SOURCE, {"engine", "remote", "app"}, {".cpp"})) {
            for (const std::string& sentence : sentencesOf(file, readAll(source(file))).untranslated)
                wrong.push_back(sentence);
        }
        VERIFY_NONE(wrong);
    }

    // The crossings.
    void sentencesAreFoundWhereverTheyStand()
    {
        const std::string code = "\n"
                                 "// text(\"not this one\")\n"
                                 "auto a = text(\"One {0}.\", text(\"Two.\"));\n"
                                 "auto b = text(\"Thr\" /* why */\n"
                                 "\"ee.\");\n"
                                 "Param c{.name = \"x\", .label = words(\"Four\"), .help = \"Five.\"};\n"
                                 "auto d = text(many ? \"Six.\" : \"Seven.\");\n"
                                 "auto e = xml.text(\"not a sentence\");\n"
                                 "const char* f = \"words(\\\"nor this\\\")\";\n"
                                 "return Error{Error::Code::Invalid, \"Eight.\"};\n"
                                 "console.warn(\"Nine is bare.\");\n"
                                 "auto number = 1'000'000;\n"
                                 ""
                                 "auto g = text(R\"x(Ten \"quoted\".)x\");";
        const Found found = sentencesOf("a.cpp", code);
        std::set<std::string> all;
        for (const auto& [english, place] : found.sentences)
            all.insert(english);
        const std::set<std::string> expected
            = {"One {0}.", "Two.", "Three.", "Four", "Five.", "Six.", "Seven.", "Ten \"quoted\"."};
        QCOMPARE(all, expected);
        QCOMPARE(found.untranslated.size(), std::size_t(2));
        QCOMPARE(found.sentences.at("Three."), std::string("a.cpp:4"));
    }
    void shadersSpeakThroughTheirHeaders()
    {
        const auto found = sentencesOfShader("a.fs",
            "/*{\"DESCRIPTION\": \"One.\", \"INPUTS\": [{\"NAME\": \"x\", \"TYPE\": \"float\", \"LABEL\": \"Two\"}],\n"
            "\"OPIFICIO\": {\"LABEL\": \"Three\", \"HELP\": {\"x\": \"Four.\"}}}*/ void main() {}");
        QCOMPARE(found.size(), std::size_t(4));
    }
    void whatIsAmissIsFound()
    {
        const Sentences said = {{"One {0}.", "a.cpp:1"}, {"Two.", "a.cpp:2"}};
        QCOMPARE(wrongTexts(said, {{"a.json", "{\"One {0}.\": \"Uno {0}.\", \"Two.\": \"Due.\"}"}}).size(), std::size_t(0));
        QCOMPARE(wrongTexts(said, {{"a.json", "{\"One {0}.\": \"Uno {0}.\"}"}}).size(), std::size_t(1));
        QCOMPARE(wrongTexts(said, {{"a.json", "{\"One {0}.\": \"Uno.\", \"Two.\": \"Due.\"}"}}).size(), std::size_t(1));
        QCOMPARE(wrongTexts(said, {{"a.json", "{\"One {0}.\": \"Uno {0}.\", \"Two.\": \"Due.\", \"Three.\": \"Tre.\"}"}}).size(),
            std::size_t(1));
        QCOMPARE(
            wrongTexts(said, {{"a.json", "{\"One {0}.\": \"Uno {0}.\", \"Two.\": \"Due.\"}"}, {"b.json", "{\"Two.\": \"Due.\"}"}})
                .size(),
            std::size_t(1));
        QCOMPARE(wrongTexts(said, {{"a.json", "{\"One {0}.\": \"Uno {0}.\", \"Two.\": \"\"}"}}).size(), std::size_t(2));
        QCOMPARE(wrongTexts(said, {{"a.json", "not json"}}).size(), std::size_t(3));
        const Sentences counted = {{"%n pictures", "a.qml:1"}};
        QCOMPARE(wrongTexts(counted, {{"a.json", R"({"%n pictures": ["%n immagine", "%n immagini"]})"}}).size(), std::size_t(0));
        QCOMPARE(wrongTexts(counted, {{"a.json", R"({"%n pictures": ["%n immagine", "immagini"]})"}}).size(), std::size_t(1));
        QCOMPARE(wrongTexts(counted, {{"a.json", R"({"%n pictures": "%n immagini"})"}}).size(), std::size_t(2));
    }
};

OPIFICIO_TEST_MAIN(TextsTest)
#include "TextsTest.moc"
