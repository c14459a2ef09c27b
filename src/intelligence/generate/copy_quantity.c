/* intelligence/generate/copy_quantity.c - numbers and units as a person writes them. */
#include "intelligence/generate/copy.h"
#include <ctype.h>

/* names: as shops write it. one, many: after the number (en GB | en US | de | fr | es). Absent: a symbol, the same everywhere. */
static const struct unit {
    const char *names, *symbol, *one[5], *many[5];
} units[] = {
    {"l|ltr|litre|litres|liter|liters|litro|litros|litern", NULL, {"litre", "liter", "Liter", "litre", "litro"},
     {"litres", "liters", "Liter", "litres", "litros"}},
    {"h|hr|hrs|hour|hours|std|stunden|heures|horas|stunde|heure|hora", NULL, {"hour", "hour", "Stunde", "heure", "hora"},
     {"hours", "hours", "Stunden", "heures", "horas"}},
    {"min|mins|minute|minutes|minuten|minutos", NULL, {"minute", "minute", "Minute", "minute", "minuto"},
     {"minutes", "minutes", "Minuten", "minutes", "minutos"}},
    {"s|sec|secs|second|seconds|sekunden", NULL, {"second", "second", "Sekunde", "seconde", "segundo"},
     {"seconds", "seconds", "Sekunden", "secondes", "segundos"}},
    {"day|days|tag|tage|jour|jours|día|días|d", NULL, {"day", "day", "Tag", "jour", "día"}, {"days", "days", "Tage",
        "jours", "días"}},
    {"week|weeks|wochen|semaines|semanas", NULL, {"week", "week", "Woche", "semaine", "semana"},
     {"weeks", "weeks", "Wochen", "semaines", "semanas"}},
    {"month|months|monat|monate|mois|mes|meses|mo|mth", NULL, {"month", "month", "Monat", "mois", "mes"},
     {"months", "months", "Monate", "mois", "meses"}},
    {"year|years|yr|yrs|jahr|jahre|an|ans|año|años", NULL, {"year", "year", "Jahr", "an", "año"}, {"years", "years",
        "Jahre", "ans", "años"}},
    {"in|inch|inches|\"|″|zoll|pouces|pulgadas|''|”", NULL, {"inch", "inch", "Zoll", "pouce", "pulgada"},
     {"inches", "inches", "Zoll", "pouces", "pulgadas"}},
    {"ft|foot|feet|'", NULL, {"foot", "foot", "Fuß", "pied", "pie"}, {"feet", "feet", "Fuß", "pieds", "pies"}},
    {"m|metre|metres|meter|meters|mètre|mètres|metros|metro", NULL, {"metre", "meter", "Meter", "mètre", "metro"},
     {"metres", "meters", "Meter", "mètres", "metros"}},
    {"person|persons|people|personen|personnes|personas", NULL, {"person", "person", "Person", "personne", "persona"},
     {"people", "people", "Personen", "personnes", "personas"}},
    {"cup|cups|tassen|tasses|tazas", NULL, {"cup", "cup", "Tasse", "tasse", "taza"}, {"cups", "cups", "Tassen",
        "tasses", "tazas"}},
    {"ml|millilitre|millilitres|milliliter|milliliters", "ml", {0}, {0}}, {"cl", "cl", {0}, {0}}, {"dl", "dl", {0}, {0}},
    {"g|gr|gram|grams|gramm", "g", {0}, {0}}, {"kg|kgs|kilo|kilos|kilogram|kilograms|kilogramm", "kg", {0}, {0}},
        {"mg", "mg", {0}, {0}},
    {"mm|millimetre|millimetres|millimeter|millimeters", "mm", {0}, {0}},
        {"cm|centimetre|centimetres|centimeter|centimeters", "cm", {0}, {0}},
    {"km", "km", {0}, {0}}, {"km/h|kmh|kph", "km/h", {0}, {0}}, {"w|watt|watts", "W", {0}, {0}}, {"kw", "kW", {0}, {0}},
    {"v|volt|volts", "V", {0}, {0}}, {"a|amp|amps|ampere", "A", {0}, {0}}, {"ah", "Ah", {0}, {0}}, {"mah", "mAh", {0}, {0}},
    {"wh", "Wh", {0}, {0}}, {"kwh", "kWh", {0}, {0}}, {"hz|hertz", "Hz", {0}, {0}}, {"khz", "kHz", {0}, {0}}, {"mhz",
        "MHz", {0}, {0}},
    {"ghz", "GHz", {0}, {0}}, {"gb", "GB", {0}, {0}}, {"tb", "TB", {0}, {0}}, {"mb", "MB", {0}, {0}},
        {"db|db(a)|decibel|decibels", "dB", {0}, {0}},
    {"lm|lumen|lumens", "lm", {0}, {0}}, {"k|kelvin", "K", {0}, {0}}, {"°c|c|ºc|celsius|degc", "°C", {0}, {0}},
        {"°f|f|fahrenheit", "°F", {0}, {0}},
    {"nm|n·m|newton metre", "Nm", {0}, {0}}, {"bar|bars", "bar", {0}, {0}}, {"pa", "Pa", {0}, {0}}, {"kpa", "kPa",
        {0}, {0}}, {"psi", "psi", {0}, {0}},
    {"rpm|r/min|u/min", "rpm", {0}, {0}}, {"dpi", "dpi", {0}, {0}}, {"mp|megapixel|megapixels", "MP", {0}, {0}},
        {"lb|lbs|pound|pounds", "lb", {0}, {0}},
    {"oz|ounce|ounces|fl oz|fl. oz.", "oz", {0}, {0}}, {"gsm|g/m²|g/m2", "gsm", {0}, {0}}, {"iu", "IU", {0}, {0}},
        {"mcg|µg", "µg", {0}, {0}},
    {"mbps", "Mbps", {0}, {0}}, {"gbps", "Gbps", {0}, {0}}, {"ppm", "ppm", {0}, {0}}, {"fps", "fps", {0}, {0}},
        {"ct|carat|carats", "ct", {0}, {0}},
    {"m²|m2|sqm", "m²", {0}, {0}}, {"tc|thread count", "", {0}, {0}}, {"ppi", "ppi", {0}, {0}}, {"°|deg|degrees", "°",
        {0}, {0}}, {"%|percent", "%", {0}, {0}},
    {"pcs|pc|pieces|piece|stk|stück|pièces|piezas|ea|each|x|count|units|unit|st|items|pack|sheets|pages|seiten|"
        "players|spieler|teile", "", {0}, {0}},
};

