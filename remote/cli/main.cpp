// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <cstdlib>
#include <sstream>

#include <fcntl.h>

#include "base/Log.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "cli/Console.h"
#include "cli/Usage.h"
#include "cli/Verb.h"

using namespace opificio;

namespace {

// A signal handler can only reach what is global; it only sets a flag in the running task.
Task* stoppable = nullptr;

void onSignal(int)
{
    if (stoppable)
        stoppable->stop();
}

// Where the caller closed one of the three, the first file that is opened would take its number and be written over.
void openStandardStreams()
{
    for (int number : {0, 1, 2}) {
        if (::fcntl(number, F_GETFD) < 0)
            (void)::open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY);
    }
}

// What decides how everything else is said is known before the command line is understood.
struct Manner {
    bool json = false;
    std::string language;
};

Manner mannerOf(int argc, char** argv)
{
    Manner manner;
    for (int i = 1; i < argc; ++i) {
        std::string_view word = argv[i];
        if (word == "--")
            break;
        if (word == "--json")
            manner.json = true;
        else if (word == "--language" && i + 1 < argc)
            manner.language = argv[i + 1];
        else if (word.starts_with("--language="))
            manner.language = word.substr(word.find('=') + 1);
    }
    return manner;
}

// A page is not one sentence: its lines are said one by one.
int sayPage(Console& console, const char* name, const std::string& page)
{
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);)
        console.say(line);
    return console.finish(Json{{name, page}});
}

// The command line is not understood, and nothing was done.
int refuse(Console& console, const CLI::App& app, const Error& error)
{
    console.setExitCode(2);
    int code = console.finish(error);
    if (!console.json())
        console.warn(text("To see what is possible: {0}", commandOf(app) + " --help"));
    return code;
}

} // namespace

int main(int argc, char** argv)
{
    openStandardStreams();
    Manner manner = mannerOf(argc, argv);
    if (manner.language == "en" || manner.language == "it") {
        setLanguage(manner.language);
        // For the processes of its jobs, too.
        ::setenv("OPIFICIO_LANGUAGE", manner.language.c_str(), 1);
    }
    std::signal(SIGPIPE, SIG_IGN);
    Console console(manner.json ? Console::Voice::Program : Console::Voice::Person);

    CLI::App app(text("Makes new works from digitised heritage, from the command line."), "opificio-cli");
    speakHouse(app);
    app.set_version_flag("--version", std::string(version()), text("Prints the version."));
    app.set_help_flag("-h,--help", text("Prints this page."));
    app.add_flag("--json", manner.json, text("Answers in JSON lines, for programs."));
    app.add_option("--language", manner.language, text("The language of messages: en or it."))
        ->check(CLI::IsMember({"en", "it"}));
    app.require_subcommand(1);
    app.fallthrough();

    Verb::Action action;
    std::vector<Verb::Action> actions;
    actions.reserve(allVerbs().size());
    for (const Verb* verb : allVerbs()) {
        CLI::App* command = app.add_subcommand(verb->name, text(verb->help));
        command->group(text("Verbs"));
        command->set_help_flag("-h,--help", text("Prints this page."));
        actions.push_back(verb->prepare(*command));
        command->callback([&action, &chosen = actions.back()] { action = chosen; });
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return sayPage(console, "help", app.help());
    } catch (const CLI::CallForVersion& version) {
        return sayPage(console, "version", version.what());
    } catch (const CLI::ParseError& wrong) {
        return refuse(console, app, usageError(app, wrong));
    }
    if (auto wrong = meaninglessWord(app))
        return refuse(console, app, *wrong);
    setLogSink([&console](Level level, std::string_view, std::string_view line) {
        if (level >= Level::Warning)
            console.warn(line);
    });
    stoppable = &console.task();
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    // What a batch system sends before the time is over.
    std::signal(SIGUSR2, onSignal);
    int code = console.finish(action(console));
    stoppable = nullptr;
    setLogSink({});
    return code;
}
