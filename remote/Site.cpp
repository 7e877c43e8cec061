// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Site.h"

#include "base/Resources.h"
#include "base/Text.h"

#include <algorithm>
#include <functional>

namespace opificio {

namespace {

constexpr std::size_t mostEntries = 64, longestText = 1024;

bool onlyOf(std::string_view text, std::string_view more)
{
    return std::all_of(text.begin(), text.end(), [&](unsigned char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9')
            || more.find(char(letter)) != std::string_view::npos;
    });
}

bool isPlain(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](unsigned char letter) { return letter < 0x20 || letter == 0x7f; });
}

bool isName(std::string_view text)
{
    return !text.empty() && text[0] != '-' && onlyOf(text, "-")
        && std::none_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool isHost(std::string_view text)
{
    return !text.empty() && text[0] != '-' && onlyOf(text, ".-:");
}

bool isWord(std::string_view text)
{
    return text.empty() || (text[0] != '-' && onlyOf(text, "._-@+"));
}

bool isModule(std::string_view text)
{
    return !text.empty() && text[0] != '-' && onlyOf(text, "._-+/");
}

bool isPlace(std::string_view text)
{
    return text.empty()
        || (text[0] == '/' && isPlain(text) && text.find("/../") == std::string_view::npos && !text.ends_with("/.."));
}

bool isVariable(std::string_view text)
{
    const auto equal = text.find('=');
    return equal != std::string_view::npos && equal > 0 && isPlain(text) && !(text[0] >= '0' && text[0] <= '9')
        && onlyOf(text.substr(0, equal), "_");
}

// One row a field: its key, what it may hold, and where it is kept.
struct TextField {
    const char* key;
    std::string Site::*member;
    bool (*isRight)(std::string_view);
};
struct ListField {
    const char* key;
    std::vector<std::string> Site::*member;
    bool (*isRight)(std::string_view);
};
struct NumberField {
    const char* key;
    int Site::*member;
    int low, high;
};

const TextField textFields[] = {
    {"name", &Site::name, isName},
    {"backend", &Site::backend, isWord},
    {"title", &Site::title, isPlain},
    {"user", &Site::user, isWord},
    {"account", &Site::account, isWord},
    {"root", &Site::root, isPlace},
    {"worker", &Site::worker, isPlace},
    {"key", &Site::key, isPlace},
    {"certificate", &Site::certificate, isPlace},
    {"gate", &Site::gate, [](std::string_view text) { return onlyOf(text, ":+/="); }},
};
const ListField listFields[] = {
    {"hosts", &Site::hosts, isHost},
    {"data_hosts", &Site::dataHosts, isHost},
    {"partitions", &Site::partitions, isModule},
    {"modules", &Site::modules, isModule},
    {"environment", &Site::environment, isVariable},
    {"host_keys", &Site::hostKeys, [](std::string_view text) { return onlyOf(text, " @*.:-+/=[]"); }},
};
const NumberField numberFields[] = {
    {"port", &Site::port, 1, 65535},
    {"poll_seconds", &Site::pollSeconds, 1, 3600},
    {"parts_at_once", &Site::partsAtOnce, 1, 1000},
    {"minutes", &Site::minutes, 1, 60 * 24 * 30},
    {"gpus", &Site::gpus, 0, 64},
    {"cpus", &Site::cpus, 1, 1024},
};

std::string withUser(std::string path, const std::string& user)
{
    if (auto at = path.find("{user}"); at != std::string::npos)
        path.replace(at, 6, user);
    return path;
}

} // namespace

Result<Site> Site::fromJson(const Json& json)
{
    const auto wrong = [](const char* key) {
        return Error{
            Error::Code::Invalid, text("The description of the site cannot be used: {0} holds what it must not.", key), key};
    };
    if (textAt(json, "format") != "opificio.site/1")
        return Error{Error::Code::Unreadable, text("This is no description of a site that this version understands.")};
    Site site;
    for (const TextField& field : textFields) {
        if (!json.contains(field.key))
            continue;
        const Json& value = json.at(field.key);
        if (!value.is_string() || value.get_ref<const std::string&>().size() > longestText)
            return wrong(field.key);
        site.*field.member = value.get<std::string>();
        if (!field.isRight(site.*field.member))
            return wrong(field.key);
    }
    for (const ListField& field : listFields) {
        if (!json.contains(field.key))
            continue;
        const Json& list = json.at(field.key);
        if (!list.is_array() || list.size() > mostEntries)
            return wrong(field.key);
        for (const Json& value : list) {
            if (!value.is_string() || value.get_ref<const std::string&>().size() > 4 * longestText
                || !field.isRight(value.get_ref<const std::string&>()))
                return wrong(field.key);
            (site.*field.member).push_back(value.get<std::string>());
        }
    }
    for (const NumberField& field : numberFields) {
        if (!json.contains(field.key))
            continue;
        const double value = numberAt(json, field.key, -1);
        if (!json.at(field.key).is_number() || !(value >= field.low && value <= field.high))
            return wrong(field.key);
        site.*field.member = int(value);
    }
    site.usesSrun = flagAt(json, "srun");
    if (!isName(site.name) || site.name.size() > 40)
        return wrong("name");
    if (site.hosts.empty())
        return wrong("hosts");
    return site;
}

Json Site::toJson() const
{
    Json json = {{"format", "opificio.site/1"}, {"srun", usesSrun}};
    for (const TextField& field : textFields) {
        if (!(this->*field.member).empty())
            json[field.key] = this->*field.member;
    }
    for (const ListField& field : listFields) {
        if (!(this->*field.member).empty())
            json[field.key] = this->*field.member;
    }
    for (const NumberField& field : numberFields)
        json[field.key] = this->*field.member;
    return json;
}

std::string Site::rootPath() const
{
    return withUser(root, user);
}

std::string Site::workerPath() const
{
    return withUser(worker, user);
}

std::filesystem::path Site::file(const std::string& name)
{
    return homeFolder() / "sites" / (name + ".json");
}

std::filesystem::path Site::machineFile(const std::string& name)
{
    return homeFolder() / "sites" / (name + ".machine.json");
}

Result<Site> Site::read(const std::string& name)
{
    std::error_code code;
    if (!isName(name) || !std::filesystem::exists(file(name), code))
        return Error{Error::Code::NotFound, text("There is no site named {0}.", name), name};
    TRY(auto json, readJson(file(name), 1u << 20));
    TRY(auto site, fromJson(json));
    // What the file is called is what it is known by.
    site.name = name;
    return site;
}

std::vector<std::string> Site::all()
{
    std::vector<std::string> names;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(homeFolder() / "sites", code)) {
        if (entry.path().extension() == ".json" && isName(entry.path().stem().string()))
            names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

Result<> Site::write() const
{
    // What could not be read back is not written.
    TRY_DO(fromJson(toJson()));
    return writeJson(file(name), toJson());
}

} // namespace opificio
