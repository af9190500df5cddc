import type { Language } from '@pharos/core/language';
import { readIn } from '@pharos/core/local-text';
import type { PeriodName } from '@pharos/core/reports/period';
import { type Report, reportInputSchema } from '@pharos/core/reports/report';
import { type ReportSchedule, scheduleSchema } from '@pharos/core/reports/schedule';
import { TEMPLATE_NAMES, type TemplateName, templateNamed } from '@pharos/core/reports/templates';
import { isTimeZone } from '@pharos/core/zone';
import { parseTyped } from '../../../components/form/problems.ts';
import { type SectionForm, sectionForms, typedSection } from './section-form.ts';

export const CONTENTS = ['template', 'dashboard', 'sections'] as const;
export const SCHEDULES = ['never', 'day', 'week', 'month', 'cron'] as const;

/** A report as it is typed. What one choice needs stays while another is tried. */
export interface ReportForm {
  name: string;
  of: (typeof CONTENTS)[number];
  template: TemplateName;
  dashboard: string;
  sections: readonly SectionForm[];
  period: PeriodName;
  timeZone: string;
  filter: string;
  language: Language;
  channels: readonly string[];
  every: (typeof SCHEDULES)[number];
  at: string;
  /** Monday is 1. */
  weekday: number;
  day: string;
  cron: string;
  enabled: boolean;
}

/** The clocks and the language of who types. */
interface Reader {
  timeZone: string;
  language: Language;
}

export const newForm = (reader: Reader): ReportForm => ({
  ...{ name: '', of: 'template', template: 'executive', dashboard: '', sections: [], period: 'week' },
  ...{ filter: '', channels: [], every: 'never', at: '08:00', weekday: 1, day: '1', cron: '0 8 * * 1-5' },
  ...{ ...reader, enabled: true },
});

const USUAL: Partial<Record<PeriodName, ReportForm['every']>> = { day: 'day', week: 'week', month: 'month' };

/** A report of a template that is named in an address, by the schedule that suits its period. */
export function ofTemplate(name: string | undefined, reader: Reader): ReportForm {
  const form = newForm(reader);
  const template = TEMPLATE_NAMES.find((each) => each === name);
  if (template === undefined) return { ...form, ...withTemplate(form, form.template) };
  const begun = { ...form, ...withTemplate(form, template) };
  return { ...begun, every: USUAL[begun.period] ?? 'never' };
}

export const ofDashboard = (dashboard: string, name: string, reader: Reader): ReportForm => ({
  ...newForm(reader),
  ...{ of: 'dashboard', dashboard, name },
});

/** Another template, with its period, and its title where no name was typed. */
export function withTemplate(form: ReportForm, template: TemplateName): Partial<ReportForm> {
  const { title, period } = templateNamed(template);
  const isTyped = form.name !== '' && form.name !== titleOf(form.template, form.language);
  return { template, period, ...(!isTyped && { name: readIn(title, form.language) }) };
}
const titleOf = (template: TemplateName, language: Language): string =>
  readIn(templateNamed(template).title, language);

/** Made of something else; parts of one's own begin with those of the template. */
export const withContent = (form: ReportForm, of: ReportForm['of']): Partial<ReportForm> => ({
  of,
  ...(of === 'sections' &&
    form.sections.length === 0 && { sections: sectionForms(templateNamed(form.template).sections) }),
});

/** A report ready to be changed. */
export function formOf(report: Report): ReportForm {
  const { name, content, period, timeZone, filter, language, channels, schedule, enabled } = report;
  return {
    ...newForm({ timeZone, language }),
    ...{ name, of: content.of, period, filter, channels, enabled },
    ...(content.of === 'template' && { template: content.template }),
    ...(content.of === 'dashboard' && { dashboard: content.dashboard }),
    ...(content.of === 'sections' && { sections: sectionForms(content.sections) }),
    ...scheduleForm(schedule),
  };
}

function scheduleForm(schedule: ReportSchedule | null): Partial<ReportForm> {
  switch (schedule?.every) {
    case undefined:
      return {};
    case 'day':
      return { every: 'day', at: schedule.at };
    case 'week':
      return { every: 'week', weekday: schedule.on, at: schedule.at };
    case 'month':
      return { every: 'month', day: String(schedule.on), at: schedule.at };
    case 'cron':
      return { every: 'cron', cron: schedule.cron };
  }
}

function typedSchedule({ every, at, weekday, day, cron }: ReportForm) {
  switch (every) {
    case 'never':
      return null;
    case 'day':
      return { every, at };
    case 'week':
      return { every, on: weekday, at };
    case 'month':
      return { every, on: day.trim() === '' ? undefined : Number(day), at };
    case 'cron':
      return { every, cron };
  }
}

/** The schedule as far as it is typed rightly, by which clocks; undefined: there is none to tell the times of. */
export function timesAsked(form: ReportForm): { schedule: ReportSchedule; timeZone: string } | undefined {
  const parsed = scheduleSchema.safeParse(typedSchedule(form));
  const { timeZone } = form;
  return parsed.success && isTimeZone(timeZone) ? { schedule: parsed.data, timeZone } : undefined;
}

function typedContent({ of, template, dashboard, sections }: ReportForm) {
  if (of === 'template') return { of, template };
  if (of === 'dashboard') return { of, dashboard };
  return { of, sections: sections.map(typedSection) };
}

/** What was typed as the API takes it, or what is wrong with it. */
export function parseForm(form: ReportForm) {
  const { name, period, timeZone, filter, language, channels, enabled } = form;
  return parseTyped(reportInputSchema, {
    ...{ name, period, timeZone, filter, language, channels, enabled },
    content: typedContent(form),
    schedule: typedSchedule(form),
  });
}
