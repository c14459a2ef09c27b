/* intelligence/model/text_calls.h - calls of tools in a plain answer, for endpoints and models that know no tool calls. */
#pragma once
#include "core/str.h"

/* [{"name", "arguments"}] as JSON, from {"calls": […]}, a list or a single call, bare, in a fence, or in <tool_call> marks;
 * what a model thinks aloud before it (<think>…</think>) counts for nothing. Absent: the text is no calls, or only in part. */
struct str text_calls_in(struct ctx *c, struct str text);

/* What such an endpoint is told: the tools, and the shape of the answer. */
struct str text_calls_words(struct ctx *c, struct str tools);
extern const char text_calls_schema[];
