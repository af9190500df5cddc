import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { VARIABLES } from '../config/variables.ts';
import { filesIn, readFile } from './testing/files.ts';

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, null>;
}
interface Service {
  image: string;
  environment?: Record<string, string | null>;
  volumes?: string[];
  depends_on?: string[] | Record<string, unknown>;
}
const compose = (path: string) => parse(readFile(path), { merge: true }) as Compose;
const FILES = ['deploy/compose/single.yml', 'deploy/compose/full/compose.yml'];

test('every PHAROS_ variable in deploy/ is a setting', () => {
  const known = new Set<string>(Object.values(VARIABLES).map(({ name }) => name));
  const named = filesIn('deploy').flatMap((file) =>
    [...readFile(file).matchAll(/\bPHAROS_[A-Z_]+\b/g)].map(([name]) => ({ file, name })),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ name }) => !known.has(name))).toEqual([]);
});

describe.each(FILES)('%s', (path) => {
  const { services, volumes } = compose(path);

  test('depends on services and keeps data in volumes that it declares', () => {
    for (const { volumes: mounts = [], depends_on = [] } of Object.values(services)) {
      const needed = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on);
      for (const service of needed) expect(Object.keys(services)).toContain(service);
      const named = mounts.map((mount) => mount.split(':')[0] ?? '').filter((name) => !/^[./]/.test(name));
      for (const name of named) expect(Object.keys(volumes)).toContain(name);
    }
  });

  test('mounts only files that are there', () => {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const files = Object.values(services)
      .flatMap((service) => service.volumes ?? [])
      .filter((mount) => mount.startsWith('./'))
      .map((mount) => `${folder}/${mount.slice(2).split(':')[0]}`);
    for (const file of files) expect(filesIn('deploy')).toContain(file);
  });

  test('has no secret with a value that everybody knows', () => {
    const secrets = readFile(path).matchAll(
      /\$\{(\w*(?:PASSWORD|SECRET|ENCRYPTION_KEY)\w*)(:?[-?])?([^}]*)\}/g,
    );
    for (const [, name, operator, fallback] of secrets)
      if (operator === ':-') expect(`${name}=${fallback}`).toBe(`${name}=`);
  });
});

describe('deploy/compose/full/compose.yml', () => {
  const text = readFile('deploy/compose/full/compose.yml');

  test('refuses to start without each secret, all of which the example names', () => {
    const required = new Set([...text.matchAll(/\$\{(\w+):\?[^}]+\}/g)].map(([, name]) => name));
    const used = [...text.matchAll(/(?<!\$)\$\{(\w*(?:PASSWORD|SECRET|KEY))\b/g)].map(([, name]) => name);
    for (const name of used) expect(required).toContain(name);
    const example = [...readFile('deploy/compose/full/.env.example').matchAll(/^(\w+)=(.*)$/gm)];
    expect(new Set(example.map(([, name]) => name))).toEqual(required);
    expect(example.every(([, , value]) => value === '')).toBe(true);
  });

  test('runs every role of Pharos', () => {
    const roles = Object.values(compose('deploy/compose/full/compose.yml').services).flatMap(
      ({ environment }) => environment?.PHAROS_ROLE ?? [],
    );
    expect(roles).toEqual(['ingest', 'query', 'jobs']);
  });
});
