// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Sources.h"

#include "base/Text.h"

#include <optional>
#include <unordered_set>
#include <utility>

namespace opificio {

struct Sources::Node {
    // A leaf has a source; an inner node has one or two parents and may force a role upon what is above it.
    std::optional<Source> source;
    std::optional<Role> role;
    std::shared_ptr<const Node> left, right;

    // Frames of a feedback make chains as long as a film: unwind them without recursion.
    ~Node()
    {
        std::vector<std::shared_ptr<const Node>> pending;
        pending.push_back(std::move(left));
        pending.push_back(std::move(right));
        while (!pending.empty()) {
            auto node = std::move(pending.back());
            pending.pop_back();
            if (node && node.use_count() == 1) {
                auto* last = const_cast<Node*>(node.get());
                pending.push_back(std::move(last->left));
                pending.push_back(std::move(last->right));
            }
        }
    }
};

const char* roleWord(Role role)
{
    switch (role) {
    case Role::Shown:
        return "shown";
    case Role::Learned:
        return "learned";
    case Role::Steered:
        return "steered";
    }
    return "shown";
}

const char* kindWord(Source::Kind kind)
{
    switch (kind) {
    case Source::Kind::Item:
        return "item";
    case Source::Kind::File:
        return "file";
    case Source::Kind::Dataset:
        return "dataset";
    case Source::Kind::Model:
        return "model";
    case Source::Kind::Shader:
        return "shader";
    case Source::Kind::Person:
        return "person";
    case Source::Kind::Live:
        return "live";
    case Source::Kind::Unknown:
        return "unknown";
    }
    return "unknown";
}

Sources::Sources(Source source, Role role)
{
    auto node = std::make_shared<Node>();
    node->source = std::move(source);
    node->role = role;
    m_node = std::move(node);
}

Sources Sources::unknown()
{
    return Sources(Source{Source::Kind::Unknown, {}}, Role::Shown);
}

Sources operator|(const Sources& left, const Sources& right)
{
    if (!right.m_node || left.m_node == right.m_node)
        return left;
    if (!left.m_node)
        return right;
    // A node with memory unites the same handle again at every frame: notice the common shapes.
    auto holds = [](const Sources& whole, const Sources& part) {
        const Sources::Node* node = whole.m_node.get();
        for (int depth = 0; depth < 8 && node && !node->role && !node->source; ++depth) {
            if (node->left == part.m_node || node->right == part.m_node)
                return true;
            node = node->left.get();
        }
        return false;
    };
    if (holds(left, right))
        return left;
    if (holds(right, left))
        return right;
    auto node = std::make_shared<Sources::Node>();
    node->left = left.m_node;
    node->right = right.m_node;
    Sources united;
    united.m_node = std::move(node);
    return united;
}

Sources Sources::as(Role role) const
{
    if (!m_node || (m_node->role == role))
        return *this;
    auto node = std::make_shared<Node>();
    node->role = role;
    node->left = m_node;
    Sources forced;
    forced.m_node = std::move(node);
    return forced;
}

std::map<Source, std::set<Role>> Sources::expand() const
{
    std::map<Source, std::set<Role>> all;
    // The outermost role that is forced wins: what a palette took from a model's picture steered, it was not shown.
    std::vector<std::pair<const Node*, std::optional<Role>>> pending = {{m_node.get(), {}}};
    std::set<std::pair<const Node*, int>> seen;
    while (!pending.empty()) {
        auto [node, forced] = pending.back();
        pending.pop_back();
        if (!node || !seen.insert({node, forced ? int(*forced) : -1}).second)
            continue;
        if (node->source) {
            all[*node->source].insert(forced ? *forced : *node->role);
            continue;
        }
        auto next = forced ? forced : node->role;
        pending.push_back({node->left.get(), next});
        pending.push_back({node->right.get(), next});
    }
    return all;
}

Json toJson(const Sources& sources)
{
    Json list = Json::array();
    for (const auto& [source, roles] : sources.expand()) {
        for (Role role : roles)
            list.push_back({int(source.kind), source.id, int(role)});
    }
    return list;
}

Result<Sources> sourcesFromJson(const Json& json)
{
    const Error damaged{Error::Code::Unreadable, text("What a picture was made from is not written down as it should be.")};
    if (!json.is_array())
        return damaged;
    Sources all;
    for (const Json& entry : json) {
        if (!entry.is_array() || entry.size() != 3 || !entry[0].is_number_integer() || !entry[1].is_string()
            || !entry[2].is_number_integer())
            return damaged;
        const auto kind = entry[0].get<std::int64_t>(), role = entry[2].get<std::int64_t>();
        if (kind < 0 || kind > int(Source::Kind::Unknown) || role < 0 || role > int(Role::Steered))
            return damaged;
        all |= Sources({Source::Kind(kind), entry[1].get<std::string>()}, Role(role));
    }
    return all;
}

} // namespace opificio
