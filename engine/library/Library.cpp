// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Library.h"

#include "base/File.h"
#include "base/Text.h"

#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <set>

#include <unistd.h>

namespace opificio {

namespace {

using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

// Each entry brings the file from its index to the next version; never changed once it was out.
constexpr const char* migrations[] = {
    R"(CREATE TABLE items (
        row INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        sha256 TEXT NOT NULL,
        earliest INTEGER, latest INTEGER,
        holder TEXT NOT NULL,
        rights_object TEXT NOT NULL, rights_work TEXT NOT NULL,
        rights_kind TEXT NOT NULL,
        public_domain INTEGER NOT NULL,
        json TEXT NOT NULL);
       CREATE INDEX items_by_hash ON items (sha256);
       CREATE INDEX items_by_kind ON items (rights_kind);
       CREATE TABLE members (collection TEXT NOT NULL, row INTEGER NOT NULL REFERENCES items (row), PRIMARY KEY (collection, row)) WITHOUT ROWID;
       CREATE VIRTUAL TABLE words USING fts5 (title, maker, holder, subjects, description,
        tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');)",
};
constexpr int newestVersion = int(std::size(migrations));

std::string joined(const std::vector<std::string>& list)
{
    std::string text;
    for (const std::string& entry : list)
        text += entry + "\n";
    return text;
}

std::string joined(const std::map<std::string, std::string>& texts)
{
    std::string all;
    for (const auto& [language, value] : texts)
        all += value + "\n";
    return all;
}

// Words as FTS5 wants them: every one in quotation marks, so that no sign in them means anything.
std::string matchOf(const std::string& typed)
{
    std::vector<std::string> terms;
    std::string term;
    bool quoted = false, openEnd = false;
    auto end = [&] {
        const bool hasLetter = std::any_of(term.begin(), term.end(),
            [](char byte) { return std::isalnum(static_cast<unsigned char>(byte)) || static_cast<unsigned char>(byte) >= 0x80; });
        if (hasLetter)
            terms.push_back("\"" + term + "\"");
        openEnd = hasLetter && !quoted;
        term.clear();
    };
    for (char byte : typed) {
        if (byte == '"') {
            end();
            quoted = !quoted;
        } else if (!quoted && std::isspace(static_cast<unsigned char>(byte))) {
            end();
            openEnd = false;
        } else if (byte != '\0') {
            term += byte;
        }
    }
    quoted = false;
    const bool lastIsTyped = !term.empty();
    end();
    std::string match;
    for (std::size_t index = 0; index < terms.size(); ++index) {
        if (index > 0)
            match += " AND ";
        match += terms[index];
        // The last word may still be in the typing.
        if (index + 1 == terms.size() && lastIsTyped && openEnd)
            match += "*";
    }
    return match;
}

} // namespace

struct Library::State {
    std::filesystem::path path;
    sqlite3* database = nullptr;

    ~State() { sqlite3_close_v2(database); }

    Error newer() const
    {
        return {Error::Code::Newer,
            text("The library {0} was written by a newer version of this program. Update the program to open it.", path.string()),
            path.string()};
    }

    Error error() const
    {
        const std::string name = path.filename().string();
        switch (sqlite3_errcode(database)) {
        case SQLITE_FULL:
            return writeError(path, ENOSPC);
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return {Error::Code::ReadOnly,
                text("The library {0} is read only here. Check the permissions of its folder.", path.string()), path.string()};
        case SQLITE_CANTOPEN:
            return {Error::Code::ReadOnly,
                text("Cannot open the library {0}. Check that its folder exists and can be written.", path.string()),
                path.string()};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {Error::Code::Busy, text("Another program is writing to the library {0}. Try again in a moment.", name),
                path.string()};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {Error::Code::Unreadable,
                text("The library {0} is damaged. Put back a copy, or move it away to begin a new one.", path.string()),
                path.string()};
        case SQLITE_NOMEM:
            return {Error::Code::OutOfMemory, text("There is not enough memory for the library."), path.string()};
        case SQLITE_IOERR:
            return {Error::Code::Unreadable,
                text("The disk of the library {0} does not answer: {1}.", path.string(), sqlite3_errmsg(database)),
                path.string()};
        default:
            return {Error::Code::Internal, text("The library {0} cannot do this: {1}.", name, sqlite3_errmsg(database)),
                path.string()};
        }
    }

