import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VARIABLES } from './config/variables.ts';
import { readConfig, unknownVariables } from './config.ts';

const file = (content: unknown): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'pharos-config-')), 'config.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
};

describe('configuration', () => {
  it('needs no variable at all', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 7070,
      grpcPort: 4317,
      maxBodyBytes: 20 * 1024 * 1024,
      publicUrl: 'http://127.0.0.1:7070',
      adminEmail: undefined,
    });
  });

  it('describes every setting once, under a name of its own', () => {
    const names = Object.values(VARIABLES).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, about } of Object.values(VARIABLES))
      expect([name, about]).toEqual([name, expect.stringMatching(/\.$/)]);
  });

  it('takes the environment before the file and an empty variable for unset', () => {
    const path = file({ PHAROS_PORT: 8000, PHAROS_HOST: '0.0.0.0', PHAROS_SEARCH_INDEX: false });
    const config = readConfig({ PHAROS_CONFIG: path, PHAROS_PORT: '9000', PHAROS_HOST: '' });
    expect(config).toMatchObject({ port: 9000, host: '0.0.0.0', searchIndex: false });
    expect(config.publicUrl).toBe('http://127.0.0.1:9000');
  });

  it.each([
    [{ PHAROS_PORT: '70000' }, 'PHAROS_PORT is not valid: must be between 0 and 65535.'],
    [
      { PHAROS_PUBLIC_URL: 'javascript:alert(1)' },
      'PHAROS_PUBLIC_URL is not valid: must be a URL (http, https).',
    ],
    [{ PHAROS_ADMIN_EMAIL: 'nobody' }, 'PHAROS_ADMIN_EMAIL is not valid'],
    [
      { PHAROS_ADMIN_EMAIL: 'a@b.co', PHAROS_ADMIN_PASSWORD: 'nine char' },
      'must have at least 10 characters',
    ],
    [{ PHAROS_ROLE: 'writer' }, 'PHAROS_ROLE is not valid'],
    [
      { PHAROS_ROLE: 'jobs', PHAROS_DATABASE_URL: 'postgres://db/pharos' },
      'The role jobs needs stores that other processes share: set PHAROS_CLICKHOUSE_URL, PHAROS_REDIS_URL.',
    ],
    [{ PHAROS_ADMIN_PASSWORD: 'long enough' }, 'PHAROS_ADMIN_PASSWORD needs PHAROS_ADMIN_EMAIL.'],
    [{ PHAROS_PUBLIC_KEY: 'pk' }, 'PHAROS_PUBLIC_KEY and PHAROS_SECRET_KEY belong together'],
    [{ PHAROS_PUBLIC_KEY: 'a:b', PHAROS_SECRET_KEY: 'sk' }, 'must not contain a colon'],
    [{ PHAROS_ENCRYPTION_KEY: `${'0'.repeat(64)},short` }, 'must be 32 bytes in base64 or hex'],
    [{ PHAROS_EGRESS_ALLOW: '10.0.0.0/99' }, 'PHAROS_EGRESS_ALLOW is not valid: must be addresses'],
    [{ PHAROS_REDIS_URL: 'redis://a,b' }, 'PHAROS_REDIS_URL is not valid: names several hosts'],
    [{ PHAROS_SMTP_URL: 'smtp://mail.example' }, 'PHAROS_SMTP_URL and PHAROS_MAIL_FROM belong together'],
    [{ PHAROS_CLICKHOUSE_URL: 'tcp://one:9000' }, 'PHAROS_CLICKHOUSE_URL is not valid: must be a URL'],
    [{ PHAROS_CLICKHOUSE_CLUSTER: 'c' }, 'PHAROS_CLICKHOUSE_CLUSTER needs PHAROS_CLICKHOUSE_URL.'],
    [
      { PHAROS_CLICKHOUSE_URL: 'http://one', PHAROS_CLICKHOUSE_QUORUM: '2' },
      'PHAROS_CLICKHOUSE_QUORUM needs PHAROS_CLICKHOUSE_CLUSTER.',
    ],
    [
      { PHAROS_CLICKHOUSE_URL: 'http://one', PHAROS_CLICKHOUSE_CLUSTER: `c' DROP` },
      'must be the name of a cluster',
    ],
    [{ PHAROS_CONFIG: file({ PHAROS_PROT: 1 }) }, 'has an unknown setting: PHAROS_PROT.'],
    [{ PHAROS_CONFIG: file([1]) }, 'must be one object of names and plain values.'],
  ])('refuses %o', (env, message) => {
    expect(() => readConfig(env)).toThrow(message);
  });

  it('never repeats a secret in its errors', () => {
    const env = { PHAROS_DATABASE_URL: 'postgres//user:hunter2@host' };
    expect(() => readConfig(env)).toThrow(/^(?!.*hunter2)/);
  });

  it('notices variables that look like settings', () => {
    expect(unknownVariables({ PHAROS_PROT: '1', PHAROS_PORT: '1', PATH: '' })).toEqual(['PHAROS_PROT']);
  });
});

describe.each(['README.md', 'README.zh-CN.md'])('%s', (name) => {
  const text = readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');

  it.each(Object.values(VARIABLES).map((variable) => [variable.name, variable] as const))(
    'lists %s',
    (_, variable) => {
      const byDefault = variable.default === undefined ? '' : `\`${variable.default}\``;
      expect(text).toContain(`| \`${variable.name}\` | ${byDefault} |`);
    },
  );
});
