// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Slurm.h"

#include "base/Text.h"
#include "remote/SshAgent.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>

namespace opificio::slurm {

namespace {

using State = PartState::State;

// A job that shows no sign for so long, and is in no queue, is no more: it shows one every 10 s.
constexpr std::int64_t silenceSeconds = 180;
// What is in the queue of nobody, and younger than this, was not thrown away for its age but forgotten.
constexpr std::int64_t youngSeconds = 120;
constexpr std::size_t mostLines = 200'000;

// So long before its time is up a worker is to stop by itself: a frame may be in the making, and a checkpoint is to be written.
int marginSeconds(int minutes)
{
    return std::clamp(minutes * 60 / 20, 10, 180);
}

std::string partsText(std::vector<int> parts)
{
    std::sort(parts.begin(), parts.end());
    std::string text;
    for (std::size_t i = 0; i < parts.size();) {
        std::size_t last = i;
        while (last + 1 < parts.size() && parts[last + 1] == parts[last] + 1)
            ++last;
        text += (text.empty() ? "" : ",") + std::to_string(parts[i]) + (last > i ? "-" + std::to_string(parts[last]) : "");
        i = last + 1;
    }
    return text;
}

std::vector<std::string_view> split(std::string_view line, char mark)
{
    std::vector<std::string_view> pieces;
    while (true) {
        const auto at = line.find(mark);
        pieces.push_back(line.substr(0, at));
        if (at == std::string_view::npos)
            return pieces;
        line.remove_prefix(at + 1);
    }
}

std::int64_t wholeOf(std::string_view digits, std::int64_t otherwise = 0)
{
    std::int64_t number = otherwise;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

// "12_3" is part 3, "12" the whole.
int partOf(std::string_view id)
{
    const auto at = id.find('_');
    return at == std::string_view::npos ? -1 : int(wholeOf(id.substr(at + 1), -1));
}

// What a state of Slurm comes to, where the job itself left no word.
PartState stateOf(std::string_view word, std::string_view reason)
{
    word = word.substr(0, word.find(' ')); // "CANCELLED by 1001"
    PartState part;
    if (word == "PENDING") {
        const Reason why = reasonOf(reason);
        part.state = reason == "BeginTime" ? State::Requeued : State::Waiting;
        part.words = why.words;
        part.isHopeless = why.isHopeless;
    } else if (word == "RUNNING" || word == "COMPLETING" || word == "STAGE_OUT" || word == "SIGNALING" || word == "EXPEDITING") {
        part.state = State::Running;
    } else if (word == "CONFIGURING" || word == "POWER_UP_NODE") {
        part.state = State::Waiting;
        part.words = text("The computer is being prepared for it.");
    } else if (word == "SUSPENDED" || word == "STOPPED" || word == "RESIZING") {
        part.state = State::Running;
        part.words = text("The cluster lets it rest for a while.");
    } else if (word.starts_with("REQUEUE") || word == "SPECIAL_EXIT" || word == "RECONFIG_FAIL") {
        part.state = State::Requeued;
        part.words = text("The cluster put it back; it starts again by itself.");
    } else if (word == "COMPLETED") {
        part.state = State::Done;
    } else if (word == "CANCELLED" || word == "REVOKED") {
        part.state = State::Cancelled;
    } else if (word == "TIMEOUT" || word == "DEADLINE") {
        part.state = State::Stopped;
        part.words = text("Its time was up.");
    } else if (word == "PREEMPTED") {
        part.state = State::Stopped;
        part.words = text("Something more urgent took its place.");
    } else if (word == "NODE_FAIL" || word == "BOOT_FAIL" || word == "RESV_DEL_HOLD") {
        part.state = State::Stopped;
        part.words = text("The computer that it ran on was lost.");
    } else if (word == "OUT_OF_MEMORY") {
        part.state = State::Failed;
        part.words = text("It needed more memory than it was given.");
    } else if (word == "FAILED" || word == "LAUNCH_FAILED") {
        part.state = State::Failed;
        part.words = text("The cluster could not run it, or it ended with an error.");
    } else {
        part.state = State::Unknown;
        part.words = text("The cluster says: {0}.", word);
    }
    return part;
}

// What the job says of itself.
struct Marks {
    std::optional<int> code;
    bool hasStarted = false;
    std::int64_t beat = 0;
};

PartState ended(int code)
{
    PartState part;
    part.code = code;
    part.state = code == 0 ? State::Done : code == 75 ? State::Stopped : State::Failed;
    return part;
}

// A line of squeue or sacct: id, state, reason, and last the name.
struct Line {
    std::string id;
    int part = -1;
    PartState state;
};

} // namespace

int minutesOf(std::string_view limit)
{
    std::int64_t days = 0;
    if (auto dash = limit.find('-'); dash != std::string_view::npos) {
        days = wholeOf(limit.substr(0, dash));
        limit.remove_prefix(dash + 1);
    }
    const auto pieces = split(limit, ':');
    std::int64_t minutes = 0;
    if (pieces.size() == 3)
        minutes = wholeOf(pieces[0]) * 60 + wholeOf(pieces[1]);
    else if (pieces.size() == 2)
        minutes = wholeOf(pieces[0]);
    return int(std::min<std::int64_t>(days * 1440 + minutes, 100'000'000));
}

std::string batchScript(const Site& site, const Submission& submission)
{
    std::string script = "#!/bin/bash\n";
    script += "cd " + shellWord(submission.folder) + " || exit 72\n";
    script += "key=" + shellWord(submission.key) + "\n";
    // Before all else, from when the time counts.
    const int minutes = std::max(1, submission.resources.minutes);
    script += "until=$(($(date +%s) + " + std::to_string(minutes * 60 - marginSeconds(minutes)) + "))\n";
    script += R"sh(part=${SLURM_ARRAY_TASK_ID:-all}
mark=marks/$key.$part
id=${SLURM_ARRAY_JOB_ID:-$SLURM_JOB_ID}
# A link is made whole or not at all: of two jobs of the same key, one has it.
if ! ln -s "$id" "$mark.owner" 2>/dev/null && [ "$(readlink "$mark.owner")" != "$id" ]; then
  echo "Another job has this work: $(readlink "$mark.owner")."
  exit 0
fi
run=${SLURM_RESTART_COUNT:-0}
say() { : >"$mark.new.$id" && mv -f "$mark.new.$id" "$mark.$1"; }
ended() { for file in "$mark".exit.*."$id" "$mark".gone."$id"."$((run - 1))"; do [ ! -e "$file" ] || return 0; done; return 1; }
# A computer that was given up may live on, and the work with it: whoever began later has it.
isNewer() { for file in "$mark".started."$id".*; do [ "${file##*.}" -gt "$run" ] 2>/dev/null && return 0; done; return 1; }
say "started.$id.$run"
if [ "$run" -gt 0 ]; then
  for wait in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    ! ended && [ -n "$(find "$mark.beat" -newermt '-25 seconds' 2>/dev/null)" ] || break
    sleep 3
  done
fi
rm -f "$mark".exit.*
say beat
)sh";
    for (const std::string& variable : site.environment) {
        const auto equal = variable.find('=');
        script += "export " + variable.substr(0, equal) + "=" + shellWord(variable.substr(equal + 1)) + "\n";
    }
    for (const std::string& module : site.modules)
        script += "module load " + shellWord(module) + "\n";
    // A shell hears a signal only when what it waits for has ended, or in wait.
    script += R"sh(heard=
trap 'heard=1; kill -USR2 "$worker" 2>/dev/null' USR2
trap 'heard=1; kill -TERM "$worker" 2>/dev/null' TERM
)sh";
    std::vector<std::string> command = {site.workerPath()};
    if (site.usesSrun)
        command.insert(command.begin(), "srun");
    command.insert(command.end(), submission.arguments.begin(), submission.arguments.end());
    script += shellWords(command) + (submission.parts.empty() ? "" : " --part \"$part\"")
        + (submission.hearsTime ? " --until \"$until\"" : "") + " </dev/null &\n";
    script += R"sh(worker=$!
while sleep 10; do
  if isNewer; then
    kill -TERM "$worker"
    sleep 15
    kill -KILL "$worker"
    exit
  fi
  say beat
done &
beat=$!
code=0
while :; do
  heard=
  wait "$worker"
  now=$?
  [ "$now" = 127 ] && [ "$code" != 0 ] || code=$now
  [ -n "$heard" ] || break
done
kill "$beat" 2>/dev/null
if isNewer; then say "gone.$id.$run"; else say "exit.$code.$id"; fi
exit "$code"
)sh";
    return script;
}

