// SPDX-License-Identifier: GPL-3.0-or-later
#include "Words.h"

#include "base/Json.h"
#include "base/Resources.h"
#include "base/Text.h"

#include "Text.h"

namespace opificio {

Words::Words(const QString& language, QObject* parent)
    : QTranslator(parent)
    , m_language(utf8(language))
{
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(resource("text") / m_language, code)) {
        if (entry.path().filename().string().starts_with("window") && entry.path().extension() == ".json")
            read(entry.path());
    }
}

void Words::read(const std::filesystem::path& file)
{
    auto json = readJson(file, 4u << 20);
    if (!json || !json->is_object())
        return;
    for (const auto& [english, translation] : json->items()) {
        QStringList forms;
        if (translation.is_string())
            forms.append(qt(translation.get<std::string>()));
        else if (translation.is_array()) {
            for (const Json& form : translation) {
                if (form.is_string())
                    forms.append(qt(form.get<std::string>()));
            }
        }
        if (!forms.isEmpty())
            m_words.insert(QByteArray::fromStdString(english), forms);
    }
}

QString Words::translate(const char*, const char* source, const char*, int n) const
{
    auto found = m_words.constFind(QByteArray(source));
    if (found == m_words.constEnd()) {
        // The engine says it, too.
        std::string other = translated(source, m_language);
        return other == source ? QString() : qt(other);
    }
    return n == 1 ? found->first() : found->last();
}

} // namespace opificio
