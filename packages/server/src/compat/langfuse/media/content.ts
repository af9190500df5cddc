import { z } from 'zod';
import { ApiError } from '../../../errors.ts';
import type { Plugin, Routes } from '../../../http/routes.ts';
import { admitSigned, signatureQuery } from '../../../http/signed-url.ts';
import { WrongContent } from '../../../store/media/contract.ts';
import { mediaOf, noteUpload, secretOfMedia } from '../../../store/records/media.ts';
import type { LangfuseParts } from '../parts.ts';

const PATH = '/api/public/media/:projectId/:mediaId/content';
const params = z.object({ projectId: z.string().max(64), mediaId: z.string().max(100) });

/** Where the bytes of a file are sent to and read from; a signature goes with it. */
export const contentPath = (projectId: string, mediaId: string): string =>
  PATH.replace(':projectId', encodeURIComponent(projectId)).replace(':mediaId', encodeURIComponent(mediaId));

/** Types that do nothing but be looked at or listened to. Others are bytes, whatever they claim to be. */
const HARMLESS = /^(image\/(png|jpe?g|gif|webp|avif|bmp|tiff|heic)|(audio|video)\/[\w.+-]+|text\/plain)$/;

const LEFT: ReadonlySet<unknown> = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE']);
const hasLeft = (error: unknown) => LEFT.has((error as NodeJS.ErrnoException).code);
const notHere = () => new ApiError('not_found', { message: 'This file is not here.' });

/** The bytes of files: open to whoever holds a URL that was signed for them. */
export const langfuseMediaContent =
  ({ records, media, clock }: LangfuseParts): Plugin =>
  (routes) => {
    const open = { config: { access: 'open' as const } };
    const schema = { hide: true, params, querystring: signatureQuery };

    async function admitted(
      method: 'GET' | 'PUT',
      { projectId, mediaId }: z.output<typeof params>,
      { expires, signature }: z.output<typeof signatureQuery>,
    ) {
      const secret = await secretOfMedia(records, projectId, mediaId);
      const signed = { method, path: contentPath(projectId, mediaId), expiresAtMs: expires };
      const project = admitSigned(projectId, secret, signed, signature, clock.nowMs());
      const file = await mediaOf(records, project, mediaId);
      if (!file) throw notHere();
      return { project, file };
    }

    routes.register(async (scope) => {
      leaveBodiesAlone(scope as Routes);
      (scope as Routes).put(PATH, { ...open, schema }, async (request, reply) => {
        // Whoever is refused half-way would otherwise have to send the rest first.
        if (Number(request.headers['content-length']) > 0) reply.header('connection', 'close');
        const { project, file } = await admitted('PUT', request.params, request.query);
        const { sha256, bytes, id } = file;
        const sent = Number(request.headers['content-length'] ?? bytes);
        try {
          if (sent !== bytes) throw new WrongContent(`${sent} bytes, not the ${bytes} announced`);
          await media.put(project, { sha256, bytes }, request.raw);
        } catch (error) {
          if (hasLeft(error)) throw new ApiError('request_timeout', { message: 'The file broke off.' });
          if (!(error instanceof WrongContent)) throw error;
          throw new ApiError('invalid_request', { message: `This is not the file: ${error.message}.` });
        }
        await noteUpload(records, project, id, new Date(clock.nowMs()));
        return reply.removeHeader('connection').code(200).send();
      });
    });

    routes.get(PATH, { ...open, schema }, async (request, reply) => {
      const { project, file } = await admitted('GET', request.params, request.query);
      const found = await media.open(project, file.sha256);
      if (!found) throw notHere();
      return reply
        .header('content-disposition', `attachment; filename="${file.id}"`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'private, max-age=3600')
        .header('content-length', found.bytes)
        .type(HARMLESS.test(file.contentType) ? file.contentType : 'application/octet-stream')
        .send(found.content);
    });
  };

/** Bytes go to the disk as they come, whatever they are said to be. */
function leaveBodiesAlone(routes: Routes): void {
  routes.removeAllContentTypeParsers();
  routes.addContentTypeParser('*', (_request, _body, done) => done(null));
}
