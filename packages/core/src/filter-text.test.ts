import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELDS, type Field, fieldNamed, KEY_PREFIXES } from './fields.ts';
import { type Filter, filterSchema, isNumeric, operatorsOf } from './filter.ts';
import { formatFilterText, parseFilterText, searchWords } from './filter-text.ts';

const filter = (field: string, op: Filter['op'], ...values: Filter['values']): Filter => ({
  field,
  op,
  values,
});
const reads = (text: string, ...filters: Filter[]) =>
  expect(parseFilterText(text)).toEqual({ filters, search: '', errors: [] });

describe('filter text', () => {
  it('reads a condition for each field and leaves the rest to the search', () => {
    expect(parseFilterText('model:gpt-4.1  status:error refund 退款')).toEqual({
      filters: [filter('model', '=', 'gpt-4.1'), filter('status', '=', 'error')],
      search: 'refund 退款',
      errors: [],
    });
  });

  it('reads durations, money and counts with their units', () => {
    reads('duration:>2s', filter('duration', '>', 2000));
    reads('duration:<=1.5m', filter('duration', '<=', 90_000));
    reads('ttft:<250ms', filter('ttft', '<', 250));
    reads('cost:>$0.01', filter('cost', '>', 0.01));
    reads('tokens:>=1k', filter('tokens', '>=', 1000));
    reads('tokens:1.5M', filter('tokens', '=', 1_500_000));
  });

  it('reads several values as any of them and a minus as none of them', () => {
    reads('model:a,b', filter('model', '=', 'a', 'b'));
    reads('-kind:tool,llm', filter('kind', '!=', 'tool', 'llm'));
    reads('-name:~health', filter('name', 'notContains', 'health'));
    reads('has:ttft -has:user', filter('ttft', 'exists'), filter('user', 'missing'));
  });

  it('reads quoted values, attribute keys and phrases', () => {
    reads('user:"a b"', filter('user', '=', 'a b'));
    reads('user:"say \\"hi\\"",c', filter('user', '=', 'say "hi"', 'c'));
    reads('attr.http.route:/chat', filter('attr.http.route', '=', '/chat'));
    reads('attr."odd: key":x', filter('attr.odd: key', '=', 'x'));
    reads('attr.http.status_code:>=400', filter('attr.http.status_code', '>=', 400));
    expect(searchWords(parseFilterText('"not found" "model:x" http://a/b 12:30').search)).toEqual([
      'not found',
      'model:x',
      'http://a/b',
      '12:30',
    ]);
  });

  it('reads scores: whether there is one, what it says, who said it', () => {
    reads('score:helpfulness', filter('score', '=', 'helpfulness'));
    reads('score.helpfulness:<0.5', filter('score.helpfulness', '<', 0.5));
    reads('score.tone:friendly,rude', filter('score.tone', '=', 'friendly', 'rude'));
    reads('score."有用 吗":true', filter('score.有用 吗', '=', 'true'));
    reads('-has:score.tone', filter('score.tone', 'missing'));
    reads('scoreSource:Feedback', filter('scoreSource', '=', 'feedback'));
  });

  it('takes field names and enum values in any case', () => {
    reads('Model:GPT STATUS:Error', filter('model', '=', 'GPT'), filter('status', '=', 'error'));
  });

  it.each([
    ['duration:fast', 'duration needs a duration such as 250ms, 2s or 1.5m, not "fast"', 0, 13],
    ['a status:bad b', 'status is one of unset, ok, error', 2, 12],
    ['modle:x', 'unknown field modle: to search for this text, put it in quotes', 0, 7],
    ['name:>3', '> does not apply to name', 0, 7],
    ['-cost:>3', 'a comparison cannot be negated: turn > around instead', 0, 8],
    ['user:"a b', 'the quote is not closed', 0, 9],
    ['user:a, x', 'a value is missing', 0, 7],
    ['user:', 'a value is missing', 0, 5],
    ['-refund', 'a word cannot be excluded: put it in quotes to search for it', 0, 7],
    ['score.tone:>high', '> needs a number, not "high"', 0, 16],
    ['score.:1', 'unknown field score.: to search for this text, put it in quotes', 0, 8],
    ['has:nothing', 'unknown field nothing', 0, 11],
  ])('says what is wrong with %s and where', (text, message, start, end) => {
    expect(parseFilterText(text).errors).toEqual([{ message, start, end }]);
  });

  it('keeps what it understands beside what it does not', () => {
    const parsed = parseFilterText('status:bad model:a refund');
    expect(parsed).toMatchObject({ filters: [filter('model', '=', 'a')], search: 'refund' });
    expect(parsed.errors).toHaveLength(1);
  });

  it('reads any text without throwing, and only into filters that the API takes', () => {
    const fragments = fc.constantFrom(
      ' ',
      '"',
      '\\',
      ':',
      ',',
      '-',
      '>',
      '~',
      'attr.',
      'score.',
      'model',
      'has',
      'a',
      '退',
      '1s',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(fragments).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { filters, search, errors } = parseFilterText(text);
        for (const each of filters) expect(filterSchema.safeParse(each).success).toBe(true);
        for (const { start, end } of errors) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        expect(parseFilterText(formatFilterText({ filters, search }))).toEqual({
          filters,
          search,
          errors: [],
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('writes any filters and words so that reading gives them back', () => {
    const value = fc.string({ unit: 'binary', maxLength: 20 });
    const fields = fc.oneof(
      fc.constantFrom(...FIELDS),
      fc
        .tuple(
          fc.constantFrom(...KEY_PREFIXES),
          value.filter((key) => key !== ''),
        )
        .map(([prefix, key]) => fieldNamed(prefix + key) as Field),
    );
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0);
    const anyFilter = fields.chain((field) =>
      fc.constantFrom(...operatorsOf(field)).chain((op): fc.Arbitrary<Filter> => {
        const compares = /^[<>]/.test(op);
        const one: fc.Arbitrary<string | number> =
          compares || isNumeric(field) ? number : field.values ? fc.constantFrom(...field.values) : value;
        const [minLength, maxLength] = op === 'exists' || op === 'missing' ? [0, 0] : [1, compares ? 1 : 4];
        const values = fc.array(one, { minLength, maxLength });
        return values.map((each) => ({ field: field.name, op, values: each }));
      }),
    );
    const search = fc
      .array(value.filter((word) => word !== ''))
      .map(
        (words) =>
          parseFilterText(words.map((word) => `"${word.replace(/["\\]/g, '\\$&')}"`).join(' ')).search,
      );
    fc.assert(
      fc.property(fc.array(anyFilter, { maxLength: 5 }), search, (filters, search) => {
        expect(parseFilterText(formatFilterText({ filters, search }))).toEqual({
          filters,
          search,
          errors: [],
        });
      }),
      { numRuns: 1000 },
    );
  });
});
