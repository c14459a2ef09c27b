/* core/settings.c - defaults, then what the shop set. */
#include "core/settings.h"

const struct record setting_record = {"setting", sizeof(struct setting), (const struct field[]){
    FIELD(struct setting, name, .flags = KEY, .min = 1, .max = 100, .doc = "a capability's name or a section"),
    FIELD(struct setting, value, .min = 2, .max = 100000, .doc = "a JSON object"),
    FIELD(struct setting, at_ms, .unit = "ms", .doc = "when it was set"),
    FIELD(struct setting, by, .doc = "who set it"),
    {0}}};

struct str settings_get(const struct settings *s, struct str name)
{
    for (size_t i = 0; s && i < s->n; i++)
        if (str_eq(s->at[i].name, name))
            return s->at[i].value;
    return (struct str){0};
}

enum status settings_read(struct ctx *c, const struct record *r, struct str name, void *out)
{
    struct str set = settings_get(c->settings, name);
    return record_from_json(c, r, set.p ? set : STR("{}"), STRICT, out);
}
