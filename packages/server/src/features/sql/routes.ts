import { projectQuery } from '@pharos/core/api/common';
import {
  sqlAnswerSchema,
  sqlExportRequestSchema,
  sqlRequestSchema,
  sqlSchemaSchema,
} from '@pharos/core/api/sql';
import { FUNCTIONS } from '@pharos/core/sql-functions';
import { SQL_TABLES } from '@pharos/core/sql-tables';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import { sendFile } from '../../http/send-file.ts';
import { createSlots } from '../../http/slots.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';

/** Queries of one project that run at the same time: what is beyond is refused, not kept waiting. */
const AT_ONCE = 2;

/**
 * `/api/v1/sql`: what experts ask in SQL of their own project. It is logged that somebody asked and what it cost, not
 * what: a query holds ids of people, and changes nothing that an audit would have to tell.
 */
export const sql =
  (reader: TelemetryReader): Plugin =>
  (routes) => {
    const slots = createSlots(AT_ONCE);
    const config = { access: mayRead };

    routes.get(
      '/api/v1/sql/schema',
      {
        config,
        schema: {
          summary: 'The tables, columns and functions that a query may name',
          querystring: projectQuery,
          response: { 200: sqlSchemaSchema },
        },
      },
      async () => ({
        tables: SQL_TABLES.map((table) => ({ ...table, columns: [...table.columns] })),
        functions: [...FUNCTIONS],
      }),
    );

    routes.post(
      '/api/v1/sql',
      {
        config,
        schema: {
          summary: 'Answers a SELECT over the rows of the project',
          querystring: projectQuery,
          body: sqlRequestSchema,
          response: { 200: sqlAnswerSchema },
        },
      },
      async ({ project, body, log }, reply) => {
        const answer = await slots.within(project, () => reader.sql(project, body, clientGone(reply)));
        const { elapsedMs, rowsRead, rows } = answer;
        log.info({ project, elapsedMs, rowsRead, rows: rows.length }, 'a query in SQL was answered');
        return answer;
      },
    );

    routes.post(
      '/api/v1/sql/export',
      {
        config,
        schema: {
          summary: 'The whole answer to a SELECT as a file: CSV, JSON lines or Parquet',
          querystring: projectQuery,
          body: sqlExportRequestSchema,
        },
      },
      async ({ project, body, log }, reply) => {
        const bytes = await slots.within(project, () => reader.sqlExport(project, body, clientGone(reply)));
        log.info({ project, format: body.format, bytes: bytes.byteLength }, 'a query in SQL was exported');
        return sendFile(reply, body.format, bytes);
      },
    );
  };
