// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "library/Rights.h"

using namespace opificio;

class RightsTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void addressesAreBroughtToOneForm_data()
    {
        QTest::addColumn<QString>("stated");
        QTest::addColumn<QString>("canonical");
        const std::pair<const char*, const char*> rows[] = {
            {"https://creativecommons.org/publicdomain/zero/1.0", "http://creativecommons.org/publicdomain/zero/1.0/"},
            {"http://www.creativecommons.org/publicdomain/mark/1.0/deed.it", "http://creativecommons.org/publicdomain/mark/1.0/"},
            {"https://creativecommons.org/licenses/by-nc-nd/4.0/deed.it", "http://creativecommons.org/licenses/by-nc-nd/4.0/"},
            {"https://creativecommons.org/licenses/by/3.0/it/legalcode", "http://creativecommons.org/licenses/by/3.0/it/"},
            {"creativecommons.org/licenses/by-sa/4.0", "http://creativecommons.org/licenses/by-sa/4.0/"},
            {"https://rightsstatements.org/page/InC/1.0/?language=it", "http://rightsstatements.org/vocab/InC/1.0/"},
            {"http://rightsstatements.org/vocab/noc-us/1.0", "http://rightsstatements.org/vocab/NoC-US/1.0/"},
            {"http://www.europeana.eu/rights/rr-f/", "http://rightsstatements.org/vocab/InC/1.0/"},
            {"http://www.deutsche-digitale-bibliothek.de/content/lizenzen/rv-fz/", "http://rightsstatements.org/vocab/InC/1.0/"},
            {"CC0", "http://creativecommons.org/publicdomain/zero/1.0/"},
            {"  cc by-sa 4.0. ", "http://creativecommons.org/licenses/by-sa/4.0/"},
            {"CC-BY-4.0", "http://creativecommons.org/licenses/by/4.0/"},
            {"Public Domain Mark 1.0", "http://creativecommons.org/publicdomain/mark/1.0/"},
            {"No Copyright - United States", "http://rightsstatements.org/vocab/NoC-US/1.0/"},
            {"http://creativecommons.org/licenses/by/4.0/ - Museo", "http://creativecommons.org/licenses/by/4.0/"},
            {"http://creativecommons.org/licenses/by/3.0/it/ - Museo Civico", "http://creativecommons.org/licenses/by/3.0/it/"},
            {"//creativecommons.org/licenses/by/4.0/", "http://creativecommons.org/licenses/by/4.0/"},
            {"http://creativecommons.org/licenses/by/2.5/scotland/", "http://creativecommons.org/licenses/by/2.5/scotland/"},
            {"http://creativecommons.org/licenses/by-nc/2.0/uk/", "http://creativecommons.org/licenses/by-nc/2.0/uk/"},
            {"http://creativecommons.org/licenses/by-nc-nd/3.0/igo/", "http://creativecommons.org/licenses/by-nc-nd/3.0/igo/"},
            {"http://creativecommons.org/licenses/by-nd-nc/1.0/nl/", "http://creativecommons.org/licenses/by-nd-nc/1.0/nl/"},
            {"CC BY-NC-ND 3.0 IT", "http://creativecommons.org/licenses/by-nc-nd/3.0/it/"},
            {"CC-BY-SA-3.0-de", "http://creativecommons.org/licenses/by-sa/3.0/de/"},
            {"CC BY-ND-NC 4.0", "http://creativecommons.org/licenses/by-nc-nd/4.0/"},
            {"Attribution 4.0 International", "http://creativecommons.org/licenses/by/4.0/"},
            {"Attribution-NonCommercial 4.0 International (CC BY-NC 4.0)", "http://creativecommons.org/licenses/by-nc/4.0/"},
            {"Attribution 3.0 Italy (CC BY 3.0 IT)", "http://creativecommons.org/licenses/by/3.0/it/"},
            {"Attribuzione - Non commerciale - Condividi allo stesso modo 3.0 Italia",
                "http://creativecommons.org/licenses/by-nc-sa/3.0/it/"},
            {"Licenza Creative Commons Attribuzione-Non opere derivate 4.0 Internazionale",
                "http://creativecommons.org/licenses/by-nd/4.0/"},
            {"Namensnennung - Weitergabe unter gleichen Bedingungen 3.0 Deutschland",
                "http://creativecommons.org/licenses/by-sa/3.0/de/"},
            {"This work is licensed under a Creative Commons Attribution 4.0 International License.",
                "http://creativecommons.org/licenses/by/4.0/"},
            {"Licence: CC BY 4.0", "http://creativecommons.org/licenses/by/4.0/"},
            {"CC BY 4.0 (Museo Civico)", "http://creativecommons.org/licenses/by/4.0/"},
            {"CC BY 4.0, foto di Mario Rossi, 2019", "http://creativecommons.org/licenses/by/4.0/"},
            {"CC BY 4.0 https://creativecommons.org/licenses/by/4.0/", "http://creativecommons.org/licenses/by/4.0/"},
            {"No known copyright restrictions", "http://rightsstatements.org/vocab/NKC/1.0/"},
            {"No known restrictions on publication.", "http://rightsstatements.org/vocab/NKC/1.0/"},
            {"Nessuna restrizione di copyright nota", "http://rightsstatements.org/vocab/NKC/1.0/"},
            // Not certain, so not known.
            {"BY 4.0", ""},
            {"CC BY 9.0", ""},
            {"Creative Commons", ""},
            {"CC BY 4.0 and CC0", ""},
            {"CC BY 4.0 / CC BY-NC 4.0", ""},
            {"CC0 or CC BY 4.0", ""},
            {"http://creativecommons.org/licenses/by/4.0/ http://rightsstatements.org/vocab/InC/1.0/", ""},
            {"CC BY 4.0, In Copyright", ""},
            {"CC BY 4.0 non commercial", ""},
            {"CC BY 4.0 NO DERIVATIVES", ""},
            {"CC BY 4.0 only for teaching", ""},
            {"CC BY 4.0 (metadata)", ""},
            {"Metadata: CC0", ""},
            {"CC0 for the text", ""},
            {"not CC0", ""},
            {"CC BY 4.0, tranne le fotografie", ""},
            {"CC BY 4.0 https://example.org/terms", ""},
            {"PDM Wien", ""},
            {"CC BY 4.0 IT", ""},
            {"http://creativecommons.org/licenses/by/4.0/museo/", ""},
            {"http://creativecommons.org/licenses/by/2.1/", ""},
            {"http://creativecommons.org/licenses/by/4.0/it/", ""},
            {"http://creativecommons.org/licenses/by/3.0/xx/", ""},
            {"Public domain", ""},
            {"CC BY", ""},
            {"free", ""},
            {"© Museum. All rights reserved.", ""},
            {"https://creativecommons.org/licenses/by/9.0/", ""},
            {"https://creativecommons.org/", ""},
            {"https://example.org/terms", ""},
            {"", ""},
            {"not stated", ""},
        };
        for (const auto& [stated, canonical] : rows)
            QTest::newRow(stated) << QString::fromUtf8(stated) << QString::fromUtf8(canonical);
    }
    void addressesAreBroughtToOneForm()
    {
        QFETCH(QString, stated);
        QFETCH(QString, canonical);
        QCOMPARE(QString::fromStdString(canonicalRights(stated.toStdString())), canonical);
    }
    // Credits as institutions write them, with other names. "?": nothing certain, so nothing is opened.
    void aCreditOpensOnlyWhatIsClear_data()
    {
        QTest::addColumn<QString>("credit");
        QTest::addColumn<QString>("states");
        const std::pair<const char*, const char*> rows[] = {
            // Of rights, nothing.
            {"", ""},
            {"Museo Civico di Roccaverde", ""},
            {"Provided by Greyfield University", ""},
            {"Courtesy of the Ashgrove Museum of Art, New Harbour", ""},
            {"Image courtesy of Ashgrove Library (https://ashgrove.example/)", ""},
            {"Bibliothèque d'Aubervallon", ""},
            {"Stadtbibliothek Grünau", ""},
            // One licence, and clear.
            {"CC BY-NC 4.0", "licenses/by-nc/4.0"},
            {"CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)", "licenses/by/4.0"},
            {"https://creativecommons.org/publicdomain/zero/1.0/", "publicdomain/zero/1.0"},
            {"Ashgrove Museum, CC0 1.0", "publicdomain/zero/1.0"},
            {"Provided by Ashgrove Library under CC BY-SA 4.0", "licenses/by-sa/4.0"},
            {"Photo: Ida Grau, CC BY 3.0 DE", "licenses/by/3.0/de"},
            {"Nobody (https://commons.example/User:Nobody), CC BY-SA 3.0 (https://creativecommons.org/licenses/by-sa/3.0), via "
             "Archive",
                "licenses/by-sa/3.0"},
            {"View by Museo (https://eu.example) – PDM (http://creativecommons.org/publicdomain/mark/1.0/)",
                "publicdomain/mark/1.0"},
            {"This work is licensed under a Creative Commons Attribution 4.0 International License.", "licenses/by/4.0"},
            {"Immagine fornita da Museo Civico, licenza CC BY-NC-ND 3.0 IT", "licenses/by-nc-nd/3.0/it"},
            {"Bild: Stadtarchiv Grünau, Lizenz: CC BY-NC-SA 4.0", "licenses/by-nc-sa/4.0"},
            {"Image fournie par Musée d'Aubervallon, licence CC BY 4.0", "licenses/by/4.0"},
            // A right, but which?
            {"Public Domain", "?"},
            {"public domain", "?"},
            {"Not in the public domain", "?"},
            {"Not in the Public Domain. CC BY 4.0", "?"},
            {"No longer CC BY 4.0", "?"},
            {"Nicht CC BY 4.0", "?"},
            {"Keine CC0-Lizenz (https://creativecommons.org/publicdomain/zero/1.0/)", "?"},
            {"Sans licence CC BY 4.0", "?"},
            {"Non CC0", "?"},
            {"CC BY 4.0 or CC BY-NC 4.0", "?"},
            {"CC BY 4.0 / CC0 1.0", "?"},
            {"Images CC BY-NC 4.0, Metadata CC0", "?"},
            {"Metadata: CC0 1.0", "?"},
            {"Metadaten CC0 1.0", "?"},
            {"Katalogdaten CC0 1.0", "?"},
            {"Objektdaten: CC0 1.0; Bild: Stadtarchiv", "?"},
            {"Beschreibung: CC0 1.0", "?"},
            {"Texte CC BY 4.0, Image Musée d'Aubervallon", "?"},
            {"Notice CC0 1.0", "?"},
            {"Dati CC0 1.0", "?"},
            {"Scheda CC BY 4.0", "?"},
            {"Trascrizione: CC BY 4.0", "?"},
            {"OCR: CC0 1.0", "?"},
            {"Manifest CC0 1.0", "?"},
            {"Site CC BY 4.0", "?"},
            {"© Ashgrove Museum. All rights reserved.", "?"},
            {"(c) Ashgrove Museum, CC BY 4.0", "?"},
            {"© Ashgrove Museum, CC BY 4.0", "?"},
            {"All Rights Reserved, CC0", "?"},
            {"In copyright, CC BY 4.0", "?"},
            {"Tous droits réservés", "?"},
            {"Tutti i diritti riservati", "?"},
            {"Alle Rechte vorbehalten", "?"},
            {"Todos los derechos reservados", "?"},
            {"Except where noted CC BY 4.0", "?"},
            {"Sauf mention contraire, CC BY 4.0", "?"},
            {"Salvo diversa indicazione CC BY 4.0", "?"},
            {"Some images CC BY 4.0", "?"},
            {"Where Possible CC0", "?"},
            {"If Published Before 1928 CC0", "?"},
            {"CC BY 4.0 for teaching", "?"},
            {"CC BY 4.0*", "?"},
            {"CC BY 4.0?", "?"},
            {"CC BY 4.0, Terms of Use: https://ashgrove.example/terms", "?"},
            {"CC BY 4.0 (https://ashgrove.example/rights-and-licences)", "?"},
            {"Nutzungsbedingungen: CC BY 4.0", "?"},
            {"CC BY", "?"},
            {"CC BY 4.0 (https://creativecommons.org/licenses/by-nc/4.0/)", "?"},
            {"Ashgrove Library (https://creativecommons.org/licenses/by/9.0/)", "?"},
            {"Photographs by Ida Grau, used with permission", "?"},
            {"Reproduced by Courtesy of the Trustees. CC0 1.0 applies to the data", "?"},
            {"Alle Bilder außer Tafel 3: CC BY 4.0", "?"},
        };
        for (const auto& [credit, states] : rows)
            QTest::newRow(credit) << QString::fromUtf8(credit) << QString::fromUtf8(states);
    }
    void aCreditOpensOnlyWhatIsClear()
    {
        QFETCH(QString, credit);
        QFETCH(QString, states);
        const auto found = rightsInCredit(credit.toStdString());
        const QString said = !found ? QStringLiteral("?")
            : found->empty()        ? QString()
                                    : QString::fromStdString(*found).section(QLatin1Char('/'), 3).chopped(1);
        QCOMPARE(said, states);
    }
    void theTableSaysWhatAStatementPermits()
    {
        auto bySa = findRights("https://creativecommons.org/licenses/by-sa/3.0/de/");
        QVERIFY(bySa && bySa->credit && bySa->shareAlike && bySa->kind == "open");
        QCOMPARE(QString::fromStdString(bySa->english), QStringLiteral("CC BY-SA 3.0 DE"));
        auto italian = findRights("http://creativecommons.org/licenses/by/3.0/it/ - Museo");
        QVERIFY(italian);
        QCOMPARE(QString::fromStdString(italian->english), QStringLiteral("CC BY 3.0 IT"));
        QCOMPARE(QString::fromStdString(italian->address), QStringLiteral("http://creativecommons.org/licenses/by/3.0/it/"));
        // What has no version is kept as it was said.
        QVERIFY(!findRights("CC BY"));
        QCOMPARE(QString::fromStdString(rightsLabel("CC BY")), QStringLiteral("CC BY"));
        auto noDerivatives = findRights("CC BY-NC-ND 4.0");
        QVERIFY(noDerivatives && noDerivatives->derive == Permission::No && noDerivatives->sell == Permission::No
            && noDerivatives->train == Permission::No);
        for (const char* statement :
            {"InC", "InC-OW-EU", "InC-EDU", "InC-NC", "InC-RUU", "NoC-CR", "NoC-NC", "NoC-OKLR", "NoC-US", "CNE", "UND", "NKC"}) {
            auto known = findRights("http://rightsstatements.org/vocab/" + std::string(statement) + "/1.0/");
            QVERIFY2(known && known->kind != "open" && !known->italian.empty(), statement);
        }
    }
    void theStrictestRightCountsAndSilenceIsNeverOpen()
    {
        const std::string zero = canonicalRights("CC0"), restricted = canonicalRights("In Copyright");
        QCOMPARE(rightsKind({}), std::string("not stated"));
        QCOMPARE(rightsKind({.object = zero}), std::string("open"));
        QCOMPARE(rightsKind({.work = restricted, .object = zero}), std::string("restricted"));
        QCOMPARE(rightsKind({.work = zero}), std::string("not stated"));
        QCOMPARE(rightsKind({.object = "https://example.org/terms"}), std::string("unclear"));
        // What a record may be copied under says nothing of the picture.
        QCOMPARE(rightsKind({.object = zero, .record = restricted}), std::string("open"));
    }
};

OPIFICIO_TEST_MAIN(RightsTest)
#include "RightsTest.moc"
