import { sectionsOfDashboard } from '@pharos/core/reports/from-dashboard';
import type { MadeReport, MadeSection } from '@pharos/core/reports/made';
import { inReportBuckets, periodAt } from '@pharos/core/reports/period';
import type { ReportContent, ReportRequest } from '@pharos/core/reports/report';
import { type Section, sectionSchema } from '@pharos/core/reports/section';
import { templateNamed } from '@pharos/core/reports/templates';
import { ApiError } from '../../errors.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { makeSection } from './make-section.ts';
import type { Sources } from './sources.ts';

export interface ToMake {
  sources: Sources;
  project: { id: ProjectScope; name: string };
  request: ReportRequest;
  /** What the period is counted from, and when it is made. */
  atMs: number;
  nowMs: number;
  rate: MadeReport['rate'];
  /** Called before the first section and after each. */
  onStep(step: number, steps: number): Promise<void>;
  signal: AbortSignal;
}

/** One that takes longer is left out, and says so. */
export const SECTION_MS = 60_000;

/**
 * Makes a report, one section after the other so that nobody else waits for it. A section that cannot be made says why in
 * its place. @throws when none can be made, the dashboard is gone, or the signal aborts.
 */
export async function makeReport(given: ToMake): Promise<MadeReport> {
  const { sources, project, request, atMs, nowMs, rate, onStep, signal } = given;
  const { timeZone, filter, name } = request;
  const span = periodAt(request.period, atMs, timeZone);
  const range = inReportBuckets(span);
  const all = await sectionsOf(request.content, (id) => sources.dashboard(project.id, id));
  const making = { sources, project: project.id, looked: { range, filter }, timeZone, nowMs };
  const sections: MadeSection[] = [];
  const failures: unknown[] = [];
  await onStep(0, all.length);
  for (const section of all) {
    const late = AbortSignal.timeout(SECTION_MS);
    const until = AbortSignal.any([signal, late]);
    const made = await makeSection(section, { ...making, signal: until }).catch(
      (error: unknown): MadeSection => {
        if (signal.aborted) throw signal.reason;
        failures.push(error);
        const reason = late.aborted ? 'It took longer than a minute.' : reasonOf(error);
        return { kind: 'failed', title: section.title, reason };
      },
    );
    sections.push(made);
    await onStep(sections.length, all.length);
  }
  if (failures.length > 0 && failures.length === all.length) throw failures[0];
  const [fromMs, toMs] = [Date.parse(range.from), Date.parse(range.to)];
  return {
    ...{ form: 1, name, project, timeZone, filter, rate, sections },
    ...{ from: range.from, to: range.to },
    previousFrom: new Date(2 * fromMs - toMs).toISOString(),
    madeAt: new Date(nowMs).toISOString(),
  };
}

async function sectionsOf(
  content: ReportContent,
  dashboard: (id: string) => ReturnType<Sources['dashboard']>,
): Promise<Section[]> {
  switch (content.of) {
    case 'sections':
      return content.sections;
    case 'template':
      return templateNamed(content.template).sections.map((section) => sectionSchema.parse(section));
    case 'dashboard': {
      const found = await dashboard(content.dashboard);
      if (!found) throw new ApiError('not_found', { message: 'The dashboard that it is made of is gone.' });
      return sectionsOfDashboard(found).sections;
    }
  }
}

/** What readers may know of a failure. */
export const reasonOf = (error: unknown): string =>
  error instanceof ApiError ? error.message : 'Something went wrong on the server.';
