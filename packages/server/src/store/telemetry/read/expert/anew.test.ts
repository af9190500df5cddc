import { FUNCTIONS } from '@pharos/core/sql-functions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../../errors.ts';
import { render, trusted } from '../sql.ts';
import { writtenAnew } from './anew.ts';
import { arbitraryQuery, mutatedQuery } from './testing/arbitrary-query.ts';
import { toldError } from './told-errors.ts';

const TABLES = ['spans', 'logs', 'scores'];
const anew = (sql: string) =>
  render(writtenAnew(sql, (name) => (TABLES.includes(name) ? trusted(`<${name}>`) : undefined)));
/** Values written where they are bound. */
const text = (sql: string): string => {
  const { sql: written, params } = anew(sql);
  return written.replace(/\{(p\d+):\w+\}/g, (_, name: string) => JSON.stringify(params[name]));
};
/** What the author is told. */
function refusal(sql: string): string {
  try {
    return `taken as ${anew(sql).sql}`;
  } catch (error) {
    const told = toldError(error, sql);
    if (told instanceof ApiError) return told.message;
    throw error;
  }
}

describe('what is taken is written anew', () => {
  it.each([
    ['select 1', 'SELECT 1'],
    ['SELECT * FROM spans;', 'SELECT * FROM <spans> AS `spans`'],
    [
      'SELECT s.*, l.* EXCEPT (body, time) FROM spans s JOIN logs AS l ON s.spanId = l.spanId',
      'SELECT `s`.*, `l`.* EXCEPT (`body`, `time`) FROM <spans> AS `s` JOIN <logs> AS `l` ON (`s`.`spanId` = `l`.`spanId`)',
    ],
    [
      "select model m, count(*) c from spans where startTime >= now() - interval 7 days and status = 'error' group by m having c > 10 order by c desc nulls last, m limit 5, 10",
      'SELECT `model` AS `m`, count() AS `c` FROM <spans> AS `spans` WHERE ((`startTime` >= (now() - toIntervalDay(7))) AND (`status` = "error")) GROUP BY `m` HAVING (`c` > 10) ORDER BY `c` DESC NULLS LAST, `m` ASC LIMIT 10 OFFSET 5',
    ],
    ['SELECT 1 + 2 * -3 - 4', 'SELECT (1 + (2 * (-3)) - 4)'],
    ['SELECT NOT a OR b AND NOT (c = 1)', 'SELECT ((NOT `a`) OR (`b` AND (NOT ((`c` = 1)))))'],
    [
      "SELECT a NOT IN ('x', 'y'), b IN (SELECT c FROM spans), (a, b) IN ((1, 2))",
      'SELECT (NOT (identity(`a`) IN tuple("x", "y"))), (identity(`b`) IN (SELECT `c` FROM <spans> AS `spans`)), (identity(tuple(`a`, `b`)) IN tuple(tuple(1, 2)))',
    ],
    ['SELECT a IN (spans)', 'SELECT (identity(`a`) IN tuple(`spans`))'],
    [
      "SELECT a BETWEEN 1 AND 2 AND b NOT LIKE 'x%' AND c IS NOT NULL AND d REGEXP '^a'",
      'SELECT ((`a` BETWEEN 1 AND 2) AND (NOT (`b` LIKE "x%")) AND (`c` IS NOT NULL) AND match(`d`, "^a"))',
    ],
    [
      "SELECT quantile(0.95)(durationMs), countIf(status = 'error'), COUNT(DISTINCT userId), sum(cost) FILTER (WHERE counted)",
      'SELECT quantile(0.95)(`durationMs`), countIf((`status` = "error")), count(DISTINCT `userId`), sum(`cost`) FILTER (WHERE `counted`)',
    ],
    [
      'SELECT sum(x) OVER (PARTITION BY a ORDER BY b ROWS BETWEEN 3 PRECEDING AND CURRENT ROW), row_number() OVER ()',
      'SELECT (sum(`x`) OVER (PARTITION BY `a` ORDER BY `b` ASC ROWS BETWEEN 3 PRECEDING AND CURRENT ROW)), (row_number() OVER ())',
    ],
    [
      "SELECT attributes['http.route'], tags[1], t.1, x::Nullable(Float64), CAST(y AS Decimal(18, 4))",
      'SELECT `attributes`["http.route"], `tags`[1], tupleElement(`t`, 1), CAST(`x` AS Nullable(Float64)), CAST(`y` AS Decimal(18, 4))',
    ],
    [
      'SELECT arrayMap(x -> x + 1, [1, 2]), mapFilter((k, v) -> v > 1, attributeNumbers), []',
      'SELECT arrayMap((`x`) -> (`x` + 1), [1, 2]), mapFilter((`k`, `v`) -> (`v` > 1), `attributeNumbers`), []',
    ],
    [
      "SELECT CASE kind WHEN 'llm' THEN 1 ELSE 0 END, CASE WHEN a THEN b END, DATE '2026-01-01'",
      'SELECT (CASE `kind` WHEN "llm" THEN 1 ELSE 0 END), (CASE WHEN `a` THEN `b` END), toDate("2026-01-01")',
    ],
    [
      'WITH slow AS (SELECT traceId FROM spans WHERE durationMs > 5000), 0.5 AS half SELECT half, slow.traceId FROM slow LEFT ANY JOIN spans USING (traceId)',
      'WITH `with slow` AS (SELECT `traceId` FROM <spans> AS `spans` WHERE (`durationMs` > 5000)), 0.5 AS `half` SELECT `half`, `slow`.`traceId` FROM `with slow` AS `slow` LEFT ANY JOIN <spans> AS `spans` USING (`traceId`)',
    ],
    [
      '(SELECT 1 ORDER BY 1 LIMIT 1) UNION ALL SELECT 2 UNION DISTINCT SELECT 3',
      '(SELECT 1 ORDER BY 1 ASC LIMIT 1) UNION ALL SELECT 2 UNION DISTINCT SELECT 3',
    ],
    [
      'SELECT tag FROM spans ARRAY JOIN tags AS tag, (SELECT 1) WHERE EXISTS (SELECT 1)',
      'SELECT `tag` FROM <spans> AS `spans` ARRAY JOIN `tags` AS `tag`, (SELECT 1) WHERE EXISTS(SELECT 1)',
    ],
    [
      'SELECT groupArray(x), groupArrayIf(5)(x, y)',
      'SELECT groupArray(10000)(`x`), groupArrayIf(5)(`x`, `y`)',
    ],
    ["SELECT 'it''s' || \"成 本\" -- a comment\n/* and 'another */", 'SELECT ("it\'s" || `成 本`)'],
    [
      'SELECT a FROM spans LIMIT 3 BY b LIMIT 10 WITH TIES',
      'SELECT `a` FROM <spans> AS `spans` LIMIT 3 BY `b` LIMIT 10 WITH TIES',
    ],
    [
      "SELECT has(tags, 'a'), position(a, 'b', 3), splitByChar(',', a)[-1], JSONExtractInt(a, 'b', -1), lagInFrame(a, 1) OVER (ROWS 1 PRECEDING)",
      'SELECT has(`tags`, "a"), position(`a`, "b", 3), splitByChar(",", `a`)[(-1)], JSONExtractInt(`a`, "b", -1), (lagInFrame(`a`, 1) OVER (ROWS BETWEEN 1 PRECEDING AND CURRENT ROW))',
    ],
    ['SELECT left(a, 3), any(b), upper(NULL)', 'SELECT left(`a`, 3), any(`b`), upper(NULL)'],
  ])('%s', (sql, expected) => {
    expect(text(sql)).toBe(expected);
  });

  it('holds texts as bound values alone, whatever they say', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const literal = `'${value.replace(/[\\']/g, '\\$&')}'`;
        expect(anew(`SELECT ${literal}`)).toEqual({ sql: 'SELECT {p0:String}', params: { p0: value } });
      }),
    );
  });
});

