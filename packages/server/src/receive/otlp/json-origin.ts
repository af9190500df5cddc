import type { Attributes } from '@pharos/core/span';
import { DecodeError } from '../../intake/errors.ts';
import { MARKS, markDropped } from '../limits.ts';
import { countOf, isObject, type JsonAttributes, type JsonObject, list, text } from './json-value.ts';
import type { Origin } from './origin.ts';

/** What the lists of one signal are called: `resourceSpans` and `resource_spans`, and so on down. */
export interface Nesting {
  resources: readonly [camel: string, snake: string];
  scopes: readonly [camel: string, snake: string];
  items: readonly [camel: string, snake: string];
}

/** Visits every item of an export request with its origin. Throws DecodeError when the body is no such request. */
export function readJsonOrigins(
  body: unknown,
  names: Nesting,
  attributes: JsonAttributes,
  visit: (item: unknown, origin: Origin) => void,
): void {
  if (!isObject(body)) throw new DecodeError('the body must be a JSON object');
  for (const entry of lists(body, names.resources)) {
    if (!isObject(entry)) throw new DecodeError(`${names.resources[0]} must hold objects`);
    const resource = readResource(entry.resource, attributes);
    for (const scoped of lists(entry, names.scopes)) {
      if (!isObject(scoped)) throw new DecodeError(`${names.scopes[0]} must hold objects`);
      const scope = isObject(scoped.scope) ? scoped.scope : {};
      const origin = { resource, scopeName: text(scope.name), scopeVersion: text(scope.version) };
      for (const item of lists(scoped, names.items)) visit(item, origin);
    }
  }
}

const lists = (object: JsonObject, [camel, snake]: readonly [string, string]) =>
  list(object[camel] ?? object[snake], camel);

function readResource(source: unknown, attributes: JsonAttributes): Attributes {
  if (!isObject(source)) return new Map();
  attributes.dropped = countOf(source.droppedAttributesCount ?? source.dropped_attributes_count);
  const resource = attributes.read(source.attributes);
  markDropped(resource, MARKS.droppedAttributes, attributes.dropped);
  return resource;
}
