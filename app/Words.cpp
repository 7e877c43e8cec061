// SPDX-License-Identifier: GPL-3.0-or-later
#include "Words.h"

#include "base/Json.h"
#include "base/Resources.h"

#include "Text.h"

namespace opificio {

Words::Words(const QString& language, QObject* parent)
    : QTranslator(parent)
{
    auto json = readJson(resource("text") / utf8(language) / "window.json", 4u << 20);
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
    if (found == m_words.constEnd())
        return {};
    return n == 1 ? found->first() : found->last();
}

} // namespace opificio
