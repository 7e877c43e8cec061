// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/Credits.h"

#include "base/Text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace opificio {

namespace {

// Everything that did not come from this file passes through here.
std::string escaped(std::string_view raw)
{
    std::string safe;
    for (char letter : raw) {
        switch (letter) {
        case '&':
            safe += "&amp;";
            break;
        case '<':
            safe += "&lt;";
            break;
        case '>':
            safe += "&gt;";
            break;
        case '"':
            safe += "&quot;";
            break;
        case '\'':
            safe += "&#39;";
            break;
        default:
            if (std::uint8_t(letter) >= 32 || letter == '\n' || letter == '\t')
                safe += letter;
        }
    }
    return safe;
}

bool isWebAddress(std::string_view address)
{
    return (address.starts_with("https://") || address.starts_with("http://")) && address.size() < 2000
        && address.find_first_of(" \t\r\n\"'<>\\") == std::string_view::npos;
}

std::string link(std::string_view address, const std::string& html)
{
    if (!isWebAddress(address))
        return html;
    return "<a href=\"" + escaped(address) + "\" rel=\"noreferrer\">" + html + "</a>";
}

// The same words in both languages; the switch at the top of the page shows one of them.
std::string both(const std::string& english, const std::string& argument = {})
{
    auto filled = [&](std::string words) {
        if (auto place = words.find("{0}"); place != std::string::npos)
            words.replace(place, 3, argument);
        return escaped(words);
    };
    return "<span class=\"w\" lang=\"it\">" + filled(translated(english, "it")) + "</span><span class=\"w\" lang=\"en\">"
        + filled(english) + "</span>";
}

// Words that the record carries in some languages: Italian and English on the switch, one that stands alone always.
std::string inLanguages(const Json& words)
{
    std::string italian = textAt(words, "it"), english = textAt(words, "en");
    if (!italian.empty() && !english.empty()) {
        if (italian == english)
            return escaped(italian);
        return "<span class=\"w\" lang=\"it\">" + escaped(italian) + "</span><span class=\"w\" lang=\"en\">" + escaped(english)
            + "</span>";
    }
    if (words.is_object()) {
        for (const auto& [language, text] : words.items()) {
            if (text.is_string() && language == "und")
                return escaped(text.get<std::string>());
            if (text.is_string())
                return "<span lang=\"" + escaped(language) + "\">" + escaped(text.get<std::string>()) + "</span>";
        }
    }
    return {};
}

std::string joined(const Json& list)
{
    std::string all;
    if (list.is_array()) {
        for (const Json& one : list) {
            if (one.is_string())
                all += (all.empty() ? "" : ", ") + one.get<std::string>();
        }
    }
    return all;
}

std::string orUnstated(const std::string& html)
{
    // Some collections say so in these words.
    return html.empty() || html == "not stated" ? "<span class=\"none\">" + both(words("not stated")) + "</span>" : html;
}

class Page {
public:
    Page(const Json& record, const std::map<std::string, std::string>& thumbnails)
        : m_record(record)
        , m_thumbnails(thumbnails)
    {
        if (auto rate = Rate::parse(textAt(record, "rate", "25/1")))
            m_rate = *rate;
        m_frames = std::max<Frame>(0, Frame(numberAt(record, "frameCount")));
    }

    std::string html()
    {
        std::string title = textAt(m_record, "title");
        bool italian = language() == "it";
        out("<!doctype html>\n<html lang=\"", italian ? "it" : "en", "\">\n<head>\n<meta charset=\"utf-8\">\n");
        out("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
            "'unsafe-inline'\">\n");
        out("<title>", escaped(title), " · ", escaped(translated("Credits", "it")), " / Credits</title>\n<style>", style(),
            "</style>\n</head>\n<body>\n");
        out("<input class=\"switch\" type=\"radio\" name=\"language\" id=\"it\"", italian ? " checked" : "", ">");
        out("<input class=\"switch\" type=\"radio\" name=\"language\" id=\"en\"", italian ? "" : " checked", ">\n");
        out("<div class=\"sheet\">\n");
        out("<nav class=\"languages\"><label for=\"it\" lang=\"it\">Italiano</label><label for=\"en\" "
            "lang=\"en\">English</label></nav>\n");
        head(title);
        out("<main>\n");
        duties();
        works("shown", words("Shown"), words("Pictures and recordings that could be seen or heard in the work."), true);
        works("learned", words("Learned from"),
            words("What the models of this work learned from. Each of these could have taken part in what a model made; that "
                  "something looks similar to one of them does not say that it comes from it."),
            false);
        works("steered", words("Steered by"), words("What set a colour, a movement or another value, without being seen itself."),
            true);
        models();
        shaders();
        live();
        people();
        out("</main>\n");
        foot();
        out("</div>\n</body>\n</html>\n");
        return std::move(m_html);
    }

private:
    template<typename... Parts> void out(const Parts&... parts) { (m_html.append(parts), ...); }

