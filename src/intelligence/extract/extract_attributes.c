/* intelligence/extract/extract_attributes.c - facts that the merchant's own prose states, with the bytes that
 * state them.
 *
 * Flow    product | text → attributes         after ingest, beside generate and verify
 * Nothing is inferred: each attribute is words of the text, named after what they measure or are.
 */
#include "core/capability.h"
#include "data/lexicon/reading.h"
#include "data/product.h"
#include <math.h>

struct found {
    struct str name, value, unit, source;
    int64_t start, end; /* bytes of the field or text that source names */
};
struct extract_in {
    struct product *product;
    struct str text, language;
};
struct extract_out {
    LIST(struct found) attributes;
};
static const struct record found_record = {"found", sizeof(struct found), (const struct field[]){
    FIELD(struct found, name, .doc = "what it is of: \"screen size\", \"material\", \"feature\""),
    FIELD(struct found, value, .doc = "the number, or the words as they stand in the text"),
    FIELD(struct found, unit, .flags = OPTIONAL, .doc = "\"inch\", \"GHz\"; absent when none"),
    FIELD(struct found, source, .doc = "where it was read: \"description:120-135\""),
    FIELD(struct found, start, .unit = "byte", .doc = "where the words begin in that field"),
    FIELD(struct found, end, .unit = "byte", .doc = "where they end"),
    {0}}};
static const struct record extract_in_record = {
    "extract_in", sizeof(struct extract_in),
    (const struct field[]){
        FIELD_ONE(struct extract_in, product, &product_record, .flags = OPTIONAL,
                  .doc = "its title, description and features are read"),
        FIELD(struct extract_in, text, .max = 200000, .flags = OPTIONAL, .doc = "a text to read instead"),
        FIELD(struct extract_in, language, .max = 20, .flags = OPTIONAL,
              .doc = "BCP 47 of the text; absent: told by its small words"),
        {0}}};
static const struct record extract_out_record = {
    "extract_out", sizeof(struct extract_out),
    (const struct field[]){
        FIELD_LIST(struct extract_out, attributes, &found_record, .doc = "in the order of the texts"), {0}}};

/* One text being read. */
struct source {
    struct ctx *c;
    struct reading *r;
    struct str text;
    const char *field; /* "description" */
    struct extract_out *out;
};

/* ---- names -------------------------------------------------------------------------------- */

static const char *name_of_role(uint16_t role)
{
    static const struct { const char *role, *name;
    } list[] = {{"screen", "screen size"},       {"cable", "cable length"},
                {"load", "maximum load"},        {"net", "contents"},
                {"battery", "battery capacity"}, {"clock", "processor speed"},
                {"refresh", "refresh rate"},     {"transfer", "transfer speed"},
                {"noise", "noise level"},        {"ram", "memory"},
                {"people", "persons"},           {"hot_time", "keeps hot"},
                {"cold_time", "keeps cold"},     {"rain", "hydrostatic head"},
                {"rear_camera", "camera"},       {"focal", "focal length"},
                {"speed", "top speed"},          {"wash", "washing temperature"},
                {"temperature", "temperature"},  {"shelf", "lasts"}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strcmp(lex_concepts[role].name, list[i].role) == 0)
            return list[i].name;
    return NULL;
}

static const char *name_of_dimension(uint8_t d)
{
    static const char *const names[DIM_N] = {[DIM_length] = "length",
                                             [DIM_mass] = "weight",
                                             [DIM_volume] = "capacity",
                                             [DIM_area] = "area",
                                             [DIM_time] = "duration",
                                             [DIM_power] = "power",
                                             [DIM_energy] = "energy",
                                             [DIM_charge] = "battery capacity",
                                             [DIM_voltage] = "voltage",
                                             [DIM_current] = "current",
                                             [DIM_frequency] = "frequency",
                                             [DIM_rate] = "frame rate",
                                             [DIM_data] = "capacity",
                                             [DIM_bitrate] = "transfer speed",
                                             [DIM_temperature] = "temperature",
                                             [DIM_pressure] = "pressure",
                                             [DIM_speed] = "speed",
                                             [DIM_sound] = "noise level",
                                             [DIM_light] = "luminous flux",
                                             [DIM_angle] = "angle",
                                             [DIM_pixel] = "resolution",
                                             [DIM_megapixel] = "resolution",
                                             [DIM_density] = "fabric weight",
                                             [DIM_thread] = "thread count",
                                             [DIM_yarn] = "yarn",
                                             [DIM_turn] = "speed",
                                             [DIM_torque] = "torque",
                                             [DIM_flow] = "flow",
                                             [DIM_colour_temperature] = "colour temperature",
                                             [DIM_people] = "persons",
                                             [DIM_magnification] = "magnification",
                                             [DIM_karat] = "fineness",
                                             [DIM_protection] = "protection factor",
                                             [DIM_core] = "cores",
                                             [DIM_resolution] = "print resolution",
                                             [DIM_ply] = "ply",
                                             [DIM_impedance] = "impedance"};
    return d < DIM_N ? names[d] : NULL;
}

