// SPDX-License-Identifier: GPL-3.0-or-later
#include "Fuzzy.h"

#include <QChar>
#include <QList>

#include <algorithm>

namespace opificio {

namespace {

// Without accents and capitals: "è" is found by "e".
QString plain(QStringView text)
{
    QString whole = text.toString().normalized(QString::NormalizationForm_D).toCaseFolded();
    whole.removeIf([](QChar letter) { return letter.category() == QChar::Mark_NonSpacing; });
    return whole;
}

bool beginsWord(const QString& name, qsizetype at)
{
    return at == 0 || !name[at - 1].isLetterOrNumber();
}

double wordScore(QStringView word, const QString& name)
{
    // In one piece, at best where a word begins.
    double best = 0;
    for (qsizetype at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1))
        best = std::max(best, at == 0 ? 100.0 : beginsWord(name, at) ? 80.0 : 50.0);
    if (best > 0)
        return best + 20.0 * double(word.size()) / double(std::max<qsizetype>(1, name.size()));
    // Letter by letter, in their order.
    qsizetype at = 0, last = -2;
    for (QChar letter : word) {
        // The beginning of a word, where there is one, is what somebody means by a single letter.
        qsizetype next = name.indexOf(letter, at);
        for (qsizetype other = next; other >= 0 && other != last + 1; other = name.indexOf(letter, other + 1)) {
            if (beginsWord(name, other)) {
                next = other;
                break;
            }
        }
        if (next < 0)
            return 0;
        best += next == last + 1 ? 6 : beginsWord(name, next) ? 8 : 1;
        last = next;
        at = next + 1;
    }
    // Letters strewn over a sentence are no match.
    return best < 3.0 * double(word.size()) ? 0 : std::min(40.0, best);
}

} // namespace

double fuzzyScore(QStringView typed, QStringView name)
{
    QString folded = plain(name);
    double sum = 0;
    int words = 0;
    QString wanted = plain(typed);
    for (QStringView word : QStringView(wanted).split(QChar::fromLatin1(' '), Qt::SkipEmptyParts)) {
        double score = wordScore(word, folded);
        if (score <= 0)
            return 0;
        sum += score;
        ++words;
    }
    return words == 0 ? 1 : sum / words;
}

} // namespace opificio
