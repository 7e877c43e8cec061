#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QHash>
#include <QStringList>
#include <QTranslator>

#include <filesystem>
#include <string>

namespace opificio {

/// The window's words in one language: what qsTr() and tr() ask for, answered from resources/text/LANGUAGE/window*.json, where
/// a sentence with a number has two forms, for one and for more: {"%n pictures": ["%n immagine", "%n immagini"]}; what is not
/// there, from the engine's files beside them, so that there is one place to translate. GUI thread.
class Words : public QTranslator {
    Q_OBJECT
public:
    explicit Words(const QString& language, QObject* parent = nullptr);

    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char* disambiguation, int n) const override;

private:
    void read(const std::filesystem::path& file);
    std::string m_language;
    QHash<QByteArray, QStringList> m_words;
};

} // namespace opificio
