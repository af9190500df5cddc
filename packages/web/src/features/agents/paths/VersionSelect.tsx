import type { ApiPaths } from '@pharos/core/api/paths';
import { Select } from '../../../components/Select.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { pathsTexts } from './texts.ts';

interface VersionSelectProps {
  label: string;
  value: string;
  versions: ApiPaths['versions'];
  /** What stands for no version in particular. */
  none: string;
  onChange: (version: string) => void;
}

/** One of the versions that were seen, which may be another one than is told of at the moment. */
export function VersionSelect({ label, value, versions, none, onChange }: VersionSelectProps) {
  const names = versions.map(({ version }) => version).filter((version) => version !== '');
  return (
    <span className="flex items-center gap-2 text-sm text-muted">
      <span aria-hidden>{label}</span>
      <Select
        label={label}
        value={value}
        onChange={onChange}
        options={[
          { value: '', label: none },
          ...[...new Set([...names, value])]
            .filter((version) => version !== '')
            .map((version) => ({ value: version, label: version })),
        ]}
      />
    </span>
  );
}

/** The name of a version; runs may tell none. */
export function useVersionName(): (version: string) => string {
  const t = useTexts(pathsTexts);
  return (version) => version || t('noVersion');
}
