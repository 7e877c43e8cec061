// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include <QTemporaryDir>

#include "base/File.h"
#include "remote/Gate.h"
#include "remote/Secrets.h"

using namespace opificio;

class GateTest : public test::Suite {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path file(const char* name) const { return m_folder.path().toStdString() + "/" + name; }
    static Site site()
    {
        Site site;
        site.name = "leonardo";
        site.title = "Leonardo";
        site.hosts = {"login01.example.org", "login02.example.org"};
        site.root = "/scratch/{user}/opificio";
        site.worker = "/opt/opificio/bin/opificio-cli";
        site.environment = {"OMP_NUM_THREADS=8", "WORDS=a b; $c"};
        site.modules = {"profile/deeplrn"};
        site.hostKeys = {"* ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA+/="};
        return site;
    }

private Q_SLOTS:
    void initTestCase() { qputenv("OPIFICIO_HOME", m_folder.path().toUtf8()); }

    void aGateIsSignedAndReadBack()
    {
        auto made = writeGate(site(), "2999-12-31", file("key.pem"), file("gate.json"));
        VERIFY_OK(made);
        auto gate = Gate::read(file("gate.json"));
        VERIFY_OK(gate);
        QCOMPARE(gate->fingerprint, *made);
        QCOMPARE(gate->site.gate, *made);
        QCOMPARE(gate->site.hosts, site().hosts);
        QCOMPARE(gate->site.environment, site().environment);
        // The same key signs again, another one is another one.
        QCOMPARE(*writeGate(site(), "2999-12-31", file("key.pem"), file("again.json")), *made);
        QVERIFY(*writeGate(site(), "2999-12-31", file("other.pem"), file("other.json")) != *made);
        QVERIFY((std::filesystem::status(file("key.pem")).permissions() & std::filesystem::perms::others_all)
            == std::filesystem::perms::none);
    }

    void aChangedByteIsFound()
    {
        VERIFY_OK(writeGate(site(), "2999-12-31", file("key.pem"), file("gate.json")));
        auto whole = readFile(file("gate.json"));
        VERIFY_OK(whole);
        int read = 0;
        for (std::size_t i = 0; i < whole->size(); ++i) {
            std::string changed = *whole;
            changed[i] = char(changed[i] ^ 1);
            VERIFY_OK(writeFile(file("changed.json"), changed));
            auto gate = Gate::read(file("changed.json"));
            // A blank between words of JSON is no content.
            if (gate) {
                QVERIFY2((*whole)[i] == ' ' || (*whole)[i] == '\n' || (*whole)[i] == '=', changed.c_str());
                ++read;
            } else {
                QVERIFY(!gate.error().message.empty());
            }
        }
        QVERIFY(read < 200);
    }

    void whatPassedAndWhatIsNotKnownAreSentences()
    {
        VERIFY_OK(writeGate(site(), "2001-01-31", file("key.pem"), file("late.json")));
        QVERIFY(Gate::read(file("late.json")).error().message.find("2001-01-31") != std::string::npos);
        QVERIFY(!writeGate(site(), "soon", file("key.pem"), file("late.json")));
        QVERIFY(!Gate::read(file("none.json")));
    }

    void aSiteHoldsDataAndNoCommands()
    {
        VERIFY_OK(site().write());
        auto read = Site::read("leonardo");
        VERIFY_OK(read);
        QVERIFY(read->toJson() == site().toJson());
        QCOMPARE(Site::all(), std::vector<std::string>{"leonardo"});
        QVERIFY(!Site::read("../leonardo"));
        const std::vector<std::pair<const char*, Json>> wrong
            = {{"hosts", {"-oProxyCommand=x"}}, {"hosts", {"a b"}}, {"hosts", Json::array()}, {"hosts", "text"},
                {"name", "Up/.."}, {"user", "a;b"}, {"user", "-x"}, {"root", "relative"}, {"root", "/a/../b"}, {"root", "/a\nb"},
                {"worker", 7}, {"modules", {"a;b"}}, {"modules", {"$(x)"}}, {"environment", {"A B=c"}}, {"environment", {"=c"}},
                {"environment", {"A=b\nc"}}, {"environment", {"1A=b"}}, {"port", 0}, {"port", 70000}, {"port", "22"},
                {"poll_seconds", 0}, {"account", std::string(2000, 'a')}, {"host_keys", {"a\nb"}}, {"format", "opificio.site/2"}};
        for (const auto& [key, value] : wrong) {
            Json json = site().toJson();
            json[key] = value;
            QVERIFY2(!Site::fromJson(json), (std::string(key) + printJsonLine(value)).c_str());
        }
        Site person = site();
        person.user = "ada";
        QCOMPARE(person.rootPath(), std::string("/scratch/ada/opificio"));
    }

    void withoutAKeyringASecretLivesAsLongAsTheProcess()
    {
        Secrets secrets(Secrets::Keyring::Ignore);
        QVERIFY(!secrets.isLasting());
        QVERIFY(!secrets.find("leonardo"));
        VERIFY_OK(secrets.keep("leonardo", "word"));
        QCOMPARE(*secrets.find("leonardo"), std::string("word"));
        QVERIFY(!Secrets(Secrets::Keyring::Ignore).find("leonardo"));
        secrets.forget("leonardo");
        QVERIFY(!secrets.find("leonardo"));
    }
};

OPIFICIO_TEST_MAIN(GateTest)
#include "GateTest.moc"