std::string submitScript(const Site& site, const Submission& submission)
{
    const Resources& wanted = submission.resources;
    const std::string partition = !wanted.partition.empty() ? wanted.partition
        : site.partitions.empty()                           ? ""
                                                            : site.partitions[0];
    const std::string account = wanted.account.empty() ? site.account : wanted.account;
    std::vector<std::string> options = {"--parsable", "--job-name=" + submission.key, "--comment=opificio:" + submission.key,
        "--export=NONE", "--open-mode=append", "--requeue", "--chdir=" + submission.folder, "--nodes=1", "--ntasks=1",
        "--cpus-per-task=" + std::to_string(std::max(1, wanted.cpus)), "--time=" + std::to_string(std::max(1, wanted.minutes))};
    // It comes up to a minute early; where there is little time, it would come at once.
    if (wanted.minutes >= 4)
        options.push_back("--signal=B:USR2@" + std::to_string(wanted.minutes >= 10 ? 120 : 60));
    if (!partition.empty())
        options.push_back("--partition=" + partition);
    if (!account.empty())
        options.push_back("--account=" + account);
    if (wanted.gpus > 0)
        options.push_back("--gres=gpu:" + std::to_string(wanted.gpus));
    if (!submission.parts.empty())
        options.push_back("--array=" + partsText(submission.parts) + "%" + std::to_string(std::max(1, wanted.partsAtOnce)));
    options.push_back("--output=" + submission.folder + "/logs/" + (submission.parts.empty() ? submission.key : "%a") + ".txt");
    if (!submission.after.empty())
        options.push_back("--dependency=afterany:" + submission.after);
    std::string script = "key=" + shellWord(submission.key) + "\n";
    // Without its folder for words a job fails and says nothing.
    script += "cd " + shellWord(submission.folder) + " && mkdir -p marks logs && [ -w marks ] && [ -w logs ] || exit 73\n";
    script += R"sh(exec 9>"marks/$key.lock" || exit 73
if command -v flock >/dev/null; then flock -w 60 9 || exit 75; fi
submitted() { : >"marks/$key.id.$1" && echo "id $1"; exit 0; }
queued=$(squeue --me -h -t all -o '%F' --name="$key") || exit 75
id=$(printf '%s\n' "$queued" | sort -n | head -n 1)
[ -z "$id" ] || submitted "$id"
# It may have begun, and be gone from the queue.
for begun in marks/"$key".*.owner; do
  [ ! -L "$begun" ] || submitted "$(readlink "$begun")"
done
)sh";
    script += "said=$(sbatch " + shellWords(options) + " 2>&1)\n";
    script += R"sh(code=$?
