// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/Address.h"

#include "support/TestMain.h"

using namespace opificio;

class AddressTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void aPartOfAPathIsEncodedWhole()
    {
        QCOMPARE(percentEncoded("coll A/Città.tif"), std::string("coll%20A%2FCitt%C3%A0.tif"));
        QCOMPARE(percentDecoded("coll%20A%2FCitt%C3%A0.tif"), std::string("coll A/Città.tif"));
        QCOMPARE(percentDecoded("100% wool%2"), std::string("100% wool%2"));
    }
    void whatCataloguesWriteBecomesFitToBeSent()
    {
        QCOMPARE(sendable("http://iiif.irht.cnrs.fr/iiif/Châteauroux/a b/full"),
            std::string("http://iiif.irht.cnrs.fr/iiif/Ch%C3%A2teauroux/a%20b/full"));
        QCOMPARE(sendable("  https://a.example/x%20y?q=1|2#here\n"), std::string("https://a.example/x%20y?q=1%7C2"));
    }
    void relativeAddressesAreResolved()
    {
        const std::string base = "https://a.example/one/two/manifest.json?x=1";
        QCOMPARE(resolvedAddress(base, "../three.json"), std::string("https://a.example/one/three.json"));
        QCOMPARE(resolvedAddress(base, "/three"), std::string("https://a.example/three"));
        QCOMPARE(resolvedAddress(base, "?page=2"), std::string("https://a.example/one/two/manifest.json?page=2"));
        QCOMPARE(resolvedAddress(base, "//b.example/x"), std::string("https://b.example/x"));
        QCOMPARE(resolvedAddress(base, "http://c.example/"), std::string("http://c.example/"));
        QCOMPARE(resolvedAddress(base, "../../../../x"), std::string("https://a.example/x"));
        QCOMPARE(resolvedAddress(base, "."), std::string("https://a.example/one/two/"));
    }
    void hostsAreNamedWithoutSecrets()
    {
        QCOMPARE(hostOf("https://user:secret@Museum.Example:8080/a"), std::string("museum.example:8080"));
        QCOMPARE(shownAddress("https://user:secret@museum.example/a?token=1#x"), std::string("https://museum.example/a"));
        QVERIFY(isWebAddress("HTTPS://museum.example"));
        for (const char* no : {"file:///etc/passwd", "museum.example", "http:///x", "/a/b", "", "ftp://a.example"})
            QVERIFY2(!isWebAddress(no), no);
    }
    void viewersSayTheirManifestInManyWays()
    {
        QCOMPARE(
            queryOf("https://v.example/?manifest=https%3A%2F%2Fa.example%2Fm")["manifest"], std::string("https://a.example/m"));
        QCOMPARE(queryOf("https://v.example/uv.html#?manifest=https://a.example/m&cv=3")["manifest"],
            std::string("https://a.example/m"));
        QCOMPARE(queryOf("https://v.example/#/view?iiif-content=abc")["iiif-content"], std::string("abc"));
    }
};

OPIFICIO_TEST_MAIN(AddressTest)
#include "AddressTest.moc"