    static const char* style();

    std::string time(Frame frame) const
    {
        // To a tenth, which is left out where it is none.
        std::int64_t tenths = std::llround(m_rate.secondsOf(frame) * 10);
        char text[64];
        if (tenths % 10 == 0)
            std::snprintf(text, sizeof text, "%d:%02d", int(tenths / 600), int(tenths / 10 % 60));
        else
            std::snprintf(text, sizeof text, "%d:%02d.%d", int(tenths / 600), int(tenths / 10 % 60), int(tenths % 10));
        return text;
    }

    std::vector<FrameSpan> spansOf(const Json& item) const
    {
        std::vector<FrameSpan> spans;
        const Json& list = at(item, "frames");
        if (list.is_array()) {
            for (const Json& span : list) {
                if (span.is_array() && span.size() == 2 && span[0].is_number_integer() && span[1].is_number_integer())
                    spans.emplace_back(span[0].get<Frame>(), span[1].get<Frame>());
            }
        }
        return spans;
    }

    std::string rights(const Json& item) const
    {
        // The work and this picture of it may differ: then both are said.
        std::string work = textAt(at(item, "rights"), "work", "not stated"),
                    object = textAt(at(item, "rights"), "object", "not stated");
        auto shown = [this](const std::string& stated) {
            if (stated == "not stated")
                return orUnstated({});
            const Json& label = at(at(m_record, "rightsLabels"), stated);
            std::string html = inLanguages(label);
            return link(stated, html.empty() ? escaped(stated) : html);
        };
        // What the source says in its own words: a credit line, a reservation, "gift of".
        std::string said = escaped(textAt(item, "rights_text"));
        if (!said.empty()) {
            said = "<q>" + said + "</q>";
            if (work == "not stated" && object == "not stated")
                return said;
            said = "<br>" + said;
        }
        if (work == object || work == "not stated")
            return shown(object) + said;
        if (object == "not stated")
            return shown(work) + said;
        return both(words("work")) + " " + shown(work) + "; " + both(words("picture")) + " " + shown(object) + said;
    }

    std::string titleOf(const Json& item) const
    {
        std::string html = inLanguages(at(item, "title"));
        return html.empty() ? "<span class=\"none\">" + both(words("title not stated")) + "</span>" : "<cite>" + html + "</cite>";
    }

    // Where in the work it appears, as a strip; the same in words beside it.
    std::string when(const Json& item) const
    {
        auto spans = spansOf(item);
        if (spans.empty() || m_frames <= 1)
            return {};
        if (spans.size() == 1 && spans[0].first <= 0 && spans[0].second >= m_frames - 1)
            return "<p class=\"when\"><span class=\"strip\" aria-hidden=\"true\"><i style=\"left:0;width:100%\"></i></span>"
                + both(words("throughout")) + "</p>";
        std::string strip, words_;
        std::size_t count = 0;
        for (auto [first, last] : spans) {
            double left = 100.0 * double(first) / double(m_frames), wide = 100.0 * double(last - first + 1) / double(m_frames);
            char place[96];
            std::snprintf(place, sizeof place, "<i style=\"left:%.2f%%;width:%.2f%%\"></i>", std::clamp(left, 0.0, 100.0),
                std::clamp(wide, 0.4, 100.0));
            if (++count <= 200)
                strip += place;
            if (count <= 4)
                words_ += (words_.empty() ? "" : ", ") + time(first) + "–" + time(last + 1);
        }
        if (count > 4)
            words_ += " …";
        return "<p class=\"when\"><span class=\"strip\" aria-hidden=\"true\">" + strip + "</span><span class=\"time\">" + words_
            + "</span></p>";
    }

