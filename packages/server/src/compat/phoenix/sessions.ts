import type { SessionSummary, TraceSummary } from '@pharos/core/api/spans';
import { formatFilterText } from '@pharos/core/filter-text';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import { globalId, idIn } from '../../receive/phoenix/global-ids.ts';
import { EVER, inProjects } from '../named-projects.ts';
import type { PhoenixParts } from './phoenix.ts';
import { DEFAULT_PROJECT, id, PROJECTS, page, projectParams } from './query.ts';
import { tokenCounts } from './traces.ts';

interface Opened {
  session: SessionSummary;
  traces: TraceSummary[];
}

const sum = (traces: readonly TraceSummary[]) =>
  traces.map(tokenCounts).reduce(
    (a, b) => ({
      token_count_prompt: a.token_count_prompt + b.token_count_prompt,
      token_count_completion: a.token_count_completion + b.token_count_completion,
      token_count_total: a.token_count_total + b.token_count_total,
    }),
    { token_count_prompt: 0, token_count_completion: 0, token_count_total: 0 },
  );

const presented = ({ session, traces }: Opened, project: string) => ({
  id: globalId('ProjectSession', session.sessionId),
  session_id: session.sessionId,
  project_id: globalId('Project', project),
  start_time: session.startTime,
  end_time: session.lastSeen,
  ...sum(traces),
  traces: traces.map((trace) => ({
    id: globalId('Trace', trace.traceId),
    trace_id: trace.traceId,
    start_time: trace.startTime,
    end_time: trace.endTime,
  })),
});

export const sessions =
  ({ reader }: PhoenixParts): Plugin =>
  (routes) => {
    const config = { access: mayRead };
    routes.get(
      '/v1/projects/:project/sessions',
      { config, schema: { hide: true, params: projectParams, querystring: z.object(page(100, 100)) } },
      async ({ project, params, query }, reply) => {
        const gone = clientGone(reply);
        const filters = await inProjects(reader, project, PROJECTS, [params.project]);
        const asked = { ...query, from: EVER, filter: formatFilterText({ filters, search: '' }) };
        const { data, nextCursor } = await reader.sessions(project, asked, gone);
        const found: Opened[] = [];
        // One after another: a page of them must not take the engine from everyone else.
        for (const { sessionId } of data) {
          const opened = await reader.session(project, sessionId, gone);
          if (opened) found.push(opened);
        }
        return { data: found.map((each) => presented(each, params.project)), next_cursor: nextCursor };
      },
    );

    const params = z.object({ session: id.transform((given) => idIn('ProjectSession', given)) });
    routes.get(
      '/v1/sessions/:session',
      { config, schema: { hide: true, params } },
      async ({ project, params: { session } }, reply) => {
        const opened = await reader.session(project, session, clientGone(reply));
        if (!opened) throw new ApiError('not_found', { message: `Session ${session} not found` });
        return { data: presented(opened, DEFAULT_PROJECT) };
      },
    );
  };
