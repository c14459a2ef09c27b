/* intelligence/answer/service/service_text.c - folded words, patterns over them, and what they say. */
#include "intelligence/answer/service/service_text.h"
#include "core/word.h"
#include "intelligence/answer/service/service.h"
#include <ctype.h>

enum { GAP = 2, WORDS_MAX = 4000, SLIP_LETTERS = 6 };

/* ---- words ---------------------------------------------------------------------------------------- */

static bool is_in_word(struct glyph_step g, size_t at)
{
    if (g.kind == GLYPH_LETTER || g.kind == GLYPH_DIGIT)
        return true;
    return (g.code == '\'' || g.code == 0x2019) && at > 0; /* don't, c'est */
}

static bool ends_clause(int32_t code) { return code == '.' || code == '!' || code == '?' || code == ';' || code == 0x3002; }

static void word_add(struct ctx *c, struct service_words *w, struct str text, bool upper)
{
    struct service_word *x = arena_grow(c->mem, w->at, sizeof *x, w->n);
    w->at = x;
    x = &x[w->n++];
    *x = (struct service_word){.text = text, .upper = upper};
    char plain[SERVICE_WORD_ROOM];
    size_t n = word_fold(text, plain, sizeof plain), k = 0;
    for (size_t i = 0; i < n && k + 1 < sizeof x->folded; i++)
        if (plain[i] != '\'' && (unsigned char)plain[i] < 0x80)
            x->folded[k++] = plain[i];
}

bool service_is_slip(const char *folded, const char *meant)
{
    size_t n = strlen(folded), m = strlen(meant), same = 0;
    if (n < SLIP_LETTERS || m < SLIP_LETTERS || n > m + 1 || m > n + 1 || *folded != *meant)
        return false;
    while (folded[same] && folded[same] == meant[same])
        same++;
    const char *a = folded + same, *b = meant + same;
    if (n == m) /* two letters changed places */
        return n - same >= 2 && a[0] == b[1] && a[1] == b[0] && !strcmp(a + 2, b + 2);
    return n > m ? !strcmp(a + 1, b) : !strcmp(a, b + 1);
}

/* Words that decide what is wanted, read also where a letter slipped. */
static void slips_mend(struct service_words *w)
{
    static const char *const meant[] = {"cancel", "cancellation", "return", "exchange", "refund", "replace", "address", "payment", "tracking",
        "stornieren", "zuruckgeben", "zuruckschicken", "zurucksenden", "umtauschen", "erstattung", "bestellung", "annuler", "renvoyer",
        "retourner", "echanger", "rembourser", "remboursement", "cancelar", "devolver", "cambiar", "reembolso", "direccion", "annullare",
        "restituire", "cambiare", "rimborso", "indirizzo", "annuleren", "terugsturen", "retourneren", "omruilen", "terugbetaling", "bestelling"};
    for (size_t i = 0; i < w->n; i++) {
        size_t hit = 0;
        for (size_t k = 0; k < sizeof meant / sizeof *meant && w->at[i].folded[0]; k++) {
            if (w->at[i].folded[0] != *meant[k])
                continue;
            if (!strcmp(w->at[i].folded, meant[k]))
                hit = 0, k = sizeof meant;
            else if (!hit && service_is_slip(w->at[i].folded, meant[k]))
                hit = k + 1;
        }
        if (hit)
            snprintf(w->at[i].folded, sizeof w->at[i].folded, "%s", meant[hit - 1]);
    }
}

struct service_words service_words_of(struct ctx *c, struct str text)
{
    struct service_words w = {0};
    for (size_t i = 0; i < text.n && w.n < WORDS_MAX;) {
        struct glyph_step g = word_step(text, i);
        size_t from = i;
        bool upper = g.upper;
        while (i < text.n && (g = word_step(text, i), is_in_word(g, i - from)))
            i += g.n;
        if (i > from)
            word_add(c, &w, str_part(text, from, i), upper);
        if (i >= text.n)
            break;
        g = word_step(text, i);
        if (w.n && (ends_clause(g.code) || g.kind == GLYPH_LINE))
            w.at[w.n - 1].end = true;
        if (w.n && (g.code == ',' || g.code == ':' || g.code == '(' || g.code == ')' || g.code == '/'))
            w.at[w.n - 1].pause = true;
        i += g.n;
    }
    slips_mend(&w);
    return w;
}

