/* core/gbnf.c - GBNF text to a program of steps.
 *
 * First the text becomes rules of alternatives of atoms (a group is a rule without a name, so nothing nests),
 * then rules become steps, characters UTF-8 byte ranges, and repetitions copies and loops.
 * Source  grammars/README.md of llama.cpp for the notation; Thompson 1968 for the steps
 */
#include "core/gbnf.h"
#include <stdlib.h>

enum { RULES_MAX = 1 << 14, DEPTH_MAX = 64, STEPS_MAX = 1 << 18, FOREVER = -1, CHAR_MAX_CODE = 0x10FFFF };

struct range {
    uint32_t from, to; /* code points */
};
struct atom {
    enum { TEXT, CHARS, RULE } kind;
    struct str text;
    LIST(struct range) ranges; /* ascending, apart */
    uint32_t rule;
    int min, max; /* times; FOREVER */
};
struct sequence {
    LIST(struct atom) atoms;
};
struct rule {
    struct str name;    /* absent: a group */
    const char *seen;   /* where it was first named */
    bool is_defined;
    LIST(struct sequence) ways;
    uint32_t start; /* step */
};
struct reader {
    struct ctx *c;
    const char *begin, *p, *end;
    LIST(struct rule) rules;
    uint32_t *by_name; /* open hash of rule + 1 */
    size_t slots;
    struct program *code;
    bool is_full;
};

static enum status wrong(struct reader *r, const char *at, const char *what, struct str name)
{
    size_t line = 1, column = 1;
    for (const char *p = r->begin; p < at; p++) {
        column = *p == '\n' ? 1 : column + (((unsigned char)*p & 0xC0) != 0x80);
        line += *p == '\n';
    }
    return fail(r->c, REJECT, "grammar: line %zu, column %zu: %s%s%.60s", line, column, what, name.n ? " " : "", name.n ? name.p : "");
}
#define WRONG(r, at, what) wrong(r, at, what, (struct str){0})

/* ---- characters ---------------------------------------------------------------------------- */

static int peek(const struct reader *r) { return r->p < r->end ? (unsigned char)*r->p : -1; }

static void skip_space(struct reader *r, bool lines)
{
    for (; r->p < r->end; r->p++)
        if (*r->p == '#')
            while (r->p + 1 < r->end && r->p[1] != '\n')
                r->p++;
        else if (!(*r->p == ' ' || *r->p == '\t' || (lines && (*r->p == '\n' || *r->p == '\r'))))
            return;
}

static bool is_word(int ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '-' || ch == '_';
}

static uint32_t decode(struct reader *r) /* the text was checked to be UTF-8 */
{
    unsigned char b = (unsigned char)*r->p++;
    int more = b < 0x80 ? 0 : b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
    uint32_t ch = more ? b & (0x3Fu >> more) : b;
    while (more--)
        ch = ch << 6 | ((unsigned char)*r->p++ & 0x3F);
    return ch;
}

static enum status read_hex(struct reader *r, int digits, uint32_t *out)
{
    const char *at = r->p;
    for (*out = 0; digits--; r->p++) {
        int ch = peek(r) | 0x20;
        if (!((ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'f')))
            return WRONG(r, at, "an escape wants \\xHH, \\uHHHH or \\UHHHHHHHH with hexadecimal digits");
        *out = *out << 4 | (uint32_t)(ch <= '9' ? ch - '0' : ch - 'a' + 10);
    }
    if (*out == 0 || *out > CHAR_MAX_CODE || (*out >= 0xD800 && *out <= 0xDFFF))
        return WRONG(r, at, "this escape is no character");
    return OK;
}

/* One character of a text or class, escapes undone. */
static enum status read_char(struct reader *r, uint32_t *out)
{
    const char *at = r->p;
    if (peek(r) != '\\') {
        *out = decode(r);
        return OK;
    }
    r->p++;
    int ch = peek(r);
    r->p += ch >= 0;
    switch (ch) {
    case 'x': return read_hex(r, 2, out);
    case 'u': return read_hex(r, 4, out);
    case 'U': return read_hex(r, 8, out);
    case 'n': *out = '\n'; return OK;
    case 'r': *out = '\r'; return OK;
    case 't': *out = '\t'; return OK;
    case '\\': case '"': case '[': case ']': case '-': case '^': *out = (uint32_t)ch; return OK;
    }
    return WRONG(r, at, "unknown escape; there are \\n \\r \\t \\\\ \\\" \\[ \\] \\- \\^ \\xHH \\uHHHH \\UHHHHHHHH");
}

