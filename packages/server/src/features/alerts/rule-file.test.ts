import { type RuleFile, ruleFileSchema, writtenRulesSchema } from '@pharos/core/alerts/rule-file';
import { ALERT_TEMPLATES } from '@pharos/core/alerts/templates';
import { readIn } from '@pharos/core/local-text';
import { beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { aReadProject, openReadApp, type ReadProject } from '../../testing/read-app.ts';
import type { Client } from '../../testing/test-app.ts';

const FILE = '/api/v1/alerts/rules/file';
const done = z.object({
  made: z.array(z.string()),
  changed: z.array(z.string()),
  unchanged: z.array(z.string()),
  removed: z.array(z.string()),
});

const { app } = await openReadApp();
let project: ReadProject;
let admin: Client;
beforeEach(async () => {
  project = await aReadProject(app);
  admin = app.withKey(await app.aKey(['admin'], project.projectId));
});

const all: RuleFile = ruleFileSchema.parse({
  version: 1,
  rules: ALERT_TEMPLATES.map(({ title, about, rule }) => ({
    ...{ ...rule, name: readIn(title, 'en'), description: readIn(about, 'zh-CN') },
  })),
});
const names = all.rules.map(({ name }) => name).sort();
const byName = (file: RuleFile) => ({
  ...file,
  rules: [...file.rules].sort((a, b) => (a.name < b.name ? -1 : 1)),
});
const put = async (file: object, query = '') =>
  (await admin.put(`${FILE}${query}`, file as Record<string, unknown>)).as(done);
const written = async () => (await project.reader.get(FILE)).as(ruleFileSchema);

test('a file of rules makes those of a project, and is what the project is written as', async () => {
  expect((await put(all)).made).toEqual(names);
  expect(await written()).toEqual(byName(all));
  expect(await put(await written())).toMatchObject({ made: [], changed: [], removed: [] });
});

test('what differs is changed, what is not named goes only when that is asked for, and a dry run does nothing', async () => {
  await put(all);
  const [first, second] = byName(all).rules;
  const less = { version: 1, rules: [{ ...first, forSeconds: 77 }, second] };
  const told = { made: [], changed: [first?.name], unchanged: [second?.name] };
  expect(await put(less, '?prune=true&dryRun=true')).toEqual({ ...told, removed: names.slice(2) });
  expect(await written()).toEqual(byName(all));
  expect(await put(less)).toEqual({ ...told, removed: [] });
  expect((await written()).rules).toHaveLength(12);
  expect((await put(less, '?prune=true')).removed).toEqual(names.slice(2));
  expect((await written()).rules).toEqual([{ ...first, forSeconds: 77 }, second]);
});

test('a file that is wrong in one place does nothing, and the place is told', async () => {
  const [first] = all.rules;
  const refused = async (file: object) => {
    const answer = await admin.put(FILE, file as Record<string, unknown>);
    return [answer.status, answer.at('error.details')];
  };
  const unknown = { ...first, name: 'b', policy: 'nobody' };
  expect(await refused({ version: 1, rules: [first, unknown] })).toEqual([
    400,
    [{ path: '/rules/1/policy', message: 'there is no policy “nobody”' }],
  ]);
  expect(await refused({ version: 1, rules: [first, { ...unknown, forSeconds: -1 }] })).toEqual([
    400,
    [{ path: '/rules/1/forSeconds', message: expect.any(String) }],
  ]);
  expect((await written()).rules).toEqual([]);
  const reader = await project.reader.put(FILE, all as unknown as Record<string, unknown>);
  expect(reader.status).toBe(403);
});

test('two files at once make each rule once', async () => {
  await Promise.all([put(all), put(all)]);
  expect((await written()).rules).toHaveLength(12);
});

test('rules of one name are written both, and no file says which is meant', async () => {
  const [first] = all.rules;
  for (const _ of [1, 2]) await admin.post('/api/v1/alerts/rules', first as Record<string, unknown>);
  const file = (await project.reader.get(FILE)).as(writtenRulesSchema);
  expect(file.rules.map(({ name }) => name)).toEqual([first?.name, first?.name]);
  const answer = await admin.put(FILE, { version: 1, rules: [first] });
  expect([answer.status, answer.at('error.details.0.path')]).toEqual([400, '/rules/0/name']);
});
