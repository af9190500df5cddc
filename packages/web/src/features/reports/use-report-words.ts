import { readIn } from '@pharos/core/local-text';
import type { Report } from '@pharos/core/reports/report';
import type { ReportSchedule } from '@pharos/core/reports/schedule';
import { templateNamed } from '@pharos/core/reports/templates';
import { useQuery } from '@tanstack/react-query';
import { dashboardsQuery } from '../../api/dashboards.ts';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { reportTexts } from './texts.ts';

const A_MONDAY = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;

/** A day of the week, Monday is 1. */
export const weekdayName = (day: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(A_MONDAY + (day - 1) * DAY);

/** A report's content and schedule in words. */
export function useReportWords(project: string) {
  const t = useTexts(reportTexts);
  const { locale } = useFormat();
  const dashboards = useQuery(dashboardsQuery(project)).data;
  return {
    content: (content: Report['content']): string => {
      switch (content.of) {
        case 'template':
          return readIn(templateNamed(content.template).title, locale);
        case 'dashboard': {
          const found = dashboards?.find(({ id }) => id === content.dashboard);
          return t('ofDashboard', { title: found ? readIn(found.title, locale) : content.dashboard });
        }
        case 'sections':
          return t('ofSections', { count: content.sections.length });
      }
    },
    schedule: (schedule: ReportSchedule | null): string => {
      switch (schedule?.every) {
        case undefined:
          return t('onRequest');
        case 'day':
          return t('everyDay', { at: schedule.at });
        case 'week':
          return t('everyWeek', { at: schedule.at, weekday: weekdayName(schedule.on, locale) });
        case 'month':
          return t('everyMonth', { at: schedule.at, day: schedule.on });
        case 'cron':
          return t('everyCron', { cron: schedule.cron });
      }
    },
  };
}