static size_t encode(uint32_t ch, unsigned char out[4])
{
    int more = ch < 0x80 ? 0 : ch < 0x800 ? 1 : ch < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    out[0] = (unsigned char)(lead[more] | ch >> 6 * more);
    for (int i = 1; i <= more; i++)
        out[i] = (unsigned char)(0x80 | (ch >> 6 * (more - i) & 0x3F));
    return (size_t)more + 1;
}

/* ---- atoms --------------------------------------------------------------------------------- */

static enum status read_text(struct reader *r, struct atom *out)
{
    const char *at = r->p++;
    struct buf text = {0};
    for (uint32_t ch; peek(r) != '"';) {
        unsigned char bytes[4];
        if (peek(r) < 0 || peek(r) == '\n')
            return WRONG(r, at, "a text is not closed on its line; add \", or write a line's end as \\n");
        TRY(read_char(r, &ch));
        buf_add(r->c, &text, (struct str){(char *)bytes, encode(ch, bytes)});
    }
    r->p++;
    out->kind = TEXT;
    out->text = buf_str(&text);
    return OK;
}

static int by_from(const void *a, const void *b)
{
    uint32_t x = ((const struct range *)a)->from, y = ((const struct range *)b)->from;
    return (x > y) - (x < y);
}

/* Sort and join the ranges; then, when negated, take all other characters. */
static void settle(struct reader *r, struct atom *a, bool is_negated)
{
    LIST(struct range) out = {0};
    if (a->ranges.n)
        qsort(a->ranges.at, a->ranges.n, sizeof *a->ranges.at, by_from);
    uint32_t next = 1; /* U+0000 has no place in a shop's text */
    for (size_t i = 0; i < a->ranges.n; i++) {
        struct range *one = &a->ranges.at[i], *last = out.n ? &out.at[out.n - 1] : NULL;
        if (is_negated && one->from > next)
            *LIST_ADD(r->c, &out) = (struct range){next, one->from - 1};
        else if (!is_negated && last && one->from <= last->to + 1)
            last->to = one->to > last->to ? one->to : last->to;
        else if (!is_negated)
            *LIST_ADD(r->c, &out) = *one;
        next = one->to + 1 > next ? one->to + 1 : next;
    }
    if (is_negated && next <= CHAR_MAX_CODE)
        *LIST_ADD(r->c, &out) = (struct range){next, CHAR_MAX_CODE};
    a->ranges.at = out.at;
    a->ranges.n = out.n;
}

static enum status read_class(struct reader *r, struct atom *out)
{
    const char *at = r->p++;
    bool is_negated = peek(r) == '^';
    r->p += is_negated;
    out->kind = CHARS;
    while (peek(r) != ']') {
        struct range one;
        if (peek(r) < 0 || peek(r) == '\n')
            return WRONG(r, at, "a class is not closed on its line; add ]");
        TRY(read_char(r, &one.from));
        one.to = one.from;
        if (peek(r) == '-' && r->end - r->p > 1 && r->p[1] != ']') {
            r->p++;
            TRY(read_char(r, &one.to));
        }
        if (one.to < one.from)
            return WRONG(r, at, "a range in this class runs backwards");
        *LIST_ADD(r->c, &out->ranges) = one;
    }
    r->p++;
    settle(r, out, is_negated);
    return out->ranges.n ? OK : WRONG(r, at, "this class has no character in it");
}

/* ---- rules --------------------------------------------------------------------------------- */

static enum status new_rule(struct reader *r, struct str name, const char *at, uint32_t *out)
{
    if (r->rules.n >= RULES_MAX)
        return WRONG(r, at, "too many rules and groups; there may be 16384");
    *out = (uint32_t)r->rules.n;
    *LIST_ADD(r->c, &r->rules) = (struct rule){.name = name, .seen = at};
    return OK;
}

