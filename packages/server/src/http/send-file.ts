import type { FastifyReply } from 'fastify';

/** Forms of files that are made of answers. */
const TYPES = {
  csv: { type: 'text/csv; charset=utf-8', extension: 'csv' },
  'json-lines': { type: 'application/x-ndjson; charset=utf-8', extension: 'jsonl' },
  parquet: { type: 'application/vnd.apache.parquet', extension: 'parquet' },
} as const;

/** Sends bytes as a file to be kept. */
export function sendFile(reply: FastifyReply, format: keyof typeof TYPES, bytes: Uint8Array): FastifyReply {
  const { type, extension } = TYPES[format];
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="pharos.${extension}"`)
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** As a header says that something is a file of that name (RFC 8187). */
export const asFile = (name: string): string =>
  `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)}`;
