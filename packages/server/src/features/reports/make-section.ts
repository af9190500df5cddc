import { moversRequestSchema } from '@pharos/core/api/usage';
import { allOf, parseFilterText } from '@pharos/core/filter-text';
import { metricNamed } from '@pharos/core/metrics';
import { type Looked, madeOf, questionsOf } from '@pharos/core/reports/asking';
import type { MadeOf, MadeSection } from '@pharos/core/reports/made';
import type { Section, SectionOf } from '@pharos/core/reports/section';
import type { ProjectScope } from '../../store/scope.ts';
import type { Sources } from './sources.ts';

export interface Making {
  sources: Sources;
  project: ProjectScope;
  looked: Looked;
  timeZone: string;
  nowMs: number;
  signal: AbortSignal;
}

/** Incidents that are looked at: more are a number. */
const MOST_INCIDENTS = 1_000;

/** What a section comes to. Rejects with what its source rejects with. */
export async function makeSection(section: Section, making: Making): Promise<MadeSection> {
  switch (section.kind) {
    case 'figures':
    case 'chart':
    case 'table': {
      const { sources, project, looked, signal } = making;
      const questions = questionsOf(section, looked);
      return madeOf(
        section,
        await Promise.all(questions.map((question) => sources.ask(project, question, signal))),
      );
    }
    case 'movers':
      return movers(section, making);
    case 'forecast':
      return forecast(section, making);
    case 'incidents':
      return incidents(section, making);
    case 'errors':
      return errors(section, making);
    case 'text':
      return section;
  }
}

const stretchOf = ({ looked: { range } }: Making) => ({ from: range.from, to: range.to });
const filterOf = ({ filter }: { filter: string }, { looked }: Making) => allOf(looked.filter, filter);
const named = (name: string) => ({ name, unit: metricNamed(name)?.unit ?? ('number' as const) });

async function movers(section: SectionOf<'movers'>, making: Making): Promise<MadeOf<'movers'>> {
  const { title, metric, by, limit, filter } = section;
  const { filters, search } = parseFilterText(filterOf(section, making));
  const request = moversRequestSchema.parse({ metric, by, limit, filters, search, ...stretchOf(making) });
  const { total, movers, rest } = await making.sources.movers(making.project, request, making.signal);
  const amounts = ({ before, now }: { before: number; now: number }) => ({ before, now });
  return {
    ...{ kind: 'movers', title, by, filter, metric: named(metric) },
    total: amounts(total),
    rows: movers.map((mover) => ({ group: mover.key, ...amounts(mover) })),
    rest: { ...amounts(rest), groups: rest.groups },
  };
}

async function forecast(section: SectionOf<'forecast'>, making: Making): Promise<MadeOf<'forecast'>> {
  const { sources, project, timeZone, nowMs, signal } = making;
  const { title, metric } = section;
  const { filters, search } = parseFilterText(filterOf(section, making));
  const told = await sources.forecast(project, { metric, filters, search, timeZone }, nowMs, signal);
  return { kind: 'forecast', title, metric: named(metric), forecast: told };
}

async function incidents(section: SectionOf<'incidents'>, making: Making): Promise<MadeOf<'incidents'>> {
  const { sources, project, nowMs } = making;
  const all = await sources.incidents(project, { ...stretchOf(making), limit: MOST_INCIDENTS });
  const after = (times: readonly (string | null)[]) => {
    const lengths = times.flatMap((time, i) =>
      time === null ? [] : [Date.parse(time) - Date.parse(all[i]?.openedAt ?? time)],
    );
    return lengths.length === 0 ? null : lengths.reduce((sum, ms) => sum + ms, 0) / lengths.length;
  };
  const bySeverity: MadeOf<'incidents'>['bySeverity'] = {};
  for (const { severity } of all) bySeverity[severity] = (bySeverity[severity] ?? 0) + 1;
  const lengthOf = ({ openedAt, endedAt }: { openedAt: string; endedAt: string | null }) =>
    (endedAt === null ? nowMs : Date.parse(endedAt)) - Date.parse(openedAt);
  return {
    ...{ kind: 'incidents', title: section.title, bySeverity },
    ...{ opened: all.length, atLeast: all.length === MOST_INCIDENTS },
    acknowledgedAfterMs: after(all.map(({ acknowledgedAt }) => acknowledgedAt)),
    endedAfterMs: after(all.map(({ endedAt }) => endedAt)),
    rows: [...all]
      .sort((a, b) => lengthOf(b) - lengthOf(a))
      .slice(0, section.limit)
      .map(({ id, title, severity, openedAt, endedAt, acknowledgedBy }) => ({
        ...{ id, title, severity, openedAt, endedAt, acknowledgedBy },
      })),
  };
}

async function errors(section: SectionOf<'errors'>, making: Making): Promise<MadeOf<'errors'>> {
  const stretch = stretchOf(making);
  const { title, limit } = section;
  const query = { ...stretch, filter: filterOf(section, making), limit };
  const found = await making.sources.errors(making.project, query, making.signal);
  return {
    ...{ kind: 'errors', title },
    rows: found.map(({ group, type, message, place, count, users, state, firstSeen }) => ({
      ...{ group, type, message, place, count, users, state },
      fresh: Date.parse(firstSeen) >= Date.parse(stretch.from),
    })),
  };
}