static enum status name_rule(struct reader *r, uint32_t *out)
{
    const char *at = r->p;
    while (is_word(peek(r)))
        r->p++;
    struct str name = {at, (size_t)(r->p - at)};
    for (size_t slot = str_hash(name) % r->slots;; slot = (slot + 1) % r->slots) {
        uint32_t id = r->by_name[slot];
        if (id && !str_eq(r->rules.at[id - 1].name, name))
            continue;
        if (!id) {
            TRY(new_rule(r, str_copy(r->c, name), at, out));
            r->by_name[slot] = *out + 1;
        } else {
            *out = id - 1;
        }
        return OK;
    }
}

static enum status read_times(struct reader *r, int *out)
{
    const char *at = r->p;
    for (*out = 0; peek(r) >= '0' && peek(r) <= '9'; r->p++)
        if ((*out = *out * 10 + (*r->p - '0')) > STEPS_MAX)
            return WRONG(r, at, "a repetition is too long");
    if (r->p == at)
        return WRONG(r, at, "a repetition wants {m}, {m,} or {m,n}");
    return OK;
}

/* What follows an atom: ? * + {m} {m,} {m,n}. */
static enum status read_repeat(struct reader *r, struct atom *a)
{
    const char *at = r->p;
    int ch = peek(r);
    a->min = ch == '?' || ch == '*' ? 0 : 1;
    a->max = ch == '*' || ch == '+' ? FOREVER : 1;
    r->p += ch == '?' || ch == '*' || ch == '+';
    if (ch != '{')
        return OK;
    r->p++;
    TRY(read_times(r, &a->min));
    a->max = a->min;
    if (peek(r) == ',') {
        r->p++;
        a->max = FOREVER;
        if (peek(r) != '}')
            TRY(read_times(r, &a->max));
    }
    if (peek(r) != '}' || (a->max != FOREVER && a->max < a->min))
        return WRONG(r, at, "a repetition wants {m}, {m,} or {m,n} with m not above n");
    r->p++;
    return OK;
}

static void open_way(struct reader *r, uint32_t rule)
{
    *LIST_ADD(r->c, &r->rules.at[rule].ways) = (struct sequence){0};
}

static enum status add_atom(struct reader *r, uint32_t rule, struct atom a)
{
    struct rule *to = &r->rules.at[rule];
    TRY(read_repeat(r, &a));
    *LIST_ADD(r->c, &to->ways.at[to->ways.n - 1].atoms) = a;
    return OK;
}

static enum status read_atom(struct reader *r, uint32_t rule)
{
    struct atom a = {.kind = RULE};
    int ch = peek(r);
    if (ch == '"') {
        TRY(read_text(r, &a));
    } else if (ch == '[') {
        TRY(read_class(r, &a));
    } else if (ch == '.') {
        r->p++;
        a.kind = CHARS;
        settle(r, &a, true);
    } else if (is_word(ch)) {
        TRY(name_rule(r, &a.rule));
    } else {
        return WRONG(r, r->p, "want \"text\", [class], ., (group) or a rule's name here");
    }
    return add_atom(r, rule, a);
}

/* Does the rule go on after this line's end, with a | on the next? Then the reader stands on it. */
static bool goes_on(struct reader *r)
{
    const char *at = r->p;
    skip_space(r, true);
    if (peek(r) == '|')
        return true;
    r->p = at;
    return false;
}

/* The alternatives of one rule, groups and all: `open` holds the rules begun and not yet ended. */
static enum status read_ways(struct reader *r, uint32_t rule)
{
    uint32_t open[DEPTH_MAX];
    size_t depth = 0;
    for (open_way(r, rule);;) {
        skip_space(r, depth > 0);
        int ch = peek(r);
        if (ch == '(') {
            if (depth == DEPTH_MAX)
                return WRONG(r, r->p, "groups are nested deeper than 64");
            open[depth++] = rule;
            TRY(new_rule(r, (struct str){0}, r->p++, &rule));
            r->rules.at[rule].is_defined = true;
            open_way(r, rule);
        } else if (ch == ')' && depth) {
            struct atom group = {.kind = RULE, .rule = rule};
            r->p++;
            rule = open[--depth];
            TRY(add_atom(r, rule, group));
        } else if (ch == '|' || (!depth && ch == '\n' && goes_on(r))) {
            r->p++;
            skip_space(r, true);
            open_way(r, rule);
        } else if (!depth && (ch < 0 || ch == '\n' || ch == '\r')) {
            return OK;
        } else if (ch < 0) {
            return WRONG(r, r->rules.at[rule].seen, "this group is not closed; add )");
        } else {
            TRY(read_atom(r, rule));
        }
    }
}

