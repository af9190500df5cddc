import { DecodeError } from '../../intake/errors.ts';

/** A flag that says whether the message is compressed, and its length in four bytes. */
export const PREFIX_BYTES = 5;

export interface GrpcMessage {
  compressed: boolean;
  bytes: Buffer;
}

/** The one message in the body of a unary call. Throws DecodeError when there is none, or more, or half of one. */
export function messageIn(body: Buffer): GrpcMessage {
  if (body.length < PREFIX_BYTES || body.length !== PREFIX_BYTES + body.readUInt32BE(1))
    throw new DecodeError('the body is not one gRPC message');
  return { compressed: body[0] === 1, bytes: body.subarray(PREFIX_BYTES) };
}

/** The body of an answer: one message, not compressed. */
export function bodyWith(message: Buffer): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
