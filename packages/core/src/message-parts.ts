import { parseIfStructure } from './attributes.ts';
import type { Json, Part } from './content.ts';

export type JsonRecord = { [key: string]: Json };

export const isRecord = (value: Json | undefined): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text under a key; empty when there is none. */
export const textIn = (record: JsonRecord, key: string): string => {
  const value = record[key];
  return typeof value === 'string' ? value : '';
};

/** The object under a key; empty when there is none. */
export const recordIn = (record: JsonRecord, key: string): JsonRecord => {
  const value = record[key];
  return isRecord(value) ? value : {};
};

/** The first of `values` that is non-empty text. */
export function firstString(...values: (Json | undefined)[]): string | undefined {
  for (const value of values) if (typeof value === 'string' && value !== '') return value;
  return undefined;
}

const MAX_PARTS = 1_000;

/** Arguments and results travel as JSON or as JSON text. */
const decoded = (value: Json | undefined): Json =>
  typeof value === 'string' ? parseIfStructure(value) : (value ?? null);

export function toolCall(name: string, args: Json | undefined, id?: string): Part {
  const part: Part = { type: 'toolCall', name, arguments: decoded(args) };
  if (id !== undefined) part.id = id;
  return part;
}

/** A result that is only wrapped text or a wrapped value is unwrapped. */
function unwrapped(result: Json | undefined): Json {
  if (Array.isArray(result) && result.length === 1 && isRecord(result[0]) && result[0].type === 'text') {
    return decoded(result[0].text);
  }
  if (Array.isArray(result) && result.length === 1 && isRecord(result[0]) && result[0].type === undefined) {
    // Bedrock's results are `{text}` or `{json}`.
    const [key, ...more] = Object.keys(result[0]);
    if (more.length === 0 && (key === 'text' || key === 'json')) return decoded(result[0][key]);
  }
  if (isRecord(result) && (result.type === 'json' || result.type === 'text') && 'value' in result) {
    return decoded(result.value);
  }
  return decoded(result);
}

export function toolResult(result: Json | undefined, id?: string, name?: string): Part {
  const part: Part = { type: 'toolResult', result: unwrapped(result) };
  if (id !== undefined) part.id = id;
  if (name !== undefined) part.name = name;
  return part;
}

const IS_URL = /^(?:data:|https?:|[a-z][a-z0-9+.-]*:\/\/|@@@)/i;

function media(
  type: 'image' | 'audio' | 'file',
  location: string | undefined,
  mediaType?: string,
  name?: string,
): Part {
  const known: { url?: string; mediaType?: string } = {};
  if (location !== undefined) {
    known.url = IS_URL.test(location)
      ? location
      : `data:${mediaType ?? 'application/octet-stream'};base64,${location}`;
  }
  if (mediaType !== undefined) known.mediaType = mediaType;
  return type === 'file' && name !== undefined ? { type, ...known, name } : { type, ...known };
}

const nested = (value: Json | undefined): JsonRecord => (isRecord(value) ? value : {});
const mediaTypeOf = (part: JsonRecord) =>
  firstString(part.mime_type, part.mimeType, part.media_type, part.mediaType);

/** What a media type or modality is shown as. */
function modality(hint: string | undefined): 'image' | 'audio' | 'file' {
  if (hint?.startsWith('image')) return 'image';
  return hint?.startsWith('audio') ? 'audio' : 'file';
}

const readText = (part: JsonRecord): Part | undefined => {
  const text = firstString(part.text, part.content, part.refusal);
  return text === undefined ? undefined : { type: 'text', text };
};

const readReasoning = (part: JsonRecord): Part | undefined => {
  const summary = Array.isArray(part.summary)
    ? part.summary.map((item) => firstString(nested(item).text) ?? '').join('\n')
    : undefined;
  const text = firstString(part.text, part.thinking, part.content, part.reasoning, summary);
  return text === undefined ? undefined : { type: 'reasoning', text };
};

const readToolCall = (part: JsonRecord): Part | undefined => {
  const call = isRecord(part.function) ? part.function : part;
  const name = firstString(call.name, part.toolName, part.tool_name);
  if (name === undefined) return undefined;
  const args = call.arguments ?? part.args ?? part.input;
  return toolCall(
    name,
    args,
    firstString(part.toolCallId, part.call_id, part.id, part.tool_call_id, part.toolUseId),
  );
};