static bool is_unseen(int32_t x)
{
    return (x >= 0x200B && x <= 0x200F) || (x >= 0x202A && x <= 0x202E) || (x >= 0x2060 && x <= 0x206F) || x == 0xFEFF ||
        x == 0xAD || (x >= 0xE0000 && x <= 0xE007F);
}

struct str service_plain(struct ctx *c, struct str text)
{
    struct buf b = {0};
    for (size_t i = 0; i < text.n;) {
        struct glyph_step g = word_step(text, i);
        if (g.code >= 0xFF01 && g.code <= 0xFF5E)
            buf_byte(c, &b, (char)(g.code - 0xFEE0));
        else if (!is_unseen(g.code))
            buf_add(c, &b, str_part(text, i, i + g.n));
        i += g.n;
    }
    return buf_str(&b);
}

/* ---- patterns ------------------------------------------------------------------------------------- */

static bool word_fits(const char *folded, const char *p, size_t n)
{
    if (n && p[n - 1] == '*')
        return strncmp(folded, p, n - 1) == 0;
    return strlen(folded) == n && memcmp(folded, p, n) == 0;
}

/* Between two words GAP others may stand; a lone '*' is room for two more. */
static size_t match_at(const struct service_words *w, size_t at, const char *p)
{
    size_t i = at, room = 0;
    for (; *p && *p != '|'; p += strcspn(p, " |"), p += *p == ' ') {
        size_t n = strcspn(p, " |"), last = i + room;
        if (n == 1 && *p == '*') {
            room += GAP;
            continue;
        }
        while (i < w->n && !word_fits(w->at[i].folded, p, n) && i < last && !w->at[i].end)
            i++;
        if (i >= w->n || !word_fits(w->at[i].folded, p, n))
            return SIZE_MAX;
        i++;
        room = GAP;
    }
    return i;
}

bool service_fits(const struct service_words *w, size_t at, const char *pattern, size_t *end)
{
    *end = match_at(w, at, pattern);
    return *end != SIZE_MAX;
}

size_t service_match(const struct service_words *w, size_t from, const char *pattern, size_t *end)
{
    for (size_t i = from; i < w->n; i++) {
        size_t to = match_at(w, i, pattern);
        if (to != SIZE_MAX) {
            *end = to;
            return i;
        }
    }
    return SIZE_MAX;
}

const char *service_pattern_next(const char *p)
{
    p += strcspn(p, "|");
    return *p ? p + 1 : NULL;
}

bool service_matches(const struct service_words *w, const char *patterns)
{
    size_t end;
    for (const char *p = patterns; p; p = service_pattern_next(p))
        if (service_match(w, 0, p, &end) != SIZE_MAX)
            return true;
    return false;
}

/* ---- language and mood ---------------------------------------------------------------------------- */

