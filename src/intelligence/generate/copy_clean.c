/* intelligence/generate/copy_clean.c - the merchant's text without markup, cut into sentences, and what of it may be said. */
#include "intelligence/generate/copy.h"
#include <ctype.h>

static const struct { const char *entity, *text; } entities[] = {
    {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&apos;", "'"}, {"&nbsp;", " "},
    {"&deg;", "°"}, {"&eacute;", "é"}, {"&uuml;", "ü"}, {"&ouml;", "ö"}, {"&auml;", "ä"}, {"&szlig;", "ß"},
    {"&ndash;", "–"}, {"&mdash;", "—"}, {"&rsquo;", "’"}, {"&lsquo;", "‘"}, {"&ldquo;", "“"}, {"&rdquo;", "”"},
    {"&times;", "×"}, {"&frac12;", "½"}, {"&reg;", "®"}, {"&trade;", "™"}, {"&copy;", "©"}, {"&hellip;", "…"},
};

/* Bytes of the entity or tag at s.p[i], and what it stands for; 0: neither. */
static size_t markup_at(struct str s, size_t i, const char **text)
{
    if (s.p[i] == '&')
        for (size_t k = 0; k < sizeof entities / sizeof *entities; k++)
            if (str_starts(str_part(s, i, s.n), str_z(entities[k].entity))) {
                *text = entities[k].text;
                return strlen(entities[k].entity);
            }
    bool tag = s.p[i] == '<' && i + 1 < s.n && (isalpha((unsigned char)s.p[i + 1]) || strchr("/!?", s.p[i + 1]));
    if (!tag)
        return 0;
    size_t end = i;
    while (end < s.n && s.p[end] != '>')
        end++;
    static const char *const breaks[] = {"<br", "</p", "</li", "</h", "</div", "<p", "<li", "</tr"};
    *text = "";
    for (size_t k = 0; k < sizeof breaks / sizeof *breaks; k++)
        if (str_starts(str_part(s, i, s.n), str_z(breaks[k])))
            *text = "\n";
    return (end < s.n ? end + 1 : s.n) - i;
}

/* Script and style go with what they hold. */
static size_t hidden_at(struct str s, size_t i)
{
    static const char *const tags[][2] = {{"<script", "</script>"}, {"<style", "</style>"}, {"<!--", "-->"}};
    for (size_t k = 0; k < 3; k++)
        if (s.n - i >= strlen(tags[k][0]) && !strncasecmp(s.p + i, tags[k][0], strlen(tags[k][0]))) {
            size_t end = i;
            while (end < s.n && strncasecmp(s.p + end, tags[k][1], strlen(tags[k][1])))
                end++;
            return (end < s.n ? end + strlen(tags[k][1]) : s.n) - i;
        }
    return 0;
}

struct str text_clean(struct ctx *c, struct str s)
{
    struct buf b = {0};
    for (size_t i = 0; i < s.n;) {
        const char *text = "";
        size_t n = hidden_at(s, i);
        n = n ? n : markup_at(s, i, &text);
        char one[2] = {n ? 0 : s.p[i], 0};
        text = n ? text : (unsigned char)one[0] < ' ' && one[0] != '\n' ? " " : one;
        i += n ? n : 1;
        if ((*text == ' ' || *text == '\n') && (!b.n || strchr(" \n", b.p[b.n - 1]))) {
            if (*text == '\n' && b.n)
                b.p[b.n - 1] = '\n';
            continue;
        }
        buf_add(c, &b, str_z(text));
    }
    struct str out = str_replace(c, str_copy(c, buf_str(&b)), STR("®"), STR(""));
    return str_copy(c, str_trim(str_replace(c, str_replace(c, out, STR("™"), STR("")), STR("\xC2\xA0"), STR(" "))));
}

/* "e.g. 5 V" does not end a sentence; "steel. The" does. */
static bool ends_sentence(struct str s, size_t i)
{
    static const char *const short_[] = {"e.g", "i.e", "approx", "max", "min", "incl", "Cat", "No", "no", "vs", "z.B",
        "ca", "Mr", "Dr", "St", "inkl"};
    if (s.p[i] == '\n')
        return true;
    if (!strchr(".!?", s.p[i]) || (i + 1 < s.n && !strchr(" \n\"", s.p[i + 1])))
        return false;
    for (size_t k = 0; s.p[i] == '.' && k < sizeof short_ / sizeof *short_; k++) {
        size_t n = strlen(short_[k]);
        if (i >= n && !memcmp(s.p + i - n, short_[k], n) && (i == n || !isalpha((unsigned char)s.p[i - n - 1])))
            return false;
    }
    size_t next = i + 1;
    while (next < s.n && strchr(" \"", s.p[next]))
        next++;
    return next >= s.n || !islower((unsigned char)s.p[next]);
}

struct strs sentence_split(struct ctx *c, struct str text)
{
    struct strs out = {0};
    size_t from = 0;
    for (size_t i = 0; i <= text.n; i++)
        if (i == text.n || ends_sentence(text, i)) {
            size_t to = i < text.n && text.p[i] != '\n' ? i + 1 : i;
            struct str one = str_trim(str_part(text, from, to));
            if (one.n)
                strs_add(c, &out, str_copy(c, one));
            from = to;
        }
    return out;
}

/* Orders to whoever reads the text, and addresses. No product is described in these words. */
static const char *const orders[] = {
    "ignore", "disregard", "previous instruction", "these instructions", "above instruction", "following instruction",
        "system prompt",
    "you are now", "as an assistant", "as an ai", "language model", "jailbreak", "say that", "write that", "tell the",
        "output only",
    "respond with", "pretend", "http:", "https:", "www.", "@", ".com", "<", ">", "{", "}", "```", "lorem ipsum",
        "click here", "call us",
    "whatsapp", "subscribe", "follow us", "system:", "user:", "assistant:", "instead write", "drop table", "[inst",
        "new instruction",
    "your instruction", "reveal ", "[system", "you must", "do not mention", "always say", "developer mode",
};

/* Price and promise, review and superlative, speech of the shop about itself, cures. */
static const char *const unsafe_words[] = {
    "price", "priced", "cheap", "inexpensive", "affordable", "discount", "% off", "on sale", "shipping",
        "free delivery", "coupon", "voucher",
    "buy now", "order now", "buy one", "money back", "money-back", "refund", "guaranteed", "limited time", "bargain",
        "clearance", "our store",
    "best", "best-in-class", "number one", "no. 1", "#1", "world's", "in the world", "the most ", "perfect",
        "ultimate", "unbeatable", "unrivalled",
    "unrivaled", "unmatched", "market leader", "leading", "leaders", "top-rated", "top rated", "award", "bestseller",
        "best-selling", "revolutionary", "miracle",
    "never before", "than ever", "than any other", "one of a kind", "iconic", "legendary", "customers", "reviews",
        "review", "love it", "our dog", "we ", "our ", "my ",
    "i ", "us ", "cure", "cures", "heals", "medicinal", "therapeutic", "detox", "clinically", "doctor", "disease",
        "heart health", "joint health", "gut health", "brain function", "weight loss", "relieves",
        "pain relief", "anti-aging",
    "anti-ageing", "immune", "immunity", "eco", "eco-friendly", "sustainable", "sustainably", "environmentally",
        "the planet", "carbon neutral", "climate neutral",
    "biodegradable", "non-toxic", "chemical-free", "contact", "fortune", "prosperity", "good luck",
        "photograph shown", "picture shown", "absolute",
    "forever", "reliability", "reliable", "record-breaking", "exclusive", "stunning", "amazing", "incredible",
        "sunburn", "note:", "trendy", "tbd", "n/a", "null",
    "undefined", "todo", "unparalleled", "state-of-the-art", "state of the art", "game-changing", "world-class",
        "second to none", "everything you need",
};

static bool holds(struct str s, const char *w)
{
    size_t n = strlen(w);
    for (size_t at = 0; at + n <= s.n; at++)
        if (!strncasecmp(s.p + at, w, n) && (at == 0 || !isalpha((unsigned char)s.p[at - 1]) || !isalpha((unsigned char)*w)) &&
            (at + n == s.n || !isalpha((unsigned char)s.p[at + n]) || !isalpha((unsigned char)w[n - 1])))
            return true;
    return false;
}

bool text_is_order(struct str s)
{
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        if (holds(s, orders[i]))
            return true;
    return false;
}

bool text_is_safe(struct str s)
{
    for (size_t i = 0; i < sizeof unsafe_words / sizeof *unsafe_words; i++)
        if (holds(s, unsafe_words[i]))
            return false;
    return !text_is_order(s);
}
