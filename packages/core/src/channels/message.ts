import { cutBytes, fill, oneLine, utf8Length } from '../text.ts';
import { type Notice, severityOf } from './notice.ts';
import { incidentLine, moreLine, NOTICE_WORDS, subjectLine } from './words.ts';

/** How bad it is, what it is about and where: `[Critical] 3 incidents · checkout`. */
export function titleLine(notice: Notice): string {
  const words = NOTICE_WORDS[notice.language];
  const isOver = notice.incidents.length > 0 && notice.incidents.every(({ isOpen }) => !isOpen);
  const standing = isOver ? words.ended : words.severity[severityOf(notice)];
  const prefix = notice.incidents.length > 0 ? `[${standing}] ` : '';
  // That it ended is said once.
  const subject = isOver ? subjectLine({ ...notice, reason: 'opened' }) : subjectLine(notice);
  return `${prefix}${subject} · ${oneLine(notice.project.name)}`;
}

/** What a notice says that has no incidents to tell. */
export function summaryOf({ reason, summary, language }: Notice): string {
  return reason === 'test' ? NOTICE_WORDS[language].test : summary;
}

/** Lines as they fit into so many bytes of UTF-8; the last one says how many did not, and those that were left out before. */
export function linesWithin(
  lines: readonly string[],
  maxBytes: number,
  { more, language, separator = '\n' }: Pick<Notice, 'more' | 'language'> & { separator?: string },
): string[] {
  const gap = utf8Length(separator);
  const size = (all: readonly string[]) =>
    all.reduce((sum, line) => sum + utf8Length(line), 0) + gap * Math.max(0, all.length - 1);
  const ending = (left: number) => [moreLine(left, language)].filter((line) => line !== '');
  for (let kept = lines.length; kept > 0; kept--) {
    const all = [...lines.slice(0, kept), ...ending(more + lines.length - kept)];
    if (size(all) <= maxBytes) return all;
  }
  const [first] = lines;
  if (first === undefined) return ending(more);
  const last = ending(more + lines.length - 1);
  const room = maxBytes - size(last) - (last.length > 0 ? gap : 0);
  return [cutBytes(first, Math.max(0, room)), ...last].filter((line) => line !== '');
}

/** A notice in plain words: a line for each incident, within so many bytes. */
export function plainText(notice: Notice, nowMs: number, maxBytes: number): string {
  const { language, incidents, project } = notice;
  const head = [summaryOf(notice), fill(NOTICE_WORDS[language].project, { project: oneLine(project.name) })];
  const lines =
    incidents.length > 0
      ? incidents.map((incident) => incidentLine(incident, language, nowMs))
      : head.filter((line) => line !== '');
  return linesWithin(lines, maxBytes, notice).join('\n');
}
