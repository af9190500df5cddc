import { SQLDialect } from '@codemirror/lang-sql';

/** Words of the grammar that the server reads; functions are told by its schema. */
export const KEYWORDS =
  'select from where prewhere group by having order limit offset with as distinct on using join left right inner full cross any all asof semi anti union except intersect in not and or between like ilike is null asc desc nulls first last case when then else end interval array final sample over partition rows range unbounded preceding following current row true false totals rollup cube exists cast global fill step';

const TYPES =
  'string fixedstring int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 decimal date date32 datetime datetime64 bool array map tuple nullable uuid';

/** The SQL of the engine, with the functions that may be called. */
export const dialectWith = (functions: readonly string[]): SQLDialect => {
  const taken = new Set(`${KEYWORDS} ${TYPES}`.split(' '));
  const names = functions.map((name) => name.toLowerCase()).filter((name) => !taken.has(name));
  return SQLDialect.define({
    keywords: KEYWORDS,
    types: TYPES,
    builtin: names.join(' '),
    backslashEscapes: true,
    hashComments: true,
    identifierQuotes: '"`',
    caseInsensitiveIdentifiers: false,
  });
};
