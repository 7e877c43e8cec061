// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "graph/Isf.h"

using namespace opificio;

class IsfTest : public test::Suite {
    Q_OBJECT

private Q_SLOTS:
    void headersOfOldEditorsAreReadInTheirCodePage()
    {
        const std::string rest = "\", \"INPUTS\": [{\"NAME\": \"a\", \"TYPE\": \"float\", \"LABEL\": \"";
        const std::string end = "\"}]}*/\nvoid main() { gl_FragColor = vec4(a); }\n";
        auto old = Isf::parse("/*{\"DESCRIPTION\": \"Citt\xE0 \x96 due" + rest + "Et\xE0" + end, "old.fs");
        VERIFY_OK(old);
        QCOMPARE(old->description, "Città – due");
        QCOMPARE(old->params.at(0).label, "Età");
        auto now = Isf::parse("/*{\"DESCRIPTION\": \"Città – due" + rest + "Età" + end, "now.fs");
        VERIFY_OK(now);
        QCOMPARE(now->description, old->description);
        // A header that is wrong in another way is still refused in its line.
        auto wrong = Isf::parse("/*{\n\"DESCRIPTION\" \"Citt\xE0\"}*/\nvoid main() {}", "wrong.fs");
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().what, "wrong.fs:2");
    }
};

OPIFICIO_TEST_MAIN(IsfTest)
#include "IsfTest.moc"
