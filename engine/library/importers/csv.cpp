// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/File.h"
#include "base/Text.h"
#include "library/Importer.h"
#include "library/Table.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace opificio::importers {

namespace {

namespace fs = std::filesystem;

// What a column can be, and how museums name it. Spelling is compared without case, spaces and signs.
const std::vector<std::pair<std::string, std::vector<std::string>>>& fieldNames()
{
    static const std::vector<std::pair<std::string, std::vector<std::string>>> names = {
        {"file",
            {"file", "filename", "filepath", "path", "image", "imagefile", "picture", "immagine", "nomefile", "percorso",
                "fileimmagine", "media", "localfile"}},
        {"title",
            {"title", "titolo", "name", "nome", "objectname", "denominazione", "soggetto", "label", "objecttitle", "titel",
                "titre"}},
        {"maker",
            {"maker", "creator", "artist", "author", "autore", "artista", "creatore", "artistdisplayname", "photographer",
                "fotografo", "makers", "creators", "autori", "künstler"}},
        {"date",
            {"date", "data", "dated", "datazione", "objectdate", "year", "anno", "displaydate", "cronologia", "epoca",
                "datecreated", "dataoperadarte"}},
        {"holder",
            {"holder", "institution", "istituzione", "museum", "museo", "repository", "owner", "detentore", "collezione",
                "conservazione", "archive", "archivio", "provider", "dataprovider", "luogodiconservazione"}},
        {"rights",
            {"rights", "rightsuri", "rightsurl", "license", "licence", "licenza", "licenseuri", "licenseurl", "diritti",
                "rightsstatement", "objectrights", "dirittiimmagine", "usagerights"}},
        {"workrights", {"workrights", "rightswork", "dirittiopera", "dirittisullopera"}},
        {"recordrights", {"recordrights", "metadatarights", "rightsrecord", "dirittischeda", "dirittimetadati"}},
        {"rightstext", {"rightstext", "rightsnote", "copyright", "creditline", "notadiritti", "attribution"}},
        {"source",
            {"source", "sourceurl", "url", "link", "page", "pageurl", "objecturl", "permalink", "indirizzo", "fonte", "web",
                "uri", "website"}},
        {"description", {"description", "descrizione", "abstract", "summary", "caption", "didascalia"}},
        {"subjects", {"subjects", "subject", "keywords", "tags", "soggetti", "parolechiave", "temi", "classification"}},
        {"place", {"place", "luogo", "location", "origin", "placeoforigin", "provenienza", "country", "paese", "city", "città"}},
        {"id",
            {"id", "identifier", "objectid", "objectnumber", "accessionnumber", "inventory", "inventorynumber", "inventario",
                "numeroinventario", "ninventario", "identificativo", "codice", "inv", "nct"}},
        {"notes", {"notes", "note", "remarks", "osservazioni", "annotazioni"}},
        {"sha256", {"sha256", "hash", "checksum"}},
    };
    return names;
}

std::string folded(std::string_view name)
{
    std::string plain;
    for (char byte : name) {
        const auto value = static_cast<unsigned char>(byte);
        if (std::isalnum(value) || value >= 0x80)
            plain += char(std::tolower(value));
    }
    return plain;
}

struct Column {
    std::string field; ///< empty: nothing that is known here
    std::string language = "und";
};

// "titolo", "title_en", "Title (it)", "title@de"
Column columnOf(const std::string& header)
{
    auto fieldOf = [](std::string_view name) {
        const std::string plain = folded(name);
        for (const auto& [field, names] : fieldNames()) {
            if (std::find(names.begin(), names.end(), plain) != names.end())
                return field;
        }
        return std::string();
    };
    if (const std::string field = fieldOf(header); !field.empty())
        return {field};
    const std::size_t mark = header.find_last_of("_-:@.( ");
    if (mark != std::string::npos && mark > 0) {
        std::string language = folded(header.substr(mark + 1));
        const std::string field = fieldOf(header.substr(0, mark));
        if (language.size() == 2 && (field == "title" || field == "description"))
            return {field, language};
    }
    return {};
}

// "title=Titolo;maker=Autore": a person's word for a column stands above every guess.
Result<> applyMap(const std::string& map, const std::vector<std::string>& header, std::vector<Column>& columns)
{
    std::size_t at = 0;
    while (at < map.size()) {
        const std::size_t end = std::min(map.find(';', at), map.size());
        const std::string pair = map.substr(at, end - at);
        at = end + 1;
        if (pair.find_first_not_of(' ') == std::string::npos)
            continue;
        const std::size_t equals = pair.find('=');
        Column column = columnOf(pair.substr(0, equals));
        if (equals == std::string::npos || column.field.empty())
            return Error{Error::Code::Invalid,
                text("“{0}” maps nothing. Write field=Column, for example title=Titolo;maker=Autore.", pair), pair};
        const std::string wanted = folded(pair.substr(equals + 1));
        const auto found
            = std::find_if(header.begin(), header.end(), [&](const std::string& name) { return folded(name) == wanted; });
        if (found == header.end())
            return Error{Error::Code::Invalid, text("The list has no column “{0}”.", pair.substr(equals + 1)), pair};
        for (Column& other : columns) {
            if (other.field == column.field && other.language == column.language)
                other = {};
        }
        columns[std::size_t(found - header.begin())] = column;
    }
    return {};
}

// Several values in one cell.
std::vector<std::string> split(const std::string& cell, char separator)
{
    std::vector<std::string> parts;
    std::string part;
    auto end = [&] {
        const auto begin = part.find_first_not_of(" \n");
        if (begin != std::string::npos)
            parts.push_back(part.substr(begin, part.find_last_not_of(" \n") - begin + 1));
        part.clear();
    };
    for (char byte : cell) {
        // A row's own separator can only stand in a cell on purpose.
        if ((byte == '|' || byte == ';') && byte != separator)
            end();
        else
            part += byte;
    }
    end();
    return parts;
}

bool isAddress(std::string_view value)
{
    return value.starts_with("http://") || value.starts_with("https://");
}

void setRights(const std::string& value, std::string& right, Item& item)
{
    const std::string canonical = canonicalRights(value);
    if (!canonical.empty())
        right = canonical;
    else if (isAddress(value))
        right = value;
    else if (item.rightsText.empty())
        item.rightsText = value;
    else
        item.rightsText += " · " + value;
}

void setField(const Column& column, const std::string& value, char separator, Item& item)
{
    const std::string& field = column.field;
    if (field == "title")
        item.title.emplace(column.language, value);
    else if (field == "description")
        item.description.emplace(column.language, value);
    else if (field == "maker") {
        for (std::string& maker : split(value, separator))
            item.maker.push_back(std::move(maker));
    } else if (field == "subjects") {
        for (std::string& subject : split(value, separator))
            item.subjects.push_back(std::move(subject));
    } else if (field == "date" && item.date.empty())
        item.date = value;
    else if (field == "holder" && item.holder.empty())
        item.holder = value;
    else if (field == "source" && (item.source.empty() || (isAddress(value) && !isAddress(item.source))))
        item.source = value;
    else if (field == "place" && item.place.empty())
        item.place = value;
    else if (field == "notes")
        item.notes.push_back({{{"und", value}}});
    else if (field == "sha256" && value.size() == 64)
        item.sha256 = folded(value);
    else if (field == "rights")
        setRights(value, item.rights.object, item);
    else if (field == "workrights")
        setRights(value, item.rights.work, item);
    else if (field == "recordrights")
        setRights(value, item.rights.record, item);
    else if (field == "rightstext")
        item.rightsText = item.rightsText.empty() ? value : item.rightsText + " · " + value;
}

fs::path listOf(const fs::path& source)
{
    std::error_code code;
    return fs::is_directory(source, code) ? source / "manifest.csv" : source;
}

std::string collection(const fs::path& source)
{
    const fs::path list = listOf(source);
    const std::string stem = list.stem().string();
    // A dull name says less than the folder's.
    static const std::set<std::string> dull
        = {"manifest", "items", "index", "data", "list", "elenco", "metadata", "catalogo", "catalogue"};
    return dull.contains(folded(stem)) && list.has_parent_path() ? list.parent_path().filename().string() : stem;
}

double sniff(const fs::path& source)
{
    std::error_code code;
    const fs::path list = listOf(source);
    if (!fs::is_regular_file(list, code))
        return 0;
    std::string extension = folded(list.extension().string());
    if (extension == "csv" || extension == "tsv")
        return 0.9;
    if (extension != "txt")
        return 0;
    auto bytes = readFile(list, std::size_t(64) << 20);
    if (!bytes)
        return 0;
    const Table table = parseTable(std::string_view(*bytes).substr(0, std::min<std::size_t>(bytes->size(), 4096)));
    return std::count_if(
               table.header.begin(), table.header.end(), [](const std::string& name) { return !columnOf(name).field.empty(); })
            >= 2
        ? 0.6
        : 0;
}

Result<> run(const fs::path& source, ImportContext& context)
{
    const fs::path list = listOf(source);
    const std::string name = list.filename().string();
    TRY(const std::string bytes, readFile(list));
    const Table table = parseTable(bytes);
    if (table.header.empty())
        return Error{Error::Code::Unreadable, text("{0} has no row of column names.", name), list.string()};
    std::vector<Column> columns;
    for (const std::string& header : table.header)
        columns.push_back(columnOf(header));
    TRY_DO(applyMap(context.values.text("map"), table.header, columns));
    auto has = [&](std::string_view field) {
        return std::any_of(columns.begin(), columns.end(), [&](const Column& column) { return column.field == field; });
    };
    if (!has("file") && !has("id") && !has("source"))
        return Error{Error::Code::Invalid,
            text("{0} names no file, id or address in its columns ({1}). Say which column is which, for example --map "
                 "\"file=Column\".",
                name, table.header.front() + ", …"),
            list.string()};
    context.expect(std::int64_t(table.rows.size()));
    for (const Table::Row& row : table.rows) {
        Candidate candidate;
        candidate.label = text("line {0}", row.line);
        if (row.isBroken) {
            context.skip({candidate.label,
                row.fields.size() == table.header.size()
                    ? text("Line {0} of {1} has a quotation mark that does not close.", row.line, name)
                    : text("Line {0} of {1} has {2} fields instead of {3}.", row.line, name, row.fields.size(),
                        table.header.size())});
            continue;
        }
        Item& item = candidate.item;
        std::string file, id;
        for (std::size_t index = 0; index < columns.size(); ++index) {
            const std::string& value = row.fields[index];
            if (value.empty())
                continue;
            if (columns[index].field == "file")
                file = file.empty() ? value : file;
            else if (columns[index].field == "id")
                id = id.empty() ? value : id;
            else if (!columns[index].field.empty())
                setField(columns[index], value, table.separator, item);
        }
        if (!id.empty())
            item.id = "csv:" + collection(source) + ":" + id;
        if (!file.empty()) {
            if (isAddress(file)) {
                context.skip({candidate.label,
                    text("Line {0} of {1} names a picture on the web ({2}). Fetch it first: only files beside the list are read.",
                        row.line, name, file)});
                continue;
            }
            std::string local = file;
            std::replace(local.begin(), local.end(), '\\', '/');
            std::error_code code;
            item.file = list.parent_path() / (fs::exists(list.parent_path() / file, code) ? file : local);
            if (!fs::is_regular_file(item.file, code)) {
                context.skip({candidate.label, text("Line {0} of {1}: cannot find {2}.", row.line, name, file)});
                continue;
            }
        } else if (id.empty() && !item.source.empty()) {
            item.id = "csv:" + collection(source) + ":" + item.source;
        }
        TRY_DO(context.emit(std::move(candidate)));
    }
    return {};
}

} // namespace

extern const Importer csvImporter = {
    .name = "csv",
    .help
    = std::string(words("A list in rows (CSV), with a first row of column names in English or Italian and the files beside it.")),
    .params = {Param{
        .name = "map",
        .label = std::string(words("Columns")),
        .help = std::string(words("Which column is which where their names do not say it: title=Titolo;maker=Autore.")),
        .type = Param::Type::Text,
        .initial = std::string(),
    }},
    .sniff = sniff,
    .run = run,
    .collection = collection,
};

} // namespace opificio::importers
