import type { MarkName } from '@pharos/core/dashboards/marks';
import { ToggleGroup } from 'radix-ui';
import { Tooltip } from '../../components/Tooltip.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useMarkName } from '../../i18n/mark-names.ts';
import { MARK_ICONS } from '../mark-icons.ts';
import { askingTexts } from './texts.ts';

interface MarkPickerProps {
  marks: readonly MarkName[];
  value: MarkName;
  onChange: (mark: MarkName) => void;
}

/** The ways to draw what is asked. */
export function MarkPicker({ marks, value, onChange }: MarkPickerProps) {
  const t = useTexts(askingTexts);
  const name = useMarkName();
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={t('asMark')}
      value={value}
      onValueChange={(next) => next && onChange(next as MarkName)}
      className="inline-flex min-h-8 max-w-full flex-wrap items-center gap-0.5 rounded-md border bg-sunken p-0.5"
    >
      {marks.map((mark) => {
        const Icon = MARK_ICONS[mark];
        return (
          <Tooltip key={mark} content={name(mark)}>
            <ToggleGroup.Item
              value={mark}
              aria-label={name(mark)}
              className="flex h-6.5 w-8 items-center justify-center rounded text-muted hover:text-ink aria-checked:bg-raised aria-checked:text-ink aria-checked:shadow-[0_0_0_1px_var(--line)]"
            >
              <Icon className="size-4" aria-hidden />
            </ToggleGroup.Item>
          </Tooltip>
        );
      })}
    </ToggleGroup.Root>
  );
}
