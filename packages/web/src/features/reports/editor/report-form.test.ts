import { type Report, reportInputSchema } from '@pharos/core/reports/report';
import type { ReportSchedule } from '@pharos/core/reports/schedule';
import { TEMPLATES } from '@pharos/core/reports/templates';
import { describe, expect, test } from 'vitest';
import {
  formOf,
  newForm,
  ofTemplate,
  parseForm,
  timesAsked,
  withContent,
  withTemplate,
} from './report-form.ts';
import { moved, SECTION_KINDS, sectionForms, withNew } from './section-form.ts';

const READER = { timeZone: 'Europe/Berlin', language: 'en' } as const;
const SCHEDULES: (ReportSchedule | null)[] = [
  null,
  { every: 'day', at: '07:30' },
  { every: 'week', on: 5, at: '18:00' },
  { every: 'month', on: 28, at: '00:00' },
  { every: 'cron', cron: '*/15 9-17 * * 1-5' },
];
const contents: Report['content'][] = [
  { of: 'template', template: 'users' },
  { of: 'dashboard', dashboard: 'd1' },
  ...TEMPLATES.map(({ sections }) => reportInputSchema.shape.content.parse({ of: 'sections', sections })),
];

describe('the form of a report', () => {
  test.each(contents)('gives back what it was given: $of', (content) => {
    for (const schedule of SCHEDULES) {
      const report = reportInputSchema.parse({
        name: 'A',
        content,
        schedule,
        channels: ['c'],
        filter: 'environment:prod',
      });
      expect(parseForm(formOf(report))).toEqual({ document: report });
    }
  });

  test('begins with the template of an address, by the schedule that suits its period', () => {
    const cost = ofTemplate('cost', { ...READER, language: 'zh-CN' });
    expect([cost.name, cost.period, cost.every]).toEqual(['成本', 'month', 'month']);
    const unknown = ofTemplate('nonsense', READER);
    expect([unknown.template, unknown.every]).toEqual(['executive', 'never']);
  });

  test('another template takes its title along, unless a name was typed', () => {
    const form = { ...newForm(READER), name: 'Executive summary' };
    expect(withTemplate(form, 'users')).toMatchObject({ name: 'Users', period: 'week' });
    expect(withTemplate({ ...form, name: 'Mine' }, 'users')).not.toHaveProperty('name');
  });

  test('parts of its own begin with those of the template, and stay once they are there', () => {
    const form = newForm(READER);
    const begun = { ...form, ...withContent(form, 'sections') };
    expect(begun.sections).toHaveLength(TEMPLATES[0]?.sections.length ?? 0);
    expect(withContent(begun, 'sections')).toEqual({ of: 'sections' });
  });

  test.each([
    ['name', { name: ' ' }],
    ['timeZone', { timeZone: 'Mars' }],
    ['content.dashboard', { of: 'dashboard' }],
    ['content.sections', { of: 'sections' }],
    ['schedule.on', { every: 'month', day: '31' }],
    ['schedule.on', { every: 'month', day: '' }],
    ['schedule.at', { every: 'day', at: '' }],
    ['schedule.cron', { every: 'cron', cron: 'often' }],
  ] as const)('what is wrong is told at %s', (path, patch) => {
    const parsed = parseForm({ ...newForm(READER), name: 'A', ...patch });
    expect('problems' in parsed && parsed.problems.at(path)).toBe(true);
    expect('problems' in parsed && parsed.problems.at('filter')).toBe(false);
  });

  test('times are asked of a schedule that can be read alone', () => {
    const form = { ...newForm(READER), every: 'day' as const };
    expect(timesAsked(form)).toEqual({
      schedule: { every: 'day', at: '08:00' },
      timeZone: 'Europe/Berlin',
    });
    expect(timesAsked({ ...form, timeZone: 'Mars' })).toBeUndefined();
    expect(timesAsked({ ...form, every: 'never' })).toBeUndefined();
  });
});

describe('the parts of a report', () => {
  test.each(SECTION_KINDS)('a new part of %s is right as it is', (kind) => {
    const parsed = parseForm({ ...newForm(READER), name: 'A', of: 'sections', sections: withNew([], kind) });
    expect(parsed).toHaveProperty('document');
  });

  test('each is told from the others, wherever it is moved', () => {
    const three = withNew(withNew(sectionForms([{ kind: 'errors' }]), 'chart'), 'text');
    expect(moved(three, 2, 0).map(({ kind }) => kind)).toEqual(['text', 'errors', 'chart']);
    const after = withNew(moved(three, 2, 0).slice(1), 'text');
    expect(new Set(after.map(({ key }) => key)).size).toBe(3);
  });

  test.each([
    ['metrics', 'figures', { metrics: [] }],
    ['limit', 'incidents', { limit: '51' }],
    ['limit', 'table', { limit: 'ten' }],
    ['dimension', 'table', { dimension: '' }],
    ['by', 'movers', { dimension: 'score' }],
    ['filter', 'errors', { filter: '"open' }],
  ] as const)('a wrong %s of %s is told at its path', (path, kind, patch) => {
    const [section] = withNew([], kind);
    const sections = section ? [{ ...section, ...patch }] : [];
    const parsed = parseForm({ ...newForm(READER), name: 'A', of: 'sections', sections });
    expect('problems' in parsed && parsed.problems.at(`content.sections.0.${path}`)).toBe(true);
  });
});