    const std::string* thumbnail(const Json& item) const
    {
        for (const char* key : {"sha256", "id"}) {
            auto found = m_thumbnails.find(textAt(item, key));
            if (found != m_thumbnails.end() && found->second.starts_with("data:image/"))
                return &found->second;
        }
        return nullptr;
    }

    void head(const std::string& title)
    {
        out("<header>\n<p class=\"kicker\">", both(words("Credits")), "</p>\n<h1>", escaped(title), "</h1>\n<p class=\"facts\">");
        std::string facts;
        auto fact = [&facts](const std::string& html) {
            if (!html.empty())
                facts += (facts.empty() ? "" : "<span class=\"dot\" aria-hidden=\"true\"> · </span>") + html;
        };
        fact(escaped(textAt(m_record, "made").substr(0, 10)));
        if (m_frames > 1)
            fact(time(m_frames) + " min");
        fact(escaped(textAt(m_record, "file")));
        std::size_t shown = 0, learned = 0, steered = 0;
        for (const Json& item : items()) {
            std::string role = textAt(item, "role");
            (role == "learned" ? learned : role == "steered" ? steered : shown) += 1;
        }
        out(facts, "</p>\n<p class=\"lead\">", both(words("This page names everything that could have taken part in this work.")),
            "</p>\n<dl class=\"sums\">");
        auto sum = [&](std::size_t count, const std::string& one, const std::string& many, const char* target) {
            if (count)
                out("<div><dt>", both(count == 1 ? one : many), "</dt><dd><a href=\"#", target, "\">", std::to_string(count),
                    "</a></dd></div>");
        };
        sum(shown, words("work shown"), words("works shown"), "shown");
        sum(learned, words("work learned from"), words("works learned from"), "learned");
        sum(steered, words("work steered by"), words("works steered by"), "steered");
        sum(at(m_record, "models").size(), words("model"), words("models"), "models");
        out("</dl>\n");
        if (flagAt(m_record, "unknown")) {
            out("<p class=\"unknown\"><strong>", both(words("Not everything is known.")), "</strong> ",
                both(words("Part of this work comes from where nobody can tell; what is listed below is not the whole.")),
                "</p>\n");
        }
        out("</header>\n");
    }

    const Json& items() const
    {
        static const Json none = Json::array();
        const Json& list = at(m_record, "items");
        return list.is_array() ? list : none;
    }

    void open(const char* id, const std::string& title, std::size_t count, const std::string& words = {})
    {
        out("<section id=\"", id, "\" aria-labelledby=\"h-", id, "\">\n<div class=\"side\"><h2 id=\"h-", id, "\">", both(title),
            "</h2>");
        if (count)
            out("<p class=\"count\">", std::to_string(count), "</p>");
        if (!words.empty())
            out("<p class=\"about\">", both(words), "</p>");
        out("</div>\n<div class=\"body\">\n");
    }
    void close() { out("</div>\n</section>\n"); }

    void duties()
    {
        const Json& list = at(m_record, "duties");
        if (!list.is_array() || list.empty())
            return;
        open("duties", words("What is owed"), 0, words("What the rights of these works ask of whoever publishes this one."));
        out("<ul class=\"duties\">\n");
        for (const Json& duty : list) {
            out("<li><p>", inLanguages(at(duty, "words")), "</p>");
            std::string named;
            std::size_t count = 0;
            const Json& about = at(duty, "items");
            for (const Json& item : items()) {
                if (!about.is_array() || std::find(about.begin(), about.end(), at(item, "id")) == about.end())
                    continue;
                std::string title = titleOf(item);
                if (named.find(title) != std::string::npos)
                    continue;
                if (++count <= 12)
                    named += (named.empty() ? "" : ", ") + title;
            }
            if (count > 12)
                named += " " + both(words("and {0} more"), std::to_string(count - 12));
            if (!named.empty())
                out("<p class=\"about\">", named, "</p>");
            out("</li>\n");
        }
        out("</ul>\n");
        close();
    }

