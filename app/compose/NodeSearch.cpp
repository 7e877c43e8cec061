// SPDX-License-Identifier: GPL-3.0-or-later
#include "NodeSearch.h"

#include "base/Text.h"
#include "graph/Isf.h"

#include "Fuzzy.h"
#include "Text.h"

#include <algorithm>
#include <map>

namespace opificio {

namespace {

constexpr qsizetype mostLately = 12;
const QString latelyKey = QStringLiteral("compose.lately");

// How else people call them, in English and Italian: what they know from other programs, and what they want to reach.
const std::map<std::string_view, const char*> synonyms = {
    {"blend",
        "merge mix composite layer overlay multiply screen over add unire mescola sovrapponi livello moltiplica scherma somma"},
    {"blur", "gaussian soften defocus smooth sfoca gaussiana ammorbidisci fuori fuoco"},
    {"displace", "warp distort push bump idistort deforma distorci spingi"},
    {"edge", "contour outline sobel lines drawing sketch bordo bordi linee disegno schizzo"},
    {"exposure", "brightness gain light stops darken lighten luminosita luce diaframma schiarisci scurisci"},
    {"feedback", "trail echo memory loop past delay scia eco ritorno anello passato"},
    {"film", "video movie clip footage read filmato pellicola sequenza ripresa leggi"},
    {"grain", "noise film dust texture rumore pellicola polvere"},
    {"item", "picture image photo read load file still immagine foto fotografia apri carica leggi archivio"},
    {"mask", "matte stencil cut alpha key hide maschera ritaglia nascondi scontorno"},
    {"model", "ai neural learned texture map nca vae generate modello intelligenza artificiale rete appreso genera mappa"},
    {"noise", "clouds perlin fractal random fog nuvole frattale caso nebbia casuale"},
    {"output", "viewer write render export result end uscita risultato esporta fine"},
    {"palette",
        "palette tavolozza colour map gradient tint grade recolour ramp duotone colori gradiente tinta ricolora viraggio"},
    {"sequence", "slideshow dataset pictures series crossfade serie immagini diapositive raccolta"},
    {"text", "title type caption words letters font titolo scritta didascalia parole lettere carattere"},
    {"threshold", "binary black white cut level step bianco nero soglia livello due toni"},
    {"tile", "pattern repeat kaleidoscope mirror wallpaper ripeti piastrella motivo specchio tappezzeria"},
    {"transform", "move scale rotate crop position zoom flip sposta scala ruota ritaglia posizione ingrandisci"},
    {"vignette", "corners dark lens border angoli scuro obiettivo"},
};

QString listed(const NodeType& type)
{
    QStringList inputs;
    for (const Input& input : type.inputs)
        inputs.append(qt(text(input.label)));
    return inputs.join(QStringLiteral(" · "));
}

} // namespace

void NodeSearch::setSession(Session* session)
{
    if (m_session == session)
        return;
    m_session = session;
    if (session) {
        connect(session, &Session::typesChanged, this, &NodeSearch::collect);
        connect(session, &Session::languageChanged, this, &NodeSearch::collect);
        m_lately = session->preferences()
                       ->remembered(latelyKey, QString())
                       .toString()
                       .split(QChar::fromLatin1(' '), Qt::SkipEmptyParts);
    }
    collect();
    Q_EMIT sessionChanged();
}

void NodeSearch::collect()
{
    m_entries.clear();
    if (!m_session || !m_session->types())
        return;
    for (const auto& [name, type] : *m_session->types()) {
        Entry entry;
        entry.type = qt(name);
        entry.label = qt(text(type->label));
        QString italian = qt(translated(type->label, "it")), english = qt(type->label);
        entry.otherLabel = language() == "it" ? english : italian;
        entry.help = qt(text(type->help));
        entry.ports = listed(*type);
        entry.takes = !type->inputs.empty();
        entry.gives = type->hasOutput;
        entry.kind = !entry.takes     ? tr("source")
            : !entry.gives            ? tr("end")
            : type->inputs.size() > 1 ? tr("mixes")
                                      : tr("changes");
        if (auto words = synonyms.find(name); words != synonyms.end())
            entry.synonyms = QString::fromUtf8(words->second);
        if (type->isf) {
            for (const std::string& category : type->isf->categories)
                entry.synonyms += QChar::fromLatin1(' ') + qt(category);
        }
        m_entries.push_back(std::move(entry));
    }
    search();
}

void NodeSearch::setTyped(const QString& typed)
{
    if (m_typed == typed)
        return;
    m_typed = typed;
    search();
}

void NodeSearch::setFits(Fits fits)
{
    if (m_fits == fits)
        return;
    m_fits = fits;
    search();
}

void NodeSearch::search()
{
    struct Found {
        Row row;
        double score;
    };
    std::vector<Found> found;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Entry& entry = m_entries[i];
        bool needsInput = m_fits == TakesPicture || m_fits == TakesAndGives;
        bool needsOutput = m_fits == GivesPicture || m_fits == TakesAndGives;
        if ((needsInput && !entry.takes) || (needsOutput && !entry.gives))
            continue;
        double score = std::max({fuzzyScore(m_typed, entry.label), 0.97 * fuzzyScore(m_typed, entry.otherLabel),
            0.95 * fuzzyScore(m_typed, entry.type), 0.75 * fuzzyScore(m_typed, entry.synonyms),
            0.3 * fuzzyScore(m_typed, entry.help)});
        if (score <= 0)
            continue;
        qsizetype lately = m_lately.indexOf(entry.type);
        if (lately >= 0)
            score += m_typed.isEmpty() ? 100 - double(lately) : 10.0 / double(1 + lately);
        // A wire is more often led through something than ended.
        if (m_fits == TakesPicture && !entry.gives)
            score *= 0.9;
        found.push_back({{i, lately >= 0}, score});
    }
    std::stable_sort(found.begin(), found.end(), [&](const Found& a, const Found& b) {
        return a.score != b.score ? a.score > b.score
                                  : m_entries[a.row.entry].label.localeAwareCompare(m_entries[b.row.entry].label) < 0;
    });
    // Beside a good answer, letters strewn over others are none.
    constexpr double worth = 0.4;
    beginResetModel();
    m_rows.clear();
    for (const Found& one : found) {
        if (m_typed.trimmed().isEmpty() || one.score >= worth * found.front().score)
            m_rows.push_back(one.row);
    }
    endResetModel();
    Q_EMIT typedChanged();
}

