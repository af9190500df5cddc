import { BadFile } from './json-objects.ts';

/**
 * Rows of CSV as it comes in pieces, by the names in the first: RFC 4180, so that fields in quotes hold anything. What
 * is empty is left out.
 * @throws BadFile when a field in quotes never ends.
 */
export async function* csvRows(pieces: AsyncIterable<string>): AsyncGenerator<Record<string, string>> {
  let names: readonly string[] | undefined;
  for await (const fields of csvFields(pieces)) {
    if (!names) names = fields.map((name) => name.replace(/^\uFEFF/, '').trim());
    else if (fields.some((field) => field !== ''))
      yield Object.fromEntries(names.flatMap((name, i) => (fields[i] ? [[name, fields[i]] as const] : [])));
  }
}

async function* csvFields(pieces: AsyncIterable<string>): AsyncGenerator<string[]> {
  let fields: string[] = [];
  let field = '';
  let inQuotes = false;
  /** The last character was a quote within quotes: it ends them, unless another one follows. */
  let mayEnd = false;
  for await (const piece of pieces)
    for (const char of piece) {
      if (mayEnd) {
        mayEnd = false;
        if (char === '"') {
          field += char;
          continue;
        }
        inQuotes = false;
      }
      if (inQuotes) {
        if (char === '"') mayEnd = true;
        else field += char;
      } else if (char === '"' && field === '') inQuotes = true;
      else if (char === ',') {
        fields.push(field);
        field = '';
      } else if (char === '\n') {
        yield [...fields, field];
        [fields, field] = [[], ''];
      } else if (char !== '\r') field += char;
    }
  if (inQuotes && !mayEnd) throw new BadFile('A field in quotes never ends.');
  if (field !== '' || fields.length > 0) yield [...fields, field];
}
