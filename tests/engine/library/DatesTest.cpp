// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "library/Dates.h"
#include "library/Table.h"

#include <fstream>
#include <sstream>

using namespace opificio;

namespace {

std::string shown(std::string_view words)
{
    auto years = parseDate(words);
    if (!years)
        return "?";
    std::string text = years->earliest ? std::to_string(*years->earliest) : "..";
    text += " " + (years->latest ? std::to_string(*years->latest) : "..");
    return years->approximate ? text + " ~" : text;
}

} // namespace

class DatesTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void theWordsOfMuseumsAreUnderstood_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("years");
        const std::pair<const char*, const char*> rows[] = {
            {"1865", "1865 1865"},
            {"c. 1865", "1860 1870 ~"},
            {"1925 ca", "1920 1930 ~"},
            {"1914-29", "1914 1929"},
            {"c.1830–5", "1830 1835 ~"},
            {"1846-7", "1846 1847"},
            {"?c.1841–5", "1841 1845 ~"},
            {"1704–9", "1704 1709"},
            {"XV secolo", "1401 1500"},
            {"fine XIX sec.", "1871 1900"},
            {"sec. XVIII", "1701 1800"},
            {"sec. XVIII prima metà", "1701 1750"},
            {"secolo XIX, ultimo quarto", "1876 1900"},
            {"inizi del XX secolo", "1901 1930"},
            {"metà del XIX secolo", "1836 1865"},
            {"seconda metà XVI - inizi XVII secolo", "1551 1630"},
            {"XVI-XVII secolo", "1501 1700"},
            {"prima metà del '700", "1701 1750"},
            {"Ottocento", "1801 1900"},
            {"anni Trenta dell'Ottocento", "1830 1839"},
            {"anni '30", "1930 1939"},
            {"dal 1850 al 1860", "1850 1860"},
            {"tra il 1850 e il 1860", "1850 1860"},
            {"post 1530", "1530 .."},
            {"ante 1644", ".. 1644"},
            {"12 marzo 1888", "1888 1888"},
            {"III sec. a.C.", "-299 -200"},
            {"I secolo d.C.", "1 100"},
            {"early 20th century", "1901 1930"},
            {"10th - early 11th century", "901 1030"},
            {"late 12th–14th century", "1171 1400"},
            {"early to mid-12th century", "1101 1165"},
            {"ca. 1850s", "1850 1859 ~"},
            {"305 BCE - 14 CE", "-304 14"},
            {"ca. 20th–19th century B.C.", "-1999 -1800 ~"},
            {"2100 - 2000 B.C.", "-2099 -1999"},
            {"-350", "-350 -350"},
            {"after c.1810", "1805 .. ~"},
            {"c.1900 or earlier", ".. 1905 ~"},
            {"1961, printed 1965", "1961 1961"},
            {"1869; carved 1881", "1869 1869"},
            {"exhibited 1842", ".. 1842"},
            {"1650 or 1670", "1650 1670"},
            {"dated 1039 AH/1630 CE", "1630 1630"},
            {"Shang Period (c. 1600-1046 BCE)", "-1599 -1045 ~"},
            {"Ende 19. Jahrhundert/Anfang 20. Jahrhundert", "1871 1930"},
            {"211-244 n. Chr.", "211 244"},
            {"1971-1981 (wahrscheinlich)", "1971 1981 ~"},
            {"1890:05:12 10:22:33", "1890 1890"},
            {"16XX", "1600 1699"},
            {"05/1901", "1901 1901"},
            // Decades.
            {"'70s", "1970 1979"},
            {"70s", "1970 1979"},
            {"the '60s", "1960 1969"},
            {"'60s-'70s", "1960 1979"},
            {"1960s-70s", "1960 1979"},
            {"anni '60-'70", "1960 1979"},
            {"anni Sessanta e Settanta dell'Ottocento", "1860 1879"},
            {"anni Sessanta del XX secolo", "1960 1969"},
            {"anni '60 del XIX secolo", "1860 1869"},
            {"primi anni Sessanta", "1960 1962"},
            {"fine anni '50", "1957 1959"},
            {"Sixties", "1960 1969"},
            {"1860er Jahre", "1860 1869"},
            {"années 1860", "1860 1869"},
            {"70s AD", "70 79"},
            {"75s", "?"},
            {"anni 20/30 del Novecento", "1920 1939"},
            {"anni 1914-1918", "1914 1918"},
            // Several, and the more exact of two.
            {"1850 e 1860 e 1870", "1850 1870"},
            {"1880/85-1890", "1880 1890"},
            {"1850, 1860", "1850 1860"},
            {"1850, 1870, 1860", "1850 1870"},
            {"1850; 1860", "1850 1860"},
            {"1850, 60", "1850 1860"},
            {"sec. XV, XVI", "1401 1600"},
            {"XV, XVI secolo", "1401 1600"},
            {"Paris, 1850", "?"},
            {"1850, 1860, printed 1965", "1850 1860"},
            {"sec. XIX, 1860", "1860 1860"},
            {"1860, sec. XIX", "1860 1860"},
            {"sec. XIX, 1850, 1860", "1850 1860"},
            {"sec. XIX, post 1850", "1850 1900"},
            {"XX sec. (1930)", "1930 1930"},
            {"XX sec. (1930 ca.)", "1925 1935 ~"},
            {"XIX secolo (ante 1860)", "1801 1860"},
            {"1930 (XX secolo)", "1930 1930"},
            {"1850 (1860)", "1850 1850"},
            // No years.
            {"20000", "?"},
            {"99999", "?"},
            {"2101", "?"},
            {"20000 a.C.", "-19999 -19999"},
            {"99xx", "?"},
            // Two centuries.
            {"II sec. a.C. - I sec. d.C.", "-199 100"},
            {"II-I sec. a.C.", "-199 0"},
            {"sec. II - I a.C.", "-199 0"},
            {"I-II secolo", "1 200"},
            {"tra il II e il I sec. a.C.", "-199 0"},
            {"i secoli XV e XVI", "1401 1600"},
            {"fine '800 inizi '900", "1871 1930"},
            {"fine '800 - inizi '900", "1871 1930"},
            {"fine XIX inizio XX secolo", "1871 1930"},
            {"sec. XVI fine sec. XVII inizio", "1571 1630"},
            {"tra fine Ottocento e inizi Novecento", "1871 1930"},
            {"Otto e Novecento", "1801 2000"},
            {"Sette-Ottocento", "1701 1900"},
            {"late nineteenth and early twentieth century", "1871 1930"},
            // Parts.
            {"primo Novecento", "1901 1930"},
            {"primi del Novecento", "1901 1930"},
            {"i primi del Novecento", "1901 1930"},
            {"ai primi del '900", "1901 1930"},
            {"primi anni del XX secolo", "1901 1930"},
            {"ultimi anni dell'Ottocento", "1871 1900"},
            {"tardo Ottocento", "1871 1900"},
            {"secondo Novecento", "1951 2000"},
            {"alla fine del XIX secolo", "1871 1900"},
            {"terzo decennio del XIX secolo", "1821 1830"},
            {"fifth decade of the 19th century", "1841 1850"},
            {"primi decenni del Novecento", "1901 1930"},
            {"primo ventennio del XX secolo", "1901 1920"},
            {"sec. XIX (II metà)", "1851 1900"},
            {"XVIII secolo prima metà", "1701 1750"},
            {"sec. II metà", "136 165"},
            {"1a metà XIX secolo", "1801 1850"},
            {"sec. XV ultimo quarto - sec. XVI primo quarto", "1476 1525"},
            {"17th-century", "1601 1700"},
            {"seventeenth-century", "1601 1700"},
            {"late-17th-century", "1671 1700"},
            {"third century BC", "-299 -200"},
            {"2e moitié du XIXe siècle", "1851 1900"},
            {"première moitié du XVIIIe siècle", "1701 1750"},
            {"XIXe siècle, 2e moitié", "1851 1900"},
            {"1er quart du XXe siècle", "1901 1925"},
            {"mi-XIXe siècle", "1836 1865"},
            {"zweite Hälfte des 19. Jahrhunderts", "1851 1900"},
            {"2. Viertel 18. Jh.", "1726 1750"},
            // Days and months.
            {"5-6 maggio 1930", "1930 1930"},
            {"5, 6 maggio 1930", "1930 1930"},
            {"dal 5 al 6 maggio 1930", "1930 1930"},
            {"28 febbraio - 3 marzo 1930", "1930 1930"},
            {"12 marzo 1888 - 3 aprile 1890", "1888 1890"},
            {"maggio-giugno 1866", "1866 1866"},
            {"maggio 1866 - giugno 1867", "1866 1867"},
            {"fine maggio 1930", "1930 1930"},
            {"May 5-6, 1930", "1930 1930"},
            {"between March and May 1850", "1850 1850"},
            {"from May 1930", "1930 .."},
            {"1930, 5 maggio", "1930 1930"},
            {"1866 maggio 5 - 1867 giugno 3", "1866 1867"},
            {"inverno 1930-31", "1930 1931"},
            {"5. Mai 1930", "1930 1930"},
            {"1er mai 1866", "1866 1866"},
            {"20.IX.1870", "1870 1870"},
            {"20 IX 1870", "1870 1870"},
            {"XX settembre 1870", "1870 1870"},
            {"20.IX.70", "?"},
            {"20-XII-1870", "1870 1870"},
            {"1966-11-04T10:00:00+01:00", "1966 1966"},
            {"1966-11-04T10:00:00.5Z", "1966 1966"},
            {"1966-11-04T10:00", "1966 1966"},
            {"1930-05-05/1931-06-06", "1930 1931"},
            // Inscriptions.
            {"MDCCCL", "1850 1850"},
            {"A.D. MDCCCL", "1850 1850"},
            {"MDCCCCX", "1910 1910"},
            {"MCMXXX-MCMXL", "1930 1940"},
            {"MIX MDC", "?"},
            // Open ends.
            {"1888 - Present", "1888 .."},
            {"1888-oggi", "1888 .."},
            {"dal 1888 a oggi", "1888 .."},
            {"1888 to the present", "1888 .."},
            {"1888 bis heute", "1888 .."},
            {"1888–", "1888 .."},
            {"dal 1850 in poi", "1850 .."},
            {"1850 onwards", "1850 .."},
            {"1850 o prima", ".. 1850"},
            {"present", "?"},
            // Ends in words.
            {"1625 post - 1650 ante", "1625 1650"},
            {"post 1625 ante 1650", "1625 1650"},
            {"1850 bis 1860", "1850 1860"},
            {"de 1850 à 1860", "1850 1860"},
            {"post-1530", "1530 .."},
            // Not understood.
            {"JuneYYYY", "?"},
            {"date not known", "?"},
            {"s.d.", "?"},
            {"", "?"},
            {"12", "?"},
            {"Untitled 1999", "?"},
            {"31.2.2023", "2023 2023"},
            {"1999-1990", "?"},
            {"99999999999", "?"},
        };
        for (const auto& [words, years] : rows)
            QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(years);
    }
    void theWordsOfMuseumsAreUnderstood()
    {
        QFETCH(QString, words);
        QFETCH(QString, years);
        QCOMPARE(QString::fromStdString(shown(words.toStdString())), years);
    }
    void everyDateOfTheManifestIsUnderstood()
    {
        REQUIRE_FIXTURES();
        std::ifstream file(test::fixtures() / "images/manifest.csv");
        std::stringstream content;
        content << file.rdbuf();
        const Table table = parseTable(content.str());
        const auto column = std::size_t(std::find(table.header.begin(), table.header.end(), "date") - table.header.begin());
        QVERIFY(column < table.header.size());
        int understood = 0, stated = 0;
        for (const Table::Row& row : table.rows) {
            if (row.fields[column].empty())
                continue;
            ++stated;
            if (parseDate(row.fields[column]))
                ++understood;
            else
                qInfo() << "not understood:" << row.fields[column].c_str();
        }
        QCOMPARE(understood, stated);
    }
    void anythingAtAllIsSurvived()
    {
        std::uint32_t state = 7;
        const std::string_view pieces[]
            = {"c. ", "19", "th ", "century", "-", "/", "1850", "s ", "XV ", "sec. ", "(", ")", "\xff", "or ", "a.C. ", "'",
                "tra ", "e ", "99999 ", "  ", "maggio ", "I ", "primi ", "anni ", "70s", "terzo quarto ", "oggi", ", "};
        for (int round = 0; round < 20000; ++round) {
            std::string words;
            for (int piece = 0; piece < 8; ++piece) {
                state = state * 1664525u + 1013904223u;
                words += pieces[(state >> 16) % std::size(pieces)];
            }
            if (auto years = parseDate(words); years && years->earliest && years->latest)
                QVERIFY2(*years->earliest <= *years->latest, words.c_str());
            else if (years)
                QVERIFY2(years->earliest || years->latest, words.c_str());
        }
    }
};

OPIFICIO_TEST_MAIN(DatesTest)
#include "DatesTest.moc"
