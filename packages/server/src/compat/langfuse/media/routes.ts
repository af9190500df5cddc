import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiError } from '../../../errors.ts';
import { mayIngest, mayRead } from '../../../http/access.ts';
import type { Plugin } from '../../../http/routes.ts';
import { signedPath } from '../../../http/signed-url.ts';
import { announceMedia, type MediaRecord, mediaIdOf, mediaOf } from '../../../store/records/media.ts';
import { notFound } from '../errors.ts';
import type { LangfuseParts } from '../parts.ts';
import { contentPath } from './content.ts';

const GOOD_FOR_MS = 60 * 60_000;

const announceSchema = (maxBytes: number) =>
  z
    .object({
      traceId: z.string().max(800).nullish(),
      observationId: z.string().max(800).nullish(),
      datasetId: z.string().max(800).nullish(),
      datasetItemId: z.string().max(800).nullish(),
      contentType: z
        .string()
        .max(200)
        .regex(/^[\w.+-]+\/[\w.+-]+$/, 'is no media type'),
      contentLength: z.number().int().min(1).max(maxBytes),
      sha256Hash: z.string().regex(/^[A-Za-z\d+/]{43}=$/, 'is no SHA-256 in base64'),
      field: z.enum(['input', 'output', 'metadata', 'expectedOutput']),
    })
    .refine(({ traceId, datasetId }) => Boolean(traceId) !== Boolean(datasetId), {
      message: 'name a traceId or a datasetId',
      path: ['traceId'],
    });
const reportSchema = z.object({
  uploadedAt: z.iso.datetime({ offset: true }),
  uploadHttpStatus: z.number().int(),
  uploadHttpError: z.string().nullish(),
  uploadTimeMs: z.number().nullish(),
});
const params = z.object({ mediaId: z.string().min(1).max(100) });

/** `/api/public/media`: an SDK announces a file, sends it to a signed URL, and later asks where it is. */
export const langfuseMedia =
  (parts: LangfuseParts): Plugin =>
  (routes) => {
    const { records, clock, ids, maxMediaBytes } = parts;
    const writing = { config: { access: mayIngest } };

    const urlOf = (request: FastifyRequest, method: 'GET' | 'PUT', { id, secret }: MediaRecord) => {
      const expiresAtMs = clock.nowMs() + GOOD_FOR_MS;
      const path = contentPath(request.project, id);
      const url = `${originOf(request, parts.publicUrl)}${signedPath(secret, { method, path, expiresAtMs })}`;
      return { url, urlExpiry: new Date(expiresAtMs).toISOString() };
    };

    routes.post(
      '/api/public/media',
      { ...writing, schema: { hide: true, body: announceSchema(maxMediaBytes) } },
      async (request, reply) => {
        const { contentType, contentLength, sha256Hash } = request.body;
        const sha256 = Buffer.from(sha256Hash, 'base64').toString('hex');
        const media = await announceMedia(records, request.project, {
          id: mediaIdOf(sha256),
          sha256,
          contentType,
          bytes: contentLength,
          secret: ids.secret(),
          createdAt: new Date(clock.nowMs()),
        });
        const uploadUrl = media.uploadedAt === null ? urlOf(request, 'PUT', media).url : null;
        return reply.code(201).send({ mediaId: media.id, uploadUrl });
      },
    );

    // Whether a file is there is known without being told.
    routes.patch(
      '/api/public/media/:mediaId',
      { ...writing, schema: { hide: true, params, body: reportSchema } },
      async ({ project, params, body, log }, reply) => {
        if (!(await mediaOf(records, project, params.mediaId))) throw unknown(params.mediaId);
        if (body.uploadHttpStatus >= 300) log.warn({ ...params, ...body }, 'an SDK could not upload a file');
        return reply.code(204).send();
      },
    );

    routes.get(
      '/api/public/media/:mediaId',
      { config: { access: mayRead }, schema: { hide: true, params } },
      async (request) => {
        const { mediaId } = request.params;
        const media = await mediaOf(records, request.project, mediaId);
        if (!media?.uploadedAt) throw unknown(mediaId);
        return {
          mediaId,
          contentType: media.contentType,
          contentLength: media.bytes,
          uploadedAt: media.uploadedAt.toISOString(),
          ...urlOf(request, 'GET', media),
        };
      },
    );
  };

/** Never another project's, which does not learn whether it is there. */
const unknown = (mediaId: string): ApiError => notFound(`Media ${mediaId}`);

/** By which the caller reached this server: a name that it may not resolve is of no use to it. */
function originOf({ protocol, host }: FastifyRequest, publicUrl: string): string {
  return new URL(publicUrl).host === host ? publicUrl : `${protocol}://${host}`;
}
