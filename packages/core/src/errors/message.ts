/** Of longer messages the rest tells how, not what. */
const READ = 2_000;
const KEPT = 300;

/** What HTTP calls its commonest codes: a number before one of these is a code. */
const HTTP_REASONS =
  'Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Method Not Allowed|Request Timeout|Conflict|Gone|Payload Too Large|Unprocessable|Too Many Requests|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Timeout';

/** What differs from one occurrence of an error to the next, and what stands in its place. Read top down, each on what the one before left. */
const VARIABLE: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?( ?Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b(https?|wss?):\/\/([^\s/?#"'<>)\]]+)[^\s"'<>)\]]*/gi, '$1://$2'],
  [/[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+/g, '<email>'],
  [/\b[\da-f]{8}(-?[\da-f]{4}){3}-?[\da-f]{12}\b/gi, '<id>'],
  // req_011CSHoEeqs5C35K2UUqR7Fy, call_9f…, chatcmpl-B2…: a prefix, and then letters and digits without a break.
  [/\b[a-z]{2,12}[-_](?=[a-z]*\d)[\da-z]{10,}\b/gi, '<id>'],
  // SA-17B-48213, INV-2026-0042: capitals and digits in parts.
  [/(?<![\w-])(?=[\d-]*[A-Z])(?=(?:[A-Z-]*\d){2})[A-Z\d]+(?:-[A-Z\d]+)+\b/g, '<id>'],
  // #sa-21c-23743: what a # points to, in small letters too.
  [/(?<=#)(?=(?:[a-z-]*\d){2})[a-z\d]+(?:-[a-z\d]+)+\b/gi, '<id>'],
  [/\b0x[\da-f]+\b/gi, '<id>'],
  [/(?<![\w-])(?=\d*[a-f])(?=[a-f]*\d)[\da-f]{8,}\b/gi, '<id>'],
  [/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, '<ip>'],
  [/(["'`])(?:(?!\1)[^\n]){65,}\1/g, '<text>'],
  // Numbers by themselves or with a unit; not in names (gpt-4.1, utf8), and not codes of status, which tell one error from another.
  [
    new RegExp(
      `(?<![\\w.-]|\\b(?:status|code|http)(?: code)?[\\s:=/("']{0,3})(?!\\d{3} (?:${HTTP_REASONS}))\\d+(?:,\\d{3})*(?:\\.\\d+)?(?=(?:[mnµ]?s|[kmg]i?b|[%kmh])?(?![\\w-]|\\.\\d))`,
      'gi',
    ),
    '<n>',
  ],
  [/\s+/g, ' '],
];

/**
 * What a message says whenever the same goes wrong: without the ids, numbers and times of one occurrence. At most 300 characters; what
 * it gives stays as it is when it is given again.
 */
export function messageTemplate(message: string): string {
  let text = message.slice(0, READ);
  for (const [pattern, instead] of VARIABLE) text = text.replace(pattern, instead);
  return text.trim().slice(0, KEPT).trim();
}