    void works(const char* role, const std::string& title, const std::string& words, bool plates)
    {
        std::vector<const Json*> mine;
        for (const Json& item : items()) {
            if (textAt(item, "role") == role)
                mine.push_back(&item);
        }
        if (mine.empty())
            return;
        // In the order of their first frame, then by their names.
        std::stable_sort(mine.begin(), mine.end(), [this](const Json* left, const Json* right) {
            auto key = [this](const Json& item) {
                auto spans = spansOf(item);
                return std::pair(spans.empty() ? 0 : spans[0].first, titleOf(item));
            };
            return key(*left) < key(*right);
        });
        open(role, title, mine.size(), words);
        if (plates)
            plate(mine);
        else
            table(mine);
        close();
    }

    void plate(const std::vector<const Json*>& items)
    {
        out("<ol class=\"plates\">\n");
        for (const Json* item : items) {
            out("<li>");
            if (const std::string* picture = thumbnail(*item))
                out("<div class=\"picture\"><img alt=\"\" src=\"", escaped(*picture), "\"></div>");
            out("<h3>", titleOf(*item), "</h3>\n<dl>");
            auto row = [this](const std::string& label, const std::string& html) {
                out("<div><dt>", both(label), "</dt><dd>", html, "</dd></div>");
            };
            row(words("Maker"), orUnstated(escaped(joined(at(*item, "maker")))));
            row(words("Date"), orUnstated(escaped(textAt(*item, "date"))));
            row(words("Holder"), orUnstated(escaped(textAt(*item, "holder"))));
            row(words("Rights"), rights(*item));
            if (isWebAddress(textAt(*item, "source")))
                row(words("Source"), link(textAt(*item, "source"), escaped(host(textAt(*item, "source")))));
            out("</dl>", notes(*item), when(*item), "</li>\n");
        }
        out("</ol>\n");
    }

    void table(const std::vector<const Json*>& items)
    {
        bool pictures = std::any_of(items.begin(), items.end(), [this](const Json* item) { return thumbnail(*item); });
        out("<table>\n<thead><tr>");
        if (pictures)
            out("<td></td>");
        for (const std::string& label : {words("Title"), words("Maker"), words("Date"), words("Holder"), words("Rights")})
            out("<th scope=\"col\">", both(label), "</th>");
        out("</tr></thead>\n<tbody>\n");
        for (const Json* item : items) {
            out("<tr>");
            if (pictures) {
                const std::string* picture = thumbnail(*item);
                out("<td class=\"small\">", picture ? "<img alt=\"\" src=\"" + escaped(*picture) + "\">" : std::string(),
                    "</td>");
            }
            auto cell = [this](const std::string& label, const std::string& html) {
                out("<td><span class=\"label\">", both(label), "</span>", html, "</td>");
            };
            out("<th scope=\"row\">", link(textAt(*item, "source"), titleOf(*item)), through(*item), notes(*item), "</th>");
            cell(words("Maker"), orUnstated(escaped(joined(at(*item, "maker")))));
            cell(words("Date"), orUnstated(escaped(textAt(*item, "date"))));
            cell(words("Holder"), orUnstated(escaped(textAt(*item, "holder"))));
            cell(words("Rights"), rights(*item));
            out("</tr>\n");
        }
        out("</tbody>\n</table>\n");
    }

    // What else is said of it; what is owed stands in a section of its own.
    std::string notes(const Json& item) const
    {
        std::string html;
        for (const Json& note : at(item, "notes")) {
            if (note.is_object() && !flagAt(note, "duty"))
                html += "<p class=\"note\">" + inLanguages(note) + "</p>";
        }
        return html;
    }

    // Which models learned from it, where there are several.
    std::string through(const Json& item) const
    {
        const Json &models = at(m_record, "models"), &ways = at(item, "through");
        if (!models.is_array() || models.size() < 2 || !ways.is_array())
            return {};
        std::string names;
        for (const Json& model : models) {
            if (std::find(ways.begin(), ways.end(), at(model, "id")) != ways.end() && !textAt(model, "name").empty())
                names += (names.empty() ? "" : ", ") + escaped(textAt(model, "name"));
        }
        return names.empty() ? names : "<span class=\"way\">" + names + "</span>";
    }

    static std::string host(const std::string& address)
    {
        std::size_t start = address.find("//") + 2;
        std::string name = address.substr(start, address.find_first_of("/?#", start) - start);
        return name.starts_with("www.") ? name.substr(4) : name;
    }