static const char *unit_shown(uint16_t unit)
{
    static const struct { const char *name, *shown;
    } list[] = {{"w", "W"},           {"kw", "kW"},       {"wh", "Wh"},         {"kwh", "kWh"},
                {"mah", "mAh"},       {"ah", "Ah"},       {"v", "V"},           {"mv", "mV"},
                {"kv", "kV"},         {"a", "A"},         {"ma", "mA"},         {"hz", "Hz"},
                {"khz", "kHz"},       {"mhz", "MHz"},     {"ghz", "GHz"},       {"kb", "kB"},
                {"mb", "MB"},         {"gb", "GB"},       {"tb", "TB"},         {"mbps", "Mbit/s"},
                {"gbps", "Gbit/s"},   {"celsius", "°C"},  {"fahrenheit", "°F"}, {"degree", "°"},
                {"bare_degree", "°"}, {"kelvin", "K"},    {"kmh", "km/h"},      {"db", "dB"},
                {"lumen", "lm"},      {"percent", "%"},   {"pixel", "px"},      {"megapixel", "MP"},
                {"gsm", "g/m²"},      {"nmtorque", "Nm"}, {"newton", "N"},      {"lmin", "l/min"},
                {"m2", "m²"},         {"cm2", "cm²"},     {"m3", "m³"},         {"cm3", "cm³"},
                {"ohm", "Ω"},         {"floz", "fl oz"},  {"people", ""},       {"times", "x"},
                {"um", "µm"},         {"mcg", "µg"},      {"tc", ""},           {"ukpint", "pint"}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strcmp(lex_concepts[unit].name, list[i].name) == 0)
            return list[i].shown;
    return lex_concepts[unit].name;
}

static struct str words_of(struct ctx *c, const char *name)
{
    struct str s = str_copy(c, str_z(name));
    return str_replace(c, s, STR("_"), STR(" "));
}

/* ---- from statements to attributes ------------------------------------------------------------- */

static void found_add(const struct source *k, const struct statement *s, struct str name, struct str value,
                      struct str unit)
{
    for (size_t i = 0; i < k->out->attributes.n; i++) {
        const struct found *x = &k->out->attributes.at[i];
        if (str_eq(x->name, name) && str_eq_case(x->value, value) && str_eq(x->unit, unit))
            return; /* said before */
    }
    struct found *x = LIST_ADD(k->c, &k->out->attributes);
    *x = (struct found){.name = name, .value = value, .unit = unit, .start = s->from, .end = s->to,
                        .source = str_fmt(k->c, "%s:%u-%u", k->field, s->from, s->to)};
}

static struct str text_of(const struct source *k, const struct statement *s)
{
    return str_copy(k->c, str_part(k->text, s->from, s->to));
}

/* The noun beside a word: "mesh upper", "6 pockets". Absent: none. */
static struct str noun_after(const struct source *k, uint32_t i)
{
    const struct reading *r = k->r;
    for (int steps = 0;
         steps < 2 && i < r->t.n && r->t.at[i].kind == TOKEN_WORD && !reading_match(r, i, LEX_stop);
         steps++) {
        const struct match *adjective = reading_match(r, i, LEX_material);
        adjective = adjective ? adjective : reading_match(r, i, LEX_colour);
        if (!adjective && r->t.language == LEX_DE && !r->t.at[i].upper)
            return STR(""); /* a noun has a capital there */
        if (!adjective)
            return reading_match(r, i, LEX_style) || reading_match(r, i, LEX_onto)
                       ? STR("")
                       : str_copy(k->c, r->t.at[i].word);
        i = adjective->end;
    }
    return STR("");
}

static bool is_talk(const struct statement *s) { return s->q.in_words && !s->q.unit[0] && s->q.value < 2; }

static struct str number_shown(const struct source *k, const struct quantity *q)
{
    return isnan(q->high) ? str_fmt(k->c, "%.10g", q->value)
                          : str_fmt(k->c, "%.10g-%.10g", q->value, q->high);
}

static void quantity_found(const struct source *k, const struct statement *s)
{
    uint16_t unit = s->q.unit[0];
    uint8_t d = unit ? lex_concepts[unit].dimension : DIM_count;
    const char *name = s->q.role[0] ? name_of_role(s->q.role[0]) : NULL;
    if (is_talk(s) || d == DIM_money || d == DIM_percent)
        return;
    if (s->q.role[0] && !name && d != DIM_count && d != DIM_people)
        name = words_of(k->c, lex_concepts[s->q.role[0]].name).p;
    if (d == DIM_count) {
        struct str noun = noun_after(k, s->end);
        bool several = str_ends(noun, STR("s")) || k->r->t.language != LEX_EN || k->r->t.at[s->end].hyphen;
        if (noun.n > 2 && s->q.decimals == 0 && several
            && (!s->q.in_words || k->r->t.at[s->end].hyphen || reading_match(k->r, s->end, LEX_part)))
            found_add(k, s, noun, number_shown(k, &s->q), (struct str){0});
    } else if (name || name_of_dimension(d))
        found_add(k, s, str_z(name ? name : name_of_dimension(d)), number_shown(k, &s->q),
                  *unit_shown(unit) ? str_z(unit_shown(unit)) : (struct str){0});
}

