import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSearch, stringifySearch } from './url-state.ts';

test('a query string survives writing and reading, whatever the values', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ minLength: 1, unit: 'grapheme' })),
      (search) => {
        expect(parseSearch(stringifySearch(search))).toEqual({ ...search });
      },
    ),
  );
});

test('empty values leave the address', () => {
  expect(stringifySearch({ from: '24h', to: undefined, filter: '' })).toBe('?from=24h');
});
