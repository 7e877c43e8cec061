// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/FilmProbe.h"

#include "media/Film.h"

namespace opificio {

Result<Probed> probeFilm(const std::filesystem::path& file)
{
    auto film = Film::open(file);
    if (!film) {
        // It opened, and there is sound in it and nothing else.
        if (film.error().code == Error::Code::Unsupported && !soundsLikeFilm(file))
            return Probed{"sound", {}, {}};
        return film.takeError();
    }
    // From inside: films begin in black.
    TRY(auto picture, film->frameAt(film->duration() / 3));
    return Probed{"film", film->size(), std::move(picture)};
}

} // namespace opificio