if [ $code = 0 ]; then
  id=$(printf '%s\n' "$said" | grep -E '^[0-9]+(;.*)?$' | tail -n 1)
  [ -n "${id%%;*}" ] && submitted "${id%%;*}"
  code=75
fi
printf '%s\n' "$said" >&2
case "$said" in
  *"timed out"*|*"Unable to contact"*|*"onnect failure"*|*"Zero Bytes"*|*"temporar"*|*"onnection refused"*|*"onnection reset"*|*"munge"*) exit 75 ;;
esac
[ $code != 75 ] || exit 75
exit 74
)sh";
    return script;
}

Result<std::string> readSubmitted(const ShellReply& reply)
{
    std::string said = reply.err.substr(0, 1000);
    while (!said.empty() && (said.back() == '\n' || said.back() == ' '))
        said.pop_back();
    for (std::string_view line : split(reply.out, '\n')) {
        if (reply.code == 0 && line.starts_with("id ") && wholeOf(line.substr(3)) > 0)
            return std::string(line.substr(3));
    }
    if (reply.code == 73)
        return Error{
            Error::Code::NotFound, text("The folder of the job is not there on the cluster, or cannot be written: {0}", said)};
    if (reply.code == 74)
        return Error{Error::Code::Invalid, text("The cluster refused the job: {0}", said)};
    return Error{Error::Code::Network, text("The cluster did not say whether it took the job. It is looked for again.")};
}

