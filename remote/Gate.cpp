// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Gate.h"

#include "base/File.h"
#include "base/Id.h"
#include "base/Text.h"
#include "remote/SshAgent.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <array>
#include <memory>
#include <set>

#include <sys/stat.h>

namespace opificio {

namespace {

constexpr std::size_t largestGate = 256 * 1024, keyBytes = 32, signatureBytes = 64;

struct Freed {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(BIO* bytes) const { BIO_free(bytes); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed>;

const unsigned char* bytesOf(const std::string& text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string fingerprintOf(const std::string& key)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest = {};
    ::SHA256(bytesOf(key), key.size(), digest.data());
    std::string encoded = base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
    while (encoded.ends_with('='))
        encoded.pop_back();
    return "SHA256:" + encoded;
}

// What is signed: everything but the signature.
std::string signedText(Json gate)
{
    gate.erase("signature");
    return printJsonLine(gate);
}

bool isDay(const std::string& day)
{
    if (day.size() != 10)
        return false;
    for (std::size_t i = 0; i < day.size(); ++i) {
        if (i == 4 || i == 7 ? day[i] != '-' : day[i] < '0' || day[i] > '9')
            return false;
    }
    return true;
}

Result<Key> keyAt(const std::filesystem::path& file)
{
    const Error wrong{
        Error::Code::Unreadable, text("{0} is no key that gates can be signed with.", file.string()), file.string()};
    std::error_code code;
    if (std::filesystem::exists(file, code)) {
        TRY(auto content, readFile(file, 64 * 1024));
        std::unique_ptr<BIO, Freed> bytes(BIO_new_mem_buf(content.data(), int(content.size())));
        Key key(PEM_read_bio_PrivateKey(bytes.get(), nullptr, nullptr, nullptr));
        if (!key || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519)
            return wrong;
        return key;
    }
    Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    std::unique_ptr<BIO, Freed> bytes(BIO_new(BIO_s_mem()));
    char* written = nullptr;
    if (!key || !PEM_write_bio_PrivateKey(bytes.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr))
        return wrong;
    const long length = BIO_get_mem_data(bytes.get(), &written);
    // Nobody else may read it, at no moment.
    const mode_t before = ::umask(0077);
    auto kept = writeFile(file, {written, std::size_t(length)});
    ::umask(before);
    if (!kept)
        return kept.takeError();
    return key;
}

} // namespace

Result<Gate> Gate::read(const std::filesystem::path& file)
{
    const std::string name = file.filename().string();
    TRY(auto json, readJson(file, largestGate));
    if (textAt(json, "format") != "opificio.gate/1")
        return Error{Error::Code::Unreadable, text("{0} is no gate that this version understands.", name), file.string()};
    const std::string key = fromBase64(textAt(json, "key")), signature = fromBase64(textAt(json, "signature"));
    Key theirs(
        key.size() == keyBytes ? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytesOf(key), key.size()) : nullptr);
    std::unique_ptr<EVP_MD_CTX, Freed> context(EVP_MD_CTX_new());
    const std::string text_ = signedText(json);
    if (!theirs || signature.size() != signatureBytes
        || EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, theirs.get()) != 1
        || EVP_DigestVerify(context.get(), bytesOf(signature), signature.size(), bytesOf(text_), text_.size()) != 1)
        return Error{Error::Code::Unreadable,
            text("{0} was changed after it was signed, or is damaged. Ask the people of the site for it again.", name),
            file.string()};
    static const std::set<std::string> known = {"format", "site", "expires", "key", "signature"};
    for (const auto& [field, value] : json.items()) {
        if (!known.contains(field))
            return Error{
                Error::Code::Newer, text("{0} holds something that this version does not know: {1}.", name, field), field};
    }
    Gate gate;
    gate.expires = textAt(json, "expires");
    if (!isDay(gate.expires) || gate.expires < nowText().substr(0, 10))
        return Error{Error::Code::Invalid,
            text("{0} was valid until {1}. Ask the people of the site for a new one.", name, gate.expires), file.string()};
    TRY(gate.site, Site::fromJson(at(json, "site")));
    // Its own files and keys a person names, never a site.
    const Json written = gate.site.toJson();
    for (const auto& [field, value] : at(json, "site").items()) {
        if (!written.contains(field) && !value.empty() && value != false)
            return Error{
                Error::Code::Newer, text("{0} holds something that this version does not know: {1}.", name, field), field};
    }
    if (!gate.site.key.empty() || !gate.site.certificate.empty())
        return Error{Error::Code::Invalid, text("{0} names files of this computer, which a gate must not.", name), file.string()};
    gate.fingerprint = fingerprintOf(key);
    gate.site.gate = gate.fingerprint;
    return gate;
}

Result<std::string> writeGate(
    const Site& site, const std::string& expires, const std::filesystem::path& keyFile, const std::filesystem::path& file)
{
    if (!isDay(expires))
        return Error{Error::Code::Invalid, text("\"{0}\" is no day; write it as 2027-01-31.", expires), expires};
    TRY(auto key, keyAt(keyFile));
    std::string own(keyBytes, '\0');
    std::size_t length = own.size();
    if (EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(own.data()), &length) != 1)
        return Error{
            Error::Code::Internal, text("{0} is no key that gates can be signed with.", keyFile.string()), keyFile.string()};
    Site shared = site;
    // What is a person's own stays with the person.
    shared.key = shared.certificate = shared.user = shared.account = shared.gate = {};
    Json gate = {{"format", "opificio.gate/1"}, {"site", shared.toJson()}, {"expires", expires}, {"key", base64(own)}};
    const std::string text_ = signedText(gate);
    std::string signature(signatureBytes, '\0');
    length = signature.size();
    std::unique_ptr<EVP_MD_CTX, Freed> context(EVP_MD_CTX_new());
    if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1
        || EVP_DigestSign(
               context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, bytesOf(text_), text_.size())
            != 1)
        return Error{
            Error::Code::Internal, text("{0} is no key that gates can be signed with.", keyFile.string()), keyFile.string()};
    gate["signature"] = base64(signature);
    TRY_DO(writeJson(file, gate));
    return fingerprintOf(own);
}

} // namespace opificio
