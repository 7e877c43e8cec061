#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/Json.h"
#include "library/Dates.h"
#include "library/Rights.h"

namespace opificio {

/// A text in several languages: tag ("it"; "und" where none is named) to text.
using Texts = std::map<std::string, std::string>;

/// A sentence that travels with an item: where its title comes from, what two sources say differently, what must be observed.
struct Note {
    Texts words;
    bool isDuty = false; ///< asks something of whoever publishes a work made with it

    friend bool operator==(const Note&, const Note&) = default;
};

/// What a catalogue says of a thing in words of its own: "Support: vellum". In all its languages.
struct Fact {
    Texts label, value;

    friend bool operator==(const Fact&, const Fact&) = default;
};

/// Where a source leads: "homepage", "manifest", "seeAlso", "rendering", "partOf" or "logo".
struct ItemLink {
    std::string kind, address;
    Texts label;

    friend bool operator==(const ItemLink&, const ItemLink&) = default;
};

/// A picture that lies on somebody's server: known before it is fetched.
struct RemotePicture {
    std::string address; ///< of the picture as its source names it
    std::string small; ///< of a small one; may be empty
    std::string service; ///< of the service that hands it out in any size; may be empty
    int width = 0, height = 0; ///< pixels there, as stated; 0: not known
    std::string region, rotation; ///< the part and the turn that is meant, in the words of the IIIF Image API; mostly empty
    std::string format; ///< as stated: "image/jpeg"
    Json info; ///< what is known of the service: imageServiceFromJson() of iiif/ImageService.h reads it
    int asked = 0; ///< the longest edge that was asked for when the item's file was fetched; 0: it was not

    friend bool operator==(const RemotePicture&, const RemotePicture&) = default;
};

/// One thing of the archive as its source describes it: a value. Empty fields are not stated; nothing is made up.
struct Item {
    /// Importer and source id ("csv:Collezione:inv. 12"), else the file's SHA-256. Never changes.
    std::string id;
    Texts title;
    Texts description;
    std::vector<std::string> maker;
    std::string date; ///< as stated
    std::optional<Years> years; ///< what the words mean, where they are understood
    std::string holder; ///< the institution or person that keeps it
    std::string source; ///< the address of its page
    std::string place;
    std::vector<std::string> subjects;
    RightsOfItem rights;
    std::string rightsText; ///< as stated, where it is more than the addresses
    std::string mining; ///< a reservation against text and data mining, as stated ("DMI-PROHIBITED-AIMLTRAINING")
    /// Where it comes from, in the words of the one question: "mine", "given", "institution" or "unknown".
    std::string origin = "unknown";
    /// Who may be shown it: "own" (the artist decides), "stated" (what the rights say), "private" (nobody until asked).
    std::string sharing = "private";
    std::vector<Note> notes;
    std::vector<std::string> collections;
    std::vector<Fact> facts; ///< all that the source says, also what stands in the fields above
    std::vector<ItemLink> links;
    std::optional<RemotePicture> picture;

    std::filesystem::path file; ///< the original, never touched; empty when there is none
    std::string sha256; ///< of the file
    std::int64_t bytes = 0;
    std::string type; ///< "jpeg", "png", "tiff", "webp", or "sound", "film"
    int width = 0, height = 0; ///< pixels, upright; 0 for sound

    friend bool operator==(const Item&, const Item&) = default;
};

/// In `language`, else the unnamed one (what the source says to all), English, Italian, any; empty when there is none.
std::string textIn(const Texts& texts, std::string_view language);
/// {"it": "Acqua", "en": "Water"}, or one text of no stated language ("und"). Empty ones are left out, as they are from lists.
Texts textsFrom(const Json& json);
/// ["Name", "Name"], or one text.
std::vector<std::string> listFrom(const Json& json);
/// The title, or the file's name when nobody stated one.
std::string titleOf(const Item& item, std::string_view language);
/// Under which name the small picture of an item lies (Thumbnails.h): its file's SHA-256, else a hash of where its picture is
/// to be fetched. Empty where it has neither.
std::string thumbnailKey(const Item& item);
/// Whether somebody stated a title.
bool isTitled(const Item& item);

/// What origin and rights together allow: see Item::sharing.
std::string sharingOf(const Item& item);

/// What a source states of one right: its canonical address, another address as it is, or notStated. Words that say more
/// ("CC BY 4.0 (Museo Civico)": whoever is named beside a licence is to be named) go into item.rightsText.
std::string takeRights(const std::string& stated, Item& item);
void addRightsWords(const std::string& words, Item& item);

/// A note as JSON: its words by language and, where it is one, "duty": true. Without words there is none.
std::optional<Note> noteFromJson(const Json& json);

/// All fields; absent ones are left out. Paths as they are.
Json toJson(const Item& item);
/// Tolerant of missing keys, strict about kinds; an item without id is an error.
Result<Item> itemFromJson(const Json& json);

/// `older` with what `newer` states: a statement replaces, silence keeps, lists are united. Collections add up.
Item united(const Item& older, const Item& newer);

} // namespace opificio
