// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/NodeType.h"

#include "base/Text.h"
#include "graph/Helpers.h"
#include "graph/Isf.h"
#include "graph/Plan.h"

#include <algorithm>

namespace opificio {

namespace {

bool sameValue(const Value* value, const Json& wanted)
{
    if (!value)
        return false;
    if (wanted.is_array()) {
        auto numbers = std::get_if<std::vector<double>>(value);
        return numbers && Json(*numbers) == wanted;
    }
    return wanted.is_number() && numberOf(*value) == wanted.get<double>();
}

// {param: value, ...}: all of them hold.
bool holds(const Json& conditions, const Values& values)
{
    if (!conditions.is_object() || conditions.empty())
        return false;
    for (const auto& [name, wanted] : conditions.items()) {
        if (!sameValue(values.find(name), wanted))
            return false;
    }
    return true;
}

Result<int> expandShader(Expansion& e, const std::shared_ptr<const Isf>& isf, const std::string& name)
{
    const Json& own = at(isf->header, "OPIFICIO");
    const Isf::Picture* first = nullptr;
    for (const Isf::Picture& picture : isf->pictures) {
        if (picture.kind == Isf::Picture::Kind::Image) {
            first = &picture;
            break;
        }
    }
    if (first && holds(at(own, "IDENTITY"), e.values()))
        return e.input(first->name);
    Pass pass{.kind = Pass::Kind::Shader, .isf = isf, .values = e.values(), .hasMemory = isf->hasMemory()};
    for (const Isf::Picture& picture : isf->pictures) {
        if (picture.kind != Isf::Picture::Kind::Image || holds(at(at(own, "UNUSED"), picture.name), e.values()))
            continue;
        TRY(int index, e.input(picture.name));
        if (index != Expansion::nothing)
            pass.inputs[picture.name] = index;
    }
    const Json& steers = at(own, "STEERS");
    for (const Json& steering : steers.is_array() ? steers : Json::array())
        pass.steering.push_back(steering.is_string() ? steering.get<std::string>() : std::string());
    pass.sources = Sources({Source::Kind::Shader, name}, Role::Shown);
    return e.add(std::move(pass));
}

} // namespace

const Input* findInput(const NodeType& type, std::string_view name)
{
    for (const Input& input : type.inputs) {
        if (input.name == name)
            return &input;
    }
    return nullptr;
}

Result<NodeType> nodeTypeOf(std::shared_ptr<const Isf> isf, std::string_view name)
{
    NodeType type;
    type.name = std::string(name);
    type.label = textAt(at(isf->header, "OPIFICIO"), "LABEL", name);
    type.help = isf->description;
    type.params = isf->params;
    for (const Isf::Picture& picture : isf->pictures) {
        if (picture.kind == Isf::Picture::Kind::Image)
            type.inputs.push_back({picture.name, picture.label});
    }
    type.hasMemory = isf->hasMemory();
    type.isf = isf;
    type.expand = [isf, stem = std::string(name)](Expansion& e) { return expandShader(e, isf, stem); };
    return type;
}

Result<NodeTypes> NodeTypes::builtIn()
{
    NodeTypes types;
    for (const NodeType* row : allNodes())
        TRY_DO(types.add(*row));
    for (const EmbeddedText& embedded : allNodesTexts()) {
        TRY(auto isf, Isf::parse(embedded.content, std::string(embedded.name) + ".fs"));
        TRY(auto type, nodeTypeOf(std::make_shared<const Isf>(std::move(isf)), embedded.name));
        TRY_DO(types.add(std::move(type)));
    }
    return types;
}

Result<> NodeTypes::addFolder(const std::filesystem::path& folder, std::vector<Error>& skipped)
{
    std::vector<std::filesystem::path> files;
    std::error_code code;
    for (const auto& entry :
        std::filesystem::recursive_directory_iterator(folder, std::filesystem::directory_options::skip_permission_denied, code)) {
        if (entry.path().extension() == ".fs")
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        auto isf = Isf::read(file);
        if (!isf) {
            skipped.push_back(isf.takeError());
            continue;
        }
        auto type = nodeTypeOf(std::make_shared<const Isf>(std::move(*isf)), file.stem().string());
        if (!type) {
            skipped.push_back(type.takeError());
            continue;
        }
        if (auto added = add(std::move(*type)); !added)
            skipped.push_back(added.takeError());
    }
    return {};
}

Result<> NodeTypes::add(NodeType type)
{
    if (m_types.contains(type.name))
        return Error{Error::Code::Invalid, text("There is a node named {0} already; rename the file.", type.name), type.name};
    std::string name = type.name;
    m_types.emplace(std::move(name), std::make_shared<const NodeType>(std::move(type)));
    return {};
}

const NodeType* NodeTypes::find(std::string_view name) const
{
    auto found = m_types.find(name);
    return found == m_types.end() ? nullptr : found->second.get();
}

} // namespace opificio
