import type { RawLog } from '@pharos/core/log-events';
import { type DecodedBatch, emptyBatch } from '../../intake/decoded.ts';
import { MARKS, markDropped } from '../limits.ts';
import { readAnyValue, readAttribute } from './any-value.ts';
import { admitLog, placeTimeless } from './log-rules.ts';
import type { Origin } from './origin.ts';
import { readOrigins } from './protobuf-origin.ts';
import { WireReader } from './wire-reader.ts';

/** Reads an ExportLogsServiceRequest. Throws DecodeError when it is none. */
export function decodeProtobufLogs(body: Uint8Array, receivedNs: bigint): DecodedBatch {
  const reader = new WireReader(body);
  const batch = emptyBatch();
  readOrigins(reader, (end, origin) => readLog(reader, end, origin, batch));
  placeTimeless(batch, receivedNs);
  return batch;
}

function readLog(reader: WireReader, end: number, origin: Origin, batch: DecodedBatch): void {
  reader.budget.part();
  const log: RawLog = {
    traceId: '',
    spanId: '',
    timeNs: 0n,
    severityNumber: 0,
    severityText: '',
    eventName: '',
    body: '',
    attributes: new Map(),
    resource: origin.resource,
    scopeName: origin.scopeName,
  };
  let observedNs = 0n;
  const cut = { count: 0 };
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 0x09:
        log.timeNs = reader.fixed64(end);
        break;
      case 0x10:
        log.severityNumber = reader.uint32();
        break;
      case 0x1a:
        log.severityText = reader.name(end);
        break;
      case 0x2a:
        log.body = readAnyValue(reader, reader.fieldEnd(end), 1, cut);
        break;
      case 0x32:
        cut.count += readAttribute(reader, reader.fieldEnd(end), log.attributes);
        break;
      case 0x38:
        cut.count += reader.uint32();
        break;
      case 0x4a:
        log.traceId = reader.id(16, end);
        break;
      case 0x52:
        log.spanId = reader.id(8, end);
        break;
      case 0x59:
        observedNs = reader.fixed64(end);
        break;
      case 0x62:
        log.eventName = reader.name(end);
        break;
      default:
        reader.skip(tag, end);
    }
  }
  reader.close(end);
  markDropped(log.attributes, MARKS.droppedAttributes, cut.count);
  admitLog(batch, log, observedNs);
}
