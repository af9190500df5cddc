import { linesWithin, summaryOf } from '@pharos/core/channels/message';
import type { Notice } from '@pharos/core/channels/notice';
import { factsLine, standingText } from '@pharos/core/channels/words';
import { cutText, oneLine } from '@pharos/core/text';

const LOOKALIKES: Readonly<Record<string, string>> = {
  '<': '＜',
  '>': '＞',
  '[': '［',
  ']': '］',
  '`': '’',
  '*': '＊',
  '#': '＃',
  '@': '＠',
};

/** What means something in the Markdown of chats, which knows no escaping, as something that looks the same: nothing links or mentions. */
export const plainMarkdown = (text: string): string =>
  oneLine(text).replace(/[<>[\]`*#@]/g, (character) => LOOKALIKES[character] ?? character);

/** An address as it may stand in a link. */
export const linkTarget = (url: string): string => url.replace(/[()<>\s]/g, encodeParenthesis);

// encodeURIComponent leaves parentheses as they are.
const encodeParenthesis = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** The incidents of a notice, two lines each, within so many bytes. */
export function markdownOf(notice: Notice, nowMs: number, maxBytes: number): string {
  const { language, incidents } = notice;
  const told = incidents.map((incident) => {
    const title = plainMarkdown(cutText(incident.title, 200));
    const linked = incident.url === '' ? title : `[${title}](${linkTarget(incident.url)})`;
    return `**${standingText(incident, language)}** ${linked}\n> ${plainMarkdown(factsLine(incident, language, nowMs))}`;
  });
  const summary = plainMarkdown(summaryOf(notice));
  const lines = told.length > 0 || summary === '' ? told : [summary];
  return linesWithin(lines, maxBytes, { ...notice, separator: '\n\n' }).join('\n\n');
}
