// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/EachLanguage.h"
#include "base/File.h"
#include "base/Text.h"
#include "library/Importer.h"
#include "library/Table.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <set>

namespace opificio::importers {

namespace {

namespace fs = std::filesystem;

// What a column can be, and how museums name it: the surest name first, since of several columns for one field the surest
// counts. Spelling is compared without case, spaces, signs, prefixes ("dcterms:") and numbers ("[1]"). The short ones are
// fields of the Italian catalogue's standards (ICCD): SGTT, AUTN, DTZG ...
const std::vector<std::pair<std::string, std::vector<std::string>>>& fieldNames()
{
    static const std::vector<std::pair<std::string, std::vector<std::string>>> names = {
        {"file",
            {"file", "filename", "filepath", "path", "localfile", "imagefile", "fileimmagine", "nomefile", "image", "picture",
                "immagine", "percorso", "media", "foto", "objectimage", "isshownby"}},
        {"title",
            {"title", "titolo", "objecttitle", "titel", "titre", "sgtt", "label", "name", "nome", "denominazione", "objectname",
                "soggetto", "sgti", "ogtd"}},
        {"maker",
            {"maker", "creator", "artist", "author", "autore", "artista", "creatore", "artistdisplayname", "objectcreator",
                "photographer", "fotografo", "makers", "creators", "artists", "authors", "autori", "künstler", "autn"}},
        {"date",
            {"date", "data", "dated", "objectdate", "datazione", "displaydate", "datecreated", "created", "creationdate",
                "objectcreationdate", "dataoperadarte", "year", "anno", "cronologia", "epoca", "dtzg", "temporal", "issued"}},
        {"holder",
            {"holder", "institution", "istituzione", "museum", "museo", "repository", "dataprovider", "detentore",
                "conservazione", "luogodiconservazione", "istitutodiconservazione", "ldcn", "archive", "archivio", "owner",
                "proprietario", "collezione", "provider"}},
        {"rights",
            {"rights", "rightsuri", "rightsurl", "rightsstatement", "license", "licence", "licenza", "licenseuri", "licenseurl",
                "diritti", "objectrights", "dirittiimmagine", "licenzaimmagine", "usagerights"}},
        {"workrights", {"workrights", "rightswork", "dirittiopera", "dirittisullopera"}},
        {"recordrights",
            {"recordrights", "metadatarights", "rightsrecord", "dirittischeda", "dirittimetadati", "licenzascheda",
                "licenzametadati"}},
        {"publicdomain", {"ispublicdomain", "publicdomain", "pubblicodominio"}},
        {"rightstext",
            {"rightstext", "rightsnote", "rightsandreproduction", "copyright", "creditline", "notadiritti", "attribution"}},
        {"source",
            {"source", "sourceurl", "objecturl", "linkresource", "permalink", "persistentlink", "objectpersistentidentifier",
                "isshownat", "landingpage", "pageurl", "page", "url", "link", "indirizzo", "fonte", "web", "uri", "website"}},
        {"description", {"description", "descrizione", "abstract", "summary", "caption", "didascalia"}},
        {"subjects", {"subjects", "subject", "keywords", "tags", "soggetti", "parolechiave", "temi", "classification"}},
        {"place",
            {"place", "luogo", "location", "origin", "placeoforigin", "spatial", "provenienza", "country", "paese", "city",
                "città"}},
        {"id",
            {"id", "identifier", "objectid", "objectnumber", "accessionnumber", "inventory", "inventorynumber", "inventario",
                "numeroinventario", "ninventario", "objectinventorynumber", "invn", "identificativo", "codice", "inv",
                "codicenctn", "nctn", "nct"}},
        {"notes", {"notes", "note", "remarks", "osservazioni", "annotazioni"}},
        {"sha256", {"sha256", "hash", "checksum"}},
    };
    return names;
}

// What names a kind of thing rather than this one: a title where there is no other, else a subject.
bool isKind(std::string_view title)
{
    return title == "objectname" || title == "denominazione" || title == "soggetto" || title == "sgti" || title == "ogtd";
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
    std::size_t rank = 0; ///< 0: the surest name of its field
    bool kind = false; ///< see isKind()
};

// "titolo", "title_en", "Title (it)", "title@de", "dc:title", "objectTitle[1]", "Denominazione / Titolo"
Column columnOf(std::string header)
{
    auto known = [](std::string_view name) {
        const std::string plain = folded(name);
        for (const auto& [field, names] : fieldNames()) {
            if (auto found = std::find(names.begin(), names.end(), plain); found != names.end())
                return Column{field, "und", std::size_t(found - names.begin()), field == "title" && isKind(plain)};
        }
        return Column{};
    };
    if (const std::size_t number = header.rfind('['); number != std::string::npos && number > 0)
        header.resize(number);
    if (const Column column = known(header); !column.field.empty())
        return column;
    const std::size_t mark = header.find_last_of("_-:@.( ");
    if (mark != std::string::npos && mark > 0) {
        const std::string language = folded(header.substr(mark + 1));
        Column column = columnOf(header.substr(0, mark));
        if (language.size() == 2 && (column.field == "title" || column.field == "description")) {
            column.language = language;
            return column;
        }
    }
    // The namespace of a standard: dc, dcterms, edm, schema ...
    if (const std::size_t colon = header.find(':'); colon != std::string::npos) {
        const Column column = known(header.substr(colon + 1));
        if (!column.field.empty())
            return column;
    }
    Column best;
    for (std::size_t at = 0; header.find('/') != std::string::npos && at < header.size();) {
        const std::size_t end = std::min(header.find('/', at), header.size());
        const Column column = known(header.substr(at, end - at));
        if (!column.field.empty() && (best.field.empty() || column.rank < best.rank))
            best = column;
        at = end + 1;
    }
    return best;
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

// Where two columns state different rights, the stricter counts, and it is said.
void setRights(const std::string& value, std::string& right, Item& item)
{
    const std::string found = takeRights(value, item);
    if (found == notStated)
        return;
    if (right != notStated && right != found)
        item.notes.push_back({textInEach(words("Two different rights are stated, {0} and {1}: the stricter counts."),
                                  {rightsLabel(right), rightsLabel(found)}),
            true});
    if (strictness(found) > strictness(right))
        right = found;
}

// "Is Public Domain: true" is about the work, not about the picture of it.
void setPublicDomain(const std::string& value, Item& item)
{
    const std::string plain = folded(value);
    if (plain == "true" || plain == "yes" || plain == "1" || plain == "vero" || plain == "sì" || plain == "si" || plain == "y")
        setRights("http://creativecommons.org/publicdomain/mark/1.0/", item.rights.work, item);
}

void setField(const Column& column, const std::string& value, char separator, Item& item)
{
    const std::string& field = column.field;
    auto add = [&](std::vector<std::string>& list) {
        for (std::string& part : split(value, separator)) {
            if (std::find(list.begin(), list.end(), part) == list.end())
                list.push_back(std::move(part));
        }
    };
    if (field == "title")
        item.title.emplace(column.language, value);
    else if (field == "description")
        item.description.emplace(column.language, value);
    else if (field == "maker")
        add(item.maker);
    else if (field == "subjects")
        add(item.subjects);
    else if (field == "date" && item.date.empty())
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
    else if (field == "publicdomain")
        setPublicDomain(value, item);
    else if (field == "rightstext")
        addRightsWords(value, item);
}

bool isList(const fs::path& path)
{
    const std::string extension = folded(path.extension().string());
    return extension == "csv" || extension == "tsv";
}

// Whether its first lines name columns that are known here: a file and something about it.
bool describesFiles(const fs::path& list)
{
    auto bytes = readFile(list, std::size_t(64) << 20);
    if (!bytes)
        return false;
    const Table table = parseTable(std::string_view(*bytes).substr(0, std::min<std::size_t>(bytes->size(), 4096)));
    std::set<std::string> fields;
    for (const std::string& header : table.header)
        fields.insert(columnOf(header).field);
    fields.erase("");
    return fields.contains("file") && fields.size() >= 2;
}

// A folder's manifest.csv, or the only list in it when that describes files.
fs::path listOf(const fs::path& source)
{
    std::error_code code;
    if (!fs::is_directory(source, code))
        return source;
    const fs::path manifest = source / "manifest.csv";
    if (fs::is_regular_file(manifest, code))
        return manifest;
    fs::path only;
    for (const auto& entry : fs::directory_iterator(source, code)) {
        if (!isList(entry.path()))
            continue;
        if (!only.empty())
            return manifest;
        only = entry.path();
    }
    return !only.empty() && describesFiles(only) ? only : manifest;
}

std::string collection(const std::string& named)
{
    const fs::path source = named;
    const fs::path list = listOf(source);
    const std::string stem = list.stem().string();
    // A dull name says less than the folder's.
    static const std::set<std::string> dull
        = {"manifest", "items", "index", "data", "list", "elenco", "metadata", "catalogo", "catalogue"};
    return dull.contains(folded(stem)) && list.has_parent_path() ? list.parent_path().filename().string() : stem;
}

double sniff(const std::string& named)
{
    const fs::path source = named;
    std::error_code code;
    const fs::path list = listOf(source);
    if (!fs::is_regular_file(list, code))
        return 0;
    if (isList(list))
        return 0.9;
    return folded(list.extension().string()) == "txt" && describesFiles(list) ? 0.6 : 0;
}

// The file that a row names, however its case and its slashes are written.
fs::path fileNamed(const fs::path& folder, const std::string& name)
{
    std::error_code code;
    std::string local = name;
    std::replace(local.begin(), local.end(), '\\', '/');
    for (const fs::path& path : {folder / name, folder / local}) {
        if (fs::is_regular_file(path, code))
            return path;
    }
    auto lowered = [](std::string text) {
        std::transform(text.begin(), text.end(), text.begin(), [](unsigned char byte) { return char(std::tolower(byte)); });
        return text;
    };
    const fs::path wanted = folder / local;
    for (const auto& entry : fs::directory_iterator(wanted.parent_path(), code)) {
        if (lowered(entry.path().filename().string()) == lowered(wanted.filename().string()))
            return entry.path();
    }
    return wanted;
}

// A row that was read: what it says, its id in the list, and its file.
struct Row {
    Candidate candidate;
    std::string id;
};

// Two lists may have the same name: items that the library has under this name and whose files lie elsewhere belong to
// another one, and then the folders above tell the two apart.
std::string prefixFor(const fs::path& list, const std::vector<Row>& rows, const ImportContext& context)
{
    std::string name = collection(list);
    fs::path folder = list.parent_path();
    if (folder.filename() == name)
        folder = folder.parent_path();
    for (;; name = folder.filename().string() + "/" + name, folder = folder.parent_path()) {
        std::size_t same = 0, others = 0;
        for (const Row& row : rows) {
            if (same + others >= 100)
                break;
            const auto known = row.id.empty() ? std::nullopt : context.known("csv:" + name + ":" + row.id);
            if (!known || known->file.empty() || row.candidate.item.file.empty())
                continue;
            std::error_code code;
            const bool isMoved = !fs::exists(known->file, code);
            if (isMoved || known->file.parent_path() == row.candidate.item.file.parent_path())
                ++same;
            else
                ++others;
        }
        if (others <= same || folder.filename().empty())
            return "csv:" + name + ":";
    }
}

Result<> run(const std::string& named, ImportContext& context)
{
    const fs::path source = named;
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
    if (std::any_of(columns.begin(), columns.end(), [](const Column& one) { return one.field == "title" && !one.kind; })) {
        for (Column& column : columns) {
            if (column.kind)
                column.field = "subjects";
        }
    }
    std::string strange;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (columns[index].field.empty() && !table.header[index].empty())
            strange += (strange.empty() ? "" : ", ") + table.header[index];
    }
    if (!strange.empty())
        context.remark(text("Columns of {0} that are not known here and were left out: {1}. To use one, say what it is: --map "
                            "\"title=Column\".",
            name, strange));
    // The surest column of a field is asked first.
    std::vector<std::size_t> order(columns.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
        [&](std::size_t left, std::size_t right) { return columns[left].rank < columns[right].rank; });
    context.expect(std::int64_t(table.rows.size()));
    std::vector<Row> rows;
    for (const Table::Row& row : table.rows) {
        Row read;
        Candidate& candidate = read.candidate;
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
        std::string file;
        for (std::size_t index : order) {
            const std::string& value = row.fields[index];
            if (value.empty())
                continue;
            if (columns[index].field == "file")
                file = file.empty() ? value : file;
            else if (columns[index].field == "id")
                read.id = read.id.empty() ? value : read.id;
            else if (!columns[index].field.empty())
                setField(columns[index], value, table.separator, item);
        }
        if (!file.empty()) {
            if (isAddress(file)) {
                context.skip({candidate.label,
                    text(
                        "Line {0} of {1} names a picture on the web ({2}). Fetch it first: only files of this computer are read.",
                        row.line, name, file)});
                continue;
            }
            std::error_code code;
            item.file = fileNamed(list.parent_path(), file);
            if (!fs::is_regular_file(item.file, code)) {
                context.skip({candidate.label, text("Line {0} of {1}: cannot find {2}.", row.line, name, file)});
                continue;
            }
        } else if (read.id.empty()) {
            read.id = item.source;
        }
        rows.push_back(std::move(read));
    }
    const std::string prefix = prefixFor(list, rows, context);
    for (Row& row : rows) {
        if (!row.id.empty())
            row.candidate.item.id = prefix + row.id;
        TRY_DO(context.emit(std::move(row.candidate)));
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