const readToolResult = (part: JsonRecord): Part =>
  toolResult(
    part.result ?? part.response ?? part.output ?? part.content,
    firstString(part.toolCallId, part.tool_use_id, part.toolUseId, part.call_id, part.tool_call_id, part.id),
    firstString(part.name, part.toolName),
  );

const readImage = (part: JsonRecord): Part => {
  const source = nested(part.source);
  const location = firstString(
    part.image_url,
    nested(part.image_url).url,
    part.url,
    part.image,
    nested(part.image).url,
    source.url,
    source.data,
    part.data,
    part.file_id,
  );
  return media('image', location, mediaTypeOf(source) ?? mediaTypeOf(part));
};

const readAudio = (part: JsonRecord): Part => {
  const audio = isRecord(part.input_audio) ? part.input_audio : nested(part.audio);
  const format = firstString(audio.format);
  const mediaType = mediaTypeOf(audio) ?? mediaTypeOf(part) ?? (format ? `audio/${format}` : undefined);
  return media('audio', firstString(audio.url, audio.data, part.url, part.data), mediaType);
};

const readFile = (part: JsonRecord): Part => {
  const file = isRecord(part.file) ? part.file : isRecord(part.source) ? part.source : part;
  const mediaType = mediaTypeOf(file) ?? mediaTypeOf(part);
  const location = firstString(
    file.url,
    file.uri,
    file.file_data,
    file.data,
    part.content,
    file.file_url,
    file.file_id,
  );
  const name = firstString(file.filename, file.name, part.filename, part.title);
  return media(modality(firstString(part.modality) ?? mediaType), location, mediaType, name);
};

const READERS = new Map<string, (part: JsonRecord) => Part | undefined>([
  ...['text', 'input_text', 'output_text', 'summary_text', 'refusal'].map((t) => [t, readText] as const),
  ...['reasoning', 'thinking'].map((t) => [t, readReasoning] as const),
  ...['tool_call', 'tool-call', 'toolCall', 'tool_use', 'function_call', 'server_tool_use', 'function'].map(
    (t) => [t, readToolCall] as const,
  ),
  ...[
    'tool_call_response',
    'tool-result',
    'toolResult',
    'tool_result',
    'function_call_output',
    'web_search_tool_result',
  ].map((t) => [t, readToolResult] as const),
  ...['image', 'image_url', 'input_image'].map((t) => [t, readImage] as const),
  ...['audio', 'input_audio'].map((t) => [t, readAudio] as const),
  ...['file', 'input_file', 'document', 'video', 'blob', 'uri'].map((t) => [t, readFile] as const),
]);

/** Parts of Gemini and Bedrock have no type; the one key they have tells. */
function readUntyped(part: JsonRecord): Part | undefined {
  if (typeof part.text === 'string') {
    return { type: part.thought === true ? 'reasoning' : 'text', text: part.text };
  }
  const call = part.functionCall ?? part.function_call ?? part.toolUse;
  if (isRecord(call)) return readToolCall(call);
  const response = part.functionResponse ?? part.function_response ?? part.toolResult;
  if (isRecord(response)) return readToolResult(response);
  if (isRecord(part.reasoningContent)) return readReasoning(nested(part.reasoningContent.reasoningText));
  const data = part.inlineData ?? part.inline_data ?? part.fileData ?? part.file_data;
  if (!isRecord(data)) return undefined;
  const mediaType = mediaTypeOf(data);
  return media(modality(mediaType), firstString(data.data, data.fileUri, data.file_uri), mediaType);
}

/** A part when its type is one that stands for itself (a call, a result, reasoning …). */
export function typedPart(value: JsonRecord): Part | undefined {
  return typeof value.type === 'string' ? READERS.get(value.type)?.(value) : undefined;
}

function partOf(value: Json): Part {
  if (typeof value === 'string') return { type: 'text', text: value };
  if (!isRecord(value)) return { type: 'json', value };
  return (typeof value.type === 'string' ? typedPart(value) : readUntyped(value)) ?? { type: 'json', value };
}

/** The parts of a message's content: text, a list of parts of any dialect, or a single part. Never throws. */
export function partsOf(content: Json | undefined): Part[] {
  if (content === undefined || content === null || content === '') return [];
  return Array.isArray(content) ? content.slice(0, MAX_PARTS).map(partOf) : [partOf(content)];
}
