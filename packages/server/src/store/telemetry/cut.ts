/** The text itself, or as much of it as leaves room for a visible mark of how long it was: cut once, it stays. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const mark = `… [cut: ${text.length} characters]`;
  return head(text, Math.max(0, limit - mark.length)) + mark;
}

/** The first characters of a text; never half of a surrogate pair. */
export function head(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? limit - 1 : limit);
}
