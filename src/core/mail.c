/* core/mail.c - what needs no library: whose words a text is, what may stand in a header.
 *
 * Source  how Outlook, Gmail, Apple Mail, Thunderbird and web mailers introduce a quotation, in seven languages
 */
#include "core/mail.h"
#include <ctype.h>

/* ---- quotations ------------------------------------------------------------------------------------- */

/* A line that introduces the quotation: begins and ends so, and is not a sentence of its own. */
static const struct {
    const char *begins, *ends;
} intros[] = {
    {"On ", "wrote:"},     {"Am ", "schrieb:"},    {"Am ", ":"},          {"Le ", "a écrit :"},  {"Le ", "a écrit:"},
    {"El ", "escribió:"},  {"Il ", "ha scritto:"}, {"Op ", "schreef:"},   {"Em ", "escreveu:"},  {"W dniu ", "pisze:"},
};
static const char *const verbs[] = {"wrote", "schrieb", "écrit", "escribió", "scritto", "schreef", "escreveu", "pisze"};
static const char *const rules[] = {
    "-----Original Message-----", "-----Ursprüngliche Nachricht-----", "-----Message d'origine-----", "-----Mensaje original-----",
    "-----Messaggio originale-----", "-----Oorspronkelijk bericht-----", "---------- Forwarded message", "________________________________",
    "Begin forwarded message:", "Anfang der weitergeleiteten Nachricht:",
};
/* Outlook quotes with a block of headers: two of these on lines that follow each other. */
static const char *const heads[] = {
    "From:", "Sent:", "To:", "Subject:", "Date:", "Cc:", "Von:", "Gesendet:", "An:", "Betreff:", "Datum:", "De :", "De:", "Envoyé :", "À :", "Objet :",
    "Enviado:", "Para:", "Asunto:", "Da:", "Inviato:", "A:", "Oggetto:", "Van:", "Verzonden:", "Aan:", "Onderwerp:",
};
static const char *const devices[] = {
    "Sent from my ", "Von meinem ", "Envoyé de mon ", "Enviado desde mi ", "Inviato da ", "Verstuurd vanaf mijn ", "Get Outlook for ",
};
enum { INTRO_LINES = 3, INTRO_MAX = 300 }; /* a mailer breaks its introduction at 72 characters */

static bool begins_any(struct str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_starts(s, str_z(list[i])))
            return true;
    return false;
}
#define BEGINS(s, list) begins_any(s, list, sizeof list / sizeof *list)

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (isdigit((unsigned char)s.p[i]))
            return true;
    return false;
}

/* "On Tue, 3 Nov 2026 at 10:12, Ann <ann@x> wrote:" has a date, a verb of writing and a colon at its end. */
static bool is_intro(struct str s)
{
    bool verb = false;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        verb |= str_has(s, str_z(verbs[i]));
    for (size_t i = 0; i < sizeof intros / sizeof *intros; i++)
        if (str_starts(s, str_z(intros[i].begins)) && str_ends(s, str_z(intros[i].ends)))
            return verb && has_digit(s);
    return false;
}

static struct str line_at(struct str text, size_t at, size_t *next)
{
    const char *end = at < text.n ? memchr(text.p + at, '\n', text.n - at) : NULL;
    size_t to = end ? (size_t)(end - text.p) : text.n;
    *next = end ? to + 1 : text.n;
    return str_trim(str_part(text, at, to));
}

static bool intro_at(struct ctx *c, struct str text, size_t at)
{
    struct buf whole = {0};
    size_t next;
    struct str first = line_at(text, at, &next);
    bool begins = false;
    for (size_t i = 0; i < sizeof intros / sizeof *intros; i++)
        begins |= str_starts(first, str_z(intros[i].begins));
    for (int i = 0; begins && i < INTRO_LINES && at < text.n; i++) {
        struct str line = line_at(text, at, &at);
        if (!line.n || whole.n + line.n > INTRO_MAX)
            return false;
        buf_fmt(c, &whole, "%s%.*s", i ? " " : "", FMT(line));
        if (is_intro(buf_str(&whole)))
            return true;
    }
    return false;
}

