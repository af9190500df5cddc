import { jsonOf, parseIfStructure } from '../attributes.ts';
import type { Json, ToolDefinition } from '../content.ts';
import { firstString, isRecord } from '../message-parts.ts';
import type { AttributeValue } from '../span.ts';

const MAX_TOOLS = 1_000;

/** A tool as any provider describes it, from JSON or JSON text; undefined when it has no name. */
export function toolOf(value: Json): ToolDefinition | undefined {
  const json = typeof value === 'string' ? parseIfStructure(value) : value;
  if (!isRecord(json)) return undefined;
  const described = isRecord(json.function) ? json.function : json;
  const name = firstString(described.name);
  if (name === undefined) return undefined;
  const tool: ToolDefinition = { name };
  const description = firstString(described.description);
  const parameters = described.parameters ?? described.inputSchema ?? described.input_schema;
  if (description !== undefined) tool.description = description;
  if (parameters !== undefined && parameters !== null) {
    tool.parameters = typeof parameters === 'string' ? parseIfStructure(parameters) : parameters;
  }
  return tool;
}

/** The tools in a list; undefined when there is none. */
export function toolsOf(value: AttributeValue | undefined): ToolDefinition[] | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const json = jsonOf(value);
  if (!Array.isArray(json)) return undefined;
  const tools = json.slice(0, MAX_TOOLS).flatMap((item) => toolOf(item) ?? []);
  return tools.length > 0 ? tools : undefined;
}

/** The tools that a request offers beside its messages, `{messages, tools}`; text is parsed only when it names some. */
export function toolsInRequest(value: AttributeValue | undefined): ToolDefinition[] | undefined {
  if (typeof value === 'string' && !value.includes('"tools"')) return undefined;
  const request = typeof value === 'string' ? parseIfStructure(value) : value;
  const holds = typeof request === 'object' && request !== null && !Array.isArray(request);
  return holds ? toolsOf(request.tools) : undefined;
}
