/* intelligence/generate/copy_feature.c - stated selling points and the merchant's own sentences, as phrases that can be joined.
 *
 * "Automatic shut-off" is a noun phrase, "dishwasher safe" an adjective, "Keeps drinks hot" a verb phrase, and
 * "The lid locks in place" a sentence. Read from English by word lists: a wrong guess reads badly but says nothing new.
 */
#include "intelligence/generate/copy.h"
#include <ctype.h>

static const char verbs[] = /* third person; the base form is without its s */
    "keeps|holds|fits|lies|picks|traps|comes|offers|includes|provides|features|works|folds|runs|charges|connects|"
        "makes|lets|allows|helps|prevents|protects|"
    "reduces|delivers|supports|adjusts|stays|dries|cleans|stands|stores|turns|gives|adds|absorbs|ensures|resists|"
        "locks|opens|closes|slides|"
    "rotates|swivels|tilts|moves|grips|sits|lasts|heats|cools|boils|brews|grinds|plays|tracks|measures|weighs|shows|"
        "lights|switches|produces|"
    "creates|uses|has|is|contains|carries|covers|blocks|filters|removes|combines|brings|takes|stacks|packs|rolls|"
        "clips|hangs|mounts|attaches|"
    "detaches|releases|saves|wraps|wicks|breathes|stretches|warms|soothes|moisturises|moisturizes|hydrates|nourishes|"
        "softens|cleanses|smooths|"
    "leaves|enhances|improves|increases|minimises|minimizes|maximises|eliminates|loads|pairs|syncs|records|captures|"
        "displays|projects|vibrates|"
    "freezes|mixes|blends|chops|cuts|slices|drills|spins|bends|flexes|encourages|teaches|promotes|develops|invites|"
        "suits|serves|goes|looks|feels|"
    "tastes|smells|grows|blooms|flowers|thrives|loves|needs|requires|can|will|are|have|does|do|draws|eliminate|boasts|"
        "pushes|tells|follows|explores|doubles|converts|expands|"
    "collapses|transforms|withstands|repels|retains|maintains|monitors|detects|alerts|notifies|responds|reads|accepts|"
        "powers|pulls|pushes|lifts|"
    "guards|shields|secures|fastens|buckles|zips|snaps|ships|reaches|burns|melts|foams|lathers|absorb|keep|hold|fit|"
        "offer|include|provide|feature";
static const char participles[] =
    "made|expandable|aged|matured|recognised|designed|built|crafted|handmade|handcrafted|lined|coated|equipped|"
        "reinforced|filled|woven|"
        "padded|finished|constructed|engineered|"
    "tested|certified|optimised|optimized|suited|tailored|intended|powered|packed|printed|cut|sewn|knitted|forged|"
        "rated|formulated|enriched|"
    "infused|fortified|blended|roasted|grown|harvested|sourced|based|fitted|mounted|fully|ready|suitable|compatible|"
        "easy|safe|free|ideal|resistant|"
    "great|available|approved|protected|treated|supplied|delivered|inspired|bound|illustrated|written|translated|set|"
        "sealed|welded|moulded|molded|hand-finished|hand-painted";
static const char prepositions[] = "featuring|including|using|for|with|of|to|in|from|on|that|which|against|without|"
    "at|under|by|so|when|while|between|into|and|or|plus|up|over|as|inside|via|per";
static const char adjectives[] =
    "safe|washable|waterproof|wireless|cordless|rechargeable|foldable|portable|lightweight|adjustable|removable|"
        "reversible|stackable|vegan|"
    "organic|breathable|durable|soft|quiet|silent|compact|ergonomic|handmade|unisex|dimmable|reusable|refillable|"
        "recyclable|insulated|airtight|"
    "leakproof|shatterproof|windproof|rustproof|fireproof|hypoallergenic|fragrance-free|certified|compatible|ready|"
        "friendly|resistant|odourless|"
    "odorless|unscented|stainless|collapsible|detachable|extendable|expandable|hand-washable|machine-washable|"
        "ovenproof|freestanding|self-cleaning|"
    "water-repellent|quick-drying|fast-drying|easy-care|non-slip|anti-slip|non-stick|nonstick|scratch-resistant|"
        "sturdy|flexible|stretchy|vegetarian|kosher|halal|"
    "gluten-free|dairy-free|lactose-free|sugar-free|alcohol-free|paraben-free|cruelty-free|bpa-free|wrinkle-free|"
        "wire-free|hand-made|handcrafted|padded|lined|"
    "unbreakable|customisable|customizable|programmable|submersible|interchangeable|tool-free|hands-free|retractable|"
        "height-adjustable|elegant|robust";
