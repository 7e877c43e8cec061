// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Result.h"

namespace opificio {

const char* codeWord(Error::Code code)
{
    switch (code) {
    case Error::Code::NotFound:
        return "not-found";
    case Error::Code::Unreadable:
        return "unreadable";
    case Error::Code::Unsupported:
        return "unsupported";
    case Error::Code::Newer:
        return "newer";
    case Error::Code::TooLarge:
        return "too-large";
    case Error::Code::ReadOnly:
        return "read-only";
    case Error::Code::DiskFull:
        return "disk-full";
    case Error::Code::OutOfMemory:
        return "out-of-memory";
    case Error::Code::Device:
        return "device";
    case Error::Code::Shader:
        return "shader";
    case Error::Code::Network:
        return "network";
    case Error::Code::Busy:
        return "busy";
    case Error::Code::Cancelled:
        return "cancelled";
    case Error::Code::Invalid:
        return "invalid";
    case Error::Code::Internal:
        return "internal";
    }
    return "internal";
}

} // namespace opificio
