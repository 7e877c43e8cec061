#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QProcess>
#include <QStringList>

#include <functional>

#include "base/Json.h"
#include "base/Result.h"

namespace opificio {

/// One call of opificio-cli for what only it can do: it answers once and deletes itself; one that is deleted before ends its
/// process and does not answer. GUI thread.
///
///     CliCall::make({"list", "recipes"}, this, [this](Result<Json> answer) { ... });
class CliCall : public QObject {
    Q_OBJECT

public:
    using Answer = std::function<void(Result<Json> answer)>;
    /// The arguments after --json and the language; `input` is what it reads on its standard input.
    static CliCall* make(const QStringList& arguments, QObject* parent, Answer answer, const QByteArray& input = {});
    ~CliCall() override;

    /// Done, but not as asked: sentences.
    const QStringList& warnings() const { return m_warnings; }

Q_SIGNALS:
    /// One answer among many, as it came.
    void heard(const opificio::Json& item);

private:
    CliCall(QObject* parent, Answer answer);
    void readLines();
    void finish(Result<Json> answer);

    QProcess m_process;
    Answer m_answer;
    QByteArray m_tail;
    QStringList m_warnings;
    Result<Json> m_result;
    bool m_hasResult = false;
};

} // namespace opificio