static const char mass[] =
    "protection|storage|lighting|control|technology|support|comfort|playback|charging|power|connectivity|resistance|"
        "stability|sound|audio|assembly|"
    "cleaning|use|access|operation|cancellation|cancelling|insulation|padding|stitching|cushioning|ventilation|bass|"
        "memory|wi-fi|wifi|bluetooth|gps|nfc|"
    "hydration|moisture|maintenance|performance|compatibility|adjustment|visibility|reception|navigation|tracking|"
        "monitoring|drainage|airflow|"
    "absorption|suction|steam|water|traction|flexibility|durability|safety|security|privacy|convenience|efficiency|"
        "installation|leather|fabric|"
    "music|hardware|software|equipment|packaging|space|room|coverage|shade|warmth|energy|heat|suspension|steering|"
        "filtration|quality|mesh|weight|care|"
    "conversation|communication|recognition|streaming|recording|stretch|ice|coffee|tea|milk|foam|fleece|cotton|wool|"
        "steel|wood|glass|plastic|rubber|silk|linen|skin|hair|"
    "vitamin|acid|butter|oil|extract|honey|sugar|salt|paper|ink|detail|detailing|piping|embroidery|reinforcement|"
        "noise|vision|zoom|stabilisation|stabilization|autofocus|flavour";

static bool listed(const char *list, struct str word)
{
    while (word.n && strchr(",;:.!\"", word.p[word.n - 1]))
        word.n--;
    return word.n && str_among_case(word, list);
}

bool noun_is_mass(struct str head) { return listed(mass, head); }

