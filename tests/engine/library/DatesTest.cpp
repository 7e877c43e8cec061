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
        const std::string_view pieces[] = {"c. ", "19", "th ", "century", "-", "/", "1850", "s ", "XV ", "sec. ", "(", ")",
            "\xff", "or ", "a.C. ", "'", "tra ", "e ", "99999 ", "  "};
        for (int round = 0; round < 20000; ++round) {
            std::string words;
            for (int piece = 0; piece < 8; ++piece) {
                state = state * 1664525u + 1013904223u;
                words += pieces[(state >> 16) % std::size(pieces)];
            }
            if (auto years = parseDate(words); years && years->earliest && years->latest)
                QVERIFY2(*years->earliest <= *years->latest, words.c_str());
        }
    }
};

OPIFICIO_TEST_MAIN(DatesTest)
#include "DatesTest.moc"
