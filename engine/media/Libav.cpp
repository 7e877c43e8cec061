// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/Libav.h"

#include "base/Log.h"
#include "base/Text.h"

#include <cstdarg>
#include <cstdio>
#include <string>

#include <dlfcn.h>

namespace opificio::ffmpeg {

#define OPIFICIO_FUNCTION(name) decltype(&::name) name = nullptr;
OPIFICIO_LIBAV(OPIFICIO_FUNCTION)
#undef OPIFICIO_FUNCTION

namespace {

/// One of FFmpeg's libraries, open until the program ends.
class Opened {
public:
    Opened(const char* library, int version)
        : m_handle(::dlopen((std::string(library) + ".so." + std::to_string(version)).c_str(), RTLD_NOW | RTLD_LOCAL))
    {
        if (!m_handle)
            m_why = ::dlerror();
    }

    template<class Function> void find(Function*& function, const char* name)
    {
        if (!m_handle)
            return;
        function = reinterpret_cast<Function*>(::dlsym(m_handle, name));
        if (!function)
            m_why = ::dlerror();
    }

    /// Empty when all is well.
    const std::string& why() const { return m_why; }

private:
    void* m_handle;
    std::string m_why;
};

void listen()
{
    av_log_set_level(AV_LOG_ERROR);
    av_log_set_callback([](void*, int level, const char* format, va_list arguments) {
        if (level > AV_LOG_ERROR)
            return;
        char line[512];
        std::vsnprintf(line, sizeof line, format, arguments);
        std::string_view words(line);
        while (words.ends_with('\n'))
            words.remove_suffix(1);
        log(Level::Debug, "media", words);
    });
}

/// Why it cannot be, or nothing.
std::string findAll()
{
#define OPIFICIO_FIND(name) library.find(name, #name);
#define OPIFICIO_FIND_ALL(of, file, version)                                                                                     \
    if (Opened library(file, version); true) {                                                                                   \
        of(OPIFICIO_FIND) if (!library.why().empty()) return library.why();                                                      \
    }
    OPIFICIO_FIND_ALL(OPIFICIO_AVUTIL, "libavutil", LIBAVUTIL_VERSION_MAJOR)
    OPIFICIO_FIND_ALL(OPIFICIO_AVCODEC, "libavcodec", LIBAVCODEC_VERSION_MAJOR)
    OPIFICIO_FIND_ALL(OPIFICIO_AVFORMAT, "libavformat", LIBAVFORMAT_VERSION_MAJOR)
    OPIFICIO_FIND_ALL(OPIFICIO_SWSCALE, "libswscale", LIBSWSCALE_VERSION_MAJOR)
    OPIFICIO_FIND_ALL(OPIFICIO_SWRESAMPLE, "libswresample", LIBSWRESAMPLE_VERSION_MAJOR)
#undef OPIFICIO_FIND_ALL
#undef OPIFICIO_FIND
    listen();
    return {};
}

} // namespace

Result<> begin()
{
    static const std::string why = findAll();
    if (why.empty())
        return {};
    return Error{Error::Code::Unsupported,
        text("Films and sounds cannot be opened or written: a part of FFmpeg is missing on this computer ({0}). Install FFmpeg's "
             "libraries and start again.",
            why),
        why};
}

} // namespace opificio::ffmpeg