static enum status read_rules(struct reader *r)
{
    for (uint32_t rule; skip_space(r, true), r->p < r->end;) {
        const char *at = r->p;
        if (!is_word(peek(r)))
            return WRONG(r, at, "want a rule: name ::= alternatives");
        TRY(name_rule(r, &rule));
        if (r->rules.at[rule].is_defined)
            return wrong(r, at, "a second rule is named", r->rules.at[rule].name);
        r->rules.at[rule].is_defined = true;
        skip_space(r, false);
        if (r->end - r->p < 3 || memcmp(r->p, "::=", 3) != 0)
            return wrong(r, r->p, "want ::= after the name", r->rules.at[rule].name);
        r->p += 3;
        skip_space(r, true);
        TRY(read_ways(r, rule));
    }
    for (size_t i = 0; i < r->rules.n; i++)
        if (!r->rules.at[i].is_defined)
            return wrong(r, r->rules.at[i].seen, "there is no rule named", r->rules.at[i].name);
    return OK;
}

/* ---- steps --------------------------------------------------------------------------------- */

static uint32_t emit(struct reader *r, struct step s)
{
    if (r->code->step.n >= STEPS_MAX)
        r->is_full = true; /* asked once, at the end */
    else
        *LIST_ADD(r->c, &r->code->step) = s;
    return (uint32_t)r->code->step.n - 1;
}

/* A choice of n branches, to be filled in; gives the first one's index. */
static uint32_t emit_choice(struct reader *r, enum op op, size_t n)
{
    uint32_t first = (uint32_t)r->code->branch.n;
    if (r->code->branch.n + n > 4 * STEPS_MAX)
        r->is_full = true;
    for (size_t i = 0; i < n && !r->is_full; i++)
        *LIST_ADD(r->c, &r->code->branch) = 0;
    emit(r, (struct step){.op = (uint8_t)op, .to = first, .n = (uint32_t)n});
    return first;
}

static uint32_t here(const struct reader *r) { return (uint32_t)r->code->step.n; }

static void aim(struct reader *r, uint32_t branch, uint32_t step)
{
    if (!r->is_full)
        r->code->branch.at[branch] = step;
}

struct encoding {
    size_t n;
    unsigned char from[4], to[4];
};
struct encodings {
    struct encoding *at;
    size_t n;
};

/* Cut a range into pieces whose encodings are plain products of byte ranges. */
static void encode_range(struct ctx *c, struct range range, struct encodings *list)
{
    static const uint32_t last[] = {0x7F, 0x7FF, 0xD7FF, 0xDFFF, 0xFFFF, CHAR_MAX_CODE};
    while (range.from <= range.to) {
        uint32_t to = range.to;
        for (size_t i = 0; i < 6; i++) /* one length, and no surrogates */
            if (range.from <= last[i]) {
                to = to < last[i] ? to : last[i];
                break;
            }
        for (int bits = 18; bits >= 6 && range.from >= 0x80; bits -= 6) { /* trailing bytes whole, or one leading byte */
            uint32_t low = (1u << bits) - 1;
            if (range.from >> bits == to >> bits)
                continue;
            if (range.from & low)
                to = range.from | low;
            else if ((to & low) != low)
                to = (to & ~low) - 1;
        }
        if (!(range.from >= 0xD800 && range.from <= 0xDFFF)) {
            struct encoding *e = LIST_ADD(c, list);
            e->n = encode(range.from, e->from);
            encode(to, e->to);
        }
        range.from = to + 1;
    }
}

static void emit_class(struct reader *r, const struct atom *a)
{
    struct encodings list = {0};
    LIST(uint32_t) ends = {0};
    for (size_t i = 0; i < a->ranges.n; i++)
        encode_range(r->c, a->ranges.at[i], &list);
    uint32_t first = emit_choice(r, CLASS, list.n);
    for (size_t i = 0; i < list.n; i++) {
        aim(r, first + (uint32_t)i, here(r));
        for (size_t b = 0; b < list.at[i].n; b++)
            emit(r, (struct step){.op = BYTE, .lo = list.at[i].from[b], .hi = list.at[i].to[b]});
        *LIST_ADD(r->c, &ends) = emit(r, (struct step){.op = JUMP});
    }
    for (size_t i = 0; i < ends.n && !r->is_full; i++)
        r->code->step.at[ends.at[i]].to = here(r);
}

