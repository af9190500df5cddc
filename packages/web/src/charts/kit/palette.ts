/**
 * The series colours that names get. The red (3) is left out, for red means state; the grey (10) is what is left
 * over. Both themes define them in design/tokens.css.
 */
const HUES = [1, 2, 4, 5, 6, 7, 8, 9] as const;
export const OTHER_COLOR = 'var(--series-10)';
export const BAD_COLOR = 'var(--bad-mark)';
export const MAIN_COLOR = 'var(--series-1)';
/** What went well: much ink, so a quiet one. */
const QUIET_COLOR = 'var(--volume)';

/** Names that mean something, and so have a colour wherever they stand. */
const FIXED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  status: { error: BAD_COLOR, ok: QUIET_COLOR, unset: OTHER_COLOR },
  metric: {
    requestErrors: BAD_COLOR,
    spanErrors: BAD_COLOR,
    modelErrors: BAD_COLOR,
    toolErrors: BAD_COLOR,
    errorRate: BAD_COLOR,
    spanErrorRate: BAD_COLOR,
    requestSuccesses: QUIET_COLOR,
    openRequests: OTHER_COLOR,
    inputTokens: 'var(--series-1)',
    cachedReadTokens: 'var(--series-8)',
    cacheWriteTokens: 'var(--series-4)',
    outputTokens: 'var(--series-2)',
    reasoningTokens: 'var(--series-7)',
  },
};

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
  readonly #fixed: ReadonlyMap<string, string>;

  constructor(fixed: Readonly<Record<string, string>> = {}) {
    this.#fixed = new Map(Object.entries(fixed));
  }

  /** Colours for these names, as CSS. The order of the names does not matter. */
  assign(names: Iterable<string>): (name: string) => string {
    for (const name of [...new Set(names)].sort()) if (!this.#fixed.has(name)) this.#slot(name);
    return (name) => this.#fixed.get(name) ?? `var(--series-${HUES[this.#slot(name)]})`;
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
    book = new ColorBook(Object.hasOwn(FIXED, dimension) ? FIXED[dimension] : {});
    books.set(dimension, book);
  }
  return book.assign(names);
}