describe('what is not taken is named, with its place', () => {
  it.each([
    ['', 'A query begins with SELECT or WITH.'],
    ['DROP TABLE spans', 'Line 1, column 1: A query begins with SELECT or WITH, not with DROP.'],
    ['SELECT 1; DROP TABLE spans', 'Line 1, column 11: Unexpected DROP: it is not taken here.'],
    ['INSERT INTO spans SELECT 1', 'Line 1, column 1: A query begins with SELECT or WITH, not with INSERT.'],
    [
      'SELECT\n  1 SETTINGS readonly = 0',
      'Line 2, column 5: Unexpected SETTINGS: the limits of a query are fixed.',
    ],
    [
      'SELECT 1 FORMAT Parquet',
      'Line 1, column 10: Unexpected FORMAT: the format is chosen when an answer is exported.',
    ],
    ["SELECT 1 INTO OUTFILE '/tmp/x'", 'Line 1, column 10: Unexpected INTO: a query only reads.'],
    ['SELECT * FROM system.tables', 'Line 1, column 15: system: tables of other databases are not there.'],
    ['SELECT * FROM payloads', 'Line 1, column 15: There is no table payloads.'],
    ['SELECT * FROM `span_patches`', 'Line 1, column 15: There is no table span_patches.'],
    ['SELECT * FROM SPANS', 'Line 1, column 15: There is no table SPANS.'],
    ["SELECT * FROM file('/etc/passwd')", 'Line 1, column 15: file: table functions are not taken.'],
    ["SELECT * FROM merge('default', 'spans')", 'Line 1, column 15: merge: table functions are not taken.'],
    ['SELECT * FROM view(SELECT 1)', 'Line 1, column 15: view: table functions are not taken.'],
    ['SELECT * FROM numbers(10)', 'Line 1, column 15: numbers: table functions are not taken.'],
    ["SELECT file('/etc/passwd')", 'Line 1, column 8: The function file is not taken.'],
    ['SELECT sleep(3)', 'Line 1, column 8: The function sleep is not taken.'],
    ["SELECT getSetting('x')", 'Line 1, column 8: The function getSetting is not taken.'],
    ['SELECT hostName(), version()', 'Line 1, column 8: The function hostName is not taken.'],
    ["SELECT dictGet('a', 'b', 1)", 'Line 1, column 8: The function dictGet is not taken.'],
    ["SELECT joinGet('spans', 'x', 1)", 'Line 1, column 8: The function joinGet is not taken.'],
    ['SELECT in(1, spans)', 'Line 1, column 8: The function in is not taken.'],
    ['SELECT globalIn(1, spans)', 'Line 1, column 8: The function globalIn is not taken.'],
    ["SELECT throwIf(1, 'x')", 'Line 1, column 8: The function throwIf is not taken.'],
    ['SELECT sumState(cost) FROM spans', 'Line 1, column 8: The function sumState is not taken.'],
    ['SELECT date_trunc(1)', 'Line 1, column 8: The function date_trunc is not taken; there is dateTrunc.'],
    ['SELECT `sleep`(3)', 'Line 1, column 15: Unexpected (: it is not taken here.'],
    ['SELECT a IN spans', 'Line 1, column 13: Unexpected spans: ( is expected.'],
    ['SELECT 1 IN system.tables', 'Line 1, column 13: Unexpected system: ( is expected.'],
    ['WITH spans AS (SELECT 1) SELECT * FROM spans', 'Line 1, column 6: There is a table spans already.'],
    ['WITH a AS (SELECT 1), a AS (SELECT 2) SELECT 1', 'Line 1, column 23: There is a table a already.'],
    ['WITH a AS (SELECT * FROM a) SELECT * FROM a', 'Line 1, column 26: There is no table a.'],
    ['WITH RECURSIVE a AS (SELECT 1) SELECT 1', 'Line 1, column 16: Unexpected a: AS is expected.'],
    ['SELECT (WITH a AS (SELECT 1) SELECT 1), b.x FROM a AS b', 'Line 1, column 50: There is no table a.'],
    ['SELECT * FROM spans AS `a.b`', 'Line 1, column 24: `a.b` is not taken as a name.'],
    ['SELECT 1 AS `a\\`b`', 'Line 1, column 13: `a\\` is not taken as a name.'],
    ['SELECT {x:Identifier}', 'Line 1, column 8: Parameters in braces are not taken.'],
    ['SELECT * FROM {t:Identifier}', 'Line 1, column 15: Parameters in braces are not taken.'],
    ['SELECT $$a$$', 'Line 1, column 8: Unexpected "$".'],
    ['SELECT @@version', 'Line 1, column 8: Unexpected "@".'],
    ['SELECT 0x41', 'Line 1, column 8: 0x41 is no number.'],
    ["SELECT 'a", 'Line 1, column 8: This text does not end.'],
    ['SELECT 1 /* a', 'Line 1, column 10: This comment does not end.'],
    ['SELECT 1 # a', 'Line 1, column 10: Unexpected "#".'],
    ['SELECT __table1.x FROM spans', 'Line 1, column 8: A name does not begin with two underscores.'],
    ['SELECT a FROM spans FINAL', 'Line 1, column 21: Unexpected FINAL: rows are always the newest version.'],
    ['SELECT a FROM spans PREWHERE 1', 'Line 1, column 21: Unexpected PREWHERE: say WHERE.'],
    ["SELECT COLUMNS('.*') FROM spans", 'Line 1, column 8: The function COLUMNS is not taken.'],
    ['SELECT * APPLY(sum) FROM spans', 'Line 1, column 10: Unexpected APPLY: it is not taken here.'],
    ['SELECT * REPLACE(1 AS a) FROM spans', 'Line 1, column 10: Unexpected REPLACE: it is not taken here.'],
    ["SELECT CAST(1, 'String')", 'Line 1, column 14: Unexpected ,: AS is expected.'],
    [
      'SELECT CAST(1 AS AggregateFunction(sum, UInt8))',
      'Line 1, column 18: Unexpected AggregateFunction: a type is expected',
    ],
    ['SELECT groupArray(10001)(a) FROM spans', 'Line 1, column 19: groupArray takes at most 10000 values.'],
    ['SELECT a FROM spans ORDER BY a WITH FILL', 'Line 1, column 32: Unexpected WITH: it is not taken here.'],
    [
      'SELECT a FROM spans LIMIT (SELECT 1)',
      'Line 1, column 27: Unexpected (: a number of rows is expected.',
    ],
    ['SELECT has(a, b)', 'Line 1, column 15: has takes a text or a number that is written here.'],
    [
      'SELECT position(a, lower(b))',
      'Line 1, column 20: position takes a text or a number that is written here.',
    ],
    ["SELECT match(a, 'b' || c)", 'Line 1, column 21: Unexpected ||: ) is expected.'],
    ['SELECT a LIKE b', 'Line 1, column 15: LIKE takes a text or a number that is written here.'],
    [
      'SELECT splitByChar(a, b)',
      'Line 1, column 20: splitByChar takes a text or a number that is written here.',
    ],
    ["SELECT JSONExtractString(a, 'b', c)", 'Line 1, column 34: JSONExtractString takes a text'],
    ['SELECT hasAll(a, b)', 'Line 1, column 8: The function hasAll is not taken.'],
    ['SELECT median(a) OVER ()', 'Line 1, column 8: median is not taken over windows.'],
    [
      'SELECT sum(a) OVER (ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)',
      'Line 1, column 26: A window up to the last row begins with the first.',
    ],
    [
      'SELECT sum(a) OVER (ROWS 1001 PRECEDING)',
      'Line 1, column 26: A window reaches at most 1000 rows back or on, not 1001.',
    ],
    ['SELECT sum(a) OVER (RANGE 5 PRECEDING)', 'Line 1, column 27: Unexpected 5: one of UNBOUNDED PRECEDING'],
    ['SELECT a FROM spans GROUP BY a WITH CUBE', 'Line 1, column 37: Unexpected CUBE: ROLLUP is expected.'],
    ['SELECT CAST(a AS Map(String, String))', 'Line 1, column 18: Unexpected Map: a type is expected'],
    ['SELECT 1 UNION SELECT 2', 'Line 1, column 16: Unexpected SELECT: ALL or DISTINCT is expected.'],
    ['EXPLAIN SELECT 1', 'Line 1, column 1: A query begins with SELECT or WITH, not with EXPLAIN.'],
    ['SELECT a FROM (DESCRIBE spans)', 'Line 1, column 16: Unexpected DESCRIBE: SELECT is expected.'],
    ['SELECT (SHOW TABLES)', 'Line 1, column 14: Unexpected TABLES: ) is expected.'],
  ])('%s', (sql, message) => {
    expect(refusal(sql)).toContain(message);
  });

  it.each([
    ['parentheses', `SELECT ${'('.repeat(2000)}1${')'.repeat(2000)}`],
    ['minuses', `SELECT ${'- '.repeat(2000)}1`],
    ['NOTs', `SELECT ${'NOT '.repeat(2000)}1`],
    ['queries', `SELECT * FROM ${'(SELECT * FROM '.repeat(300)}spans${')'.repeat(300)}`],
    ['lists', `SELECT ${'['.repeat(2000)}${']'.repeat(2000)}`],
    ['functions', `SELECT ${'abs('.repeat(1000)}1${')'.repeat(1000)}`],
    ['lambdas', `SELECT arrayMap(${'x -> '.repeat(1000)}1, [1])`],
    ['types', `SELECT CAST(1 AS ${'Array('.repeat(500)}String${')'.repeat(500)})`],
    ['CASEs', `SELECT ${'CASE WHEN 1 THEN '.repeat(500)}1${' END'.repeat(500)}`],
  ])('%s nested too deeply are refused, and overflow nothing', (_, sql) => {
    expect(refusal(sql)).toContain('The query is nested too deeply.');
  });

  it('a query of too many words is refused', () => {
    expect(refusal(`SELECT ${'1 + '.repeat(4000)}1`)).toContain('A query has at most 5000 words.');
  });

  it('is told of any text at all', () => {
    const words = fc.constantFrom(
      ...`SELECT FROM WHERE WITH AS ( ) [ ] , . * spans system tables file numbers IN NOT a 1 'x' -> :: SETTINGS UNION ALL
JOIN ON CASE WHEN THEN END OVER INTERVAL DAY CAST sum count ; -- /* */ { } "b" \` ' \\ $ # ORDER BY LIMIT GROUP`.split(
        /\s+/,
      ),
    );
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(words, { maxLength: 30 }).map((parts) => `SELECT ${parts.join(' ')}`),
    );
    fc.assert(
      fc.property(any, (sql) => {
        expect(refusal(sql)).toMatch(/^(taken as |Line \d+, column \d+: |A query)/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what is written', () => {
  const words =
    `SELECT DISTINCT FROM WHERE GROUP HAVING QUALIFY ORDER LIMIT OFFSET UNION ALL WITH AS ON USING BY TIES JOIN INNER
LEFT RIGHT FULL CROSS ANY SEMI ANTI ASOF ARRAY EXCEPT ROLLUP CUBE EXISTS FILTER OVER AND OR NOT IN LIKE ILIKE BETWEEN IS
NULL TRUE FALSE CASE WHEN THEN ELSE END ASC DESC NULLS FIRST LAST DIV CAST PARTITION ROWS RANGE UNBOUNDED PRECEDING
FOLLOWING CURRENT ROW String UInt32 Date`.split(/\s+/);
  /** All that a statement may be made of: what is not here never reaches the engine. */
  const PIECE = new RegExp(
    `\\s|\`[\\p{L}\\p{M}\\p{N}_ %()/+#-]+\`|\\{p\\d+:String\\}|<(?:spans|logs|scores)>|[-+*/%(),.=<>[\\]|!]|\\d+(?:e\\d+)?|\\b(?:${[...FUNCTIONS, ...words, 'identity'].join('|')})\\b`,
    'gu',
  );

  it('is made of nothing but keywords, functions of the list, quoted names, numbers and bound values', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(arbitraryQuery, mutatedQuery), (sql) => {
        const result = refusal(sql);
        if (!result.startsWith('taken as ')) return;
        taken++;
        const written = result.slice('taken as '.length);
        expect(written.replace(PIECE, '')).toBe('');
        // A name alone is never where the engine looks for a table.
        expect(written.replaceAll('ARRAY JOIN', '')).not.toMatch(/\b(FROM|JOIN) (?!<|\(|`with )/);
        // What stands in a quoted name is no keyword.
        const unnamed = written.replace(/`[^`]*`/g, '``');
        expect(unnamed).not.toMatch(/[^)] IN /);
        expect(unnamed).not.toMatch(/\bIN (?!tuple\(|\((SELECT|WITH|\()\b)/);
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(500);
  });
});
