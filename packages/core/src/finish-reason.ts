const SPELLINGS = new Map<string, string>([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['complete', 'stop'],
  ['completed', 'stop'],
  ['max_tokens', 'length'],
  ['max_output_tokens', 'length'],
  ['tool_call', 'tool_calls'],
  ['tool_use', 'tool_calls'],
  ['function_call', 'tool_calls'],
  ['safety', 'content_filter'],
]);

/** One spelling for what providers write in many ways: stop, length, tool_calls, content_filter, error … */
export function finishReason(reported: string): string {
  const plain = reported.toLowerCase().replaceAll('-', '_');
  return SPELLINGS.get(plain) ?? plain;
}
