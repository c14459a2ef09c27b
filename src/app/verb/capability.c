/* app/verb/capability.c - list capabilities, or show one with its JSON Schemas. */
#include "app/verb.h"
#include "core/capability.h"
#include "core/json.h"

static void list_json(struct ctx *c)
{
    struct tree *t = tree_open(c);
    struct node *a = tree_array(t);
    for (const struct capability *const *k = capabilities; *k; k++) {
        struct node *o = tree_object(t);
        node_set(t, o, "name", tree_str(t, str_z((*k)->name)));
        node_set(t, o, "stage", tree_str(t, str_z(stage_name((*k)->stage))));
        node_set(t, o, "doc", tree_str(t, str_z((*k)->doc)));
        node_add(t, a, o);
    }
    puts(tree_pretty(c, t, a).p);
}

static enum status run(struct ctx *c, struct shell *sh)
{
    bool show = sh->args.n == 2 && str_eq(sh->args.at[0], STR("show"));
    bool list = sh->args.n == 0 || (sh->args.n == 1 && str_eq(sh->args.at[0], STR("list")));
    if (show) {
        const struct capability *k = capability_find(sh->args.at[1]);
        if (!k)
            return shell_misuse(c, "there is no capability \"%s\"", sh->args.at[1].p);
        puts(capability_schema(c, k).p);
        return OK;
    }
    if (!list)
        return shell_misuse(c, "want nothing, list, or show NAME");
    if (sh->json)
        return list_json(c), OK;
    for (const struct capability *const *k = capabilities; *k; k++)
        printf("%-20s %-9s %s\n", (*k)->name, stage_name((*k)->stage), (*k)->doc);
    return OK;
}

const struct verb verb_capability = {"capability", "[list | show NAME]",
                                     "list what purvey can do, or show one capability with its JSON Schemas", NULL, run, false};
