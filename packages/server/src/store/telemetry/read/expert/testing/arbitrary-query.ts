import { SQL_TABLES, type SqlTable } from '@pharos/core/sql-tables';
import fc from 'fast-check';

const named = (table: SqlTable, type: RegExp) =>
  fc.constantFrom(...table.columns.filter((column) => type.test(column.type)).map(({ name }) => name));
const alias = fc.constantFrom(
  'a',
  'x',
  'spans',
  'model',
  '"a b"',
  '"成本"',
  'system',
  'payloads',
  'project_id',
);
const literal = fc.constantFrom("'SECRET'", "'%SECRET%'", "''", "'a\\'b'", "'{p0:String}'", "'--'", "'7'");
const filled = (template: string, ...parts: fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((texts) => template.replace(/#/g, () => texts.shift() ?? ''));
const oneOf = (templates: readonly string[], ...parts: fc.Arbitrary<string>[]) =>
  fc.constantFrom(...templates).chain((template) => filled(template, ...parts));

interface Parts {
  text: string;
  number: string;
  condition: string;
  query: string;
}

/** Queries over one table. Functions that fail on what they cannot read are among them: failures must tell nothing too. */
function queriesOf(table: SqlTable): fc.LetrecValue<Parts> {
  const hasAttributes = table.columns.some(({ name }) => name === 'attributes');
  return fc.letrec((tie: fc.LetrecTypedTie<Parts>) => {
    const [text, number, condition, query] = [tie('text'), tie('number'), tie('condition'), tie('query')];
    const shallow = { depthSize: 'xsmall', maxDepth: 4, withCrossShrink: true } as const;
    return {
      text: fc.oneof(
        shallow,
        { weight: 4, arbitrary: named(table, /^String$/) },
        literal,
        fc.constantFrom(...(hasAttributes ? ["attributes['k']", 'mapKeys(resource)[1]'] : ['name'])),
        oneOf(['lower(#)', 'upper(#)', 'reverse(#)', 'toString(#)', "replaceAll(#, 'a', '')"], text),
        oneOf(['concat(#, #)', '# || #', 'greatest(#, #)'], text, text),
        oneOf(['if(#, #, #)', 'CASE WHEN # THEN # ELSE # END'], condition, text, text),
        oneOf(['substring(#, 2)', "splitByString('S', #)[1]", "extract(#, 'S.*')", 'max(#) OVER ()'], text),
        filled(`(SELECT max(#) FROM ${table.name} WHERE #)`, text, condition),
      ),
      number: fc.oneof(
        shallow,
        {
          weight: 4,
          arbitrary:
            table.name === 'spans' ? named(table, /Int|Float64\)?$|Decimal/) : fc.constant('length(traceId)'),
        },
        fc.constantFrom('0', '-1', '100000', '0.5', '1e3', 'row_number() OVER (ORDER BY traceId)'),
        oneOf(['# + #', '# * #', 'intDiv(#, #)', '# % #', 'greatest(#, #)'], number, number),
        oneOf(
          [
            'length(#)',
            'toInt64(#)',
            'toFloat64OrZero(#)',
            'CAST(# AS UInt32)',
            '#::Date',
            'uniq(#)',
            'toDecimal64(#, 3)',
          ],
          text,
        ),
        oneOf(
          ['abs(#)', 'max(#) OVER (ORDER BY traceId ROWS 3 PRECEDING)', 'sum(#) OVER (ORDER BY traceId)'],
          number,
        ),
      ),
      condition: fc.oneof(
        shallow,
        {
          weight: 2,
          arbitrary: oneOf(['# = #', '# != #', '# < #', '# IN (#)', '# NOT IN (#, #)'], text, text),
        },
        oneOf(['# > #', '# <= #', '# BETWEEN # AND 5'], number, number),
        oneOf(['(# AND #)', '(# OR #)'], condition, condition),
        oneOf(['NOT #', 'NOT (#)'], condition),
        oneOf(
          [
            '# IS NULL',
            'notEmpty(#)',
            "startsWith(#, 'SECRET')",
            'toInt64(#) >= 0',
            "# LIKE '%SECRET%'",
            "match(#, 'S.*')",
            "# NOT ILIKE '_'",
          ],
          text,
        ),
        filled(`# IN (SELECT # FROM ${table.name})`, text, text),
        filled('EXISTS (#)', query),
      ),
      query: fc
        .record({
          item: fc.oneof(
            { weight: 3, arbitrary: text },
            number,
            condition,
            fc.constant('*'),
            oneOf(['max(#)', 'groupArray(#)', 'uniq(#), count()', 'argMax(#, traceId)'], text),
            filled('#, count() AS n', text),
          ),
          from: fc.oneof(
            shallow,
            { weight: 4, arbitrary: fc.constant(table.name) },
            query.map((q) => `(${q})`),
          ),
          alias: fc.option(alias, { freq: 3 }),
          join: fc.option(fc.constantFrom('JOIN', 'LEFT JOIN', 'FULL JOIN', 'LEFT ANTI JOIN'), { freq: 8 }),
          where: fc.option(condition, { freq: 1 }),
          group: fc.option(fc.constantFrom('ALL', 'ALL', 'traceId'), { freq: 2 }),
          order: fc.option(text, { freq: 4 }),
          limit: fc.option(fc.nat(5), { freq: 3 }),
        })
        .map(({ item, from, alias, join, where, group, order, limit }) =>
          [
            `SELECT ${item} FROM ${from}${alias === null ? '' : ` AS ${alias}`}`,
            ...(join === null ? [] : [`${join} ${table.name} AS other USING (traceId)`]),
            ...(where === null ? [] : [`WHERE ${where}`]),
            ...(group === null ? [] : [`GROUP BY ${group}`]),
            ...(order === null ? [] : [`ORDER BY ${order}`]),
            ...(limit === null ? [] : [`LIMIT ${limit}`]),
          ].join(' '),
        ),
    };
  });
}

/** All of these are taken by the grammar; some fail in the engine by their types. */
export const arbitraryQuery: fc.Arbitrary<string> = fc.oneof(
  ...SQL_TABLES.flatMap((table) => {
    const { query, text, number, condition } = queriesOf(table);
    return [
      { weight: 3, arbitrary: query },
      { weight: 1, arbitrary: filled('# UNION ALL #', query, query) },
      { weight: 1, arbitrary: filled('WITH a AS (#) SELECT * FROM a', query) },
      {
        weight: 1,
        arbitrary: filled(`WITH # AS x SELECT x, # FROM ${table.name} WHERE #`, text, number, condition),
      },
    ];
  }),
);

const intruder = fc.constantFrom(
  ...`( ) , . ; * ' " \` -- /* */ { } {p0:Identifier} spans payloads span_patches trace_index system.tables default.spans file('/etc/passwd')
numbers(5) merge('default','spans') view(SELECT 1) FROM JOIN IN UNION ALL SELECT WITH AS SETTINGS readonly=0 FORMAT JSON INTO OUTFILE FINAL
PREWHERE project_id __table1.model hostName() sleep(1) throwIf(1) APPLY COLUMNS('.*') ARRAY GLOBAL SAMPLE 1 OVER EXCEPT`.split(
    /\s+/,
  ),
);

/** Queries into which something was put that does not belong there. */
export const mutatedQuery: fc.Arbitrary<string> = fc
  .tuple(arbitraryQuery, fc.array(fc.tuple(fc.nat(), intruder, fc.boolean()), { minLength: 1, maxLength: 3 }))
  .map(([sql, changes]) => {
    const parts = sql.split(/(?<=[\s(),.])|(?=[\s(),.])/);
    for (const [at, what, replaces] of changes)
      parts.splice(at % parts.length, replaces ? 1 : 0, ` ${what} `);
    return parts.join('');
  });
