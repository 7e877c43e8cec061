#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/Json.h"
#include "base/Result.h"
#include "image/Image.h"
#include "library/Item.h"

namespace opificio {

/// A picture that a server hands out in any size and in tiles: what its info.json says (IIIF Image API 1.0, 1.1, 2 and 3), or
/// as much of it as a manifest repeats. A value; every function here is pure and for any thread.
///
///     TRY(const ImageService service, imageServiceFromJson(info, asked));
///     const Asked small = askPicture(service, 384); // small.address is fetched by web/Web.h
///     const Pyramid pyramid = pyramidOf(service);
///     for (each tile that is seen)
///         if (auto tile = tileOf(service, pyramid, level, column, row)) ...
struct ImageService {
    struct Tiles {
        int width = 0, height = 0;
        std::vector<int> scaleFactors; ///< ascending
        friend bool operator==(const Tiles&, const Tiles&) = default;
    };

    std::string address; ///< as it was asked, without a slash at its end: what a server says of itself may be wrong
    std::string stated; ///< its own id, where that is another one
    int version = 0; ///< 1, 2 or 3; 0: not known
    int level = -1; ///< 0, 1 or 2: what a server must be able to do; -1: not known, taken for 0
    bool isRead = false; ///< info.json was read; else this is what a manifest says of it
    int width = 0, height = 0; ///< 0: not known
    std::vector<Size> sizes; ///< of the whole picture, ascending: at level 0 the only ones
    std::vector<Tiles> tiles;
    int maxWidth = 0, maxHeight = 0; ///< 0: no limit
    std::int64_t maxArea = 0;
    std::vector<std::string> formats, qualities, supports; ///< beyond what the level asks for
    std::string rights; ///< as stated: an address
    Texts attribution; ///< as stated
    std::string logo; ///< an address
    /// "": open; else what kind of login is named ("http://iiif.io/api/auth/1/login", "AuthProbeService2").
    std::string login;

    friend bool operator==(const ImageService&, const ImageService&) = default;
};

/// An info.json, whatever version it is; `asked` is the address that it was fetched for, with or without /info.json. Never
/// throws; an error is no image service, or one without a size.
Result<ImageService> imageServiceFromJson(const Json& info, std::string_view asked);
/// What a manifest says under "service": an object, a list, or only an address. Of several the newest version that is an
/// image service; nothing where none is. `base`: where the manifest was found, for relative addresses.
std::optional<ImageService> embeddedService(const Json& service, std::string_view base = {});
/// The same as what is stored with an item; read back by imageServiceFromJson().
Json toJson(const ImageService& service);

/// What an item knows of its picture's service: what was read of it, else what its manifest says. Its address is empty where
/// there is none.
ImageService serviceOf(const RemotePicture& picture);

/// "https://host/path/ID" from any address below it ("…/ID/info.json", "…/ID/full/max/0/default.jpg").
std::string serviceAddressOf(std::string_view address);
std::string infoAddress(const ImageService& service);

struct PixelRect {
    int x = 0, y = 0, width = 0, height = 0; ///< pixels, from the top left corner
    friend bool operator==(const PixelRect&, const PixelRect&) = default;
};

/// A region in the words of the Image API ("10,20,300,400", "pct:25,0,50,100", "square"; empty: the whole), in pixels of a
/// picture of that size and cut at its edges. Nothing where none of it lies inside, or where it is no region.
std::optional<PixelRect> regionOf(std::string_view region, Size whole);
/// A rotation in the words of the Image API ("90", "!180") as the orientation of Exif that turns a picture so: 1 to 8; 0 for
/// other angles. ("!" mirrors before it turns.)
int orientationOf(std::string_view rotation);

/// An address that can be asked, and the pixels that shall come.
struct Asked {
    std::string address;
    Size size; ///< 0 x 0: not known before it comes
    std::string otherwise; ///< the same in other words, for servers that refuse the first; may be empty
    friend bool operator==(const Asked&, const Asked&) = default;
};

/// The picture with at most `longestEdge` pixels along its longer edge (0: as large as there is). Never enlarged, within the
/// limits of the service, and at level 0 a size that is listed: the smallest that is large enough, else the largest there is.
/// `region` and `rotation` in the words of the Image API; empty: the whole, upright. Nothing (no address) for a region that
/// lies outside of the picture. Without a known size the server is
/// asked to fit it, where it can.
Asked askPicture(const ImageService& service, int longestEdge, std::string_view region = {}, std::string_view rotation = {});

/// A small picture: a size that is listed where one is near, because a server has it ready, else askPicture().
Asked askThumbnail(const ImageService& service, int edge);

/// The levels of a picture for deep zoom, from the smallest to the whole.
struct Pyramid {
    struct Level {
        int scaleFactor = 1; ///< one pixel of this level is so many of the whole; nominal where only sizes are listed
        Size size; ///< of the level
        Size tile; ///< of its tiles, in pixels of the level; those at the right and the bottom may be smaller
        int columns = 1, rows = 1;
        friend bool operator==(const Level&, const Level&) = default;
    };
    Size size; ///< of the whole
    std::vector<Level> levels; ///< empty where the service states no size
    friend bool operator==(const Pyramid&, const Pyramid&) = default;
};

/// As the service lists tiles; without any: its listed sizes, a tile each, at level 0, and tiles of 512 above it.
Pyramid pyramidOf(const ImageService& service);

struct PyramidTile {
    Asked asked;
    PixelRect region; ///< of the whole picture, clipped at the right and at the bottom
    PixelRect place; ///< the same in pixels of its level; its size is what shall come
    friend bool operator==(const PyramidTile&, const PyramidTile&) = default;
};

/// Nothing outside of the pyramid.
std::optional<PyramidTile> tileOf(const ImageService& service, const Pyramid& pyramid, int level, int column, int row);

/// The smallest level whose picture has at least `pixels` along the whole picture's width; else the last.
int levelFor(const Pyramid& pyramid, double pixels);

} // namespace opificio
