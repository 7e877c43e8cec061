// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/iiif/Reading.h"

#include "base/File.h"
#include "base/Text.h"
#include "web/Address.h"
#include "web/Web.h"

namespace opificio::iiif {

namespace {

constexpr std::int64_t largestDocument = std::int64_t(64) << 20;

} // namespace

Result<Document> fetchDocument(Web& web, const std::string& address, Task& task)
{
    TRY(const Fetched fetched,
        web.fetch(address,
            {.limitBytes = largestDocument,
                .accept
                = "application/ld+json;profile=\"http://iiif.io/api/presentation/3/context.json\", application/ld+json;q=0.9, "
                  "application/json;q=0.8, */*;q=0.5"},
            task));
    TRY(const std::string bytes, readFile(fetched.file, std::size_t(largestDocument)));
    return readDocument(bytes, address);
}

Result<Document> openDocument(Web& web, const std::string& source, Task& task)
{
    const Given meant = given(source);
    if (!meant.json.empty()) {
        TRY(const Json json, parseJson(meant.json, text("the content state")));
        // A content state may name a manifest without being one.
        const std::string id = textAt(json, "id", textAt(json, "@id"));
        const bool isWhole = json.contains("items") || json.contains("sequences") || json.contains("target");
        if (!isWhole && isWebAddress(id) && textAt(json, "type", textAt(json, "@type")).ends_with("Manifest"))
            return fetchDocument(web, id, task);
        if (!isWhole && textAt(json, "type").ends_with("Canvas")) {
            Document document{.kind = Document::Kind::Annotations, .type = "Canvas"};
            auto state = documentFromJson({{"type", "Annotation"}, {"target", json}}, {});
            if (state)
                document.targets = std::move(state->targets);
            return document;
        }
        return documentFromJson(json, id);
    }
    if (isWebAddress(meant.address)) {
        auto document = fetchDocument(web, meant.address, task);
        // The address of a picture service itself leads to its info.json, but not everywhere.
        if (!document && document.error().code != Error::Code::Cancelled && !meant.address.ends_with("/info.json")
            && !meant.address.ends_with(".json")) {
            const std::string service = serviceAddressOf(meant.address);
            if (auto info = fetchDocument(web, service + "/info.json", task); info && info->kind == Document::Kind::Service)
                return info;
        }
        return document;
    }
    TRY(const std::string bytes, readFile(source, std::size_t(largestDocument)));
    return readDocument(bytes, source);
}

} // namespace opificio::iiif
