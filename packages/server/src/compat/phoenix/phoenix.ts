import type { Clock } from '@pharos/core/time';
import type { Plugin } from '../../http/routes.ts';
import type { Ids } from '../../ids.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ScoreBook, TelemetryReader } from '../../store/telemetry/contract.ts';
import { replyInWords } from '../words.ts';
import { annotationReads } from './annotation-reads.ts';
import { annotations } from './annotations.ts';
import { projects } from './projects.ts';
import { sessions } from './sessions.ts';
import { spans } from './spans.ts';
import { traces } from './traces.ts';
import { PHOENIX_VERSION, VERSION_HEADER } from './version.ts';

export interface PhoenixParts {
  reader: TelemetryReader;
  scoreBook: ScoreBook;
  records: Records;
  clock: Clock;
  ids: Ids;
}

/**
 * What Phoenix's clients read and write beside OTLP. A project of theirs is what spans name as
 * `openinference.project.name` within the project of the key; `default` is of those that name none.
 */
export const phoenix =
  (parts: PhoenixParts): Plugin =>
  async (routes) => {
    replyInWords(routes, ({ message }) => ({ detail: message }));
    routes.addHook('onRequest', async (_request, reply) => {
      reply.header(VERSION_HEADER, PHOENIX_VERSION);
    });
    routes.get(
      '/arize_phoenix_version',
      { config: { access: 'open' }, schema: { hide: true } },
      async (_request, reply) => reply.type('text/plain').send(PHOENIX_VERSION),
    );
    const rooms = [annotations, annotationReads, projects, sessions, spans, traces];
    for (const room of rooms) await room(parts)(routes);
  };
