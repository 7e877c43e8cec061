#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace opificio {

/// A shader of one round, looked at for whether it can stand in a chain that is compiled as one shader. The proof is
/// textual and errs on the side of no. A value; any thread; about a millisecond.
struct FusePart {
    std::string fragment; ///< as for translate()
    std::set<std::string> inputs; ///< names of its values and pictures

    /// Whether it can begin a chain: it has no memory of its own making, does not throw pixels away and has one output.
    bool isPlain() const;
    /// Whether, besides, it reads that picture at the pixel that it makes and nowhere else.
    bool readsHere(std::string_view picture) const;
};

/// One shader of a chain; its picture `from` is what the one before it made (empty in the first).
struct FuseLink {
    const FusePart* part = nullptr;
    std::string from;
};

/// The prefix of everything that the shader `index` of a chain names at file scope: its inputs are declared with it.
std::string fusePrefix(std::size_t index);

/// The text that does what these do one after the other. `clamped`: each keeps what it hands on to 0..1, as a target of eight
/// bits would.
std::string fused(std::span<const FuseLink> chain, bool clamped);

} // namespace opificio
