import type { WireFormat } from '../../intake/request.ts';
import { jsonOf, type MediaType } from '../protocol.ts';

/** OTLP's own two forms. */
export type OtlpFormat = Extract<WireFormat, 'protobuf' | 'json'>;

export const OTLP_TYPES: readonly MediaType<OtlpFormat>[] = [
  { name: 'application/x-protobuf', type: /^application\/(x-)?protobuf(\s*;|$)/i, format: 'protobuf' },
  jsonOf('json'),
];

/** What an answer in a format is sent as. */
export const TYPE_OF: Record<OtlpFormat, string> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};
