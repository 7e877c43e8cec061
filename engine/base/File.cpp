// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/File.h"

#include "base/Id.h"
#include "base/Text.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace opificio {

namespace {

// Closes on every way out.
struct Descriptor {
    int number = -1;
    ~Descriptor()
    {
        if (number >= 0)
            ::close(number);
    }
};

bool writeAll(int descriptor, std::string_view content)
{
    while (!content.empty()) {
        ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return false;
        }
        content.remove_prefix(std::size_t(written));
    }
    return true;
}

} // namespace

Error writeError(const std::filesystem::path& path, int errorNumber)
{
    std::string name = path.filename().string();
    switch (errorNumber) {
    case ENOSPC:
    case EDQUOT:
        return {Error::Code::DiskFull, text("Cannot write {0}: the disk is full. Free some space and try again.", name),
            path.string()};
    case EFBIG:
        return {Error::Code::DiskFull, text("Cannot write {0}: the file would be larger than this disk allows.", name),
            path.string()};
    case EROFS:
    case EACCES:
    case EPERM:
        return {Error::Code::ReadOnly, text("Cannot write {0}: the folder or the file is read only.", name), path.string()};
    case ENOENT:
        return {Error::Code::NotFound, text("Cannot write {0}: its folder does not exist.", name), path.string()};
    default:
        return {Error::Code::Unreadable, text("Cannot write {0}: {1}.", name, std::strerror(errorNumber)), path.string()};
    }
}

Result<std::string> readFile(const std::filesystem::path& path, std::size_t limitBytes)
{
    std::string name = path.filename().string();
    Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.number < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return Error{Error::Code::NotFound, text("Cannot find {0}.", path.string()), path.string()};
        return Error{Error::Code::Unreadable, text("Cannot open {0}: {1}.", name, std::strerror(errno)), path.string()};
    }
    struct stat status = {};
    if (::fstat(file.number, &status) != 0 || !S_ISREG(status.st_mode))
        return Error{Error::Code::Unreadable, text("Cannot read {0}: it is not a file.", name), path.string()};
    if (std::size_t(status.st_size) > limitBytes)
        return Error{
            Error::Code::TooLarge, text("Cannot read {0}: it is larger than {1} MB.", name, limitBytes >> 20), path.string()};
    std::string content(std::size_t(status.st_size), '\0');
    std::size_t filled = 0;
    while (filled < content.size()) {
        ssize_t count = ::read(file.number, content.data() + filled, content.size() - filled);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return Error{Error::Code::Unreadable, text("Cannot read {0}: {1}.", name, std::strerror(errno)), path.string()};
        if (count == 0)
            break;
        filled += std::size_t(count);
    }
    content.resize(filled);
    return content;
}

Result<> makeFolder(const std::filesystem::path& path)
{
    std::error_code code;
    if (std::filesystem::is_directory(path, code))
        return {};
    std::filesystem::create_directories(path, code);
    if (code)
        return writeError(path, code.value());
    return {};
}

Result<> writeFile(const std::filesystem::path& path, std::string_view content)
{
    std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    TRY_DO(makeFolder(folder));
    std::filesystem::path beside = folder / ("." + path.filename().string() + "." + newId());
    int failure = 0;
    {
        Descriptor file{::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)};
        if (file.number < 0)
            return writeError(path, errno);
        if (!writeAll(file.number, content) || ::fsync(file.number) != 0)
            failure = errno;
    }
    if (!failure && ::rename(beside.c_str(), path.c_str()) != 0)
        failure = errno;
    if (failure) {
        ::unlink(beside.c_str());
        return writeError(path, failure);
    }
    Descriptor parent{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (parent.number >= 0)
        ::fsync(parent.number);
    return {};
}

Result<> appendLine(const std::filesystem::path& path, std::string_view line)
{
    Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666)};
    if (file.number < 0)
        return writeError(path, errno);
    std::string whole(line);
    whole += '\n';
    if (!writeAll(file.number, whole))
        return writeError(path, errno);
    return {};
}

Result<FileLock> FileLock::take(const std::filesystem::path& path)
{
    int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return writeError(path, errno);
    // Somebody who only asks whether it is held has it for an instant.
    int tries = 0;
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (++tries < 10) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            continue;
        }
        ::close(descriptor);
        return Error{Error::Code::Busy,
            text("{0} is open in another window or program. Close it there and try again.",
                path.parent_path().filename().string()),
            path.string()};
    }
    return FileLock(descriptor);
}

bool FileLock::isHeld(const std::filesystem::path& path)
{
    int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    bool held = ::flock(descriptor, LOCK_EX | LOCK_NB) != 0;
    ::close(descriptor);
    return held;
}

int FileLock::copyForChild() const
{
    return ::dup(m_descriptor); // without close-on-exec
}

FileLock::FileLock(FileLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

FileLock& FileLock::operator=(FileLock&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

FileLock::~FileLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace opificio
