/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a text is in the language of the lexicon. A vote of frequent words: enough to keep a
 * German complaint from being called neutral, not meant to name languages.
 */
#ifndef CS_TEXT_LANG_H
#define CS_TEXT_LANG_H

#include "text/lexicon.h"

/*
 * True when the text has words of the lexicon's language (frequent ones, or terms with a cue),
 * emoji that it knows, or a rating, and neither another language has more, nor another script.
 * Tokens must be looked up. False for texts that say nothing: empty, numbers and links only.
 */
bool cs_lang_is_ours(const struct cs_lexicon *l, const struct cs_tokens *t);

#endif
