/** What is kept of one span, in characters; the rest is cut with a mark. */
export const MAX_PAYLOAD = 1_000_000;
export const MAX_VALUE = 16_384;
export const MAX_KEY = 512;
/** Entries of one map of attributes, and tags. */
export const MAX_ENTRIES = 1000;
/** Of a score's comment, of its text and of its metadata. */
export const MAX_SCORE_TEXT = 64 * 1024;
