import { FUNCTIONS } from '@pharos/core/sql-functions';
import { ApiError } from '../../../../errors.ts';
import { EngineError, QueryTimeout } from '../../engine-errors.ts';
import { Refusal, told } from './refusal.ts';
import { tokensOf } from './tokens.ts';

/** What the engine would tell in words about itself, by its own numbers, in words that tell what to do. */
const IN_OUR_WORDS: Readonly<Record<number, string>> = {
  158: 'The query reads too many rows. Narrow it, by startTime for one.',
  307: 'The query reads too much. Narrow it, by startTime for one, or name fewer columns.',
  241: 'The query needs more memory than one is given. Group by less, or narrow it.',
  396: 'The answer is too large. Name fewer columns, or ask for fewer rows.',
  167: 'The query is nested too deeply.',
  168: 'The query is too large once names are put in.',
  306: 'The query is nested too deeply.',
  128: 'The query makes a list that is too long.',
  131: 'The query makes a text that is too long.',
  191: 'The query makes a set that is too large.',
  206: 'A query that is joined needs a name: (SELECT …) AS name.',
};

/**
 * Errors of the engine that are about the query itself, by its own numbers: types, arguments, names, grouping, values that
 * cannot be read. Whatever else goes wrong is none of the author's business, and is logged.
 */
const THEIRS: ReadonlySet<number> = new Set([
  ...[6, 26, 27, 32, 38, 41, 69, 70, 72, 153, 321, 349, 395, 407, 427, 675], // values
  ...[8, 10, 16, 47, 179, 207, 352], // names
  ...[12, 34, 35, 36, 42, 43, 44, 53, 63, 133, 134, 190, 386, 456], // types and arguments
  ...[20, 48, 122, 125, 127, 184, 215, 258, 403], // how parts fit together
]);

/** Where the engine begins to tell how it goes about the query. */
const INNER =
  /[:.,]?\s*(?:\bIn scope\b|\bin scope\b|\bIn query\b|\bin query\b|\bWhile\b|\bwhile\b|\(version\b|Stack trace)/;
const TOO_BIG = /tree is too big/;
const OF_ALL_QUERIES = /\(total\)/;

/** What its author is told of a failure: the engine's words as far as they are about the query, and where in it. */
export function toldError(thrown: unknown, sql: string): unknown {
  if (thrown instanceof Refusal) return told(thrown, sql);
  if (thrown instanceof QueryTimeout) {
    return new ApiError('query_timeout', { message: `${thrown.message} Narrow it, by startTime for one.` });
  }
  if (!(thrown instanceof EngineError) || thrown.code === undefined) return thrown;
  const { code, message } = thrown;
  if (code === 241 && OF_ALL_QUERIES.test(message)) return thrown;
  const ours = IN_OUR_WORDS[TOO_BIG.test(message) ? 168 : code];
  if (ours !== undefined) return told(new Refusal(ours), sql);
  if (!THEIRS.has(code)) return thrown;
  const said = inWordsOf(message, sql);
  return told(new Refusal(said, said === NOT_RIGHT ? undefined : placeOf(said, sql)), sql);
}

const NOT_RIGHT = 'The engine does not understand this query: check names, types and arguments.';
const KNOWN = new Set(FUNCTIONS);

/** The engine's message without its inner life; all of it is left out when it names what its author did not. */
function inWordsOf(message: string, sql: string): string {
  const [, text = ''] = /^(?:Code: \d+\. )?(?:DB::Exception: )?([\s\S]*)$/.exec(message) ?? [];
  const meant = /Maybe you meant: \[([^\]]*)\]/.exec(text)?.[1];
  const outer = (text.split(INNER, 1)[0] ?? '').replace(/\s*\([A-Z_]+\)\s*$/, '').replace(/[\s:.,]+$/, '');
  const said = `${outer}.${meant === undefined ? '' : ` Maybe you meant ${meant}.`}`;
  const own = /\w*_\w*/g;
  const strange = said.match(own)?.filter((word) => !sql.includes(word) && !KNOWN.has(word)) ?? [];
  return outer === '' || strange.length > 0 ? NOT_RIGHT : said;
}

/** The first word of the query that the message quotes. */
function placeOf(said: string, sql: string): number | undefined {
  const quoted = /[`']([^`']+)[`']/.exec(said)?.[1]?.split('.').at(-1);
  return tokensOf(sql).find(({ type, value }) => type !== 'sign' && value === quoted && value !== '')?.at;
}
