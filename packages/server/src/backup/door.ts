import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { BackupContext, BackupRequest, Made } from './back-up.ts';
import { manifestSchema } from './manifest.ts';

export const PATH = '/backups';

export const backupRequestSchema = z.object({
  shelf: z.string().regex(/^\//, 'must be an absolute path'),
  incremental: z.boolean(),
  withoutKey: z.boolean(),
  keep: z
    .int()
    .positive()
    .nullable()
    .transform((keep) => keep ?? undefined),
});

/** What is answered, a line each: steps, then how it ended. */
export const lineSchema = z.union([
  z.object({ step: z.string() }),
  z.object({ made: z.object({ path: z.string(), manifest: manifestSchema, pruned: z.array(z.string()) }) }),
  z.object({ error: z.string() }),
]);
export type Line = z.output<typeof lineSchema>;

export interface BackupDoor {
  listener: RequestListener;
  /** Ends what is under way, and has it clear away what it has written. */
  close(): Promise<void>;
}

/**
 * Where a running server is asked for a backup: behind the socket in its data directory, which only its own user can reach. Whoever asked
 * and goes away has it ended.
 */
export function createBackupDoor(
  make: (request: BackupRequest, context: BackupContext) => Promise<Made>,
  onError: (error: unknown) => void,
): BackupDoor {
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method !== 'POST' || request.url !== PATH) {
      response.writeHead(404).end();
      return;
    }
    const parsed = backupRequestSchema.safeParse(await json(request).catch(() => undefined));
    if (!parsed.success) {
      response.writeHead(400).end(z.prettifyError(parsed.error));
      return;
    }
    const gone = new AbortController();
    response.on('close', () => gone.abort(new Error('whoever asked for it went away')));
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const tell = (line: z.input<typeof lineSchema>) => response.write(`${JSON.stringify(line)}\n`);
    const signal = AbortSignal.any([closing.signal, gone.signal]);
    try {
      tell({ made: await make(parsed.data, { signal, tell: (step) => tell({ step }) }) });
    } catch (error) {
      if (!signal.aborted) onError(error);
      tell({ error: error instanceof Error ? error.message : String(error) });
    }
    response.end();
  };

  return {
    listener: (request, response) => {
      const work = answer(request, response).catch(onError);
      underWay.add(work);
      void work.finally(() => underWay.delete(work));
    },
    async close() {
      closing.abort(new Error('the server is stopping'));
      await Promise.all(underWay);
    },
  };
}