std::string pollScript(const std::vector<Submitted>& submitted)
{
    std::string script = "date +'clock %s'\n"
                         "queue=$(squeue --me -h -t all -r -o 'q|%i|%T|%r|%j'); code=$?\n"
                         "printf '%s\\n' \"$queue\"; echo \"queue $code\"\n";
    std::set<std::string> folders;
    for (const Submitted& one : submitted) {
        folders.insert(one.folder);
        // The books of the cluster, where it keeps any, and only of what the queue does not know. Where it keeps none, a list of
        // what ended may be there, which knows less.
        script += "printf '%s\\n' \"$queue\" | grep -q " + shellWord("|" + one.key + "$")
            + " || { books=$(sacct -n -P -X --name=" + shellWord(one.key)
            + " -S now-30days -o JobID,State,ExitCode,JobName 2>/dev/null) && printf '%s\\n' \"$books\" | sed 's/^/a|/'; } ||"
            // Older ones give everybody's.
            + " sacct -c -n -P -o JobID,State,JobName 2>/dev/null | grep " + shellWord("|" + one.key + "$")
            + " | sed 's/^/j|/'\n";
    }
    for (const std::string& folder : folders) {
        script += "if cd " + shellWord(folder) + " 2>/dev/null; then\necho " + shellWord("folder " + folder);
        script += R"sh(
find marks parts previews samples live checkpoint logs -maxdepth 1 \( -type f -o -type l \) -printf 'f %s %T@ %p\n' 2>/dev/null
for file in status.json missing.json $(find parts -maxdepth 1 -name '*.status.json' -mmin -30 2>/dev/null | head -n 64); do
  [ ! -f "$file" ] || { stat -c 'f %s %Y %n' "$file"; printf 'c %s ' "$file"; head -c 150000 "$file" | base64 -w0; echo; }
done
else echo )sh";
        script += shellWord("missing " + folder) + "\nfi\n";
    }
    return script + "echo whole\n";
}