    void models()
    {
        const Json& list = at(m_record, "models");
        if (!list.is_array() || list.empty())
            return;
        open("models", words("Models"), list.size(), words("Trained for works like this one; each says what it learned from."));
        out("<ul class=\"lines\">\n");
        for (const Json& model : list) {
            std::string name = textAt(model, "name");
            out("<li><h3>",
                name.empty() ? "<span class=\"none\">" + both(words("a model without a name")) + "</span>" : escaped(name),
                "</h3><p>");
            std::string made = textAt(model, "made").substr(0, 10);
            std::string recipe = textAt(model, "recipe");
            out(escaped(recipe), recipe.empty() || made.empty() ? "" : " · ", escaped(made),
                recipe.empty() && made.empty() ? "" : " · ");
            std::size_t count = std::size_t(std::max(0.0, numberAt(model, "items")));
            if (count == 1)
                out(both(words("learned from one item")));
            else if (count)
                out(both(words("learned from {0} items"), std::to_string(count)));
            else
                out("<strong>", both(words("what it learned from is not known")), "</strong>");
            out("</p>");
            const Json& sets = at(model, "datasets");
            if (sets.is_array() && !sets.empty()) {
                std::string named;
                for (const Json& set : sets) {
                    std::string label = textAt(set, "name");
                    if (label.empty())
                        label = textAt(set, "id").substr(0, 12);
                    named += (named.empty() ? "" : ", ") + escaped(label) + " (" + std::to_string(int(numberAt(set, "items")))
                        + ")";
                }
                out("<p class=\"about\">", both(words("Datasets")), ": ", named, "</p>");
            }
            out("<p class=\"hash\">", escaped(textAt(model, "id")), "</p></li>\n");
        }
        out("</ul>\n");
        close();
    }

    void shaders()
    {
        const Json& list = at(m_record, "shaders");
        if (!list.is_array() || list.empty())
            return;
        open("shaders", words("Shaders"), list.size(), words("Small programs that drew or changed pictures."));
        out("<ul class=\"lines short\">\n");
        for (const Json& shader : list) {
            std::string title = textAt(shader, "title", textAt(shader, "id"));
            if (title.empty())
                title = textAt(shader, "id");
            std::string by = textAt(shader, "by"), licence = textAt(shader, "licence");
            out("<li><h3>", escaped(title), "</h3>");
            if (!by.empty() || !licence.empty())
                out("<p>", escaped(by), by.empty() || licence.empty() ? "" : " · ", escaped(licence), "</p>");
            out("</li>\n");
        }
        out("</ul>\n");
        close();
    }

    void live()
    {
        const Json& list = at(m_record, "live");
        if (!list.is_array() || list.empty())
            return;
        open("live", words("Live"), list.size(), words("What was played or moved while the work was made."));
        out("<ul class=\"lines short\">\n");
        for (const Json& input : list)
            out("<li><h3>", escaped(textAt(input, "id")), "</h3></li>\n");
        out("</ul>\n");
        close();
    }

    void people()
    {
        std::vector<const Json*> named;
        const Json& list = at(m_record, "people");
        if (list.is_array()) {
            for (const Json& person : list) {
                if (flagAt(person, "publish") && !textAt(person, "name").empty())
                    named.push_back(&person);
            }
        }
        if (named.empty())
            return;
        open("people", words("Made by"), 0);
        out("<ul class=\"people\">\n");
        for (const Json* person : named) {
            std::string part = textAt(*person, "part");
            out("<li>", escaped(textAt(*person, "name")), part.empty() ? "" : " <span>" + escaped(part) + "</span>", "</li>\n");
        }
        out("</ul>\n");
        close();
    }

    void foot()
    {
        out("<footer>\n<p>",
            both(words("“Could have taken part” is all that can honestly be said: these lists say what went in, not which part "
                       "of a picture came from where.")),
            "</p>\n");
        std::string hash = textAt(m_record, "sha256");
        if (!hash.empty())
            out("<p>", both(words("They belong to the file with this fingerprint (SHA-256):")), " <span class=\"hash\">",
                escaped(hash), "</span></p>\n");
        out("<p>", both(words("Made with Opificio. The full record lies beside this page as credits.json.")),
            "</p>\n</footer>\n");
    }

