// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Packing.h"

#include "base/Hash.h"
#include "base/Text.h"
#include "remote/Tar.h"

#include <algorithm>
#include <map>
#include <optional>

namespace opificio::packing {

namespace {

// Prints what lies beside, hears how much comes, unpacks it, prints again, and hears whether to take it. What comes is read to
// its end whatever becomes of it. Hard links, where there are any, give a thousand files their names in one program.
constexpr std::string_view putScript = R"sh(
mkdir -p -- "$beside" "$folder" && cd -- "$beside" || exit
if command -v openssl >/dev/null; then sum='openssl dgst -sha256 -r'; else sum='sha256sum --'; fi
sums() { find . -type f -exec $sum {} + && printf 'all\n'; }
sums || exit
read -r how bytes || exit 75
if [ "$how" = clear ]; then cd / && rm -rf -- "$beside" && mkdir -p -- "$beside" && cd -- "$beside" || exit; fi
if [ "$bytes" -gt 0 ]; then
  head -c "$bytes" | { tar -xmf - --no-same-owner; code=$?; cat >/dev/null; exit "$code"; } || exit
fi
sums || exit
read -r what || exit 75
[ "$what" = take ] || exit 0
if [ -n "$last" ]; then mv -fT -- "$last" "$beside.last" || exit; fi
if ! cp -rlf -- . "$folder" 2>/dev/null; then
  find . -type f -exec sh -c 'for file; do
    mkdir -p -- "$0/${file%/*}" && mv -fT -- "$file" "$0/$file" || exit
  done' "$folder" {} + || exit
fi
if [ -n "$last" ]; then mv -fT -- "$beside.last" "$folder/$last" || exit; fi
cd / && rm -rf -- "$beside"
)sh";

class Sender : public ScriptPartner {
public:
    Sender(const std::vector<PackedFile>& files, Task& task)
        : m_files(files)
        , m_task(task)
    {
        for (const PackedFile& file : files)
            m_digests[file.name] = file.sha256;
    }
    Result<> hear(std::string& said) override
    {
        // All of it stays: the end of the script comes in such lines as well.
        for (auto end = said.find('\n', m_at); end != std::string::npos && m_step != Step::Over; end = said.find('\n', m_at)) {
            const std::string line = said.substr(m_at, end - m_at);
            m_at = end + 1;
            if (line == "all") {
                TRY_DO(hearAll());
            } else if (line.size() > 68 && isSha256(line.substr(0, 64)) && line.substr(66, 2) == "./") {
                // The digest, a blank, and a blank or a star before the name.
                m_lying[line.substr(68)] = line.substr(0, 64);
            }
        }
        return {};
    }
    Result<std::string_view> say() override
    {
        if (!m_words.empty()) {
            m_said = std::move(m_words);
            m_words.clear();
            return std::string_view(m_said);
        }
        if (m_step != Step::Sending)
            return std::string_view();
        TRY(auto piece, m_tar->next());
        m_sent += piece.size();
        if (piece.empty())
            m_step = Step::Sent;
        else
            m_task.progress(double(m_sent), double(m_tar->bytes()), {});
        return piece;
    }
    std::vector<std::string>& wrong() { return m_wrong; }

private:
    enum class Step { Asked, Sending, Sent, Over };

    Result<> hearAll()
    {
        auto lying = std::move(m_lying);
        m_lying.clear();
        if (m_step == Step::Asked)
            return begin(lying);
        for (const auto& [name, sum] : m_digests) {
            if (const auto found = lying.find(name); found == lying.end() || found->second != sum)
                m_wrong.push_back(name);
        }
        // What nobody asked for would be taken along.
        const bool isTaken = m_wrong.empty() && lying.size() == m_digests.size();
        m_words = isTaken ? "take\n" : "leave\n";
        m_step = Step::Over;
        if (!isTaken && m_wrong.empty())
            return Error{Error::Code::Network, text("The answer was cut off on its way.")};
        return {};
    }
    Result<> begin(const std::map<std::string, std::string>& lying)
    {
        const bool isClear
            = std::any_of(lying.begin(), lying.end(), [&](const auto& one) { return !m_digests.contains(one.first); });
        std::vector<TarMaker::Entry> entries;
        for (const PackedFile& file : m_files) {
            const auto found = lying.find(file.name);
            if (isClear || found == lying.end() || found->second != file.sha256)
                entries.push_back({file.here, file.name});
        }
        const bool isNothing = entries.empty();
        TRY(m_tar, TarMaker::create(std::move(entries)));
        m_words = (isClear ? "clear " : "keep ") + std::to_string(isNothing ? 0 : m_tar->bytes()) + "\n";
        m_step = isNothing ? Step::Sent : Step::Sending;
        return {};
    }

    const std::vector<PackedFile>& m_files;
    Task& m_task;
    std::map<std::string, std::string> m_digests, m_lying;
    std::vector<std::string> m_wrong;
    std::optional<TarMaker> m_tar;
    std::uint64_t m_sent = 0;
    std::size_t m_at = 0;
    std::string m_words, m_said;
    Step m_step = Step::Asked;
};

class Receiver : public ScriptPartner {
public:
    explicit Receiver(const TakeFile& take)
        : m_tar(smallFileBytes, take)
    {
    }
    Result<> hear(std::string& said) override { return m_tar.hear(said); }
    Result<std::string_view> say() override { return std::string_view(); }
    bool isEnded() const { return m_tar.isEnded(); }

private:
    TarTaker m_tar;
};

} // namespace

Result<ShellReply> put(Ssh& ssh, const std::string& folder, const std::string& beside, const std::vector<PackedFile>& files,
    const std::string& last, std::vector<std::string>& wrong, Task& task)
{
    const std::string script
        = "folder=" + shellWord(folder) + " beside=" + shellWord(beside) + " last=" + shellWord(last) + std::string(putScript);
    Sender sender(files, task);
    TRY(auto reply, ssh.talk(script, sender, task));
    wrong = std::move(sender.wrong());
    return reply;
}

Result<ShellReply> get(
    Ssh& ssh, const std::string& folder, const std::vector<std::string>& names, const TakeFile& take, Task& task)
{
    std::vector<std::string> words;
    for (const std::string& name : names)
        words.push_back("./" + name);
    // Larger ones come by themselves: those go on where they were cut off.
    static_assert(smallFileBytes == 2048 * 512);
    const std::string script = "cd -- " + shellWord(folder) + " || exit 66\nprintf '%s\\0' " + shellWords(words)
        + " | xargs -0 sh -c 'find \"$@\" -maxdepth 0 -type f -size -2049 -print0' sh 2>/dev/null"
          " | tar -cf - --format=ustar --null --no-recursion -T -";
    Receiver receiver(take);
    TRY(auto reply, ssh.talk(script, receiver, task));
    if (reply.code == 0 && !receiver.isEnded())
        return Error{Error::Code::Network, text("The answer was cut off on its way.")};
    return reply;
}

} // namespace opificio::packing