    Result<> run(const char* sql) const
    {
        if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            return error();
        return {};
    }

    Result<Statement> prepare(const std::string& sql) const
    {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(database, sql.c_str(), int(sql.size()), &statement, nullptr) != SQLITE_OK)
            return error();
        return Statement(statement, sqlite3_finalize);
    }

    Result<std::int64_t> number(const std::string& sql) const
    {
        TRY(Statement statement, prepare(sql));
        if (sqlite3_step(statement.get()) != SQLITE_ROW)
            return error();
        return std::int64_t(sqlite3_column_int64(statement.get(), 0));
    }

    Result<> migrate();
    Result<Change> put(const Item& item);
    Result<std::optional<std::pair<std::int64_t, Item>>> byId(std::string_view id) const;
};

namespace {

void give(const Statement& statement, int index, std::string_view value)
{
    sqlite3_bind_text(statement.get(), index, value.data(), int(value.size()), SQLITE_TRANSIENT);
}

void give(const Statement& statement, int index, std::optional<int> value)
{
    if (value)
        sqlite3_bind_int(statement.get(), index, *value);
    else
        sqlite3_bind_null(statement.get(), index);
}

std::string textColumn(const Statement& statement, int index)
{
    auto bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), index));
    return bytes ? std::string(bytes, std::size_t(sqlite3_column_bytes(statement.get(), index))) : std::string();
}

Result<Item> itemOf(const Statement& statement, int column)
{
    TRY(const Json json, parseJson(textColumn(statement, column), "library.sqlite"));
    return itemFromJson(json);
}

bool isPublicDomain(const RightsOfItem& rights)
{
    auto object = findRights(rights.object);
    auto work = findRights(rights.work);
    return object && object->publicDomain && (rights.work == notStated || (work && work->publicDomain));
}

} // namespace