static bool is_adjective(struct str w)
{
    static const char *const ends[] = {"-free", "-proof", "-resistant", "-friendly", "-ready", "-safe", "-certified",
        "-tested", "washable", "proof",
                                       "-repellent", "-adjustable", "-compatible", "-approved", "-cut", "-made",
                                           "-drying", "-coated"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (w.n > strlen(ends[i]) && str_eq_case(str_part(w, w.n - strlen(ends[i]), w.n), str_z(ends[i])))
            return true;
    return listed(adjectives, w);
}

/* The word before the first preposition: what the phrase is about. */
static size_t head_of(const struct strs *w)
{
    size_t i = 0;
    while (i + 1 < w->n && (i == 0 || (!listed(prepositions, w->at[i]) && !(listed(participles, w->at[i]) &&
        str_ends(w->at[i], STR("ed"))))) && !(i && w->at[i - 1].n && w->at[i - 1].p[w->at[i - 1].n - 1] == ','))
        i++;
    return i && (listed(prepositions, w->at[i]) || (i + 1 < w->n && listed(participles, w->at[i]) &&
        str_ends(w->at[i], STR("ed"))) || w->at[i - 1].p[w->at[i - 1].n - 1] == ',') ? i - 1 : i;
}

static bool is_plural_noun(struct str w)
{
    while (w.n && strchr(",;:.", w.p[w.n - 1]))
        w.n--;
    return w.n > 3 && w.p[w.n - 1] == 's' && !strchr("sui'", w.p[w.n - 2]) && !str_eq_case(w, STR("lens")) &&
        !str_eq_case(w, STR("canvas"));
}

static bool is_acronym(struct str w)
{
    size_t up = 0;
    for (size_t i = 0; i < w.n; i++)
        up += isupper((unsigned char)w.p[i]) != 0;
    return up > 1;
}

static struct str with_article(struct ctx *c, const struct strs *w, struct str text, bool *plural)
{
    static const char begun[] = "a|an|the|its|their|your|no|two|three|four|five|six|seven|eight|ten|twelve|all|both|"
        "extra|more|many|some|any|every|each|several|plenty|one|this|up|"
                                "set|pair";
    struct str first = w->at[0], head = w->at[head_of(w)];
    bool counted = isdigit((unsigned char)first.p[0]) && !strpbrk(first.p, "-°%\"″") ;
    *plural = is_plural_noun(head) || (counted && w->n > 1 && !str_eq(first, STR("1")) && is_plural_noun(head));
    bool none = *plural || listed(begun, first) || listed(mass, head) || is_acronym(head) ||
        isdigit((unsigned char)head.p[head.n - 1]) || word_is_material(head) ||
                (head.n > 6 && str_ends(head, STR("ing")) && !str_ends(head, STR("coating")) && !str_ends(head,
                    STR("lining")) && !str_ends(head, STR("setting")) && !str_ends(head, STR("opening"))) ||
                str_ends(head, STR("ware")) || str_ends(head, STR("ness")) || str_has(text, STR(" + "));
    return none ? text : str_fmt(c, "a %.*s", FMT(text));
}

/* "Automatic Shut-Off" → "automatic shut-off". */
static struct str lower_title_case(struct ctx *c, struct str t)
{
    struct strs w = str_split(c, t, ' ');
    size_t small = 0;
    for (size_t i = 0; i < w.n; i++)
        small += w.at[i].n > 3 && islower((unsigned char)w.at[i].p[0]);
    for (size_t i = 0; i < w.n; i++)
        if (i == 0 || !small)
            w.at[i] = uncapitalise(c, w.at[i]);
    return str_join(c, &w, STR(" "));
}

/* "Maps your home": a word in s before what only follows a verb. */
static bool begins_with_verb(const struct strs *w)
{
    struct str first = w->at[0];
    bool third = first.n > 3 && first.p[first.n - 1] == 's' && first.p[first.n - 2] != 's';
    return w->n > 2 && third && listed("your|the|a|an|you|all|any|every|its|their|up|away|in|into|to|itself|down|out|"
        "", w->at[1]);
}

static bool has_verb_inside(const struct strs *w)
{
    for (size_t i = 1; i < w->n && i < 6; i++) {
        if (listed("that|which|for|with|to", w->at[i]))
            return false;
        if (i + 1 < w->n && listed(verbs, w->at[i]) &&
            !listed("features|works|charges|fits|uses|covers|controls|settings|lights|"
            "cuts|filters|displays|powers|supports|clips|locks|rolls|packs|looks|snaps|can|zips|guards|shields|"
            "projects|records|stores|feature|fit|hold|flowers|stands|turns|opens|moves|slides|plays|pulls|burns|suits|"
            "loads|grips|tracks|drills|slices|measures|cleans|blocks|wraps|pairs|goes", w->at[i]))
            return true;
    }
    return false;
}

/* The verb at the head of a phrase in the number of the subject. */
static struct str agree(struct ctx *c, struct str phrase, bool plural)
{
    static const struct { const char *one, *many; } odd[] = {{"is", "are"}, {"has", "have"}, {"does", "do"}, {"can",
        "can"}, {"will", "will"},
                                                             {"goes", "go"}, {"carries", "carry"}, {"dries", "dry"},
                                                                 {"boils", "boil"}};
    size_t end = str_find(phrase, STR(" "), 0);
    struct str verb = str_part(phrase, 0, end == SIZE_MAX ? phrase.n : end), rest = str_part(phrase, verb.n, phrase.n);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        if (str_eq_case(verb, str_z(odd[i].one)) || str_eq_case(verb, str_z(odd[i].many)))
            return str_fmt(c, "%s%.*s", plural ? odd[i].many : odd[i].one, FMT(rest));
    bool third = verb.n > 2 && verb.p[verb.n - 1] == 's' && verb.p[verb.n - 2] != 's';
    if (plural && third) {
        bool es = str_ends(verb, STR("ches")) || str_ends(verb, STR("shes")) || str_ends(verb, STR("sses")) ||
            str_ends(verb, STR("xes"));
        return str_fmt(c, "%.*s%.*s", (int)(verb.n - (es ? 2 : 1)), verb.p, FMT(rest));
    }
    if (!plural && !third)
        return str_fmt(c, "%.*ss%.*s", FMT(verb), FMT(rest));
    return phrase;
}

/* Words the sentence may use to name this product: its title, noun, brand, and determiners. */
static bool names_subject(struct str w, const struct subject *s)
{
    while (w.n && strchr(",.:;'\"", w.p[w.n - 1]))
        w.n--;
    return listed("this|the|these|it|they|our|a|an|product|item", w) || has_word(s->title, w) || has_word(s->first,
        w) || has_word(s->noun, w);
}

/* "This PC is optimised for gaming" → "is optimised for gaming". SIZE_MAX: the sentence speaks of something else. */
static size_t predicate_at(struct ctx *c, struct str t, const struct subject *s)
{
    struct strs w = str_split(c, t, ' ');
    size_t at = 0;
    bool named = false;
    for (size_t i = 0; i < w.n && i < 9; i++) {
        if (i && named && listed(verbs, w.at[i]))
            return at;
        bool own = names_subject(w.at[i], s), determiner = listed("a|an|the|our", w.at[i]);
        struct noun n;
        bool plural;
        own = own || (i && noun_last(c, w.at[i], &n, &plural) && s->class && !strcmp(n.class, s->class));
        if (!own && !(i && word_is_common(w.at[i])))
            return SIZE_MAX;
        named |= own && !determiner;
        at += w.at[i].n + 1;
    }
    return SIZE_MAX;
}

static bool begins_loose(struct str t) /* leans on what was said before */
{
    static const char *const loose[] = {"it ", "they ", "this ", "that ", "these ", "those ", "however", "and ",
        "but ", "also", "so ", "then", "in other words",
                                        "if ", "to start", "note", "what ", "why ", "how ", "many ", "because", "or ",
                                            "which", "while ", "although", "finally", "here", "there ", "he ", "she ",
                                        "enhanced to", "can ", "origin", "compatib", "its ", "their ", "such ",
                                            "all ", "plus", "instead", "as ", "due ", "not ", "once "};
    for (size_t i = 0; i < sizeof loose / sizeof *loose; i++)
        if (t.n >= strlen(loose[i]) && !strncasecmp(t.p, loose[i], strlen(loose[i])))
            return true;
    return false;
}

static struct str trim_point(struct ctx *c, struct str t)
{
    while (t.n && strchr(" -*", t.p[0]))
        t = str_part(t, 1, t.n);
    static const char *const bullets[] = {"•", "–", "—", "✓", "✔", "·", "►", "★", "✅", "→", "▪", "●"};
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
        if (str_starts(t, str_z(bullets[i])))
            t = str_trim(str_part(t, strlen(bullets[i]), t.n));
    while (t.n && strchr(" .;,!*", t.p[t.n - 1]))
        t = str_part(t, 0, t.n - 1);
    return str_copy(c, t);
}

/* A statement with a verb in it. */
static bool clause_read(struct ctx *c, struct str t, const struct strs *w, const struct subject *s, struct fact *out)
{
    size_t at = predicate_at(c, t, s);
    if (at != SIZE_MAX) {
        struct str rest = agree(c, str_part(t, at, t.n), s->plural);
        bool clash = s->plural ? has_word(rest, STR("it")) || has_word(rest, STR("its")) : has_word(rest,
            STR("they")) || has_word(rest, STR("their"));
        out->kind = K_DOES;
        out->value = rest;
        return !clash && !str_has(rest, STR("; ")) && word_count(rest) > 1;
    }
    if ((listed(verbs, w->at[0]) || begins_with_verb(w)) && !listed("can|will|are|do|have", w->at[0]) && w->n > 1 &&
        str_ends(w->at[0],
        STR("s")) && !listed("features|lights", w->at[0])) {
        out->kind = K_DOES;
        out->value = agree(c, uncapitalise(c, t), s->plural);
        struct strs rest = {w->at + 1, w->n - 1};
        if (listed("includes|has|offers|features|provides", w->at[0])) { /* "includes mounting kit" */
            out->kind = listed("includes", w->at[0]) ? K_includes : K_FEATURE;
            out->value = with_article(c, &rest, uncapitalise(c, str_part(t, w->at[0].n + 1, t.n)), &out->plural);
        }
        return true;
    }
    if (!has_verb_inside(w) || begins_loose(t))
        return false;
    bool begun = listed(mass, w->at[0]) || listed("two|three|four|five|six|eight|ten|twelve|the|a|an|your|you|each|"
        "every|all|with|from|no|its|when|for|in|on", w->at[0]) || str_starts(t, STR("You")) || strchr(w->at[0].p, ',');
    bool plural = is_plural_noun(w->at[0]) || is_acronym(w->at[0]) || isdigit((unsigned char)t.p[0]);
    out->kind = K_WHOLE;
    out->value = begun || plural ? str_fmt(c, "%.*s.", FMT(capitalise(c, t))) : str_fmt(c, "The %.*s.", FMT(uncapitalise(c, t)));
    return true;
}

bool feature_read(struct ctx *c, struct str raw, const struct subject *s, struct fact *out)
{
    struct str t = trim_point(c, text_clean(c, raw));
    *out = (struct fact){.group = G_FEATURE, .weight = .6};
    size_t dash = str_find(t, STR(" – "), 0), colon = str_find(t, STR(": "), 0);
    dash = dash == SIZE_MAX ? str_find(t, STR(" - "), 0) : dash;
    dash = dash == SIZE_MAX ? str_find(t, STR(" — "), 0) : dash;
    if (dash != SIZE_MAX && dash > 3)
        t = str_copy(c, str_trim(str_part(t, 0, dash)));
    else if (colon != SIZE_MAX && word_count(str_part(t, 0, colon)) <= 4)
        t = str_copy(c, str_trim(str_part(t, colon + 2, t.n)));
    struct strs w = str_split(c, t, ' ');
    if (t.n < 3 || !w.n || !w.at[0].n || !text_is_safe(t) || word_count(t) > 28 || !isalnum((unsigned char)t.p[0]) ||
        strchr(t.p, '\n'))
        return false;
    if (str_ends(t, STR("not included")) || listed("note|attention", w.at[0]))
        return false;
    if (listed("no|not|without|never|don't|do|please|warning|caution", w.at[0]) && !str_starts(str_lower(c, t), STR("no ")))
        return false;
    if (clause_read(c, t, &w, s, out))
        return true;
    if (out->kind || begins_loose(t))
        return false;
    struct str low = lower_title_case(c, t);
    if (str_starts(low, STR("no ")) || str_starts(low, STR("for "))) { /* "no drivers needed", "for 12-inch pipes" */
        bool has = str_starts(low, STR("no "));
        out->kind = has ? K_DOES : K_CAN;
        out->value = has ? str_fmt(c, "%s %.*s", s->plural ? "have" : "has", FMT(low)) : low;
        return true;
    }
    if (str_ends(low, STR(" included")) && w.n > 1) { /* "carry case included" */
        struct strs front = {w.at, w.n - 1};
        out->kind = K_includes;
        out->value = with_article(c, &front, str_copy(c, str_part(low, 0, low.n - 9)), &out->plural);
        return true;
    }
    bool bare = w.n == 1 && w.at[0].n > 4 && islower((unsigned char)low.p[0]) && (str_ends(low, STR("ed")) ||
        str_ends(low, STR("able")) || str_ends(low, STR("cut")) || str_starts(low, STR("un")));
    bool participle = w.n > 1 && (listed(participles, w.at[0]) || is_adjective(w.at[0]) || str_ends(w.at[0],
        STR("able"))) && listed(prepositions, w.at[1]) && !listed("and|or", w.at[1]);
    participle |= w.n > 2 && listed(participles, w.at[0]) && isdigit((unsigned char)w.at[1].p[0]); /* "aged 18 months" */
    participle |= w.n > 3 && is_adjective(w.at[1]) && listed(prepositions,
        w.at[2]);               /* "machine washable at 40°C" */
    bool all = w.n > 0;
    for (size_t i = 0; i < w.n; i++)
        all &= is_adjective(w.at[i]) || (i + 1 < w.n &&
            (listed("and|or|but|very|fully|100%|machine|dishwasher|microwave|oven|water|splash|easy|hand|freezer|to", w.at[i]) || strchr(w.at[i].p, ',')));
    static const char last[] = "drying|play|certified|approved|compatible|tested|ready|friendly|safe|resistant|washable|free|"
        "proof|bean|origin|only";
    if (bare || participle || all || (w.n >= 2 && w.n < 6 && (is_adjective(w.at[w.n - 1]) || listed(last, w.at[w.n - 1])))) {
        out->kind = K_CAN;
        out->value = low;
        return true;
    }
    out->kind = K_FEATURE;
    out->label = w.at[head_of(&w)];
    bool list = strchr(low.p, ',') && !str_has(low, STR(" and ")) && !str_has(low, STR(" or ")) &&
        head_of(&w) < w.n - 1 && !is_adjective(w.at[0]);
    struct strs parts = str_split(c, low, ',');
    for (size_t i = 0; i < parts.n; i++) {
        parts.at[i] = str_copy(c, str_trim(parts.at[i]));
        list &= word_count(parts.at[i]) < 6;
    }
    out->value = with_article(c, &w, list ? list_text(c, &parts, "and") : low, &out->plural);
    return w.n > 1 || isupper((unsigned char)t.p[0]) || out->plural;
}

static bool prose_sentence(struct ctx *c, struct str raw, const struct subject *s, struct fact *out);

void feature_gather(struct ctx *c, const struct product *p, const struct subject *s, const struct voice *v, struct facts *out)
{
    (void)v;
    for (size_t i = 0; i < p->features.n && i < 20; i++) {
        struct strs parts = sentence_split(c, text_clean(c, p->features.at[i]));
        for (size_t k = 0; k < parts.n && k < 4; k++) {
            struct fact f;
            bool prose = word_count(parts.at[k]) > 9;
            if (text_is_order(p->features.at[i]) || !(prose ? prose_sentence(c, parts.at[k], s, &f) || feature_read(c,
                parts.at[k], s, &f) : feature_read(c, parts.at[k], s, &f)))
                continue;
            f.weight = .75 - .02 * (double)i - .05 * (double)k;
            *LIST_ADD(c, out) = f;
        }
    }
}

static bool has_any_verb(const struct strs *w)
{
    static const char more[] = "was|were|give|make|makes|let|lets|capture|discover|boost|create|enjoy|unleash|see|"
        "means|mean|prevent|protect|promote|find|use|add|bring|brings|"
                               "grow|start|supplied|meet|get|gets|gives|place|put|choose|keep|work|allow|come|need|"
                                   "want|know|help|ensure|sit|feel|look|you'll|it's|they're|don't";
    for (size_t i = 0; i < w->n; i++)
        if (listed(more, w->at[i]) || (listed(verbs, w->at[i]) &&
            !listed("features|works|uses|controls|settings|lights|covers|fits|feature|fit|hold", w->at[i])))
            return true;
    return false;
}

/* "Excellent semi-evergreen bonsai" of a bonsai tree → "is an excellent semi-evergreen bonsai". */
static bool fragment_read(struct ctx *c, struct str t, const struct strs *w, const struct subject *s, struct fact *out)
{
    size_t head = head_of(w);
    struct str noun = w->at[head], own = s->noun;
    struct noun n;
    bool plural = false, known = noun_last(c, noun, &n, &plural) && s->class && !strcmp(n.class, s->class);
    bool same = own.n && (has_word(own, noun) || has_word(noun, own));
    if ((!known && !same) || plural != s->plural || word_count(t) < 3 || has_word(own, w->at[0]))
        return false;
    bool begun = listed("a|an|the", w->at[0]);
    out->kind = K_DOES;
    out->value = str_fmt(c, "%s%.*s", s->plural ? "are " : begun || s->mass ? "is " : "is a ", FMT(uncapitalise(c, t)));
    out->value = text_mend(c, out->value);
    return true;
}

/* One sentence of the merchant's own: its predicate where it speaks of the product, else as it stands. */
static bool prose_sentence(struct ctx *c, struct str raw, const struct subject *s, struct fact *out)
{
    struct str t = trim_point(c, raw);
    struct strs w = str_split(c, t, ' ');
    *out = (struct fact){.group = G_FEATURE};
    if (w.n < 3 || w.n > 45 || !text_is_safe(t) || strchr(t.p, '?') || strchr(t.p, '|') || strchr(t.p, '!') ||
        str_has_case(t, STR("not included")) || !isalnum((unsigned char)t.p[0]) ||
        strchr(t.p, '\n'))
        return false;
    size_t at = predicate_at(c, t, s);
    bool verb_first = (listed(verbs, w.at[0]) && str_ends(w.at[0], STR("s"))) || begins_with_verb(&w); /* "Keeps drinks hot" */
    if ((at != SIZE_MAX || verb_first) && clause_read(c, t, &w, s, out))
        return true;
    *out = (struct fact){.group = G_FEATURE};
    if (at != SIZE_MAX || begins_loose(t))
        return false;
    if (!has_any_verb(&w))
        return fragment_read(c, t, &w, s, out) || (w.n <= 9 && !strchr(t.p, ':') && feature_read(c, t, s, out) &&
            (out->kind == K_CAN || out->kind == K_FEATURE));
    if (strchr(t.p, ':') || strchr(t.p, ';') || listed("and|but|or", w.at[0]))
        return false;
    out->kind = K_WHOLE;
    out->value = str_fmt(c, "%.*s.", FMT(capitalise(c, t)));
    return true;
}

static struct str without(struct ctx *c, struct str t, const char *head)
{
    return str_starts(t, str_z(head)) ? str_copy(c, str_part(t, strlen(head), t.n)) : t;
}

/* "With its nostalgic design": what the product has. */
static bool with_part(struct ctx *c, struct str t, const struct subject *s, struct fact *out)
{
    static const char *const heads[] = {"With its ", "With a ", "With an ", "With "};
    struct str bare = t;
    for (size_t i = 0; i < 4 && bare.n == t.n; i++)
        bare = without(c, t, heads[i]);
    return bare.n < t.n && word_count(bare) <= 9 && feature_read(c, bare, s, out) && out->kind == K_FEATURE;
}

/* Of a sentence that cannot be said as a whole, a part that can: what stands before a dash, "equipped with two lenses",
 * "with its nostalgic design", "while the laces keep the foot snug". */
static bool prose_part(struct ctx *c, struct str sentence, const struct subject *s, struct fact *out)
{
    static const char *const dashes[] = {" - ", " – ", " — "};
    for (size_t i = 0; i < 3; i++) {
        size_t at = str_find(sentence, str_z(dashes[i]), 0);
        if (at != SIZE_MAX && prose_sentence(c, str_copy(c, str_part(sentence, 0, at)), s, out))
            return true;
    }
    struct strs parts = str_split(c, sentence, ',');
    for (size_t i = 0; i < parts.n; i++) {
        struct str t = without(c, str_copy(c, str_trim(parts.at[i])), "Now "), clause = without(c, t, "while ");
        size_t space = str_find(t, STR(" "), 0);
        bool participle = space != SIZE_MAX && listed(participles, str_part(t, 0, space)) && word_count(t) > 3;
        if (participle && feature_read(c, t, s, out) && out->kind == K_CAN)
            return true;
        if (i == 0 && with_part(c, t, s, out))
            return true;
        if (clause.n < t.n && word_count(clause) > 4 && prose_sentence(c, clause, s, out))
            return true;
    }
    return false;
}

void prose_read(struct ctx *c, const struct product *p, const struct subject *s, struct facts *out)
{
    struct strs parts = sentence_split(c, text_clean(c, p->description.n ? p->description : p->html));
    size_t said = 0;
    for (size_t i = 0; i < parts.n && said < 6; i++) {
        struct fact f;
        if (!prose_sentence(c, parts.at[i], s, &f) && (text_is_order(parts.at[i]) || !prose_part(c, parts.at[i], s, &f)))
            continue;
        f.weight = .8 - .09 * (double)said++;
        f.group = G_FEATURE;
        *LIST_ADD(c, out) = f;
    }
}
