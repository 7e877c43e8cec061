// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "base/File.h"
#include "models/Safetensors.h"

#include <QtCore/QTemporaryDir>

#include <cstring>
#include <limits>

using namespace opificio;

class SafetensorsTest : public test::Suite {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path path() const { return std::filesystem::path(m_folder.path().toStdString()) / "model.safetensors"; }

    // A file with that header and that many bytes behind it.
    void writeRaw(
        const std::string& header, std::size_t dataBytes, std::uint64_t headerLength = std::numeric_limits<std::uint64_t>::max())
    {
        std::uint64_t length = headerLength == std::numeric_limits<std::uint64_t>::max() ? header.size() : headerLength;
        std::string content(8, '\0');
        std::memcpy(content.data(), &length, 8);
        content += header + std::string(dataBytes, '\0');
        VERIFY_OK(writeFile(path(), content));
    }
    void refuses(const std::string& header, std::size_t dataBytes = 8)
    {
        writeRaw(header, dataBytes);
        auto opened = Safetensors::open(path());
        QVERIFY2(!opened, header.c_str());
        QVERIFY(!opened.error().message.empty());
    }

private Q_SLOTS:
    void whatIsWrittenIsReadBack()
    {
        std::map<std::string, FloatTensor> tensors
            = {{"a", {{2, 3}, {1, -2, 3.5f, 0, 1e-30f, 7}}}, {"empty", {{0, 4}, {}}}, {"one", {{}, {4}}}};
        VERIFY_OK(writeSafetensors(path(), tensors, {{"card", "{\"a\": \"è\"}"}}));
        auto file = Safetensors::open(path());
        VERIFY_OK(file);
        QCOMPARE(file->metadata().at("card"), std::string("{\"a\": \"è\"}"));
        QCOMPARE(file->entries().size(), tensors.size());
        for (const auto& [name, tensor] : tensors) {
            auto read = file->floats(name);
            VERIFY_OK(read);
            QVERIFY(*read == tensor);
        }
        QVERIFY(!file->floats("b"));
    }
    void theSameTensorsMakeTheSameBytes()
    {
        std::map<std::string, FloatTensor> tensors = {{"b", {{1}, {2}}}, {"a", {{1}, {1}}}};
        VERIFY_OK(writeSafetensors(path(), tensors, {{"x", "1"}}));
        auto first = readFile(path());
        VERIFY_OK(writeSafetensors(path(), tensors, {{"x", "1"}}));
        auto second = readFile(path());
        QVERIFY(first && second && *first == *second);
    }
    void halfNumbersAreRead()
    {
        std::string header
            = R"({"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},"b":{"dtype":"BF16","shape":[1],"data_offsets":[6,8]}})";
        const std::uint16_t halves[] = {0x3c00, 0xc000, 0x0001, 0x3f80};
        std::uint64_t length = header.size();
        std::string content(8, '\0');
        std::memcpy(content.data(), &length, 8);
        content += header + std::string(reinterpret_cast<const char*>(halves), 8);
        VERIFY_OK(writeFile(path(), content));
        auto file = Safetensors::open(path());
        VERIFY_OK(file);
        QVERIFY((*file->floats("h")).values == (std::vector<float>{1, -2, 0x1p-24f}));
        QVERIFY((*file->floats("b")).values == (std::vector<float>{1}));
    }
    void filesThatAreCutShortAreRefused()
    {
        VERIFY_OK(writeSafetensors(path(), {{"a", {{4}, {1, 2, 3, 4}}}}, {}));
        std::string whole = *readFile(path());
        for (std::size_t length = 0; length < whole.size(); ++length) {
            VERIFY_OK(writeFile(path(), whole.substr(0, length)));
            QVERIFY(!Safetensors::open(path()));
        }
        VERIFY_OK(writeFile(path(), whole + "more"));
        QVERIFY(!Safetensors::open(path()));
        QVERIFY(!Safetensors::open(path().parent_path()));
        auto missing = Safetensors::open(path().parent_path() / "none");
        QVERIFY(!missing && missing.error().code == Error::Code::NotFound);
    }
    void headersThatLieAreRefused()
    {
        writeRaw("{}", 8, std::numeric_limits<std::uint64_t>::max() - 7);
        QVERIFY(!Safetensors::open(path()));
        writeRaw("{}", 8, 11);
        QVERIFY(!Safetensors::open(path()));
        refuses("not json");
        refuses("[]");
        refuses(std::string(200000, '['));
        refuses(R"({"__metadata__":{"card":1}})", 0);
        refuses(R"({"__metadata__":[]})", 0);
        refuses(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}})");
        refuses(R"({"a":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}})");
        refuses(R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})");
        refuses(R"({"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}})");
        refuses(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})");
        refuses(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})");
        refuses(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})");
        refuses(R"({"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}})");
        // Two to the power of 62 times 4 is 0 in 64 bits.
        refuses(R"({"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}})", 0);
        refuses(R"({"a":{"dtype":"F32","shape":[281474976710656,281474976710656],"data_offsets":[0,0]}})", 0);
    }
    void tensorsThatOverlapOrLeaveGapsAreRefused()
    {
        refuses(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})");
        refuses(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})");
        refuses(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})");
        refuses(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})");
    }
};

OPIFICIO_TEST_MAIN(SafetensorsTest)
#include "SafetensorsTest.moc"
