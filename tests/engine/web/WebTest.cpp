// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/Web.h"

#include "base/File.h"
#include "support/TestMain.h"
#include "support/WebServer.h"

#include <atomic>
#include <thread>

#include <QtCore/QTemporaryDir>

using namespace opificio;
using Reuse = FetchOptions::Reuse;

class WebTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<test::WebServer>();
        QVERIFY2(m_server->isRunning(), "python3 did not start the server of the tests.");
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_web = make();
    }
    void kindsComeFromTheBytes()
    {
        const auto plain = fetch("/plain");
        VERIFY_OK(plain);
        QCOMPARE(plain->type, std::string("json"));
        QCOMPARE(*readFile(plain->file), std::string("{\"a\": 1}"));
        const auto html = fetch("/html");
        VERIFY_OK(html);
        QCOMPARE(html->type, std::string("html"));
        QCOMPARE(typeOfBytes("\xef\xbb\xbf {"), std::string("json"));
        QCOMPARE(typeOfBytes("<?xml version='1.0'?><html>"), std::string("html"));
        QCOMPARE(typeOfBytes("<mets:mets>"), std::string("xml"));
        QCOMPARE(typeOfBytes("\xff\xd8\xff\xe0"), std::string("jpeg"));
        QCOMPARE(typeOfBytes(""), std::string("empty"));
    }
    void itSaysWhoItIs()
    {
        const auto headers = fetch("/headers");
        VERIFY_OK(headers);
        const std::string said = *readFile(headers->file);
        QVERIFY(said.find("User-Agent: Opificio/") != std::string::npos);
        QVERIFY(said.find("Cookie") == std::string::npos);
    }
    void aBusyServerIsAskedLater()
    {
        const auto fetched = fetch("/busy");
        VERIFY_OK(fetched);
        QCOMPARE(asked("/busy"), 3);
    }
    void aServerThatRestsIsGivenUp()
    {
        const auto fetched = fetch("/resting");
        QVERIFY(!fetched);
        QVERIFY(fetched.error().code == Error::Code::Network);
        QVERIFY(fetched.error().message.starts_with("127.0.0.1:" + m_server->port() + " "));
        QCOMPARE(asked("/resting"), 5);
    }
    void aPauseOfAnHourIsNotWaitedFor()
    {
        m_web = make([](Web::Options& options) {
            options.attempts = 2;
            options.longestPause = std::chrono::milliseconds(20);
        });
        QVERIFY(!fetch("/patient"));
    }
    void aFaultIsAskedTwice()
    {
        QVERIFY(!fetch("/fault"));
        QCOMPARE(asked("/fault"), 2);
    }
    void nothingThereIsAskedOnce()
    {
        const auto fetched = fetch("/nowhere");
        QVERIFY(!fetched && fetched.error().code == Error::Code::NotFound);
        QCOMPARE(asked("/nowhere"), 1);
        QVERIFY(!fetch("/login"));
        QCOMPARE(asked("/login"), 1);
    }
    void aCopyIsTakenWhileItIsFreshAndAskedAboutAfterwards()
    {
        VERIFY_OK(fetch("/etag"));
        const auto fresh = fetch("/etag");
        VERIFY_OK(fresh);
        QVERIFY(fresh->fromCache);
        QCOMPARE(asked("/etag"), 1);
        const auto again = fetch("/etag", {.reuse = Reuse::Asked});
        VERIFY_OK(again);
        QVERIFY(again->fromCache);
        QCOMPARE(asked("/etag"), 2);
        QCOMPARE(*readFile(again->file), std::string("[2]"));
        VERIFY_OK(fetch("/modified"));
        const auto modified = fetch("/modified", {.reuse = Reuse::Asked});
        VERIFY_OK(modified);
        QVERIFY(modified->fromCache);
    }
    void aCopyThatWasChangedIsFetchedAnew()
    {
        const auto first = fetch("/plain");
        VERIFY_OK(first);
        VERIFY_OK(writeFile(first->file, "{\"a\": 2}"));
        const auto second = fetch("/plain", {.reuse = Reuse::Kept});
        VERIFY_OK(second);
        QVERIFY(!second->fromCache);
        QCOMPARE(*readFile(second->file), std::string("{\"a\": 1}"));
    }
    void whatBrokeOffGoesOn()
    {
        const auto fetched = fetch("/broken");
        VERIFY_OK(fetched);
        QCOMPARE(fetched->bytes, std::int64_t(20000 * 14));
        QCOMPARE(asked("/broken"), 2);
        const std::string body = *readFile(fetched->file);
        QVERIFY(body.starts_with("line 00000000\n") && body.ends_with("line 00019999\n"));
    }
    void whatChangedMeanwhileBeginsAnew()
    {
        const auto fetched = fetch("/changed");
        VERIFY_OK(fetched);
        QCOMPARE(*readFile(fetched->file), std::string("another file"));
    }
    void connectionsThatAreDroppedAreTriedAgainAndThenSaid()
    {
        const auto fetched = fetch("/dropped");
        QVERIFY(!fetched);
        QVERIFY(fetched.error().message.find("broke off") != std::string::npos);
        QCOMPARE(asked("/dropped"), 5);
    }
    void itIsLedOnlyToTheWeb()
    {
        const auto good = fetch("/moved?to=/plain");
        VERIFY_OK(good);
        QVERIFY(good->address.ends_with("/plain"));
        const auto file = fetch("/moved?to=file:///etc/passwd");
        QVERIFY(!file);
        QVERIFY(file.error().message.find("no web address") != std::string::npos);
        const auto loop = fetch("/loop");
        QVERIFY(!loop);
        QVERIFY(loop.error().message.find("without end") != std::string::npos);
        Task task;
        QVERIFY(!m_web->fetch("file:///etc/passwd", {}, task));
        QVERIFY(!m_web->fetch("ftp://a.example/x", {}, task));
    }
    void protectedAddressesStayProtected()
    {
        const QString certificate = m_folder->filePath(QStringLiteral("server.pem"));
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"),
            {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("ec"),
                QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
                QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=127.0.0.1"),
                QStringLiteral("-addext"), QStringLiteral("subjectAltName=IP:127.0.0.1"), QStringLiteral("-keyout"), certificate,
                QStringLiteral("-out"), m_folder->filePath(QStringLiteral("public.pem"))});
        if (!openssl.waitForFinished(30'000) || openssl.exitCode() != 0)
            QSKIP("openssl is not there to make a certificate.");
        const auto both
            = *readFile(certificate.toStdString()) + *readFile(m_folder->filePath(QStringLiteral("public.pem")).toStdString());
        VERIFY_OK(writeFile(certificate.toStdString(), both));
        test::WebServer secure({QStringLiteral("--certificate"), certificate});
        QVERIFY(secure.isRunning());
        Task task;
        const auto untrusted = m_web->fetch(secure.at("/plain"), {}, task);
        QVERIFY(!untrusted);
        QVERIFY(untrusted.error().message.find("certificate") != std::string::npos);
        m_web = make(
            [&](Web::Options& options) { options.authorities = m_folder->filePath(QStringLiteral("public.pem")).toStdString(); });
        VERIFY_OK(m_web->fetch(secure.at("/plain"), {}, task));
        const auto step = m_web->fetch(secure.at("/moved?to=" + m_server->at("/plain")), {}, task);
        QVERIFY(!step);
        QVERIFY(step.error().message.find("unprotected") != std::string::npos);
    }
    void packedAnswersAreUnpackedWithinTheLimit()
    {
        const auto packed = fetch("/packed");
        VERIFY_OK(packed);
        QCOMPARE(*readFile(packed->file), std::string("{\"packed\": true}"));
        const auto bomb = fetch("/bomb", {.limitBytes = 1 << 20});
        QVERIFY(!bomb && bomb.error().code == Error::Code::TooLarge);
        const auto large = fetch("/large", {.limitBytes = 1000});
        QVERIFY(!large && large.error().code == Error::Code::TooLarge);
    }
    void aServerThatFallsSilentIsLeft()
    {
        m_web = make([](Web::Options& options) {
            options.attempts = 1;
            options.stallSeconds = 1;
        });
        QVERIFY(!fetch("/silent"));
    }
    void aWishToStopIsHeardInTheMiddle()
    {
        Task task;
        std::atomic<bool> done = false;
        std::thread worker([&] {
            const auto fetched = m_web->fetch(m_server->at("/silent"), {}, task);
            done = !fetched && fetched.error().code == Error::Code::Cancelled;
        });
        QTRY_VERIFY(asked("/silent") > 0);
        task.stop();
        worker.join();
        QVERIFY(done);
    }
    void fourAtOnceAndNotMore()
    {
        std::vector<std::thread> threads;
        std::atomic<int> came = 0;
        for (int number = 0; number < 12; ++number) {
            threads.emplace_back([&, number] {
                Task task;
                came += bool(m_web->fetch(m_server->at("/together?number=" + std::to_string(number)), {}, task));
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(came.load(), 12);
        const auto most = fetch("/most", {.reuse = Reuse::Asked});
        VERIFY_OK(most);
        QCOMPARE(*readFile(most->file), std::string("4"));
    }
    void theSameIsAskedOnceByMany()
    {
        std::vector<std::thread> threads;
        for (int number = 0; number < 6; ++number) {
            threads.emplace_back([&] {
                Task task;
                (void)m_web->fetch(m_server->at("/packed/many"), {}, task);
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(asked("/packed/many"), 1);
    }
    void aHostThatIsNotThereFailsAtOnceTheSecondTime()
    {
        test::WebServer gone;
        const std::string address = gone.at("/plain");
        gone.stop();
        Task task;
        const auto first = m_web->fetch(address, {}, task);
        QVERIFY(!first);
        QVERIFY(first.error().message.find("refuses connections") != std::string::npos);
        for (int number = 0; number < 300; ++number)
            QCOMPARE(m_web->fetch(address + std::to_string(number), {}, task).error().message, first.error().message);
        const auto unknown = m_web->fetch("http://museum.invalid/a", {}, task);
        QVERIFY(!unknown);
        QVERIFY(unknown.error().message.find("museum.invalid") != std::string::npos);
    }
    void whatIsHandedOverIsNotKept()
    {
        const auto first = fetch("/etag/once", {.keeps = false});
        VERIFY_OK(first);
        QVERIFY(std::filesystem::remove(first->file));
        const auto second = fetch("/etag/once", {.keeps = false});
        VERIFY_OK(second);
        QVERIFY(!second->fromCache);
    }

private:
    std::unique_ptr<Web> make(const std::function<void(Web::Options&)>& change = {})
    {
        Web::Options options{
            .folder = m_folder->filePath(QStringLiteral("web")).toStdString(), .pause = std::chrono::milliseconds(5)};
        if (change)
            change(options);
        return std::make_unique<Web>(options);
    }
    Result<Fetched> fetch(const std::string& path, const FetchOptions& options = {})
    {
        Task task;
        return m_web->fetch(m_server->at(path), options, task);
    }
    int asked(const std::string& path)
    {
        const auto count = fetch("/count?path=" + path, {.reuse = Reuse::Asked});
        return count ? std::stoi(*readFile(count->file)) : -1;
    }

    std::unique_ptr<test::WebServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Web> m_web;
};

OPIFICIO_TEST_MAIN(WebTest)
#include "WebTest.moc"
