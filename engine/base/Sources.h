#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/Json.h"
#include "base/Result.h"

namespace opificio {

/// One thing that a value may have come from.
struct Source {
    enum class Kind { Item, File, Dataset, Model, Shader, Person, Live, Unknown };
    Kind kind = Kind::Unknown;
    /// An item's or file's SHA-256, a dataset's hash, a model's SHA-256, a shader's name, a person's name.
    std::string id;
    friend auto operator<=>(const Source&, const Source&) = default;
};

/// How it took part. Shown: its pixels or samples are in it. Learned: it could have shaped the weights.
/// Steered: its values moved a parameter (a palette, a gesture, a table).
enum class Role { Shown, Learned, Steered };

const char* roleWord(Role role);
const char* kindWord(Source::Kind kind);

/// What a value came from: a handle to an immutable graph, part of every picture on a wire. Copying and uniting are
/// O(1); the set is only expanded when somebody asks. Nothing can be taken out: a node unites what it was given.
/// Any thread may hold and expand one.
class Sources {
public:
    /// From nothing: a generator without inputs.
    Sources() = default;
    Sources(Source source, Role role);
    /// Not known, for ever: contagious through every union.
    static Sources unknown();

    friend Sources operator|(const Sources& left, const Sources& right);
    Sources& operator|=(const Sources& other) { return *this = *this | other; }

    /// The same sources, each in this role: Learned for a model's output, Steered for a palette.
    Sources as(Role role) const;

    bool empty() const { return !m_node; }
    /// Each source with every role in which it takes part.
    std::map<Source, std::set<Role>> expand() const;
    /// Two handles to the same graph; false does not mean that the sets differ.
    friend bool operator==(const Sources& left, const Sources& right) { return left.m_node == right.m_node; }

private:
    struct Node;
    std::shared_ptr<const Node> m_node;
};

/// [[kind, id, role], ...], the first and the last as the numbers of their enums: for files that are put away and read again.
Json toJson(const Sources& sources);
/// Anything that is not of that shape is an error.
Result<Sources> sourcesFromJson(const Json& json);

} // namespace opificio