static const struct { const char *language, *words; } function_words[] = {
    {"en", "the|i|my|is|and|to|please|want|it|of|for|you|this|have|order|would|like|not|with|can|need|hello|hi|yes|no|are|me|thanks|"
        "don't|im|dont|does|your|from|which|what|when|why|how|where|its|ive|got|be|there|was|will|just|still|any|hey|do|an|could|"
        "in|am|at|on|by|or|if|has|were"},
    {"de", "ich|der|die|das|und|ist|nicht|mein|meine|meinen|bitte|mochte|habe|zu|ein|eine|fur|mit|bestellung|von|hallo|ja|nein|wie|"
        "wo|auf|es|sie|kann|dem|den|mir|guten|bin|danke|heisse|wird|konnen|zuruck|gerne|was|wann|warum|wer|noch|auch|schon|wir|ihr|euch|hat|haben|gibt|dann|bei|zum|zur|"
        "im|am|als|oder|aber|kein|keine|einen|diese|wurde|hab"},
    {"fr", "je|le|la|les|un|une|est|et|ma|mon|mes|pas|vous|ne|commande|pour|de|du|bonjour|oui|non|merci|veux|voudrais|avec|que|qui|"
        "dans|il|ce|cette|suis|sur|au|aux|ai|plait|mappelle|svp|quel|quelle|quand|comment|combien|jai|cest|quest|sont|nous|deja|encore|aussi|plus|puis|peux|"
        "ou|mais|sil|toujours|dun|lai|trop"},
    {"es", "el|la|los|las|un|una|es|y|mi|mis|no|por|para|de|del|pedido|hola|si|gracias|quiero|quisiera|con|que|en|favor|lo|me|se|"
        "necesito|buenos|buenas|dias|soy|llamo|esta|yo|tengo|cuanto|cuanta|cual|como|donde|cuando|muy|este|todavia|puedo|tienen|han|sus|su|ya|esto|pero|mas|unos|unas|al|"
        "son|hay|ha|he"},
    {"it", "il|lo|la|gli|un|una|e|mio|mia|miei|non|per|di|del|ordine|ciao|si|grazie|vorrei|voglio|con|che|in|favore|sono|mi|ho|"
        "della|questo|buongiorno|salve|chiamo|alla|devo|posso|le|quanto|quanta|quale|quali|da|dal|nel|nella|sulla|sulle|come|cosa|anche|questa|mie|sto|ancora|dove|quando|"
        "serve|avete|ma|ho|i|gli|ne|delle|dei|degli"},
    {"nl", "ik|de|het|een|en|is|mijn|niet|wil|graag|voor|van|met|bestelling|hallo|ja|nee|bedankt|dank|te|op|dat|die|hoe|waar|kan|u|"
        "je|heb|naar|aan|alstublieft|ben|zijn|heet|goedendag|wat|wanneer|waarom|hoeveel|hoi|nog|ook|al|jullie|heeft|hebben|kunnen|bij|maar|als|er|mn|"
        "dan|deze|dit|geen|worden|om|was|zit|ze|hem"},
};

struct str service_language(const struct service_words *w)
{
    int best = 0, second = 0;
    const char *language = NULL;
    for (size_t l = 0; l < sizeof function_words / sizeof *function_words; l++) {
        int n = 0;
        for (size_t i = 0; i < w->n; i++)
            for (const char *p = function_words[l].words; p; p = service_pattern_next(p))
                n += word_fits(w->at[i].folded, p, strcspn(p, "|"));
        if (n > best)
            second = best, best = n, language = function_words[l].language;
        else if (n > second)
            second = n;
    }
    return best > second ? str_z(language) : (struct str){0};
}

bool service_is_small(const char *folded)
{
    static const char more[] = "that|these|those|our|new|old|other|same|one|two|three|both|first|second|or|only|also|just|any|every|all|a|an|in|on|at|its|wrong|right|broken|"
        "damaged|entire|whole|another|recent|received|ordered|return|exchange|cancel|cancelling|returning|exchanging|change|modify|swap|"
        "diese|dieser|dieses|diesen|meiner|meines|neue|neuen|andere|anderen|beide|beiden|alle|oder|im|aus|vom|zum|ces|cet|son|ses|nos|autre|autres|tous|toutes|ou|"
        "este|estos|estas|otro|otra|mis|todos|todas|o|questa|questi|queste|altro|altra|tutti|tutte|deze|andere|mijn|alle|of|uit";
    for (size_t l = 0; l < sizeof function_words / sizeof *function_words; l++)
        for (const char *p = function_words[l].words; p; p = service_pattern_next(p))
            if (word_fits(folded, p, strcspn(p, "|")))
                return true;
    for (const char *p = more; p; p = service_pattern_next(p))
        if (word_fits(folded, p, strcspn(p, "|")))
            return true;
    return false;
}

