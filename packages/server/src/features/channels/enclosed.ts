import type { Notice } from '@pharos/core/channels/notice';
import type { EncloseReport, Enclosure } from '../../mail/enclosure.ts';
import { scopeTo } from '../../store/scope.ts';
import { untilAborted } from '../../until-aborted.ts';

const NOTHING: Enclosure = { rows: [], pictures: [], files: [] };
/** A message goes without what is not there by then. */
const PATIENCE_MS = 20_000;

/** What goes with the mail of a report. Where it fails or takes too long the mail goes without: it links to the report. Never rejects. */
export async function enclosedIn(
  { project, report, language }: Notice,
  encloseReport: EncloseReport,
  signal: AbortSignal,
): Promise<Enclosure> {
  if (report === '') return NOTHING;
  const late = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const enclosing = encloseReport(scopeTo(project.id), report, language, late);
  return (await untilAborted(enclosing, late).catch(() => undefined)) ?? NOTHING;
}
