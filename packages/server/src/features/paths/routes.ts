import type { Page } from '@pharos/core/api/common';
import { projectQuery } from '@pharos/core/api/common';
import {
  type ApiPathRun,
  decisionsSchema,
  type PathRunsQuery,
  type PathsCompareQuery,
  pathRunsQuery,
  pathRunsSchema,
  pathsCompareQuery,
  pathsComparisonSchema,
  pathsQuery,
  pathsSchema,
  runPathSchema,
} from '@pharos/core/api/paths';
import { decisionsOf } from '@pharos/core/paths/decisions';
import { type RunLine, tookWay } from '@pharos/core/paths/flow';
import { runsIn } from '@pharos/core/paths/run-path';
import { versionsOf } from '@pharos/core/paths/view';
import type { Clock } from '@pharos/core/time';
import { z } from 'zod';
import { keptWork } from '../../answers/kept-work.ts';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { PathsAsked, PathsReader } from '../../store/telemetry/paths-contract.ts';
import { gatherPaths, placeOf } from './gather.ts';
import { presentComparison, presentPaths, presentRun, presentRunPath, variantId } from './present.ts';

/** So long folded paths are used again, so that whoever looks into them sees the runs that were counted. */
const KEPT = { keepMs: 60_000, most: 20 };

const agentParams = z.object({ name: z.string().min(1).max(256) });
const runParams = agentParams.extend({ traceId: z.string().min(1).max(512) });
const runQuery = projectQuery.extend({
  /** The span that is the run, where a trace has several; unless said, its first. */
  span: z.string().max(512).optional(),
});

/** Which ways the runs of an agent went, and what they decided. */
export const paths =
  (reader: PathsReader, clock: Clock): Plugin =>
  (routes) => {
    const config = { access: mayRead };
    const gathered = keptWork(
      clock,
      KEPT,
      (scope, asked: PathsAsked, signal = new AbortController().signal) =>
        gatherPaths(reader, scope, asked, signal),
    );

    routes.get(
      '/api/v1/agents/:name/paths',
      {
        config,
        schema: {
          summary:
            'The ways that runs of an agent went: a graph of its steps, variants by frequency, findings',
          description:
            'Of the newest 10,000 traces of the range, with 250,000 spans in all, at most; `basis` says what it rests on.',
          params: agentParams,
          querystring: pathsQuery,
          response: { 200: pathsSchema },
        },
      },
      async ({ project, params: { name }, query }, reply) => {
        const signal = clientGone(reply);
        return presentPaths(name, await gathered(project, askedOf(name, query), signal), signal);
      },
    );

    routes.get(
      '/api/v1/agents/:name/paths/compare',
      {
        config,
        schema: {
          summary: 'The paths of two versions or ranges side by side, and what changed most',
          params: agentParams,
          querystring: pathsCompareQuery,
          response: { 200: pathsComparisonSchema },
        },
      },
      async ({ project, params: { name }, query }, reply) => {
        const signal = clientGone(reply);
        const after = await gathered(project, askedOf(name, query), signal);
        const before = await gathered(project, askedOf(name, baseOf(query, after.basis)), signal);
        return presentComparison(name, before, after, signal);
      },
    );

    routes.get(
      '/api/v1/agents/:name/paths/runs',
      {
        config,
        schema: {
          summary: 'The runs behind a variant, a step, a way or a finding, newest first',
          params: agentParams,
          querystring: pathRunsQuery,
          response: { 200: pathRunsSchema },
        },
      },
      async ({ project, params: { name }, query }, reply) => {
        const { flow } = await gathered(project, askedOf(name, query), clientGone(reply));
        return pageOf(flow.runs, query);
      },
    );

    routes.get(
      '/api/v1/agents/:name/paths/runs/:traceId',
      {
        config,
        schema: {
          summary: 'The way of one run, step by step',
          params: runParams,
          querystring: runQuery,
          response: { 200: runPathSchema },
        },
      },
      async ({ project, params: { name, traceId }, query }, reply) => {
        const [spans = []] = await reader.pathSpans(project, [traceId], clientGone(reply));
        const ofAgent = spans.some(({ agentName }) => agentName === name);
        const runs = ofAgent ? runsIn(spans, name) : [];
        const run = runs.find(({ spanId }) => spanId === (query.span ?? spanId));
        if (!run) throw new ApiError('not_found', { message: 'There is no such run of this agent.' });
        return presentRunPath(run);
      },
    );

    routes.get(
      '/api/v1/agents/:name/decisions',
      {
        config,
        schema: {
          summary: 'Which option of each decision was chosen how often, by version, and how these runs went',
          params: agentParams,
          querystring: pathsQuery,
          response: { 200: decisionsSchema },
        },
      },
      async ({ project, params: { name }, query }, reply) => {
        const { basis, flow } = await gathered(project, askedOf(name, query), clientGone(reply));
        return { agent: name, basis, versions: versionsOf(flow.runs), decisions: decisionsOf(flow.runs) };
      },
    );
  };

const askedOf = (
  agent: string,
  { version, from, to, filter }: Pick<PathsCompareQuery, 'version' | 'from' | 'to' | 'filter'>,
): PathsAsked => ({ agent, version, from, to, filter });

/** The other version in the same range, the range that is said, or as long a one right before. */
function baseOf(
  { version, filter, baseFrom, baseTo, baseVersion }: PathsCompareQuery,
  { from, to }: { from: string; to: string },
): Omit<PathsAsked, 'agent'> {
  if (baseFrom !== undefined || baseTo !== undefined)
    return { version: baseVersion ?? version, filter, from: baseFrom, to: baseTo };
  if (baseVersion !== undefined) return { version: baseVersion, filter, from, to };
  const lengthMs = Date.parse(to) - Date.parse(from);
  return { version, filter, from: new Date(Date.parse(from) - lengthMs).toISOString(), to: from };
}

function pageOf(runs: readonly RunLine[], query: PathRunsQuery): Page<ApiPathRun> {
  const { cursor, limit } = query;
  const rest = runs.filter(
    (run) => (cursor === undefined || placeOf(run) < cursor) && isAskedFor(run, query),
  );
  const page = rest.slice(0, limit);
  const last = rest.length > limit ? page.at(-1) : undefined;
  return { data: page.map(presentRun), nextCursor: last ? placeOf(last) : null };
}

function isAskedFor(run: RunLine, { variant, step, after, finding }: PathRunsQuery): boolean {
  if (variant !== undefined && variantId(run.variant) !== variant) return false;
  if (finding !== undefined)
    return run.findings.some((found) => found.kind === finding && (step ?? found.step) === found.step);
  return step === undefined || tookWay(run, step, after);
}
