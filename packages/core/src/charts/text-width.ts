const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;

/** About how many pixels a text takes in the size of an axis, 11 px: enough to leave room, without asking the page. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += WIDE.test(letter) ? 11 : 6.3;
  return width;
}

/** The text, cut with an ellipsis to what fits into so many pixels; '' where not even a letter does. */
export function fitText(text: string, room: number): string {
  if (textWidth(text) <= room) return text;
  let width = textWidth('…');
  let fitting = '';
  for (const letter of text) {
    width += textWidth(letter);
    if (width > room) break;
    fitting += letter;
  }
  return fitting === '' ? '' : `${fitting.trimEnd()}…`;
}