static void code_found(const struct source *k, const struct statement *s)
{
    if (s->concept)
        found_add(k, s,
                  words_of(k->c, str_ends(str_z(lex_concepts[s->concept].name), STR("_code"))
                                     ? str_copy(k->c, str_part(str_z(lex_concepts[s->concept].name), 0,
                                                               strlen(lex_concepts[s->concept].name) - 5))
                                           .p
                                     : lex_concepts[s->concept].name),
                  number_shown(k, &s->q), (struct str){0});
    else
        found_add(k, s, str_starts(s->code, STR("ip")) && s->code.n < 6 ? STR("certificate") : STR("model"),
                  text_of(k, s), (struct str){0});
}

static bool is_concept(const struct statement *s, const char *name)
{
    return strcmp(lex_concepts[s->concept].name, name) == 0;
}

/* "mesh upper", "silver handle": a word of two senses is a material beside a part of the product. */
static bool is_part_after(const struct source *k, const struct statement *s)
{
    static const char *const parts[] = {"upper", "sole",   "midsole", "outsole", "frame", "body",  "top",
                                        "base",  "casing", "lining",  "legs",    "blade", "shade", "case"};
    struct str noun = s->end < k->r->t.n && s->kind == LEX_material ? k->r->t.at[s->end].word : STR("");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (str_eq(noun, str_z(parts[i])))
            return true;
    return false;
}

static void concept_found(const struct source *k, const struct statement *s)
{
    static const struct { uint8_t kind; const char *name;
    } list[] = {{LEX_material, "material"}, {LEX_colour, "colour"},
                {LEX_origin, "origin"},     {LEX_certificate, "certificate"},
                {LEX_feature, "feature"},   {LEX_compatibility, "compatibility"},
                {LEX_size, "size"},         {LEX_brand, "brand"},
                {LEX_part, "part"}};
    bool thing = s->kind == LEX_part || is_concept(s, "camera_f") || is_concept(s, "speaker_f")
                 || is_concept(s, "voice_assist");
    if (s->kind > LEX_part || (s->weak && !is_part_after(k, s)) || (thing && !s->has))
        return;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        if (list[i].kind != s->kind)
            continue;
        struct str name = str_z(list[i].name),
                   noun = s->kind == LEX_material ? noun_after(k, s->end) : STR("");
        if (s->negated)
            found_add(k, s, words_of(k->c, lex_concepts[s->concept].name), STR("no"), (struct str){0});
        else
            found_add(k, s, noun.n > 2 ? str_fmt(k->c, "%.*s material", FMT(noun)) : name, text_of(k, s),
                      (struct str){0});
    }
}

static void text_extract(struct source k, enum lex_language language)
{
    if (!k.text.n)
        return;
    k.r = reading_of(k.c, k.text, language);
    for (size_t i = 0; i < k.r->statements.n; i++) {
        const struct statement *s = &k.r->statements.at[i];
        bool again = i && s[-1].first == s->first && s[-1].end == s->end && s[-1].kind == s->kind;
        if (s->kind == LEX_number)
            quantity_found(&k, s);
        else if (s->kind == LEX_code)
            code_found(&k, s);
        else if (!again)
            concept_found(&k, s);
    }
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct extract_in *in = in_;
    enum lex_language language = in->language.n ? lex_language_of(in->language) : LEX_LANGUAGES;
    struct source k = {.c = c, .text = in->text, .field = "text", .out = out_};
    (void)opt;
    if (!in->product && !in->text.n)
        return fail(c, REJECT, "extract.attributes: nothing to read: give a product or a text");
    text_extract(k, language);
    if (!in->product)
        return OK;
    if (language == LEX_LANGUAGES && in->product->language.n)
        language = lex_language_of(in->product->language);
    if (language == LEX_LANGUAGES) {
        double share; /* a title is too short to tell: ask the description */
        struct tokens t = tokens_read(c, in->product->description, LEX_EN);
        language = tokens_language(&t, &share);
        language = language == LEX_LANGUAGES ? LEX_EN : language;
    }
    k.field = "title", k.text = in->product->title;
    text_extract(k, language);
    k.field = in->product->description.n ? "description" : "html";
    k.text = in->product->description.n ? in->product->description : in->product->html;
    text_extract(k, language);
    for (size_t i = 0; i < in->product->features.n; i++) {
        k.field = str_fmt(c, "features[%zu]", i).p;
        k.text = in->product->features.at[i];
        text_extract(k, language);
    }
    return OK;
}

const struct capability extract_attributes = {
    .name = "extract.attributes",
    .doc = "Read the facts that a product's own text states: value, unit and the bytes they were read from.",
    .stage = INGEST,
    .in = &extract_in_record,
    .out = &extract_out_record,
    .run = run,
};
