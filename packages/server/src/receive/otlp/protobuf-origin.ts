import type { Attributes } from '@pharos/core/span';
import { MARKS, markDropped } from '../limits.ts';
import { readAttribute } from './any-value.ts';
import type { Origin } from './origin.ts';
import type { WireReader } from './wire-reader.ts';

/**
 * Every OTLP export request nests alike: resources (1) hold a resource (1) and scopes (2), a scope holds its
 * scope (1) and items (2). Visits each item with its origin. Each level is walked twice because nothing says
 * that a resource or scope is sent before its items.
 */
export function readOrigins(reader: WireReader, visit: (end: number, origin: Origin) => void): void {
  reader.each(0x0a, reader.end, (resourceEnd) => {
    const resourceStart = reader.pos;
    const resource: Attributes = new Map();
    reader.each(0x0a, resourceEnd, (end) => readAttributes(reader, end, resource));
    reader.pos = resourceStart;
    reader.each(0x12, resourceEnd, (scopeEnd) => {
      const scopeStart = reader.pos;
      const origin: Origin = { resource, scopeName: '', scopeVersion: '' };
      reader.each(0x0a, scopeEnd, (end) => readScope(reader, end, origin));
      reader.pos = scopeStart;
      reader.each(0x12, scopeEnd, (end) => visit(end, origin));
    });
  });
}

function readAttributes(reader: WireReader, end: number, into: Attributes): void {
  let dropped = 0;
  reader.each(0x0a, end, (attributeEnd) => {
    dropped += readAttribute(reader, attributeEnd, into);
  });
  markDropped(into, MARKS.droppedAttributes, dropped);
}

function readScope(reader: WireReader, end: number, origin: Origin): void {
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x0a) origin.scopeName = reader.name(end);
    else if (tag === 0x12) origin.scopeVersion = reader.name(end);
    else reader.skip(tag, end);
  }
  reader.close(end);
}
