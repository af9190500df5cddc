import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Refusal } from '../refusal.ts';
import { statusDetails } from './answer.ts';
import { bodyWith } from './grpc-message.ts';

const HEADERS = {
  ':status': 200,
  'content-type': 'application/grpc+proto',
  'grpc-accept-encoding': 'identity,gzip,deflate,zstd',
};
const OK = 0;
const UNIMPLEMENTED = 12;

/** Nothing is said to a sender that has left. */
const isGone = (stream: ServerHttp2Stream): boolean => stream.destroyed || stream.closed;

export function answerWith(stream: ServerHttp2Stream, message: Buffer): void {
  if (isGone(stream)) return;
  stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': OK }));
  stream.respond(HEADERS, { waitForTrailers: true });
  stream.end(bodyWith(message));
}

export function refuseWith(stream: ServerHttp2Stream, refusal: Refusal): void {
  end(stream, {
    ...HEADERS,
    'grpc-status': refusal.grpcCode,
    'grpc-message': percentEncoded(refusal.message),
    'grpc-status-details-bin': statusDetails(refusal).toString('base64'),
  });
}

export const refuseMethod = (stream: ServerHttp2Stream): void =>
  end(stream, { ...HEADERS, 'grpc-status': UNIMPLEMENTED, 'grpc-message': 'There is no such method.' });

/** Whoever does not speak gRPC is told so in the words of HTTP. */
export const refuseMediaType = (stream: ServerHttp2Stream): void => end(stream, { ':status': 415 });

/** What the sender has not sent yet it need not send: the stream is done, and what was held of it is let go. */
function end(stream: ServerHttp2Stream, headers: OutgoingHttpHeaders): void {
  if (isGone(stream)) return;
  stream.respond(headers, { endStream: true });
  stream.close(constants.NGHTTP2_NO_ERROR);
}

/** A lone surrogate, which has no encoding, becomes U+FFFD. */
const percentEncoded = (message: string): string => encodeURIComponent(Buffer.from(message).toString());
