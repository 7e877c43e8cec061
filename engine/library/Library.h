#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/Resources.h"
#include "base/Result.h"
#include "library/Item.h"

namespace opificio {

/// What to look for. Empty fields ask for nothing.
struct Search {
    /// Words as a person types them; all must occur, the last one may be a beginning. "In quotation marks": a phrase.
    std::string words;
    /// "open", "conditions", "restricted", "unclear", "not stated", "public domain", or the address or label of a right.
    std::string rights;
    std::string holder; ///< a part of its name
    std::string collection; ///< its whole name
    std::optional<int> from, until; ///< years that the item's span must touch
    int limit = 100; ///< 0: no limit
};

/// The catalogue: one SQLite file that several processes may have open. Every call is whole or nothing. One thread at a
/// time for each Library; threads open their own.
class Library {
public:
    enum class Change { Added, Changed, Unchanged };

    /// Opens or makes folder/library.sqlite. Newer than this program, damaged or a full disk: a sentence. One that is read only
    /// is opened to look at; put() then ends in a sentence.
    static Result<Library> open(const std::filesystem::path& folder = homeFolder());
    Library(Library&&) noexcept;
    Library& operator=(Library&&) noexcept;
    ~Library();

    /// Adds the items, or unites them with those of the same id (see united()), in one transaction; the answers in order.
    Result<std::vector<Change>> put(std::span<const Item> items);
    /// By id, by an unambiguous beginning of an id (6 characters or more), or by the file's SHA-256.
    Result<Item> item(std::string_view id) const;
    /// By id or file hash, exactly; nothing when there is none.
    Result<std::optional<Item>> find(std::string_view idOrHash) const;
    /// Best matches first: titles and makers weigh more. Without words: in the order of their coming.
    Result<std::vector<Item>> search(const Search& search) const;

    /// One that was found, as it lies in the file; valid during the call.
    struct Row {
        std::string_view id, sha256, rightsKind;
        bool publicDomain = false;
        std::string_view json; ///< for itemFromJson()
    };
    /// search() for lists of thousands: what it finds, unread, in the same order. `take` answers whether it wants the next one.
    Result<> visit(const Search& search, const std::function<bool(const Row& row)>& take) const;
    Result<std::int64_t> count() const;

    struct Collection {
        std::string name;
        std::int64_t items = 0;
    };
    Result<std::vector<Collection>> collections() const;

private:
    struct State;
    explicit Library(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace opificio