Library::Library(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

Result<Library> Library::open(const std::filesystem::path& folder)
{
    auto state = std::make_unique<State>();
    state->path = folder / "library.sqlite";
    std::error_code code;
    // A library on an archive's disk can still be looked through; whoever writes is told.
    const bool isReadOnly = std::filesystem::exists(state->path, code)
        && (::access(folder.c_str(), W_OK) != 0 || ::access(state->path.c_str(), W_OK) != 0);
    if (isReadOnly) {
        std::string address = "file:";
        for (char byte : std::filesystem::absolute(state->path, code).string()) {
            static constexpr std::string_view digits = "0123456789abcdef";
            if (byte == '%' || byte == '?' || byte == '#')
                address += {'%', digits[std::size_t(byte) >> 4], digits[std::size_t(byte) & 15]};
            else
                address += byte;
        }
        // Immutable: nobody writes there, and the files beside it that a shared library needs cannot be made.
        address += "?immutable=1";
        if (sqlite3_open_v2(
                address.c_str(), &state->database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, nullptr)
            != SQLITE_OK)
            return state->error();
        sqlite3_extended_result_codes(state->database, 0);
        TRY(const std::int64_t version, state->number("PRAGMA user_version"));
        if (version == newestVersion)
            return Library(std::move(state));
        if (version > newestVersion)
            return state->newer();
        return Error{Error::Code::ReadOnly,
            text("The library {0} is read only here. Check the permissions of its folder.", state->path.string()),
            state->path.string()};
    }
    TRY_DO(makeFolder(folder));
    if (sqlite3_open_v2(
            state->path.c_str(), &state->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr)
        != SQLITE_OK)
        return state->error();
    sqlite3_extended_result_codes(state->database, 0);
    sqlite3_busy_timeout(state->database, 10'000);
    // The version is asked before anything is written: a newer program's library stays as it is.
    TRY(const std::int64_t version, state->number("PRAGMA user_version"));
    if (version > newestVersion)
        return state->newer();
    TRY_DO(state->run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = "
                      "OFF; PRAGMA cache_size = -65536;"));
    if (version < newestVersion)
        TRY_DO(state->migrate());
    return Library(std::move(state));
}

Result<> Library::State::migrate()
{
    TRY_DO(run("BEGIN IMMEDIATE"));
    // Another process may have done it while this one waited.
    auto version = number("PRAGMA user_version");
    for (std::int64_t step = version ? *version : newestVersion; step < newestVersion; ++step) {
        if (auto done = run(migrations[step]); !done) {
            Error why = done.takeError();
            (void)run("ROLLBACK");
            return why;
        }
    }
    const std::string mark = "PRAGMA user_version = " + std::to_string(newestVersion) + "; COMMIT";
    if (auto done = run(mark.c_str()); !done) {
        Error why = done.takeError();
        (void)run("ROLLBACK");
        return why;
    }
    return {};
}

Result<std::optional<std::pair<std::int64_t, Item>>> Library::State::byId(std::string_view id) const
{
    TRY(const Statement statement, prepare("SELECT row, json FROM items WHERE id = ?1"));
    give(statement, 1, id);
    switch (sqlite3_step(statement.get())) {
    case SQLITE_ROW: {
        TRY(Item item, itemOf(statement, 1));
        return std::optional(std::pair(std::int64_t(sqlite3_column_int64(statement.get(), 0)), std::move(item)));
    }
    case SQLITE_DONE:
        return std::optional<std::pair<std::int64_t, Item>>();
    default:
        return error();
    }
}

Result<Library::Change> Library::State::put(const Item& given)
{
    TRY(const auto known, byId(given.id));
    Item item = known ? united(known->second, given) : given;
    item.sharing = sharingOf(item);
    if (known && item == known->second)
        return Change::Unchanged;
    TRY(const Statement statement,
        prepare("INSERT INTO items (row, id, sha256, earliest, latest, holder, rights_object, rights_work, rights_kind, "
                "public_domain, json)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
                " ON CONFLICT (id) DO UPDATE SET sha256 = ?3, earliest = ?4, latest = ?5, holder = ?6, rights_object = ?7, "
                "rights_work = ?8, rights_kind = ?9,"
                " public_domain = ?10, json = ?11"));
    if (known)
        sqlite3_bind_int64(statement.get(), 1, known->first);
    give(statement, 2, item.id);
    give(statement, 3, item.sha256);
    give(statement, 4, item.years ? item.years->earliest : std::nullopt);
    give(statement, 5, item.years ? item.years->latest : std::nullopt);
    give(statement, 6, item.holder);
    give(statement, 7, item.rights.object);
    give(statement, 8, item.rights.work);
    give(statement, 9, rightsKind(item.rights));
    sqlite3_bind_int(statement.get(), 10, isPublicDomain(item.rights));
    give(statement, 11, printJsonLine(toJson(item)));
    if (sqlite3_step(statement.get()) != SQLITE_DONE)
        return error();
    const std::int64_t row = known ? known->first : sqlite3_last_insert_rowid(database);
    if (known) {
        TRY(const Statement remove, prepare("DELETE FROM words WHERE rowid = ?1"));
        sqlite3_bind_int64(remove.get(), 1, row);
        if (sqlite3_step(remove.get()) != SQLITE_DONE)
            return error();
    }
    TRY(const Statement words,
        prepare("INSERT INTO words (rowid, title, maker, holder, subjects, description) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
    sqlite3_bind_int64(words.get(), 1, row);
    // What nobody titled is found by the name of its file.
    give(words, 2, isTitled(item) ? joined(item.title) : item.file.stem().string());
    give(words, 3, joined(item.maker));
    give(words, 4, item.holder);
    give(words, 5, joined(item.subjects) + item.place);
    give(words, 6, joined(item.description) + item.date);
    if (sqlite3_step(words.get()) != SQLITE_DONE)
        return error();
    for (const std::string& collection : item.collections) {
        TRY(const Statement member, prepare("INSERT OR IGNORE INTO members (collection, row) VALUES (?1, ?2)"));
        give(member, 1, collection);
        sqlite3_bind_int64(member.get(), 2, row);
        if (sqlite3_step(member.get()) != SQLITE_DONE)
            return error();
    }
    return known ? Change::Changed : Change::Added;
}

Result<std::vector<Library::Change>> Library::put(std::span<const Item> items)
{
    TRY_DO(m_state->run("BEGIN IMMEDIATE"));
    std::vector<Change> changes;
    for (const Item& item : items) {
        auto change = m_state->put(item);
        if (!change) {
            (void)m_state->run("ROLLBACK");
            return change.takeError();
        }
        changes.push_back(*change);
    }
    if (auto done = m_state->run("COMMIT"); !done) {
        Error why = done.takeError();
        (void)m_state->run("ROLLBACK");
        return why;
    }
    return changes;
}

Result<std::optional<Item>> Library::find(std::string_view idOrHash) const
{
    TRY(auto known, m_state->byId(idOrHash));
    if (known)
        return std::optional(std::move(known->second));
    TRY(const Statement statement,
        m_state->prepare("SELECT json FROM items WHERE sha256 = ?1 AND sha256 <> '' ORDER BY row LIMIT 1"));
    give(statement, 1, idOrHash);
    switch (sqlite3_step(statement.get())) {
    case SQLITE_ROW: {
        TRY(Item item, itemOf(statement, 0));
        return std::optional(std::move(item));
    }
    case SQLITE_DONE:
        return std::optional<Item>();
    default:
        return m_state->error();
    }
}

Result<Item> Library::item(std::string_view id) const
{
    TRY(auto exact, find(id));
    if (exact)
        return std::move(*exact);
    if (id.size() >= 6) {
        TRY(const Statement statement,
            m_state->prepare("SELECT json FROM items WHERE substr(id, 1, ?2) = ?1 OR substr(sha256, 1, ?2) = ?1 LIMIT 2"));
        give(statement, 1, id);
        sqlite3_bind_int64(statement.get(), 2, sqlite3_int64(id.size()));
        if (sqlite3_step(statement.get()) == SQLITE_ROW) {
            TRY(Item item, itemOf(statement, 0));
            if (sqlite3_step(statement.get()) == SQLITE_ROW)
                return Error{
                    Error::Code::Invalid, text("More than one item begins with {0}. Give more of its id.", id), std::string(id)};
            return item;
        }
    }
    return Error{Error::Code::NotFound, text("The library has no item {0}. Find ids with: search WORDS.", id), std::string(id)};
}

Result<std::vector<Item>> Library::search(const Search& search) const
{
    std::vector<Item> items;
    Result<> read = {};
    auto visited = visit(search, [&](const Row& row) {
        auto json = parseJson(row.json, "library.sqlite");
        auto item = json ? itemFromJson(*json) : Result<Item>(json.takeError());
        if (!item) {
            read = item.takeError();
            return false;
        }
        items.push_back(std::move(*item));
        return true;
    });
    if (!visited)
        return visited.takeError();
    if (!read)
        return read.takeError();
    return items;
}

Result<> Library::visit(const Search& search, const std::function<bool(const Row& row)>& take) const
{
    const std::string match = matchOf(search.words);
    // Words were typed, but nothing in them can be looked for.
    const bool onlySigns = match.empty() && search.words.find_first_not_of(" \t\r\n") != std::string::npos;
    if (onlySigns)
        return {};
    // The best are chosen among numbers; only theirs are the descriptions that are read.
    const std::string weight = match.empty() ? "0" : "bm25(words, 10.0, 6.0, 2.0, 3.0, 1.0)";
    std::string sql = "SELECT items.row AS hit, " + weight + " AS weight FROM items";
    std::vector<std::string> conditions;
    if (!match.empty()) {
        sql += " JOIN words ON words.rowid = items.row";
        conditions.push_back("words MATCH ?1");
    }
    if (!search.collection.empty())
        conditions.push_back("items.row IN (SELECT row FROM members WHERE collection = ?2)");
    if (!search.holder.empty())
        conditions.push_back("instr(lower(items.holder), lower(?3)) > 0");
    std::string rights = search.rights;
    std::replace(rights.begin(), rights.end(), '-', ' ');
    static const std::set<std::string> kinds = {"open", "conditions", "restricted", "unclear", "not stated"};
    if (kinds.contains(rights)) {
        conditions.push_back("items.rights_kind = ?4");
    } else if (rights == "public domain") {
        conditions.push_back("items.public_domain = 1");
    } else if (!search.rights.empty()) {
        rights = canonicalRights(search.rights);
        if (rights.empty())
            return Error{Error::Code::Invalid,
                text("{0} is not a right that can be searched for. Use open, conditions, restricted, unclear, not-stated, "
                     "public-domain or the address of a licence.",
                    search.rights),
                search.rights};
        conditions.push_back("(items.rights_object = ?4 OR items.rights_work = ?4)");
    }
    if (search.from)
        conditions.push_back("(items.latest >= ?5 OR (items.latest IS NULL AND items.earliest IS NOT NULL))");
    if (search.until)
        conditions.push_back("(items.earliest <= ?6 OR (items.earliest IS NULL AND items.latest IS NOT NULL))");
    for (std::size_t index = 0; index < conditions.size(); ++index)
        sql += (index == 0 ? " WHERE " : " AND ") + conditions[index];
    sql = "SELECT id, sha256, rights_kind, public_domain, json FROM (" + sql
        + " ORDER BY weight, hit LIMIT ?7) JOIN items ON items.row = hit ORDER BY weight, hit";
    TRY(const Statement statement, m_state->prepare(sql));
    if (!match.empty())
        give(statement, 1, match);
    give(statement, 2, search.collection);
    give(statement, 3, search.holder);
    give(statement, 4, rights);
    give(statement, 5, search.from);
    give(statement, 6, search.until);
    sqlite3_bind_int(statement.get(), 7, search.limit > 0 ? search.limit : -1);
    auto column = [&](int index) {
        auto bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), index));
        return bytes ? std::string_view(bytes, std::size_t(sqlite3_column_bytes(statement.get(), index))) : std::string_view();
    };
    for (;;) {
        const int step = sqlite3_step(statement.get());
        if (step == SQLITE_DONE)
            return {};
        if (step != SQLITE_ROW)
            return m_state->error();
        if (!take({column(0), column(1), column(2), sqlite3_column_int(statement.get(), 3) != 0, column(4)}))
            return {};
    }
}

Result<std::int64_t> Library::count() const
{
    return m_state->number("SELECT count(*) FROM items");
}

Result<std::vector<Library::Collection>> Library::collections() const
{
    TRY(const Statement statement,
        m_state->prepare("SELECT collection, count(*) FROM members GROUP BY collection ORDER BY collection"));
    std::vector<Collection> collections;
    for (;;) {
        const int step = sqlite3_step(statement.get());
        if (step == SQLITE_DONE)
            return collections;
        if (step != SQLITE_ROW)
            return m_state->error();
        collections.push_back({textColumn(statement, 0), std::int64_t(sqlite3_column_int64(statement.get(), 1))});
    }
}

} // namespace opificio
