import { describe, expect, test } from 'vitest';
import { engineError, isTemporary } from './engine-errors.ts';

const saying = (code: number, name: string) =>
  engineError(new Error(`Code: ${code}. DB::Exception: it failed. (${name})`), 1000);

describe('what the engine answers', () => {
  test.each([
    [75, 'CANNOT_WRITE_TO_FILE_DESCRIPTOR'],
    [209, 'SOCKET_TIMEOUT'],
    [210, 'NETWORK_ERROR'],
    [241, 'MEMORY_LIMIT_EXCEEDED'],
    [242, 'TABLE_IS_READ_ONLY'],
    [243, 'NOT_ENOUGH_SPACE'],
    [252, 'TOO_MANY_PARTS'],
    [999, 'KEEPER_EXCEPTION'],
  ])('%i %s passes', (code, name) => {
    expect(isTemporary(saying(code, name))).toBe(true);
  });

  test.each([
    [33, 'CANNOT_READ_ALL_DATA'],
    [60, 'UNKNOWN_TABLE'],
    [62, 'SYNTAX_ERROR'],
    [164, 'READONLY'],
    [497, 'ACCESS_DENIED'],
  ])('%i %s does not', (code, name) => {
    expect(isTemporary(saying(code, name))).toBe(false);
  });

  test('silence passes', () => {
    expect(isTemporary(engineError(new Error('socket hang up'), 1000))).toBe(true);
  });
});
