// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include <QProcess>

#include "remote/Shell.h"

using namespace opificio;

class ShellTest : public test::Suite {
    Q_OBJECT

    // What a real shell makes of it.
    static std::string said(const std::string& script)
    {
        QProcess shell;
        shell.start(QStringLiteral("/bin/sh"), {});
        shell.write(script.data(), qint64(script.size()));
        shell.closeWriteChannel();
        shell.waitForFinished();
        return shell.readAllStandardOutput().toStdString();
    }

private Q_SLOTS:
    void aWordArrivesAsItIs()
    {
        std::vector<std::string> words
            = {"", " ", "'", "''", "\"", "\\", "\\'", "$HOME", "$(touch /tmp/x)", "`id`", "a b", "a\nb", "\n", "*", "?", "[a-z]",
                "~", "~root", "-n", "--", "!", "!!", "#", "a;b", "a&b", "a|b", "<in", ">out", "(x)", "{a,b}", "\t", "\r\n",
                "\x01\x7f", "\xc3\xa9", "\xff\xfe", "%s%n", "\\n", "x'; rm -rf /; echo '", "EOF", std::string(100'000, '\'')};
        std::string every;
        for (int byte = 1; byte < 256; ++byte)
            every += char(byte);
        words.push_back(every);
        for (const std::string& word : words) {
            const ShellFrame frame;
            auto reply = frame.read(said(frame.around("printf '%s.' " + shellWord(word))));
            VERIFY_OK(reply);
            QCOMPARE(reply->out, word + ".");
        }
        QCOMPARE(shellWord(std::string("a\0b", 3)), std::string("'ab'"));
        QCOMPARE(shellWords({"a", "b c"}), std::string("'a' 'b c'"));
    }

    void anAnswerStandsBetweenTwoLinesThatNobodyElsePrints()
    {
        const ShellFrame frame;
        const std::string script = frame.around("cat; printf last; exit 3", "in'put\n$HOME\n");
        const std::string answer = said("echo welcome\n" + script + "echo bye\n");
        auto reply = frame.read(answer);
        VERIFY_OK(reply);
        QCOMPARE(reply->out, std::string("in'put\n$HOME\nlast"));
        QCOMPARE(reply->code, 3);
        // Cut off anywhere, it is no answer.
        const auto whole = answer.rfind("3\n") + 2;
        for (std::size_t length = 0; length < whole; ++length)
            QVERIFY(!frame.read(answer.substr(0, length)));
        QVERIFY(!ShellFrame().read(answer));
    }

    void oneShellServesManyScriptsAndEachHasItsEnd()
    {
        const ShellFrame one, two;
        const std::string both = said(one.around("x=1; cd /; echo $$; exit 4") + two.around("echo $x $$; pwd >&2"));
        auto first = one.read(both), second = two.read(both);
        VERIFY_OK(first);
        VERIFY_OK(second);
        QCOMPARE(first->code, 4);
        // Nothing of the one is left in the other, and it is the same shell.
        QCOMPARE(second->out, first->out);
        const auto end = both.find("-end 4\n") + 7;
        QVERIFY(one.isEnded(both.substr(0, end)) && !one.isEnded(both.substr(0, end - 1)) && !two.isEnded(both.substr(0, end)));
        const std::string script = one.around("");
        const auto mark = script.rfind("opificio-"), after = script.find(' ', mark);
        const std::string complained = "worse\nmore\n" + script.substr(mark, after - mark) + "\n";
        QVERIFY(one.areErrorsEnded(complained) && !one.areErrorsEnded(complained.substr(0, complained.size() - 1)));
        QCOMPARE(one.errors(complained), std::string("worse\nmore"));
        QCOMPARE(one.errors("cut"), std::string("cut"));
    }

    void timesAndWordsAreThoseOfNoCountry()
    {
        const ShellFrame frame;
        QCOMPARE(
            frame.read(said("LANGUAGE=it; LC_ALL=it_IT.UTF-8\n" + frame.around("echo $LC_ALL $LANGUAGE $SLURM_TIME_FORMAT")))
                ->out,
            std::string("C %s\n"));
        // What the script reads is not the rest of the script.
        const ShellFrame other;
        QCOMPARE(other.read(said(other.around("cat; echo on")))->out, std::string("on\n"));
    }
};

OPIFICIO_TEST_MAIN(ShellTest)
#include "ShellTest.moc"
