#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QHash>
#include <QStringList>
#include <QTranslator>

namespace opificio {

/// The window's words in one language: what qsTr() and tr() ask for, answered from resources/text/LANGUAGE/window.json, where
/// a sentence with a number has two forms, for one and for more: {"%n pictures": ["%n immagine", "%n immagini"]}. The same
/// files as the engine's, so that there is one place to translate. GUI thread.
class Words : public QTranslator {
    Q_OBJECT
public:
    explicit Words(const QString& language, QObject* parent = nullptr);

    bool isEmpty() const override { return m_words.isEmpty(); }
    QString translate(const char* context, const char* source, const char* disambiguation, int n) const override;

private:
    QHash<QByteArray, QStringList> m_words;
};

} // namespace opificio
