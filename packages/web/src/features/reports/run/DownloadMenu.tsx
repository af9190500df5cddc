import type { ReportFormat, ReportRun } from '@pharos/core/api/reports';
import { Download, Printer } from 'lucide-react';
import { useState } from 'react';
import { reportFile } from '../../../api/reports.ts';
import { Button } from '../../../components/Button.tsx';
import { useErrorText } from '../../../components/ErrorState.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../components/Menu.tsx';
import { toast } from '../../../components/Toast.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { saveFile } from '../../../save-file.ts';
import { runTexts } from './texts.ts';

/** In the order in which they are offered. */
const FORMATS: readonly ReportFormat[] = ['pdf', 'html', 'csv', 'md'];
/** A menu has to be gone before what is below it is printed. */
const CLOSED_MS = 200;

interface DownloadMenuProps {
  project: string;
  run: ReportRun;
}

/** The report as a file in the language of the page, or on paper. */
export function DownloadMenu({ project, run }: DownloadMenuProps) {
  const t = useTexts(runTexts);
  const language = useLanguage();
  const errorText = useErrorText();
  const [isBusy, setBusy] = useState(false);
  const download = async (format: ReportFormat) => {
    setBusy(true);
    try {
      const { name, content } = await reportFile(project, run.id, { format, language });
      saveFile(name, content.type, content);
    } catch (error) {
      toast(t('downloadFailed', { reason: errorText(error) }), 'bad');
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button busy={isBusy} title={isBusy ? t('preparing') : undefined}>
          <Download className="size-4 text-muted" aria-hidden />
          <span className="max-sm:sr-only">{t('download')}</span>
        </Button>
      }
    >
      {FORMATS.map((format) => (
        <MenuItem key={format} onSelect={() => void download(format)}>
          {t(`file_${format}`)}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon={<Printer aria-hidden />} onSelect={() => setTimeout(() => window.print(), CLOSED_MS)}>
        {t('print')}
      </MenuItem>
    </Menu>
  );
}
