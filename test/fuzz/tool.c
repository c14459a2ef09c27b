/* test/fuzz/tool.c - one line of `purvey agent --tools`, and a message to the agent. Law: what is read can be written and read again. */
#include "core/arena.h"
#include "core/str.h"
#include "data/tool.h"
#include "test/unit/message.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx c = {.mem = arena_open(), .seed = 1};
    struct str text = str_copy(&c, (struct str){(const char *)data, size});
    struct tool_call call, again;
    if (tool_call_read(&c, text, &call) == OK) {
        struct str args = tool_call_text(&c, &call);
        struct str json = str_fmt(&c, "{\"name\":\"%s\",\"arguments\":%.*s}", call.tool->name, FMT(args));
        if (tool_call_read(&c, json, &again) != OK || !str_eq(args, tool_call_text(&c, &again)))
            abort();
    }
    if (str_is_utf8(text) && !memchr(text.p, 0, text.n))
        message_read(&c, text);
    arena_close(c.mem);
    return 0;
}