QVariant NodeSearch::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    const Entry& entry = m_entries[row.entry];
    switch (role) {
    case TypeRole:
        return entry.type;
    case Qt::DisplayRole:
    case LabelRole:
        return entry.label;
    case OtherLabelRole:
        return entry.otherLabel == entry.label ? QString() : entry.otherLabel;
    case HelpRole:
        return entry.help;
    case KindRole:
        return entry.kind;
    case PortsRole:
        return entry.ports;
    case LatelyRole:
        return row.lately;
    default:
        return {};
    }
}

QHash<int, QByteArray> NodeSearch::roleNames() const
{
    return {{TypeRole, "type"}, {LabelRole, "label"}, {OtherLabelRole, "otherLabel"}, {HelpRole, "help"}, {KindRole, "kind"},
        {PortsRole, "ports"}, {LatelyRole, "lately"}};
}

QString NodeSearch::typeAt(int row) const
{
    return data(index(row), TypeRole).toString();
}

QString NodeSearch::labelAt(int row) const
{
    return data(index(row), LabelRole).toString();
}

QString NodeSearch::helpAt(int row) const
{
    return data(index(row), HelpRole).toString();
}

QString NodeSearch::portsAt(int row) const
{
    return data(index(row), PortsRole).toString();
}

void NodeSearch::note(const QString& type)
{
    m_lately.removeAll(type);
    m_lately.prepend(type);
    m_lately = m_lately.mid(0, mostLately);
    if (m_session)
        m_session->preferences()->remember(latelyKey, m_lately.join(QChar::fromLatin1(' ')));
    search();
}

} // namespace opificio
