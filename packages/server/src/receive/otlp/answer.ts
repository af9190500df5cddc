import type { Rejection } from '../../intake/rejection.ts';
import type { SignalKind } from '../../intake/request.ts';
import type { Refusal } from '../refusal.ts';
import type { OtlpFormat } from './formats.ts';
import { bytesField, int32Field, textField } from './wire-writer.ts';

const REJECTED_NAME: Record<SignalKind, string> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
};

/** An Export…ServiceResponse: empty when everything was taken, else how much was not and why. */
export function answerOf(kind: SignalKind, format: OtlpFormat, { count, reasons }: Rejection): Buffer {
  const errorMessage = reasons.join('; ');
  if (format === 'json') {
    const partial = { partialSuccess: { [REJECTED_NAME[kind]]: String(count), errorMessage } };
    return Buffer.from(count === 0 ? '{}' : JSON.stringify(partial));
  }
  if (count === 0) return Buffer.alloc(0);
  return bytesField(1, Buffer.concat([int32Field(1, count), textField(2, errorMessage)]));
}

/** The google.rpc.Status that OTLP wants as the body of an error. */
export function statusOfRefusal(format: OtlpFormat, { grpcCode, message }: Refusal): Buffer {
  if (format === 'json') return Buffer.from(JSON.stringify({ code: grpcCode, message }));
  return Buffer.concat([int32Field(1, grpcCode), textField(2, message)]);
}

/** The same for gRPC's trailer, with a RetryInfo when the sender may try again. */
export function statusDetails(refusal: Refusal): Buffer {
  const status = statusOfRefusal('protobuf', refusal);
  if (refusal.retryAfterSeconds === undefined) return status;
  const retryInfo = bytesField(1, int32Field(1, refusal.retryAfterSeconds));
  const any = [textField(1, 'type.googleapis.com/google.rpc.RetryInfo'), bytesField(2, retryInfo)];
  return Buffer.concat([status, bytesField(3, Buffer.concat(any))]);
}
