#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/Json.h"

namespace opificio {

/// The word that stands where nobody has stated anything. It is a state of its own and never counts as open.
inline constexpr std::string_view notStated = "not stated";

/// What a known statement permits, by its own text (resources/rights.json). Ask: its text leaves it open.
enum class Permission { No, Ask, Yes };

struct RightsStatement {
    std::string address; ///< canonical: http, lower-case host, a slash at the end
    std::string english, italian; ///< a short label: "CC BY-SA 4.0"
    /// "open": free for any use (CC0, PDM, CC BY, CC BY-SA); "conditions": some uses; "restricted"; "unclear".
    std::string kind;
    bool publicDomain = false;
    Permission show = Permission::Ask, derive = Permission::Ask, sell = Permission::Ask, train = Permission::Ask;
    bool credit = false; ///< naming the source is a duty
    bool shareAlike = false; ///< adaptations carry the same licence
};

/// The canonical address of a stated right: normalised (https, www, /deed.it, /legalcode, missing slash, legacy addresses),
/// or found by a label that is certain ("CC0", "CC BY-SA 4.0", "Attribution 3.0 Italy", "In Copyright"). Only versions and
/// countries that exist count, as the table lists them. A name may stand beside it: "CC BY 4.0 (Museo Civico)". Empty when the
/// table does not know it; so, too, "CC BY" without a version, two different statements, and words that could limit one to a
/// part or a use ("metadata", "only"): the text is kept, and nothing is guessed.
std::string canonicalRights(std::string_view stated);

/// The one right that a line of credit states ("Photo: Museo Civico, CC BY 4.0", with or without its address), canonical; empty
/// where it speaks of no right at all. Nothing where that is not certain: two rights, a refusal, an exception, terms elsewhere, a
/// copyright sign, or any word that is neither a name nor one of those that stand before a licence. Only what is clear opens.
std::optional<std::string> rightsInCredit(std::string_view credit);

/// What the table knows of an address or a certain label; nothing for anything else.
std::optional<RightsStatement> findRights(std::string_view stated);

/// The three rights of an item: each a canonical address, another address as stated, or notStated.
struct RightsOfItem {
    std::string work = std::string(notStated); ///< the work that is shown
    std::string object = std::string(notStated); ///< this picture or recording of it
    std::string record = std::string(notStated); ///< the text that describes it
    friend bool operator==(const RightsOfItem&, const RightsOfItem&) = default;
};

/// The strictest of the rights that bear on using the picture (work and object): "open", "conditions", "restricted",
/// "unclear" (stated, but not known or not decided) or "not stated". The object must be stated for anything else.
std::string rightsKind(const RightsOfItem& rights);

/// Compares two stated rights: the greater one permits less. Nothing stated: 0; stated and not known counts as more than
/// conditions and as less than what is known to be forbidden.
int strictness(std::string_view stated);

/// "CC0 1.0", "not stated" or the address itself, in the program's language.
std::string rightsLabel(std::string_view stated);

} // namespace opificio