Result<Look> readPoll(const ShellReply& reply, const std::vector<Submitted>& submitted)
{
    Look look;
    std::map<std::string, std::vector<Line>, std::less<>> queue, books, ends;
    std::map<std::string, SeenFile>* files = nullptr;
    bool isQueueRight = false, isWhole = false;
    std::size_t lines = 0;
    for (std::string_view line : split(reply.out, '\n')) {
        if (++lines > mostLines)
            return Error{Error::Code::TooLarge, text("The cluster answered more than can be read.")};
        isWhole = isWhole || line == "whole";
        if (line.starts_with("clock ")) {
            look.clock = wholeOf(line.substr(6));
        } else if (line.starts_with("queue ")) {
            isQueueRight = line == "queue 0";
        } else if (line.starts_with("q|")) {
            const auto fields = split(line, '|');
            if (fields.size() == 5)
                queue[std::string(fields[4])].push_back(
                    {std::string(fields[1]), partOf(fields[1]), stateOf(fields[2], fields[3])});
        } else if (line.starts_with("a|")) {
            const auto fields = split(line, '|');
            if (fields.size() == 5)
                books[std::string(fields[4])].push_back({std::string(fields[1]), partOf(fields[1]), stateOf(fields[2], {})});
        } else if (line.starts_with("j|")) {
            const auto fields = split(line, '|');
            if (fields.size() == 4)
                ends[std::string(fields[3])].push_back({std::string(fields[1]), -1, stateOf(fields[2], {})});
        } else if (line.starts_with("folder ")) {
            files = &look.files[std::string(line.substr(7))];
        } else if (line.starts_with("missing ")) {
            files = nullptr;
        } else if (line.starts_with("f ") && files) {
            const auto fields = split(line, ' ');
            if (fields.size() == 4)
                (*files)[std::string(fields[3])]
                    = {std::uint64_t(std::max<std::int64_t>(0, wholeOf(fields[1]))), wholeOf(fields[2]), {}};
        } else if (line.starts_with("c ") && files) {
            const auto fields = split(line, ' ');
            if (fields.size() == 3)
                (*files)[std::string(fields[1])].content = fromBase64(fields[2]);
        }
    }
    if (reply.code != 0 || !isWhole || look.clock == 0)
        return Error{Error::Code::Network, text("The answer was cut off on its way.")};
    if (!isQueueRight)
        return Error{Error::Code::Network, text("The cluster's queue does not answer at the moment.")};
    for (const Submitted& one : submitted) {
        std::map<int, Marks> marks;
        std::int64_t submittedAt = 0;
        const auto folder = look.files.find(one.folder);
        if (folder != look.files.end()) {
            for (const auto& [name, file] : folder->second) {
                if (!name.starts_with("marks/" + one.key + "."))
                    continue;
                const auto words = split(std::string_view(name).substr(6 + one.key.size() + 1), '.');
                if (words[0] == "id")
                    submittedAt = std::max(submittedAt, file.changed);
                if (words.size() < 2 || words[0] == "id")
                    continue;
                Marks& mark = marks[words[0] == "all" ? -1 : int(wholeOf(words[0], -1))];
                if (words[1] == "exit" && words.size() >= 3)
                    mark.code = int(wholeOf(words[2], 1));
                mark.hasStarted = mark.hasStarted || words[1] == "started";
                if (words[1] == "beat" || words[1] == "started")
                    mark.beat = std::max(mark.beat, file.changed);
            }
        }
        // What lives in the queue counts before what the job says; what the job says before what the cluster says of its end.
        std::map<int, PartState> parts;
        const auto queued = queue.find(one.key);
        if (queued != queue.end()) {
            for (const Line& line : queued->second) {
                auto known = parts.find(line.part);
                if (known == parts.end() || (isLive(line.state.state) && !isLive(known->second.state)))
                    parts[line.part] = line.state;
            }
        }
        if (const auto book = books.find(one.key); book != books.end()) {
            for (const Line& line : book->second)
                parts.emplace(line.part, line.state);
        }
        // The list of what ended names no parts.
        if (const auto end = ends.find(one.key); end != ends.end() && end->second.size() == 1 && end->second[0].id == one.id
            && !marks.empty() && marks.begin()->first == -1)
            parts.emplace(-1, end->second[0].state);
        for (const auto& [part, mark] : marks) {
            auto known = parts.find(part);
            if (mark.code && (known == parts.end() || !isLive(known->second.state))) {
                PartState said = ended(*mark.code);
                // One that was told to stop and did.
                if (known != parts.end() && known->second.state == State::Cancelled)
                    said.state = State::Cancelled;
                // Why it was ended; of one that stopped by itself Slurm only says that it failed.
                if (known != parts.end() && said.state != State::Done
                    && !(said.state == State::Stopped && known->second.state == State::Failed))
                    said.words = known->second.words;
                parts[part] = said;
            } else if (known == parts.end() && mark.hasStarted) {
                PartState silent;
                if (look.clock - mark.beat > silenceSeconds) {
                    silent.state = State::Stopped;
                    silent.words = text("It is in no queue any more and shows no sign of life.");
                } else {
                    silent.state = State::Unknown;
                    silent.words = text("It is in no queue any more, and did not say that it ended.");
                }
                parts[part] = silent;
            }
        }
        if (parts.empty()) {
            PartState gone;
            if (submittedAt > 0 && look.clock - submittedAt < youngSeconds) {
                gone.state = State::Forgotten;
                gone.words = text("The cluster forgot it, and is given it again.");
            } else {
                gone.words = text("The cluster does not know it any more, and it left no word.");
            }
            parts[-1] = gone;
        }
        // A job that says it is done without ever having begun ran into another one's place.
        for (auto& [part, state] : parts) {
            state.key = one.key;
            state.part = part;
            if (state.state == State::Done && !marks.contains(part)) {
                state.state = State::Unknown;
                state.words = text("It is in no queue any more, and did not say that it ended.");
            }
            look.parts.push_back(state);
        }
    }
    return look;
}

