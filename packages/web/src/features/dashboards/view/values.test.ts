import type { Variable } from '@pharos/core/dashboards/dashboard';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSearch, stringifySearch } from '../../../url-state.ts';
import { formatValues, parseValues, searchOf, valuesIn } from './values.ts';

const variable = (values: string[] = []): Variable => ({
  name: 'model',
  label: 'Model',
  type: 'field',
  field: 'model',
  values,
});

test('values survive the address, whatever they are made of', () => {
  const someValues = fc.array(fc.string({ maxLength: 12, unit: 'binary' }), { maxLength: 6 });
  fc.assert(
    fc.property(someValues, someValues, (values, usual) => {
      const search = parseSearch(stringifySearch(searchOf(variable(usual), values)));
      const [shown = usual] = Object.values(valuesIn(search, [variable(usual)]));
      expect(shown).toEqual(values);
    }),
    { numRuns: 50 },
  );
});

test('values are read as they look', () => {
  expect(formatValues(['gpt-4.1', 'claude 3'])).toBe('gpt-4.1,claude 3');
  expect(formatValues(['a,b', 'say "hi"', '', '*'])).toBe('"a,b","say \\"hi\\"","","*"');
  expect(parseValues('a,"b,c",d')).toEqual(['a', 'b,c', 'd']);
});

test('all values are told from those that a dashboard opens with', () => {
  expect(searchOf(variable(), [])).toEqual({ 'v.model': undefined });
  expect(searchOf(variable(['gpt-4.1']), ['gpt-4.1'])).toEqual({ 'v.model': undefined });
  expect(searchOf(variable(['gpt-4.1']), [])).toEqual({ 'v.model': '*' });
  expect(valuesIn({}, [variable(['gpt-4.1'])])).toEqual({});
});

test('an address may carry anything: no more is read of it than can be asked', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const values = parseValues(text);
      expect(values.length).toBeLessThanOrEqual(50);
      expect(values.every((value) => value.length <= 256)).toBe(true);
    }),
  );
  expect(parseValues('"open')).toEqual(['open']);
  expect(valuesIn({ 'v.other': 'a', 'v.model': 7 }, [variable()])).toEqual({});
});
