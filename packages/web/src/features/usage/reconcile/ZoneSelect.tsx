import { Select } from '../../../components/Select.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { reconcileTexts } from './texts.ts';

/** Zones in which providers and teams begin their days. */
const COMMON = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles', 'America/New_York', 'Europe/Berlin'] as const;

interface ZoneSelectProps {
  zone: string;
  /** The statement's own. */
  told: string;
  onZone: (zone: string) => void;
}

/** When days begin; another choice compares anew. */
export function ZoneSelect({ zone, told, onZone }: ZoneSelectProps) {
  const t = useTexts(reconcileTexts);
  const format = useFormat();
  const zones = [...new Set([told, zone, format.zone, ...COMMON])];
  return (
    <span className="flex items-center gap-2 text-xs text-muted">
      <span aria-hidden>{t('daysBegin')}</span>
      <Select
        label={t('daysBegin')}
        value={zone}
        options={zones.map((value) => ({
          value,
          label: value === told ? t('asStated', { zone: value }) : value,
        }))}
        onChange={(value) => onZone(value === told ? '' : value)}
      />
    </span>
  );
}
