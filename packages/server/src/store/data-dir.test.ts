import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claimDataDir } from './data-dir.ts';

const fresh = () => mkdtempSync(join(tmpdir(), 'pharos-claim-'));

describe('claiming a data directory', () => {
  it('makes the directory, and holds until let go', async () => {
    const directory = join(fresh(), 'a', 'b');
    const claim = await claimDataDir(directory);
    expect(existsSync(directory)).toBe(true);
    await expect(claimDataDir(directory)).rejects.toThrow('in use by another Pharos process');
    await claim.release();
    await (await claimDataDir(directory)).release();
  });

  it('works for paths that are too long for a socket', async () => {
    const directory = join(fresh(), 'x'.repeat(120));
    const claim = await claimDataDir(directory);
    await expect(claimDataDir(directory)).rejects.toThrow('in use');
    await claim.release();
  });

  it('says why it cannot', async () => {
    const file = join(fresh(), 'file');
    writeFileSync(file, '');
    await expect(claimDataDir(join(file, 'data'))).rejects.toThrow(
      /^The data directory .* cannot be created: /,
    );
  });
});
