import type { Filter } from '@pharos/core/filter';
import { z } from 'zod';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import { namingOf } from '../named-projects.ts';
import type { PhoenixParts } from './phoenix.ts';
import { moment, PROJECTS, page, projectParams, texts } from './query.ts';
import { fullSpan, kindsNamed } from './span-form.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** `key:value`, where the value may be JSON: `user.id:"12345"`, `top_k:3`. */
function attributeFilter(text: string): Filter {
  const colon = text.indexOf(':');
  const [key, written] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  const quoted = /^"(.*)"$/.exec(written);
  return { field: `attr.${key}`, op: '=', values: [quoted?.[1] ?? written] };
}

const querystring = z.object({
  start_time: moment,
  end_time: moment,
  trace_id: texts,
  span_id: texts,
  parent_id: z.string().max(512).optional(),
  name: texts,
  span_kind: texts,
  status_code: texts,
  attribute: texts,
  ...page(100, 1000),
});

export const spans =
  ({ reader }: PhoenixParts): Plugin =>
  (routes) => {
    routes.get(
      '/v1/projects/:project/spans',
      { config: { access: mayRead }, schema: { hide: true, params: projectParams, querystring } },
      async ({ project, params, query }, reply) => {
        const { data, nextCursor } = await reader.spans(
          project,
          {
            from: query.start_time,
            to: query.end_time,
            traceIds: query.trace_id,
            spanIds: query.span_id,
            parentIds:
              query.parent_id === undefined ? undefined : [query.parent_id === 'null' ? '' : query.parent_id],
            names: query.name,
            kinds: query.span_kind && kindsNamed(query.span_kind.map((name) => name.toUpperCase())),
            statuses: query.status_code?.map((code) => code.toLowerCase()),
            naming: namingOf(PROJECTS, [params.project]),
            filters: query.attribute?.map(attributeFilter),
            limit: query.limit,
            cursor: query.cursor,
          },
          clientGone(reply),
        );
        const answer = { data: data.map(fullSpan), next_cursor: nextCursor };
        return reply.type(JSON_TYPE).serializer(JSON.stringify).send(answer);
      },
    );
  };
