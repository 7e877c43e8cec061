#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// What institutions publish of their things as IIIF: manifests and collections of the Presentation API 2 and 3, the older
// shared canvas, and what can be read of drafts of 4, as one set of values. Hostile until checked: numbers and depths are
// bounded, and nothing throws. All texts in all languages, as plain text.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/Json.h"
#include "base/Result.h"
#include "library/Item.h"
#include "library/iiif/ImageService.h"

namespace opificio::iiif {

/// A picture, or one of the small ones that stand for something.
struct Picture {
    std::string address; ///< of the picture itself; may be empty where there is a service
    Texts label;
    std::string format; ///< "image/jpeg", as stated
    int width = 0, height = 0; ///< pixels; 0: not stated
    std::optional<ImageService> service;
    std::string region, rotation; ///< the part of it that is meant (ImageApiSelector)
    std::optional<PixelRect> place; ///< of the canvas; nothing: all of it
    int body = 0; ///< which painting of the canvas it belongs to: options of one choice share it
    int option = 0; ///< 0: the only one, or the one that is shown first
    std::vector<std::string> rights;
    std::optional<Fact> requiredStatement;
    std::string login; ///< what kind of login it asks for; empty: none
};

/// What lies on a canvas and is no picture.
struct OtherContent {
    std::string type; ///< "Sound", "Video", "Text", "Model" ... as stated
    std::string address, format;
    Texts label;
};

/// What stands on everything that is described.
struct Described {
    std::string id;
    Texts label, summary;
    std::vector<Fact> facts;
    std::optional<Fact> requiredStatement;
    std::vector<std::string> rights; ///< addresses as stated
    std::vector<ItemLink> links;
    std::vector<std::string> behaviours;
    std::optional<Picture> thumbnail;
    std::string navDate;
    std::string login;
};

struct Canvas : Described {
    int width = 0, height = 0;
    double durationSeconds = 0;
    bool isScene = false; ///< of three dimensions (a draft of version 4)
    std::vector<Picture> pictures;
    std::vector<OtherContent> others;
    std::vector<std::string> bodies; ///< the types of what is painted on it, as stated
    std::vector<std::string> elsewhere; ///< addresses of pages that hold its content and are not part of the document
    std::vector<Canvas> beside; ///< a cover for a film, the score of a recording
};

struct Range {
    std::string id;
    Texts label;
    std::vector<std::string> canvases; ///< ids
    std::vector<Range> ranges;
};

struct Provider {
    std::string id, homepage, logo; ///< addresses
    Texts name;
};

struct Manifest : Described {
    std::string address; ///< where it was asked for, else its id
    int version = 0; ///< 1 (shared canvas), 2, 3, or 4: only what maps was taken
    std::vector<Provider> providers;
    std::string start; ///< id of a canvas
    std::vector<Range> ranges;
    std::vector<Canvas> canvases;
    std::int64_t leftOut = 0; ///< canvases beyond what is read
};

/// A member of a collection; what it holds is asked for when it is needed.
struct Member {
    std::string address;
    bool isCollection = false;
    Texts label;
    std::string thumbnail;
    Json embedded; ///< the whole, where the collection holds it
};

struct Collection : Described {
    std::string address;
    int version = 0;
    std::vector<Provider> providers;
    std::vector<Member> members; ///< each once
    std::int64_t stated = 0; ///< how many were listed, doubles and all
    std::int64_t total = 0; ///< how many there are on all pages, as stated; 0: not stated
    std::string first, next; ///< addresses of pages
};

/// What an annotation or a content state points at.
struct Target {
    std::string manifest; ///< an address; may be empty
    std::string canvas; ///< an id; may be empty
    std::optional<PixelRect> place;
};

struct Document {
    enum class Kind {
        Manifest,
        Collection,
        Canvas, ///< alone: `manifest` holds just it
        Annotations, ///< a list, a page or one; `targets`
        Service, ///< of one picture
    } kind
        = Kind::Manifest;
    std::string type; ///< as stated
    Manifest manifest;
    Collection collection;
    std::vector<Target> targets;
    std::optional<ImageService> service;
};

/// `address`: where it was found, for relative addresses and for sentences. Errors: JSON that is something else, named.
Result<Document> documentFromJson(const Json& json, std::string_view address);
/// The same from what a server or a file handed out: with a byte order mark, packed, in an old encoding; a web page, nothing, or
/// something that is cut short are errors, each with its own sentence.
Result<Document> readDocument(std::string_view bytes, std::string_view address);

/// What a person gives: the address of a manifest, a collection or a picture; a link to a viewer that names one
/// (?manifest=, ?iiif-content=, #?manifest=); a content state, as JSON or packed for an address.
struct Given {
    std::string address; ///< to be fetched, or
    std::string json; ///< a content state that was given itself
    std::string canvas; ///< the one that is meant, where the link says so; may be empty
};
Given given(std::string_view typed);

/// The region behind "#xywh=": pixels of a canvas of that size.
std::optional<PixelRect> placeOf(std::string_view fragment, int width, int height);

} // namespace opificio::iiif
