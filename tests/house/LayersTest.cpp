// SPDX-License-Identifier: GPL-3.0-or-later
// Who may include whom. The edges are the DEPENDS words of CMake, which writes them into layers.txt; the order of the
// layers is that of ARCHITECTURE.md. A file may include its own library and those on its own line, nothing else.
#include "house/Source.h"
#include "support/TestMain.h"

#include <map>
#include <set>

using namespace opificio;
using namespace opificio::house;

namespace {

struct Library {
    std::string folder;
    std::set<std::string> depends;
};
using Libraries = std::map<std::string, Library>;

/// The edges that ARCHITECTURE.md section 3 allows. A library that is not here may use nobody.
const std::map<std::string, std::set<std::string>> allowed = {
    {"base", {}},
    {"image", {"base"}},
    {"gpu", {"base", "image"}},
    {"graph", {"base", "image"}},
    {"web", {"base"}},
    {"library", {"base", "image", "web"}},
    {"models", {"base", "image"}},
    {"media", {"base", "image"}},
    {"learning", {"base", "image", "models"}},
    {"render", {"base", "image", "gpu", "graph", "models", "media"}},
    {"remote", {"base"}},
    {"studio", {"base", "image", "web", "graph", "library", "models", "media", "remote"}},
    {"opificio-cli", {"base", "image", "web", "gpu", "graph", "library", "models", "media", "render", "remote", "studio"}},
    {"window", {"base", "image", "web", "gpu", "graph", "library", "models", "media", "render", "remote", "studio"}},
};

/// Headers of outside libraries, by how their names begin, and the only folders that may include them.
const std::vector<std::pair<std::string, std::vector<std::string>>> outside = {
    {"torch/", {"engine/learning"}},
    {"ATen/", {"engine/learning"}},
    {"c10/", {"engine/learning"}},
    {"gloo/", {"engine/learning"}},
    {"vulkan/", {"engine/gpu", "app/preview"}},
    {"glslang/", {"engine/gpu"}},
    {"SPIRV/", {"engine/gpu"}},
    {"spirv-tools/", {"engine/gpu"}},
    {"sqlite3.h", {"engine/library"}},
    {"pugixml.hpp", {"engine/library"}},
    {"curl/", {"engine/web"}},
    {"zlib.h", {"engine/library"}},
    {"libavcodec/", {"engine/media"}},
    {"libavformat/", {"engine/media"}},
    {"libavutil/", {"engine/media"}},
    {"libswscale/", {"engine/media"}},
    {"libswresample/", {"engine/media"}},
    {"opencv2/", {"engine/image"}},
    {"turbojpeg.h", {"engine/image"}},
    {"jpeglib.h", {"engine/image"}},
    {"jerror.h", {"engine/image"}},
    {"png.h", {"engine/image"}},
    {"tiff", {"engine/image"}},
    {"webp/", {"engine/image"}},
    {"lcms2", {"engine/image"}},
    {"exiv2/", {"engine/image"}},
    {"OpenColorIO/", {"engine/image"}},
    {"OpenEXR/", {"engine/image"}},
    {"harfbuzz/", {"engine/image"}},
    {"hb", {"engine/image"}},
    {"fontconfig/", {"engine/image"}},
    {"fribidi", {"engine/image"}},
    {"ft2build.h", {"engine/image"}},
    {"freetype/", {"engine/image"}},
    {"openssl/", {"engine/base", "remote"}},
    {"xxhash.h", {"engine/base"}},
    {"CLI/", {"remote/cli"}},
    {"libssh/", {"remote"}},
    {"libsecret/", {"remote"}},
    // Any .cpp may; headers speak Json of engine/base.
    {"nlohmann/", {"engine", "remote", "app"}},
};

/// What the system gives and is nobody's in particular; headers of C++ itself have no ending.
const std::set<std::string> systemHeaders = {"unistd.h", "fcntl.h", "dlfcn.h", "poll.h", "pthread.h", "sched.h", "signal.h",
    "spawn.h", "termios.h", "errno.h", "immintrin.h", "x86intrin.h", "arm_neon.h", "sys/stat.h", "sys/statvfs.h", "sys/file.h",
    "sys/inotify.h", "sys/mman.h", "sys/random.h", "sys/resource.h", "sys/socket.h", "sys/syscall.h", "sys/time.h", "sys/types.h",
    "sys/uio.h", "sys/un.h", "sys/vfs.h", "sys/wait.h", "sys/prctl.h", "sys/eventfd.h", "linux/limits.h", "netdb.h",
    "netinet/in.h", "arpa/inet.h", "stdio.h", "stdlib.h", "string.h", "stdint.h", "stddef.h", "setjmp.h", "time.h"};

bool under(const std::string& file, const std::string& folder)
{
    return file.starts_with(folder + "/");
}

/// The library whose folder holds the file most closely, or empty.
std::string owner(const Libraries& libraries, const std::string& file)
{
    std::string best;
    for (const auto& [name, library] : libraries) {
        if (under(file, library.folder) && (best.empty() || library.folder.size() > libraries.at(best).folder.size()))
            best = name;
    }
    return best;
}

std::string join(const std::string& file, int line, const std::string& sentence)
{
    return file + ":" + std::to_string(line) + ": " + sentence;
}

/// What is wrong with the edges themselves.
std::vector<std::string> wrongEdges(const Libraries& libraries)
{
    std::vector<std::string> wrong;
    for (const auto& [name, library] : libraries) {
        auto row = allowed.find(name);
        if (row == allowed.end()) {
            wrong.push_back(name + " has no place in the layers; ARCHITECTURE.md section 3 and this test name the places.");
            continue;
        }
        for (const std::string& other : library.depends) {
            if (!row->second.contains(other))
                wrong.push_back(name + " may not use " + other + ".");
        }
    }
    return wrong;
}

/// What is wrong with the includes of these files (name to content). A quoted name is looked for beside the file, then from
/// engine/, from the root and, in programs, from remote/, as the compiler does.
std::vector<std::string> wrongIncludes(const Libraries& libraries, const std::map<std::string, std::string>& sources)
{
    std::vector<std::string> wrong;
    std::map<std::string, std::vector<std::string>> includedBy; // header of ours: the files that include it
    std::set<std::string> heavy; // headers of ours that bring in an outside library
    for (const auto& [file, content] : sources) {
        const std::string self = owner(libraries, file);
        if (self.empty()) {
            wrong.push_back(file + " belongs to no library; its folder has no line of CMake.");
            continue;
        }
        for (const Include& include : includes(content)) {
            if (!include.quoted) {
                const bool qt = include.name.starts_with("Qt")
                    || (include.name.size() > 1 && include.name[0] == 'Q'
                        && std::isupper(static_cast<unsigned char>(include.name[1])));
                if (qt) {
                    if (!under(file, "app"))
                        wrong.push_back(join(file, include.line, "<" + include.name + "> is Qt, which lives in app/."));
                    continue;
                }
                if (include.name.find('.') == std::string::npos && include.name.find('/') == std::string::npos)
                    continue;
                if (systemHeaders.contains(include.name))
                    continue;
                bool known = false, mine = false;
                for (const auto& [start, folders] : outside) {
                    if (!include.name.starts_with(start))
                        continue;
                    known = true;
                    for (const std::string& folder : folders)
                        mine = mine || under(file, folder);
                }
                if (!known)
                    wrong.push_back(join(file, include.line,
                        "<" + include.name + "> is a library that this test does not know; say in its table whose it is."));
                else if (!mine)
                    wrong.push_back(join(file, include.line, "<" + include.name + "> is private to another folder."));
                else if (file.ends_with(".h") && file != "engine/base/Json.h")
                    heavy.insert(file);
                continue;
            }
            if (include.name.ends_with(".moc"))
                continue;
            const std::string beside = file.substr(0, file.rfind('/') + 1) + include.name;
            std::string target;
            for (const std::string& candidate :
                {beside, "engine/" + include.name, include.name, "remote/" + include.name, "app/" + include.name}) {
                if (target.empty() && sources.contains(candidate))
                    target = candidate;
            }
            if (target.empty()) {
                wrong.push_back(
                    join(file, include.line, "\"" + include.name + "\" is no file of the engine, of remote or of app."));
                continue;
            }
            includedBy[target].push_back(file);
            const std::string other = owner(libraries, target);
            // The learning module is opened at run time, never linked: its two headers without torch are its contract.
            bool opened
                = self == "opificio-cli" && (target == "engine/learning/Learning.h" || target == "engine/learning/Recipe.h");
            if (other != self && !opened && !libraries.at(self).depends.contains(other))
                wrong.push_back(join(file, include.line,
                    self + " includes \"" + include.name + "\" of " + other + ", which is not among its DEPENDS."));
        }
    }
    // A header that brings in an outside library, itself or through another, stays in its folder.
    std::vector<std::string> open(heavy.begin(), heavy.end());
    while (!open.empty()) {
        const std::string header = open.back();
        open.pop_back();
        for (const std::string& file : includedBy[header]) {
            if (owner(libraries, file) != owner(libraries, header))
                wrong.push_back(file + " includes " + header + ", which brings an outside library with it.");
            else if (file.ends_with(".h") && heavy.insert(file).second)
                open.push_back(file);
        }
    }
    return wrong;
}

/// "name folder: library library"
Libraries parsed(const std::string& layers)
{
    Libraries libraries;
    std::istringstream lines(layers);
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string name, folder, depend;
        if (!(words >> name >> folder))
            continue;
        Library library{folder.substr(0, folder.size() - 1), {}};
        while (words >> depend)
            library.depends.insert(depend);
        libraries.emplace(name, library);
    }
    return libraries;
}

