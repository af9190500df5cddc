/** How much of a text is shown before the reader asks for all of it. */
export const CLAMP = { characters: 1600, lines: 24 };

/** The beginning of a text that is too long to read at once, cut between characters; undefined when it fits. */
export function clampText(text: string, { characters, lines } = CLAMP): string | undefined {
  let end = Math.min(text.length, characters);
  let at = -1;
  for (let line = 0; line < lines; line++) {
    at = text.indexOf('\n', at + 1);
    if (at === -1 || at >= end) break;
    if (line === lines - 1) end = at;
  }
  // A little more is shorter than the button that would hide it.
  if (text.length - end < 80) return undefined;
  const unit = text.charCodeAt(end - 1);
  return text.slice(0, unit >= 0xd800 && unit <= 0xdbff ? end - 1 : end);
}
