#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/Result.h"

namespace opificio {

/// Numbers with a shape, as trained: float32, the last index fastest.
struct FloatTensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
    friend bool operator==(const FloatTensor&, const FloatTensor&) = default;
};

/// A file of tensors: eight bytes with the header's length, a JSON header, the numbers. The file may come from
/// anybody: nothing in it is believed before it is checked (length of the header, nesting, types, shapes whose product
/// overflows, ranges outside the file, ranges that overlap or leave gaps). Mapped, not read; any thread.
/// Layout: https://github.com/huggingface/safetensors#format
class Safetensors {
public:
    enum class Type { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool };
    struct Entry {
        Type type = Type::F32;
        std::vector<std::int64_t> shape;
        std::span<const std::byte> bytes; ///< in the mapping, not aligned
    };
    /// A header has at most 100 MB; a file that says more is refused before memory is taken.
    static constexpr std::uint64_t headerLimitBytes = 100'000'000;

    static Result<Safetensors> open(const std::filesystem::path& path);

    const std::map<std::string, Entry>& entries() const { return m_entries; }
    const std::map<std::string, std::string>& metadata() const { return m_metadata; }
    /// A copy of F32, F16 or BF16 numbers as float32; an error for other types and for names that are not there.
    Result<FloatTensor> floats(std::string_view name) const;

private:
    std::shared_ptr<const void> m_mapping;
    std::string m_name;
    std::map<std::string, Entry> m_entries;
    std::map<std::string, std::string> m_metadata;
};

/// All as F32, in the order of their names; the same input gives the same bytes. Written beside, synced and renamed.
Result<> writeSafetensors(const std::filesystem::path& path, const std::map<std::string, FloatTensor>& tensors,
    const std::map<std::string, std::string>& metadata);

} // namespace opificio
