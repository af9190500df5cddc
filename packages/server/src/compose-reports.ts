import { Counter } from 'prom-client';
import type { Answers } from './answers/answers.ts';
import { incidentsWithin } from './features/alerts/incident-queries.ts';
import { dashboardOf } from './features/dashboards/queries.ts';
import { listErrors } from './features/errors/list.ts';
import { createForms } from './features/reports/forms/forms.ts';
import type { Pdfs } from './features/reports/forms/pdf/pages.ts';
import { ReportMaker } from './features/reports/maker.ts';
import type { Reports } from './features/reports/routes.ts';
import type { Sources } from './features/reports/sources.ts';
import { findForecast } from './features/usage/forecast.ts';
import { findMovers } from './features/usage/movers.ts';
import type { Foundation } from './foundation.ts';
import type { TelemetryReader } from './store/telemetry/contract.ts';

/** Whoever makes reports, of what the slices that they tell of know. */
export function composeReports(
  given: Foundation & {
    reader: TelemetryReader;
    answers: Answers;
    pdfOf: Pdfs['pdfOf'];
    courier: { wake(): void };
  },
): Reports {
  const { parts, reader, answers, pdfOf, courier, metrics, closing, jobs, logger } = given;
  const { records, clock, ids, publicUrl } = parts;
  const failures = new Counter({
    name: 'pharos_report_failures_total',
    help: 'Reports that could not be made, and looks at what is to be made that failed.',
    registers: [metrics],
  });
  const sources: Sources = {
    ask: (project, question, signal) => answers.ask(project, question, signal),
    movers: (project, request, signal) =>
      findMovers((question) => answers.ask(project, question, signal), request),
    forecast: (project, request, nowMs, signal) =>
      findForecast((question) => answers.ask(project, question, signal), request, nowMs),
    errors: async (project, query, signal) => {
      const list = { ...query, order: 'count' as const };
      return (await listErrors({ records, reader }, project, list, clock.nowMs(), signal)).data;
    },
    incidents: (project, { from, to, limit }) =>
      incidentsWithin(records, project, { from: new Date(from), to: new Date(to), limit }),
    dashboard: async (project, id) => (await dashboardOf(records, project, id))?.document,
  };
  const maker = new ReportMaker({
    ...{ records, sources, clock, publicUrl },
    newId: () => ids.id(),
    onSent: () => courier.wake(),
    onError: (error) => {
      failures.inc();
      logger.warn({ err: error }, 'a report was not made');
    },
  });
  closing.push(() => maker.close());
  jobs.add(maker);
  return { maker: { wake: jobs.waking(() => maker.look()) }, forms: createForms({ pdfOf }) };
}
