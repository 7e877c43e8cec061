// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a connection: SFTP.
#include "remote/SshPrivate.h"

#include "base/File.h"
#include "base/Text.h"
#include "remote/SftpWriter.h"

#include <algorithm>
#include <cerrno>
#include <deque>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace opificio {

namespace {

constexpr std::size_t putPiece = 128u << 10;
// What every server answers in one piece; libssh keeps no count of shorter ones.
constexpr std::uint32_t getPiece = 32u << 10;
// As much on its way as a fast line over a continent holds.
constexpr std::size_t getWindow = 64;

} // namespace

Result<> Ssh::Private::openFiles()
{
    expect();
    if (files)
        return {};
    files = sftp_new(session);
    if (files && sftp_init(files) == SSH_OK)
        return {};
    if (files)
        sftp_free(files);
    files = nullptr;
    return ssh_is_connected(session) && !watchdog.hasBitten()
        ? Error{Error::Code::Unsupported, text("{0} does not take files (SFTP).", host), host}
        : broken();
}

Error Ssh::Private::fileError(const std::string& there, bool isWritten)
{
    const int why = sftp_get_error(files);
    watchdog.rest();
    if (!ssh_is_connected(session) || watchdog.hasBitten() || why == SSH_FX_CONNECTION_LOST || why == SSH_FX_NO_CONNECTION)
        return broken();
    if (why == SSH_FX_NO_SUCH_FILE)
        return {Error::Code::NotFound,
            isWritten ? text("Cannot write {0} on {1}: its folder is not there.", there, host)
                      : text("{0} is not there on {1}.", there, host),
            there};
    if (why == SSH_FX_PERMISSION_DENIED)
        return {Error::Code::ReadOnly,
            isWritten ? text("{0} may not be written on {1}.", there, host) : text("{0} may not be read on {1}.", there, host),
            there};
    // SFTP has one word for everything else; of a write it is nearly always this.
    if (isWritten)
        return {Error::Code::DiskFull,
            text("Cannot write {0} on {1}: the space or the quota there is perhaps used up.", there, host), there};
    return {Error::Code::Unreadable, text("Cannot read {0} on {1}.", there, host), there};
}

Result<> Ssh::put(const std::filesystem::path& here, const std::string& there, Task& task)
{
    TRY_DO(m->openFiles());
    std::error_code code;
    const auto bytes = std::filesystem::file_size(here, code);
    const int local = ::open(here.c_str(), O_RDONLY | O_CLOEXEC);
    if (code || local < 0)
        return Error{Error::Code::NotFound, text("Cannot find {0}.", here.string()), here.string()};
    struct Closed {
        int file;
        ~Closed() { ::close(file); }
    } closed{local};
    std::uint64_t at = 0;
    if (Owned<sftp_attributes> known(sftp_stat(m->files, there.c_str())); known && known->size <= bytes)
        at = known->size;
    Owned<sftp_file> file(sftp_open(m->files, there.c_str(), O_WRONLY | O_CREAT | (at == 0 ? O_TRUNC : 0), 0600));
    if (!file)
        return m->fileError(there, true);
    SftpWriter writer(file.get(), at);
    std::vector<char> piece(putPiece);
    std::optional<Error> ended;
    while (at < bytes) {
        const ssize_t count = task.stopped() ? 0 : ::pread(local, piece.data(), piece.size(), off_t(at));
        if (count <= 0) {
            ended = task.stopped() ? Error{Error::Code::Cancelled, text("Stopped.")}
                                   : Error{Error::Code::Unreadable,
                                       text("Cannot read {0}: it changed while it was read.", here.string()), here.string()};
            break;
        }
        m->expect();
        if (!writer.write({piece.data(), std::size_t(count)}))
            break;
        at += std::uint64_t(count);
        task.progress(double(writer.taken()), double(bytes), {});
    }
    // Whatever ended it: what is on its way is answered before anything else is said on this line.
    while (!writer.isSettled() && !writer.isBroken()) {
        m->expect();
        (void)writer.wait();
        task.progress(double(writer.taken()), double(bytes), {});
    }
    if (writer.isBroken()) {
        m->files->errnum = SSH_FX_CONNECTION_LOST;
        return m->fileError(there, true);
    }
    if (writer.refusal() != SSH_FX_OK) {
        // Pieces behind the one that was refused may have been taken: with a hole before them they are nothing to go on from.
        sftp_attributes_struct sound = {};
        sound.flags = SSH_FILEXFER_ATTR_SIZE;
        sound.size = writer.taken();
        m->expect();
        (void)sftp_setstat(m->files, there.c_str(), &sound);
        m->files->errnum = writer.refusal();
        return m->fileError(there, true);
    }
    m->expect();
    if (sftp_close(file.release()) != SSH_OK)
        return m->fileError(there, true);
    m->watchdog.rest();
    return ended ? Result<>(*ended) : Result<>();
}