static bool head_at(struct str text, size_t at)
{
    size_t next;
    struct str first = line_at(text, at, &next);
    return BEGINS(first, heads) && next < text.n && BEGINS(line_at(text, next, &next), heads);
}

/* All from here on is quoted, or a signature. */
static bool rest_at(struct ctx *c, struct str text, size_t at, struct str line, size_t raw_n)
{
    bool dashes = str_eq(line, STR("--")) && raw_n <= 5;
    return dashes || BEGINS(line, rules) || BEGINS(line, devices) || head_at(text, at) || intro_at(c, text, at);
}

void mail_split(struct ctx *c, struct str text, struct str *own, struct str *quoted)
{
    struct buf keep = {0}, rest = {0};
    for (size_t at = 0, next; at < text.n; at = next) {
        struct str line = line_at(text, at, &next), raw = str_part(text, at, next);
        if (rest_at(c, text, at, line, raw.n)) {
            buf_add(c, &rest, str_part(text, at, text.n));
            break;
        }
        buf_add(c, line.n && line.p[0] == '>' ? &rest : &keep, raw);
    }
    *own = str_copy(c, str_trim(buf_str(&keep)));
    *quoted = str_copy(c, str_trim(buf_str(&rest)));
    if (!own->n && quoted->n) { /* a forwarded mail with no word of one's own */
        *own = *quoted;
        *quoted = STR("");
    }
}

/* ---- subjects --------------------------------------------------------------------------------------- */

struct str mail_subject_bare(struct str s)
{
    static const char *const marks[] = {"re:", "aw:", "antw:", "sv:", "fw:", "fwd:", "wg:", "tr:", "rv:", "r:", "odp:"};
    for (bool again = true; again;) {
        again = false;
        s = str_trim(s);
        for (size_t i = 0; i < sizeof marks / sizeof *marks && !again; i++) {
            size_t n = strlen(marks[i]);
            again = s.n >= n && str_eq_case(str_part(s, 0, n), str_z(marks[i]));
            s = again ? str_part(s, n, s.n) : s;
        }
    }
    return s;
}

/* ---- proofs ------------------------------------------------------------------------------------------- */

/* "mx.example; dmarc=pass header.from=x": only the first that the trusted server wrote counts. A server takes off results
 * that come with a mail in its own name (RFC 8601, 5), so a forged one stands below or not at all. */
bool mail_is_proven(const struct mail *m, struct str trusted)
{
    for (size_t i = 0; i < m->proofs.n && trusted.n; i++) {
        struct str s = str_trim(m->proofs.at[i]);
        size_t n = 0;
        while (n < s.n && s.p[n] != ';' && s.p[n] != ' ' && s.p[n] != '\t')
            n++;
        if (str_eq_case(str_part(s, 0, n), trusted))
            return str_has_case(s, STR("dmarc=pass"));
    }
    return false;
}

/* ---- what may stand in a header ------------------------------------------------------------------------- */

bool mail_id_is(struct str id)
{
    size_t ats = 0;
    for (size_t i = 0; i < id.n; i++) {
        unsigned char ch = (unsigned char)id.p[i];
        if (ch <= ' ' || ch >= 0x7F || ch == '<' || ch == '>' || ch == '"' || ch == '\\')
            return false;
        ats += ch == '@';
    }
    return id.n >= 3 && id.n <= 250 && ats <= 1;
}

bool mail_address_is(struct str a)
{
    size_t at = SIZE_MAX, dot = SIZE_MAX;
    for (size_t i = 0; i < a.n; i++) {
        unsigned char ch = (unsigned char)a.p[i];
        if (!isalnum(ch) && (ch >= 0x7F || !strchr(at == SIZE_MAX ? ".!#$%&'*+/=?^_`{|}~-@" : ".-", ch) || !ch))
            return false;
        at = ch == '@' ? i : at;
        dot = ch == '.' && at != SIZE_MAX ? i : dot;
    }
    bool shaped = at != SIZE_MAX && at > 0 && at + 1 < a.n && a.n <= 254 && a.p[0] != '.' && a.p[0] != '-';
    return shaped && a.p[at + 1] != '.' && a.p[at + 1] != '-' && a.p[a.n - 1] != '.' && (dot == SIZE_MAX || dot > at + 1);
}