bool quantity_is(struct str v) { return v.n && (isdigit((unsigned char)v.p[0]) || ((v.p[0] == '.' || v.p[0] == '-') &&
    v.n > 1 && isdigit((unsigned char)v.p[1]))); }

/* "30x20 x 10" and the unit that may follow: how many bytes are number. */
static size_t number_length(struct str v)
{
    size_t i = 0, last = 0;
    while (i < v.n) {
        unsigned char ch = (unsigned char)v.p[i];
        if (isdigit(ch))
            last = ++i;
        else if ((ch == '.' || ch == ',' || ch == '/' || ch == '-' || ch == '+' || ch == ' ' || ch == ':') && i + 1 < v.n)
            i++;
        else if (ch == 'x' || ch == 'X' || ch == '*')
            i++;
        else if (str_starts(str_part(v, i, v.n), STR("×")) || str_starts(str_part(v, i, v.n), STR("½")))
            i += 2;
        else if (str_starts(str_part(v, i, v.n), STR("–")))
            i += 3;
        else
            break;
    }
    if (last < v.n && v.p[last] == '+')
        last++;
    return last;
}

static struct str number_nice(struct ctx *c, struct str n)
{
    struct buf b = {0};
    for (size_t i = 0; i < n.n; i++) {
        bool times = n.p[i] == 'x' || n.p[i] == 'X' || n.p[i] == '*' || str_starts(str_part(n, i, n.n), STR("×"));
        if (n.p[i] == ' ')
            continue;
        if (times)
            buf_add(c, &b, STR(" × "));
        else
            buf_byte(c, &b, n.p[i]);
        i += times && (unsigned char)n.p[i] == 0xC3;
    }
    return buf_str(&b);
}

static const struct unit *unit_find(struct str name)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_among_case(name, units[i].names))
            return &units[i];
    return NULL;
}

static int column_of(const struct voice *v) { return v->lang == EN ? (v->us ? 1 : 0) : (int)v->lang + 1; }

void quantity_text(struct ctx *c, struct str value, struct str unit, const struct voice *v, struct str *text, struct str *adj)
{
    size_t n = number_length(value);
    struct str number = number_nice(c, str_part(value, 0, n)), rest = str_trim(str_part(value, n, value.n));
    struct str given = str_copy(c, str_trim(unit.n ? unit : rest));
    const struct unit *u = unit_find(given);
    bool tail = unit.n && rest.n && !unit_find(rest);
    *adj = (struct str){0};
    if (!u || tail || (unit.n && rest.n && tail)) { /* "40 mm titanium", an odd unit: as it stands */
        *text = rest.n || !unit.n ? str_fmt(c, "%.*s%s%.*s", FMT(str_trim(value)), unit.n && tail ? " " : "", tail ? (int)unit.n : 0, unit.n ? unit.p : "")
                                  : str_fmt(c, "%.*s %.*s", FMT(number), FMT(given));
        if (word_count(*text) <= 2)
            *adj = *text;
        return;
    }
    int k = column_of(v);
    bool one = str_eq(number, STR("1")) || (v->lang == FR && (str_starts(number, STR("1.")) || str_starts(number,
        STR("0.")) || str_starts(number, STR("1,")) || str_starts(number, STR("0,"))));
    bool tight = u->symbol && (!strcmp(u->symbol, "%") || !strcmp(u->symbol, "°"));
    struct str shown = v->lang == EN || v->us ? number : str_replace(c, number, STR("."), STR(","));
    if (u->symbol)
        *adj = *text = *u->symbol ? str_fmt(c, "%.*s%s%s", FMT(shown), tight ? "" : " ", u->symbol) : shown;
    else {
        *text = str_fmt(c, "%.*s %s", FMT(shown), one ? u->one[k] : u->many[k]);
        *adj = v->lang == EN ? str_fmt(c, "%.*s-%s", FMT(shown), u->one[k]) : *text;
    }
    if (str_has(number, STR("×")) || str_has(number, STR("-")))
        *adj = str_has(number, STR("×")) ? (struct str){0} : *text;
}
