import { Refusal } from './refusal.ts';
import type { Token } from './tokens.ts';

const MAX_DEPTH = 60;

/** Words that end an expression or have a place of their own: as a name they stand in quotes. */
const RESERVED: ReadonlySet<string> = new Set(
  `SELECT DISTINCT FROM WHERE GROUP HAVING ORDER LIMIT OFFSET UNION INTERSECT EXCEPT WITH AS ON USING BY
JOIN INNER OUTER LEFT RIGHT FULL CROSS ANY ALL SEMI ANTI ASOF ARRAY GLOBAL PASTE
AND OR NOT IN LIKE ILIKE BETWEEN IS NULL CASE WHEN THEN ELSE END ASC DESC NULLS DIV MOD REGEXP
PREWHERE SAMPLE FINAL WINDOW QUALIFY OVER FILTER FETCH SETTINGS FORMAT INTO INTERVAL EXISTS CAST`.split(
    /\s+/,
  ),
);

/** What is asked for often and is not taken, and why. */
const HINTS: Readonly<Record<string, string>> = {
  SETTINGS: 'the limits of a query are fixed',
  FORMAT: 'the format is chosen when an answer is exported',
  INTO: 'a query only reads',
  FINAL: 'rows are always the newest version',
  SAMPLE: 'all rows are read',
  PREWHERE: 'say WHERE',
  GLOBAL: 'leave it out',
};

/** A place in a query that moves on as its words are read. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The token so many further on; the end stays the end. */
  peek(ahead = 0): Token {
    const token = this.#tokens[this.#next + ahead] ?? this.#tokens.at(-1);
    if (token === undefined) throw new Refusal('The query is empty.');
    return token;
  }

  take(): Token {
    const token = this.peek();
    this.#next++;
    return token;
  }

  /** Whether these keywords or signs come next. */
  sees(...words: readonly string[]): boolean {
    return words.every((word, i) => {
      const { type, value } = this.peek(i);
      return (type === 'word' && value.toUpperCase() === word) || (type === 'sign' && value === word);
    });
  }

  /** Takes these keywords or signs when they come next. */
  skip(...words: readonly string[]): boolean {
    const found = this.sees(...words);
    if (found) this.#next += words.length;
    return found;
  }

  /** The one of these keywords or signs that comes next, which is taken. */
  skipOne<Word extends string>(words: readonly Word[]): Word | undefined {
    return words.find((word) => this.skip(word));
  }

  expect(...words: readonly string[]): void {
    if (!this.skip(...words)) throw this.unexpected(`${words.join(' ')} is expected`);
  }

  /** Takes a name, in quotes or not, that is no keyword. */
  name(): Token {
    if (!this.seesName()) throw this.unexpected('a name is expected');
    return this.take();
  }

  seesName(): boolean {
    const { type, value } = this.peek();
    return type === 'name' || (type === 'word' && !RESERVED.has(value.toUpperCase()));
  }

  /** Reads what is within, no deeper than a query may be. */
  within<Read>(read: () => Read): Read {
    if (++this.#depth > MAX_DEPTH) throw new Refusal('The query is nested too deeply.', this.peek().at);
    const found = read();
    this.#depth--;
    return found;
  }

  /** One or more, with commas between. */
  list<Item>(read: () => Item): Item[] {
    const items = [read()];
    while (this.skip(',')) items.push(read());
    return items;
  }

  unexpected(expected?: string): Refusal {
    const { type, value, at } = this.peek();
    const found = type === 'end' ? 'the end' : type === 'text' ? 'a text' : value;
    const hint = type === 'word' ? HINTS[value.toUpperCase()] : undefined;
    return new Refusal(`Unexpected ${found}: ${hint ?? expected ?? 'it is not taken here'}.`, at);
  }
}
