/* app/web/store/chat.h - what the assistant's JSON interface takes and gives. */
#pragma once
#include "app/web/store/store.h"
#include "intelligence/answer/converse/converse.h"

struct converse_body {
    struct str message, here;
    struct strs removed;
};
struct turn_view {
    struct str who, text;
};
struct conversation_view {
    LIST(struct turn_view) turns;
};
extern const struct record converse_body_record, conversation_view_record;
