import type { Answers } from './answers/answers.ts';
import { composeAlerts } from './compose-alerts.ts';
import { composeChannels } from './compose-channels.ts';
import { composeReports } from './compose-reports.ts';
import type { Agents } from './features/agents/look.ts';
import type { Channels } from './features/channels/routes.ts';
import type { Quotas } from './features/quotas/routes.ts';
import { createPdfs } from './features/reports/forms/pdf/pages.ts';
import type { Reports } from './features/reports/routes.ts';
import type { Foundation } from './foundation.ts';
import { createPngs } from './pictures/png.ts';
import type { TelemetryReader } from './store/telemetry/contract.ts';

/** Whoever tells people something: rules that fire, reports that are due, and the ways on which both go out. */
export async function composeTelling(
  given: Foundation & {
    reader: TelemetryReader;
    answers: Answers;
    agents: Agents;
    quotas: Quotas;
  },
): Promise<{ channels: Channels; reports: Reports }> {
  const { closing } = given;
  const pngs = createPngs();
  closing.push(() => pngs.close());
  const pdfs = createPdfs();
  closing.push(() => pdfs.close());
  const channels = await composeChannels({ ...given, pngOf: pngs.pngOf, pdfOf: pdfs.pdfOf });
  composeAlerts({ ...given, courier: channels.courier });
  const reports = composeReports({ ...given, pdfOf: pdfs.pdfOf, courier: channels.courier });
  return { channels, reports };
}