static const struct { const char *mood, *patterns; } moods[] = {
    {"angry", "angry|furious|unacceptable|ridiculous|outrageous|terrible|worst|scam|disgusting|fed up|sick of|useless|pathetic|hate|"
        "wutend|unverschamt|frechheit|sauerei|unmoglich|schlimmste|betrug|inakzeptabel|furieux|furieuse|"
              "inadmissible|honteux|scandaleux|arnaque|lamentable|furioso|furiosa|inaceptable|verguenza|estafa|indignante|"
              "arrabbiat*|vergogna|inaccettabile|truffa|schifo|woedend|belachelijk|onacceptabel|schandalig|oplichting|boos"},
    {"worried", "worried|urgent|urgently|asap|immediately|nervous|emergency|dringend|sofort|eilt|besorgt|urgence|urgent*|inquiet|"
        "inquiete|vite|urge|preocupad*|inmediatamente|urgente|preoccupat*|subito|spoed|ongerust|meteen|onmiddellijk"},
    {"sad", "disappointed|disappointing|sad|unhappy|upset|frustrated|frustrating|enttauscht|traurig|unzufrieden|frustrier*|decu|"
        "decue|triste|mecontent*|decepcionad*|insatisfech*|frustrad*|delus*|insoddisfatt*|teleurgesteld|verdrietig|ontevreden"},
    {"glad", "great|perfect|awesome|wonderful|love it|fantastic|super|wunderbar|perfekt|toll|parfait|genial|merveilleux|perfecto|"
        "estupendo|genial|maravillos*|perfetto|ottimo|fantastico|geweldig|prachtig|fantastisch"},
};

struct str service_mood(const struct service_words *w, struct str text)
{
    size_t shouts = 0, capitals = 0;
    for (size_t i = 0; i < text.n; i++)
        shouts += text.p[i] == '!', capitals += isupper((unsigned char)text.p[i]) > 0;
    if (shouts >= 3 || (w->n >= 6 && capitals > text.n / 2))
        return STR("angry");
    for (size_t i = 0; i < sizeof moods / sizeof *moods; i++)
        if (service_matches(w, moods[i].patterns))
            return str_z(moods[i].mood);
    return STR("plain");
}

/* ---- yes and no ----------------------------------------------------------------------------------- */

/* Only these words, all of them, and at least one that says it: whatever else stands there asks or limits. */
static bool only(struct ctx *c, struct str message, const char *say, const char *fill)
{
    struct service_words w = service_words_of(c, message);
    bool said = false;
    for (size_t i = 0; i < w.n; i++) {
        bool known = false;
        for (const char *p = say; p && !known; p = service_pattern_next(p))
            known = word_fits(w.at[i].folded, p, strcspn(p, "|"));
        said = said || known;
        for (const char *p = fill; p && !known; p = service_pattern_next(p))
            known = word_fits(w.at[i].folded, p, strcspn(p, "|"));
        if (!known)
            return false;
    }
    return said && w.n <= 14 && !memchr(message.p, '?', message.n);
}

static const char fillers[] = "please|thanks|thank|you|that|thats|is|it|this|the|with|go|ahead|do|so|i|am|want|for|all|of|to|proceed|and|very|much|"
    "bitte|danke|das|ist|so|machen|sie|es|mach|gerne|gern|dann|mit|der|die|svp|merci|cest|allez|y|vous|faites|le|la|sil|plait|je|bien|"
    "por|favor|gracias|eso|esta|es|lo|adelante|hazlo|hagalo|proceda|muy|mi|per|favore|grazie|va|procedi|proceda|pure|questo|e|"
    "graag|dank|je|u|dat|doe|maar|het|is|zo|ga|uw|gang";

static struct ctx scratch(struct arena *mem) { return (struct ctx){.mem = mem}; }

static bool says(struct str message, const char *words)
{
    struct arena *mem = arena_open();
    struct ctx c = scratch(mem);
    bool said = message.n > 0 && message.n < 400 && only(&c, message, words, fillers);
    arena_close(mem);
    return said;
}

bool service_is_yes(struct str message)
{
    return says(message, "yes|yep|yeah|yup|ok|okay|sure|correct|confirm|confirmed|absolutely|definitely|agreed|agree|right|perfect|great|good|sounds|fine|"
                         "ja|jawohl|genau|richtig|einverstanden|bestatige|bestatigt|korrekt|passt|klar|oui|ouais|daccord|confirme|exact|exactement|parfait|"
                         "si|claro|correcto|confirmo|vale|exacto|perfecto|acuerdo|certo|confermo|esatto|corretto|perfetto|va|bene|"
                         "akkoord|klopt|bevestig|prima|juist");
}

bool service_is_no(struct str message)
{
    return says(message, "no|nope|nah|not|dont|stop|never|wait|nein|nicht|nee|doch|non|pas|niet|annulla|alto");
}

/* ---- clauses -------------------------------------------------------------------------------------- */

struct intent {
    const char *name;
    int weight;
    const char *patterns;
};
static const struct intent intents[] = {
#define INTENT(name, weight, patterns) {#name, weight, patterns},
#include "intelligence/answer/service/service_intent.def"
#undef INTENT
};

