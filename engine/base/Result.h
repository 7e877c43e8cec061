#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace opificio {

/// Why an operation failed. `message` is a sentence for the artist: what, which one, what to do.
struct Error {
    enum class Code {
        NotFound,
        Unreadable, ///< damaged, cut short, or not what it says it is
        Unsupported,
        Newer, ///< written by a newer version of the program
        TooLarge,
        ReadOnly,
        DiskFull,
        OutOfMemory,
        Device, ///< the graphics device is missing, lost or refused
        Shader, ///< `what` holds "file:line"
        Network,
        Busy, ///< another process holds it
        Cancelled,
        Invalid, ///< a value, a name or a link that cannot be
        Internal,
    };

    Code code = Code::Internal;
    std::string message;
    /// The file, item, node or "file:line" that the sentence is about; may be empty.
    std::string what = {};
    // Not std::source_location: clang-tidy 14 does not have it.
    const char* file = __builtin_FILE();
    int line = __builtin_LINE();
};

/// The word for a code in machine-readable answers, e.g. "not-found".
const char* codeWord(Error::Code code);

/// A value, or the reason there is none.
template<typename T = std::monostate> class [[nodiscard]] Result {
public:
    Result() requires std::is_same_v<T, std::monostate>
    = default;
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    explicit operator bool() const { return m_state.index() == 0; }
    T& operator*() { return std::get<0>(m_state); }
    const T& operator*() const { return std::get<0>(m_state); }
    T* operator->() { return &std::get<0>(m_state); }
    const T* operator->() const { return &std::get<0>(m_state); }
    const Error& error() const { return std::get<1>(m_state); }
    Error takeError() { return std::move(std::get<1>(m_state)); }

private:
    std::variant<T, Error> m_state;
};

} // namespace opificio

#define OPIFICIO_JOIN_(a, b) a##b
#define OPIFICIO_JOIN(a, b) OPIFICIO_JOIN_(a, b)

/// `TRY(auto image, load(path));` names the value, or returns the error from this function.
#define TRY(name, expression) TRY_(OPIFICIO_JOIN(result_, __LINE__), name, expression)
#define TRY_(result, name, expression)                                                                                           \
    auto result = (expression);                                                                                                  \
    if (!result)                                                                                                                 \
        return result.takeError();                                                                                               \
    name = std::move(*result)

/// `TRY_DO(write(path));` for a result without a value.
#define TRY_DO(expression)                                                                                                       \
    do {                                                                                                                         \
        if (auto result_ = (expression); !result_)                                                                               \
            return result_.takeError();                                                                                          \
    } while (false)
