// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/Safetensors.h"

#include "base/File.h"
#include "base/Json.h"
#include "base/Text.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace opificio {

static_assert(std::endian::native == std::endian::little, "The numbers of a file are little-endian and are mapped as they are.");

namespace {

struct TypeRow {
    const char* word;
    Safetensors::Type type;
    std::uint64_t bytes;
};
constexpr TypeRow types[] = {
    {"F64", Safetensors::Type::F64, 8},
    {"F32", Safetensors::Type::F32, 4},
    {"F16", Safetensors::Type::F16, 2},
    {"BF16", Safetensors::Type::BF16, 2},
    {"I64", Safetensors::Type::I64, 8},
    {"I32", Safetensors::Type::I32, 4},
    {"I16", Safetensors::Type::I16, 2},
    {"I8", Safetensors::Type::I8, 1},
    {"U8", Safetensors::Type::U8, 1},
    {"BOOL", Safetensors::Type::Bool, 1},
};

constexpr std::size_t dimensionLimit = 8;
constexpr std::size_t entryLimit = 100'000;

// A whole number of at least 0, or nothing: 1.0, -1, "1" and 1e30 are nothing.
std::optional<std::uint64_t> wholeOf(const Json& json)
{
    if (json.is_number_unsigned())
        return json.get<std::uint64_t>();
    return {};
}

float halfToFloat(std::uint16_t half)
{
    std::uint32_t sign = std::uint32_t(half & 0x8000u) << 16, exponent = (half >> 10) & 31u, fraction = half & 0x3ffu;
    if (exponent == 31)
        return std::bit_cast<float>(sign | 0x7f800000u | (fraction << 13));
    if (exponent == 0) {
        float magnitude = float(fraction) * 0x1p-24f;
        return sign ? -magnitude : magnitude;
    }
    return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (fraction << 13));
}

Error unreadable(std::string sentence, const std::filesystem::path& path)
{
    return {Error::Code::Unreadable, std::move(sentence), path.string()};
}

} // namespace

Result<Safetensors> Safetensors::open(const std::filesystem::path& path)
{
    std::string name = path.filename().string();
    int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return Error{Error::Code::NotFound, text("Cannot find {0}.", path.string()), path.string()};
        return unreadable(text("Cannot open {0}: {1}.", name, std::strerror(errno)), path);
    }
    struct stat status = {};
    bool regular = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    std::uint64_t size = regular ? std::uint64_t(status.st_size) : 0;
    void* mapped = size >= 10 ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
    ::close(file);
    if (!regular)
        return unreadable(text("Cannot read {0}: it is not a file.", name), path);
    if (size < 10)
        return unreadable(text("Cannot read the model {0}: it is cut short.", name), path);
    if (mapped == MAP_FAILED)
        return unreadable(text("Cannot read the model {0}: there is not enough memory.", name), path);

    Safetensors answer;
    answer.m_name = name;
    answer.m_mapping = std::shared_ptr<const void>(mapped, [size](const void* at) { ::munmap(const_cast<void*>(at), size); });
    const auto* bytes = static_cast<const std::byte*>(mapped);
    std::uint64_t headerSize = 0;
    std::memcpy(&headerSize, bytes, 8);
    if (headerSize > size - 8)
        return unreadable(text("Cannot read the model {0}: it is cut short, or it is not a safetensors file.", name), path);
    if (headerSize > headerLimitBytes)
        return unreadable(text("Cannot read the model {0}: its header is larger than a header may be.", name), path);
    TRY(Json header, parseJson(std::string_view(reinterpret_cast<const char*>(bytes) + 8, headerSize), name));
    if (!header.is_object() || header.size() > entryLimit)
        return unreadable(text("Cannot read the model {0}: its header is not a list of tensors.", name), path);

    std::span<const std::byte> data(bytes + 8 + headerSize, size - 8 - headerSize);
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
    for (const auto& [key, entry] : header.items()) {
        if (key == "__metadata__") {
            if (!entry.is_object())
                return unreadable(text("Cannot read the model {0}: its header is not a list of tensors.", name), path);
            for (const auto& [word, value] : entry.items()) {
                if (!value.is_string())
                    return unreadable(text("Cannot read the model {0}: its header is not a list of tensors.", name), path);
                answer.m_metadata.emplace(word, value.get<std::string>());
            }
            continue;
        }
        std::string word = textAt(entry, "dtype");
        const TypeRow* row
            = std::find_if(std::begin(types), std::end(types), [&](const TypeRow& type) { return word == type.word; });
        if (row == std::end(types))
            return unreadable(
                text("Cannot read the model {0}: the numbers of {1} are of an unknown kind.", name, key.substr(0, 100)), path);
        const Json& shape = at(entry, "shape");
        const Json& offsets = at(entry, "data_offsets");
        if (!shape.is_array() || shape.size() > dimensionLimit || !offsets.is_array() || offsets.size() != 2)
            return unreadable(text("Cannot read the model {0}: the shape of {1} is wrong.", name, key.substr(0, 100)), path);
        Entry read{row->type, {}, {}};
        std::uint64_t length = row->bytes;
        for (const Json& dimension : shape) {
            auto count = wholeOf(dimension);
            if (!count || *count > (std::uint64_t(1) << 48) || __builtin_mul_overflow(length, *count, &length))
                return unreadable(text("Cannot read the model {0}: the shape of {1} is wrong.", name, key.substr(0, 100)), path);
            read.shape.push_back(std::int64_t(*count));
        }
        auto begin = wholeOf(offsets[0]), end = wholeOf(offsets[1]);
        if (!begin || !end || *begin > *end || *end > data.size() || *end - *begin != length)
            return unreadable(
                text("Cannot read the model {0}: the numbers of {1} are not where it says.", name, key.substr(0, 100)), path);
        ranges.emplace_back(*begin, *end);
        read.bytes = data.subspan(*begin, length);
        answer.m_entries.emplace(key, std::move(read));
    }
    // One after the other, from the first byte to the last: no number has two names and none has no name.
    std::sort(ranges.begin(), ranges.end());
    std::uint64_t reached = 0;
    for (auto [begin, end] : ranges) {
        if (begin != reached)
            return unreadable(text("Cannot read the model {0}: its tensors overlap or leave gaps.", name), path);
        reached = end;
    }
    if (reached != data.size())
        return unreadable(text("Cannot read the model {0}: its tensors overlap or leave gaps.", name), path);
    return answer;
}