Result<> Ssh::get(const std::string& there, const std::filesystem::path& here, Task& task)
{
    TRY_DO(m->openFiles());
    Owned<sftp_file> file(sftp_open(m->files, there.c_str(), O_RDONLY, 0));
    if (!file)
        return m->fileError(there, false);
    Owned<sftp_attributes> known(sftp_fstat(file.get()));
    if (!known)
        return m->fileError(there, false);
    const std::uint64_t bytes = known->size;
    const int local = ::open(here.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (local < 0)
        return writeError(here, errno);
    struct Closed {
        int file;
        ~Closed() { ::close(file); }
    } closed{local};
    std::uint64_t at = std::uint64_t(std::max<off_t>(0, ::lseek(local, 0, SEEK_END)));
    if (at > bytes)
        at = 0;
    if (::ftruncate(local, off_t(at)) != 0)
        return writeError(here, errno);
    sftp_seek64(file.get(), at);
    // Several questions are on their way at a time: one alone would wait for the way there and back.
    std::deque<int> asked;
    std::uint64_t behind = at;
    std::vector<char> piece(getPiece);
    const auto ask = [&] {
        while (behind < bytes && asked.size() < getWindow) {
            const int id = sftp_async_read_begin(file.get(), getPiece);
            if (id < 0)
                return false;
            asked.push_back(id);
            behind += getPiece;
        }
        return true;
    };
    while (at < bytes) {
        m->expect();
        if (task.stopped())
            return Error{Error::Code::Cancelled, text("Stopped.")};
        if (!ask())
            return m->fileError(there, false);
        const int id = asked.front();
        asked.pop_front();
        const int count = sftp_async_read(file.get(), piece.data(), getPiece, std::uint32_t(id));
        if (count < 0)
            return m->fileError(there, false);
        if (count == 0)
            return Error{Error::Code::Unreadable, text("{0} on {1} became shorter while it was read.", there, m->host), there};
        if (::pwrite(local, piece.data(), std::size_t(count), off_t(at)) != count)
            return writeError(here, errno ? errno : EIO);
        at += std::uint64_t(count);
        if (std::uint32_t(count) < getPiece && at < bytes) {
            // A server that answers in smaller pieces: what was asked behind does not fit any more.
            for (; !asked.empty(); asked.pop_front()) {
                if (sftp_async_read(file.get(), piece.data(), getPiece, std::uint32_t(asked.front())) < 0)
                    return m->fileError(there, false);
            }
            behind = at;
            sftp_seek64(file.get(), at);
        }
        task.progress(double(at), double(bytes), {});
    }
    // Answers that were asked for and not taken would be kept for ever.
    for (; !asked.empty(); asked.pop_front())
        (void)sftp_async_read(file.get(), piece.data(), getPiece, std::uint32_t(asked.front()));
    m->expect();
    file.reset();
    m->watchdog.rest();
    if (::fsync(local) != 0)
        return writeError(here, errno);
    return {};
}

Result<std::string> Ssh::read(const std::string& there, std::uint64_t offset, std::size_t limit)
{
    TRY_DO(m->openFiles());
    Owned<sftp_file> file(sftp_open(m->files, there.c_str(), O_RDONLY, 0));
    if (!file)
        return m->fileError(there, false);
    sftp_seek64(file.get(), offset);
    std::string content(limit, '\0');
    std::size_t filled = 0;
    while (filled < limit) {
        m->expect();
        const ssize_t count = sftp_read(file.get(), content.data() + filled, std::min<std::size_t>(limit - filled, getPiece));
        if (count < 0)
            return m->fileError(there, false);
        if (count == 0)
            break;
        filled += std::size_t(count);
    }
    m->expect();
    file.reset();
    m->watchdog.rest();
    content.resize(filled);
    return content;
}

Result<std::vector<RemoteEntry>> Ssh::list(const std::string& folder)
{
    TRY_DO(m->openFiles());
    Owned<sftp_dir> open(sftp_opendir(m->files, folder.c_str()));
    if (!open)
        return m->fileError(folder, false);
    std::vector<RemoteEntry> entries;
    m->expect();
    while (Owned<sftp_attributes> found{sftp_readdir(m->files, open.get())}) {
        m->expect();
        const std::string name = found->name ? found->name : "";
        // A name from elsewhere becomes a name here: it must be one, and no way out of its folder.
        if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos)
            continue;
        entries.push_back({name, found->size, std::int64_t(found->mtime), found->type == SSH_FILEXFER_TYPE_DIRECTORY});
        if (entries.size() > 100'000)
            return Error{
                Error::Code::TooLarge, text("{0} on {1} holds more files than can be looked at.", folder, m->host), folder};
    }
    if (!sftp_dir_eof(open.get()))
        return m->fileError(folder, false);
    open.reset();
    m->watchdog.rest();
    return entries;
}

} // namespace opificio
