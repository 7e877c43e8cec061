// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Verb.h"

#include "base/Text.h"
#include "remote/Attendant.h"
#include "remote/Backend.h"
#include "remote/Gate.h"
#include "remote/Ledger.h"
#include "remote/SiteCheck.h"
#include "remote/SiteClean.h"
#include "remote/Ssh.h"
#include "remote/SshKey.h"

#include <algorithm>
#include <iostream>

#include <unistd.h>

namespace opificio::verbs {

namespace {

struct Asked {
    std::string act, subject, file, user, account, key, certificate, accept, expires;
    bool hasPassphrase = false; ///< on standard input
};

Result<Json> add(const Asked& asked, Console& console)
{
    Site site;
    if (asked.subject.ends_with(".json")) {
        auto json = readJson(asked.subject, 256 * 1024);
        if (json && textAt(*json, "format") == "opificio.site/1") {
            TRY(site, Site::fromJson(*json));
            site.gate = {};
        } else {
            TRY(auto gate, Gate::read(asked.subject));
            site = gate.site;
            console.say(
                text("The gate was signed by {0}. Compare that with what the people of the site publish.", gate.fingerprint));
            if (auto known = Site::read(site.name); known && known->gate != site.gate)
                return Error{Error::Code::Invalid,
                    text("There is a site named {0} already, and its gate was signed by somebody else: {1}. If the new one is "
                         "right, "
                         "remove the site first.",
                        site.name, known->gate.empty() ? "-" : known->gate),
                    site.name};
        }
    } else {
        TRY(site, Site::read(asked.subject));
    }
    if (!asked.user.empty())
        site.user = asked.user;
    if (!asked.account.empty())
        site.account = asked.account;
    if (!asked.key.empty())
        site.key = typedFile(asked.key).string();
    if (!asked.certificate.empty())
        site.certificate = typedFile(asked.certificate).string();
    TRY_DO(site.write());
    console.say(text("The site {0} is kept. opificio-cli site check {0} says whether it can be used.", site.name));
    return Json{{"site", site.toJson()}};
}

// What a person gives for the site's key, right for it; empty where it needs none, `known` is it, or nobody is there to ask.
Result<std::string> givenPassphrase(const Asked& asked, const Site& site, const std::string& known = {})
{
    std::string given;
    if (asked.hasPassphrase)
        std::getline(std::cin, given);
    if (site.key.empty() || !lookAtKey(site.key).wantsPassphrase())
        return std::string();
    if (!asked.hasPassphrase && ::isatty(0) && (known.empty() || lookAtKey(site.key, known).wantsPassphrase())) {
        if (const char* typed = ::getpass((text("Passphrase of {0} (empty: none):", site.key) + " ").c_str()))
            given = typed;
    }
    if (given.empty())
        return given;
    if (const KeyLook look = lookAtKey(site.key, given); look.state != KeyLook::State::Ready)
        return Error{Error::Code::ReadOnly, look.sentence, site.key};
    return given;
}

// The keyring's, and what a person gives where that is not enough.
Result<Secrets> secretsFor(const Asked& asked, const Site& site, Console& console)
{
    Secrets secrets(Secrets::Keyring::Use, &console.task());
    TRY(auto given, givenPassphrase(asked, site, secrets.find(site.name).value_or(std::string())));
    if (!given.empty())
        secrets.hold(site.name, given);
    return secrets;
}

// Accepts the keys of the hosts, whose fingerprints a person has compared, and keeps the passphrase of the key.
Result<Json> login(const Asked& asked, Console& console)
{
    TRY(auto site, Site::read(asked.subject));
    Json shown = Json::array();
    for (const auto* list : {&site.hosts, &site.dataHosts}) {
        for (const std::string& host : *list) {
            auto key = Ssh::hostKey(host, site.port);
            if (!key) {
                console.warn(key.error().message);
                continue;
            }
            const std::string encoded = key->line.substr(key->line.find(' ') + 1);
            const bool isPinned = std::any_of(site.hostKeys.begin(), site.hostKeys.end(),
                [&](const std::string& line) { return line == key->line || line == "* " + encoded; });
            const bool hasOther = std::any_of(site.hostKeys.begin(), site.hostKeys.end(),
                [&](const std::string& line) { return line.starts_with(host + " "); });
            shown.push_back({{"host", host}, {"fingerprint", key->fingerprint}, {"accepted", isPinned}});
            if (isPinned)
                continue;
            if (hasOther)
                return Error{Error::Code::ReadOnly,
                    text("{0} shows another key than the one that was accepted: {1}. Somebody else may answer in its place. "
                         "Nothing "
                         "was sent; ask the people of the site.",
                        host, key->fingerprint),
                    key->fingerprint};
            if (asked.accept == key->fingerprint) {
                site.hostKeys.push_back(key->line);
                shown.back()["accepted"] = true;
            } else {
                console.say(text("{0} shows the key {1}. Once you have compared it: opificio-cli site login {2} --accept {1}",
                    host, key->fingerprint, site.name));
            }
        }
    }
    TRY_DO(site.write());
    Secrets secrets(Secrets::Keyring::Use, &console.task());
    TRY(auto passphrase, givenPassphrase(asked, site));
    const bool isKept = !passphrase.empty() && secrets.isLasting() && secrets.keep(site.name, passphrase);
    if (!secrets.trouble().empty())
        console.say(secrets.trouble());
    if (!passphrase.empty() && !isKept)
        console.say(
            text("No keyring keeps the passphrase here. It stays in memory alone, until twelve hours after the last job of "
                 "{0} has ended.",
                site.name));
    // Whoever looks after the site already looks into no keyring again.
    if (!passphrase.empty() && (!isKept || isAttended(site.name)))
        TRY_DO(handPassphrase(site.name, passphrase));
    return Json{{"hosts", shown}, {"keyring", secrets.isLasting() && (passphrase.empty() || isKept)}};
}

Result<Json> check(const Asked& asked, Console& console)
{
    TRY(auto site, Site::read(asked.subject));
    TRY(auto secrets, secretsFor(asked, site, console));
    Json steps = Json::array();
    const bool isRight = checkSite(
        site, secrets,
        [&](const SiteStep& step) {
            const char* mark = step.state == SiteStep::State::Right ? "+ "
                : step.state == SiteStep::State::Doubtful           ? "? "
                                                                    : "- ";
            console.say(mark + step.sentence);
            const Json one = {{"step", step.step}, {"state", stateWord(step.state)}, {"sentence", step.sentence}};
            console.item(one);
            if (step.step == "passphrase")
                console.say(text("To give it: opificio-cli site login {0}", site.name));
            steps.push_back(one);
        },
        console.task());
    if (!isRight)
        console.setExitCode(1);
    return Json{{"steps", steps}, {"ok", isRight}};
}

Result<Json> clean(const Asked& asked, Console& console)
{
    TRY(auto site, Site::read(asked.subject));
    TRY(auto secrets, secretsFor(asked, site, console));
    TRY(auto place, openPlace(site, secrets));
    TRY(auto cleaned, cleanSite(*place, site, console.task()));
    console.say(text("Removed on {0}: the folders of {1} jobs that are home, and {2} files ({3} MB) that no job has needed for "
                     "thirty days.",
        site.name, cleaned.jobs, cleaned.blobs, cleaned.bytes >> 20));
    return Json{{"jobs", cleaned.jobs}, {"blobs", cleaned.blobs}, {"bytes", cleaned.bytes}};
}

Result<Json> remove(const Asked& asked, Console& console)
{
    TRY(auto site, Site::read(asked.subject));
    TRY(auto jobs, Ledger::read());
    for (const SentJob& job : jobs) {
        if (job.isOpen && job.site == site.name)
            return Error{Error::Code::Busy, text("Jobs of {0} are still on their way. Stop them first.", site.name), site.name};
    }
    Secrets().forget(site.name);
    std::error_code code;
    std::filesystem::remove(Site::file(site.name), code);
    std::filesystem::remove(Site::machineFile(site.name), code);
    console.say(text("The site {0} is removed here. What lies there stays.", site.name));
    return Json{{"site", site.name}};
}

Result<Json> sign(const Asked& asked, Console& console)
{
    TRY(auto json, readJson(asked.subject, 256 * 1024));
    TRY(auto site, Site::fromJson(json));
    if (asked.key.empty() || asked.file.empty())
        return Error{Error::Code::Invalid, text("To sign, --key names the key and --output the gate that is written.")};
    TRY(auto fingerprint, writeGate(site, asked.expires, asked.key, asked.file));
    console.say(text("{0} is signed. Publish the fingerprint where people look for it: {1}", asked.file, fingerprint));
    return Json{{"gate", asked.file}, {"fingerprint", fingerprint}};
}

Result<Json> run(Console& console, const Asked& asked)
{
    if (asked.act == "list") {
        Json list = Json::array();
        for (const std::string& name : Site::all()) {
            console.say(name);
            list.push_back(name);
        }
        return Json{{"sites", list}};
    }
    if (asked.subject.empty())
        return Error{Error::Code::Invalid, text("Which site? opificio-cli site list names them.")};
    if (asked.act == "add")
        return add(asked, console);
    if (asked.act == "login")
        return login(asked, console);
    if (asked.act == "check")
        return check(asked, console);
    if (asked.act == "clean")
        return clean(asked, console);
    if (asked.act == "remove")
        return remove(asked, console);
    if (asked.act == "sign")
        return sign(asked, console);
    TRY(auto site, Site::read(asked.subject));
    console.say(printJson(site.toJson()));
    return Json{{"site", site.toJson()}};
}

Verb::Action prepare(CLI::App& app)
{
    auto asked = std::make_shared<Asked>();
    app.add_option("ACT", asked->act,
           text("add a gate or a description, list, show, check whether all is there, login to accept its keys, clean it of what "
                "nobody needs there any more, remove; sign a description, for the people of a site"))
        ->required()
        ->check(CLI::IsMember({"add", "list", "show", "check", "login", "clean", "remove", "sign"}));
    app.add_option("SITE", asked->subject, text("The site's name; for add and sign a file."));
    app.add_option("--user", asked->user, text("Who you are there."));
    app.add_option("--account", asked->account, text("Whose hours are used there."));
    app.add_option(
        "--key", asked->key, text("The file of your key; without one, the agent's keys. For sign: the key to sign with."));
    app.add_option("--certificate", asked->certificate, text("The file of the key's certificate."));
    app.add_flag("--passphrase", asked->hasPassphrase, text("Reads the passphrase of your key from standard input."));
    app.add_option("--accept", asked->accept, text("The fingerprint of a host's key that you have compared."));
    app.add_option("--expires", asked->expires, text("For sign: the last day on which the gate is valid, as 2027-01-31."));
    app.add_option("-o,--output", asked->file, text("For sign: the gate to write."));
    return [asked](Console& console) { return run(console, *asked); };
}

} // namespace

extern const Verb siteVerb = {"site", words("Other computers where jobs may run: adds, checks and removes them."), prepare};

} // namespace opificio::verbs
