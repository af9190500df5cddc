import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { filesIn, readFile } from './testing/files.ts';

const CHART = 'deploy/helm/pharos';
const values = parse(readFile(`${CHART}/values.yaml`)) as Record<string, unknown>;
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
  JSON.parse(readFile(`${CHART}/values.schema.json`)) as object,
);
/** As Helm lays one over another. */
const merged = (base: unknown, over: unknown): unknown =>
  isMap(base) && isMap(over)
    ? Object.fromEntries(
        [...new Set([...Object.keys(base), ...Object.keys(over)])].map((key) => [
          key,
          key in over ? merged(base[key], over[key]) : base[key],
        ]),
      )
    : over;
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const templates = readFilesIn(`${CHART}/templates`);

function readFilesIn(folder: string): { file: string; text: string }[] {
  return filesIn(folder).map((file) => ({ file, text: readFile(file) }));
}

test.each(['small', 'medium', 'large'])('values-%s.yaml are values of the chart', (size) => {
  const over = parse(readFile(`${CHART}/values-${size}.yaml`)) as unknown;
  expect(validate(merged(values, over)) || validate.errors).toBe(true);
});

test('a value that the chart does not know is refused', () => {
  expect(validate(merged(values, { ingest: { replica: 3 } }))).toBe(false);
  expect(validate(merged(values, { config: { LOG_LEVEL: 'debug' } }))).toBe(false);
  expect(validate(merged(values, { mode: 'cluster' }))).toBe(false);
});

test('every value that a template reads is among the values', () => {
  const read = templates.flatMap(({ file, text }) =>
    [...text.matchAll(/(?:\.root|\$)?\.Values\.([\w.]+)/g)].map(([, path = '']) => ({ file, path })),
  );
  expect(read.length).toBeGreaterThan(50);
  const isThere = (path: string) =>
    path.split('.').reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), values) !== undefined;
  expect(read.filter(({ path }) => !isThere(path))).toEqual([]);
});

test('what templates include is defined, and what they open is closed', () => {
  const all = templates.map(({ text }) => text).join('\n');
  const defined = new Set([...all.matchAll(/define "([\w.]+)"/g)].map(([, name]) => name));
  for (const [, name] of all.matchAll(/include "([\w.]+)"/g)) expect(defined).toContain(name);
  for (const { file, text } of templates) {
    const opened = text.match(/\{\{-? *(if|range|with|define)\b/g)?.length ?? 0;
    expect([file, text.match(/\{\{-? *end\b/g)?.length ?? 0]).toEqual([file, opened]);
  }
});

describe('what the chart shares with the composition', () => {
  test('is the same configuration of NGINX, whose servers the chart names anew', () => {
    const nginx = readFile(`${CHART}/files/nginx.conf`);
    expect(nginx).toBe(readFile('deploy/compose/full/nginx/nginx.conf'));
    const replaced = [...readFile(`${CHART}/templates/gateway.yaml`).matchAll(/replace "([^"]+)"/g)];
    expect(replaced.length).toBe(4);
    for (const [, text = ''] of replaced) expect(nginx).toContain(text.replace('\\n', '\n'));
  });

  test('are the alerts', () => {
    expect(readFile(`${CHART}/files/pharos.rules.yml`)).toBe(readFile('deploy/prometheus/pharos.rules.yml'));
  });
});

test('every YAML file in deploy/ that is no template can be read', () => {
  const read = filesIn('deploy').filter((file) => /\.ya?ml$/.test(file) && !file.includes('/templates/'));
  expect(read.length).toBeGreaterThan(6);
  for (const file of read)
    for (const each of parseAllDocuments(readFile(file))) expect([file, each.errors]).toEqual([file, []]);
});
