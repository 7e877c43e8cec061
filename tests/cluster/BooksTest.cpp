// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a job while nobody looked and its cluster's queue forgot it stands in the cluster's books, or in its list of
// what ended.
#include "cluster/Attended.h"

using namespace opificio;

class BooksTest : public test::Attended {
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        settle();
        end();
    }

    void whatWasStoppedThereWhileNobodyLookedIsNotBegunAgain_data()
    {
        QTest::addColumn<QString>("books");
        QTest::newRow("sacct") << QStringLiteral("1");
        QTest::newRow("jobcomp") << QString();
    }
    void whatWasStoppedThereWhileNobodyLookedIsNotBegunAgain()
    {
        QFETCH(QString, books);
        begin({QStringLiteral("MIN_JOB_AGE=3"), QStringLiteral("ACCOUNTING=") + books});
        if (!m_cluster->isThere())
            return;
        QCOMPARE(m_cluster->shell("sacct -n >/dev/null 2>&1 && echo yes"), std::string(books.isEmpty() ? "" : "yes"));
        const auto stopped = made(1, {{"hold", ""}}), ended = made(1, {{"hold", ""}});
        for (const auto& folder : {stopped, ended}) {
            VERIFY_OK(submitJob(folder));
            QVERIFY(says(folder, "step 0 of 3"));
        }
        m_cluster->shell("kill -9 " + attendant());
        QVERIFY(test::eventually([&] { return !isAttended(m_site); }));
        m_cluster->shell("scancel --name=$(squeue -h -o %j | grep '^" + Job::read(stopped)->key + "')");
        std::filesystem::remove(there(ended) + "/hold");
        QVERIFY(test::eventually([&] { return m_cluster->shell("squeue -h -t all").empty(); }, 120));
        VERIFY_OK(startAttendants());
        QVERIFY(becomes(ended, JobStatus::State::Done));
        // By its own word alone it could go on.
        QVERIFY(becomes(stopped, JobStatus::State::Cancelled));
        QVERIFY(says(stopped, "It was stopped on the cluster."));
        QCOMPARE(submissions(stopped), 0);
    }
};

OPIFICIO_TEST_MAIN(BooksTest)
#include "BooksTest.moc"
