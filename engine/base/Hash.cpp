// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"

#include "base/Text.h"

#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>
#include <xxhash.h>

namespace opificio {

namespace {

std::string hex(std::span<const unsigned char> bytes)
{
    std::string out;
    out.reserve(bytes.size() * 2);
    for (unsigned char byte : bytes) {
        out += "0123456789abcdef"[byte >> 4];
        out += "0123456789abcdef"[byte & 15];
    }
    return out;
}

} // namespace

std::string sha256(std::string_view bytes)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest, &length, EVP_sha256(), nullptr);
    return hex({digest, length});
}

Result<std::string> sha256OfFile(const std::filesystem::path& path)
{
    int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return Error{Error::Code::NotFound, text("Cannot find {0}.", path.string()), path.string()};
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    std::vector<char> buffer(1u << 20);
    ssize_t count = 0;
    while ((count = ::read(file, buffer.data(), buffer.size())) != 0) {
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            int failure = errno;
            ::close(file);
            return Error{Error::Code::Unreadable, text("Cannot read {0}: {1}.", path.filename().string(), std::strerror(failure)),
                path.string()};
        }
        EVP_DigestUpdate(context.get(), buffer.data(), std::size_t(count));
    }
    ::close(file);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    EVP_DigestFinal_ex(context.get(), digest, &length);
    return hex({digest, length});
}

bool isSha256(std::string_view text)
{
    if (text.size() != 64)
        return false;
    return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Hasher& Hasher::add(std::string_view text)
{
    std::uint64_t size = text.size();
    m_bytes += 't';
    m_bytes.append(reinterpret_cast<const char*>(&size), sizeof size);
    m_bytes += text;
    return *this;
}

Hasher& Hasher::add(double number)
{
    // Both zeros are one value.
    if (number == 0)
        number = 0;
    m_bytes += 'd';
    m_bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
    return *this;
}

Hasher& Hasher::add(std::int64_t number)
{
    m_bytes += 'i';
    m_bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
    return *this;
}

Hasher& Hasher::add(CacheKey key)
{
    m_bytes += 'k';
    m_bytes.append(reinterpret_cast<const char*>(&key), sizeof key);
    return *this;
}

CacheKey Hasher::key() const
{
    XXH128_hash_t hash = XXH3_128bits(m_bytes.data(), m_bytes.size());
    return {hash.high64, hash.low64};
}

} // namespace opificio
