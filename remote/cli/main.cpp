// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <cstdio>

#include "base/Log.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "cli/Console.h"
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

} // namespace

int main(int argc, char** argv)
{
    CLI::App app(text("Makes new works from digitised heritage, from the command line."), "opificio-cli");
    app.set_version_flag("--version", std::string(version()), text("Prints the version."));
    app.set_help_flag("-h,--help", text("Prints this page."));
    bool json = false;
    app.add_flag("--json", json, text("Answers in JSON lines, for programs."));
    std::string language;
    app.add_option("--language", language, text("The language of messages: en or it."));
    app.require_subcommand(1);
    app.fallthrough();

    Verb::Action action;
    std::vector<Verb::Action> actions;
    actions.reserve(allVerbs().size());
    for (const Verb* verb : allVerbs()) {
        CLI::App* command = app.add_subcommand(verb->name, text(verb->help));
        command->set_help_flag("-h,--help", text("Prints this page."));
        actions.push_back(verb->prepare(*command));
        command->callback([&action, &chosen = actions.back()] { action = chosen; });
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& help) {
        return app.exit(help);
    } catch (const CLI::CallForVersion& version) {
        return app.exit(version);
    } catch (const CLI::ParseError& wrong) {
        std::fprintf(stderr, "%s\n", wrong.what());
        std::fprintf(stderr, "%s\n", text("Run with --help to see what is possible.").c_str());
        return 2;
    }
    if (!language.empty())
        setLanguage(language);
    Console console(json ? Console::Voice::Program : Console::Voice::Person);
    setLogSink([&console](Level level, std::string_view, std::string_view line) {
        if (level >= Level::Warning)
            console.warn(line);
    });
    stoppable = &console.task();
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    std::signal(SIGPIPE, SIG_IGN);
    int code = console.finish(action(console));
    stoppable = nullptr;
    setLogSink({});
    return code;
}
