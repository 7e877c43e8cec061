#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <cstdlib>

#include <QtTest/QtTest>

#include "base/Log.h"

namespace opificio::test {

/// The sink of every test program: a warning or an error that the running slot did not announce fails it. Messages of
/// the Vulkan validation layers arrive here, too.
class LogGuard {
public:
    LogGuard()
    {
        setLogSink([this](Level level, std::string_view area, std::string_view line) {
            if (level < Level::Warning)
                return;
            std::lock_guard lock(m_mutex);
            std::string whole = std::string(area) + ": " + std::string(line);
            for (auto expected = m_expected.begin(); expected != m_expected.end(); ++expected) {
                if (whole.find(*expected) != std::string::npos) {
                    m_seen.push_back(*expected);
                    return;
                }
            }
            m_surprises.push_back(whole);
        });
    }
    ~LogGuard() { setLogSink({}); }
    static LogGuard*& current()
    {
        static LogGuard* guard = nullptr;
        return guard;
    }
    void expect(std::string part)
    {
        std::lock_guard lock(m_mutex);
        m_expected.push_back(std::move(part));
    }
    /// What was announced and did not come, and what came unannounced, since the last call.
    std::vector<std::string> settle()
    {
        std::lock_guard lock(m_mutex);
        std::vector<std::string> complaints;
        for (const std::string& line : m_surprises)
            complaints.push_back("not announced: " + line);
        for (const std::string& part : m_expected) {
            if (std::find(m_seen.begin(), m_seen.end(), part) == m_seen.end())
                complaints.push_back("announced, but not seen: " + part);
        }
        m_surprises.clear();
        m_expected.clear();
        m_seen.clear();
        return complaints;
    }

private:
    // Guards: everything below.
    std::mutex m_mutex;
    std::vector<std::string> m_expected, m_seen, m_surprises;
};

/// Announces a warning or error that the running slot causes: any line that holds `part` ("area: line").
inline void expectWarning(std::string part)
{
    LogGuard::current()->expect(std::move(part));
}

/// Real heritage data: the folder named by OPIFICIO_FIXTURES (default ../shared/fixtures), or an empty path.
inline std::filesystem::path fixtures()
{
    const char* named = std::getenv("OPIFICIO_FIXTURES");
    std::filesystem::path folder
        = named && *named ? std::filesystem::path(named) : std::filesystem::path(OPIFICIO_SOURCE) / "../shared/fixtures";
    std::error_code code;
    return std::filesystem::is_directory(folder, code) ? folder : std::filesystem::path();
}

/// The base of every test class: checks the log after each slot.
class Suite : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup()
    {
        for (const std::string& complaint : LogGuard::current()->settle())
            QTest::qFail(complaint.c_str(), __FILE__, __LINE__);
    }
};

} // namespace opificio::test

/// Skips the slot, saying so, where the heritage data are absent.
#define REQUIRE_FIXTURES()                                                                                                       \
    if (opificio::test::fixtures().empty())                                                                                      \
    QSKIP("The folder of test pictures is absent (OPIFICIO_FIXTURES); this slot needs it.")

/// QVERIFY for a Result: prints the sentence of the failure. The expression runs once.
#define VERIFY_OK(result)                                                                                                        \
    do {                                                                                                                         \
        const auto& verified_ = (result);                                                                                        \
        QVERIFY2(bool(verified_), verified_ ? "" : verified_.error().message.c_str());                                           \
    } while (false)

#define OPIFICIO_TEST_MAIN(Class)                                                                                                \
    int main(int argc, char** argv)                                                                                              \
    {                                                                                                                            \
        QCoreApplication application(argc, argv);                                                                                \
        opificio::test::LogGuard guard;                                                                                          \
        opificio::test::LogGuard::current() = &guard;                                                                            \
        Class suite;                                                                                                             \
        return QTest::qExec(&suite, argc, argv);                                                                                 \
    }