static void emit_once(struct reader *r, const struct atom *a)
{
    if (a->kind == RULE)
        emit(r, (struct step){.op = CALL, .to = a->rule}); /* the rule's step is put in when all are known */
    else if (a->kind == CHARS)
        emit_class(r, a);
    for (size_t i = 0; a->kind == TEXT && i < a->text.n; i++) {
        unsigned char b = (unsigned char)a->text.p[i];
        emit(r, (struct step){.op = BYTE, .lo = b, .hi = b});
    }
}

static void emit_atom(struct reader *r, const struct atom *a)
{
    LIST(uint32_t) leave = {0};
    for (int i = 0; i < a->min && !r->is_full; i++)
        emit_once(r, a);
    if (a->max == FOREVER) {
        uint32_t loop = here(r), way = emit_choice(r, ALT, 2);
        aim(r, way, here(r));
        emit_once(r, a);
        emit(r, (struct step){.op = JUMP, .to = loop});
        aim(r, way + 1, here(r));
    }
    for (int i = a->min; i < a->max && !r->is_full; i++) {
        uint32_t way = emit_choice(r, ALT, 2);
        aim(r, way, here(r));
        *LIST_ADD(r->c, &leave) = way + 1;
        emit_once(r, a);
    }
    for (size_t i = 0; i < leave.n; i++)
        aim(r, leave.at[i], here(r));
}

static void emit_rule(struct reader *r, struct rule *rule)
{
    rule->start = here(r);
    uint32_t first = rule->ways.n > 1 ? emit_choice(r, ALT, rule->ways.n) : 0;
    for (size_t i = 0; i < rule->ways.n && !r->is_full; i++) {
        const struct sequence *s = &rule->ways.at[i];
        if (rule->ways.n > 1)
            aim(r, first + (uint32_t)i, here(r));
        for (size_t k = 0; k < s->atoms.n; k++)
            emit_atom(r, &s->atoms.at[k]);
        emit(r, (struct step){.op = RET});
    }
}

/* ---- what must hold -------------------------------------------------------------------------- */

static uint32_t least_of(const struct program *p, const uint32_t *least, uint32_t i)
{
    const struct step *s = &p->step.at[i];
    uint32_t best = ENDLESS;
    switch ((enum op)s->op) {
    case BYTE: best = 1 + least[i + 1]; break;
    case JUMP: best = least[s->to]; break;
    case CALL: best = least[s->to] + least[i + 1]; break;
    case RET: best = 0; break;
    case ALT:
    case CLASS:
        for (uint32_t k = 0; k < s->n; k++)
            if (least[p->branch.at[s->to + k]] < best)
                best = least[p->branch.at[s->to + k]];
    }
    return best < ENDLESS ? best : ENDLESS;
}

/* Shortest ways to the end of each rule, by sweeps in both directions until nothing changes. */
static void measure(struct ctx *c, struct program *p)
{
    uint32_t *least = NEW_ARRAY(c, uint32_t, p->step.n);
    for (size_t i = 0; i < p->step.n; i++)
        least[i] = ENDLESS;
    for (bool changed = true, up = false; changed; up = !up) {
        changed = false;
        for (uint32_t k = 0; k < p->step.n; k++) {
            uint32_t i = up ? k : (uint32_t)p->step.n - 1 - k, now = least_of(p, least, i);
            changed |= now != least[i];
            least[i] = now;
        }
    }
    p->least = least;
}

/* Mark the rules that `rule` may call before any byte. `seen` is all false, and is so again on return. */
static void calls_first(struct reader *r, uint32_t rule, uint8_t *seen, uint32_t *todo, struct ints *out)
{
    const struct program *p = r->code;
    size_t n = 0, n_seen = 0;
    LIST(uint32_t) marked = {0};
    todo[n++] = r->rules.at[rule].start;
    while (n) {
        uint32_t i = todo[--n];
        const struct step *s = &p->step.at[i];
        if (seen[i])
            continue;
        seen[i] = 1;
        *LIST_ADD(r->c, &marked) = i;
        n_seen++;
        if (s->op == CALL)
            *LIST_ADD(r->c, out) = s->to;
        if (s->op == CALL && p->least[s->to] == 0)
            todo[n++] = i + 1;
        if (s->op == JUMP)
            todo[n++] = s->to;
        for (uint32_t k = 0; (s->op == ALT || s->op == CLASS) && k < s->n; k++)
            todo[n++] = p->branch.at[s->to + k];
    }
    for (size_t i = 0; i < n_seen; i++)
        seen[marked.at[i]] = 0;
}