enum { INTENTS = sizeof intents / sizeof *intents };

/* Longer patterns say more than short ones. */
static int score(const struct service_words *w, const struct intent *x)
{
    int best = 0;
    size_t end;
    for (const char *p = x->patterns; p; p = service_pattern_next(p)) {
        if (service_match(w, 0, p, &end) == SIZE_MAX)
            continue;
        int words = 1;
        for (const char *q = p; *q && *q != '|'; q++)
            words += *q == ' ';
        best = words > best ? words : best;
    }
    return best ? x->weight * 2 + best : 0;
}

size_t service_intent_at(const struct service_words *w, size_t from, struct str intent, size_t *end)
{
    size_t best = SIZE_MAX, e;
    for (int i = 0; i < INTENTS; i++)
        for (const char *p = str_eq(intent, str_z(intents[i].name)) ? intents[i].patterns : NULL; p; p = service_pattern_next(p)) {
            size_t at = service_match(w, from, p, &e);
            if (at != SIZE_MAX && at < best)
                best = at, *end = e;
        }
    return best;
}

static struct service_clause clause_of(const struct service_words *w, struct str text)
{
    int best = 0, second = 0;
    const char *name = "other";
    for (int i = 0; i < INTENTS; i++) {
        int s = score(w, &intents[i]);
        if (s > best)
            second = best, best = s, name = intents[i].name;
        else if (s > second)
            second = s;
    }
    return (struct service_clause){str_z(name), text, best >= second + 2};
}

static bool is_joint(const struct service_word *x)
{
    static const char *const joints[] = {"and", "also", "then", "plus", "und", "ausserdem", "et", "aussi", "y", "tambien",
        "ademas", "e", "inoltre", "anche", "en", "ook", "puis", "poi", "dann", "luego"};
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (!strcmp(x->folded, joints[i]))
            return true;
    return false;
}

static struct str text_of(struct ctx *c, const struct service_words *w, size_t from, size_t to, struct str whole)
{
    const char *a = w->at[from].text.p, *b = to < w->n ? w->at[to].text.p : whole.p + whole.n;
    while (a > whole.p && (a[-1] == '#' || a[-1] == '"'))
        a--;
    while (to < w->n && b > a && b[-1] == '#')
        b--;
    return str_copy(c, (struct str){a, (size_t)(b - a)});
}

static bool is_deed(struct str intent)
{
    static const char *const deeds[] = {"cancel", "return", "exchange", "items", "address", "payment", "replace", "reorder",
        "compensate", "refund_status", "billing"};
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (str_eq(intent, str_z(deeds[i])))
            return true;
    return false;
}

static struct service_words part(const struct service_words *w, size_t from, size_t to) { return (struct service_words){w->at + from, to - from}; }

/* Add words [from, to) as one clause, or as two where each side of an "and" wants something of its own. */
static void clause_add(struct ctx *c, struct service_clauses *out, const struct service_words *w, size_t from, size_t to, struct str whole)
{
    for (size_t i = from + 1; i + 1 < to; i++) {
        struct service_words a = part(w, from, i), b = part(w, i + 1, to);
        if (!is_joint(&w->at[i]))
            continue;
        struct service_clause x = clause_of(&a, STR("")), y = clause_of(&b, STR(""));
        if (is_deed(x.intent) && is_deed(y.intent) && !str_eq(x.intent, y.intent)) {
            clause_add(c, out, w, from, i, whole);
            clause_add(c, out, w, i + 1, to, whole);
            return;
        }
    }
    struct service_words all = part(w, from, to);
    struct service_clause *list = arena_grow(c->mem, out->at, sizeof *list, out->n);
    out->at = list;
    out->at[out->n++] = clause_of(&all, text_of(c, w, from, to, whole));
}

struct service_clauses service_clauses_of(struct ctx *c, struct str text)
{
    struct service_clauses out = {0};
    struct service_words w = service_words_of(c, text);
    for (size_t from = 0, i = 0; i < w.n; i++)
        if (w.at[i].end || i + 1 == w.n) {
            clause_add(c, &out, &w, from, i + 1, text);
            from = i + 1;
        }
    return out;
}