Result<FloatTensor> Safetensors::floats(std::string_view name) const
{
    auto found = m_entries.find(std::string(name));
    if (found == m_entries.end())
        return Error{Error::Code::Unreadable, text("The model {0} has no {1}.", m_name, name), m_name};
    const Entry& entry = found->second;
    FloatTensor answer{entry.shape, {}};
    if (entry.type == Type::F32) {
        answer.values.resize(entry.bytes.size() / 4);
        if (!answer.values.empty())
            std::memcpy(answer.values.data(), entry.bytes.data(), entry.bytes.size());
    } else if (entry.type == Type::F16 || entry.type == Type::BF16) {
        answer.values.resize(entry.bytes.size() / 2);
        for (std::size_t i = 0; i < answer.values.size(); ++i) {
            std::uint16_t half = 0;
            std::memcpy(&half, entry.bytes.data() + i * 2, 2);
            answer.values[i] = entry.type == Type::F16 ? halfToFloat(half) : std::bit_cast<float>(std::uint32_t(half) << 16);
        }
    } else {
        return Error{
            Error::Code::Unsupported, text("The model {0} cannot be used: {1} is not made of fractions.", m_name, name), m_name};
    }
    return answer;
}

Result<> writeSafetensors(const std::filesystem::path& path, const std::map<std::string, FloatTensor>& tensors,
    const std::map<std::string, std::string>& metadata)
{
    Json header = Json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::uint64_t offset = 0;
    for (const auto& [name, tensor] : tensors) {
        std::uint64_t length = tensor.values.size() * sizeof(float);
        header[name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + length}}};
        offset += length;
    }
    std::string words = printJsonLine(header);
    while (!words.empty() && words.back() == '\n')
        words.pop_back();
    words.resize((words.size() + 7) / 8 * 8, ' ');
    std::uint64_t length = words.size();
    std::string content(8, '\0');
    content.reserve(8 + words.size() + offset);
    std::memcpy(content.data(), &length, 8);
    content += words;
    for (const auto& [name, tensor] : tensors)
        content.append(reinterpret_cast<const char*>(tensor.values.data()), tensor.values.size() * sizeof(float));
    return writeFile(path, content);
}

} // namespace opificio
