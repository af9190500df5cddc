import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import {
  type DownloadQuery,
  downloadParams,
  downloadQuery,
  MAX_DOWNLOAD_ROWS,
} from '@pharos/core/api/exports';
import { type ExportKind, hasEnvironment } from '@pharos/core/exports/export';
import type { FastifyReply } from 'fastify';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Routes } from '../../http/routes.ts';
import { asFile } from '../../http/send-file.ts';
import { createSlots } from '../../http/slots.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { isTooLarge } from '../../store/telemetry/engine-errors.ts';
import type { ExportAsked } from '../../store/telemetry/export-contract.ts';
import { instant } from '../../store/telemetry/read/instant.ts';
import { FILES } from './files.ts';
import { type Printed, printedParts } from './printed.ts';

/** Downloads of one project at the same time. */
const AT_ONCE = 2;
/** Of a stream, what is in memory at a time. */
const PART = { rows: 20_000, bytes: 48 * 2 ** 20 };
const MAX_PARQUET_BYTES = 64 * 2 ** 20;

const asAJob = 'Take a shorter range, or have it exported by a job: POST /api/v1/exports.';

/** `/api/v1/export/:kind`: one table as a download. */
export const downloadRoutes =
  (reader: TelemetryReader) =>
  (routes: Routes): void => {
    const slots = createSlots(AT_ONCE);

    routes.get(
      '/api/v1/export/:kind',
      {
        config: { access: mayRead },
        schema: {
          summary: 'All rows of a range as a download: JSON lines compressed with gzip, or Parquet',
          description:
            'Columns are those that `GET /api/v1/sql/schema` tells of. A file that breaks off is no valid one: gzip and Parquet both end with what says so.',
          params: downloadParams,
          querystring: downloadQuery,
        },
      },
      async ({ project, params: { kind }, query, log }, reply) => {
        const isWhole = await slots.within(project, async () => {
          const asked = askedOf(kind, query);
          const signal = clientGone(reply);
          await checkRows(reader, project, asked, query.format, signal);
          const { type, extension } = FILES[query.format];
          reply.type(type).header('content-disposition', asFile(`${nameOf(kind, query)}.${extension}`));
          if (query.format === 'jsonl')
            return sendZipped(reply, lines(reader, project, asked, signal), signal);
          reply.send(await parquet(reader, project, asked, signal));
          return true;
        });
        if (isWhole) log.info({ project, kind, format: query.format }, 'a table was downloaded');
        return reply;
      },
    );
  };

/** @throws ApiError for an environment of what has none */
function askedOf(kind: ExportKind, { from, to, texts, environment }: DownloadQuery): ExportAsked {
  if (environment !== '' && !hasEnvironment(kind)) {
    const message = `Rows of ${kind} do not say of which environment they are.`;
    throw new ApiError('invalid_request', { message, details: [{ path: '/environment', message }] });
  }
  return { kind, texts, environment, lane: 'experts', fromNs: instant(from), toNs: instant(to) };
}

const nameOf = (kind: ExportKind, { from, to }: DownloadQuery): string =>
  [kind, ...[from, to].map((time) => new Date(time).toISOString().replace(/[-:]|\.\d+/g, ''))].join('-');

async function checkRows(
  reader: TelemetryReader,
  project: ProjectScope,
  asked: ExportAsked,
  format: DownloadQuery['format'],
  signal: AbortSignal,
): Promise<void> {
  const [all] = await reader.exportSteps(project, asked, asked.toNs - asked.fromNs, signal);
  const most = MAX_DOWNLOAD_ROWS[format];
  if ((all?.rows ?? 0) > most)
    throw new ApiError('invalid_request', { message: `These are more than ${most} rows. ${asAJob}` });
}

async function parquet(
  reader: TelemetryReader,
  project: ProjectScope,
  asked: ExportAsked,
  signal: AbortSignal,
): Promise<Buffer> {
  try {
    const print = { format: 'parquet', maxBytes: MAX_PARQUET_BYTES } as const;
    const bytes = await reader.printExport(project, asked, print, signal);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    throw new ApiError('invalid_request', {
      message: `A Parquet file of this would be larger than a download may be. ${asAJob}`,
    });
  }
}

const lines = (
  reader: TelemetryReader,
  project: ProjectScope,
  asked: ExportAsked,
  signal: AbortSignal,
): AsyncGenerator<Printed> => {
  const print = { format: 'jsonl', maxBytes: PART.bytes } as const;
  return printedParts({ reader, project, asked, print, partRows: PART.rows, signal });
};

/** False when it breaks off. What fails before the first part is an error as any other. */
async function sendZipped(
  reply: FastifyReply,
  parts: AsyncGenerator<Printed>,
  signal: AbortSignal,
): Promise<boolean> {
  const first = await parts.next();
  async function* bytes() {
    if (!first.done) yield first.value.bytes;
    for await (const part of parts) yield part.bytes;
  }
  const zipped = createGzip();
  reply.send(zipped);
  return pipeline(Readable.from(bytes(), { highWaterMark: 1 }), zipped, { signal }).then(
    () => true,
    (error: unknown) => {
      if (!signal.aborted) reply.log.error({ err: error }, 'a download broke off');
      return false;
    },
  );
}
