const ELLIPSIS = '…';

/** Bytes of a text in UTF-8; half a pair counts as the character that stands in for it. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The beginning of a text that is measured by `sizeOf`, with `…` when it is not all; never inside of what is read as one character. */
function cut(text: string, most: number, sizeOf: (part: string) => number): string {
  if (text.length <= most && sizeOf(text) <= most) return text;
  const room = most - sizeOf(ELLIPSIS);
  if (room < 0) return '';
  let size = 0;
  let end = 0;
  // No more than this can fit, so no more of a long text is looked at.
  for (const { segment, index } of graphemes.segment(text.slice(0, most + 1))) {
    size += sizeOf(segment);
    if (size > room) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end).trimEnd()}${ELLIPSIS}`;
}

/** A text in at most so many bytes of UTF-8. */
export const cutBytes = (text: string, maxBytes: number): string => cut(text, maxBytes, utf8Length);

/** A text in at most so many UTF-16 units, as services mean by characters. */
export const cutText = (text: string, most: number): string => cut(text, most, ({ length }) => length);

/** A template with its `{names}` filled in; what is filled in is never looked through again. */
export const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (all, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? all) : all,
  );

/** One line whatever stands in it. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
