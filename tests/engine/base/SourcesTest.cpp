// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "base/Sources.h"

using namespace opificio;

class SourcesTest : public test::Suite {
    Q_OBJECT
    static Sources item(const char* id, Role role = Role::Shown) { return Sources({Source::Kind::Item, id}, role); }
private Q_SLOTS:
    void unionsKeepEverySourceAndRole()
    {
        auto all = (item("a") | item("b") | item("a", Role::Steered)).expand();
        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(all[(Source{Source::Kind::Item, "a"})], (std::set<Role>{Role::Shown, Role::Steered}));
    }
    void aForcedRoleReplacesThoseBelowIt()
    {
        auto all = (item("a") | item("b")).as(Role::Steered).expand();
        QCOMPARE(all[(Source{Source::Kind::Item, "b"})], (std::set<Role>{Role::Steered}));
    }
    void theUnknownIsContagious()
    {
        auto all = (item("a") | Sources::unknown() | item("c")).expand();
        QVERIFY(all.contains(Source{Source::Kind::Unknown, {}}));
    }
    void aFeedbackOfAMillionFramesNeitherGrowsNorOverflows()
    {
        Sources state;
        Sources input = item("a");
        for (int frame = 0; frame < 1'000'000; ++frame)
            state |= input;
        QVERIFY(state == input);
        for (int frame = 0; frame < 200'000; ++frame)
            state |= item("b");
        QCOMPARE(state.expand().size(), std::size_t(2));
    }
    void sourcesAreWrittenDownAndReadAgain()
    {
        auto all = item("a") | item("b", Role::Steered) | Sources::unknown();
        auto read = sourcesFromJson(toJson(all));
        VERIFY_OK(read);
        QVERIFY(read->expand() == all.expand());
        QVERIFY(sourcesFromJson(Json::array())->empty());
        for (const char* wrong : {"null", "{}", "[1]", "[[0, \"a\"]]", "[[99, \"a\", 0]]", "[[0, 7, 0]]", "[[0, \"a\", -1]]"})
            QVERIFY2(!sourcesFromJson(Json::parse(wrong)), wrong);
    }
};

OPIFICIO_TEST_MAIN(SourcesTest)
#include "SourcesTest.moc"
