import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSeal } from './open.ts';
import { createSeal, parseKey, SealError } from './seal.ts';

const [older, newer] = [randomBytes(32), randomBytes(32)];

describe('what is sealed', () => {
  it('opens for whom it was sealed, and shows nothing of what is in it', () => {
    const seal = createSeal([older]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 8 }), fc.string(), (text, owner) => {
        const sealed = seal.seal(text, owner);
        expect(sealed).toMatch(/^v1\.[0-9a-f]{12}\.[\w-]{16}\.[\w-]+$/);
        expect(seal.open(sealed, owner)).toBe(text);
        expect(seal.seal(text, owner)).not.toBe(sealed);
        expect(() => seal.open(sealed, `${owner}x`)).toThrow(SealError);
      }),
    );
  });

  it('does not open when a character of it was changed', () => {
    const seal = createSeal([older]);
    const sealed = seal.seal('hunter2', 'a');
    for (let at = 0; at < sealed.length - 1; at++) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
      expect(() => seal.open(changed, 'a'), changed).toThrow(SealError);
    }
    expect(() => seal.open('', 'a')).toThrow(SealError);
  });

  it('opens with a key that was replaced, as long as it is listed', () => {
    const sealed = createSeal([older]).seal('hunter2', 'a');
    const rotated = createSeal([newer, older]);
    expect(rotated.open(sealed, 'a')).toBe('hunter2');
    expect([rotated.isCurrent(sealed), rotated.isCurrent(rotated.seal('x', 'a'))]).toEqual([false, true]);
    expect(createSeal([newer]).open(rotated.seal('hunter3', 'a'), 'a')).toBe('hunter3');
    expect(() => createSeal([newer]).open(sealed, 'a')).toThrow(/sealed with the key [0-9a-f]{12}/);
  });

  it('has a key in hex or base64', () => {
    for (const format of ['hex', 'base64', 'base64url'] as const)
      expect(parseKey(older.toString(format))).toEqual(older);
    for (const text of [
      '',
      'short',
      older.toString('hex').slice(2),
      `${older.toString('base64')}A`,
      'x'.repeat(64),
    ])
      expect(parseKey(text), text).toBeUndefined();
  });
});

describe('the seal of a server', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'pharos-secrets-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('has a key of its own in the data directory, which only its user may read and a restart finds again', async () => {
    const sealed = openSeal({ dataDir })?.seal('hunter2', 'a') ?? '';
    const path = join(dataDir, 'encryption.key');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(['encryption.key']);
    expect(openSeal({ dataDir })?.open(sealed, 'a')).toBe('hunter2');
    const key = parseKey((await readFile(path, 'utf8')).trim());
    expect(openSeal({ dataDir, encryptionKey: key ? [newer, key] : [] })?.open(sealed, 'a')).toBe('hunter2');
  });

  it('never puts a new key in the place of one that it cannot read', async () => {
    await writeFile(join(dataDir, 'encryption.key'), 'half');
    expect(() => openSeal({ dataDir })?.seal('hunter2', 'a')).toThrow('put the one back');
    expect(await readFile(join(dataDir, 'encryption.key'), 'utf8')).toBe('half');
  });

  it('is none where records are shared and no key is set', async () => {
    const databaseUrl = 'postgres://db/pharos';
    expect(openSeal({ dataDir, databaseUrl })).toBeUndefined();
    expect(openSeal({ dataDir, databaseUrl, encryptionKey: [newer] })?.seal('x', 'a')).toMatch(/^v1\./);
    expect(await readdir(dataDir)).toEqual([]);
  });
});