/* Strike off the rules that call no remaining rule first, again and again; gives how many remain. */
static size_t strike_off(const struct reader *r, const struct ints *first, const uint32_t *rule_at, bool *gone)
{
    size_t n = r->rules.n, left = n, before = n + 1;
    for (bool up = false; left && left < before; up = !up) {
        before = left;
        for (size_t j = 0; j < n; j++) {
            size_t i = up ? j : n - 1 - j;
            bool is_free = !gone[i];
            for (size_t k = 0; k < first[i].n && is_free; k++)
                is_free = gone[rule_at[first[i].at[k]]];
            gone[i] |= is_free;
            left -= is_free;
        }
    }
    return left;
}

/* A rule that calls itself before any byte would be walked for ever. What cannot be struck off is on such a circle or
 * leads to one; following it far enough is to be on it. */
static enum status refuse_left_recursion(struct reader *r)
{
    size_t n = r->rules.n, turn = 0;
    struct ints *first = NEW_ARRAY(r->c, struct ints, n);
    bool *gone = NEW_ARRAY(r->c, bool, n);
    uint8_t *seen = NEW_ARRAY(r->c, uint8_t, r->code->step.n);
    uint32_t *todo = NEW_ARRAY(r->c, uint32_t, 2 * r->code->step.n + r->code->branch.n);
    uint32_t *rule_at = NEW_ARRAY(r->c, uint32_t, r->code->step.n), on = 0;
    for (uint32_t i = 0; i < n; i++)
        rule_at[r->rules.at[i].start] = i;
    for (uint32_t i = 0; i < n; i++)
        calls_first(r, i, seen, todo, &first[i]);
    if (!strike_off(r, first, rule_at, gone))
        return OK;
    while (gone[on])
        on++;
    for (; turn < n || (turn < 2 * n && !r->rules.at[on].name.n); turn++) /* on the circle; then to a rule with a name */
        for (size_t k = 0, from = on; k < first[from].n && on == from; k++)
            if (!gone[rule_at[first[from].at[k]]])
                on = rule_at[first[from].at[k]];
    return wrong(r, r->rules.at[on].seen, "a rule may not begin with itself; write `a ::= b a | b`:", r->rules.at[on].name);
}

static enum status check_rules(struct reader *r)
{
    measure(r->c, r->code);
    for (size_t i = 0; i < r->rules.n; i++)
        if (r->code->least[r->rules.at[i].start] >= ENDLESS)
            return wrong(r, r->rules.at[i].seen, "this rule never comes to an end (or not within a megabyte)", r->rules.at[i].name);
    return refuse_left_recursion(r);
}

enum status gbnf_read(struct ctx *c, struct str text, struct program *out)
{
    struct reader r = {.c = c, .begin = text.p, .p = text.p, .end = text.p + text.n, .code = out};
    size_t root = 0;
    if (!text.n || !str_is_utf8(text))
        return fail(c, REJECT, text.n ? "grammar: it is not UTF-8" : "grammar: it is empty; want root ::= …");
    r.slots = text.n < 2 * RULES_MAX ? text.n + 1 : 2 * RULES_MAX; /* more than names */
    r.by_name = NEW_ARRAY(c, uint32_t, r.slots);
    TRY(read_rules(&r));
    while (root < r.rules.n && !str_eq(r.rules.at[root].name, STR("root")))
        root++;
    if (root == r.rules.n)
        return fail(c, REJECT, "grammar: there is no rule named root, where walking begins");
    for (size_t i = 0; i < r.rules.n && !r.is_full; i++)
        emit_rule(&r, &r.rules.at[i]);
    if (r.is_full)
        return fail(c, REJECT, "grammar: it is too large: %d elements at most, once repetitions are written out", STEPS_MAX);
    for (size_t i = 0; i < out->step.n; i++)
        if (out->step.at[i].op == CALL)
            out->step.at[i].to = r.rules.at[out->step.at[i].to].start;
    out->root = r.rules.at[root].start;
    return check_rules(&r);
}
