/**
 * The series colours that names get. The red (3) is left out, for red means state; the grey (10) is what is left
 * over. Both themes define them in design/tokens.css.
 */
const HUES = [1, 2, 4, 5, 6, 7, 8, 9] as const;
export const OTHER_COLOR = 'var(--series-10)';
export const BAD_COLOR = 'var(--bad-mark)';
export const MAIN_COLOR = 'var(--series-1)';
/** Requests that went well: much ink, so a quiet one. */
export const SUCCESS_COLOR = 'var(--volume)';

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

/**
 * Gives every name a colour by its hash, the next free one where two would meet, and remembers it: a model keeps its
 * colour on every chart of the page. Names beyond eight share colours.
 */
export class ColorBook {
  readonly #assigned = new Map<string, number>();

  /** Colours for these names, as CSS. The order of the names does not matter. */
  assign(names: Iterable<string>): (name: string) => string {
    for (const name of [...new Set(names)].sort()) this.#slot(name);
    return (name) => `var(--series-${HUES[this.#slot(name)]})`;
  }

  #slot(name: string): number {
    const known = this.#assigned.get(name);
    if (known !== undefined) return known;
    const taken = new Set(this.#assigned.values());
    const wanted = hash(name) % HUES.length;
    let slot = wanted;
    for (let step = 0; step < HUES.length && taken.has(slot); step++) slot = (wanted + step) % HUES.length;
    if (taken.has(slot)) slot = wanted;
    this.#assigned.set(name, slot);
    return slot;
  }
}

const books = new Map<string, ColorBook>();

/** The page's colours for one kind of thing (`model`, `agent` …), so that kinds do not crowd each other out. */
export function colorsOf(dimension: string, names: Iterable<string>): (name: string) => string {
  let book = books.get(dimension);
  if (!book) {
    book = new ColorBook();
    books.set(dimension, book);
  }
  return book.assign(names);
}