    const Json& m_record;
    const std::map<std::string, std::string>& m_thumbnails;
    Rate m_rate;
    Frame m_frames = 0;
    std::string m_html;
};

// Typography only: one column of names beside one of works, like the last pages of a catalogue.
const char* Page::style()
{
    return R"CSS(
:root{--ink:#1d1a16;--soft:#625b50;--line:#d9d2c5;--paper:#fbf9f5;--tint:#f1ece2;--mark:#9a2f14}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:400 16px/1.5 "Inter","Helvetica Neue",Helvetica,Arial,sans-serif;-webkit-text-size-adjust:100%}
body{margin:0}
h1,h2,h3,p,dl,dd,ul,ol{margin:0;padding:0}
ul,ol{list-style:none}
a{color:inherit;text-decoration-color:var(--mark);text-decoration-thickness:1px;text-underline-offset:.18em}
a:hover{color:var(--mark)}
a:focus-visible{outline:2px solid var(--mark);outline-offset:2px}
.sheet{max-width:76rem;margin:0 auto;padding:clamp(1.25rem,4vw,4rem)}
.switch{position:absolute;top:0;left:0;width:1px;height:1px;opacity:0}
#it:checked~.sheet .w[lang=en],#en:checked~.sheet .w[lang=it]{display:none}
.languages{display:flex;justify-content:flex-end;gap:1.25rem;font-size:.875rem}
.languages label{cursor:pointer;padding:.25rem 0;color:var(--soft);border-bottom:2px solid transparent}
#it:checked~.sheet label[for=it],#en:checked~.sheet label[for=en]{color:var(--ink);border-color:var(--mark)}
#it:focus-visible~.sheet label[for=it],#en:focus-visible~.sheet label[for=en]{outline:2px solid var(--mark);outline-offset:3px}
header{padding:clamp(2rem,7vw,6rem) 0 clamp(2rem,5vw,4rem)}
.kicker{color:var(--mark);font-weight:600}
h1{font-size:clamp(2.25rem,6.5vw,4.75rem);line-height:1.04;letter-spacing:-.028em;font-weight:600;margin:.35rem 0 1rem;overflow-wrap:anywhere;text-wrap:balance}
.facts{color:var(--soft);font-size:.9375rem;overflow-wrap:anywhere}
.lead{font-size:clamp(1.15rem,2vw,1.4rem);line-height:1.4;max-width:38rem;margin-top:clamp(1.5rem,3vw,2.5rem)}
.sums{display:flex;flex-wrap:wrap;gap:1rem 2.75rem;margin-top:clamp(1.5rem,3vw,2.5rem)}
.sums div{display:flex;flex-direction:column-reverse}
.sums dd{font-size:2rem;line-height:1.1;font-weight:500;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.sums dd a{text-decoration:none}
.sums dt{font-size:.875rem;color:var(--soft)}
.unknown{margin-top:2rem;max-width:44rem;padding:1rem 1.25rem;border-left:4px solid var(--mark);background:var(--tint)}
section{display:grid;grid-template-columns:15rem minmax(0,1fr);gap:1.5rem 3rem;border-top:1px solid var(--ink);padding:1.25rem 0 clamp(2.5rem,5vw,4.5rem)}
h2{font-size:1.25rem;line-height:1.25;font-weight:600;letter-spacing:-.01em}
.side{position:relative}
.count{position:absolute;top:.1rem;right:0;color:var(--soft);font-variant-numeric:tabular-nums}
.about{color:var(--soft);font-size:.875rem;margin-top:.5rem}
.side .about{max-width:22rem}
cite{font-style:normal}
.none{color:var(--soft)}
.duties{display:grid;gap:1.25rem}
.duties li{padding-left:1.25rem;border-left:2px solid var(--mark);max-width:48rem}
.duties .about cite{color:var(--ink)}
.plates{display:grid;grid-template-columns:repeat(auto-fill,minmax(16.5rem,1fr));gap:2.75rem 2.25rem;align-items:start}
.picture{aspect-ratio:4/3;background:var(--tint);display:flex;align-items:center;justify-content:center;margin-bottom:.9rem}
.picture img{max-width:100%;max-height:100%;width:100%;height:100%;object-fit:contain;display:block}
h3{font-size:1rem;line-height:1.35;font-weight:600;overflow-wrap:anywhere}
.plates dl{margin-top:.5rem;font-size:.875rem}
.plates dl div{display:grid;grid-template-columns:6.75rem minmax(0,1fr);padding:.22rem 0}
.plates dt{color:var(--soft)}
.plates dd{overflow-wrap:anywhere}
.when{display:flex;align-items:center;gap:.75rem;margin-top:.5rem;font-size:.8125rem;color:var(--soft);font-variant-numeric:tabular-nums}
.strip{position:relative;flex:1 1 4rem;min-width:4rem;height:4px;background:var(--line)}
.strip i{position:absolute;top:0;bottom:0;background:var(--mark)}
.time{flex:0 1 auto}
table{width:100%;border-collapse:collapse;font-size:.875rem;line-height:1.4}
thead th{font-weight:400;color:var(--soft);text-align:left;padding:0 1rem .5rem 0;border-bottom:1px solid var(--line)}
thead td{border-bottom:1px solid var(--line)}
tbody th{font-weight:600;text-align:left;width:34%}
tbody th,tbody td{vertical-align:top;padding:.6rem 1rem .6rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
tbody tr>:last-child{padding-right:0}
.small{width:4.5rem}
.small img{display:block;width:3.5rem;height:3.5rem;object-fit:contain;background:var(--tint)}
.label{display:none}
.way{display:block;font-weight:400;color:var(--soft)}
.note{margin:.4rem 0 0;font-size:.875rem;font-weight:400;color:var(--soft)}
.lines{display:grid;gap:1.5rem}
.lines.short{grid-template-columns:repeat(auto-fill,minmax(12rem,1fr));gap:1rem 2.25rem}
.lines p{font-size:.875rem}
.hash{font:400 .75rem/1.5 ui-monospace,"JetBrains Mono","DejaVu Sans Mono",Consolas,monospace;color:var(--soft);overflow-wrap:anywhere}
.people{font-size:1.25rem;line-height:1.5}
.people span span,.people li>span{color:var(--soft);font-size:.9375rem}
footer{border-top:1px solid var(--ink);padding-top:1.25rem;color:var(--soft);font-size:.875rem;display:grid;gap:.5rem;max-width:52rem}
@media (max-width:62rem){section{grid-template-columns:minmax(0,1fr);gap:1.5rem}.side .about{max-width:38rem}}
@media (max-width:40rem){
.plates{grid-template-columns:minmax(0,1fr)}
table,tbody{display:block}thead{display:none}
tbody tr{display:grid;grid-template-columns:minmax(0,1fr);padding:.9rem 0;border-bottom:1px solid var(--line)}
tbody th,tbody td{display:grid;grid-template-columns:minmax(0,1fr);border:0;padding:.12rem 0;width:auto}
tbody td:not(.small){grid-template-columns:6.75rem minmax(0,1fr)}
tbody th{font-size:1rem;padding-bottom:.3rem}
.label{display:block;color:var(--soft)}
.small{width:auto;padding-bottom:.5rem}.small:empty{display:none}.small img{width:5rem;height:5rem}}
@media print{
@page{size:A4;margin:16mm 15mm 18mm}
html{background:#fff;font-size:9.5pt}
.sheet{max-width:none;padding:0}.languages{display:none}
header{padding:0 0 8mm}h1{font-size:30pt}.lead{font-size:12.5pt}.sums dd{font-size:18pt}
section{grid-template-columns:38mm minmax(0,1fr);gap:4mm 8mm;padding:3mm 0 8mm}
.plates{grid-template-columns:repeat(2,minmax(0,1fr));gap:7mm 8mm}
.plates li,tr,.duties li,.lines li{break-inside:avoid}h2,.side{break-after:avoid}thead{display:table-header-group}
.strip,.strip i,.picture,.unknown{-webkit-print-color-adjust:exact;print-color-adjust:exact}
a{text-decoration-color:var(--line)}}
)CSS";
}

} // namespace

std::string creditsPage(const Json& record, const std::map<std::string, std::string>& thumbnails)
{
    return Page(record, thumbnails).html();
}

} // namespace opificio