std::string cancelScript(const Submitted& submitted)
{
    // By its key alone: its id may be somebody else's by now.
    return "scancel --me --name=" + shellWord(submitted.key) + "\n";
}

std::string probeScript(const Site& site)
{
    return "date +'clock %s'\necho \"home $HOME\"\nsinfo --version | sed 's/^/version /'\n"
           "scontrol show config | sed -n 's/^MaxArraySize *= */array /p'\n"
           "df -P -k "
        + shellWord(site.rootPath()) + " 2>/dev/null | awk 'NR == 2 { print \"free \" $4 }'\n";
}

Result<PlaceFacts> readProbe(const ShellReply& reply)
{
    PlaceFacts facts;
    for (std::string_view line : split(reply.out, '\n')) {
        if (line.starts_with("clock "))
            facts.clock = wholeOf(line.substr(6));
        else if (line.starts_with("home "))
            facts.home = line.substr(5, 1000);
        else if (line.starts_with("version "))
            facts.scheduler = line.substr(8, 100);
        else if (line.starts_with("array "))
            facts.mostParts = int(std::clamp<std::int64_t>(wholeOf(line.substr(6)) - 1, 1, 1'000'000));
        else if (line.starts_with("free "))
            facts.freeBytes = wholeOf(line.substr(5), -1) * 1024;
    }
    if (!facts.scheduler.starts_with("slurm"))
        return Error{Error::Code::Unsupported, text("Slurm is not found on this computer.")};
    return facts;
}

std::string partitionsScript()
{
    return "sinfo -h -o '%R|%a|%l|%D|%c|%G'\n";
}

std::vector<Partition> readPartitions(const ShellReply& reply)
{
    std::vector<Partition> partitions;
    for (std::string_view line : split(reply.out, '\n')) {
        const auto fields = split(line, '|');
        if (fields.size() != 6 || fields[0].empty() || partitions.size() > 1000)
            continue;
        auto known = std::find_if(
            partitions.begin(), partitions.end(), [&](const Partition& partition) { return partition.name == fields[0]; });
        if (known == partitions.end())
            known = partitions.insert(partitions.end(), Partition{.name = std::string(fields[0])});
        known->isUp = fields[1] == "up";
        known->minutes = minutesOf(fields[2]);
        known->nodes += int(wholeOf(fields[3]));
        known->cpus = std::max(known->cpus, int(wholeOf(fields[4])));
        // "gpu:a100:4(S:0-1),other:2"
        for (std::string_view gres : split(fields[5], ',')) {
            gres = gres.substr(0, gres.find('('));
            if (gres.starts_with("gpu:"))
                known->gpus = std::max(known->gpus, int(wholeOf(gres.substr(gres.rfind(':') + 1))));
        }
    }
    return partitions;
}

} // namespace opificio::slurm
