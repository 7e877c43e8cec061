// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/Metadata.h"

#include "base/File.h"
#include "base/EachLanguage.h"
#include "base/Text.h"
#include "base/Utf8.h"

#include <exiv2/exiv2.hpp>

#include <algorithm>
#include <mutex>

namespace opificio {

namespace {

// Guards: exiv2's XMP reader and its log settings, which are global.
std::mutex exivMutex;

std::string trimmed(std::string text)
{
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string cleaned(const std::string& bytes)
{
    return trimmed(toUtf8(bytes));
}

// Everything that one of the three blocks (or a sidecar) says, before they are weighed.
struct Voice {
    std::string name; ///< "XMP", for doubts
    Metadata said;
};

Metadata::Texts languagesOf(const Exiv2::Xmpdatum& datum)
{
    Metadata::Texts texts;
    if (auto alternatives = dynamic_cast<const Exiv2::LangAltValue*>(&datum.value())) {
        std::string unnamed;
        for (const auto& [language, text] : alternatives->value_) {
            if (language == "x-default")
                unnamed = cleaned(text);
            else if (std::string clean = cleaned(text); !clean.empty())
                texts[language] = clean;
        }
        // The default repeats one of the languages more often than not.
        const bool repeated = std::any_of(texts.begin(), texts.end(), [&](const auto& pair) { return pair.second == unnamed; });
        if (!unnamed.empty() && !repeated)
            texts["und"] = unnamed;
        return texts;
    }
    if (std::string plain = cleaned(datum.toString()); !plain.empty())
        texts["und"] = plain;
    return texts;
}

std::string anyLanguage(const Exiv2::Xmpdatum& datum)
{
    const Metadata::Texts texts = languagesOf(datum);
    for (const char* wanted : {"und", "en", "it"}) {
        if (auto found = texts.find(wanted); found != texts.end())
            return found->second;
    }
    return texts.empty() ? std::string() : texts.begin()->second;
}

std::vector<std::string> listOf(const Exiv2::Xmpdatum& datum)
{
    std::vector<std::string> list;
    for (long index = 0; index < long(datum.count()); ++index) {
        if (std::string entry = cleaned(datum.toString(index)); !entry.empty())
            list.push_back(entry);
    }
    return list;
}

void join(std::string& text, const std::string& more, const char* between)
{
    if (more.empty())
        return;
    if (!text.empty())
        text += between;
    text += more;
}

void readXmp(const Exiv2::XmpData& data, Metadata& said)
{
    std::string licence, statement, rights, usage, city, state, country;
    for (const Exiv2::Xmpdatum& datum : data) {
        const std::string key = datum.key();
        const std::string work = "Xmp.iptcExt.ArtworkOrObject[1]/Iptc4xmpExt:";
        if (key == "Xmp.dc.title")
            said.title = languagesOf(datum);
        else if (key == "Xmp.dc.description")
            said.description = languagesOf(datum);
        else if (key == "Xmp.dc.creator")
            said.creators = listOf(datum);
        else if (key == "Xmp.dc.rights")
            rights = anyLanguage(datum);
        else if (key == "Xmp.dc.subject")
            said.keywords = listOf(datum);
        else if (key == "Xmp.dc.source" && said.source.empty())
            said.source = cleaned(datum.toString());
        else if (key == "Xmp.xmpRights.WebStatement")
            statement = cleaned(datum.toString());
        else if (key == "Xmp.xmpRights.UsageTerms")
            usage = anyLanguage(datum);
        else if (key == "Xmp.cc.license")
            licence = cleaned(datum.toString());
        else if (key == "Xmp.photoshop.Credit")
            said.credit = cleaned(datum.toString());
        else if (key == "Xmp.photoshop.Source")
            said.source = cleaned(datum.toString());
        else if (key == "Xmp.photoshop.DateCreated")
            said.date = cleaned(datum.toString());
        else if (key == "Xmp.photoshop.City")
            city = cleaned(datum.toString());
        else if (key == "Xmp.photoshop.State")
            state = cleaned(datum.toString());
        else if (key == "Xmp.photoshop.Country")
            country = cleaned(datum.toString());
        else if (key == "Xmp.plus.DataMining") {
            said.mining = cleaned(datum.toString());
            if (auto slash = said.mining.find_last_of('/'); slash != std::string::npos)
                said.mining.erase(0, slash + 1);
        } else if (key == work + "AOTitle")
            said.work.title = languagesOf(datum);
        else if (key == work + "AOCreator")
            said.work.creators = listOf(datum);
        else if (key == work + "AOSource")
            said.work.holder = cleaned(datum.toString());
        else if (key == work + "AOSourceInvNo")
            said.work.inventory = cleaned(datum.toString());
        else if (key == work + "AOCircaDateCreated" || (key == work + "AODateCreated" && said.work.date.empty()))
            said.work.date = cleaned(datum.toString());
        else if (key == work + "AOCopyrightNotice")
            said.work.rightsText = anyLanguage(datum);
    }
    said.rightsAddress = !licence.empty() ? licence : statement;
    if (!licence.empty() && !statement.empty() && licence != statement)
        said.rightsDoubts.push_back(
            textInEach(words("The file names two rights statements: {0} and {1}."), {licence, statement}));
    said.rightsText = rights;
    if (usage != rights)
        join(said.rightsText, usage, " · ");
    for (const std::string& part : {city, state, country})
        join(said.place, part, ", ");
}

void readIptc(const Exiv2::IptcData& data, Metadata& said)
{
    // The block says UTF-8 by an escape sequence; without it, it is Latin-1 unless it happens to be well-formed UTF-8.
    std::string city, state, country;
    for (const Exiv2::Iptcdatum& datum : data) {
        const std::string key = datum.key(), value = cleaned(datum.toString());
        if (value.empty())
            continue;
        if (key == "Iptc.Application2.ObjectName")
            said.title["und"] = value;
        else if (key == "Iptc.Application2.Caption")
            said.description["und"] = value;
        else if (key == "Iptc.Application2.Byline")
            said.creators.push_back(value);
        else if (key == "Iptc.Application2.Keywords")
            said.keywords.push_back(value);
        else if (key == "Iptc.Application2.Copyright")
            said.rightsText = value;
        else if (key == "Iptc.Application2.Credit")
            said.credit = value;
        else if (key == "Iptc.Application2.Source")
            said.source = value;
        else if (key == "Iptc.Application2.DateCreated")
            said.date = value;
        else if (key == "Iptc.Application2.City")
            city = value;
        else if (key == "Iptc.Application2.ProvinceState")
            state = value;
        else if (key == "Iptc.Application2.CountryName")
            country = value;
    }
    // A date is eight digits there, with noughts for an unknown month or day; exiv2 hands over what it cannot check raw.
    std::string digits = said.date;
    std::erase(digits, '-');
    if (digits.size() == 8 && digits.find_first_not_of("0123456789") == std::string::npos) {
        const std::string year = digits.substr(0, 4), month = digits.substr(4, 2), day = digits.substr(6, 2);
        // "1901-05" would read as a span of years.
        said.date = month == "00" ? year : day == "00" ? month + "/" + year : year + "-" + month + "-" + day;
    }
    for (const std::string& part : {city, state, country})
        join(said.place, part, ", ");
}

std::optional<double> degreesOf(const Exiv2::ExifData& data, const char* key, const char* side, char negative)
{
    auto found = data.findKey(Exiv2::ExifKey(key));
    if (found == data.end() || found->count() < 3)
        return std::nullopt;
    double degrees = 0, part = 1;
    for (long index = 0; index < 3; ++index, part *= 60) {
        const Exiv2::Rational rational = found->toRational(index);
        if (rational.second == 0)
            return std::nullopt;
        degrees += double(rational.first) / rational.second / part;
    }
    auto letter = data.findKey(Exiv2::ExifKey(side));
    if (letter != data.end() && letter->toString().starts_with(negative))
        degrees = -degrees;
    return std::abs(degrees) <= 180 ? std::optional(degrees) : std::nullopt;
}

void readExif(const Exiv2::ExifData& data, Metadata& said)
{
    auto value = [&](const char* key) {
        auto found = data.findKey(Exiv2::ExifKey(key));
        return found == data.end() ? std::string() : cleaned(found->toString());
    };
    if (std::string description = value("Exif.Image.ImageDescription"); !description.empty())
        said.description["und"] = description;
    if (std::string artist = value("Exif.Image.Artist"); !artist.empty())
        said.creators.push_back(artist);
    said.rightsText = value("Exif.Image.Copyright");
    said.taken = value("Exif.Photo.DateTimeOriginal");
    said.camera = value("Exif.Image.Make");
    std::string model = value("Exif.Image.Model");
    if (model.starts_with(said.camera))
        said.camera = model;
    else
        join(said.camera, model, " ");
    auto orientation = data.findKey(Exiv2::ExifKey("Exif.Image.Orientation"));
    if (orientation != data.end() && orientation->count() > 0)
        said.orientation = std::clamp(int(orientation->toLong()), 1, 8);
    said.latitude = degreesOf(data, "Exif.GPSInfo.GPSLatitude", "Exif.GPSInfo.GPSLatitudeRef", 'S');
    said.longitude = degreesOf(data, "Exif.GPSInfo.GPSLongitude", "Exif.GPSInfo.GPSLongitudeRef", 'W');
    if (!said.latitude || !said.longitude || (*said.latitude == 0 && *said.longitude == 0))
        said.latitude = said.longitude = std::nullopt;
}

// A statement of a weightier block stays; a different one of a lighter block becomes a doubt.
void weigh(std::string& kept, const std::string& said, std::string_view english, const std::string& voice,
    std::vector<Metadata::Texts>& doubts)
{
    if (kept.empty())
        kept = said;
    else if (!said.empty() && said != kept && kept.find(said) == std::string::npos && !english.empty())
        doubts.push_back(textInEach(english, {kept, said, voice}));
}

void weigh(Metadata::Texts& kept, const Metadata::Texts& said, std::string_view english, const std::string& voice,
    std::vector<Metadata::Texts>& doubts)
{
    if (kept.empty()) {
        kept = said;
        return;
    }
    for (const auto& [language, value] : said) {
        // IIM cuts titles at 64 bytes.
        const bool same = std::any_of(kept.begin(), kept.end(),
            [&](const auto& pair) { return pair.second == value || (value.size() >= 60 && pair.second.starts_with(value)); });
        if (!same && !english.empty())
            doubts.push_back(textInEach(english, {kept.begin()->second, value, voice}));
    }
}

void weigh(std::vector<std::string>& kept, const std::vector<std::string>& said, std::string_view english,
    const std::string& voice, std::vector<Metadata::Texts>& doubts)
{
    if (kept.empty())
        kept = said;
    else if (!said.empty() && said != kept && !english.empty())
        doubts.push_back(textInEach(english, {kept.front(), said.front(), voice}));
}

Metadata weighed(const std::vector<Voice>& voices)
{
    Metadata sum;
    for (const auto& [name, said] : voices) {
        auto& doubts = sum.doubts;
        auto& rightsDoubts = sum.rightsDoubts;
        doubts.insert(doubts.end(), said.doubts.begin(), said.doubts.end());
        rightsDoubts.insert(rightsDoubts.end(), said.rightsDoubts.begin(), said.rightsDoubts.end());
        weigh(sum.title, said.title, words("The file's titles disagree: “{0}”, but “{1}” in {2}."), name, doubts);
        weigh(sum.creators, said.creators, words("The file's makers disagree: “{0}”, but “{1}” in {2}."), name, doubts);
        weigh(sum.rightsText, said.rightsText, words("The file's rights disagree: “{0}”, but “{1}” in {2}."), name, rightsDoubts);
        weigh(sum.rightsAddress, said.rightsAddress, words("The file's rights disagree: “{0}”, but “{1}” in {2}."), name,
            rightsDoubts);
        weigh(sum.date, said.date, words("The file's dates disagree: “{0}”, but “{1}” in {2}."), name, doubts);
        weigh(sum.description, said.description, {}, name, doubts);
        weigh(sum.keywords, said.keywords, {}, name, doubts);
        weigh(sum.credit, said.credit, {}, name, doubts);
        weigh(sum.source, said.source, {}, name, doubts);
        weigh(sum.place, said.place, {}, name, doubts);
        weigh(sum.taken, said.taken, {}, name, doubts);
        weigh(sum.camera, said.camera, {}, name, doubts);
        weigh(sum.work.title, said.work.title, {}, name, doubts);
        weigh(sum.work.creators, said.work.creators, {}, name, doubts);
        weigh(sum.work.date, said.work.date, {}, name, doubts);
        weigh(sum.work.holder, said.work.holder, {}, name, doubts);
        weigh(sum.work.inventory, said.work.inventory, {}, name, doubts);
        weigh(sum.work.rightsText, said.work.rightsText, {}, name, doubts);
        // A reservation counts wherever it stands, so the first that is not an allowance is kept.
        if (sum.mining.empty() || (sum.mining == "DMI-ALLOWED" && !said.mining.empty()))
            sum.mining = said.mining;
        if (!sum.latitude)
            sum.latitude = said.latitude, sum.longitude = said.longitude;
        if (sum.orientation == 1)
            sum.orientation = said.orientation;
    }
    return sum;
}

void readSidecar(const std::filesystem::path& path, std::vector<Voice>& voices)
{
    std::filesystem::path beside = path;
    std::filesystem::path appended = path;
    beside.replace_extension(".xmp");
    appended += ".xmp";
    for (const std::filesystem::path& sidecar : {appended, beside}) {
        std::error_code code;
        if (sidecar == path || !std::filesystem::is_regular_file(sidecar, code))
            continue;
        const std::string name = sidecar.filename().string();
        Voice voice{.name = name};
        auto packet = readFile(sidecar, std::size_t(16) << 20);
        Exiv2::XmpData data;
        if (packet && Exiv2::XmpParser::decode(data, *packet) == 0)
            readXmp(data, voice.said);
        else
            voice.said.doubts.push_back(textInEach(words("{0} beside the picture cannot be read."), {name}));
        voices.push_back(std::move(voice));
        return;
    }
}

} // namespace

Result<Metadata> readMetadata(const std::filesystem::path& path)
{
    const std::string name = path.filename().string();
    std::lock_guard lock(exivMutex);
    Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
    std::vector<Voice> voices;
    try {
        Exiv2::XmpParser::initialize();
        readSidecar(path, voices);
        auto image = Exiv2::ImageFactory::open(path.string());
        image->readMetadata();
        Voice xmp{.name = "XMP"}, iptc{.name = "IPTC"}, exif{.name = "EXIF"};
        if (image->xmpData().empty() && !image->xmpPacket().empty())
            xmp.said.doubts.push_back(textInEach(words("The file's XMP block is damaged and was passed over."), {}));
        readXmp(image->xmpData(), xmp.said);
        readIptc(image->iptcData(), iptc.said);
        readExif(image->exifData(), exif.said);
        voices.insert(voices.end(), {xmp, iptc, exif});
    } catch (const std::exception& problem) {
        std::error_code code;
        if (!std::filesystem::is_regular_file(path, code))
            return Error{Error::Code::NotFound, text("Cannot find {0}.", path.string()), path.string()};
        if (voices.empty())
            return Error{Error::Code::Unreadable, text("Cannot read what {0} says of itself.", name), path.string()};
        voices.front().said.doubts.push_back(textInEach(words("Cannot read what {0} says of itself."), {name}));
    }
    return weighed(voices);
}

} // namespace opificio