QByteArray lines(const std::vector<std::string>& sentences)
{
    QByteArray all;
    for (const std::string& sentence : sentences)
        all += "\n  " + QByteArray::fromStdString(sentence);
    return all;
}

const Libraries sample = {{"base", {"engine/base", {}}}, {"image", {"engine/image", {"base"}}},
    {"gpu", {"engine/gpu", {"base", "image"}}}, {"graph", {"engine/graph", {"base"}}}, {"remote", {"remote", {"base"}}},
    {"opificio-cli", {"remote/cli", {"base", "image"}}}};

} // namespace

class LayersTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void edgesAreThoseOfTheArchitecture()
    {
        const Libraries libraries = parsed(readAll(std::filesystem::path(OPIFICIO_BUILD) / "layers.txt"));
        QVERIFY(libraries.contains("base"));
        VERIFY_NONE(wrongEdges(libraries));
    }
    void includesFollowTheEdges()
    {
        const Libraries libraries = parsed(readAll(std::filesystem::path(OPIFICIO_BUILD) / "layers.txt"));
        std::map<std::string, std::string> sources;
        for (const std::string& file : files(OPIFICIO_SOURCE, {"engine", "remote", "app"}, {".h", ".cpp"}))
            sources.emplace(file, readAll(std::filesystem::path(OPIFICIO_SOURCE) / file));
        QVERIFY(sources.size() > 20);
        VERIFY_NONE(wrongIncludes(libraries, sources));
    }

    // The crossings: each is one that the two slots above would have to find.
    void anEdgeThatTheArchitectureDoesNotHaveIsFound()
    {
        Libraries crossed = sample;
        crossed["gpu"].depends.insert("graph");
        QCOMPARE(wrongEdges(crossed).size(), std::size_t(1));
        crossed = sample;
        crossed.emplace("utils", Library{"engine/utils", {}});
        QCOMPARE(wrongEdges(crossed).size(), std::size_t(1));
        QVERIFY(wrongEdges(sample).empty());
    }
    void anIncludeThatIsNotAmongTheDependsIsFound_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("wrong");
        const auto row = [](const char* name, const char* file, const char* line, int wrong) {
            QTest::newRow(name) << QByteArray(file) << QByteArray(line) << wrong;
        };
        row("own library", "engine/gpu/A.cpp", "#include \"gpu/Device.h\"", 0);
        row("beside", "engine/gpu/A.cpp", "#include \"Device.h\"", 0);
        row("below", "engine/gpu/A.cpp", "#include \"base/Log.h\"", 0);
        row("peer", "engine/gpu/A.cpp", "#include \"graph/Graph.h\"", 1);
        row("peer, indented", "engine/gpu/A.cpp", "  #  include \"graph/Graph.h\"", 1);
        row("above", "engine/base/A.cpp", "#include \"gpu/Device.h\"", 1);
        row("a folder of rows", "engine/graph/nodes/a.cpp", "#include \"gpu/Device.h\"", 1);
        row("not written down", "engine/graph/A.cpp", "#include \"image/Image.h\"", 1);
        row("a program is no library", "remote/cli/a.cpp", "#include \"remote/Job.h\"", 1);
        row("nowhere", "engine/gpu/A.cpp", "#include \"gpu/Gone.h\"", 1);
        row("in a comment", "engine/gpu/A.cpp", "// #include \"graph/Graph.h\"", 0);
        row("std", "engine/gpu/A.cpp", "#include <vector>", 0);
        row("system", "engine/gpu/A.cpp", "#include <sys/mman.h>", 0);
        row("own outside library", "engine/gpu/A.cpp", "#include <vulkan/vulkan.h>", 0);
        row("vulkan elsewhere", "engine/graph/A.cpp", "#include <vulkan/vulkan.h>", 1);
        row("torch elsewhere", "engine/image/A.cpp", "#include <torch/types.h>", 1);
        row("sqlite elsewhere", "engine/image/A.cpp", "#include <sqlite3.h>", 1);
        row("ffmpeg elsewhere", "engine/gpu/A.cpp", "#include <libavcodec/avcodec.h>", 1);
        row("opencv elsewhere", "engine/graph/A.cpp", "#include <opencv2/imgproc.hpp>", 1);
        row("Qt in the engine", "engine/image/A.cpp", "#include <QImage>", 1);
        row("Qt in remote", "remote/A.cpp", "#include <QtCore/QFile>", 1);
        row("a library nobody knows", "engine/image/A.cpp", "#include <boost/any.hpp>", 1);
        row("a heavy header from next door", "engine/gpu/A.cpp", "#include \"image/Codec.h\"", 1);
        row("no layer", "engine/utils/A.cpp", "", 1);
    }
    void anIncludeThatIsNotAmongTheDependsIsFound()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, line);
        QFETCH(int, wrong);
        const std::map<std::string, std::string> sources = {{"engine/base/Log.h", ""}, {"engine/gpu/Device.h", ""},
            {"engine/graph/Graph.h", ""}, {"engine/image/Image.h", ""}, {"engine/image/Codec.h", "#include <png.h>\n"},
            {"remote/Job.h", ""}, {file.toStdString(), line.toStdString() + "\n"}};
        const auto found = wrongIncludes(sample, sources);
        QVERIFY2(int(found.size()) == wrong, lines(found).constData());
    }
};

OPIFICIO_TEST_MAIN(LayersTest)
#include "LayersTest.moc"
