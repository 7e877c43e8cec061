// SPDX-License-Identifier: GPL-3.0-or-later
#include "CliCall.h"

#include "base/Text.h"

#include "Jobs.h"
#include "Background.h"
#include "Text.h"

#include <unistd.h>

namespace opificio {

namespace {

// An answer of more than that is none of ours.
constexpr qsizetype longestAnswer = 64 << 20;

} // namespace

CliCall* CliCall::make(const QStringList& arguments, QObject* parent, Answer answer, const QByteArray& input)
{
    auto* call = new CliCall(parent, std::move(answer));
    const QString program = jobProgram();
    if (program.isEmpty()) {
        QMetaObject::invokeMethod(
            call,
            [call] {
                call->finish(Error{Error::Code::NotFound,
                    utf8(tr("Cannot find opificio-cli, which does the long work. Install Opificio again."))});
            },
            Qt::QueuedConnection);
        return call;
    }
    call->m_process.setProgram(program);
    call->m_process.setArguments(QStringList{QStringLiteral("--json"), QStringLiteral("--language"), qt(language())} + arguments);
    call->m_process.setChildProcessModifier([] { (void)!::nice(behindTheWindow); });
    if (input.isEmpty())
        call->m_process.setStandardInputFile(QProcess::nullDevice());
    call->m_process.start();
    if (!input.isEmpty()) {
        call->m_process.write(input);
        call->m_process.closeWriteChannel();
    }
    return call;
}

CliCall::CliCall(QObject* parent, Answer answer)
    : QObject(parent)
    , m_answer(std::move(answer))
    , m_result(Json())
{
    m_process.setStandardErrorFile(QProcess::nullDevice());
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &CliCall::readLines);
    connect(&m_process, &QProcess::finished, this, [this] {
        readLines();
        finish(m_hasResult
                ? std::move(m_result)
                : Result<Json>(Error{Error::Code::Internal, utf8(tr("The long work ended without an answer. Try again."))}));
    });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            finish(Error{
                Error::Code::NotFound, utf8(tr("Cannot start opificio-cli, which does the long work. Install Opificio again."))});
    });
}

CliCall::~CliCall()
{
    m_process.disconnect(this);
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished(1000);
    }
}

void CliCall::readLines()
{
    m_tail += m_process.readAllStandardOutput();
    if (m_tail.size() > longestAnswer)
        m_process.kill();
    for (qsizetype end = m_tail.indexOf('\n'); end >= 0; end = m_tail.indexOf('\n')) {
        const QByteArray line = m_tail.left(end);
        m_tail.remove(0, end + 1);
        auto event = parseJson({line.constData(), std::size_t(line.size())}, "opificio-cli");
        if (!event)
            continue;
        if (textAt(*event, "event") == "warning")
            m_warnings.append(qt(textAt(*event, "sentence")));
        if (textAt(*event, "event") == "item")
            Q_EMIT heard(*event);
        if (textAt(*event, "event") != "result")
            continue;
        m_hasResult = true;
        const Json& error = at(*event, "error");
        if (flagAt(*event, "ok"))
            m_result = at(*event, "data");
        else
            m_result = Error{Error::Code::Internal, textAt(error, "sentence"), textAt(error, "what")};
    }
}

void CliCall::finish(Result<Json> answer)
{
    if (!m_answer)
        return;
    const Answer told = std::exchange(m_answer, {});
    told(std::move(answer));
    deleteLater();
}

} // namespace opificio
